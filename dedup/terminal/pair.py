"""Two articles and what a scan found of them, as `dedup diff` shows them."""

from __future__ import annotations

from typing import Final

import msgspec

from dedup.article import Article
from dedup.records import ArticleRecord, PassageKind, Relation


class Side(msgspec.Struct, frozen=True):
    """One of the two: what the user calls it, the article as it was read, and its record in the report."""

    name: str
    article: Article
    record: ArticleRecord


class Pair(msgspec.Struct, frozen=True):
    """`a` is on the left. `relation` is theirs in this order, None where nothing was found; `weak` where a scan leaves
    it out."""

    a: Side
    b: Side
    relation: Relation | None
    weak: bool = False


KINDS: Final[dict[PassageKind, str]] = {"verbatim": "green", "edited": "yellow", "reworded": "cyan"}
"""The kinds of passages and their colours, those with the most wording in common first."""


class Marks(msgspec.Struct, frozen=True):
    """A sign for each kind, what is between the columns and for what is left out, and what is around words that
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
