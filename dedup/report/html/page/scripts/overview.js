// The first view: what is in the report, and how to read it.

views.set("overview", () => {
  const summary = index.summary;
  const settings = index.settings;
  const machine = BY_MACHINE.reduce((sum, verdict) => sum + summary.verdicts[verdict], 0);
  return [
    h("h1", null, counted(summary.articles, "article")),
    h("p", { class: "lead" }, overviewSentence(summary)),
    h(
      "div",
      { class: "chips" },
      chip(summary.words.toLocaleString("en"), "words"),
      chip(summary.redundant.toLocaleString("en"), "could go if one of each story were kept"),
      chip(pairs.a.length.toLocaleString("en"), "related pairs"),
      chip(summary.names.toLocaleString("en"), "names"),
      chip(machine.toLocaleString("en"), "articles called machine-made"),
      summary.skipped > 0 && chip(summary.skipped.toLocaleString("en"), "pieces of input not read"),
    ),
    h(
      "div",
      { class: "cards" },
      card(
        "Families",
        bars(
          "Families by level",
          index.levels.map((level) => [
            LEVEL_WORDS[level],
            summary.families[level],
            addressOf("families", "", { level }),
            level,
          ]),
        ),
      ),
      card("Families by number of articles", sizeBars()),
      card(
        "Relations of pairs",
        bars(
          "Pairs by relation",
          index.kinds.map((kind) => [
            KIND_WORDS[kind],
            summary.relations[kind],
            addressOf("families", "", { relation: kind }),
            kind,
          ]),
        ),
      ),
      card(
        "Verdicts on the texts",
        bars(
          "Articles by verdict",
          index.verdicts.map((verdict) => [
            VERDICT_WORDS[verdict],
            summary.verdicts[verdict],
            addressOf("articles", "", { verdict }),
            verdict,
          ]),
        ),
      ),
    ),
    largestFamilies(),
    skippedInputs(summary),
    howToRead(settings),
  ];
});

const card = (title, ...children) => h("section", { class: "card" }, h("h2", null, title), children);

function overviewSentence(summary) {
  const { copy, wire, event } = summary.families;
  if (!copy && !wire && !event) return "No two of these articles are related.";
  const parts = [
    copy && `${counted(copy, "story was", "stories were")} copied or reworded`,
    wire && `${counted(wire, "group shares", "groups share")} passages of one source`,
    event && `${counted(event, "event was", "events were")} reported by several`,
  ].filter(Boolean);
  return `${parts.join(", ").replace(/, ([^,]*)$/, " and $1")}.`;
}

function sizeBars() {
  const bounds = [
    [2, 2],
    [3, 3],
    [4, 5],
    [6, 10],
    [11, 20],
    [21, 50],
    [51, Infinity],
  ];
  const rows = bounds.map(([low, high]) => {
    const count = families.filter(({ members }) => members.length >= low && members.length <= high).length;
    const name = high === low ? String(low) : high === Infinity ? `${low} and more` : `${low}–${high}`;
    return [name, count, addressOf("families", "", { min: low, max: high === Infinity ? "" : high })];
  });
  while (rows.length > 2 && rows.at(-1)[1] === 0) rows.pop();
  return bars("Families by size", rows);
}

function largestFamilies() {
  const largest = families
    .filter((family) => family.level !== "template")
    .sort((x, y) => y.members.length - x.members.length || x.number - y.number)
    .slice(0, 6);
  if (largest.length === 0) return null;
  return section(
    "The largest families",
    h(
      "ul",
      { class: "plain" },
      largest.map((family) => h("li", null, familyRow(family.number))),
    ),
    h("p", null, link("#families", null, `All ${counted(families.length, "family", "families")}`)),
  );
}

function skippedInputs(summary) {
  if (summary.skipped === 0 && summary.renamed === 0) return null;
  const parts = [];
  const listed = index.skipped.reduce((sum, [, , , count]) => sum + count, 0);
  if (summary.skipped > 0)
    parts.push(
      section(
        "Not read",
        table(
          "Input that was not read",
          ["Where", "Why, and what to do"],
          index.skipped.map(([path, line, reason, count]) => [
            foreign(line ? `${path}, line ${line}` : path),
            foreign(count > 1 ? `${reason} (and ${(count - 1).toLocaleString("en")} more like this)` : reason),
          ]),
        ),
        summary.skipped > listed &&
          h(
            "p",
            { class: "soft" },
            `The first ${index.skipped.length} of ${summary.skipped} are listed; the report as JSON has all.`,
          ),
      ),
    );
  if (summary.renamed > 0)
    parts.push(
      section(
        "Ids that were there twice",
        table(
          "Articles whose id was changed",
          ["Where", "Id in the input", "Id here"],
          index.renamed.map(([path, line, id, now]) => [
            foreign(line ? `${path}, line ${line}` : path),
            foreign(id),
            foreign(now),
          ]),
        ),
      ),
    );
  return parts;
}

function howToRead(settings) {
  const threshold = settings.min_probability ?? 0.5;
  return h(
    "details",
    { class: "card how" },
    h("summary", null, h("h2", null, "How to read it")),
    h(
      "dl",
      null,
      index.levels.flatMap((level) => [
        h("dt", null, `${LEVEL_WORDS[level]} family`),
        h("dd", null, `${LEVEL_SENTENCES[level]}.`),
      ]),
      h("dt", null, "root"),
      h("dd", null, "Where a family comes from: one of its articles, or a source that its articles credit."),
      h("dt", null, "probability"),
      h(
        "dd",
        null,
        "Of a pair: how likely one derives from the other, or both from one source. ",
        `Pairs below ${threshold} are not related here; the view Threshold shows others.`,
      ),
      h("dt", null, "covered"),
      h(
        "dd",
        null,
        "The share of an article's words that is in passages of the other one. ",
        "Captions, menus and the like (furniture) are left out.",
      ),
      h("dt", null, "new"),
      h("dd", null, "The share of an article's words that no earlier article has."),
      h("dt", null, "kinds of passages"),
      h(
        "dd",
        null,
        PASSAGE_KINDS.map((kind, at) => [h("span", { class: `passage ${kind}` }, `${PASSAGE_SIGNS[at]} ${kind}`), " "]),
      ),
      h("dt", null, "verdict"),
      h("dd", null, "What the marks in a text show. “No evidence” is no proof that a person wrote it."),
    ),
    h("p", { class: "soft" }, "Made with: ", h("code", null, JSON.stringify(settings))),
  );
}
