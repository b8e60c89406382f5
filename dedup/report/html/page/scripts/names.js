// Names: how each is spelled, by which outlets, and by which romanisation.

const NAME_ROW = [62, 92];
const NAME_KINDS = ["person", "place", "group", "outlet", "other"];

/** Return the names, the most frequent first: {number, name, kind, spellings, aliases, ambiguous, count}. */
let namesRead;
function allNames() {
  namesRead ??= chunk("names").then((records) =>
    records.map(([name, kind, spellings, aliases, ambiguous], number) => ({
      number,
      name,
      kind,
      aliases,
      ambiguous,
      count: spellings.reduce((sum, [, count]) => sum + count, 0),
      spellings: spellings.map(([text, count, used, conventions]) => ({ text, count, articles: used, conventions })),
    })),
  );
  return namesRead;
}

const nameAddress = ({ name, kind }) => addressOf("name", name, { kind });

function nameRow(name) {
  const others = [
    ...name.spellings.filter(({ text }) => text !== name.name).map(({ text, count }) => `${text} ${count}`),
    ...name.aliases.map(([text]) => text),
  ];
  return link(
    nameAddress(name),
    { class: "row" },
    h(
      "span",
      { class: "row-main" },
      h("span", { class: "row-title" }, foreign(name.name)),
      h("span", { class: "row-more" }, others.length ? foreign(shortened(others.join(", "), 160)) : "one spelling"),
    ),
    h("span", { class: "row-end" }, h("span", null, counted(name.count, "mention")), tag(name.kind)),
  );
}

views.set("names", async (value, settings) => {
  const names = await allNames();
  const set = (name) => settings.get(name) ?? "";
  const list = longList("Names", NAME_ROW, (number) => nameRow(names[number]));
  const count = h("p", { class: "count", role: "status" });
  const words = names.map((name) =>
    folded([name.name, ...name.spellings.map(({ text }) => text), ...name.aliases.map(([text]) => text)].join(" ")),
  );
  const apply = (filters) => {
    const wanted = folded(filters.q ?? "").trim();
    const found = names
      .filter(
        (name) =>
          (!filters.kind || name.kind === filters.kind) &&
          (!filters.variants || name.spellings.length > 1 || name.aliases.length > 0) &&
          words[name.number].includes(wanted),
      )
      .map(({ number }) => number);
    count.textContent =
      found.length === names.length
        ? counted(found.length, "name")
        : `${found.length.toLocaleString("en")} of ${counted(names.length, "name")}`;
    list.show(found);
    list.hidden = found.length === 0;
  };
  const form = filterForm(
    "Filters",
    [
      field("Search", "q", set("q"), { type: "search", placeholder: "any spelling" }),
      field("Kind", "kind", set("kind"), { choices: [["", "any"], ...NAME_KINDS.map((kind) => [kind, kind])] }),
      field("Several spellings", "variants", set("variants"), { type: "checkbox" }),
      link("#names", { class: "reset" }, "Clear"),
    ],
    (filters) => {
      noteAddress(addressOf("names", "", filters));
      apply(filters);
    },
  );
  whenShown(() => apply(Object.fromEntries(settings)));
  const left = index.summary.names - names.length;
  return [
    h("h1", null, "Names"),
    h("p", { class: "lead" }, "Each bearer of a name with its spellings, the most frequent first."),
    left > 0 && h("p", { class: "soft" }, `${left.toLocaleString("en")} rarer names are in the report as JSON alone.`),
    form,
    count,
    list,
  ];
});

