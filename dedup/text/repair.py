"""Mojibake: text that was once decoded with the wrong encoding is mended before it is compared, with a map back to what
was read."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import numpy as np

from dedup.text.tables import I64

_LINE: Final = re.compile(r"[^\n]+\n?|\n")  # str.splitlines would also cut at U+0085, a byte of mojibake
LONGEST_LINE: Final = 4_000  # characters


class RepairedText(NamedTuple):
    """A mended text, and for each of its code points (and its end) the code point of the text as read."""

    text: str
    to_raw: I64


def repair(text: str, longest_line: int = LONGEST_LINE) -> RepairedText | None:
    """Return the mended text, or None where nothing needed mending.

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
