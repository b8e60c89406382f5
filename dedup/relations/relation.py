"""Relation: how two articles are related, with the passages that show it (report format, section `relations`)."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

RelationKind = Literal["identical", "near_verbatim", "trimmed", "rewrite", "translation", "partial", "same_event"]
Direction = Literal["a_from_b", "b_from_a", "common_source", "unknown"]

COPY_KINDS: Final = frozenset({"identical", "near_verbatim", "trimmed", "rewrite"})
WIRE_KINDS: Final = COPY_KINDS | {"partial", "translation"}


class Sides(msgspec.Struct, frozen=True, gc=False):
    """One share for each side of a pair, 0..1 of its body words (furniture left out)."""

    a: float
    b: float


class Similarity(msgspec.Struct, frozen=True, gc=False):
    """Exact set similarities of the two bodies: Jaccard of word 5-grams and 2-grams, 5-gram containment in the larger."""

    jaccard5: float
    jaccard2: float
    containment: float


class Passage(msgspec.Struct, frozen=True, gc=False):
    """Two spans of text that stand for each other; `a` and `b` are [start, end) in code points of the text as read.

    `text_a` and `text_b` are those spans, cut at 300 characters. `similarity` of a verbatim or edited passage is the share of the words of
    the longer span that were copied; of a reworded one the cosine of the two sentences as sets of stems, rare ones counting more.
    """

    a: tuple[int, int]
    b: tuple[int, int]
    text_a: str
    text_b: str
    kind: Literal["verbatim", "edited", "reworded"]
    quoted: bool
    similarity: float


class Relation(msgspec.Struct, frozen=True, gc=False):
    """A pair of articles (`a` < `b` as ids) and what is known of it; `probability` is that of "derived", of one event for same_event."""

    a: str
    b: str
    relation: RelationKind
    probability: float
    direction: Direction
    coverage: Sides
    quoted: Sides
    similarity: Similarity
    passages: list[Passage]
    reasons: list[str]


class Weak(msgspec.Struct, frozen=True, gc=False):
    """A relation below the threshold in force, kept so that a report can be regrouped at another one."""

    a: str
    b: str
    relation: RelationKind
    probability: float
