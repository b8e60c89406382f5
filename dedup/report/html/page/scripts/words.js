// Numbers, dates and the report's terms in plain words.

const counted = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : (many ?? `${one}s`)}`;

/** A share in thousandths; what is not all is never called 100 %. */
function percent(share) {
  if (share > 0 && share < 5) return "under 1 %";
  if (share < 1000 && share >= 995) return "over 99 %";
  return `${Math.round(share / 10)} %`;
}

/** A probability in thousandths, as the report has it; no estimate is certain. */
const probability = (value) => (value >= 995 ? "above 0.99" : value <= 5 ? "under 0.01" : (value / 1000).toFixed(2));

const KIND_WORDS = {
  identical: "identical",
  near_verbatim: "near verbatim",
  trimmed: "cut",
  rewrite: "rewrite",
  translation: "translation",
  partial: "partial",
  template: "one form",
  same_event: "same event",
};
const KIND_SENTENCES = {
  identical: "The same text",
  near_verbatim: "The same text but for a few words",
  trimmed: "One is cut from the other",
  rewrite: "The same story in other words",
  translation: "One wire by two ways of translation",
  partial: "They share passages",
  template: "One form with other facts",
  same_event: "Two reports of one event",
};
const LEVEL_WORDS = { copy: "copy", wire: "wire", event: "event", template: "template" };
const LEVEL_SENTENCES = {
  copy: "one story: reprinted, cut or reworded",
  wire: "stories that share passages of one source",
  event: "reports of one event",
  template: "one form filled with other facts",
};
const VERDICT_WORDS = {
  clean: "no evidence",
  translated: "translated",
  machine_translated: "machine translated",
  spun: "spun",
  assistant: "chat assistant",
  insufficient: "not decided",
};
const ACCUSING = ["translated", "machine_translated", "spun", "assistant"];
const BY_MACHINE = ["machine_translated", "spun", "assistant"];
const DERIVED = ["identical", "near_verbatim", "trimmed", "rewrite", "translation", "partial"];
// A sign for each kind, so that no kind is known by its colour alone; those that the terminal shows too.
const PASSAGE_KINDS = ["verbatim", "edited", "reworded", "translated"];
const PASSAGE_SIGNS = ["=", "~", "≈", "⇄"];

const underscored = (word) => String(word).replaceAll("_", " ");

const languageNames = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });
function languageName(code) {
  try {
    return languageNames.of(code) ?? code;
  } catch {
    return code;
  }
}

const DAY = 1440;
const dayOf = (minute) => new Date(minute * 60_000).toISOString().slice(0, 10);
const momentOf = (minute, timed) =>
  new Date(minute * 60_000)
    .toISOString()
    .slice(0, timed ? 16 : 10)
    .replace("T", " ");

/** A stretch of minutes in the unit that fits: 40 min, 31 h, 12 days. */
function duration(minutes) {
  const size = Math.abs(minutes);
  if (size < 120) return `${Math.round(size)} min`;
  if (size < 3 * DAY) return `${Math.round(size / 60)} h`;
  return `${Math.round(size / DAY)} days`;
}

/** Letters as a search compares them: lower case, without accents. */
const folded = (text) => String(text).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const median = (values) => {
  const sorted = [...values].sort((x, y) => x - y);
  const half = sorted.length >> 1;
  return sorted.length === 0 ? null : sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

const shortened = (text, longest) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);
