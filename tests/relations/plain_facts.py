"""The facts of articles, and where two differ in them, once more in plain Python: the specification of the kernels."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from dedup.relations.copied_passages import COPIED_PASSAGE, copied_passages
from dedup.relations.form_figures import FACT_SLOT, FORM_FIGURES, NAME, NUMBER, SHOWN_SLOTS, count_facts
from dedup.relations.measure import LEAST_COPIED
from dedup.text.packing import pack
from dedup.text.tables import hash_tokens
from dedup.text.tokens import Columns, Tokenizer

GAP = 120  # words between two copied passages, on each side, that are aligned
SLOT = 12  # words of a slot; a longer one counts where half of the words of each side are facts
FACT_WORDS = 4  # words of a fact at most
TYPO = 5  # letters of a word from which one of each LETTERS_A_TYPO letters may differ
LETTERS_A_TYPO = 4
LONGEST = 32  # letters of a word that may have typos
ALIKE = 3  # letters with which two spellings of a name begin


class Word(NamedTuple):
    text: str
    kind: int  # NUMBER, NAME or 0

    @property
    def key(self) -> str:
        return self.text.lower()


Words = Sequence[Word]
Slot = tuple[int, int, int, int]  # [start, end) of a and of b


class Figures(NamedTuple):
    """What the kernel counts of a pair, and the slots that it shows."""

    figures: dict[str, int]
    slots: list[Slot]


def word(text: str) -> Word:
    """A word, its kind as its first letter shows it: five is a plain word, Five a name, 5 a number; ~five is a number
    in words."""
    if text[0] == "~":
        return Word(text[1:], NUMBER)
    return Word(text, NUMBER if text[0].isdigit() else NAME if text[0].isupper() else 0)


def words(text: str) -> list[Word]:
    return [word(each) for each in text.split()]


def columns_of(texts: Sequence[str]) -> Columns:
    """The texts and all their words, furniture too."""
    buffer, offsets = pack(texts)
    return Columns(buffer, offsets, Tokenizer()(buffer, offsets))


class CountArguments(NamedTuple):
    """The arguments of `count_facts`, for tests that spoil one of them."""

    pairs: NDArray[np.int64]
    columns: Columns
    facts: NDArray[np.uint8]
    figures: NDArray[np.void]
    slots: NDArray[np.void]

    def run(self) -> None:
        count_facts(self.pairs, *self.columns, self.facts, self.figures, self.slots)


def arguments(articles: Sequence[Words], pairs: Sequence[tuple[int, int]]) -> CountArguments:
    """Articles of these words, separated by spaces."""
    columns = columns_of([" ".join(each.text for each in article) for article in articles])
    facts = np.zeros(columns.tokens.starts.size, np.uint8)
    for number, article in enumerate(articles):
        assert columns.tokens.counts[number] == len(article)
        facts[columns.tokens.of(number)] = [each.kind for each in article]
    return CountArguments(
        np.array(pairs, np.int64).reshape(-1, 2),
        columns,
        facts,
        np.zeros(len(pairs), FORM_FIGURES),
        np.zeros((len(pairs), SHOWN_SLOTS), FACT_SLOT),
    )


def counted(articles: Sequence[Words], pairs: Sequence[tuple[int, int]]) -> list[Figures]:
    """What the kernel counts of these pairs of articles."""
    given = arguments(articles, pairs)
    given.run()
    names = FORM_FIGURES.names or ()
    return [
        Figures(dict(zip(names, row, strict=True)), [tuple(slot) for slot in slots[: row[names.index("shown")]]])
        for row, slots in zip(given.figures.tolist(), given.slots.tolist(), strict=True)
    ]


def count(a: Words, b: Words) -> Figures:
    return counted([a, b], [(0, 1)])[0]


def expected(a: Words, b: Words) -> Figures:
    """The figures of a pair as their descriptions give them: of the shorter article and the longer, else of the one
    with smaller hashes and the other."""
    places = [(len(side), hash_tokens([w.key for w in side]).tolist()) for side in (a, b)]
    return mirrored(in_order(b, a)) if places[1] < places[0] else in_order(a, b)


def mirrored(found: Figures) -> Figures:
    """The figures when a and b change places."""
    figures = {
        f"{name[:-1]}{'ba'['ab'.index(name[-1])]}" if name[-2:] in ("_a", "_b") else name: value
        for name, value in found.figures.items()
    }
    return Figures(figures, [(j, f, i, e) for i, e, j, f in found.slots])


def in_order(a: Words, b: Words) -> Figures:
    matched, slots = match(a, b)
    fact_slots = [slot for slot in slots if kind_of(a, b, slot) == "fact"]
    runs = fact_runs = 0
    last, in_fact = (-2, -2), False
    for i, j in matched:
        fact = bool(a[i].kind or b[j].kind)
        runs += (i, j) != (last[0] + 1, last[1] + 1)
        fact_runs += fact and not (in_fact and j == last[1] + 1)
        last, in_fact = (i, j), fact
    sets = [{kind: {w.key for w in side if w.kind == kind} for kind in (NUMBER, NAME)} for side in (a, b)]
    own = {k: min(len(sets[0][k]), len(sets[1][k])) - len(sets[0][k] & sets[1][k]) for k in (NUMBER, NAME)}
    figures = {
        "words_a": len(a),
        "words_b": len(b),
        "matched": len(matched),
        "matched_facts": sum(bool(a[i].kind or b[j].kind) for i, j in matched),
        "runs": runs,
        "facts_a": sum(w.kind != 0 for w in a),
        "facts_b": sum(w.kind != 0 for w in b),
        "fact_slots": sum(
            -(-min(sum(w.kind != 0 for w in a[i:e]), sum(w.kind != 0 for w in b[j:f])) // FACT_WORDS)
            for i, e, j, f in fact_slots
        ),
        "plain_slots": sum(kind_of(a, b, slot) == "plain" for slot in slots),
        "respelled": sum(end - i for i, end, j, stop in slots if kind_of(a, b, (i, end, j, stop)) == "respelled"),
        "kept_facts": fact_runs,
        "own_numbers": own[NUMBER],
        "own_names": own[NAME],
        "distinct_facts": min(sum(len(found) for found in side.values()) for side in sets),
        **{f"numbers_{name}": len(side[NUMBER]) for name, side in zip("ab", sets, strict=True)},
        **{f"names_{name}": len(side[NAME]) for name, side in zip("ab", sets, strict=True)},
        "shown": min(len(fact_slots), SHOWN_SLOTS),
    }
    return Figures(figures, fact_slots[:SHOWN_SLOTS])


def match(a: Words, b: Words) -> tuple[list[tuple[int, int]], list[Slot]]:
    """The words in common, in the order of b, and the slots between them in the gaps that are aligned."""
    keys = [[w.key for w in side] for side in (a, b)]
    nowhere = np.zeros(0, COPIED_PASSAGE)
    _, origins = copied_passages(hash_tokens(keys[0]), hash_tokens(keys[1]), LEAST_COPIED, nowhere)
    copied = [(i, j) for j, i in enumerate(origins.tolist()) if i >= 0]
    matched, slots = list(copied), []
    for (i, j), (end_a, end_b) in pairwise([(-1, -1), *copied, (len(a), len(b))]):
        if i < end_a <= i + GAP + 1 and end_b <= j + GAP + 1:
            inside = common(keys[0][i + 1 : end_a], keys[1][j + 1 : end_b])
            places = [(i, j), *((i + 1 + x, j + 1 + y) for x, y in inside), (end_a, end_b)]
            matched += places[1:-1]
            slots += [(x + 1, u, y + 1, v) for (x, y), (u, v) in pairwise(places)]
    return sorted(matched, key=lambda place: place[1]), slots


def common(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """The places of a longest common subsequence; of several, the one that leaves out words of `one` first."""

    @cache
    def longest(i: int, j: int) -> int:
        if i == len(one) or j == len(other):
            return 0
        return longest(i + 1, j + 1) + 1 if one[i] == other[j] else max(longest(i + 1, j), longest(i, j + 1))

    places, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        if one[i] == other[j]:
            places.append((i, j))
            i, j = i + 1, j + 1
        elif longest(i + 1, j) >= longest(i, j + 1):
            i += 1
        else:
            j += 1
    return places


def kind_of(a: Words, b: Words, slot: Slot) -> str:
    """What a slot counts as: "fact", "plain", "respelled" or "none"."""
    one, other = a[slot[0] : slot[1]], b[slot[2] : slot[3]]
    if not one or not other:
        return "none"
    if len(one) == len(other) and all(is_typo(x, y) for x, y in zip(one, other, strict=True)):
        return "respelled"
    facts = [sum(w.kind != 0 for w in side) for side in (one, other)]
    if max(len(one), len(other)) > SLOT and (2 * facts[0] < len(one) or 2 * facts[1] < len(other)):
        return "none"
    return "plain" if min(facts) == 0 or is_same_fact(one, other) else "fact"


def spelled_out(word: Word) -> str:
    """The letters of a word, ASCII in lower case, German ones as two."""
    pairs = {"ä": "ae", "Ä": "ae", "ö": "oe", "Ö": "oe", "ü": "ue", "Ü": "ue", "ß": "ss"}
    return "".join(pairs.get(letter, letter.lower() if letter.isascii() else letter) for letter in word.text)


def is_typo(x: Word, y: Word) -> bool:
    one, other = spelled_out(x), spelled_out(y)
    long = max(len(one), len(other))
    if not TYPO <= long <= LONGEST or NUMBER in (x.kind, y.kind):
        return False
    return OSA.distance(one, other) <= max(1, long // LETTERS_A_TYPO)


def is_same_fact(one: Words, other: Words) -> bool:
    if any(is_respelled(x, y) for x in one for y in other):
        return True
    in_digits = [{w.text[0].isdigit() for w in side if w.kind == NUMBER} for side in (one, other)]
    return in_digits in ([{True}, {False}], [{False}, {True}])


def is_respelled(x: Word, y: Word) -> bool:
    least = min(len(x.text), len(y.text))
    alike = next((k for k in range(least) if x.key[k] != y.key[k]), least)
    return x.kind == y.kind == NAME and alike >= ALIKE and 2 * alike >= least
