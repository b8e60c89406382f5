"""ScanArticles: what a run knows of its articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from dedup.cached_property import cached_property
from dedup.provenance.facts import published_at
from dedup.records import ArticleRecord
from dedup.text.repair import RepairedText

if TYPE_CHECKING:
    from dedup.artifacts.rule import Problem
    from dedup.artifacts.translation_verdict import TextEvidence
    from dedup.text.terms import Terms


class ScanArticles:
    """The articles of a run, by number in the order of the input.

    detected: what each text shows of translation by itself; problems: what rules could not do; repaired: the texts that
    were mended; given_ids: by new id the ids of renamed articles; terms: the words of all articles, where relations are
    wanted.
    """

    def __init__(self) -> None:
        self.records: list[ArticleRecord] = []
        self.detected: list[TextEvidence] = []
        self.problems: list[Problem] = []
        self.repaired: dict[int, RepairedText] = {}
        self.given_ids: dict[str, str] = {}
        self.terms: Terms | None = None

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each article by its id; asked for when all are read."""
        return {record.id: number for number, record in enumerate(self.records)}

    def record(self, name: str) -> ArticleRecord:
        """Return the record of the article with this id."""
        return self.records[self.numbers[name]]


def ranks_of(records: Sequence[ArticleRecord]) -> list[int]:
    """Return the place of each article in the order in which they came: by date, else by the order of the input.

    An article without a date comes right behind the one before it in the input.
    """
    moments: list[datetime] = []
    for record in records:
        found = published_at(record.published)
        moments.append(found[0] if found is not None else moments[-1] if moments else datetime.min)
    ranks = [0] * len(records)
    for rank, number in enumerate(sorted(range(len(records)), key=moments.__getitem__)):
        ranks[number] = rank
    return ranks
