"""How passages are marked: by colour where there is some, and by signs that a pipe and every encoding can carry."""

from __future__ import annotations

from typing import Final

import msgspec

from dedup.records import PassageKind

KINDS: Final[dict[PassageKind, str]] = {"verbatim": "green", "edited": "yellow", "reworded": "cyan"}
"""The kinds of passages and their colours, those with the most wording in common first."""


class Marks(msgspec.Struct, frozen=True):
    """A sign for each kind, what stands between the columns and for what is left out, and what stands around words that
    differ."""

    kinds: dict[PassageKind, str]
    between: str
    rule: str
    dots: str
    open: str
    close: str

    @staticmethod
    def fitting(encoding: str, plain: bool) -> Marks:
        """The marks for an encoding; `plain` where there is no colour to show the words that differ."""
        unicode = encoding.lower().startswith("utf")
        return Marks(
            kinds={"verbatim": "=", "edited": "~", "reworded": "≈" if unicode else "*"},
            between="│" if unicode else "|",
            rule="─" if unicode else "-",
            dots="…" if unicode else "...",
            open="{" if plain else "",
            close="}" if plain else "",
        )
