// Two articles side by side.

/** What is known of a pair beside its texts, in sentences. */
function directionSentence(pair) {
  const direction = takerAndGiver(pair);
  if (direction) return ["The text of ", h("b", null, foreign(nameOf(direction[0]))), " derives from that of ", h("b", null, foreign(nameOf(direction[1]))), "."];
  if (pairs.directionName(pair) === "common_source") return ["Both derive from a common source."];
  return isDerived(pair) ? ["Nothing shows which one came first."] : ["Neither derives from the other."];
}

const sureOf = (pair) => {
  const kind = pairs.kindName(pair);
  const what = kind === "template" ? "that both fill one form" : kind === "same_event" ? "that both report one event" : "that one derives from the other, or both from one source";
  return `Probability ${probability(pairs.probability[pair])} ${what}.`;
};

function columnHead(letter, article, blind) {
  const verdict = blind ? "" : verdictOf(article);
  return [
    h("span", { class: "letter", "aria-hidden": "true" }, letter),
    link(articleAddress(article), null, foreign(titleOf(article))),
    h("small", null, [nameOf(article), dateOf(article), counted(articles.words[article], "word")].filter(Boolean).map((part, at) => [at > 0 && " · ", foreign(shortened(part, 60))]), ACCUSING.includes(verdict) && [" ", tag(VERDICT_WORDS[verdict], verdict)]),
  ];
}

views.set("pair", async (id, settings) => {
  const [a, b] = [numberOfId.get(id), numberOfId.get(settings.get("with"))];
  if (a === undefined || b === undefined) return missing("pair", `${id} – ${settings.get("with") ?? ""}`, "families");
  const pair = pairBetween(a, b);
  if (pair < 0) return unrelatedPair(a, b, settings);
  const [first, second] = [pairs.a[pair], pairs.b[pair]];
  const [details, detailsA, detailsB] = await Promise.all([pairDetails(pair), articleDetails(first), articleDetails(second)]);
  const shared = familiesOfArticle[first].filter((family) => familiesOfArticle[second].includes(family)).map((number) => families[number]);
  const family = shared.find(({ level }) => level === settings.get("in")) ?? shared[0];
  siblingKeys(pair, shared);
  return [
    h("p", { class: "crumbs" }, link("#families", null, "Families"), family && [" › ", link(familyAddress(family), null, `${LEVEL_WORDS[family.level]} family`)], " › pair"),
    h("h1", null, KIND_SENTENCES[pairs.kindName(pair)]),
    h("p", { class: "lead" }, directionSentence(pair), " ", h("span", { class: "soft" }, sureOf(pair), weakSentence(pair), pairs.version.includes(pair) && " They are versions of one article.")),
    judgeButtons(pair),
    pairBody({ pair, a: first, b: second }, details, { a: detailsA, b: detailsB }, settings),
    h("details", { class: "card", open: details.passages.length === 0 },
      h("summary", null, h("h2", null, "Why")),
      h("ul", null, details.reasons.slice(0, 50).map((reason) => h("li", null, foreign(reason)))),
      h("p", { class: "soft" }, `Jaccard similarity of word 5-grams ${details.similarity[0]}, of 2-grams ${details.similarity[1]}; containment ${details.similarity[2]}.`)),
  ];
});

/** Two articles without a relation, which a reader may want to compare all the same. */
async function unrelatedPair(a, b, settings) {
  const [detailsA, detailsB] = await Promise.all([articleDetails(a), articleDetails(b)]);
  return [
    h("p", { class: "crumbs" }, link("#articles", null, "Articles"), " › pair"),
    h("h1", null, "Not related"),
    h("p", { class: "lead" }, "No relation of these two articles is in the report: no shared passages, and not enough names, numbers and uncommon words in common for one event."),
    pairBody({ pair: -1, a, b }, { passages: [], quoted: [0, 0] }, { a: detailsA, b: detailsB }, settings, true),
  ];
}

const weakSentence = (pair) => {
  const threshold = index.settings.min_probability ?? 0.5;
  return pairs.probability[pair] < threshold * 1000 ? ` Too weak for a scan, whose threshold is ${threshold}.` : "";
};

