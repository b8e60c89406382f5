// What charts have in common.

let charts = 0;

/** An SVG chart with a name and a description that screen readers read; one with links in it is a group of them. */
function chart(name, description, width, height, ...children) {
  const id = `chart${++charts}`;
  return s(
    "svg",
    {
      class: "chart",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: children.flat(Infinity).some((child) => child?.localName === "a") ? "group" : "img",
      "aria-labelledby": `${id}t ${id}d`,
    },
    s("title", { id: `${id}t` }, name),
    s("desc", { id: `${id}d` }, description),
    ...children,
  );
}

/** A chart that is drawn for the width of its place, and again when that changes. */
function fitted(draw) {
  const place = h("div", { class: "fitted" });
  let last = 0;
  const drawAgain = () => {
    const width = Math.floor(place.clientWidth);
    if (width && Math.abs(width - last) > 1) {
      last = width;
      place.replaceChildren(draw(width));
    }
  };
  const sized = new ResizeObserver(drawAgain);
  sized.observe(place);
  whenLeft(() => sized.disconnect());
  return place;
}

/** Bars of counts beneath one another: rows of [text, count, address, class]. A list, so that it can be read. */
function bars(label, rows) {
  const most = Math.max(1, ...rows.map(([, count]) => count));
  return h(
    "ul",
    { class: "bars", "aria-label": label },
    rows.map(([text, count, address, kind]) => {
      const parts = [
        h("span", { class: "bar-name" }, text),
        h(
          "span",
          { class: "bar", "aria-hidden": "true" },
          h("i", { class: kind, css: { width: `${Math.max(count ? 1.5 : 0, (100 * count) / most)}%` } }),
        ),
        h("span", { class: "bar-count" }, count.toLocaleString("en")),
      ];
      return h(
        "li",
        null,
        address ? link(address, { class: "bar-row" }, parts) : h("span", { class: "bar-row" }, parts),
      );
    }),
  );
}

/** Round points of time on an axis: at most `most`, in minutes. */
function timeTicks(first, last, most) {
  const steps = [
    15,
    30,
    60,
    120,
    180,
    360,
    720,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    30 * DAY,
    91 * DAY,
    182 * DAY,
    365 * DAY,
    1826 * DAY,
    3652 * DAY,
  ];
  const step = steps.find((size) => (last - first) / size <= most) ?? Math.ceil((last - first) / most);
  const ticks = [];
  for (let at = Math.ceil(first / step) * step; at <= last; at += step) ticks.push(at);
  return { ticks, step };
}

const STROKES = {
  identical: "",
  near_verbatim: "",
  trimmed: "16 3",
  rewrite: "7 4",
  translation: "2 4",
  partial: "10 3 2 3",
};

/** The line of a related pair in a chart: its colour and dashes say the relation. */
const pairLine = (pair, path, marker) =>
  s(
    "path",
    {
      d: path,
      class: `edge ${pairs.kindName(pair)}`,
      "stroke-dasharray": STROKES[pairs.kindName(pair)] ?? "1 5",
      "stroke-width": 1.2 + (2.4 * Math.max(pairs.coverage_a[pair], pairs.coverage_b[pair])) / 1000,
      "marker-end": marker,
    },
    s("title", null, pairSentence(pair)),
  );

/** An arrowhead for the ends of lines; returns its definition and how to name it. */
function arrowhead() {
  const id = `arrow${++charts}`;
  const shape = s(
    "marker",
    {
      id,
      viewBox: "0 0 8 8",
      refX: 7,
      refY: 4,
      markerWidth: 7,
      markerHeight: 7,
      orient: "auto",
      markerUnits: "userSpaceOnUse",
    },
    s("path", { d: "M0 0L8 4L0 8z", class: "arrow" }),
  );
  return [s("defs", null, shape), `url(#${id})`];
}

/** The key to the lines of these pairs. */
function lineKey(shown) {
  const kinds = DERIVED.filter((kind) => shown.some((pair) => pairs.kindName(pair) === kind));
  return h(
    "ul",
    { class: "key", "aria-label": "Kinds of lines" },
    kinds.map((kind) =>
      h(
        "li",
        null,
        s(
          "svg",
          { width: 34, height: 10, "aria-hidden": "true" },
          s("path", { d: "M1 5H33", class: `edge ${kind}`, "stroke-dasharray": STROKES[kind], "stroke-width": 2.4 }),
        ),
        KIND_WORDS[kind],
      ),
    ),
  );
}

/** How two articles are related, and which of them derives from the other. */
function pairSentence(pair) {
  const [a, b] = [pairs.a[pair], pairs.b[pair]];
  const kind = KIND_WORDS[pairs.kindName(pair)];
  const direction = takerAndGiver(pair);
  if (direction) return `${nameOf(direction[0])} from ${nameOf(direction[1])}: ${kind}`;
  const common = pairs.directionName(pair) === "common_source" ? ", both from a common source" : "";
  return `${nameOf(a)} and ${nameOf(b)}: ${kind}${common}`;
}
