// Another threshold: how many pairs each probability has, and which families are left when it is moved.

const BINS = 20;

views.set("threshold", async (value) => {
  const steps = await chunk("thresholds");
  const own = index.settings.min_probability ?? 0.5;
  const at = (wanted) =>
    steps.reduce(
      (best, step, number) => (Math.abs(step[0] - wanted) < Math.abs(steps[best][0] - wanted) ? number : best),
      0,
    );
  const result = h("div");
  const output = h("output", { class: "threshold" });
  const slider = h("input", {
    type: "range",
    min: "0",
    max: String(steps.length - 1),
    step: "1",
    value: String(at(Number(value) || own)),
    "aria-label": "Threshold",
  });
  const histogram = fitted((width) => drawHistogram(width, steps[Number(slider.value)][0]));
  const draw = () => {
    const [threshold] = steps[Number(slider.value)];
    output.textContent = threshold.toFixed(2);
    slider.setAttribute("aria-valuetext", threshold.toFixed(2));
    result.replaceChildren(...[regrouped(steps, Number(slider.value), at(own))].flat(Infinity).filter(Boolean));
    if (histogram.clientWidth) histogram.replaceChildren(drawHistogram(histogram.clientWidth, threshold));
  };
  slider.addEventListener("input", () => {
    noteAddress(addressOf("threshold", steps[Number(slider.value)][0]));
    draw();
  });
  draw();
  return [
    h("h1", null, "Threshold"),
    h(
      "p",
      { class: "lead" },
      `Pairs of at least this probability are related. The scan was made at ${own}; `,
      "move it to see which families other thresholds give.",
    ),
    h("div", { class: "card" }, histogram, h("div", { class: "slide" }, slider, output)),
    result,
    h(
      "p",
      { class: "soft" },
      "The same as a report: ",
      h("code", null, `dedup report REPORT --min-probability P -o other.html`),
      ". Weak pairs are kept from 0.1 on.",
    ),
  ];
});

/** The number of derived pairs by probability: those that are related here, and the weak ones. */
function drawHistogram(width, threshold) {
  const counts = Array.from({ length: BINS }, () => 0);
  const bin = (value) => Math.min(BINS - 1, Math.floor((value * BINS) / 1000));
  for (let pair = 0; pair < pairs.a.length; pair++) if (isDerived(pair)) counts[bin(pairs.probability[pair])]++;
  for (const value of index.weak.probability) counts[bin(value)]++;
  const height = 200;
  const base = height - 26;
  const most = Math.max(1, ...counts);
  const [left, right] = [8, width - 8];
  const x = (share) => left + share * (right - left);
  const bar = (count, at) => {
    const tall = count ? Math.max(2, Math.sqrt(count / most) * (base - 26)) : 0;
    const above = (at + 0.5) / BINS >= threshold;
    return [
      s("rect", {
        x: x(at / BINS) + 1.5,
        y: base - tall,
        width: Math.max(1, (right - left) / BINS - 3),
        height: tall,
        rx: 2,
        class: above ? "bin" : "bin below",
      }),
      count > 0 &&
        width > 520 &&
        s("text", { x: x((at + 0.5) / BINS), y: base - tall - 5, "text-anchor": "middle", class: "small" }, count),
    ];
  };
  const said = counts
    .map((count, at) => (count ? `${(at / BINS).toFixed(2)} to ${((at + 1) / BINS).toFixed(2)}: ${count}` : ""))
    .filter(Boolean)
    .join("; ");
  return chart(
    "Derived pairs by probability",
    `${said || "none"}. Heights are square roots.`,
    width,
    height,
    counts.map(bar),
    s("line", { x1: left, x2: right, y1: base, y2: base, class: "grid" }),
    s("line", { x1: x(threshold), x2: x(threshold), y1: 6, y2: base + 4, class: "cut" }),
    [0, 0.25, 0.5, 0.75, 1].map((tick) =>
      s(
        "text",
        { x: x(tick), y: height - 8, "text-anchor": tick === 0 ? "start" : tick === 1 ? "end" : "middle" },
        tick,
      ),
    ),
  );
}

function regrouped(steps, at, own) {
  const [, related, weak, grouped] = steps[at];
  const key = ([level, members]) => `${level}:${[...members].sort((x, y) => x - y).join(" ")}`;
  const before = new Set(steps[own][3].map(key));
  const now = new Set(grouped.map(key));
  const added = grouped.filter((family) => !before.has(key(family)));
  const gone = steps[own][3].filter((family) => !now.has(key(family)));
  const count = (level) => grouped.filter(([number]) => number === level).length;
  return [
    h(
      "div",
      { class: "chips" },
      chip(related.toLocaleString("en"), "related pairs"),
      chip(weak.toLocaleString("en"), "weak pairs"),
      index.levels.map((level, number) =>
        chip(
          count(number).toLocaleString("en"),
          `${LEVEL_WORDS[level]} ${count(number) === 1 ? "family" : "families"}`,
        ),
      ),
    ),
    at === own
      ? h("p", { class: "soft" }, "This is the threshold of the scan.")
      : h(
          "div",
          { class: "two" },
          changedFamilies("Families that this gives", added),
          changedFamilies("Families that are gone", gone),
        ),
  ];
}

function changedFamilies(title, changed) {
  return section(
    `${title}: ${changed.length.toLocaleString("en")}`,
    changed.length === 0
      ? h("p", { class: "soft" }, "None.")
      : h(
          "ul",
          { class: "plain changed" },
          changed.slice(0, 60).map(([level, members]) =>
            h(
              "li",
              { class: "card" },
              h("span", { class: `level ${index.levels[level]}` }, LEVEL_WORDS[index.levels[level]]),
              ` ${counted(members.length, "article")}: `,
              members
                .slice(0, 4)
                .map((member, number) => [
                  number > 0 && "; ",
                  link(articleAddress(member), null, foreign(shortened(titleOf(member), 60))),
                ]),
              members.length > 4 && ` and ${members.length - 4} more`,
            ),
          ),
        ),
    changed.length > 60 && h("p", { class: "soft" }, `The first 60 are listed.`),
  );
}
