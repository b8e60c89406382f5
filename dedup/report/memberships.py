"""The families of each article, as its own record lists them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from dedup.records import ArticleFamilies, ArticleRecord, Family

_NONE: Final = ArticleFamilies()


def with_memberships(articles: Sequence[ArticleRecord], families: Sequence[Family]) -> list[ArticleRecord]:
    """Return the articles in the same order, each with the ids of its copy, wire and event families.

    A family that equals one of a lower level is not listed; the article then has the id of the lower one.
    """
    listed: dict[str, dict[str, list[str]]] = {}
    for family in families:
        for member in family.members:
            listed.setdefault(member, {}).setdefault(family.level, []).append(family.id)
    return [
        article if article.families == found else msgspec.structs.replace(article, families=found)
        for article in articles
        for found in [_families(listed[article.id]) if article.id in listed else _NONE]
    ]


def _families(listed: dict[str, list[str]]) -> ArticleFamilies:
    copies, wires, events = (listed.get(level, []) for level in ("copy", "wire", "event"))
    wires = sorted(wires) or copies
    # With no event family of its own, an article of one wire family has that as the widest.
    event = events[0] if events else wires[0] if len(wires) == 1 else None
    return ArticleFamilies(copy=copies[0] if copies else None, wire=wires, event=event)