/** The texts with their switches, or the passages alone where the texts are not in the report. */
function pairBody({ pair, a, b }, details, both, settings, blind = false) {
  if (both.a.text === null || both.b.text === null) return passagesAlone({ pair, a, b }, details, blind);
  const offsets = { a: unitOffsets(both.a.text), b: unitOffsets(both.b.text) };
  const passages = blind ? [] : passagesOf(details, offsets.a, offsets.b);
  const side = (name, article) => ({ text: both[name].text, details: { ...both[name], marks: blind ? [] : both[name].marks.filter((mark) => mark.claims !== "translated") }, offset: offsets[name], head: columnHead(name, article, blind) });
  const sides = { a: side("a", a), b: side("b", b) };
  const info = h("p", { class: "passage-info", role: "status" });
  let current = -1;
  const choose = (number) => {
    current = number;
    columns.choose(number);
    info.textContent = passageSentence(passages[number]);
    noteSetting("p", number + 1);
  };
  const columns = textColumns(sides, passages, choose);
  const off = new Set((settings.get("off") ?? "").split(",").filter(Boolean));
  const isVisible = (passage) => !off.has(passage.kind) && !(passage.quoted && off.has("quoted"));
  const figures = h("p", { class: "coverage" });
  const draw = () => {
    columns.draw(isVisible);
    const share = (name, whole) => Math.round(whole * visibleShare(both[name].text, passages, name, isVisible));
    const quoted = `${percent(details.quoted[0])} and ${percent(details.quoted[1])} of the words are quotations in passages`;
    figures.replaceChildren(
      h("b", null, percent(share("a", pairs.coverage_a[pair]))), " of a and ", h("b", null, percent(share("b", pairs.coverage_b[pair]))), " of b covered",
      off.size ? " by the kinds that are on" : "", h("span", { class: "soft" }, ` · ${quoted}`));
  };
  const step = (by) => {
    const shown = passages.filter(isVisible);
    if (shown.length === 0) return;
    const at = shown.findIndex(({ number }) => number === current);
    choose(shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length].number);
  };
  if (!blind) keysOf({ j: () => step(1), k: () => step(-1) });
  whenShown(() => {
    draw();
    const asked = Number(settings.get("p") ?? 0) - 1;
    if (passages[asked]) choose(asked);
  });
  if (blind) return [columns];
  return [
    switches(passages, off, () => {
      noteSetting("off", [...off].join(","));
      draw();
    }, columns, step),
    figures, columns, info,
  ];
}

function noteSetting(name, value) {
  const { view, value: own, settings } = readAddress();
  noteAddress(addressOf(view, own, { ...Object.fromEntries(settings), [name]: value }));
}

function switches(passages, off, changed, columns, step) {
  const toggle = (name, text, count, kind) =>
    h("button", {
      type: "button", class: `switch ${kind ?? ""}`, "aria-pressed": String(!off.has(name)), disabled: count === 0,
      on: {
        click(event) {
          if (!off.delete(name)) off.add(name);
          event.currentTarget.setAttribute("aria-pressed", String(!off.has(name)));
          changed();
        },
      },
    }, kind && h("i", { "aria-hidden": "true" }), text, h("span", { class: "soft" }, ` ${count}`));
  const of = (kind) => passages.filter((passage) => passage.kind === kind).length;
  const moved = passages.filter((passage) => passage.moved).length;
  return h("div", { class: "switches", role: "group", "aria-label": "Kinds of passages" },
    PASSAGE_KINDS.filter((kind) => kind !== "translated" || of(kind)).map((kind) => toggle(kind, `${PASSAGE_SIGNS[PASSAGE_KINDS.indexOf(kind)]} ${kind}`, of(kind), kind)),
    toggle("quoted", "quotations", passages.filter((passage) => passage.quoted).length),
    h("label", { class: "field tick" }, h("input", { type: "checkbox", checked: true, on: { change: (event) => (columns.together = event.currentTarget.checked) } }), h("span", null, "Scroll together")),
    h("span", { class: "steps" }, button("‹", () => step(-1), { class: "quiet", "aria-label": "Passage before (k)", title: "Passage before (k)" }), button("›", () => step(1), { class: "quiet", "aria-label": "Next passage (j)", title: "Next passage (j)" })),
    h("ul", { class: "key" },
      h("li", null, h("span", { class: "differs" }, "other words")), h("li", null, h("span", { class: "mark spun" }, "mark")),
      h("li", null, h("span", { class: "furniture" }, "furniture")), moved > 0 && h("li", null, `⇅ moved ${moved}`)));
}

function passagesAlone({ pair, a, b }, details, blind) {
  const rows = details.passages.slice(0, 500).map(([, , , , kind, quoted, similarity, textA, textB], number) => [
    [h("span", { class: `passage ${PASSAGE_KINDS[kind]}` }, `${number + 1} ${PASSAGE_SIGNS[kind]} ${PASSAGE_KINDS[kind]}`), h("br"), h("span", { class: "soft" }, (similarity / 1000).toFixed(2), quoted ? ", quoted" : "")],
    h("div", { class: "text", dir: "auto" }, textA ?? ""), h("div", { class: "text", dir: "auto" }, textB ?? ""),
  ]);
  return [
    h("div", { class: "two heads" }, h("div", { class: "card" }, columnHead("a", a, blind)), h("div", { class: "card" }, columnHead("b", b, blind))),
    !blind && h("p", { class: "coverage" }, h("b", null, percent(pairs.coverage_a[pair])), " of a and ", h("b", null, percent(pairs.coverage_b[pair])), " of b covered"),
    h("p", { class: "soft" }, noText()),
    rows.length ? table("Passages", ["Kind", "a", "b"], rows) : !blind && h("p", null, "No passage is listed for this pair."),
  ];
}

/** Keys for the pairs of the largest family that both articles are in. */
function siblingKeys(pair, shared) {
  if (shared.length === 0) return;
  const family = shared.reduce((largest, one) => (one.members.length > largest.members.length ? one : largest));
  const all = pairsAmong(membersInOrder(family)).sort((x, y) => x - y);
  const at = all.indexOf(pair);
  keysOf({ "[": () => go(pairAddress(all[(at + all.length - 1) % all.length])), "]": () => go(pairAddress(all[(at + 1) % all.length])) });
}
