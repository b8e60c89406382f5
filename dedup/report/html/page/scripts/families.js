// All families: searched, filtered, sorted.

const FAMILY_ROW = [74, 104];
const FAMILY_SORTS = [
  ["size", "largest first"],
  ["date", "newest first"],
  ["oldest", "oldest first"],
  ["level", "by level"],
  ["title", "by title"],
];

/** A family in one line: its title, what it is, when, and by whom. */
function familyRow(number) {
  const family = families[number];
  const own = familyFacts()[number];
  const names = [...own.outlets].filter((outlet) => outlet >= 0).map((outlet) => articles.outlets[outlet]);
  const kinds = index.kinds.filter((_, kind) => own.kinds & (1 << kind));
  const root = family.root.article >= 0 ? nameOf(family.root.article) : family.root.source;
  const accused = ACCUSING.filter((verdict) => own.verdicts.has(index.verdicts.indexOf(verdict)));
  return link(
    familyAddress(family),
    { class: "row" },
    h(
      "span",
      { class: "row-size" },
      h("b", null, family.members.length.toLocaleString("en")),
      h("span", { class: `level ${family.level}` }, LEVEL_WORDS[family.level]),
    ),
    h(
      "span",
      { class: "row-main" },
      h("span", { class: "row-title" }, foreign(titleOf(own.head))),
      h(
        "span",
        { class: "row-more" },
        root && [h("span", null, "from ", foreign(shortened(root, 40))), " · "],
        names.length > 0 && [
          h(
            "span",
            null,
            names.slice(0, 4).map((name, at) => [at > 0 && ", ", foreign(name)]),
            names.length > 4 && ` and ${names.length - 4} more`,
          ),
          " · ",
        ],
        kinds.map((kind) => KIND_WORDS[kind]).join(", "),
      ),
    ),
    h(
      "span",
      { class: "row-end" },
      own.first !== null && h("span", null, dayOf(own.first)),
      accused.map((verdict) => tag(VERDICT_WORDS[verdict], verdict)),
    ),
  );
}

/** Return the numbers of the families that the filters leave, in their order. */
function filteredFamilies(filters) {
  const own = familyFacts();
  const level = filters.level ?? "";
  const kind = filters.relation ? 1 << index.kinds.indexOf(filters.relation) : 0;
  const outlet = filters.outlet ? outletsNamed(filters.outlet) : null;
  const verdict = filters.verdict ? index.verdicts.indexOf(filters.verdict) : -1;
  const language = filters.language ? articles.languages.indexOf(filters.language) : -1;
  const [min, max] = [Number(filters.min) || 0, Number(filters.max) || Infinity];
  const [from, to] = [minuteOf(filters.from), minuteOf(filters.to)];
  const words = folded(filters.q ?? "")
    .split(/\s+/)
    .filter(Boolean);
  const found = [];
  for (let at = 0; at < families.length; at++) {
    const family = families[at];
    const fact = own[at];
    if (level && family.level !== level) continue;
    if (family.members.length < min || family.members.length > max) continue;
    if (kind && !(fact.kinds & kind)) continue;
    if (verdict >= 0 && !fact.verdicts.has(verdict)) continue;
    if (filters.language && !fact.languages.has(language)) continue;
    if (outlet && !outlet.some((number) => fact.outlets.has(number))) continue;
    if (from !== null && (fact.last === null || fact.last < from)) continue;
    if (to !== null && (fact.first === null || fact.first >= to + DAY)) continue;
    if (words.length && !words.every((word) => searchedWords(family).includes(word))) continue;
    found.push(at);
  }
  return sortedFamilies(found, filters.sort ?? "size");
}

const minuteOf = (day) => (/^\d{4}-\d\d-\d\d$/.test(day ?? "") ? Date.parse(day) / 60_000 : null);

/** Return the numbers of the outlets whose name has these letters; one that has no others comes alone. */
function outletsNamed(name) {
  const wanted = folded(name);
  const exact = articles.outlets.findIndex((outlet) => folded(outlet) === wanted);
  if (exact >= 0) return [exact];
  return articles.outlets
    .map((_, number) => number)
    .filter((number) => folded(articles.outlets[number]).includes(wanted));
}

