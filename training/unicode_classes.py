"""Write dedup/text/unicode_classes.json: the class of every code point for the tokeniser, from the regex package's
Unicode data.

usage: python training/unicode_classes.py

The table ships so that a sketch does not depend on the Unicode version of the Python that made it.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import regex

SEPARATOR, WORD, SINGLE, EXTEND, INVISIBLE = range(5)
TARGET = Path(__file__).resolve().parents[1] / "dedup/text/unicode_classes.json"
# Scripts written without spaces between words: each character is a token, so that word n-grams become character
# n-grams.
NO_SPACES = regex.compile(
    r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}"
    r"\p{Script=Myanmar}"
    r"\p{Script=Tibetan}\p{Script=Javanese}]"
)
LETTER_OR_NUMBER = regex.compile(r"[\p{L}\p{N}]")
MARK = regex.compile(r"\p{M}")
# Format characters that show nothing: joiners, break hints, soft hyphens, marks of direction. Arabic and Kaithi number
# signs are format characters that one sees.
SHOWN_FORMAT = regex.compile(r"[\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\U000110BD\U000110CD]")
INVISIBLE_FORMAT = regex.compile(r"\p{Cf}")


def class_of(code: int) -> int:
    """The tokeniser's class of one code point."""
    char = chr(code)
    if MARK.match(char):
        return EXTEND
    if INVISIBLE_FORMAT.match(char) and not SHOWN_FORMAT.match(char):
        return INVISIBLE
    if LETTER_OR_NUMBER.match(char):
        return SINGLE if NO_SPACES.match(char) else WORD
    return WORD if char == "_" else SEPARATOR


def main() -> None:
    """Run-length encode the classes and write them."""
    runs: list[list[int]] = []
    for code in range(0x110000):
        kind = SEPARATOR if 0xD800 <= code < 0xE000 else class_of(code)
        if not runs or runs[-1][1] != kind:
            runs.append([code, kind])
    header = {
        "made_by": "training/unicode_classes.py",
        "unicode_at_least": unicodedata.unidata_version,
        "regex": regex.__version__,
        "classes": ["separator", "word", "single", "extend", "invisible"],
    }
    TARGET.write_text(json.dumps({**header, "runs": runs}, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(runs)} runs, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
