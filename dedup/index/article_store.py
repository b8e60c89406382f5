"""What every store of articles can be asked for, and how it gives articles and relations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, NamedTuple, Protocol

from dedup.index.checksums import checksum_of_bytes
from dedup.index.outlet_style import OutletCounts
from dedup.index.settings import EARLIEST, LATEST
from dedup.records import RELATIONS, Relation, Sides, Similarity

MOST_NUMBERS: Final = 1 << 32
"""Of articles: tails, segments and buckets hold a number in four bytes."""


class ArticleRow(NamedTuple):
    """An article of the index: `seen` in milliseconds since 1970; `family` is the number of its copy family's first
    member; `body_sum` the checksum of the body, None where there is none."""

    number: int
    id: str
    seen: int
    family: int | None
    body: bytes | None
    body_sum: int | None = None

    def is_body_whole(self) -> bool:
        """Return whether the body is what was written, as far as its checksum says."""
        return self.body_sum is None or self.body_sum == checksum_of_bytes(self.body or b"")


Matches = list[tuple[ArticleRow, Relation]]
"""Stored articles that are related to one article, which is `a` in each relation."""


class ArticleStore(Protocol):
    """The articles of an index. Numbers are given to articles in the order in which they come in, and rise."""

    def reading(self) -> AbstractContextManager[None]:
        """Return a context in which all answers belong to one moment, where the store can do that."""

    def dictionary(self) -> bytes:
        """Return what bodies are compressed with."""

    def last(self) -> int:
        """Return the largest number that an article was ever given."""

    def by_id(self, article: str) -> ArticleRow | None:
        """Return the article of this id."""

    def by_number(self, numbers: Sequence[int]) -> list[ArticleRow]:
        """Return the stored articles of these numbers, in this order."""

    def rows(self) -> Iterator[ArticleRow]:
        """Yield all articles, the oldest first."""

    def names(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return the ids of the stored articles of these numbers."""

    def members(self, families: Sequence[int], most: int) -> list[int]:
        """Return the numbers of at most `most` members of these copy families."""

    def first_of(self, family: int) -> str:
        """Return the id of the first stored member of a copy family."""

    def style_of(self, outlet: str) -> OutletCounts:
        """Return how often an outlet has marks that may be its house style."""

    def all_styles(self) -> Iterable[tuple[str, OutletCounts]]:
        """Yield the counts of all outlets."""

    def relations(self, numbers: Sequence[int] | None = None) -> list[Relation]:
        """Return the relations of these articles (of all) with earlier ones, as `stored_relation` makes them."""


def is_article_number(value: Any) -> bool:
    """Return whether a stored value is a number that an article may have."""
    return isinstance(value, int) and 0 < value < MOST_NUMBERS


def is_row(row: ArticleRow) -> bool:
    """Return whether what was read as a row has the types and the ranges of one."""
    number, id, seen, family, body, body_sum = row
    return (
        type(number) is type(seen) is int
        and 0 < number < MOST_NUMBERS
        and EARLIEST <= seen <= LATEST
        and type(id) is str
        and (family is None or is_article_number(family))
        and (body is None or type(body) is bytes)
        and (body_sum is None or type(body_sum) is int)
    )


def is_relation(number: Any, other: Any, kind: Any, *shares: Any) -> bool:
    """Return whether what was read as a relation has the types and the ranges of one; the shares are probability and
    coverages."""
    return (
        is_article_number(number)
        and is_article_number(other)
        and kind in RELATIONS
        and all(isinstance(share, float) and 0 <= share <= 1 for share in shares)
    )


def number_id(number: int) -> str:
    """Return a number as an id that sorts as the number does."""
    return f"{number:015d}"


def stored_relation(
    number: int, other: int, kind: Any, probability: float, coverage: float, other_coverage: float
) -> Relation:
    """Return the relation of an article with an earlier one as the index stores it: with numbers instead of ids, the
    earlier one as `a`."""
    return Relation(
        a=number_id(other),
        b=number_id(number),
        relation=kind,
        probability=probability,
        direction="unknown",
        coverage=Sides(other_coverage, coverage),
        quoted=Sides(0.0, 0.0),
        similarity=Similarity(0.0, 0.0, 0.0),
        passages=[],
        reasons=[],
    )
