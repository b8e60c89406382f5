"""Finding: a passage that a rule takes for the trace of a machine, a translator or a synonym spinner."""

from __future__ import annotations

from typing import Literal

import msgspec

from dedup.records import Claim


class Finding(msgspec.Struct, frozen=True, gc=False):
    """One mark; `start` and `end` are code points of the field (the text as read, or the title); `family` is the kind
    of evidence it is."""

    rule: str
    family: str
    category: str
    claims: Claim
    field: Literal["text", "title"]
    start: int
    end: int
    text: str
    message: str
    languages: tuple[str, ...] = ()


class Problem(msgspec.Struct, frozen=True, gc=False):
    """What the rules could not do on one article; `article` is its id, `rule` the rule's, if one alone is concerned."""

    article: str
    rule: str | None
    reason: str
