"""Document: a text as rules see it."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import regex

from dedup.text.furniture import find_furniture

_QUOTED: Final = regex.compile(r"“[^”\n]{1,1000}”|\"[^\"\n]{1,1000}\"|„[^“”\n]{1,1000}[“”]|«[^»\n]{1,1000}»")
_MASKED: Final = regex.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+|<[^<>\n]{1,300}>|`[^`\n]{1,300}`")
MASK: Final = "\x00"


class Document:
    """`text` has the length of the text as read; what no rule may touch (furniture, URLs, code, tables) is masked by NUL characters."""

    def __init__(self, raw: str, furniture: list[tuple[int, int]] | None = None) -> None:
        spans = [(f.start, f.end) for f in find_furniture(raw)] if furniture is None else furniture
        spans = spans + [m.span() for m in _MASKED.finditer(raw)]
        text = raw
        for start, end in spans:
            text = text[:start] + MASK * (end - start) + text[end:]
        self.text = text

    @cached_property
    def quotations(self) -> list[tuple[int, int]]:
        """Spans of what stands in quotation marks, marks included."""
        return [m.span() for m in _QUOTED.finditer(self.text)]

    def is_quoted(self, at: int) -> bool:
        """Whether the character at `at` stands inside quotation marks (the opening mark itself does not)."""
        return any(start < at < end for start, end in self.quotations)
