"""Quotations whose words were changed: newsrooms copy or cut what somebody said; machines reword it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import Indel

from dedup.siblings.edits import Alignment, Change, Edit, Move, anchored, change
from dedup.siblings.version_words import SAYING, Word

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


def same_word(one: str, other: str) -> bool:
    """Return whether two folded words are forms or spellings of one.

    >>> same_word("organised", "organized"), same_word("labour", "labor"), same_word("firm", "strong")
    (True, True, False)
    """
    return Indel.normalized_similarity(one, other) >= SAME_WORD


def shared_quotations(alignment: Alignment) -> set[tuple[int, int]]:
    """Return the pairs of quotations, by number on the two sides, that have enough words in common."""
    shared: Counter[tuple[int, int]] = Counter()
    content: Counter[tuple[int, int]] = Counter()
    for run in alignment.kept:
        for one, other in zip(
            alignment.one[run.a : run.a + run.size], alignment.other[run.b : run.b + run.size], strict=True
        ):
            if one.quotation and other.quotation:
                shared[one.quotation, other.quotation] += 1
                content[one.quotation, other.quotation] += one.content
    misread, other_misread = _lost_marks(alignment.one), _lost_marks(alignment.other)
    sizes, other_sizes = (Counter(w.quotation for w in words) for words in (alignment.one, alignment.other))
    return {
        (a, b)
        for (a, b), size in shared.items()
        if a not in misread and b not in other_misread and _enough(content[a, b], size, min(sizes[a], other_sizes[b]))
    }


def _lost_marks(words: Sequence[Word]) -> set[int]:
    """Return the quotations that begin with a verb of saying: really what follows a quotation whose mark was lost."""
    return {
        word.quotation
        for last, word in pairwise(words)
        if word.quotation and last.quotation != word.quotation and word.form in SAYING
    }


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


def _within(words: Sequence[Word], begin: int, end: int, quotation: int) -> list[int]:
    """Return the content words there without acronyms, which newsrooms spell out and shorten in quotations too."""
    return [
        k
        for k in range(begin, end)
        if words[k].quotation == quotation
        and words[k].content
        and len(words[k].form) >= LEAST_LETTERS
        and not words[k].acronym
    ]


def _is_editors(words: Sequence[Word], begin: int, end: int) -> bool:
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
        pair = _quotation(alignment, edit)
        if pair not in shared or not anchored(alignment, edit, quoted=True):
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
