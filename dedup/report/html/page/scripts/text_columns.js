// Two texts beside each other: passages linked by ribbons, columns that scroll together.

/** Passages with what the columns need: places in both strings, kind, whether quoted, and whether moved. */
function passagesOf(details, offsetA, offsetB) {
  const found = details.passages.map(([a1, a2, b1, b2, kind, quoted, similarity, textA, textB], number) => ({
    number,
    a: [offsetA(a1), offsetA(a2)],
    b: [offsetB(b1), offsetB(b2)],
    kind: PASSAGE_KINDS[kind],
    sign: PASSAGE_SIGNS[kind],
    rank: kind,
    quoted: quoted === 1,
    similarity,
    textA,
    textB,
    moved: false,
  }));
  for (const number of outOfOrder(found.map((passage) => passage.b[0]))) found[number].moved = true;
  return found;
}

/** Return the places that are not in the longest run of places whose values rise. */
function outOfOrder(values) {
  const tails = [];
  const before = [];
  values.forEach((value, at) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[tails[middle]] <= value) low = middle + 1;
      else high = middle;
    }
    before[at] = low > 0 ? tails[low - 1] : -1;
    tails[low] = at;
  });
  const kept = new Set();
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at]) kept.add(at);
  return values.map((_, at) => at).filter((at) => !kept.has(at));
}

/** Return the share of covered words that the visible passages cover, of those that all passages cover, for a side. */
function visibleShare(text, passages, side, isVisible) {
  const all = [];
  const seen = [];
  for (const passage of passages) {
    all.push(passage[side]);
    if (isVisible(passage)) seen.push(passage[side]);
  }
  const whole = wordsUnder(text, all);
  return whole ? wordsUnder(text, seen) / whole : 0;
}

function wordsUnder(text, spans) {
  let count = 0;
  let reached = 0;
  for (const [start, end] of [...spans].sort((x, y) => x[0] - y[0])) {
    const from = Math.max(start, reached);
    if (end > from) count += wordsIn(text, from, end).length;
    reached = Math.max(reached, end);
  }
  return count;
}

/** The spans of one column. */
function passageSpans(passages, side, isVisible, chosen) {
  return passages.filter(isVisible).map((passage) => ({
    start: passage[side][0],
    end: passage[side][1],
    layer: "passage",
    rank: passage.rank,
    number: passage.number,
    make: (fresh, all) =>
      h("span", {
        class: `passage ${passage.kind}${passage.quoted ? " quoted" : ""}${passage.moved ? " moved" : ""}`,
        title: passageSentence(passage),
        data: {
          passages: all.map((span) => span.number).join(" "),
          label: fresh.map(({ number }) => `${number + 1}${passages[number].sign}`).join(" "),
        },
        ...(fresh.length ? { role: "button", tabindex: "0" } : {}),
        on: { click: () => chosen(passage.number), keydown: pressed(() => chosen(passage.number)) },
      }),
  }));
}

const passageSentence = (passage) =>
  `Passage ${passage.number + 1}: ${passage.kind}, similarity ${(passage.similarity / 1000).toFixed(2)}` +
  `${passage.quoted ? ", a quotation" : ""}${passage.moved ? ", moved to another place" : ""}`;

function differenceSpans(texts, passages, isVisible) {
  const spans = { a: [], b: [] };
  for (const passage of passages) {
    if (!isVisible(passage) || passage.kind === "verbatim" || passage.kind === "translated") continue;
    const found = differingWords(wordsIn(texts.a, ...passage.a), wordsIn(texts.b, ...passage.b));
    if (found === null) continue;
    ["a", "b"].forEach((side, at) =>
      spans[side].push(
        ...found[at].map(({ start, end }) => ({
          start,
          end,
          layer: "difference",
          make: () => h("span", { class: "differs" }),
        })),
      ),
    );
  }
  return spans;
}

/** The two columns. `sides` are {a, b} of {text, details, offset, head}; returns an element with `draw(isVisible)`,
 *  `choose(number)` and `together`, whether the columns scroll in step. */
