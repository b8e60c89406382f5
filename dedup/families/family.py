"""Family: articles that belong together on one level, and the root they come from (report format, section `families`)."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["copy", "wire", "event"]


class Root(msgspec.Struct, frozen=True):
    """Where a family comes from: an article of the set, a named source that is not in the set, or neither; and why."""

    article: str | None = None
    source: str | None = None
    why: str = "no evidence names a source"


class Bridge(msgspec.Struct, frozen=True):
    """A link that was left open, since it did not suffice to join what it links; and why."""

    a: str
    b: str
    why: str


class Family(msgspec.Struct, frozen=True):
    """`members` are sorted ids; `omitted_pairs` counts the related pairs that a large family does not list."""

    id: str
    level: Level
    members: list[str]
    root: Root = Root()
    bridges: list[Bridge] = []
    omitted_pairs: int = 0
