"""Text of unknown origin made safe to print: a title must not move the cursor, recolour the screen or reverse the
line."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

LONGEST: Final = 400
"""Code points looked at; no terminal shows more of a title, and a hostile one may be a gigabyte long."""

INVISIBLE: Final = frozenset("\u00ad\u200b\u2060\ufeff")
"""Format characters that change nothing when they are left out: soft hyphen, zero-width space, word joiner, byte-order
mark."""

JOINERS: Final = frozenset("\u200c\u200d")
"""Zero-width (non-)joiners: Persian titles and emoji need them, and they cannot move anything."""

_WHITE = re.compile(r"\s+")
_ESCAPE = re.compile(
    r"\x1b(?:\[[0-?]{0,32}[ -/]{0,8}[@-~]|\][^\x07\x1b]{0,400}(?:\x07|\x1b\\)?)?|\x9b[0-?]{0,32}[ -/]{0,8}[@-~]"
)


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if character in INVISIBLE:
        return ""
    if character.isspace() or category in ("Zl", "Zp"):
        return " "
    if category in ("Cc", "Cf", "Cs") and character not in JOINERS:
        return "\N{REPLACEMENT CHARACTER}"
    return character


def printable(text: str) -> str:
    r"""One line of `text` without escape sequences; controls, bidi overrides and lone surrogates are shown as U+FFFD.

    Runs of white space become one space. The result has at most `LONGEST` code points.

    >>> printable("Bridge\n closed\x1b[31m on \u202eMonday")
    'Bridge closed on �Monday'
    """
    if text.isascii() and text.isprintable() and len(text) <= LONGEST:
        return " ".join(text.split())
    plain = _ESCAPE.sub("", text[:LONGEST])
    return " ".join("".join(map(_shown, plain)).split())


_CONTROLS: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]|\r(?!\n)"
)
"""Controls of both sets (ESC and the CSI of one byte, U+009B, among them), and what turns the direction of a line."""


def printable_json(data: bytes) -> bytes:
    r"""JSON for a terminal: controls and signs of direction, which JSON may hold as they are, become escapes of JSON;
    what is read from it stays the same.

    >>> printable_json('{"a": "\u009b31m \u202e"}'.encode())
    b'{"a": "\\u009b31m \\u202e"}'
    """
    text = data.decode("utf-8", "backslashreplace")
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode("utf-8", "backslashreplace")


LONGEST_ID: Final = 1100
"""Code points of an id that are shown: all of the longest id, and the level in front of it that families have."""


def printable_id(ident: str) -> str:
    """Return an id as `printable` does, but whole: it is copied from what is shown into the next command.

    >>> len(printable_id("x" * 1000)), printable_id("a\x1b[31mb")
    (1000, 'ab')
    """
    if len(ident) <= LONGEST:
        return printable(ident)
    return "".join(printable(ident[at : at + LONGEST]) for at in range(0, min(len(ident), LONGEST_ID), LONGEST))


def printable_lines(text: str) -> str:
    r"""`text` of any length made safe in the same way, its line breaks kept: white space with one in it becomes one
    line break.

    >>> printable_lines("Bridge \tclosed\x1b[31m \n\n on\r\nMonday ")
    'Bridge closed\non\nMonday '
    """
    plain = _WHITE.sub(_one, _ESCAPE.sub("", text))
    if plain.isascii() and plain.replace("\n", "").isprintable():
        return plain
    return "\n".join("".join(map(_shown, line)) for line in plain.split("\n"))


def _one(white: re.Match[str]) -> str:
    return " " if white[0].splitlines() == [white[0]] else "\n"
