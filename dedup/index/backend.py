"""Store: where an index keeps its articles. What judges an article asks a store and does not know which one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from dedup.records import Relation, Sides, Similarity


class ArticleRow(NamedTuple):
    """An article of the index: `seen` in milliseconds since 1970; `family` is the number of its copy family's first
    member."""

    number: int
    id: str
    seen: int
    family: int | None
    body: bytes | None


class ArticleStore(Protocol):
    """What can be asked of every store; numbers are given to articles as they come in, and rise."""

    def reading(self) -> AbstractContextManager[None]:
        """What is asked inside belongs to one moment, where the store can do so."""

    def dictionary(self) -> bytes:
        """What bodies are compressed with."""

    def last(self) -> int:
        """The largest number that an article was ever given."""

    def by_id(self, article: str) -> ArticleRow | None:
        """The article of this id."""

    def by_number(self, numbers: Sequence[int]) -> list[ArticleRow]:
        """The articles of these numbers that are there, in this order."""

    def rows(self) -> Iterator[ArticleRow]:
        """All articles, the oldest first."""

    def names(self, numbers: Iterable[int]) -> dict[int, str]:
        """The ids of the articles of these numbers that are there."""

    def members(self, families: Sequence[int], most: int) -> list[int]:
        """The numbers of at most `most` members of these copy families."""

    def first_of(self, family: int) -> str:
        """The id of the first member of a copy family that is still there."""

    def relations(self, numbers: Sequence[int] | None = None) -> list[Relation]:
        """The relations of these articles (of all) with earlier ones, as `stored_relation` makes them."""


def number_id(number: int) -> str:
    """A number as an id that sorts as the number does."""
    return f"{number:015d}"


def stored_relation(
    number: int, other: int, kind: Any, probability: float, coverage: float, other_coverage: float
) -> Relation:
    """The relation of an article with an earlier one as the index notes it: with numbers in the place of ids, the
    earlier one as a."""
    nothing = Sides(0.0, 0.0)
    return Relation(
        a=number_id(other),
        b=number_id(number),
        relation=kind,
        probability=probability,
        direction="unknown",
        coverage=Sides(other_coverage, coverage),
        quoted=nothing,
        similarity=Similarity(0.0, 0.0, 0.0),
        passages=[],
        reasons=[],
    )
