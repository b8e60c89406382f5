"""Quotations whose words were changed: newsrooms copy or cut what somebody said; machines reword it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Indel

from dedup.siblings.change import Change, change
from dedup.siblings.edit_search import IN_QUOTATION
from dedup.siblings.edits import Alignment, Edit, Move
from dedup.siblings.english_lists import SAYING
from dedup.siblings.version_words import VersionWords

LEAST_SHARED: Final = 0.4
LEAST_SHARED_LONG: Final = 0.25
"""Share of the words of the shorter quotation, within the aligned block, that both have, for it to be one quotation."""
LEAST_WORDS: Final = 2
WORDS_LONG: Final = 3
"""Content words that both quotations have."""
SAME_WORD: Final = 0.7
"""Indel similarity of two words that are forms or spellings of one (organise, organize), in which transcripts
differ."""
LEAST_LETTERS: Final = 3
"""Letters of a word that counts; remains of contractions are shorter."""
MOST_MOVED: Final = 2
"""Words that were moved within one quotation."""
MOST_CHANGED: Final = 6
"""Content words of one side of a change inside a quotation; more is another part of what was said."""
REMEMBERED: Final = 1 << 14
"""Pairs of words whose likeness is remembered: versions of a story change the same words."""


@lru_cache(REMEMBERED)
def same_word(one: str, other: str) -> bool:
    """Return whether two folded words are forms or spellings of one.

    >>> same_word("organised", "organized"), same_word("labour", "labor"), same_word("firm", "strong")
    (True, True, False)
    """
    return Indel.normalized_similarity(one, other) >= SAME_WORD


def shared_quotations(alignment: Alignment) -> set[tuple[int, int]]:
    """Return the pairs of quotations, by number on the two sides, that have enough words in common."""
    return {(each.a, each.b) for each in alignment.quotations if _enough(each.content, each.shared, each.size)}


def _enough(content: int, shared: int, size: int) -> bool:
    least = LEAST_SHARED_LONG if content >= WORDS_LONG else LEAST_SHARED
    return content >= LEAST_WORDS and shared >= least * size


def _quotation(alignment: Alignment, edit: Edit) -> tuple[int, int]:
    """Return the quotations around the edit, by the words beside it; 0 and 0 where it is in none."""
    for a, b in ((edit.a - 1, edit.b - 1), (edit.end_a, edit.end_b)):
        if 0 <= a < len(alignment.one) and 0 <= b < len(alignment.other):
            pair = alignment.one[a].quotation, alignment.other[b].quotation
            if all(pair):
                return pair
    return 0, 0


def _within(words: VersionWords, begin: int, end: int, quotation: int) -> list[int]:
    """Return the content words there without acronyms, which newsrooms spell out and shorten in quotations too."""
    return [
        k
        for k in words.content_places(begin, end)
        if words[k].quotation == quotation and len(words[k].form) >= LEAST_LETTERS and not words[k].acronym
    ]


def _is_editors(words: VersionWords, begin: int, end: int) -> bool:
    """Return whether an editor put something in brackets here, or left something out."""
    return any(mark in words[k].after for k in range(max(0, begin - 1), end) for mark in ("[", "(", "...", "…"))


def _moved(alignment: Alignment, shared: set[tuple[int, int]]) -> Iterator[Change]:
    """Find words that are elsewhere in one quotation; more than MOST_MOVED are a clause, which newsrooms move too."""
    one, other = alignment.one, alignment.other
    inside: dict[int, list[Move]] = {}
    for place in alignment.moves:
        quotation = one[place.a].quotation
        if (quotation, other[place.b].quotation) in shared and one[place.first].quotation == quotation:
            inside.setdefault(quotation, []).append(place)
    for places in inside.values():
        if sum(place.a + 1 - place.first for place in places) > MOST_MOVED:
            continue
        for place in places:
            if one[place.first].form not in SAYING:
                yield change("sibling-quotation", alignment, (place.first, place.a + 1), (place.b, place.b + 1))


def altered_quotations(alignment: Alignment) -> Iterator[Change]:
    """Find content words of a quotation in the place of others, or moved; a cut quotation is no change."""
    shared = shared_quotations(alignment)
    if not shared:
        return
    one, other = alignment.one, alignment.other
    yield from _moved(alignment, shared)
    for edit in alignment.edits:
        if not edit.shows(IN_QUOTATION):
            continue
        pair = _quotation(alignment, edit)
        if pair not in shared:
            continue
        a, b = _within(one, edit.a, edit.end_a, pair[0]), _within(other, edit.b, edit.end_b, pair[1])
        new = [k for k in a if not any(same_word(one[k].form, other[m].form) for m in b)]
        old = [k for k in b if not any(same_word(other[k].form, one[m].form) for m in a)]
        if not new or not old or max(len(new), len(old)) > MOST_CHANGED:
            continue
        if same_word("".join(one[k].form for k in a), "".join(other[k].form for k in b)):
            continue
        if not _is_editors(one, edit.a, edit.end_a) and not _is_editors(other, edit.b, edit.end_b):
            yield change("sibling-quotation", alignment, (new[0], new[-1] + 1), (old[0], old[-1] + 1))
