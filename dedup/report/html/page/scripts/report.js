// The report as the views ask for it: articles, pairs and families by number.

let index; // the index as it was packed
let articles; // its columns
let pairs;
let families; // [{number, id, level, members, root, bridges, omitted, novelty, supersedes}]
let familiesOfArticle;
let pairStarts; // pairs of an article i are pairList[pairStarts[i]] to pairList[pairStarts[i + 1]]
let pairList;
let numberOfId;

async function readIndex() {
  index = await chunk("index");
  chunksHere.delete("index");
  ({ articles, pairs } = index);
  families = index.families.map(([id, level, members, root, bridges, omitted, novelty, supersedes], number) => ({
    number,
    id,
    level: index.levels[level],
    members,
    bridges,
    omitted,
    novelty,
    supersedes,
    root: { article: root[0], source: root[1], why: root[2], probability: root[3] },
  }));
  index.families = null;
  familiesOfArticle = articles.id.map(() => []);
  for (const family of families) for (const member of family.members) familiesOfArticle[member].push(family.number);
  pairs.kindName = (pair) => index.kinds[pairs.kind[pair]];
  pairs.directionName = (pair) => index.directions[pairs.direction[pair]];
  listPairs();
  numberOfId = new Map(articles.id.map((id, number) => [id, number]));
}

function listPairs() {
  const count = articles.id.length;
  pairStarts = new Int32Array(count + 1);
  for (const side of [pairs.a, pairs.b]) for (const article of side) pairStarts[article + 1]++;
  for (let article = 0; article < count; article++) pairStarts[article + 1] += pairStarts[article];
  const next = pairStarts.slice();
  pairList = new Int32Array(pairs.a.length * 2);
  for (let pair = 0; pair < pairs.a.length; pair++) {
    pairList[next[pairs.a[pair]]++] = pair;
    pairList[next[pairs.b[pair]]++] = pair;
  }
}

const pairsOf = (article) => pairList.subarray(pairStarts[article], pairStarts[article + 1]);
const otherOf = (pair, article) => (pairs.a[pair] === article ? pairs.b[pair] : pairs.a[pair]);
const coverageOf = (pair, article) => (pairs.a[pair] === article ? pairs.coverage_a : pairs.coverage_b)[pair];

/** Return the pair of two articles, -1 where they have none. */
function pairBetween(one, other) {
  for (const pair of pairsOf(one)) if (otherOf(pair, one) === other) return pair;
  return -1;
}

/** Return the pairs whose two articles are both among these. */
function pairsAmong(members) {
  const inside = new Set(members);
  const found = [];
  for (const member of members)
    for (const pair of pairsOf(member)) if (pairs.a[pair] === member && inside.has(pairs.b[pair])) found.push(pair);
  return found;
}

/** Return the article that derives from the other and that other, null where the direction is not known. */
function takerAndGiver(pair) {
  const direction = pairs.directionName(pair);
  if (direction === "a_from_b") return [pairs.a[pair], pairs.b[pair]];
  if (direction === "b_from_a") return [pairs.b[pair], pairs.a[pair]];
  return null;
}

const isDerived = (pair) => DERIVED.includes(pairs.kindName(pair));
const outletOf = (article) => articles.outlets[articles.outlet[article]] ?? "";
const languageOf = (article) => articles.languages[articles.language[article]] ?? "";
const verdictOf = (article) => index.verdicts[articles.verdict[article]];
const titleOf = (article) => articles.title[article] || shortened(articles.id[article], 300);
/** A short name for charts: the outlet, else the id. */
const nameOf = (article) => outletOf(article) || shortened(articles.id[article], 120);
const dateOf = (article) =>
  articles.minute[article] === null
    ? articles.published[article]
    : momentOf(articles.minute[article], articles.timed[article]);

const articleDetails = (article) => recordIn("articles", index.article_chunks, article);
const pairDetails = (pair) => recordIn("pairs", index.pair_chunks, pair);

/** Where a family's name comes from: its root, else the member that came first, else the longest. */
function headOf(family) {
  if (family.root.article >= 0) return family.root.article;
  const dated = family.members.filter((member) => articles.minute[member] !== null);
  if (dated.length)
    return dated.reduce((first, member) => (articles.minute[member] < articles.minute[first] ? member : first));
  return family.members.reduce((longest, member) =>
    articles.words[member] > articles.words[longest] ? member : longest,
  );
}

// What filters of families look at, made once when the first list is shown.
let facts;
function familyFacts() {
  if (facts) return facts;
  facts = families.map((family) => {
    const times = family.members.map((member) => articles.minute[member]).filter((minute) => minute !== null);
    return {
      outlets: new Set(family.members.map((member) => articles.outlet[member])),
      languages: new Set(family.members.map((member) => articles.language[member])),
      verdicts: new Set(family.members.map((member) => articles.verdict[member])),
      kinds: 0,
      first: times.length ? times.reduce((a, b) => Math.min(a, b)) : null,
      last: times.length ? times.reduce((a, b) => Math.max(a, b)) : null,
      head: headOf(family),
      words: null,
    };
  });
  for (let pair = 0; pair < pairs.a.length; pair++) {
    const other = familiesOfArticle[pairs.b[pair]];
    for (const family of familiesOfArticle[pairs.a[pair]])
      if (other.includes(family)) facts[family].kinds |= 1 << pairs.kind[pair];
  }
  let next = 0;
  const prepare = (idle) => {
    while (next < families.length && idle.timeRemaining() > 2) searchedWords(families[next++]);
    requestIdleCallback(next < families.length ? prepare : ranksOfTitles);
  };
  requestIdleCallback(prepare); // so that the first letter of a search is as quick as the next
  return facts;
}

/** What a search for families looks through: its id, its source, and the ids, titles and outlets of its members. */
function searchedWords(family) {
  const own = familyFacts()[family.number];
  own.words ??= folded(
    [
      family.id,
      family.root.source ?? "",
      ...family.members.map((m) => `${articles.id[m]} ${articles.title[m]} ${outletOf(m)}`),
    ].join("\n"),
  );
  return own.words;
}
