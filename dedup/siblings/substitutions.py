"""Substitutions: a set phrase of the sibling with other words in the place of its own."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.siblings.altered_quotations import same_word
from dedup.siblings.change import Change, change
from dedup.siblings.edits import Alignment
from dedup.siblings.english_lists import LINKS
from dedup.siblings.version_words import VersionWords


def _collocated(words: VersionWords, first: int, last: int, edit: range) -> bool:
    """Return whether a shared content word is next to words[first..last], or with a linking word between."""
    before, behind = first - 1, last + 1
    if before > 0 and words[before].form in LINKS:
        before -= 1
    if behind < len(words) and words[behind].form in LINKS:
        behind += 1
    kept = [k for k in (before, behind) if 0 <= k < len(words) and k not in edit]
    return any(words[k].content for k in kept)


def substitutions(alignment: Alignment) -> Iterator[Change]:
    """Find one to three content words in the place of others, outside quotations and without names and numbers."""
    one, other = alignment.one, alignment.other
    for begin, end, begin_b, end_b in alignment.substitutes:
        a, b = one.content_places(begin, end), other.content_places(begin_b, end_b)
        if any(same_word(one[k].form, other[m].form) for k in a for m in b if one[k].key != other[m].key):
            continue
        own, theirs = {one[k].key for k in a}, {other[k].key for k in b}
        if own <= theirs or theirs <= own or not _collocated(other, b[0], b[-1], range(begin_b, end_b)):
            continue
        yield change("sibling-substitution", alignment, (a[0], a[-1] + 1), (b[0], b[-1] + 1))
