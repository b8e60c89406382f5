"""The outlet by which the furniture of an article is counted."""

from __future__ import annotations

from typing import Final

from dedup.article import Article
from dedup.provenance.phrases import host_of

_LONGEST_OUTLET: Final = 200  # characters of an outlet's name that count


def outlet_of(article: Article) -> str:
    """Return the name of the outlet given with an article, else the host of its url; empty where it has neither.

    >>> outlet_of(Article(text="", outlet=" The Post "))
    'the post'
    >>> outlet_of(Article(text="", url="https://www.post.example/a?b"))
    'post.example'
    """
    name = article.outlet.strip().casefold().removeprefix("www.") if article.outlet else ""
    return (name or (host_of(article.url) or "" if article.url else ""))[:_LONGEST_OUTLET]
