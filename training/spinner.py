"""Make dedup/artifacts/spinner.json, the tortured phrases that a synonym spinner leaves, and measure them.

    pip install symspellpy wordsegment
    python training/spinner.py ../shared/bench

Where from: the swaps (artificial -> counterfeit) are those that two or more tortured phrases of the Problematic Paper Screener show
(Cabanac, Labbe & Magazinov; CC BY 4.0), and those of spinner_pairs.txt; names and
terms of the news are those of spinner_names.txt and spinner_terms.txt. A collocation is a pair
of words that is frequent in English (Google Web 1T counts as the package wordsegment carries them); the same pair with one word swapped
is tortured if neither these counts, nor those of Google Books (as symspellpy carries them), nor a human article know it. No spun text
is learned from. What is printed is measured with human articles of other folds only; one group in four is kept apart and not read.
"""

from __future__ import annotations

import importlib.util
import json
import math
import re
import zlib
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec
from articles import Labelled, labelled

from dedup.artifacts import Engine, load_rules
from dedup.artifacts.checks.spinner import enough
from dedup.artifacts.spinner_table import KEY, TABLE, Kind, Pair, TableFile, search, table_of

HERE = Path(__file__).parent
HUMAN = ("human", "human_nonnative", "human_translation", "real")
FOLDS = 4
SHOWN_BY = 2  # tortured phrases that must show a swap: of swaps seen once, half are misaligned
FREQUENT = 300_000  # of 1.02e12: a collocation of two content words ...
ASSOCIATED = 1.0  # ... that stand together ten times as often as chance has it (log10)
VERY_FREQUENT = 1_000_000  # a collocation with a small word
RARE = 1_000_000  # a phrase with a word rarer than this is no news
BY_CHANCE = 4  # human articles that have a swapped word by chance: it is no evidence
TOKENS = 1_024_908_267_229
LONGEST = 4  # words of a phrase
# Small words, which stand beside anything.
SMALL = """
    the a an of to in and or for on at by with from as is are was were be been it its his her their our your this that these those
    not no will would can could may might must has have had do does did than then but if so he she they we you i who which what
    when where how all any some more most other such into out up over about after before between
"""
# Words that rules of their own have beside small words.
TOLD_BY_RULES = """
    utilize ponder require discuss moment put domestic moreover esteem foremost arrange expansion occasion entirety exemption bolster
    prepare extend expand
"""
INDECENT = "tits porn nude naked xxx pussy cock cum anal sex sexy teen teens gay lesbian hentai erotic fucking"
NO_EVIDENCE = """
    new crown, crown epidemic, innovative work, most crowded, smart device, dark out, quest engines, eye ailments, liver ailments,
    heart ailments, kidney ailments, heart attack, business knowledge, creepy crawlies, home appliances
"""  # translators and the press write so too

ABOUT = {
    "made_by": "training/spinner.py",
    "data": "Problematic Paper Screener (Cabanac, Labbe & Magazinov, CC BY 4.0), spinner_pairs.txt, spinner_names.txt, spinner_terms.txt; "
    "counts of Google Web 1T and Google Books decide what is kept, none is in here",
}

SMALL_WORDS, INDECENT_WORDS = frozenset(SMALL.split()), frozenset(INDECENT.split())
KINDS: tuple[Kind, ...] = ("collocation", "phrase", "name")


class English:
    """Counts of words and of pairs of words."""

    def __init__(self) -> None:
        web, books = _package("wordsegment"), _package("symspellpy")
        self.words = Counter[str]()
        for line in (web / "unigrams.txt").read_text(encoding="utf-8").splitlines():
            word, count = line.split("\t")
            self.words[word] += int(count)
        self.pairs = Counter[Pair]()
        for line in (web / "bigrams.txt").read_text(encoding="utf-8").lower().splitlines():
            first, second, count = line.split()
            if first.isalpha() and second.isalpha():
                self.pairs[first, second] += int(count)
        lines = next(books.glob("frequency_bigramdictionary*.txt")).read_text(encoding="utf-8-sig").splitlines()
        self.known = {*self.pairs, *((line.split()[0], line.split()[1]) for line in lines)}

    def association(self, pair: Pair) -> float:
        """log10 of how many times more often a pair stands together than its words would by chance."""
        return math.log10(self.pairs[pair] * TOKENS / (self.words[pair[0]] or 1e5) / (self.words[pair[1]] or 1e5))

    def is_collocation(self, pair: Pair, beside: str) -> bool:
        """Whether a swap in this pair would show; `beside` is the word that stays."""
        if beside in SMALL_WORDS or len(beside) < 3:
            return self.pairs[pair] >= VERY_FREQUENT
        return self.pairs[pair] >= FREQUENT and self.association(pair) >= ASSOCIATED


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise SystemExit(f"The package {name} is missing; pip install {name}.")
    return Path(found.origin).parent


