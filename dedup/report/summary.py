"""Summary: the figures that a reader asks for first, counted from the records of the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from dedup.records import (
    ArticleRecord,
    Family,
    FamilyCounts,
    InputRecord,
    NameRecord,
    Relation,
    RelationCounts,
    Summary,
    VerdictCounts,
    Weak,
)  # fmt: skip


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
