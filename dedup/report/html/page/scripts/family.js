// One family: when each article appeared, who took from whom, and how much they share.

const MOST_MEMBERS = 200; // rows of the table; a button shows the rest

const familyNumbers = new Map();
function familyNamed(id) {
  if (familyNumbers.size === 0) for (const family of families) familyNumbers.set(family.id, family.number);
  return families[familyNumbers.get(id)];
}

/** Members in the order in which they came; without dates, the root and the longest first. */
function membersInOrder(family) {
  const root = family.root.article;
  return [...family.members].sort(
    (x, y) =>
      (articles.minute[x] ?? Infinity) - (articles.minute[y] ?? Infinity) ||
      (y === root) - (x === root) ||
      articles.words[y] - articles.words[x] ||
      x - y,
  );
}

/** The pair that says most of a member within its family: derived before others, then by coverage. */
function closestPair(member, inside) {
  let best = -1;
  for (const pair of pairsOf(member)) {
    if (!inside.has(otherOf(pair, member))) continue;
    if (best < 0 || rankOf(pair, member) > rankOf(best, member)) best = pair;
  }
  return best;
}
const rankOf = (pair, member) =>
  (isDerived(pair) ? 10_000 : 0) + coverageOf(pair, member) + pairs.probability[pair] / 1000;

function relationWords(pair, member) {
  const other = foreign(shortened(nameOf(otherOf(pair, member)), 40));
  const direction = takerAndGiver(pair);
  const kind = KIND_WORDS[pairs.kindName(pair)];
  if (direction) return direction[0] === member ? [`${kind}, derives from `, other] : [`${kind}, taken up by `, other];
  return [`${kind} with `, other];
}

function rootSentence(family) {
  const { article, source, why, probability: sure } = family.root;
  const estimate = sure === null ? "" : ` (estimated probability ${probability(Math.round(sure * 1000))})`;
  const where =
    article >= 0
      ? [
          "Comes from ",
          link(articleAddress(article), null, foreign(nameOf(article))),
          source && source !== nameOf(article) ? ` (${source})` : "",
        ]
      : source
        ? ["Comes from ", h("b", null, foreign(source)), ", which is not among the articles"]
        : ["No common source is known"];
  return h(
    "p",
    { class: "lead" },
    where,
    `${estimate}. `,
    h("span", { class: "soft" }, foreign(sentenceCase(why)), "."),
  );
}
const sentenceCase = (text) => text.charAt(0).toUpperCase() + text.slice(1).replace(/\.$/, "");

views.set("family", (id) => {
  const family = familyNamed(id);
  if (!family) return missing("family", id, "families");
  const own = familyFacts()[family.number];
  const members = membersInOrder(family);
  const inside = new Set(members);
  const machine = members.filter((member) => BY_MACHINE.includes(verdictOf(member))).length;
  const outlets = [...own.outlets].filter((outlet) => outlet >= 0).length;
  const found = derivationGraph(family, members);
  keysOf({ "[": () => go(nextFamily(family, -1)), "]": () => go(nextFamily(family, 1)) });
  return [
    h("p", { class: "crumbs" }, link("#families", null, "Families"), ` › ${LEVEL_WORDS[family.level]}`),
    h("h1", null, foreign(titleOf(own.head))),
    h(
      "p",
      { class: "soft" },
      h("span", { class: `level ${family.level}` }, `${LEVEL_WORDS[family.level]} family`),
      ` ${LEVEL_SENTENCES[family.level]} · `,
      h("code", null, foreign(shortened(family.id, 200))),
    ),
    rootSentence(family),
    h(
      "div",
      { class: "chips" },
      chip(members.length.toLocaleString("en"), members.length === 1 ? "article" : "articles"),
      outlets > 0 && chip(outlets, outlets === 1 ? "outlet" : "outlets"),
      own.first !== null && own.last > own.first && chip(duration(own.last - own.first), "from first to last"),
      machine > 0 && chip(machine, "called machine-made"),
      family.omitted > 0 && chip(family.omitted.toLocaleString("en"), "related pairs are not listed"),
    ),
    section("When each appeared, and what it took", timeline(family)),
    section("Articles", memberTable(family, members, inside)),
    h(
      "div",
      { class: "two" },
      h(
        "div",
        { class: found?.wide && "whole" },
        section("How much they share", h("div", { class: "card" }, matrix(members))),
      ),
      found && h("div", { class: found.wide && "whole" }, section("Who took from whom", found.graph)),
    ),
    namesLater(members),
    openLinks(family),
  ];
});

function memberTable(family, members, inside) {
  const novelty = new Map(family.members.map((member, at) => [member, family.novelty[at]]));
  const row = (member, at) => {
    const pair = closestPair(member, inside);
    const verdict = verdictOf(member);
    const superseded = family.supersedes[member];
    return [
      String(at + 1),
      [
        link(articleAddress(member), { class: "strong" }, foreign(titleOf(member))),
        h("br"),
        h("span", { class: "soft" }, foreign(nameOf(member)), dateOf(member) && ` · ${dateOf(member)}`),
        family.root.article === member && [" ", tag("root", "root")],
        ACCUSING.includes(verdict) && [" ", tag(VERDICT_WORDS[verdict], verdict)],
        superseded && h("span", { class: "soft" }, ` · covers ${counted(superseded.length, "earlier article")}`),
      ],
      pair < 0
        ? h("span", { class: "soft" }, "through others")
        : link(pairAddress(pair), null, relationWords(pair, member)),
      pair < 0 ? "" : meter(coverageOf(pair, member)),
      novelty.get(member) === null || novelty.get(member) === undefined
        ? h("span", { class: "soft" }, "–")
        : percent(novelty.get(member)),
      articles.words[member].toLocaleString("en"),
    ];
  };
  const columns = [
    { title: "No.", number: true },
    "Article",
    "Relation",
    "Covered",
    { title: "New", number: true },
    { title: "Words", number: true },
  ];
  const place = h(
    "div",
    { class: "members" },
    table("Articles of the family", columns, members.slice(0, MOST_MEMBERS).map(row)),
  );
  if (members.length <= MOST_MEMBERS) return place;
  const more = button(
    `Show all ${members.length.toLocaleString("en")}`,
    () => place.replaceChildren(table("Articles of the family", columns, members.map(row))),
    { class: "more" },
  );
  place.append(more);
  return place;
}

function openLinks(family) {
  if (family.bridges.length === 0) return null;
  return section(
    "Links that were left open",
    table(
      "Pairs that did not suffice to join two families",
      ["Pair", "Why"],
      family.bridges.slice(0, 100).map(([a, b, why]) => {
        const pair = pairBetween(a, b);
        const text = [foreign(nameOf(a)), " – ", foreign(nameOf(b))];
        return [pair < 0 ? text : link(pairAddress(pair), null, text), foreign(why)];
      }),
    ),
  );
}

const nextFamily = (family, step) =>
  familyAddress(families[(family.number + step + families.length) % families.length]);

const missing = (what, id, list) => [
  h("h1", null, `No such ${what}`),
  h(
    "p",
    null,
    "This report has no ",
    what,
    " ",
    h("code", null, foreign(shortened(String(id), 200))),
    ". It may be from another scan. ",
    link(`#${list}`, null, `See all ${list}.`),
  ),
];
