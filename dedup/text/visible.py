"""What is inside words and is no part of them: soft hyphens, break hints, joiners, marks of direction, and the spaces
of words whose letters are spaced. They are left out of the text that is compared, with a map back to what was read."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import regex

from dedup.text.tables import I64

_LETTER: Final = r"[\p{L}\p{M}\p{N}_]"
# Format characters but those that one sees (Arabic and Kaithi number signs, see training/unicode_classes.py), and
# combining characters that show nothing; first and last of each run.
INVISIBLE: Final = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200B),
    (0x200E, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB), (0xE0001, 0xE0001), (0xE0020, 0xE007F), (0xE0100, 0xE01EF),
)  # fmt: skip
JOINERS: Final = (0x200C, 0x200D)
# Persian and the scripts of India need joiners, and folding leaves them out there: most texts stay as they are
_SHOWS_NOTHING: Final = "".join(f"{chr(first)}-{chr(last)}" for first, last in INVISIBLE)
_INSIDE_WORDS: Final = regex.compile(
    rf"(?<=[\p{{Latin}}\p{{Greek}}\p{{Cyrillic}}\p{{N}}_][\u0300-\u036F]{{0,2}})"
    rf"[{_SHOWS_NOTHING}\u200C\u200D]+(?={_LETTER})"
    rf"|(?<={_LETTER})[{_SHOWS_NOTHING}]+(?={_LETTER})"
)
# One word of a text whose letters are spaced; words are further apart. More letters are no word.
_SPACED_WORD: Final = regex.compile(r"(?<![\w'’])(?<!\w[ \u00A0])\p{L}(?:[ \u00A0]\p{L}){1,29}(?![ \u00A0]?\w)")
_MOSTLY: Final = 0.5  # share of a text in such words from which its letters are spaced


class RawPlaces:
    """Where the characters of a text without invisible ones are in the text as read, as a map that is indexed like an
    array: the first place behind each gap (`behind`), and how many characters are left out before it (`left_out`, which
    begins with 0)."""

    __slots__ = ("_behind", "_left_out")

    def __init__(self, behind: I64, left_out: I64) -> None:
        self._behind = behind
        self._left_out = left_out

    def __getitem__(self, places: Any) -> Any:
        """Return the places in the text as read of one place, or of an array of them."""
        return places + self._left_out[np.searchsorted(self._behind, places, side="right")]

    def find(self, place: int) -> int:
        """Return the place of the first character that is at this place of the text as read, or behind it."""
        begins = self._behind + self._left_out[:-1]
        gap = int(np.searchsorted(begins, place, side="right"))
        return max(int(self._behind[gap - 1]), place - int(self._left_out[gap])) if gap else place


def without_invisible(text: str) -> tuple[str, RawPlaces] | None:
    r"""Return the text without the invisible characters inside its words and without the spaces between spaced letters,
    and the map back; None where there are none.

    >>> text, places = without_invisible("Pop\u00adular De\u200bmand")
    >>> text, int(places[0]), int(places[4]), int(places[14])
    ('Popular Demand', 0, 5, 16)
    """
    spans = [found.span() for found in _INSIDE_WORDS.finditer(text)] or _spaces_inside_words(text)
    if not spans:
        return None
    begins, ends = np.array(spans, np.int64).T
    left_out = np.concatenate([np.zeros(1, np.int64), np.cumsum(ends - begins)])
    stops = [begin for begin, _ in spans[1:]] + [len(text)]
    kept = [text[: spans[0][0]], *(text[end:stop] for (_, end), stop in zip(spans, stops, strict=True))]
    return "".join(kept), RawPlaces(begins - left_out[:-1], left_out)


def _spaces_inside_words(text: str) -> list[tuple[int, int]]:
    """Return the spaces inside the words of a text whose letters are spaced; none of any other text."""
    words = [found.span() for found in _SPACED_WORD.finditer(text)]
    if sum(end - start for start, end in words) < _MOSTLY * len(text):
        return []
    return [(place, place + 1) for start, end in words for place in range(start + 1, end, 2)]
