// Who took from whom: articles in layers, arrows from each to those that derive from it.

const MOST_NODES = 40;
const SOURCES = 2; // of an article
const MOST_BESIDE = 4; // layers up to which the graph has room beside the matrix
const OUTSIDE = -1; // the source that is not among the articles

/** Return the graph of a family, or null where nothing is derived. `members` are in the order of the table. */
function derivationGraph(family, members) {
  const inner = pairsAmong(members).filter(isDerived);
  if (inner.length === 0) return null;
  const degree = new Map();
  for (const pair of inner)
    for (const side of [pairs.a[pair], pairs.b[pair]]) degree.set(side, (degree.get(side) ?? 0) + 1);
  const shown = members.filter((member) => degree.has(member)).slice(0, MOST_NODES);
  const inside = new Set(shown);
  const edges = closestEdges(
    shown,
    inner.filter((pair) => inside.has(pairs.a[pair]) && inside.has(pairs.b[pair])),
  );
  const numbers = new Map(members.map((member, at) => [member, at + 1]));
  const source = family.root.article < 0 ? family.root.source : null;
  const columns = Math.max(...layersOf(shown, edges).values()) + 1 + (source ? 1 : 0);
  const graph = h(
    "div",
    { class: "card" },
    fitted((width) => drawGraph(family, shown, edges, numbers, source, width)),
    lineKey(edges),
    h(
      "p",
      { class: "soft" },
      "Numbers are those of the table. An arrow goes to the article that derives; a line without one has no known ",
      "direction. Of each article the two closest sources are drawn; the table of shares has all.",
      degree.size > shown.length ? ` ${shown.length} of ${degree.size} articles are shown.` : "",
    ),
  );
  return { graph, wide: columns > MOST_BESIDE };
}

/** The pairs to draw: of each article those with the two that it has most from, else with its closest relative. */
function closestEdges(shown, edges) {
  const kept = new Set();
  for (const member of shown) {
    const from = edges
      .filter((pair) => takerAndGiver(pair)?.[0] === member)
      .sort((x, y) => coverageOf(y, member) - coverageOf(x, member) || x - y);
    for (const pair of from.slice(0, SOURCES)) kept.add(pair);
    if (from.length > 0) continue;
    const open = edges
      .filter((pair) => !takerAndGiver(pair) && (pairs.a[pair] === member || pairs.b[pair] === member))
      .sort((x, y) => coverageOf(y, member) - coverageOf(x, member) || x - y);
    if (open.length > 0) kept.add(open[0]);
  }
  return edges.filter((pair) => kept.has(pair));
}

/** Layers by the longest way from an article that derives from none; articles in a circle of arrows share one. */
function layersOf(shown, edges) {
  const givers = new Map(shown.map((member) => [member, []]));
  for (const pair of edges) {
    const direction = takerAndGiver(pair);
    if (direction) givers.get(direction[0]).push(direction[1]);
  }
  const layer = new Map();
  const visit = (member, open) => {
    if (layer.has(member)) return layer.get(member);
    open.add(member);
    const above = givers
      .get(member)
      .filter((giver) => !open.has(giver))
      .map((giver) => visit(giver, open));
    open.delete(member);
    const found = above.length ? 1 + Math.max(...above) : 0;
    layer.set(member, found);
    return found;
  };
  for (const member of shown) visit(member, new Set());
  return layer;
}

function drawGraph(family, shown, edges, numbers, source, width) {
  const layer = layersOf(shown, edges);
  const shift = source ? 1 : 0;
  const columns = [];
  if (source) columns.push([OUTSIDE]);
  for (const member of shown) (columns[layer.get(member) + shift] ??= []).push(member);
  const filled = columns.filter(Boolean);
  const most = Math.max(...filled.map((column) => column.length));
  const rowHeight = 58;
  const height = Math.max(90, most * rowHeight + 24);
  const gap = (width - 50) / filled.length;
  const place = new Map();
  filled.forEach((column, at) => {
    const top = (height - column.length * rowHeight) / 2;
    column.forEach((member, row) => place.set(member, [44 + gap * at, top + rowHeight * row + 20]));
  });
  const letters = Math.max(6, Math.floor((gap - 4) / 7.2));
  const [definition, marker] = arrowhead();
  const line = ([x1, y1], [x2, y2]) => {
    if (Math.abs(x1 - x2) < 1) {
      const bow = Math.min(8 + Math.abs(y2 - y1) / 8, 26); // one above the other: a bow to the left
      return `M${x1 - 15},${y1} C${x1 - 15 - bow},${y1} ${x2 - 15 - bow},${y2} ${x2 - 17},${y2}`;
    }
    const [from, to] = x1 < x2 ? [x1 + 15, x2 - 18] : [x1 - 15, x2 + 18];
    return `M${from},${y1} C${(from + to) / 2},${y1} ${(from + to) / 2},${y2} ${to},${y2}`;
  };
  const lines = edges.map((pair) => {
    const direction = takerAndGiver(pair);
    const [taker, giver] = direction ?? [pairs.b[pair], pairs.a[pair]];
    return pairLine(pair, line(place.get(giver), place.get(taker)), direction && marker);
  });
  const fromSource = source
    ? shown
        .filter((member) => layer.get(member) === 0)
        .map((member) =>
          s("path", {
            d: line(place.get(OUTSIDE), place.get(member)),
            class: "edge outside",
            "stroke-dasharray": "2 5",
          }),
        )
    : [];
  const nodes = shown.map((member) => {
    const [x, y] = place.get(member);
    return s(
      "a",
      { href: articleAddress(member), "aria-label": `${numbers.get(member)}: ${nameOf(member)}` },
      s("title", null, `${titleOf(member)}\n${nameOf(member)} ${dateOf(member)}`),
      BY_MACHINE.includes(verdictOf(member)) && s("circle", { cx: x, cy: y, r: 16, class: "machine-ring" }),
      family.root.article === member
        ? s("rect", { x: x - 12, y: y - 12, width: 24, height: 24, rx: 4, class: "node root" })
        : s("circle", { cx: x, cy: y, r: 12, class: "node" }),
      s("text", { x, y: y + 4, "text-anchor": "middle", class: "inverse" }, numbers.get(member)),
      s("text", { x: x - 12, y: y + 30, class: "strong halo" }, shortened(nameOf(member), letters)),
    );
  });
  const outside = source && place.get(OUTSIDE);
  const box = outside && [
    s("rect", { x: outside[0] - 11, y: outside[1] - 11, width: 22, height: 22, rx: 4, class: "node away" }),
    s("text", { x: outside[0] - 12, y: outside[1] + 28, class: "strong halo" }, shortened(source, letters)),
    s("text", { x: outside[0] - 12, y: outside[1] + 42, class: "small" }, "not among the articles"),
  ];
  const said = edges.map(pairSentence).join("; ");
  return chart("Who took from whom", `${said}.`, width, height, definition, fromSource, lines, nodes, box);
}
