"""The house style of an outlet is counted in the index, for all who open it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup import Article, Prefilter
from dedup.artifacts import Engine, load_rules
from dedup.artifacts.house_style import LEAST
from dedup.index.outlet_style import MOST_RULES, HouseStyleMark, OutletCounts, house_styles
from dedup.index.settings import LIMITS, IndexSettings
from dedup.index.verdict import Verdict


def article(number: int, outlet: str | None = "The Clock") -> Article:
    text = f"The fair in ward {number} opens at {number % 9 + 1} o'clock, the council of ward {number} said."
    return Article(id=f"a{number}", text=text, outlet=outlet)


def says_style(verdict: Verdict) -> bool:
    assert verdict.translation is not None
    return any("House style" in reason for reason in verdict.translation.reasons)


def add(seen: Prefilter, numbers: range, outlet: str | None = "The Clock") -> list[bool]:
    """Add articles; return of each whether its verdict says that marks are house style."""
    return [says_style(seen.check_and_add(article(number, outlet))) for number in numbers]


@pytest.fixture(scope="module")
def rule() -> str:
    """The rule that all these articles have a mark of."""
    (found,) = Engine(load_rules())(article(0).text)
    return found.rule


def test_style_is_counted_over_all_openings_of_an_index(place: Path | str, rule: str) -> None:
    with Prefilter(place, translation=True) as seen:
        assert add(seen, range(LEAST - 1)) == [False] * (LEAST - 1)
        assert seen.house_styles() == []
    with Prefilter(place, translation=True) as seen:
        assert add(seen, range(LEAST, LEAST + 2)) == [True, True]
        assert seen.house_styles() == [HouseStyleMark("the clock", rule, LEAST + 1, LEAST + 1)]
        assert seen.stats().outlets == 1
        assert seen.check_index() == []


def test_two_who_share_an_index_share_what_is_counted(place: Path | str, rule: str) -> None:
    with Prefilter(place, translation=True) as one, Prefilter(place, translation=True) as other:
        for number in range(0, LEAST, 2):
            add(one, range(number, number + 1))
            last = add(other, range(number + 1, number + 2))
        assert last == [True]
        assert one.house_styles() == other.house_styles() == [HouseStyleMark("the clock", rule, LEAST, LEAST)]


def test_what_is_looked_at_or_known_or_has_no_outlet_counts_nowhere(place: Path | str) -> None:
    with Prefilter(place, translation=True) as seen:
        add(seen, range(LEAST - 1))
        for number in range(LEAST - 1):
            seen.check(article(50 + number))
            seen.check_and_add(article(number))
        add(seen, range(100, 100 + LEAST), outlet=None)
        seen.check_and_add(Article(id="fr", text="La foire ouvre à huit heures, a dit le maire.", outlet="The Clock"))
        assert (seen.house_styles(), seen.stats().outlets) == ([], 1)
        seen.add(article(LEAST))  # uncompared, but counted
        assert [mark.articles for mark in seen.house_styles()] == [LEAST]


def test_style_stays_when_its_articles_are_forgotten(place: Path | str) -> None:
    with Prefilter(place, translation=True) as seen:
        add(seen, range(LEAST))
        for number in range(LEAST):
            seen.forget(f"a{number}")
        assert add(seen, range(50, 51)) == [True]


def test_without_house_style_nothing_is_counted_and_nothing_left_out(place: Path | str) -> None:
    with Prefilter(place, translation=True) as seen:
        add(seen, range(LEAST))
    with Prefilter(place, translation=True, house_style=False) as seen:
        assert add(seen, range(50, 53)) == [False] * 3
    with Prefilter(place) as seen:  # nobody asked for marks
        seen.check_and_add(article(60))
        assert [mark.articles for mark in seen.house_styles()] == [LEAST]


def test_outlets_beyond_the_bound_have_no_style(path: Path) -> None:
    settings = IndexSettings(path=str(path), translation=True)
    with Prefilter.within(settings, LIMITS._replace(outlets=1)) as seen:
        assert add(seen, range(LEAST))[-1]
        assert not any(add(seen, range(100, 101 + LEAST), outlet="The Hour"))
        assert seen.stats().outlets == 1


@pytest.mark.parametrize(
    ("articles", "rules"),
    [
        (0, {}), (-1, {}), (1.5, {}), ("3", {}), (True, {}),
        (3, {"a": 4}), (3, {"a": 0}), (3, {"a": True}), (3, {"": 1}), (3, {7: 1}),
        (3, {f"r{n}": 1 for n in range(MOST_RULES + 1)}),
    ],
)  # fmt: skip
def test_numbers_that_cannot_be_counts_are_refused(articles: object, rules: dict[object, object]) -> None:
    with pytest.raises(ValueError, match="more marks than articles"):
        OutletCounts.checked(articles, rules)


def test_counts_of_an_article_are_added() -> None:
    counts = OutletCounts().with_article(["a"]).with_article(["a", "b"])
    assert counts == OutletCounts.checked(2, {"a": 2, "b": 1})
    assert OutletCounts() == OutletCounts(0, {})


def test_styles_are_shown_by_outlet_and_frequency() -> None:
    counted = [("z", OutletCounts(20, {"a": 5, "b": 6})), ("c", OutletCounts(40, {"a": 12, "b": 40}))]
    assert [(mark.outlet, mark.rule, mark.marked) for mark in house_styles(counted)] == [
        ("c", "b", 40),
        ("c", "a", 12),
        ("z", "b", 6),
    ]
