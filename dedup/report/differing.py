"""The words in which two passages differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dedup.text.folding import fold

MOST_WORDS: Final = 5_000
"""Words of a side; the table behind the comparison grows with the product, to 6 MB here. No sentence comes near."""

Span = tuple[int, int]

# Ideographs are words by themselves: a clause would differ as a whole.
_WORDS = re.compile(r"[\u2e80-\U0003ffff]|[^\W_\u2e80-\U0003ffff]+(?:['’][^\W_\u2e80-\U0003ffff]+)*")


def words_of(text: str, spans: Sequence[Span]) -> list[Span]:
    """Where the words of these spans of `text` stand.

    >>> words_of("The minister’s bridge, closed.", [(0, 14), (23, 30)])
    [(0, 3), (4, 14), (23, 29)]
    """
    return [match.span() for start, end in spans for match in _WORDS.finditer(text, start, end)]


def differing(
    text_a: str, words_a: Sequence[Span], text_b: str, words_b: Sequence[Span]
) -> tuple[list[Span], list[Span]] | None:
    """Runs of words that only one side has, case and accents aside; None where there are more words than are compared.

    >>> a, b = "The old bridge is Closed.", "The bridge is closed on Monday"
    >>> differing(a, words_of(a, [(0, len(a))]), b, words_of(b, [(0, len(b))]))
    ([(4, 7)], [(21, 30)])
    """
    if max(len(words_a), len(words_b)) > MOST_WORDS:
        return None
    from rapidfuzz.distance import Indel

    folded_a, folded_b = (
        [fold(text[start:end]) for start, end in words] for text, words in ((text_a, words_a), (text_b, words_b))
    )
    codes = Indel.opcodes(folded_a, folded_b)
    runs_a = [(words_a[code.src_start][0], words_a[code.src_end - 1][1]) for code in codes if code.tag == "delete"]
    runs_b = [(words_b[code.dest_start][0], words_b[code.dest_end - 1][1]) for code in codes if code.tag == "insert"]
    return runs_a, runs_b
