"""Where in a text a finding stands, as editors count: lines and columns from 1, columns in code points."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

import regex

_BREAK: Final = regex.compile(r"\r\n|\r|\n")


class Places:
    """Lines and columns of one text."""

    def __init__(self, text: str) -> None:
        self._begins = [0, *(match.end() for match in _BREAK.finditer(text))]

    def __call__(self, at: int) -> tuple[int, int]:
        r"""(line, column) of the code point at offset `at`.

        >>> Places("one\ntwo")(5)
        (2, 2)
        """
        line = bisect_right(self._begins, at)
        return line, at - self._begins[line - 1] + 1