def screened(bench: Path) -> Iterator[tuple[list[str], list[str], str]]:
    """Tortured phrases: their words, the words of what they stand for, and that as it is printed."""
    for row in json.loads((bench / "artifacts" / "tortured_phrases.json").read_text(encoding="utf-8"))["phrases"]:
        tortured = re.sub(r"\(.*?\)", "", row["tortured"].lower()).strip()
        original = " ".join(re.sub(r"\(.*?\)|\[.*?\]|[?\\\"]", "", row["correct"].lower()).split())
        yield re.split(r"[ -]+", tortured), re.findall("[a-z]+", original), original


def terms() -> Iterator[tuple[list[str], list[str], str]]:
    """The same of spinner_terms.txt."""
    for line in _lines("spinner_terms.txt"):
        original, variants = line.split(": ")
        for variant in variants.split(", "):
            yield variant.split(), original.split(), original


def read_swaps(bench: Path, english: English, *, by_hand: bool = True) -> set[Pair]:
    """(new, old): what spinners put for a word; with the plurals of both."""
    seen = Counter[Pair]()
    for tortured, original, _ in screened(bench):
        if len(tortured) == len(original):
            seen.update(
                (new, old)
                for new, old in zip(tortured, original, strict=True)
                if new != old and len(new) > 2 and len(old) > 2 and new.isalpha()
            )
    swaps = {pair for pair, count in seen.items() if count >= SHOWN_BY}
    if by_hand:
        for line in _lines("spinner_pairs.txt"):
            new, olds = line.split(": ")
            swaps |= {(new, old) for old in olds.split() if new.isalpha()}
    plurals = {(new + "s", old + "s") for new, old in swaps if not new.endswith("s") and not old.endswith("s")}
    singulars = {(new[:-1], old[:-1]) for new, old in swaps if new.endswith("s") and old.endswith("s") and not new.endswith("ss")}
    return swaps | {pair for pair in plurals | singulars if pair[0] in english.words and pair[1] in english.words}


