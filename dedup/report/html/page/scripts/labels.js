// Judgements of pairs: kept in the browser, saved as JSON Lines, one label a line.

const JUDGEMENTS = ["right", "wrong", "unsure"];
const UNRELATED = "unrelated";

/** A number for these articles, so that labels of one report are not taken for those of another. */
function fingerprint() {
  let mixed = 2166136261;
  for (const id of [...articles.id].sort())
    for (let at = 0; at <= id.length; at++)
      mixed = Math.imul(mixed ^ (at < id.length ? id.charCodeAt(at) : 10), 16777619) >>> 0;
  return mixed.toString(16);
}

const labels = new Map(); // "a\nb" -> {a, b, judgement, relation?}
let labelsPlace = null;

/** Read what was judged before; a browser that keeps nothing keeps labels until the page is closed. */
function readLabels() {
  labelsPlace = `dedup-labels-${fingerprint()}`;
  try {
    for (const label of JSON.parse(localStorage.getItem(labelsPlace) ?? "[]")) keepLabel(label);
  } catch {
    // Nothing that can be read was kept.
  }
}

const labelKey = (a, b) => JSON.stringify([a, b]);
const labelOf = (pair) => labels.get(labelKey(articles.id[pairs.a[pair]], articles.id[pairs.b[pair]]));

/** Take a label if it is one; returns whether it is. */
function keepLabel(label) {
  const sound =
    label &&
    typeof label.a === "string" &&
    typeof label.b === "string" &&
    JUDGEMENTS.includes(label.judgement) &&
    (label.relation === undefined || index.kinds.includes(label.relation) || label.relation === UNRELATED);
  if (sound) {
    const { a, b, judgement, relation } = label;
    labels.set(labelKey(a, b), relation === undefined ? { a, b, judgement } : { a, b, judgement, relation });
  }
  return Boolean(sound);
}

function storeLabels() {
  try {
    localStorage.setItem(labelsPlace, JSON.stringify([...labels.values()]));
  } catch {
    say("This browser keeps nothing: save the labels before you close the page.");
  }
}

/** Judge a pair, or take the judgement back where `judgement` is null. */
function judgePair(pair, judgement, relation) {
  const [a, b] = [articles.id[pairs.a[pair]], articles.id[pairs.b[pair]]];
  if (judgement === null) labels.delete(labelKey(a, b));
  else keepLabel({ a, b, judgement, ...(relation ? { relation } : {}) });
  storeLabels();
  say(
    judgement === null
      ? "Judgement taken back"
      : `Judged ${judgement}${relation ? `: ${RELATION_CHOICES.get(relation)}` : ""}`,
  );
}

const labelsAsLines = () =>
  [...labels.values()]
    .sort((x, y) => (x.a === y.a ? (x.b < y.b ? -1 : 1) : x.a < y.a ? -1 : 1))
    .map((label) => `${JSON.stringify(label)}\n`)
    .join("");

const saveLabels = () => offerFile("labels.jsonl", labelsAsLines());

/** Take labels from a file of JSON Lines; returns how many lines were labels. */
function takeLabels(text) {
  let taken = 0;
  for (const line of text.split("\n")) {
    try {
      if (line.trim() && keepLabel(JSON.parse(line))) taken++;
    } catch {
      // A line that is no JSON is no label.
    }
  }
  storeLabels();
  return taken;
}

const RELATION_CHOICES = new Map([...Object.entries(KIND_WORDS), [UNRELATED, "not related"]]);

/** Buttons that judge a pair as the report calls it: right, wrong, unsure, or another relation. */
function judgeButtons(pair, judged = () => {}) {
  const place = h("div", {
    class: "judging",
    role: "group",
    "aria-label": `Is “${KIND_WORDS[pairs.kindName(pair)]}” right?`,
  });
  const draw = () => {
    const label = labelOf(pair);
    const act = (judgement, relation) => {
      const same = label?.judgement === judgement && label?.relation === relation;
      judgePair(pair, same ? null : judgement, relation);
      draw();
      if (!same) judged();
    };
    const others = h(
      "select",
      {
        "aria-label": "Another relation",
        on: { change: (event) => event.currentTarget.value && act("wrong", event.currentTarget.value) },
      },
      h("option", { value: "" }, "another relation …"),
      [...RELATION_CHOICES]
        .filter(([kind]) => kind !== pairs.kindName(pair))
        .map(([kind, text]) => h("option", { value: kind, selected: label?.relation === kind }, text)),
    );
    place.replaceChildren(
      h("span", { class: "soft" }, `Is “${KIND_WORDS[pairs.kindName(pair)]}” right?`),
      ...JUDGEMENTS.map((judgement, at) =>
        h(
          "button",
          {
            type: "button",
            class: `switch ${judgement}`,
            "aria-pressed": String(label?.judgement === judgement && !label?.relation),
            title: `Key ${at + 1}`,
            on: { click: () => act(judgement) },
          },
          judgement,
        ),
      ),
      others,
    );
    place.act = act;
  };
  draw();
  keysOf(Object.fromEntries(JUDGEMENTS.map((judgement, at) => [String(at + 1), () => place.act(judgement)])));
  return place;
}
