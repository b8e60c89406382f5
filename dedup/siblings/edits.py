"""Edits: where two aligned blocks differ word by word, and the words beside each edit that both versions have; and the
changes that detectors make of them, before it is known which of the two versions departs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel

from dedup.siblings.version_words import NEGATIONS, Word, WordRange

LONGEST_EDIT: Final = 9
"""Words of one side; a longer change is another sentence and says nothing of the words in it."""
LEAST_ANCHORS: Final = 2
"""Content words beside an edit that both versions have."""
MOST_PLACES: Final = 8
"""Changed places of a block that have one word; a word with more is taken for unmoved, which bounds the work."""
FEWEST_OVER: Final = 2
MOST_OVER: Final = 10
"""Shared words that a word was moved over: fewer is no move, more is another mention."""


class Edit(NamedTuple):
    """Words [a, end_a) of one version where the other has [b, end_b); `left` and `right` are the words beside it that
    both have."""

    a: int
    end_a: int
    b: int
    end_b: int
    left: int
    right: int


class SharedRun(NamedTuple):
    """Words that both versions have, `size` of them from a and b on."""

    a: int
    b: int
    size: int


class Move(NamedTuple):
    """Content words that both versions have at different places, the last of them at `a` in one and at `b` in the
    other.

    `first` is the first of them in one; `over` counts the shared words that they were moved over, below 0 for moves to
    the front.
    """

    first: int
    a: int
    b: int
    over: int


class Alignment(NamedTuple):
    """Two word lists with what differs, what both have, and what both have at other places."""

    one: Sequence[Word]
    other: Sequence[Word]
    edits: list[Edit]
    kept: list[SharedRun]
    moves: list[Move]


def _runs(one: Sequence[Word], other: Sequence[Word]) -> list[SharedRun]:
    """Return the runs that both have; a function word or two between changes match by chance and are left out."""
    codes = Indel.opcodes([w.key for w in one], [w.key for w in other])
    runs = [SharedRun(c.src_start, c.dest_start, c.src_end - c.src_start) for c in codes if c.tag == "equal"]
    return [run for run in runs if run.size > 2 or any(w.content for w in one[run.a : run.a + run.size])]


def aligned(one: Sequence[Word], other: Sequence[Word]) -> Alignment:
    """Return the alignment of two word lists that has the most words in common."""
    kept = _runs(one, other)
    edits = []
    ends = [SharedRun(0, 0, 0), *kept, SharedRun(len(one), len(other), 0)]
    for last, following in pairwise(ends):
        a, b = last.a + last.size, last.b + last.size
        if a < following.a or b < following.b:
            edits.append(Edit(a, following.a, b, following.b, last.size, following.size))
    return Alignment(one, other, edits, kept, _moves(one, other, edits, kept))


def _moves(one: Sequence[Word], other: Sequence[Word], edits: Sequence[Edit], kept: Sequence[SharedRun]) -> list[Move]:
    """Return the runs of words that were moved over FEWEST_OVER to MOST_OVER shared words and are there only once."""
    places: dict[str, list[int]] = {}
    for edit in edits:
        for b in range(edit.b, edit.end_b):
            if other[b].content:
                places.setdefault(other[b].key, []).append(b)
    found: list[Move] = []
    before_a = _kept_before(len(one), [(run.a, run.size) for run in kept])
    before_b = _kept_before(len(other), [(run.b, run.size) for run in kept])
    for edit in edits:
        for a in range(edit.a, edit.end_a):
            listed = places.get(one[a].key, ()) if one[a].content else ()
            near = (
                [b for b in listed if abs(before_a[a] - before_b[b]) <= MOST_OVER] if len(listed) <= MOST_PLACES else []
            )
            over = before_a[a] - before_b[near[0]] if len(near) == 1 else 0
            if abs(over) >= FEWEST_OVER:
                joined = bool(found) and a - found[-1].a <= FEWEST_OVER and found[-1].over == over
                found.append(Move(found.pop().first if joined else a, a, near[0], over))
    return found


def _kept_before(size: int, runs: Sequence[tuple[int, int]]) -> list[int]:
    """Return, by word, the number of words before it that both versions have."""
    counts = [0] * (size + 1)
    for first, length in runs:
        counts[first + 1 : first + length + 1] = [1] * length
    return list(accumulate(counts))


def anchored(alignment: Alignment, edit: Edit, *, quoted: bool = False) -> bool:
    """Return whether the edit is short and has content words beside it that both versions have.

    They must be on both sides, in a quotation on either.
    """
    if max(edit.end_a - edit.a, edit.end_b - edit.b) > LONGEST_EDIT:
        return False
    left = sum(w.content for w in alignment.one[edit.a - edit.left : edit.a])
    right = sum(w.content for w in alignment.one[edit.end_a : edit.end_a + edit.right])
    return left + right >= LEAST_ANCHORS and (quoted or (left > 0 and right > 0))


CONTEXT: Final = 2
"""Words on either side of a change that a third version must have to be a witness."""
WIDE: Final = 5
"""Words on either side of a change by which two versions are known to carry one text: eleven running words are seldom
chance."""
PHRASE: Final = 3
"""Words of a run by which a third version bears witness: two occur together by chance too often."""


Runs = Callable[[Sequence[Word], int, int], frozenset[str]]


class Change(NamedTuple):
    """Words of one version, text[start:end], where the sibling has [b, end_b).

    `theirs` are runs of keys around the words of the sibling: a third version that has one reads as the sibling does
    and is a witness. `own` are those of the version itself: a third version that has one shows that the version is not
    alone. `passage` is what the sibling has for WIDE words around: a third version that has it carries the same text.
    `beside` are the words before and behind: a third version that has both covers the place.
    """

    rule: str
    start: int
    end: int
    b: int
    end_b: int
    theirs: frozenset[str]
    own: frozenset[str]
    passage: str
    beside: tuple[str, str]


def runs_of(words: Sequence[Word], begin: int, end: int) -> frozenset[str]:
    """Return the runs of PHRASE words around words[begin:end] that have a content word or a negation of it, or the gap
    if it is empty, and another content word."""
    changed = {k for k in range(begin, end) if words[k].content or words[k].form in NEGATIONS}
    gap = {begin - 1, begin} if begin == end else set()
    found = set()
    for first in range(max(0, begin - CONTEXT), min(len(words), end + CONTEXT) - PHRASE + 1):
        run = range(first, first + PHRASE)
        content = sum(words[k].content or k in changed for k in run)
        if (changed.intersection(run) and content > 1) or (gap and gap.issubset(run) and content):
            found.add(" ".join(words[k].key for k in run))
    return frozenset(found)


def name_of(words: Sequence[Word], begin: int, end: int) -> frozenset[str]:
    """Return the name in words[begin:end] as other versions are searched for it: its first PHRASE words."""
    return frozenset([" ".join(w.key for w in words[begin:end][:PHRASE])])


def forms_of(words: Sequence[Word], begin: int, end: int) -> frozenset[str]:
    """Return the runs of PHRASE words around words[begin:end] as they are written: singular and plural have one key."""
    firsts = range(max(0, begin - CONTEXT), min(begin, len(words) - PHRASE) + 1)
    return frozenset("=" + " ".join(w.form for w in words[first : first + PHRASE]) for first in firsts)


def change(rule: str, alignment: Alignment, a: WordRange, b: WordRange, *, runs: Runs = runs_of) -> Change:
    """Return the change of the words `a` of one version where the sibling has the words `b`.

    An empty side is marked by the words around the gap. `runs` makes the runs by which witnesses are found.
    """
    one, other = alignment.one, alignment.other
    first, last = shown(one, *a)
    first_b, last_b = shown(other, *b)
    places = one[first].start, one[last].end, other[first_b].start, other[last_b].end
    begin, end = b
    passage = _keys(other, begin - WIDE, end + WIDE)
    beside = _keys(other, begin - CONTEXT, begin), _keys(other, end, end + CONTEXT)
    return Change(rule, *places, runs(other, *b), runs(one, *a), passage, beside)


def _keys(words: Sequence[Word], begin: int, end: int) -> str:
    return " ".join(w.key for w in words[max(0, begin) : end])


def shown(words: Sequence[Word], begin: int, end: int) -> WordRange:
    """Return the first and the last word to mark for words[begin:end], without function words at its ends.

    An empty range is marked by the word before and the word behind it.
    """
    if begin == end:
        return max(0, begin - 1), min(begin, len(words) - 1)
    content = [k for k in range(begin, end) if words[k].content]
    return (content[0], content[-1]) if content else (begin, end - 1)
