// The body of a pair: its texts with the switches above them, or its passages alone.

function columnHead(letter, article, blind) {
  const verdict = blind ? "" : verdictOf(article);
  return [
    h("span", { class: "letter", "aria-hidden": "true" }, letter),
    link(articleAddress(article), null, foreign(titleOf(article))),
    h(
      "small",
      null,
      [nameOf(article), dateOf(article), counted(articles.words[article], "word")]
        .filter(Boolean)
        .map((part, at) => [at > 0 && " · ", foreign(shortened(part, 60))]),
      ACCUSING.includes(verdict) && [" ", tag(VERDICT_WORDS[verdict], verdict)],
    ),
  ];
}

/** The texts with their switches, or the passages alone where the texts are not in the report. */
function pairBody({ pair, a, b }, details, both, settings, blind = false) {
  if (both.a.text === null || both.b.text === null) return passagesAlone({ pair, a, b }, details, blind);
  const offsets = { a: unitOffsets(both.a.text), b: unitOffsets(both.b.text) };
  const passages = blind ? [] : passagesOf(details, offsets.a, offsets.b);
  const side = (name, article) => ({
    text: both[name].text,
    details: { ...both[name], marks: blind ? [] : both[name].marks.filter((mark) => mark.claims !== "translated") },
    offset: offsets[name],
    head: columnHead(name, article, blind),
  });
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
    const [quotedA, quotedB] = details.quoted.map(percent);
    const quoted = `${quotedA} and ${quotedB} of the words are quotations in passages`;
    figures.replaceChildren(
      h("b", null, percent(share("a", pairs.coverage_a[pair]))),
      " of a and ",
      h("b", null, percent(share("b", pairs.coverage_b[pair]))),
      " of b covered",
      off.size ? " by the kinds that are on" : "",
      h("span", { class: "soft" }, ` · ${quoted}`),
    );
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
    switches(
      passages,
      off,
      () => {
        noteSetting("off", [...off].join(","));
        draw();
      },
      columns,
      step,
    ),
    figures,
    columns,
    info,
  ];
}

function noteSetting(name, value) {
  const { view, value: own, settings } = readAddress();
  noteAddress(addressOf(view, own, { ...Object.fromEntries(settings), [name]: value }));
}

function switches(passages, off, changed, columns, step) {
  const toggle = (name, text, count, kind) =>
    h(
      "button",
      {
        type: "button",
        class: `switch ${kind ?? ""}`,
        "aria-pressed": String(!off.has(name)),
        disabled: count === 0,
        on: {
          click(event) {
            if (!off.delete(name)) off.add(name);
            event.currentTarget.setAttribute("aria-pressed", String(!off.has(name)));
            changed();
          },
        },
      },
      kind && h("i", { "aria-hidden": "true" }),
      text,
      h("span", { class: "soft" }, ` ${count}`),
    );
  const of = (kind) => passages.filter((passage) => passage.kind === kind).length;
  const moved = passages.filter((passage) => passage.moved).length;
  return h(
    "div",
    { class: "switches", role: "group", "aria-label": "Kinds of passages" },
    PASSAGE_KINDS.filter((kind) => kind !== "translated" || of(kind)).map((kind) =>
      toggle(kind, `${PASSAGE_SIGNS[PASSAGE_KINDS.indexOf(kind)]} ${kind}`, of(kind), kind),
    ),
    toggle("quoted", "quotations", passages.filter((passage) => passage.quoted).length),
    h(
      "label",
      { class: "field tick" },
      h("input", {
        type: "checkbox",
        checked: true,
        on: { change: (event) => (columns.together = event.currentTarget.checked) },
      }),
      h("span", null, "Scroll together"),
    ),
    h(
      "span",
      { class: "steps" },
      stepButton("‹", "Passage before (k)", () => step(-1)),
      stepButton("›", "Next passage (j)", () => step(1)),
    ),
    h(
      "ul",
      { class: "key" },
      h("li", null, h("span", { class: "differs" }, "other words")),
      h("li", null, h("span", { class: "mark spun" }, "mark")),
      h("li", null, h("span", { class: "furniture" }, "furniture")),
      moved > 0 && h("li", null, `⇅ moved ${moved}`),
    ),
  );
}

const stepButton = (sign, title, act) => button(sign, act, { class: "quiet", "aria-label": title, title });

function passagesAlone({ pair, a, b }, details, blind) {
  const rows = details.passages
    .slice(0, 500)
    .map(([, , , , kind, quoted, similarity, textA, textB], number) => [
      [
        h(
          "span",
          { class: `passage ${PASSAGE_KINDS[kind]}` },
          `${number + 1} ${PASSAGE_SIGNS[kind]} ${PASSAGE_KINDS[kind]}`,
        ),
        h("br"),
        h("span", { class: "soft" }, (similarity / 1000).toFixed(2), quoted ? ", quoted" : ""),
      ],
      h("div", { class: "text", dir: "auto" }, textA ?? ""),
      h("div", { class: "text", dir: "auto" }, textB ?? ""),
    ]);
  return [
    h(
      "div",
      { class: "two heads" },
      h("div", { class: "card" }, columnHead("a", a, blind)),
      h("div", { class: "card" }, columnHead("b", b, blind)),
    ),
    !blind &&
      h(
        "p",
        { class: "coverage" },
        h("b", null, percent(pairs.coverage_a[pair])),
        " of a and ",
        h("b", null, percent(pairs.coverage_b[pair])),
        " of b covered",
      ),
    h("p", { class: "soft" }, noText()),
    rows.length
      ? table("Passages", ["Kind", "a", "b"], rows)
      : !blind && h("p", null, "No passage is listed for this pair."),
  ];
}
