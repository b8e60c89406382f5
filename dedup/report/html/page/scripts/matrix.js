// How much of each article of a family each other one covers.

const MOST_IN_MATRIX = 30;

/** Return a table: rows are covered, columns cover. Members come in the order given. */
function matrix(members) {
  const shown = members.slice(0, MOST_IN_MATRIX);
  const cell = (row, column) => {
    if (row === column) return h("td", { class: "self" });
    const pair = pairBetween(row, column);
    if (pair < 0) return h("td", { class: "none" }, h("span", { class: "unseen" }, "not related"));
    const share = coverageOf(pair, row);
    const kind = KIND_WORDS[pairs.kindName(pair)];
    const sentence = `${percent(share)} of ${nameOf(row)} is in passages of ${nameOf(column)}: ${kind}`;
    return h(
      "td",
      null,
      link(
        pairAddress(pair),
        { class: "cell", title: sentence, "aria-label": sentence, css: { "--share": share / 1000 } },
        Math.round(share / 10),
      ),
    );
  };
  return [
    scrolling(
      "Coverage of each article by each other, in per cent",
      h(
        "table",
        { class: "matrix" },
        h(
          "caption",
          { class: "unseen" },
          "Share of the article of a row, in per cent, that is in passages of the article of a column",
        ),
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            h("td"),
            shown.map((member, at) => h("th", { scope: "col", title: nameOf(member) }, at + 1)),
          ),
        ),
        h(
          "tbody",
          null,
          shown.map((row, at) =>
            h(
              "tr",
              null,
              h(
                "th",
                { scope: "row" },
                h("span", { class: "rank" }, at + 1),
                " ",
                foreign(shortened(nameOf(row), 34), { title: titleOf(row) }),
              ),
              shown.map((column) => cell(row, column)),
            ),
          ),
        ),
      ),
    ),
    h(
      "p",
      { class: "soft" },
      "Of the article of a row, per cent that are in passages of the article of a column.",
      members.length > shown.length ? ` The first ${shown.length} of ${members.length} articles are shown.` : "",
    ),
  ];
}
