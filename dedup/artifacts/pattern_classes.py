"""The classes of the pattern syntax (escapes, properties, scripts, ranges) as kinds of characters."""

from __future__ import annotations

from typing import Final

from dedup.artifacts import contexts as kinds
from dedup.artifacts.triggers import lead_bytes

CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b"}
LETTERS: Final = kinds.LOWER | kinds.UPPER
_SPACES: Final = kinds.BLANK | kinds.BREAK | kinds.OTHER | kinds.HIGH
ESCAPED: Final = {
    "w": kinds.WORD | kinds.HIGH,
    "W": kinds.CHARACTER & ~kinds.WORD,
    "d": kinds.DIGIT | kinds.HIGH,
    "D": kinds.CHARACTER & ~kinds.DIGIT,
    "s": _SPACES,
    "h": _SPACES,
    "S": kinds.CHARACTER & ~(kinds.BLANK | kinds.BREAK),
}
PROPERTIES: Final = {
    "Lu": kinds.UPPER | kinds.HIGH, "Lt": kinds.HIGH, "Ll": kinds.LOWER | kinds.HIGH, "L": LETTERS | kinds.HIGH,
    "N": kinds.DIGIT | kinds.HIGH, "Nd": kinds.DIGIT | kinds.HIGH,
}  # fmt: skip
# Rare letters, which later versions of Unicode add to: told by the first byte, as emoji are
_BEYOND: Final = "\U00010000-\U0010ffff"
_SCRIPT_RANGES: Final = {
    "Cyrillic": "\u0400-\u052f\u1c80-\u1c8f\u1d2b-\u1d78\u2de0-\u2dff\ua640-\ua69f\ufe2e-\ufe2f",
    "Arabic": "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Hebrew": "\u0591-\u05f4\ufb1d-\ufb4f",
    "Greek": "\u0370-\u03ff\u1d26-\u1dbf\u1f00-\u1fff\u2126-\u2126\uab65-\uab65",
    "Hiragana": "\u3041-\u309f",
    "Katakana": "\u30a1-\u32fe\u3300-\u3357\uff66-\uff9d",
    "Han": "\u2e80-\u303b\u3400-\u9fff\uf900-\ufad9",
}
SCRIPTS: Final = {
    name: lead_bytes(zip((r + _BEYOND)[::3], (r + _BEYOND)[2::3], strict=True)) for name, r in _SCRIPT_RANGES.items()
}


def kinds_between(first: str, last: str) -> int:
    """The kinds of the characters from one to another."""
    found = kinds.HIGH if last > "\x7f" else 0
    for code in range(ord(first), min(ord(last), 127) + 1):
        found |= kinds.kind_of(chr(code))
    return found
