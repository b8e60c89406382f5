"""The house style of outlets as an index keeps it: how many articles an outlet has, and how many of these have marks of
each rule that may be its style."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple, Self

import msgspec

MOST_RULES: Final = 1_000  # of one outlet; there are fewer rules than that


class OutletMarks(NamedTuple):
    """What one English article says of the style of its outlet: the rules of its marks that may be that."""

    outlet: str
    rules: frozenset[str]


class OutletCounts(msgspec.Struct, frozen=True):
    """The English articles of an outlet, and by rule how many of these have marks of it."""

    articles: int = 0
    rules: dict[str, int] = {}

    @classmethod
    def checked(cls, articles: Any, rules: Mapping[Any, Any]) -> Self:
        """Return the counts that were read somewhere. Raises ValueError for what cannot be counts."""
        numbers = [articles, *rules.values()]
        if (
            len(rules) > MOST_RULES
            or not all(type(number) is int and 0 < number <= articles for number in numbers)
            or not all(type(rule) is str and rule for rule in rules)
        ):
            raise ValueError("it counts more marks than articles")
        return cls(articles, dict(rules))

    def with_article(self, rules: Iterable[str]) -> OutletCounts:
        """Return the counts after one more article."""
        counted = dict(self.rules)
        for rule in rules:
            counted[rule] = counted.get(rule, 0) + 1
        return OutletCounts(self.articles + 1, counted)


NO_COUNTS: Final = OutletCounts()


class HouseStyleMark(msgspec.Struct, frozen=True):
    """A rule whose marks are the style of an outlet: of its English `articles`, so many are `marked`."""

    outlet: str
    rule: str
    articles: int
    marked: int


def house_styles(counted: Iterable[tuple[str, OutletCounts]]) -> list[HouseStyleMark]:
    """Return what is the style of these outlets, by outlet, the most frequent marks first."""
    from dedup.artifacts.house_style import style_of

    found = [
        HouseStyleMark(outlet, rule, counts.articles, counts.rules[rule])
        for outlet, counts in counted
        for rule in style_of(counts.articles, counts.rules)
    ]
    return sorted(found, key=lambda mark: (mark.outlet, -mark.marked, mark.rule))
