"""Edits: where two aligned blocks differ word by word, and the words beside each edit that both versions have."""

from __future__ import annotations

from typing import NamedTuple

from dedup.siblings.edit_search import search_edits
from dedup.siblings.version_words import VersionWords, WordRange


class Edit(NamedTuple):
    """Words [a, end_a) of one version where the other has [b, end_b).

    `left` and `right` are the numbers of words beside it that both have; `signs` is what the edit shows.
    """

    a: int
    end_a: int
    b: int
    end_b: int
    left: int
    right: int
    signs: int

    def shows(self, sign: int) -> bool:
        """Return whether the edit has this sign."""
        return self.signs & sign != 0


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


class SharedQuotation(NamedTuple):
    """Two quotations, by number, and how many words they share, how many of these say something by themselves, and how
    many the smaller one has in the block."""

    a: int
    b: int
    shared: int
    content: int
    size: int


class Alignment(NamedTuple):
    """Two versions in one block: what differs, what both have, and what both have at other places.

    `substitutes` are the anchored edits, those with one word between put together (words [a, end_a), [b, end_b)), with
    one to three plain words on either side; `other_forms` are shared words that the other has in another form (a, b).
    """

    one: VersionWords
    other: VersionWords
    edits: list[Edit]
    kept: list[SharedRun]
    moves: list[Move]
    substitutes: list[tuple[int, int, int, int]]
    other_forms: list[tuple[int, int]]
    quotations: list[SharedQuotation]


def aligned(
    one: VersionWords, other: VersionWords, block: WordRange | None = None, other_block: WordRange | None = None
) -> Alignment:
    """Return the alignment of two ranges of words, else of all words, that has the most words in common."""
    kept, edits, moves, substitutes, other_forms, quotations = search_edits(
        one.columns, *(block or (0, len(one))), other.columns, *(other_block or (0, len(other)))
    )
    return Alignment(
        one,
        other,
        [Edit(*row) for row in edits],
        [SharedRun(*row) for row in kept],
        [Move(*row) for row in moves],
        substitutes,
        other_forms,
        [SharedQuotation(*row) for row in quotations],
    )
