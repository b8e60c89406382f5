"""Article: the record that everything passes around."""

from __future__ import annotations

import msgspec


class Article(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One news article as it was read.

    `text` is the decoded body before any repair; every offset in a report counts code points in it.
    `id` is the user's own id or one made from the path; it is unique within a scan (see `Renamed`).
    `url` is the address that was fetched, `origins` are the addresses on other sites that the page itself names as its
    original: a canonical link, a syndication source.
    `author` is the byline as it was given.
    `path` is relative to the input the article was found under, `line` the 1-based line of a JSON Lines file.
    """

    text: str
    id: str = ""
    title: str | None = None
    url: str | None = None
    published: str | None = None
    outlet: str | None = None
    path: str | None = None
    line: int | None = None
    origins: tuple[str, ...] = ()
    author: str | None = None
