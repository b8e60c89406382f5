"""Patterns that the standard library runs just as well: `re` compiles a pattern several times as fast as `regex`.

Both find the same in a text whose characters they agree on. `regex` runs what `re` cannot express and all other texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from dedup.artifacts.character_set import has_only

# Both engines take these for the same kinds (\w, \d, \s), and none is the same as two letters where case is ignored, as
# the sharp s of German is. A test compares the engines on each of them.
_AGREED: Final = (
    "\x00\x1b", "\x20\xb1", "\xb4\xb4", "\xb6\xb8", "\xba\xbb", "\xbf\xde", "\xe0\u012f", "\u0132\u0148",
    "\u014a\u017e", "\u2010\u2027", "\u2030\u203e", "\u20a0\u20bf", "\u2122\u2122", "\ufffd\ufffd",
)  # fmt: skip
# What means something else in `re`, or nothing: properties, operations of sets, fuzzy counts
_OTHER_SYNTAX: Final = re.compile(r"\\[pP]|\[\[|\[:|--|&&|\|\||~~|\{(?!\d{0,5}(?:,\d{0,5})?\})")


def _members(ranges: Iterable[str]) -> bytes:
    """Return a table of the Basic Multilingual Plane: 1 for what is in one of the ranges, each its first and last."""
    table = bytearray(1 << 16)
    for ends in ranges:
        first, last = map(ord, ends)
        table[first : last + 1] = b"\1" * (last + 1 - first)
    return bytes(table)


_MEMBERS: Final = _members(_AGREED)


def engines_agree(text: str) -> bool:
    """Return whether `re` and `regex` see the same characters in a text."""
    return has_only(text, _MEMBERS)


def quick_pattern(source: str, *, ignore_case: bool) -> re.Pattern[str] | None:
    """Return the pattern as `re` compiles it, None where `re` cannot express it or means something else by it.

    >>> quick_pattern("gr[ae]y", ignore_case=True).search("Grey").span()
    (0, 4)
    """
    if _OTHER_SYNTAX.search(source):
        return None
    try:
        return re.compile(source, re.IGNORECASE if ignore_case else 0)
    except re.error:
        return None
