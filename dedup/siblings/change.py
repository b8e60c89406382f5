"""Changes: what detectors make of edits, before it is known which of the two versions departs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from dedup.siblings.edits import Alignment
from dedup.siblings.version_words import VersionWords, WordRange
from dedup.siblings.word_columns import CONTENT, DENIES

CONTEXT: Final = 2
"""Words on either side of a change that a third version must have to be a witness."""
WIDE: Final = 5
"""Words on either side of a change by which two versions are known to carry one text: eleven running words are seldom
chance."""
PHRASE: Final = 3
"""Words of a run by which a third version bears witness: two occur together by chance too often."""
RUN_BITS: Final = 21
"""Bits of a word's number in the number of a run; PHRASE words are in 63."""

Runs = Callable[[VersionWords, int, int], frozenset[int]]


def run_number(keys: Sequence[int]) -> int:
    """Return the number by which a run of up to PHRASE keys is known; 0 where it is empty.

    >>> run_number([]), run_number([4]), run_number([4, 0]) == (5 << RUN_BITS) + 1
    (0, 5, True)
    """
    number = 0
    for key in keys:
        number = (number << RUN_BITS) + key + 1
    return number


class Change(NamedTuple):
    """Words of one version, text[start:end], where the sibling has [b, end_b).

    `own_words` and `their_words` are the ranges of the changed words in the two versions. `runs` makes the runs by
    which a third version is known as a witness.
    """

    rule: str
    start: int
    end: int
    b: int
    end_b: int
    one: VersionWords
    other: VersionWords
    own_words: WordRange
    their_words: WordRange
    runs: Runs

    @property
    def theirs(self) -> frozenset[int]:
        """Return runs around the words of the sibling: a third version that has one reads as the sibling does."""
        return self.runs(self.other, *self.their_words)

    @property
    def own(self) -> frozenset[int]:
        """Return runs around the words of the version: a third version that has one shows that it is not alone."""
        return self.runs(self.one, *self.own_words)

    @property
    def passage(self) -> bytes:
        """Return the keys that the sibling has for WIDE words around: a third version that has them carries the same
        text."""
        begin, end = self.their_words
        return self.other.keys[max(0, begin - WIDE) : end + WIDE].tobytes()

    @property
    def beside(self) -> tuple[int, int]:
        """Return the runs before and behind: a third version that has both covers the place."""
        begin, end = self.their_words
        keys = self.other.keys
        return run_number(keys[max(0, begin - CONTEXT) : begin].tolist()), run_number(
            keys[end : end + CONTEXT].tolist()
        )


def runs_of(words: VersionWords, begin: int, end: int) -> frozenset[int]:
    """Return the runs of PHRASE words around words[begin:end] that have a content word or a negation of it, or the gap
    if it is empty, and another content word."""
    first, last = max(0, begin - CONTEXT), min(len(words), end + CONTEXT)
    keys, signs = words.keys[first:last].tolist(), words.signs[first:last].tolist()
    content = [sign & CONTENT != 0 for sign in signs]
    changed = [begin <= first + k < end and sign & (CONTENT | DENIES) != 0 for k, sign in enumerate(signs)]
    gap = begin - first if begin == end else None
    found = set()
    for k in range(len(keys) - PHRASE + 1):
        run = slice(k, k + PHRASE)
        says = sum(c or d for c, d in zip(content[run], changed[run], strict=True))
        if (any(changed[run]) and says > 1) or (gap is not None and k < gap < k + PHRASE and says):
            found.add(run_number(keys[run]))
    return frozenset(found)


def name_of(words: VersionWords, begin: int, end: int) -> frozenset[int]:
    """Return the name in words[begin:end] as other versions are searched for it: its first PHRASE words."""
    return frozenset([run_number(words.keys[begin:end][:PHRASE].tolist())])


def forms_of(words: VersionWords, begin: int, end: int) -> frozenset[int]:
    """Return the runs of PHRASE words around words[begin:end] as they are written, with a minus: singular and plural
    have one key."""
    first, last = max(0, begin - CONTEXT), min(begin, len(words) - PHRASE)
    forms = words.forms[first : last + PHRASE].tolist()
    return frozenset(-run_number(forms[k : k + PHRASE]) for k in range(len(forms) - PHRASE + 1))


def change(rule: str, alignment: Alignment, a: WordRange, b: WordRange, *, runs: Runs = runs_of) -> Change:
    """Return the change of the words `a` of one version where the sibling has the words `b`.

    An empty side is marked by the words around the gap. `runs` makes the runs by which witnesses are found.
    """
    one, other = alignment.one, alignment.other
    first, last = shown(one, *a)
    first_b, last_b = shown(other, *b)
    places = int(one.starts[first]), int(one.ends[last]), int(other.starts[first_b]), int(other.ends[last_b])
    return Change(rule, *places, one, other, a, b, runs)


def shown(words: VersionWords, begin: int, end: int) -> WordRange:
    """Return the first and the last word to mark for words[begin:end], without function words at its ends.

    An empty range is marked by the word before and the word behind it.
    """
    if begin == end:
        return max(0, begin - 1), min(begin, len(words) - 1)
    content = words.content_places(begin, end)
    return (content[0], content[-1]) if content else (begin, end - 1)
