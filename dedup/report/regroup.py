"""The same findings at another threshold: pairs change sides between `relations` and `weak`, and the families are
built again."""

from __future__ import annotations

from collections.abc import Sequence

from dedup.families import build_families, shorten
from dedup.provenance import assign_roots
from dedup.provenance.facts import facts_of
from dedup.records import WIRE_RELATIONS, ArticleRecord, Family, Relation, Sides, Similarity, Weak
from dedup.report.report import Report, make_report


def weak_relation(weak: Weak, min_probability: float) -> Relation:
    """A weak pair as a relation: its passages were not kept, and it says so."""
    return Relation(
        a=weak.a,
        b=weak.b,
        relation=weak.relation,
        probability=weak.probability,
        direction="unknown",
        coverage=Sides(0.0, 0.0),
        quoted=Sides(0.0, 0.0),
        similarity=Similarity(0.0, 0.0, 0.0),
        passages=[],
        reasons=[
            f"set aside by the scan, which kept no passages: scan again with --min-probability {min_probability} to "
            "see them"
        ],
    )


def _grouped(articles: Sequence[ArticleRecord], relations: list[Relation]) -> tuple[list[Family], list[Relation]]:
    """Families and their roots, as a scan makes them, and the relations that they leave to be listed."""
    related = {side for pair in relations for side in (pair.a, pair.b)}
    facts = {article.id: facts_of(article) for article in articles if article.id in related}
    return shorten(assign_roots(build_families(facts, relations), relations, facts), relations)


def regroup(report: Report, min_probability: float) -> Report:
    """The report as a scan at `min_probability` would give it, as far as that is known without the texts.

    Pairs below the threshold move to `weak`, and weak pairs at or above it come back without passages. Nothing but the
    setting changes where no pair changes sides.
    """
    dropped = [pair for pair in report.relations if pair.probability < min_probability]
    returned = [pair for pair in report.weak if pair.probability >= min_probability]
    back = {(pair.a, pair.b) for pair in returned}  # a pair that was called one event for want of a derivation
    relations = [
        pair for pair in report.relations if pair.probability >= min_probability and (pair.a, pair.b) not in back
    ]
    relations += [weak_relation(pair, min_probability) for pair in returned]
    weak = [pair for pair in report.weak if pair.probability < min_probability]
    weak += [
        Weak(pair.a, pair.b, pair.relation, pair.probability) for pair in dropped if pair.relation in WIRE_RELATIONS
    ]
    families = report.families
    if dropped or returned:
        families, relations = _grouped(report.articles, relations)
    return make_report(
        settings={**report.settings, "min_probability": min_probability},
        input=report.input,
        articles=report.articles,
        names=report.names,
        relations=relations,
        weak=weak,
        families=families,
    )
