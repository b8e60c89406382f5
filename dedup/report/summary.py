"""Summary: the figures that a reader asks for first, counted from the records of the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

import msgspec

from dedup.families.family import Family
from dedup.names.name import NameRecord
from dedup.relations.relation import Relation, Weak
from dedup.report.records import ArticleRecord, Count, InputRecord


class RelationCounts(msgspec.Struct, frozen=True):
    """How many pairs stand in each relation."""

    identical: Count = 0
    near_verbatim: Count = 0
    trimmed: Count = 0
    rewrite: Count = 0
    translation: Count = 0
    partial: Count = 0
    same_event: Count = 0


class FamilyCounts(msgspec.Struct, frozen=True):
    """How many families were found on each level."""

    copy: Count = 0
    wire: Count = 0
    event: Count = 0


class VerdictCounts(msgspec.Struct, frozen=True):
    """How many articles have each translation verdict."""

    clean: Count = 0
    translated: Count = 0
    machine_translated: Count = 0
    spun: Count = 0
    insufficient: Count = 0


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The report in figures.

    `in_copy_families` counts the articles that belong to a copy family, `redundant` those that could go if one of each copy
    family were kept, `in_wire_families` the articles of copy or wire families, `largest_copy_family` its members.
    """

    articles: Count
    words: Count
    skipped: Count
    renamed: Count
    relations: RelationCounts
    weak: Count
    families: FamilyCounts
    in_copy_families: Count
    redundant: Count
    in_wire_families: Count
    largest_copy_family: Count
    verdicts: VerdictCounts
    artifacts: Count
    names: Count


def summarise(
    input: InputRecord,
    articles: Sequence[ArticleRecord],
    names: Sequence[NameRecord],
    relations: Iterable[Relation],
    weak: Sequence[Weak],
    families: Sequence[Family],
) -> Summary:
    """Count what stands in the records."""
    copies = [family.members for family in families if family.level == "copy"]
    wires = [family.members for family in families if family.level == "wire"]
    copied = set(chain.from_iterable(copies))
    return Summary(
        articles=len(articles),
        words=sum(article.words for article in articles),
        skipped=len(input.skipped),
        renamed=len(input.renamed),
        relations=RelationCounts(**Counter[str](relation.relation for relation in relations)),
        weak=len(weak),
        families=FamilyCounts(**Counter[str](family.level for family in families)),
        in_copy_families=len(copied),
        redundant=len(copied) - len(copies),
        in_wire_families=len(copied.union(chain.from_iterable(wires))),
        largest_copy_family=max(map(len, copies), default=0),
        verdicts=VerdictCounts(**Counter[str](article.translation.verdict for article in articles)),
        artifacts=sum(len(article.artifacts) for article in articles),
        names=len(names),
    )
