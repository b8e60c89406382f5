"""A report as three tables: articles, relations and families, a row each, for spreadsheets and data frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from dedup.records import LEVELS, RELATIONS, ArticleRecord, Family, MemberFacts, Relation

if TYPE_CHECKING:
    from dedup.report.report import Report

TableName = Literal["articles", "relations", "families"]
TABLES: Final[tuple[TableName, ...]] = ("articles", "relations", "families")

BETWEEN: Final = " | "
"""What is between ids where a cell holds several: in no id that a tool makes."""

Column = type[str] | type[int] | type[float] | type[bool]
COLUMNS: Final[dict[TableName, dict[str, Column]]] = {
    "articles": {
        "id": str, "title": str, "outlet": str, "published": str, "url": str, "language": str, "words": int,
        "family": str, "level": str, "root": str, "relation": str, "related_to": str, "coverage": float,
        "novelty": float, "supersedes": str, "copy_family": str, "wire_families": str, "event_family": str,
        "template_families": str, "verdict": str, "verdict_probability": float, "marks": int, "credits": str,
        "path": str, "line": int,
    },
    "relations": {
        "a": str, "b": str, "relation": str, "probability": float, "direction": str, "coverage_a": float,
        "coverage_b": float, "quoted_a": float, "quoted_b": float, "jaccard5": float, "jaccard2": float,
        "containment": float, "passages": int, "version": bool, "weak": bool, "reasons": str,
    },
    "families": {
        "id": str, "level": str, "articles": int, "root_article": str, "root_source": str, "root_probability": float,
        "why": str, "first_published": str, "last_published": str, "outlets": str, "omitted_pairs": int,
        "members": str,
    },
}  # fmt: skip
"""The columns of each table in their order, and the type of their cells; a cell may be None."""

Row = tuple[Any, ...]


def rows(report: Report, table: TableName) -> Iterator[Row]:
    """Yield the rows of a table in the order of the report, each with a cell for every column."""
    makers = {"articles": _articles, "relations": _relations, "families": _families}
    return makers[table](report)


class NearestRelations:
    """For each article the relation to show beside it: the one with the root of a family, else the strongest with any
    other member."""

    def __init__(self, relations: Iterable[Relation]) -> None:
        self._of: dict[str, list[Relation]] = {}
        for relation in relations:
            self._of.setdefault(relation.a, []).append(relation)
            self._of.setdefault(relation.b, []).append(relation)

    def find(self, article: str, family: Family, members: frozenset[str]) -> tuple[Relation, str] | None:
        """Return the relation and the id of the other article; None where the family holds the article indirectly."""
        inside = [(r, r.b if r.a == article else r.a) for r in self._of.get(article, ())]
        inside = [(relation, other) for relation, other in inside if other in members]
        to_root = [pair for pair in inside if pair[1] == family.root.article]
        return min(to_root or inside, key=lambda pair: _strength(pair[0], article, pair[1]), default=None)


def _strength(relation: Relation, article: str, other: str) -> tuple[int, float, str]:
    return RELATIONS.index(relation.relation), -coverage_of(relation, article), other


def coverage_of(relation: Relation, article: str) -> float:
    """Return the share of an article's words that is covered by the other of a pair."""
    return relation.coverage.a if relation.a == article else relation.coverage.b


def narrowest(families: Iterable[Family]) -> Family | None:
    """Return the family of the lowest level: the one that says most of an article."""
    return min(families, key=lambda family: (LEVELS.index(family.level), family.id), default=None)


def families_by_member(families: Iterable[Family]) -> dict[str, list[Family]]:
    """Return the families of each article, by its id."""
    homes: dict[str, list[Family]] = {}
    for family in families:
        for member in family.members:
            homes.setdefault(member, []).append(family)
    return homes


def root_of(family: Family) -> str | None:
    """Return the article or the source that a family comes from, None where neither is known."""
    return family.root.article or family.root.source


def _articles(report: Report) -> Iterator[Row]:
    homes = families_by_member(report.families)
    nearest = NearestRelations(report.relations)
    members = {family.id: frozenset(family.members) for family in report.families}
    facts = {fact.id: fact for family in report.families for fact in family.member_facts}
    for article in report.articles:
        own = homes.get(article.id, [])
        family = narrowest(own)
        found = nearest.find(article.id, family, members[family.id]) if family is not None else None
        yield _article_row(article, own, family, found, facts)


def _article_row(
    article: ArticleRecord,
    own: Sequence[Family],
    family: Family | None,
    found: tuple[Relation, str] | None,
    facts: Mapping[str, MemberFacts],
) -> Row:
    fact = facts.get(article.id)
    is_root = family is not None and family.root.article == article.id
    relation = "root" if is_root else found[0].relation if found is not None else None
    return (
        article.id, article.title, article.outlet, article.published, article.url, article.language, article.words,
        family.id if family is not None else None,
        family.level if family is not None else None,
        root_of(family) if family is not None else None,
        relation,
        found[1] if found is not None and not is_root else None,
        coverage_of(found[0], article.id) if found is not None and not is_root else None,
        fact.novelty if fact is not None else None,
        BETWEEN.join(fact.supersedes) if fact is not None else "",
        article.families.copy,
        BETWEEN.join(article.families.wire),
        article.families.event,
        BETWEEN.join(family.id for family in own if family.level == "template"),
        article.translation.verdict,
        article.translation.probability,
        len(article.artifacts),
        BETWEEN.join(dict.fromkeys(credit.source for credit in article.credits if credit.source)),
        article.path,
        article.line,
    )  # fmt: skip


def _relations(report: Report) -> Iterator[Row]:
    for pair in report.relations:
        # A pair of one event rests on names and numbers, which its other columns say: it stays short.
        reasons = pair.reasons[:1] if pair.relation == "same_event" else pair.reasons
        yield (
            pair.a, pair.b, pair.relation, pair.probability, pair.direction, pair.coverage.a, pair.coverage.b,
            pair.quoted.a, pair.quoted.b, pair.similarity.jaccard5, pair.similarity.jaccard2,
            pair.similarity.containment, len(pair.passages), pair.version, False, " ".join(reasons),
        )  # fmt: skip
    for weak in report.weak:
        yield (weak.a, weak.b, weak.relation, weak.probability, "unknown", *[None] * 7, None, None, True, None)


def _families(report: Report) -> Iterator[Row]:
    articles = {article.id: article for article in report.articles}
    for family in report.families:
        inside = [articles[member] for member in family.members if member in articles]
        dates = sorted(article.published for article in inside if article.published)
        yield (
            family.id, family.level, len(family.members), family.root.article, family.root.source,
            family.root.probability, family.root.why,
            dates[0] if dates else None, dates[-1] if dates else None,
            BETWEEN.join(sorted({article.outlet for article in inside if article.outlet})),
            family.omitted_pairs, BETWEEN.join(family.members),
        )  # fmt: skip
