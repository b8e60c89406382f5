// Outlets: who takes from whom, how soon, and how much of what they print is somebody else's.

const MOST_OUTLETS = 14; // rows of the matrix
const Z = 1.96; // of a 95 % interval

/** Wilson's interval of a share, in thousandths: what the share of all articles may be, from these few. */
function wilson(hits, count) {
  if (count === 0) return [0, 1000];
  const share = hits / count;
  const middle = share + (Z * Z) / (2 * count);
  const spread = Z * Math.sqrt((share * (1 - share)) / count + (Z * Z) / (4 * count * count));
  const whole = 1 + (Z * Z) / count;
  return [Math.max(0, (middle - spread) / whole), Math.min(1, (middle + spread) / whole)].map((bound) =>
    Math.round(bound * 1000),
  );
}

/** Count for each outlet what it takes, gives, and prints. */
function outletFigures() {
  const figures = articles.outlets.map((name, number) => ({
    number,
    name,
    articles: 0,
    wire: 0,
    judged: 0,
    machine: 0,
    takes: 0,
    gives: 0,
    delays: [],
    sources: new Map(),
  }));
  const flow = new Map(); // "taker giver" -> pairs
  for (let article = 0; article < articles.id.length; article++) {
    const own = figures[articles.outlet[article]];
    if (!own) continue;
    own.articles++;
    if (isWireCopy(article)) own.wire++;
    if (verdictOf(article) !== "insufficient") own.judged++;
    if (BY_MACHINE.includes(verdictOf(article))) own.machine++;
    for (const source of articles.sources[article]) own.sources.set(source, (own.sources.get(source) ?? 0) + 1);
  }
  for (let pair = 0; pair < pairs.a.length; pair++) {
    if (!isDerived(pair)) continue;
    const direction = takerAndGiver(pair);
    if (!direction) continue;
    const [taker, giver] = direction.map((article) => articles.outlet[article]);
    if (taker < 0 || giver < 0 || taker === giver) continue;
    figures[taker].takes++;
    figures[giver].gives++;
    flow.set(`${taker} ${giver}`, (flow.get(`${taker} ${giver}`) ?? 0) + 1);
    const [late, early] = direction.map((article) => (articles.timed[article] ? articles.minute[article] : null));
    if (late !== null && early !== null && late >= early) figures[taker].delays.push(late - early);
  }
  return { figures: figures.filter((own) => own.articles > 0), flow };
}

/** Whether an article is in a copy or wire family that comes from somebody else. */
function isWireCopy(article) {
  return familiesOfArticle[article].some((number) => {
    const { level, root } = families[number];
    if (level !== "copy" && level !== "wire") return false;
    return root.article >= 0
      ? root.article !== article && articles.outlet[root.article] !== articles.outlet[article]
      : Boolean(root.source) && folded(root.source) !== folded(outletOf(article));
  });
}

views.set("outlets", (value, settings) => {
  const { figures, flow } = outletFigures();
  if (figures.length === 0)
    return [h("h1", null, "Outlets"), h("p", null, "No article of this report names its outlet or its address.")];
  const wanted = folded(settings.get("q") ?? "");
  const place = h("div");
  const order = settings.get("sort") || "articles";
  const draw = (filters) => {
    const words = folded(filters.q ?? "");
    const by =
      {
        articles: (own) => own.articles,
        takes: (own) => own.takes,
        gives: (own) => own.gives,
        wire: (own) => own.wire / own.articles,
        machine: (own) => wilson(own.machine, own.judged)[0],
      }[filters.sort ?? "articles"] ?? ((own) => own.articles);
    const found = figures
      .filter((own) => folded(own.name).includes(words))
      .sort((x, y) => by(y) - by(x) || y.articles - x.articles || titleOrder.compare(x.name, y.name));
    place.replaceChildren(
      outletTable(found.slice(0, 200)),
      found.length > 200 ? h("p", { class: "soft" }, `The first 200 of ${found.length} are listed.`) : "",
    );
  };
  const form = filterForm(
    "Outlets shown",
    [
      field("Search", "q", settings.get("q") ?? "", { type: "search" }),
      field("Order", "sort", order, {
        choices: [
          ["articles", "most articles"],
          ["takes", "takes most"],
          ["gives", "gives most"],
          ["wire", "most wire copy"],
          ["machine", "most machine-made"],
        ],
      }),
    ],
    (filters) => {
      noteAddress(addressOf("outlets", "", filters));
      draw(filters);
    },
  );
  draw({ q: wanted, sort: order });
  return [
    h("h1", null, "Outlets"),
    h(
      "p",
      { class: "lead" },
      `${counted(figures.length, "outlet")}. `,
      "Takes and gives count pairs of which a credit, a date or a cut shows the direction.",
    ),
    section("Who takes from whom", h("div", { class: "card" }, flowMatrix(figures, flow))),
    section("What each prints", form, place),
  ];
});

