// Templates: articles that fill one form with other facts, and the form that their titles show.

/** Return the words that all titles have in order, null where others are: [word, null, word]. */
function formOf(titles) {
  let common = wordsOf(titles[0] ?? "");
  const full = common;
  for (const title of titles.slice(1, 12)) {
    const found = differingWords(
      common.map((word, at) => ({ word: folded(word), at })),
      wordsOf(title).map((word) => ({ word: folded(word) })),
    );
    if (found === null) return [];
    const gone = new Set(found[0].map(({ at }) => at));
    common = common.filter((_, at) => !gone.has(at));
  }
  const form = [];
  let next = 0;
  for (const word of full) {
    if (next < common.length && word === common[next]) {
      form.push(word);
      next++;
    } else if (form.at(-1) !== null) form.push(null);
  }
  return form;
}
const wordsOf = (text) => text.split(/\s+/).filter(Boolean).slice(0, 60);

const LEAST_FORM = 3; // words that titles have in common from which they show a form

function templateRow(number) {
  const family = families[number];
  const titles = family.members.map((member) => articles.title[member]).filter(Boolean);
  const form = formOf(titles);
  const some = form.filter((word) => word !== null).length >= LEAST_FORM;
  return link(
    familyAddress(family),
    { class: "row" },
    h(
      "span",
      { class: "row-size" },
      h("b", null, family.members.length.toLocaleString("en")),
      h("span", { class: "level template" }, "fillings"),
    ),
    h(
      "span",
      { class: "row-main" },
      h(
        "span",
        { class: "row-title" },
        some
          ? form.map((word) =>
              word === null
                ? h("span", { class: "gap-word" }, h("span", { class: "unseen" }, "…"))
                : [foreign(word), " "],
            )
          : foreign(titleOf(family.members[0])),
      ),
      h(
        "span",
        { class: "row-more" },
        titles.slice(0, 3).map((title, at) => [at > 0 && " · ", foreign(shortened(title, 70))]),
      ),
    ),
  );
}

views.set("templates", () => {
  const found = filteredFamilies({ level: "template" });
  const list = longList("Templates", FAMILY_ROW, templateRow);
  whenShown(() => list.show(found));
  return [
    h("h1", null, "Templates"),
    h(
      "p",
      { class: "lead" },
      "Articles that fill one form with other facts: bulletins, listings, results, filings. ",
      "They are no copies of one another.",
    ),
    found.length === 0
      ? h("p", null, "No form was found in this report.")
      : [h("p", { class: "count" }, counted(found.length, "form")), list],
  ];
});