function textColumns(sides, passages, chosen) {
  const column = (side, name) =>
    h("div", { class: "column", tabindex: "0", role: "region", "aria-label": `Text ${name}`, data: { side } });
  const columns = { a: column("a", "a"), b: column("b", "b") };
  const ribbons = s("svg", { "aria-hidden": "true" });
  const between = h("div", { class: "ribbons" }, ribbons);
  const element = h(
    "div",
    { class: "columns" },
    h("div", { class: "column-head" }, sides.a.head),
    h("div", { class: "column-head gap" }),
    h("div", { class: "column-head" }, sides.b.head),
    columns.a,
    between,
    columns.b,
  );
  let isVisible = () => true;
  let current = -1;
  let places = new Map(); // passage -> {a: [top, bottom], b: [...]} from the top of each column's text
  element.together = true;

  function measure() {
    places = new Map();
    for (const side of ["a", "b"]) {
      const top = columns[side].getBoundingClientRect().top - columns[side].scrollTop;
      for (const part of columns[side].querySelectorAll(".passage")) {
        const box = part.getBoundingClientRect();
        for (const number of part.dataset.passages.split(" ")) {
          const place = places.get(number) ?? places.set(number, {}).get(number);
          const span = (place[side] ??= [Infinity, 0]);
          span[0] = Math.min(span[0], box.top - top);
          span[1] = Math.max(span[1], box.bottom - top);
        }
      }
    }
    drawRibbons();
  }

  function drawRibbons() {
    const width = between.clientWidth;
    if (!width) return;
    const height = between.clientHeight;
    const clamp = (value) => Math.max(-4, Math.min(height + 4, value));
    const shapes = [];
    for (const passage of passages) {
      const place = places.get(String(passage.number));
      if (!place?.a || !place.b) continue;
      const [a1, a2] = place.a.map((at) => at - columns.a.scrollTop);
      const [b1, b2] = place.b.map((at) => at - columns.b.scrollTop);
      if ((a2 < 0 && b2 < 0) || (a1 > height && b1 > height)) continue;
      const [p, q, u, v] = [a1, a2, b1, b2].map(clamp);
      const half = width / 2;
      shapes.push(
        s("path", {
          d: `M0,${p} C${half},${p} ${half},${u} ${width},${u} L${width},${v} C${half},${v} ${half},${q} 0,${q}Z`,
          class: `ribbon ${passage.kind}${passage.number === current ? " on" : ""}${passage.moved ? " moved" : ""}`,
        }),
      );
    }
    ribbons.replaceChildren(...shapes);
  }

  // Where the other column should be: between the passages around, in proportion; moved ones do not count.
  function follow(from, to) {
    const line = columns[from].clientHeight / 3;
    const at = columns[from].scrollTop + line;
    const anchors = [[0, 0]];
    for (const passage of passages) {
      const place = places.get(String(passage.number));
      if (passage.moved || !place?.a || !place.b) continue;
      anchors.push([place[from][0], place[to][0]], [place[from][1], place[to][1]]);
    }
    anchors.push([columns[from].scrollHeight, columns[to].scrollHeight]);
    anchors.sort((x, y) => x[0] - y[0] || x[1] - y[1]);
    const next = Math.max(
      1,
      anchors.findIndex(([place]) => place >= at),
    );
    const [[x1, y1], [x2, y2]] = [anchors[next - 1], anchors[next]];
    const share = x2 > x1 ? (at - x1) / (x2 - x1) : 0;
    const end = columns[from].scrollTop <= 0 ? 0 : y1 + share * (y2 - y1) - line;
    columns[to].scrollTop = end;
  }

  let driver = "a";
  for (const [side, other] of [
    ["a", "b"],
    ["b", "a"],
  ]) {
    for (const event of ["pointerenter", "wheel", "touchstart", "keydown", "focusin"])
      columns[side].addEventListener(event, () => (driver = side), { passive: true });
    columns[side].addEventListener("scroll", () => {
      if (driver === side && element.together) follow(side, other);
      drawRibbons();
    });
    columns[side].addEventListener("grown", measure);
  }
  const sized = new ResizeObserver(measure);
  sized.observe(element);
  whenLeft(() => sized.disconnect());

  const elsewhere = {
    a: furnitureElsewhere(sides.a.text, sides.a, sides.b, "b"),
    b: furnitureElsewhere(sides.b.text, sides.b, sides.a, "a"),
  };
  element.draw = (visibleNow) => {
    isVisible = visibleNow;
    const differences = differenceSpans({ a: sides.a.text, b: sides.b.text }, passages, isVisible);
    for (const side of ["a", "b"]) {
      const { text, details, offset } = sides[side];
      const scrolled = columns[side].scrollTop;
      columns[side].replaceChildren(
        markedText(text, [
          ...passageSpans(passages, side, isVisible, chosen),
          ...furnitureSpans(details, offset),
          ...elsewhere[side],
          ...markSpans(details, offset),
          ...differences[side],
        ]),
      );
      columns[side].scrollTop = scrolled;
    }
    measure();
    element.light(current);
  };
  /** Light up a passage on both sides. */
  element.light = (number) => {
    current = number;
    for (const part of element.querySelectorAll(".passage"))
      part.classList.toggle("on", part.dataset.passages.split(" ").includes(String(number)));
    drawRibbons();
  };
  /** Light up a passage and bring it into sight in both columns. */
  element.choose = (number) => {
    element.light(number);
    const place = places.get(String(number));
    if (!place?.a || !place.b) return;
    driver = "none";
    columns.a.scrollTop = place.a[0] - columns.a.clientHeight / 3;
    columns.b.scrollTop = place.b[0] - columns.b.clientHeight / 3;
  };
  return element;
}