def _lines(name: str) -> list[str]:
    return [line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def tortured_pairs(swaps: set[Pair], english: English, known: set[Pair]) -> dict[Pair, tuple[str, str, int]]:
    """Pairs that nobody writes, each with the swap (new, old) that makes the likeliest collocation of it, and the place of the swap."""
    by_old = defaultdict(set)
    for new, old in swaps:
        by_old[old].add(new)
    best: dict[Pair, tuple[int, str, str, int]] = {}
    for pair, count in english.pairs.items():
        for place, beside in enumerate(reversed(pair)):
            if pair[place] in by_old and INDECENT_WORDS.isdisjoint(pair) and english.is_collocation(pair, beside):
                for new in by_old[pair[place]]:
                    tortured = (new, beside) if place == 0 else (beside, new)
                    if tortured not in known and not (new in TOLD_BY_RULES.split() and beside in SMALL_WORDS):
                        best[tortured] = max(best.get(tortured, (0, "", "", 0)), (count, new, pair[place], place))
    return {pair: (new, old, place) for pair, (_, new, old, place) in best.items()}


def tortured_phrases(bench: Path, english: English, known: set[Pair], taken: Iterable[Pair]) -> dict[str, str]:
    """By original: the screened phrases that English does not know, that no pair in `taken` is part of and no rule marks."""
    rules = Engine([rule for rule in load_rules() if rule.family.startswith("spinner-") and rule.check is None])
    pairs_taken, listed = {*taken}, re.split(r",\s+", NO_EVIDENCE.strip())
    found: dict[str, set[str]] = defaultdict(set)
    for words, original_words, original in (*screened(bench), *terms()):
        text, pairs = " ".join(words), {*pairwise(words)}
        usual = 2 <= len(words) <= LONGEST and 0 < len(original_words) <= LONGEST and not set("/,>~") & set(original)
        if not usual or not all(re.fullmatch("[a-z]+", word) for word in words) or text in listed or words == original_words:
            continue
        rare = min(english.words[word] for word in words + original_words) < RARE
        if (
            not rare
            and not pairs <= known
            and not pairs & pairs_taken
            and not rules(text, furniture=[])
            and not (len(words) == 2 and pairs & known)
        ):
            found[original].add(keyed(words, known))
    return {original: ", ".join(sorted(texts)) for original, texts in sorted(found.items())}


def keyed(words: list[str], known: set[Pair]) -> str:
    """The phrase with a mark between the two words that it is to be looked up by: the first that English does not have side by side."""
    pairs = [*pairwise(word.lower() for word in words)]
    place = next((n for n, pair in enumerate(pairs) if pair not in known), 0)
    return " ".join(words[: place + 1]) + KEY + " ".join(words[place + 1 :])


def build(bench: Path, english: English, humans: Iterable[Labelled], *, by_hand: bool = True) -> TableFile:
    """The table that English and these human articles leave."""
    known, texts = set(english.known), [re.findall("[a-z]+", one.text.lower()) for one in humans]
    swaps = read_swaps(bench, english, by_hand=by_hand)
    chance = Counter[str]()
    pairs = tortured_pairs(swaps, english, known)
    for words in texts:
        chance.update({pairs[pair][0] for pair in pairwise(words) if pair in pairs})
    for words in texts:
        known.update(pairwise(words))
    names = dict(line.split(": ") for line in _lines("spinner_names.txt"))
    in_names = {pair for variants in names.values() for name in variants.lower().split(", ") for pair in pairwise(name.split())}
    kept = {p: s for p, s in pairs.items() if p not in known and p not in in_names and chance[s[0]] < BY_CHANCE}
    collocations: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for pair, (new, old, place) in sorted(kept.items()):
        collocations[f"{new}>{old}"][place].append(pair[1 - place])
    return TableFile(
        collocations={swap: (" ".join(behind), " ".join(before)) for swap, (behind, before) in sorted(collocations.items())},
        phrases=tortured_phrases(bench, english, known, {*kept, *in_names}),
        names={name: ", ".join(keyed(v.split(), known) for v in variants.split(", ")) for name, variants in names.items()},
    )


class Found(NamedTuple):
    """Which families mark an article: by the table, and by rules of patterns."""

    label: str
    table: frozenset[Kind]
    rules: frozenset[str]


def look(texts: Iterable[Labelled], file: TableFile, rules: Engine) -> Iterator[Found]:
    """What a table and the rules mark in texts, as the checks decide it."""
    table = table_of(file)
    for one in texts:
        words, found = search(one.text, table)
        families = frozenset(f.family for f in rules(one.text, furniture=[]) if f.claims == "spun")
        yield Found(one.label, frozenset(kind for kind in KINDS if enough(words, found, kind)), families)


def show(title: str, found: list[Found]) -> None:
    """Articles per 1,000 of each label that each family marks, and that two do."""
    print(title)
    for label in sorted({one.label for one in found}):
        ours = [one for one in found if one.label == label]
        counts = Counter(family for one in ours for family in one.table | one.rules)
        counts["two or more"] = sum(len(one.table | one.rules) > 1 for one in ours)
        print(f"  {label:18} {len(ours):5}  " + "  ".join(f"{name} {1000 * n / len(ours):.1f}" for name, n in sorted(counts.items())))


def main() -> None:
    """Measure, then write the table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("bench", type=Path)
    bench = parser.parse_args().bench
    english, texts = English(), labelled(bench)
    rules = Engine([rule for rule in load_rules() if rule.claims == "spun" and rule.check is None])
    humans, others = [t for t in texts if t.label in HUMAN], [t for t in texts if t.label not in HUMAN]
    fold = {t: zlib.crc32(f"fold {t.group}".encode()) % FOLDS for t in humans}
    for by_hand in (False, True):
        found: list[Found] = []
        for n in range(FOLDS):
            file = build(bench, english, [t for t in humans if fold[t] != n], by_hand=by_hand)
            found += look([t for t in humans if fold[t] == n], file, rules)
        file = build(bench, english, humans, by_hand=by_hand)
        show(f"per 1,000 articles, {'with' if by_hand else 'without'} spinner_pairs.txt", [*found, *look(others, file, rules)])
    content = msgspec.to_builtins(file)
    TABLE.write_text(json.dumps({**ABOUT, **content}, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    sizes = [len(content[name]) for name in ("collocations", "phrases", "names")]
    print(f"{sizes} swaps, originals and names in {TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
