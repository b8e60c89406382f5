"""Change: one thing that differs between a version and its sibling, before it is known which of the two departs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from dedup.siblings.edits import Alignment
from dedup.siblings.version_words import NEGATIONS, Word, WordRange

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
