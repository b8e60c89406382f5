// A text with everything that is marked in it. Offsets of a report count code points; strings here count UTF-16 units.

const LONGEST_SHOWN = 300_000; // units of a text that are laid out at once; a click shows the rest
const MOST_COMPARED_WORDS = 300_000; // products of two passages' words up to which the words are compared
const WORD = /[\p{L}\p{N}]+/gu;
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Return a function from offsets in code points to offsets in the string. */
function unitOffsets(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (at) => Math.max(0, Math.min(at, text.length));
  const starts = [];
  for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) starts.push(at);
  starts.push(text.length);
  return (at) => starts[Math.max(0, Math.min(at, starts.length - 1))];
}

/** Return the words of a stretch of text, with where they are. A character of a script without spaces is a word. */
function wordsIn(text, start, end) {
  const found = [];
  for (const match of text.slice(start, end).matchAll(WORD)) {
    const at = start + match.index;
    if (!UNSPACED.test(match[0])) {
      found.push({ start: at, end: at + match[0].length, word: folded(match[0]) });
      continue;
    }
    let from = at;
    for (const character of match[0]) {
      found.push({ start: from, end: from + character.length, word: character });
      from += character.length;
    }
  }
  return found;
}

/** Return the places of the words that one list has and the other has not in the same order, for both; null where there
 *  are too many to compare. */
function differingWords(one, other) {
  const rows = one.length;
  const columns = other.length;
  if (rows * columns > MOST_COMPARED_WORDS) return null;
  const lengths = new Uint16Array((rows + 1) * (columns + 1)); // of the longest common run of words behind each place
  for (let i = rows - 1; i >= 0; i--)
    for (let j = columns - 1; j >= 0; j--)
      lengths[i * (columns + 1) + j] =
        one[i].word === other[j].word
          ? 1 + lengths[(i + 1) * (columns + 1) + j + 1]
          : Math.max(lengths[(i + 1) * (columns + 1) + j], lengths[i * (columns + 1) + j + 1]);
  const left = [];
  const right = [];
  let i = 0;
  let j = 0;
  while (i < rows || j < columns) {
    if (i < rows && j < columns && one[i].word === other[j].word) {
      i++;
      j++;
    } else if (j >= columns || (i < rows && lengths[(i + 1) * (columns + 1) + j] >= lengths[i * (columns + 1) + j + 1]))
      left.push(one[i++]);
    else right.push(other[j++]);
  }
  return [left, right];
}

// From the innermost element of a stretch to the outermost.
const LAYERS = ["difference", "credit", "mark", "elsewhere", "furniture", "passage"];

/** Return the paragraphs of a text as elements. Spans are {start, end, layer, make}, in string offsets;
 *  `make(fresh, all)` returns the element around a stretch: `all` are the spans over it, `fresh` those that begin. */
function markedText(text, spans) {
  const shown = Math.min(text.length, LONGEST_SHOWN);
  const place = h("div", { class: "text" });
  place.append(...paragraphs(text.slice(0, shown), spans));
  if (shown < text.length) {
    const more = button(
      `Show the other ${counted(text.length - shown, "character")}`,
      () => {
        more.remove();
        place.replaceChildren(...paragraphs(text, spans));
        place.dispatchEvent(new CustomEvent("grown", { bubbles: true }));
      },
      { class: "more" },
    );
    place.append(more);
  }
  return place;
}

function paragraphs(text, spans) {
  const sorted = spans
    .filter((span) => span.end > span.start && span.start < text.length)
    .sort((x, y) => x.start - y.start);
  const begun = new Set();
  const found = [];
  let open = [];
  let next = 0;
  for (let from = 0; from < text.length;) {
    const feed = text.indexOf("\n", from);
    const to = feed < 0 ? text.length : feed;
    if (to > from) {
      const inside = [];
      while (next < sorted.length && sorted[next].start < to) open.push(sorted[next++]);
      open = open.filter((span) => span.end > from);
      const cuts = [...new Set([from, to, ...open.flatMap((span) => [span.start, span.end])])]
        .filter((at) => at >= from && at <= to)
        .sort((x, y) => x - y);
      for (let at = 0; at + 1 < cuts.length; at++)
        inside.push(
          stretch(
            text.slice(cuts[at], cuts[at + 1]),
            open.filter((span) => span.start <= cuts[at] && span.end >= cuts[at + 1]),
            begun,
          ),
        );
      found.push(h("p", { dir: "auto" }, inside));
    }
    from = to + 1;
  }
  return found;
}

