// Two articles side by side.

/** What is known of a pair beside its texts, in sentences. */
function directionSentence(pair) {
  const direction = takerAndGiver(pair);
  if (direction)
    return [
      "The text of ",
      h("b", null, foreign(nameOf(direction[0]))),
      " derives from that of ",
      h("b", null, foreign(nameOf(direction[1]))),
      ".",
    ];
  if (pairs.directionName(pair) === "common_source") return ["Both derive from a common source."];
  return isDerived(pair) ? ["Nothing shows which one came first."] : ["Neither derives from the other."];
}

const sureOf = (pair) => {
  const kind = pairs.kindName(pair);
  const what =
    kind === "template"
      ? "that both fill one form"
      : kind === "same_event"
        ? "that both report one event"
        : "that one derives from the other, or both from one source";
  return `Probability ${probability(pairs.probability[pair])} ${what}.`;
};

views.set("pair", async (id, settings) => {
  const [a, b] = [numberOfId.get(id), numberOfId.get(settings.get("with"))];
  if (a === undefined || b === undefined) return missing("pair", `${id} – ${settings.get("with") ?? ""}`, "families");
  const pair = pairBetween(a, b);
  if (pair < 0) return unrelatedPair(a, b, settings);
  const [first, second] = [pairs.a[pair], pairs.b[pair]];
  const [details, detailsA, detailsB] = await Promise.all([
    pairDetails(pair),
    articleDetails(first),
    articleDetails(second),
  ]);
  const shared = familiesOfArticle[first]
    .filter((family) => familiesOfArticle[second].includes(family))
    .map((number) => families[number]);
  const family = shared.find(({ level }) => level === settings.get("in")) ?? shared[0];
  siblingKeys(pair, shared);
  return [
    h(
      "p",
      { class: "crumbs" },
      link("#families", null, "Families"),
      family && [" › ", link(familyAddress(family), null, `${LEVEL_WORDS[family.level]} family`)],
      " › pair",
    ),
    h("h1", null, KIND_SENTENCES[pairs.kindName(pair)]),
    h(
      "p",
      { class: "lead" },
      directionSentence(pair),
      " ",
      h(
        "span",
        { class: "soft" },
        sureOf(pair),
        weakSentence(pair),
        pairs.version.includes(pair) && " They are versions of one article.",
      ),
    ),
    judgeButtons(pair),
    pairBody({ pair, a: first, b: second }, details, { a: detailsA, b: detailsB }, settings),
    h(
      "details",
      { class: "card", open: details.passages.length === 0 },
      h("summary", null, h("h2", null, "Why")),
      h(
        "ul",
        null,
        details.reasons.slice(0, 50).map((reason) => h("li", null, foreign(reason))),
      ),
      h(
        "p",
        { class: "soft" },
        `Jaccard similarity of word 5-grams ${details.similarity[0]}, of 2-grams ${details.similarity[1]}; `,
        `containment ${details.similarity[2]}.`,
      ),
    ),
  ];
});

/** Two articles without a relation, which a reader may want to compare all the same. */
async function unrelatedPair(a, b, settings) {
  const [detailsA, detailsB] = await Promise.all([articleDetails(a), articleDetails(b)]);
  return [
    h("p", { class: "crumbs" }, link("#articles", null, "Articles"), " › pair"),
    h("h1", null, "Not related"),
    h(
      "p",
      { class: "lead" },
      "No relation of these two articles is in the report: no shared passages, and not enough names, numbers and ",
      "uncommon words in common for one event.",
    ),
    pairBody({ pair: -1, a, b }, { passages: [], quoted: [0, 0] }, { a: detailsA, b: detailsB }, settings, true),
  ];
}

const weakSentence = (pair) => {
  const threshold = index.settings.min_probability ?? 0.5;
  return pairs.probability[pair] < threshold * 1000 ? ` Too weak for a scan, whose threshold is ${threshold}.` : "";
};

/** Keys for the pairs of the largest family that both articles are in. */
function siblingKeys(pair, shared) {
  if (shared.length === 0) return;
  const family = shared.reduce((largest, one) => (one.members.length > largest.members.length ? one : largest));
  const all = pairsAmong(membersInOrder(family)).sort((x, y) => x - y);
  const at = all.indexOf(pair);
  keysOf({
    "[": () => go(pairAddress(all[(at + all.length - 1) % all.length])),
    "]": () => go(pairAddress(all[(at + 1) % all.length])),
  });
}
