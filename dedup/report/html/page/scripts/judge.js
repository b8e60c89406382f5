// Judging pairs one after another: all or a sample, with what the report says or blind.

const SAMPLE = 50;

/** A number for a pair that does not depend on the order of the report: the same pairs are in everybody's sample. */
function lot(pair) {
  let mixed = 2166136261;
  for (const character of `${articles.id[pairs.a[pair]]}\n${articles.id[pairs.b[pair]]}`)
    mixed = Math.imul(mixed ^ character.codePointAt(0), 16777619) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> 0;
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** Return the pairs to judge: a sample has as many of each relation as there are, up to its share. */
function pairsToJudge(which, size) {
  const all = Array.from({ length: pairs.a.length }, (_, pair) => pair);
  if (which === "all") return all;
  if (which === "close")
    return all
      .filter(isDerived)
      .sort((x, y) => pairs.probability[x] - pairs.probability[y] || x - y)
      .slice(0, size);
  const byKind = index.kinds.map((_, kind) =>
    all
      .filter((pair) => pairs.kind[pair] === kind)
      .map((pair) => [lot(pair), pair])
      .sort((x, y) => x[0] - y[0])
      .map(([, pair]) => pair),
  );
  const found = [];
  for (let round = 0; found.length < size && byKind.some((of) => of.length > round); round++)
    for (const of of byKind) if (of.length > round && found.length < size) found.push(of[round]);
  return found.sort((x, y) => lot(x) - lot(y));
}

views.set("judge", async (value, settings) => {
  const which = settings.get("of") || "sample";
  const size = Math.max(1, Number(settings.get("size")) || SAMPLE);
  const blind = settings.get("blind") === "1";
  const chosen = pairsToJudge(which, size);
  const asked = settings.get("at");
  const first = chosen.findIndex((pair) => !labelOf(pair));
  const at = Math.min(
    Math.max(0, asked === null ? (first < 0 ? 0 : first) : Number(asked) - 1 || 0),
    Math.max(0, chosen.length - 1),
  );
  const own = { of: which === "sample" ? "" : which, size: size === SAMPLE ? "" : size, blind };
  const to = (number) => addressOf("judge", "", { ...own, at: number + 1 });
  const form = filterForm(
    "Which pairs",
    [
      field("Pairs", "of", which, {
        choices: [
          ["sample", "a sample of each relation"],
          ["close", "the least certain"],
          ["all", "all"],
        ],
      }),
      which !== "all" && field("How many", "size", String(size), { type: "number", min: "1", max: "5000" }),
      field("Blind", "blind", blind ? "1" : "", { type: "checkbox" }),
    ],
    () => {},
  );
  form.addEventListener("change", () => go(addressOf("judge", "", filtersIn(form))));
  const done = chosen.filter(labelOf).length;
  const file = h("input", {
    type: "file",
    accept: ".jsonl,.json",
    hidden: true,
    on: {
      change: async () => {
        say(`${counted(takeLabels(await file.files[0].text()), "label")} taken from the file`);
        show();
      },
    },
  });
  const head = [
    h("h1", null, "Judge"),
    h(
      "p",
      { class: "lead" },
      blind
        ? "How are the two texts related? What the report says is hidden until you have chosen."
        : "Is what the report says right? Keys: 1 right, 2 wrong, 3 unsure, n and p for the next and the one before.",
    ),
    form,
    h(
      "div",
      { class: "progress" },
      h("progress", { max: Math.max(1, chosen.length), value: done, "aria-label": "Pairs judged" }),
      ` ${done} of ${counted(chosen.length, "pair")} judged `,
      button("Save labels", saveLabels, { class: "primary", disabled: labels.size === 0 }),
      button("Open labels …", () => file.click()),
      file,
      h("span", { class: "soft" }, ` ${counted(labels.size, "label")} kept in this browser`),
    ),
  ];
  if (chosen.length === 0) return [head, h("p", null, "This report has no pairs.")];
  const pair = chosen[at];
  const next = () => go(to(Math.min(at + 1, chosen.length - 1)));
  const details = await pairDetails(pair);
  const both = await Promise.all([articleDetails(pairs.a[pair]), articleDetails(pairs.b[pair])]);
  keysOf({ n: next, p: () => go(to(Math.max(0, at - 1))) });
  const hidden = blind && !labelOf(pair);
  return [
    head,
    h(
      "div",
      { class: "judged-pair" },
      h("h2", null, `Pair ${at + 1} of ${chosen.length}`),
      hidden
        ? blindButtons(pair, to(at))
        : [
            h(
              "p",
              null,
              h("b", null, KIND_SENTENCES[pairs.kindName(pair)]),
              ". ",
              directionSentence(pair),
              " ",
              h("span", { class: "soft" }, sureOf(pair)),
            ),
            judgeButtons(pair, blind ? undefined : next),
          ],
      pairBody(
        { pair, a: pairs.a[pair], b: pairs.b[pair] },
        hidden ? { ...details, passages: [] } : details,
        { a: both[0], b: both[1] },
        settings,
        hidden,
      ),
      h(
        "p",
        { class: "steps" },
        link(to(Math.max(0, at - 1)), { class: "button" }, "‹ Before"),
        " ",
        link(to(Math.min(at + 1, chosen.length - 1)), { class: "button" }, "Next ›"),
        " ",
        link(pairAddress(pair), null, "Open the pair"),
      ),
    ),
  ];
});

/** Blind: the reader names the relation; it is right where the report calls the pair the same. */
function blindButtons(pair, address) {
  const act = (relation) => {
    if (relation === null) judgePair(pair, "unsure");
    else if (relation === pairs.kindName(pair)) judgePair(pair, "right", relation);
    else judgePair(pair, "wrong", relation);
    go(address);
  };
  return h(
    "div",
    { class: "judging", role: "group", "aria-label": "How are they related?" },
    [...RELATION_CHOICES].map(([kind, text]) =>
      h("button", { type: "button", class: "switch", on: { click: () => act(kind) } }, text),
    ),
    h("button", { type: "button", class: "switch", on: { click: () => act(null) } }, "unsure"),
  );
}
