// A family over time: a line for each outlet's article, curves from one article to those that took from it.

const MOST_ROWS = 60;

/** Return the timeline, or a sentence where fewer than two members have a date. */
function timeline(family) {
  const dated = family.members
    .filter((member) => articles.minute[member] !== null)
    .sort((a, b) => articles.minute[a] - articles.minute[b]);
  if (dated.length < 2)
    return h(
      "p",
      { class: "soft" },
      dated.length
        ? "Only one of these articles has a date."
        : "None of these articles has a date that could be read, such as 2021-03-04T09:12.",
    );
  const shown = dated.slice(0, MOST_ROWS);
  const edges = closestEdges(shown, pairsAmong(shown).filter(isDerived));
  const notes = [];
  if (dated.length > shown.length) notes.push(`The first ${shown.length} of ${dated.length} are shown.`);
  if (dated.length < family.members.length)
    notes.push(`${counted(family.members.length - dated.length, "article has", "articles have")} no date.`);
  if (timeScale(shown.map((member) => articles.minute[member])).breaks.length)
    notes.push("Long gaps are drawn shorter.");
  if (edges.some((pair) => takerAndGiver(pair)))
    notes.push("Arrows go from an article to one that likely took from it.");
  return h(
    "div",
    { class: "card" },
    fitted((width) => drawTimeline(family, shown, edges, width)),
    lineKey(edges),
    notes.length > 0 && h("p", { class: "soft" }, notes.join(" ")),
  );
}

function drawTimeline(family, shown, edges, width) {
  const small = width < 640;
  const left = small ? 14 : Math.min(220, width * 0.24);
  const right = width - 16;
  const rowHeight = small ? 46 : 32;
  const top = 34;
  const height = top + rowHeight * shown.length + 8;
  const first = articles.minute[shown[0]];
  const last = articles.minute[shown.at(-1)];
  const { share, breaks } = timeScale(shown.map((member) => articles.minute[member]));
  const x = (minute) => left + 12 + share(minute) * (right - left - 24);
  const y = (row) => top + rowHeight * row + (small ? 30 : 16);
  const rowOf = new Map(shown.map((member, row) => [member, row]));
  const { ticks, step } = timeTicks(first, last, small ? 3 : 6);
  const [definition, marker] = arrowhead();
  const letters = Math.floor((left - 12) / 7);
  const axis = breaks.length
    ? breaks.map(([from, to]) => axisBreak((x(from) + x(to)) / 2, duration(to - from), height))
    : ticks.map((at) => [
        s("line", { x1: x(at), x2: x(at), y1: 22, y2: height, class: "grid" }),
        s(
          "text",
          { x: x(at), y: 14, "text-anchor": x(at) > right - 40 ? "end" : x(at) < left + 40 ? "start" : "middle" },
          step < DAY ? momentOf(at, true).slice(5) : dayOf(at),
        ),
      ]);
  const curves = edges.map((pair) => {
    const [taker, giver] = takerAndGiver(pair) ?? [pairs.b[pair], pairs.a[pair]];
    const [x1, y1, x2, y2] = [
      x(articles.minute[giver]),
      y(rowOf.get(giver)),
      x(articles.minute[taker]),
      y(rowOf.get(taker)),
    ];
    const bend = Math.max(26, Math.abs(x2 - x1) / 2);
    const side = x2 - x1 < 30 ? Math.min(bend, right - Math.max(x1, x2)) : 0; // beside one another: a bow to the right
    const path = side
      ? `M${x1 + 7},${y1} C${x1 + side},${y1} ${x2 + side},${y2} ${x2 + 9},${y2}`
      : `M${x1 + 7},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2 - 9},${y2}`;
    return pairLine(pair, path, takerAndGiver(pair) && marker);
  });
  const rows = shown.map((member, row) => {
    const at = x(articles.minute[member]);
    const late = at > right - 130;
    const name = nameOf(member);
    return [
      s("line", { x1: left, x2: right, y1: y(row), y2: y(row), class: "grid" }),
      s(
        "a",
        { href: articleAddress(member), "aria-label": `${name}, ${dateOf(member)}` },
        s("title", null, `${titleOf(member)}\n${name}, ${dateOf(member)}`),
        s(
          "text",
          { x: small ? left : 0, y: small ? y(row) - 13 : y(row) + 4, class: "strong halo" },
          small ? `${shortened(name, 28)} · ${dateOf(member).slice(5)}` : shortened(name, letters),
        ),
        dot(family, member, at, y(row)),
      ),
      !small &&
        s(
          "text",
          { x: late ? at - 13 : at + 13, y: y(row) - 6, "text-anchor": late ? "end" : "start", class: "small halo" },
          dateOf(member).slice(5),
        ),
    ];
  });
  const said = shown.map((member) => `${nameOf(member)} ${dateOf(member)}`).join("; ");
  return chart(
    "Publication over time",
    `${counted(shown.length, "article")}, earliest first: ${said}.`,
    width,
    height,
    definition,
    axis,
    curves,
    rows,
  );
}

const LONG_GAP = 8; // times the middle gap between two articles from which a gap is drawn shorter
const LEAST_BROKEN = 0.3; // share of the whole time that must be gained by it

/** Return where a minute is, as a share of the axis, and the gaps that are drawn shorter than they are. */
function timeScale(minutes) {
  const times = [...new Set(minutes)];
  const gaps = times.slice(1).map((time, at) => time - times[at]);
  const longest = Math.max(60, LONG_GAP * (median(gaps) ?? 0));
  const drawn = gaps.map((gap) => Math.min(gap, longest));
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const whole = sum(gaps);
  const broken = whole - sum(drawn) > LEAST_BROKEN * whole;
  const lengths = broken ? drawn : gaps;
  const total = Math.max(1, sum(lengths));
  const places = new Map([[times[0], 0]]);
  let reached = 0;
  times.slice(1).forEach((time, at) => places.set(time, (reached += lengths[at]) / total));
  const share = (minute) => places.get(minute) ?? (minute - times[0]) / Math.max(1, whole);
  return {
    share,
    breaks: broken ? gaps.flatMap((gap, at) => (gap > longest ? [[times[at], times[at + 1]]] : [])) : [],
  };
}

/** A gap in the axis, with how long it is. */
const axisBreak = (at, text, height) => [
  s("path", { d: `M${at - 5},26 l4,-8 M${at + 1},26 l4,-8`, class: "break" }),
  s("line", { x1: at, x2: at, y1: 30, y2: height, class: "grid", "stroke-dasharray": "2 5" }),
  s("text", { x: at, y: 12, "text-anchor": "middle" }, text),
];

/** The place of an article: a square for the root, a ring around one that a machine made. */
function dot(family, member, cx, cy) {
  const machine = BY_MACHINE.includes(verdictOf(member));
  return [
    machine && s("circle", { cx, cy, r: 11, class: "machine-ring" }),
    family.root.article === member
      ? s("rect", { x: cx - 7, y: cy - 7, width: 14, height: 14, rx: 2, class: "dot root" })
      : s("circle", { cx, cy, r: 6.5, class: "dot" }),
  ];
}
