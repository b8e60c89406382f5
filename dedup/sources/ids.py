"""Ids: unique within a scan, whatever the input holds; no article is lost for its id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from dedup.article import Article
from dedup.records import Renamed


def with_unique_ids(articles: Iterable[Article], renamed: list[Renamed]) -> Iterator[Article]:
    """The same articles, a repeated id made `id#2`, `id#3` ... and told in `renamed`.

    An article without an id gets its path and line, else `article:N` with its place in the order.
    Holds every id seen: about 100 bytes an article.

    >>> renamed = []
    >>> [a.id for a in with_unique_ids([Article(text="x", id="a"), Article(text="y", id="a")], renamed)], renamed[0].new_id
    (['a', 'a#2'], 'a#2')
    """
    seen: set[str] = set()
    last: dict[str, int] = {}
    for place, article in enumerate(articles, 1):
        wanted = article.id
        if not wanted:
            wanted = _made_id(article, place)
            article = msgspec.structs.replace(article, id=wanted)
        if wanted in seen:
            number = last.get(wanted, 1) + 1
            while f"{wanted}#{number}" in seen:
                number += 1
            last[wanted] = number
            article = msgspec.structs.replace(article, id=f"{wanted}#{number}")
            renamed.append(Renamed(path=article.path, line=article.line, id=wanted, new_id=article.id))
        seen.add(article.id)
        yield article


def _made_id(article: Article, place: int) -> str:
    if article.path is None:
        return f"article:{place}"
    return article.path if article.line is None else f"{article.path}:{article.line}"
