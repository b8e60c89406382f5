"""Two articles and what a scan found of them, as `dedup diff` shows them."""

from __future__ import annotations

import msgspec

from dedup.article import Article
from dedup.records import ArticleRecord, Relation


class Side(msgspec.Struct, frozen=True):
    """One of the two: what the user calls it, the article as it was read, and its record in the report."""

    name: str
    article: Article
    record: ArticleRecord


class Pair(msgspec.Struct, frozen=True):
    """`a` stands left. `relation` tells of them in this order, None where nothing was found; `weak` where a scan leaves
    it out."""

    a: Side
    b: Side
    relation: Relation | None
    weak: bool = False
