// One article: its text with the marks in it, its credits, names, relatives and families.

const CLAIM_WORDS = { machine: "machine", translated: "translation", spun: "spinning", assistant: "chat assistant" };

views.set("article", async (id, settings) => {
  const article = numberOfId.get(id);
  if (article === undefined) return missing("article", id, "articles");
  const details = await articleDetails(article);
  const text = details.text;
  const notes = h("ol", { class: "marks", "aria-label": "Marks" });
  const body = h("div", { class: "article-text" });
  const choose = (number) => {
    noteAddress(addressOf("article", id, { mark: number + 1 }));
    for (const note of notes.children) note.classList.toggle("on", note.dataset.mark === String(number));
    for (const part of body.querySelectorAll(".mark"))
      part.classList.toggle("on", part.dataset.marks.split(" ").includes(String(number)));
    notes.querySelector(`[data-mark="${number}"]`)?.scrollIntoView({ block: "nearest" });
    body.querySelector(`.mark.on`)?.scrollIntoView({ block: "nearest" });
    say(`Mark ${number + 1}: ${details.marks[number].message}`);
  };
  notes.append(...details.marks.slice(0, 500).map((mark, number) => markNote(mark, number, choose)));
  if (text !== null) {
    const offset = unitOffsets(text);
    body.append(
      markedText(text, [
        ...markSpans(details, offset, choose),
        ...creditSpans(details, offset),
        ...furnitureSpans(details, offset),
      ]),
    );
  } else body.append(h("p", { class: "soft" }, noText()));
  let current = Number(settings.get("mark") ?? 0) - 1;
  const step = (by) => {
    if (details.marks.length === 0) return;
    current = (current + by + details.marks.length) % details.marks.length;
    choose(current);
  };
  keysOf({ j: () => step(1), k: () => step(-1) });
  if (current >= 0 && current < details.marks.length) whenShown(() => choose(current));
  const wide = details.marks.length > 0;
  return [
    h("p", { class: "crumbs" }, link("#articles", null, "Articles"), " › article"),
    h("h1", null, foreign(details.title || titleOf(article))),
    articleFacts(article, details),
    verdictSentences(article, details),
    h(
      "div",
      { class: wide ? "reading" : "" },
      section("Text", h("div", { class: "card paper" }, body)),
      wide &&
        section(
          counted(details.marks.length, "mark"),
          h("p", { class: "soft" }, "j and k go from mark to mark."),
          notes,
        ),
    ),
    h("div", { class: "two" }, relatives(article), h("div", null, credits(details), familiesWith(article))),
    namesLater([article]),
  ];
});

const noText = () =>
  index.texts === 0
    ? "This report has no texts. Make it again with: dedup report REPORT -o report.html --texts INPUT"
    : "The text of this article is not in the report: it was not among the texts, or is another one than was scanned.";

function articleFacts(article, details) {
  const place = details.path && (details.line ? `${details.path}, line ${details.line}` : details.path);
  const address =
    /^https?:\/\//i.test(details.url) &&
    h("a", { href: details.url, rel: "noopener noreferrer", target: "_blank" }, foreign(shortened(details.url, 90)));
  const language = languageOf(article);
  const parts = [
    outletOf(article),
    dateOf(article),
    language && languageName(language),
    counted(articles.words[article], "word"),
  ].filter(Boolean);
  return h(
    "p",
    { class: "soft" },
    parts.map((part, at) => [at > 0 && " · ", foreign(part)]),
    h("br"),
    h("code", null, foreign(shortened(articles.id[article], 200))),
    place && place !== articles.id[article] && [" · ", foreign(place)],
    address && [" · ", address],
  );
}

function verdictSentences(article, details) {
  const verdict = verdictOf(article);
  const { probability: sure, source_languages: languages, reasons } = details.translation;
  if (verdict === "insufficient") return null;
  const from = languages
    .slice(0, 3)
    .map(({ language, probability: p }) => `${languageName(language)} ${probability(Math.round(p * 1000))}`);
  return h(
    "div",
    { class: `verdict ${verdict}` },
    h(
      "p",
      null,
      tag(VERDICT_WORDS[verdict], verdict),
      sure !== null && ` probability of a translation ${probability(Math.round(sure * 1000))}`,
      from.length > 0 && ` · likely from ${from.join(", ")}`,
    ),
    reasons.length > 0 &&
      h(
        "ul",
        null,
        reasons.slice(0, 20).map((reason) => h("li", null, foreign(reason))),
      ),
  );
}

function markNote(mark, number, choose) {
  const sibling = mark.sibling;
  const other = sibling && numberOfId.get(sibling.article);
  return h(
    "li",
    { data: { mark: number }, class: `note ${claimClass(mark)}` },
    button(
      [h("b", null, foreign(shortened(mark.text, 160))), mark.field === "title" && " (title)"],
      () => choose(number),
      { class: "note-text" },
    ),
    h("p", null, foreign(mark.message)),
    sibling &&
      h(
        "p",
        { class: "sibling" },
        other === undefined
          ? "elsewhere: "
          : [link(articleAddress(other), null, foreign(shortened(nameOf(other), 40))), " has: "],
        h("q", null, foreign(shortened(sibling.text, 300))),
      ),
    h("p", { class: "soft" }, h("code", null, mark.rule), ` · ${CLAIM_WORDS[mark.claims]}`),
  );
}

function relatives(article) {
  const related = [...pairsOf(article)].sort((x, y) => rankOf(y, article) - rankOf(x, article));
  if (related.length === 0)
    return section("Relatives", h("p", { class: "soft" }, "No other article is related to this one."));
  return section(
    "Relatives",
    table(
      "Related articles",
      ["Article", "Relation", "Covered"],
      related.slice(0, 100).map((pair) => {
        const other = otherOf(pair, article);
        return [
          [
            link(pairAddress(pair), null, foreign(titleOf(other))),
            h("br"),
            h("span", { class: "soft" }, foreign(nameOf(other)), dateOf(other) && ` · ${dateOf(other)}`),
          ],
          relationWords(pair, article),
          meter(coverageOf(pair, article)),
        ];
      }),
    ),
    related.length > 100 && h("p", { class: "soft" }, `The first 100 of ${related.length} are listed.`),
  );
}

function credits(details) {
  if (details.credits.length === 0) return null;
  return section(
    "Credits",
    table(
      "Places that name a source",
      ["Source", "Form", "Where it says so"],
      details.credits
        .slice(0, 100)
        .map(([where, kind, source, , , text]) => [
          foreign(source || "–"),
          kind,
          foreign(shortened(where === "text" ? text : `${where}: ${text}`, 200)),
        ]),
    ),
  );
}

function familiesWith(article) {
  const of = familiesOfArticle[article];
  if (of.length === 0) return null;
  return section(
    "Families",
    h(
      "ul",
      { class: "plain" },
      of.map((number) => h("li", null, familyRow(number))),
    ),
  );
}
