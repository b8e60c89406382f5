"""Kinds of characters beside a literal: one bit a kind, so that a set of kinds is a number."""

from __future__ import annotations

import string
from typing import Final

EDGE, LOWER, UPPER, DIGIT, JOINT, BLANK, BREAK, STOP, COMMA, QUOTE, BRACKET, OTHER, HIGH = (1 << n for n in range(13))
CHARACTER: Final = (1 << 13) - 1 - EDGE  # any character at all; EDGE is where the text begins or ends
ANY: Final = CHARACTER | EDGE
WORD: Final = LOWER | UPPER | DIGIT | JOINT  # of ASCII; what lies beyond (HIGH) may be of a word or not

_MEMBERS: Final = {
    LOWER: string.ascii_lowercase,
    UPPER: string.ascii_uppercase,
    DIGIT: string.digits,
    JOINT: "_",
    BLANK: " \t",
    BREAK: "\n\r\v\f",
    STOP: ".!?",
    COMMA: ",;:",
    QUOTE: "\"'",
    BRACKET: "()[]{}",
}
_KIND_OF: Final = {character: kind for kind, members in _MEMBERS.items() for character in members}


def kind_of(character: str) -> int:
    """Return the bit of one character."""
    return _KIND_OF.get(character, OTHER if character < "\x80" else HIGH)