const titleOrder = new Intl.Collator("en", { numeric: true });
let titleRanks; // of families: comparing 20,000 titles takes longer than a filter may
function ranksOfTitles() {
  if (titleRanks) return titleRanks;
  const titles = familyFacts().map(({ head }) => titleOf(head));
  const order = titles.map((_, at) => at).sort((x, y) => titleOrder.compare(titles[x], titles[y]) || x - y);
  titleRanks = new Int32Array(order.length);
  order.forEach((family, rank) => (titleRanks[family] = rank));
  return titleRanks;
}

function sortedFamilies(found, order) {
  const own = familyFacts();
  if (order === "title") ranksOfTitles();
  const size = (at) => families[at].members.length;
  const by = {
    size: (x, y) => size(y) - size(x) || x - y,
    date: (x, y) => (own[y].last ?? -Infinity) - (own[x].last ?? -Infinity) || x - y || 0,
    oldest: (x, y) => (own[x].first ?? Infinity) - (own[y].first ?? Infinity) || x - y || 0,
    level: (x, y) => x - y,
    title: (x, y) => titleRanks[x] - titleRanks[y],
  }[order];
  // Infinity less itself is no number, and no order.
  return by ? found.sort((x, y) => by(x, y) || x - y) : found;
}

/** A list of families with the filters of this form; what is chosen is in the address of the view. */
function familyList(view, settings, fields, always, sentence) {
  const list = longList("Families", FAMILY_ROW, familyRow);
  const count = h("p", { class: "count", role: "status" });
  const apply = (filters) => {
    const found = filteredFamilies({ ...filters, ...always });
    count.textContent =
      found.length === families.length ? counted(found.length, "family", "families") : sentence(found.length);
    list.show(found);
    list.hidden = found.length === 0;
  };
  const form = filterForm("Filters", fields, (filters) => {
    noteAddress(addressOf(view, "", filters));
    apply(filters);
  });
  whenShown(() => apply(Object.fromEntries(settings)));
  return [form, count, list];
}

views.set("families", (value, settings) => {
  const set = (name) => settings.get(name) ?? "";
  const any = (words, texts) => [["", "any"], ...words.map((word) => [word, texts[word] ?? word])];
  const languages = articles.languages
    .map((code) => [code, languageName(code)])
    .sort((x, y) => titleOrder.compare(x[1], y[1]));
  const fields = [
    field("Search", "q", set("q"), { type: "search", placeholder: "title, outlet, id" }),
    moreFields(
      field("Level", "level", set("level"), { choices: any(index.levels, LEVEL_WORDS) }),
      field("Relation", "relation", set("relation"), { choices: any(index.kinds, KIND_WORDS) }),
      field("Verdict", "verdict", set("verdict"), { choices: any(index.verdicts, VERDICT_WORDS) }),
      field("Outlet", "outlet", set("outlet"), { list: "outlet-names" }),
      h(
        "datalist",
        { id: "outlet-names" },
        [...articles.outlets]
          .sort(titleOrder.compare)
          .slice(0, 2000)
          .map((outlet) => h("option", { value: outlet })),
      ),
      languages.length > 1 && field("Language", "language", set("language"), { choices: [["", "any"], ...languages] }),
      h(
        "div",
        { class: "range" },
        field("Articles from", "min", set("min"), { type: "number", min: "2", inputmode: "numeric" }),
        field("to", "max", set("max"), { type: "number", min: "2", inputmode: "numeric" }),
      ),
      h(
        "div",
        { class: "range" },
        field("Published from", "from", set("from"), { type: "date" }),
        field("to", "to", set("to"), { type: "date" }),
      ),
    ),
    field("Order", "sort", set("sort") || "size", { choices: FAMILY_SORTS }),
    link("#families", { class: "reset" }, "Clear"),
  ];
  return [
    h("h1", null, "Families"),
    h(
      "p",
      { class: "lead" },
      "Articles that belong together: ",
      index.levels.map((level, at) => [
        at > 0 && "; ",
        h("b", null, LEVEL_WORDS[level]),
        ` – ${LEVEL_SENTENCES[level]}`,
      ]),
      ".",
    ),
    familyList(
      "families",
      settings,
      fields,
      {},
      (found) => `${found.toLocaleString("en")} of ${counted(families.length, "family", "families")}`,
    ),
  ];
});
