"""Article: the record that everything passes around, and the records that tell what became of an input."""

from __future__ import annotations

import msgspec


class Article(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One news article as it was read.

    `text` is the decoded body before any repair; every offset in a report counts code points in it.
    `id` is the user's own id or one made from the path; it is unique within a scan (see `Renamed`).
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


class Skipped(msgspec.Struct, frozen=True, gc=False):
    """A piece of input that could not be used: where it stood and why; one sentence that ends with the way out."""

    path: str
    line: int | None
    reason: str


class Renamed(msgspec.Struct, frozen=True, gc=False):
    """An article whose id stood in the input before: `id` is the user's, `as` the one that the report uses."""

    path: str | None
    line: int | None
    id: str
    new_id: str = msgspec.field(name="as")
