"""Change: one thing that a version tells otherwise than its sibling, before it is known which of the two departs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from dedup.siblings.edits import Alignment
from dedup.siblings.lexicon import NEGATIONS
from dedup.siblings.words import Span, Word

CONTEXT: Final = 2
"""Words on either side of a change that must stand in a third version for it to be a witness."""
WIDE: Final = 5
"""Words on either side of a change by which two versions are known to carry one text: eleven running words are seldom
chance."""
PHRASE: Final = 3
"""Words of a run by which a third version bears witness: two occur together by chance too often."""


Runs = Callable[[Sequence[Word], int, int], frozenset[str]]


class Change(NamedTuple):
    """Words of one version, text[start:end], where the sibling has [b, end_b). `strong` changes are those that
    newsrooms do not make.

    `theirs` are runs of keys around the words of the sibling: a third version that has one reads as the sibling does,
    and is a witness. `own` are those of the version itself: a third version that has one shows that it does not stand
    alone. `passage` is what the sibling has for WIDE words around, by which a third version is told that carries the
    same text, from one that happens to word it likewise. `beside` are the words before and behind: a third version that
    has both covers the place.
    """

    rule: str
    start: int
    end: int
    b: int
    end_b: int
    strong: bool
    theirs: frozenset[str]
    own: frozenset[str]
    passage: str
    beside: tuple[str, str]


def runs_of(words: Sequence[Word], begin: int, end: int) -> frozenset[str]:
    """Runs of PHRASE words around words[begin:end] that hold some of its telling words, or the gap if there are none,
    and other words.

    Content words tell, and so do words that deny.
    """
    changed = {k for k in range(begin, end) if words[k].content or words[k].form in NEGATIONS}
    gap = {begin - 1, begin} if begin == end else set()
    found = set()
    for first in range(max(0, begin - CONTEXT), min(len(words), end + CONTEXT) - PHRASE + 1):
        run = range(first, first + PHRASE)
        telling = sum(words[k].content or k in changed for k in run)
        if (changed.intersection(run) and telling > 1) or (gap and gap.issubset(run) and telling):
            found.add(" ".join(words[k].key for k in run))
    return frozenset(found)


def name_of(words: Sequence[Word], begin: int, end: int) -> frozenset[str]:
    """The name in words[begin:end] as it is looked for in other versions: its first PHRASE words."""
    return frozenset([" ".join(w.key for w in words[begin:end][:PHRASE])])


def forms_of(words: Sequence[Word], begin: int, end: int) -> frozenset[str]:
    """Runs of PHRASE words around words[begin:end] as they are written: a singular and a plural have one key."""
    firsts = range(max(0, begin - CONTEXT), min(begin, len(words) - PHRASE) + 1)
    return frozenset("=" + " ".join(w.form for w in words[first : first + PHRASE]) for first in firsts)


def change(rule: str, alignment: Alignment, a: Span, b: Span, *, strong: bool, runs: Runs = runs_of) -> Change:
    """The change of words a[0]..a[1] of `one`; an empty side is shown by the words around the gap.

    `runs` tells what witnesses are asked for.
    """
    one, other = alignment.one, alignment.other
    first, last = shown(one, *a)
    first_b, last_b = shown(other, *b)
    places = one[first].start, one[last].end, other[first_b].start, other[last_b].end
    passage = _keys(other, b[0] - WIDE, b[1] + WIDE)
    beside = _keys(other, b[0] - CONTEXT, b[0]), _keys(other, b[1], b[1] + CONTEXT)
    return Change(rule, *places, strong, runs(other, *b), runs(one, *a), passage, beside)


def _keys(words: Sequence[Word], begin: int, end: int) -> str:
    return " ".join(w.key for w in words[max(0, begin) : end])


def shown(words: Sequence[Word], begin: int, end: int) -> Span:
    """The first and the last word to mark for words[begin:end], which may be empty; function words at its ends are left
    out.

    A gap is marked by the word before and the word behind it.
    """
    if begin == end:
        return max(0, begin - 1), min(begin, len(words) - 1)
    content = [k for k in range(begin, end) if words[k].content]
    return (content[0], content[-1]) if content else (begin, end - 1)