views.set("name", async (value, settings) => {
  const names = await allNames();
  const name = names.find((one) => one.name === value && (!settings.get("kind") || one.kind === settings.get("kind")));
  if (!name) return missing("name", value, "names");
  const ambiguous = name.ambiguous.map((other) => names.find((one) => one.name === other)).filter(Boolean);
  return [
    h("p", { class: "crumbs" }, link("#names", null, "Names"), ` › ${name.kind}`),
    h("h1", null, foreign(name.name)),
    h("p", { class: "lead" }, `${counted(name.count, "mention")} in ${counted(name.spellings.length, "spelling")}.`),
    section(
      "Spellings",
      table(
        "Spellings",
        ["Spelling", { title: "Mentions", number: true }, "Outlets", "Romanisation", "Articles"],
        [...name.spellings]
          .sort((x, y) => y.count - x.count)
          .slice(0, 200)
          .map(({ text, count, articles: used, conventions }) => [
            h("b", null, foreign(text)),
            count.toLocaleString("en"),
            outletsUsing(used),
            conventions
              .slice(0, 4)
              .map(([convention, share], at) => [at > 0 && ", ", `${languageName(convention)} ${percent(share)}`]),
            someArticles(used),
          ]),
      ),
    ),
    name.aliases.length > 0 &&
      section(
        "Other names",
        table(
          "Other names",
          ["Name", "What it is", "Articles"],
          name.aliases.map(([text, relation, used]) => [foreign(text), underscored(relation), someArticles(used)]),
        ),
      ),
    ambiguous.length > 0 &&
      section(
        "Looks alike, kept apart",
        h(
          "p",
          null,
          ambiguous.map((other, at) => [at > 0 && ", ", link(nameAddress(other), null, foreign(other.name))]),
        ),
      ),
  ];
});

function outletsUsing(used) {
  const counts = new Map();
  for (const article of used) counts.set(outletOf(article), (counts.get(outletOf(article)) ?? 0) + 1);
  counts.delete("");
  const sorted = [...counts].sort((x, y) => y[1] - x[1] || titleOrder.compare(x[0], y[0]));
  if (sorted.length === 0) return h("span", { class: "soft" }, "–");
  return [
    sorted
      .slice(0, 6)
      .map(([outlet, count], at) => [
        at > 0 && ", ",
        foreign(shortened(outlet, 40)),
        h("span", { class: "soft" }, ` ${count}`),
      ]),
    sorted.length > 6 && h("span", { class: "soft" }, ` and ${sorted.length - 6} more`),
  ];
}

const someArticles = (used) => [
  used
    .slice(0, 5)
    .map((article, at) => [
      at > 0 && ", ",
      link(articleAddress(article), null, foreign(shortened(nameOf(article), 28))),
    ]),
  used.length > 5 && h("span", { class: "soft" }, ` and ${used.length - 5} more`),
];

/** A place for the names of these articles, which are looked for when all else is shown. */
function namesLater(members) {
  const place = h("div");
  whenShown(() =>
    requestIdleCallback(async () => {
      try {
        place.replaceChildren(...[await namesOf(members)].flat(Infinity).filter(Boolean));
      } catch (error) {
        place.replaceChildren(h("p", { class: "soft" }, String(error.message ?? error)));
      }
    }),
  );
  return place;
}

/** The names that these articles spell in several ways; of a single article, all its names. */
async function namesOf(members) {
  if (index.summary.names === 0) return [];
  const inside = new Set(members);
  const found = [];
  for (const name of await allNames()) {
    const spelled = name.spellings.filter(({ articles: used }) => used.some((article) => inside.has(article)));
    if (spelled.length > (members.length > 1 ? 1 : 0)) found.push([name, spelled]);
    if (found.length >= 60) break;
  }
  if (found.length === 0) return [];
  return section(
    members.length > 1 ? "Names that are spelled differently here" : "Names",
    h(
      "ul",
      { class: "chips", "aria-label": "Names" },
      found.map(([name, spelled]) =>
        h(
          "li",
          null,
          link(nameAddress(name), { class: "chip" }, h("b", null, foreign(shortened(name.name, 40))), [
            " ",
            foreign(
              spelled
                .map(({ text }) => text)
                .filter((text) => text !== name.name)
                .slice(0, 3)
                .map((text) => shortened(text, 30))
                .join(", "),
            ),
          ]),
        ),
      ),
    ),
  );
}
