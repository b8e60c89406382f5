"""Mojibake: text that was once decoded with the wrong encoding is mended before it is compared, with a map back to what
was read. Invisible characters inside words are left out with it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import numpy as np

from dedup.text.tables import I64
from dedup.text.visible import RawPlaces, without_invisible

_LINE: Final = re.compile(r"[^\n]+\n?|\n")  # str.splitlines would also cut at U+0085, a byte of mojibake
LONGEST_LINE: Final = 4_000  # characters


class RepairedText(NamedTuple):
    """A mended text, and for each of its code points (and its end) the code point of the text as read, which an index
    or an array of them asks for."""

    text: str
    to_raw: I64 | RawPlaces

    def find(self, place: int) -> int:
        """Return the place of the first character that is at this place of the text as read, or behind it."""
        return self.to_raw.find(place) if isinstance(self.to_raw, RawPlaces) else int(self.to_raw.searchsorted(place))


def clean(text: str) -> RepairedText | None:
    r"""Return the text as it is compared: mended, and without invisible characters inside words; None where that is the
    text itself.

    >>> clean("sch\u00c3\u00b6n so\u00adfort").text
    'schön sofort'
    """
    mended = repair(text)
    shown = without_invisible(text if mended is None else mended.text)
    if shown is None:
        return mended
    if mended is None:
        return RepairedText(*shown)
    visible, places = shown
    return RepairedText(visible, mended.to_raw[places[np.arange(len(visible) + 1)]])


def repair(text: str, longest_line: int = LONGEST_LINE) -> RepairedText | None:
    """Return the text decoded as it was meant, or None where nothing needed mending.

    Lines of more than `longest_line` characters are left as they are: to align a mended line with the raw one costs
    their product.

    >>> repair("schÃ¶n, itâ€™s") is not None and repair("schÃ¶n, itâ€™s").text
    'schön, it’s'
    >>> repair("SÃO PAULO — É") is None
    True
    """
    from ftfy import fix_encoding
    from rapidfuzz.distance import Indel

    pieces: list[str] = []
    maps: list[I64] = []
    at = 0
    changed = False
    for line in _LINE.findall(text):
        fixed = fix_encoding(line) if not line.isascii() and len(line) <= longest_line else line
        if fixed == line:
            maps.append(np.arange(at, at + len(line), dtype=np.int64))
        else:
            changed = True
            to_raw = np.empty(len(fixed), np.int64)
            for step in Indel.opcodes(line, fixed):
                to_raw[step.dest_start : step.dest_end] = at + step.src_start
                if step.tag == "equal":
                    to_raw[step.dest_start : step.dest_end] += np.arange(step.dest_end - step.dest_start)
            maps.append(to_raw)
        pieces.append(fixed)
        at += len(line)
    if not changed:
        return None
    maps.append(np.array([len(text)], np.int64))
    return RepairedText("".join(pieces), np.concatenate(maps))
