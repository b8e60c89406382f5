"""Patterns that the standard library runs just as well: `re` compiles a pattern several times as fast as `regex`.

Both find the same in a text whose characters they agree on. There a property, as Lu, is a set of some letters of
Western Europe. `regex` runs what `re` cannot express and all other texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

import regex

from dedup.artifacts.character_set import has_only

# Both engines take these for the same kinds (\w, \d, \s), and none is the same as two letters where case is ignored, as
# the sharp s of German is. Each letter with a case has the other one here. A test compares the engines on each of them.
_AGREED: Final = (
    "\x00\x1b", "\x20\xb1", "\xb4\xb4", "\xb6\xb8", "\xba\xbb", "\xbf\xde", "\xe0\xfe", "\u2010\u2027", "\u2030\u203e",
    "\u20a0\u20bf", "\u2122\u2122", "\ufffd\ufffd",
)  # fmt: skip
# What means something else in `re`, or nothing: properties, operations of sets, fuzzy counts
_OTHER_SYNTAX: Final = re.compile(r"\\[pP]|\[\[|\[:|--|&&|\|\||~~|\{(?!\d{0,5}(?:,\d{0,5})?\})")
_PIECE: Final = re.compile(r"\\([pP])\{(\w+)\}|\\.|\[\^?\]?|\]", re.DOTALL)


def _table_of(ranges: Iterable[str]) -> bytes:
    """Return a table of the Basic Multilingual Plane: 1 for what is in one of the ranges, each its first and last."""
    table = bytearray(1 << 16)
    for ends in ranges:
        first, last = map(ord, ends)
        table[first : last + 1] = b"\1" * (last + 1 - first)
    return bytes(table)


_AGREED_TABLE: Final = _table_of(_AGREED)


def engines_agree(text: str) -> bool:
    """Return whether `re` and `regex` see the same characters in a text."""
    return has_only(text, _AGREED_TABLE)


def quick_pattern(source: str, *, ignore_case: bool) -> re.Pattern[str] | None:
    r"""Return the pattern as `re` compiles it, None where `re` cannot express it or means something else by it.

    >>> quick_pattern(r"gr[ae]y\p{Lu}", ignore_case=True).search("Greys").span()
    (0, 5)
    """
    translated = _without_properties(source)
    if _OTHER_SYNTAX.search(translated):
        return None
    try:
        return re.compile(translated, re.IGNORECASE if ignore_case else 0)
    except re.error:
        return None


def overlapping_matches(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the matches in text[start:end] of which each begins behind the beginning of the one before, as `regex`
    finds them with `overlapped`.

    >>> [match[0] for match in overlapping_matches(re.compile("[a-c]{2}"), "abcd", 0, 4)]
    ['ab', 'bc']
    """
    while start <= end and (match := pattern.search(text, start, end)) is not None:
        yield match
        start = match.start() + 1


def _without_properties(source: str) -> str:
    """Return the pattern with sets of characters that the engines agree on in place of properties, where there are
    some."""
    in_set = False

    def translated(piece: re.Match[str]) -> str:
        nonlocal in_set
        escape, name = piece.group(1, 2)
        if escape is None:
            in_set = piece[0][0] == "[" or (in_set and piece[0] != "]")
            return piece[0]
        members = _members(name)
        if not members or (in_set and escape == "P"):
            return piece[0]
        return members if in_set else f"[{'^' * (escape == 'P')}{members}]"

    return _PIECE.sub(translated, source) if r"\p" in source.lower() else source


@cache
def _members(name: str) -> str:
    """Return the characters of a property that the engines agree on, as a set lists them."""
    codes = [ord(character) for character in regex.findall(rf"\p{{{name}}}", _agreed_characters())]
    first = [code for code in codes if code - 1 not in codes]
    last = [code for code in codes if code + 1 not in codes]
    return "".join(rf"\u{low:04x}-\u{high:04x}" for low, high in zip(first, last, strict=True))


@cache
def _agreed_characters() -> str:
    return "".join(chr(code) for code, agreed in enumerate(_AGREED_TABLE) if agreed)
