"""Two articles of a report as a Pair: what the scan found, with their texts where these are at hand, else with the
passages alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from dedup.article import Article
from dedup.errors import InputError
from dedup.records import ArticleRecord, Passage, Relation
from dedup.report import Report
from dedup.report.regroup import weak_relation
from dedup.report.selection import Selection, select
from dedup.terminal.pair_head import Pair, Side

_BETWEEN: Final = "\n"
"""What is between two passages where the text between them is not known."""


def pair_in_report(report: Report, a: str, b: str, articles: Iterable[Article] = ()) -> Pair:
    """Return two articles of a report, by their ids, with their relation in it; `articles` are those that it was made
    from, if they are at hand.

    Raises InputError where the report does not have an id, or the articles have neither of them.
    """
    select(report, Selection(articles=(a, b)))
    records = {record.id: record for record in report.articles}
    relation, weak = _relation(report, a, b)
    given = list(articles) if not isinstance(articles, tuple) else articles
    if given:
        texts = {article.id: article for article in given if article.id in (a, b)}
        missing = next((ident for ident in (a, b) if ident not in texts), None)
        if missing is not None:
            raise InputError(
                f"the texts have no article {missing[:200]!r}; name the input that the report was made from"
            )
        return Pair(Side(a, texts[a], records[a]), Side(b, texts[b], records[b]), relation, weak)
    passages = relation.passages if relation is not None else []
    sides, moved = _from_passages(records[a], records[b], passages)
    return Pair(*sides, replace(relation, passages=moved) if relation is not None else None, weak)


def _relation(report: Report, a: str, b: str) -> tuple[Relation | None, bool]:
    """Return the relation with a on the left, and whether it is below the threshold."""
    for pair in report.relations:
        if {pair.a, pair.b} == {a, b}:
            return (pair if pair.a == a else _turned(pair)), False
    for weak in report.weak:
        if {weak.a, weak.b} == {a, b}:
            return replace(weak_relation(weak, weak.probability), a=a, b=b), True
    return None, False


def _turned(pair: Relation) -> Relation:
    """Return a relation with its sides exchanged."""
    directions = {"a_from_b": "b_from_a", "b_from_a": "a_from_b"}
    passages = [replace(p, a=p.b, b=p.a, text_a=p.text_b, text_b=p.text_a) for p in pair.passages]
    return replace(
        pair,
        a=pair.b,
        b=pair.a,
        direction=directions.get(pair.direction, pair.direction),
        coverage=replace(pair.coverage, a=pair.coverage.b, b=pair.coverage.a),
        quoted=replace(pair.quoted, a=pair.quoted.b, b=pair.quoted.a),
        passages=sorted(passages, key=lambda passage: passage.a),
    )


def _from_passages(
    a: ArticleRecord, b: ArticleRecord, passages: list[Passage]
) -> tuple[tuple[Side, Side], list[Passage]]:
    """Return both sides with a text of their passages, each in its own order, and where the passages are in these."""
    places_a, text_a = _placed([(p.a, p.text_a) for p in passages])
    places_b, text_b = _placed([(p.b, p.text_b) for p in passages])
    moved = [replace(p, a=x, b=y) for p, x, y in zip(passages, places_a, places_b, strict=True)]
    sides = [
        # Spans of furniture have no place in the text of passages; their kinds are named all the same.
        Side(
            record.id,
            Article(id=record.id, text=text),
            replace(record, furniture=[replace(f, start=0, end=0) for f in record.furniture]),
        )
        for record, text in ((a, text_a), (b, text_b))
    ]
    return (sides[0], sides[1]), moved


def _placed(spans: list[tuple[tuple[int, int], str]]) -> tuple[list[tuple[int, int]], str]:
    places: list[tuple[int, int]] = [(0, 0)] * len(spans)
    pieces: list[str] = []
    at = 0
    for number in sorted(range(len(spans)), key=lambda n: spans[n][0]):
        text = spans[number][1]
        places[number] = (at, at + len(text))
        pieces.append(text)
        at += len(text) + len(_BETWEEN)
    return places, _BETWEEN.join(pieces)
