"""Name: one bearer with every spelling found (report format, section `names`)."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Kind = Literal["person", "place", "group", "outlet", "other"]


class Convention(msgspec.Struct, frozen=True):
    """A way of romanising (`en`, `fr`, `de`, ...) and the probability that a spelling follows it."""

    convention: str
    probability: Annotated[float, Meta(ge=0, le=1)]


class Spelling(msgspec.Struct, frozen=True, kw_only=True):
    """One spelling of a name, how often it stands in the articles, and in which."""

    text: str
    count: Annotated[int, Meta(ge=0)]
    articles: list[str]
    conventions: list[Convention] = []


class Alias(msgspec.Struct, frozen=True):
    """Another name of the same bearer that is no spelling of this one, and the articles that join the two."""

    text: str
    relation: Literal["translated", "acronym", "also_known_as"]
    articles: list[str]


class NameRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One bearer of a name with every spelling found; `ambiguous_with` lists names that look alike and were not merged."""

    name: str
    kind: Kind
    spellings: list[Spelling]
    aliases: list[Alias] = []
    ambiguous_with: list[str] = []