function flowMatrix(figures, flow) {
  const shown = figures
    .filter((own) => own.takes + own.gives > 0)
    .sort((x, y) => y.takes + y.gives - x.takes - x.gives || x.number - y.number)
    .slice(0, MOST_OUTLETS);
  if (shown.length === 0) return h("p", { class: "soft" }, "Nothing shows that one outlet took from another.");
  const most = Math.max(...flow.values());
  return [
    scrolling(
      "Who takes from whom",
      h(
        "table",
        { class: "matrix flow" },
        h("caption", { class: "unseen" }, "Pairs in which the outlet of the row takes from the outlet of the column"),
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            h("td"),
            shown.map((own) =>
              h("th", { scope: "col", class: "slanted" }, h("span", null, foreign(shortened(own.name, 19)))),
            ),
          ),
        ),
        h(
          "tbody",
          null,
          shown.map((taker) =>
            h(
              "tr",
              null,
              h("th", { scope: "row" }, foreign(shortened(taker.name, 28))),
              shown.map((giver) => {
                const count = flow.get(`${taker.number} ${giver.number}`) ?? 0;
                return h(
                  "td",
                  { class: taker === giver ? "self" : count ? "" : "none" },
                  count
                    ? h(
                        "span",
                        {
                          class: "cell",
                          title: `${taker.name} from ${giver.name}: ${counted(count, "pair")}`,
                          css: { "--share": Math.sqrt(count / most) },
                        },
                        count,
                      )
                    : h("span", { class: "unseen" }, "0"),
                );
              }),
            ),
          ),
        ),
      ),
    ),
    h("p", { class: "soft" }, "Pairs in which the outlet of a row takes from the outlet of a column."),
  ];
}

function outletTable(shown) {
  const columns = [
    "Outlet",
    { title: "Articles", number: true },
    "Wire copy",
    { title: "Takes", number: true },
    { title: "Gives", number: true },
    { title: "Median delay", number: true },
    "Top sources",
    "Called machine-made",
  ];
  return table(
    "Outlets",
    columns,
    shown.map((own) => {
      const sources = [...own.sources].sort((x, y) => y[1] - x[1] || (x[0] < y[0] ? -1 : 1)).slice(0, 3);
      const delay = median(own.delays);
      const [low, high] = wilson(own.machine, own.judged);
      return [
        link(addressOf("articles", "", { outlet: own.name }), null, foreign(shortened(own.name, 60))),
        own.articles.toLocaleString("en"),
        meter(Math.round((1000 * own.wire) / own.articles)),
        String(own.takes),
        String(own.gives),
        delay === null ? h("span", { class: "soft" }, "–") : duration(delay),
        sources.length
          ? sources.map(([source, count], at) => [
              at > 0 && ", ",
              foreign(shortened(source, 30)),
              h("span", { class: "soft" }, ` ${count}`),
            ])
          : h("span", { class: "soft" }, "–"),
        own.judged === 0
          ? h("span", { class: "soft" }, "not decided")
          : [
              `${own.machine} of ${own.judged}`,
              h("br"),
              h("span", { class: "soft" }, `${percent(low)} to ${percent(high)} at 95 %`),
            ],
      ];
    }),
  );
}
