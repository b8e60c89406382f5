// All articles: for those that are in no family, and those with a verdict.

const ARTICLE_ROW = [62, 92];

function articleRow(article) {
  const verdict = verdictOf(article);
  const of = familiesOfArticle[article];
  return link(
    articleAddress(article),
    { class: "row" },
    h(
      "span",
      { class: "row-main" },
      h("span", { class: "row-title" }, foreign(titleOf(article))),
      h(
        "span",
        { class: "row-more" },
        [outletOf(article), shortened(articles.id[article], 120), dateOf(article)]
          .filter(Boolean)
          .map((text, at) => [at > 0 && " · ", foreign(text)]),
      ),
    ),
    h(
      "span",
      { class: "row-end" },
      h("span", null, counted(articles.words[article], "word")),
      ACCUSING.includes(verdict) && tag(VERDICT_WORDS[verdict], verdict),
      of.length > 0 && h("span", { class: "soft" }, counted(of.length, "family", "families")),
    ),
  );
}

const articleWords = [];
const searchedInArticle = (article) =>
  (articleWords[article] ??= folded(
    `${articles.id[article]} ${articles.title[article]} ${outletOf(article)} ${articles.sources[article].join(" ")}`,
  ));

function filteredArticles(filters) {
  const words = folded(filters.q ?? "")
    .split(/\s+/)
    .filter(Boolean);
  const outlet = filters.outlet ? outletsNamed(filters.outlet) : null;
  const found = [];
  for (let at = 0; at < articles.id.length; at++) {
    if (filters.verdict && verdictOf(at) !== filters.verdict) continue;
    if (filters.language && languageOf(at) !== filters.language) continue;
    if (outlet && !outlet.includes(articles.outlet[at])) continue;
    if (filters.alone && familiesOfArticle[at].length > 0) continue;
    if (words.length && !words.every((word) => searchedInArticle(at).includes(word))) continue;
    found.push(at);
  }
  const by = {
    id: (x, y) => (articles.id[x] < articles.id[y] ? -1 : 1),
    date: (x, y) => (articles.minute[y] ?? -1e15) - (articles.minute[x] ?? -1e15) || x - y,
    words: (x, y) => articles.words[y] - articles.words[x] || x - y,
    marks: (x, y) => articles.marks[y] - articles.marks[x] || x - y,
  }[filters.sort ?? "id"];
  return by ? found.sort(by) : found;
}

views.set("articles", (value, settings) => {
  const set = (name) => settings.get(name) ?? "";
  const list = longList("Articles", ARTICLE_ROW, articleRow);
  const count = h("p", { class: "count", role: "status" });
  const apply = (filters) => {
    const found = filteredArticles(filters);
    count.textContent =
      found.length === articles.id.length
        ? counted(found.length, "article")
        : `${found.length.toLocaleString("en")} of ${counted(articles.id.length, "article")}`;
    list.show(found);
    list.hidden = found.length === 0;
  };
  const languages = articles.languages.map((code) => [code, languageName(code)]);
  const form = filterForm(
    "Filters",
    [
      field("Search", "q", set("q"), { type: "search", placeholder: "title, outlet, id, source" }),
      field("Verdict", "verdict", set("verdict"), {
        choices: [["", "any"], ...index.verdicts.map((verdict) => [verdict, VERDICT_WORDS[verdict]])],
      }),
      field("Outlet", "outlet", set("outlet"), {}),
      languages.length > 1 && field("Language", "language", set("language"), { choices: [["", "any"], ...languages] }),
      field("Order", "sort", set("sort") || "id", {
        choices: [
          ["id", "by id"],
          ["date", "newest first"],
          ["words", "longest first"],
          ["marks", "most marks first"],
        ],
      }),
      field("In no family", "alone", set("alone"), { type: "checkbox" }),
      link("#articles", { class: "reset" }, "Clear"),
    ],
    (filters) => {
      noteAddress(addressOf("articles", "", filters));
      apply(filters);
    },
  );
  whenShown(() => apply(Object.fromEntries(settings)));
  return [h("h1", null, "Articles"), form, count, list];
});