function stretch(text, covering, begun) {
  let node = document.createTextNode(visible(text));
  for (const layer of LAYERS) {
    const spans = covering.filter((span) => span.layer === layer);
    if (spans.length === 0) continue;
    // Of two passages over one stretch the one with more wording in common is shown; marks are all named.
    const span = spans.reduce((best, one) => ((one.rank ?? 0) < (best.rank ?? 0) ? one : best));
    const fresh = spans.filter((one) => !begun.has(one));
    const around = span.make(fresh, spans);
    for (const one of fresh) begun.add(one);
    around.append(node);
    node = around;
  }
  return node;
}

const furnitureSpans = (details, offset) =>
  details.furniture.map(([start, end, kind]) => ({
    start: offset(start),
    end: offset(end),
    layer: "furniture",
    make: (fresh) =>
      h("span", {
        class: "furniture",
        title: `Part of the page, not of the story: ${underscored(kind)}`,
        data: { kind: fresh.length ? underscored(kind) : "" },
      }),
  }));

const LEAST_FURNITURE = 15; // units of furniture that are looked for in the other text
const MOST_FURNITURE = 200; // pieces of furniture that are

/** The spans of a text that are furniture in the other one and not in this one. */
function furnitureElsewhere(text, own, other, letter) {
  const taken = own.details.furniture.map(([start, end]) => [own.offset(start), own.offset(end)]);
  const found = [];
  for (const [start, end, kind] of other.details.furniture.slice(0, MOST_FURNITURE)) {
    const piece = other.text.slice(other.offset(start), other.offset(end)).trim();
    const at = piece.length >= LEAST_FURNITURE ? text.indexOf(piece) : -1;
    if (at < 0 || taken.some(([from, to]) => from < at + piece.length && to > at)) continue;
    found.push({
      start: at,
      end: at + piece.length,
      layer: "elsewhere",
      make: (fresh) =>
        h("span", {
          class: "elsewhere",
          title: `In ${letter} this is part of the page: ${underscored(kind)}`,
          data: { kind: fresh.length ? `furniture in ${letter}` : "" },
        }),
    });
  }
  return found;
}

const creditSpans = (details, offset) =>
  details.credits
    .filter(([where]) => where === "text")
    .map(([, kind, source, start, end]) => ({
      start: offset(start),
      end: offset(end),
      layer: "credit",
      make: () => h("span", { class: "credit", title: `${kind}${source ? `: ${source}` : ""}` }),
    }));

// A claim of translation accuses no machine, and has no colour of warning.
const claimClass = (mark) => (mark.claims === "translated" ? "no-machine" : mark.claims);

/** `chosen(number)` is called when a mark is clicked. */
const markSpans = (details, offset, chosen) =>
  details.marks
    .map((mark, number) => ({ mark, number }))
    .filter(({ mark }) => mark.field === "text")
    .map(({ mark, number }) => ({
      start: offset(mark.start),
      end: offset(mark.end),
      layer: "mark",
      make: (fresh, all) =>
        h("span", {
          class: `mark ${claimClass(mark)}`,
          title: `${mark.rule}: ${mark.message}`,
          data: { marks: all.map((span) => span.number).join(" ") },
          ...(fresh.length && chosen ? { role: "button", tabindex: "0" } : {}),
          on: chosen ? { click: () => chosen(number), keydown: pressed(() => chosen(number)) } : {},
        }),
      number,
    }));

/** A listener that acts when Enter or the space bar is pressed. */
const pressed = (act) => (event) => {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  act();
};
