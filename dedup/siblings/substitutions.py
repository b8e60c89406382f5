"""Substitutions: a set phrase of the sibling with other words in the place of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dedup.siblings.altered_quotations import same_word
from dedup.siblings.edits import Alignment, Change, Edit, anchored, change
from dedup.siblings.version_words import LINKS, SAYING, Word

MOST_WORDS: Final = 3
"""Content words on either side; more is a sentence in other words."""


def _joined(alignment: Alignment) -> Iterator[Edit]:
    """Return the edits, those with a single word between put together."""
    last: Edit | None = None
    for edit in alignment.edits:
        if not anchored(alignment, edit):
            continue
        if last is not None and edit.a - last.end_a == 1 == edit.b - last.end_b:
            last = Edit(last.a, edit.end_a, last.b, edit.end_b, last.left, edit.right)
            continue
        if last is not None:
            yield last
        last = edit
    if last is not None:
        yield last


def _plain(word: Word) -> bool:
    return word.content and not word.number and not word.quotation and not word.capital and word.form not in SAYING


def _collocated(words: Sequence[Word], first: int, last: int, edit: Edit) -> bool:
    """Return whether a shared content word is next to words[first..last], or with a linking word between."""
    before, behind = first - 1, last + 1
    if before > 0 and words[before].form in LINKS:
        before -= 1
    if behind < len(words) and words[behind].form in LINKS:
        behind += 1
    kept = [k for k in (before, behind) if 0 <= k < len(words) and not edit.b <= k < edit.end_b]
    return any(words[k].content for k in kept)


def substitutions(alignment: Alignment) -> Iterator[Change]:
    """Find one to three content words in the place of others, outside quotations and without names and numbers."""
    one, other = alignment.one, alignment.other
    for edit in _joined(alignment):
        a = [k for k in range(edit.a, edit.end_a) if one[k].content]
        b = [k for k in range(edit.b, edit.end_b) if other[k].content]
        if not 1 <= len(a) <= MOST_WORDS or not 1 <= len(b) <= MOST_WORDS:
            continue
        if not all(_plain(one[k]) for k in a) or not all(_plain(other[k]) for k in b):
            continue
        if any(same_word(one[k].form, other[m].form) for k in a for m in b if one[k].key != other[m].key):
            continue
        own, theirs = {one[k].key for k in a}, {other[k].key for k in b}
        if own <= theirs or theirs <= own or not _collocated(other, b[0], b[-1], edit):
            continue
        yield change("sibling-substitution", alignment, (a[0], a[-1] + 1), (b[0], b[-1] + 1))
