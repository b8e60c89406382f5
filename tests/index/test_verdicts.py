"""What one article at a time is told, and that the batch scan says the same."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import dedup
from dedup import Article, Prefilter
from dedup.errors import InputError
from dedup.index.settings import LIMITS, IndexSettings
from dedup.text import corpus


def test_a_first_article_is_new(seen: Prefilter, whole: str) -> None:
    verdict = seen.check_and_add(Article(id="a", text=whole))
    assert (verdict.decision, verdict.matches, verdict.family, verdict.known) == ("new", [], "copy:a", False)
    assert verdict.is_new and not verdict.is_copy


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        ("whole", "whole", "identical"),
        ("whole", "cut", "trimmed"),
        ("cut", "whole", "trimmed"),
        ("whole", "partly", "partial"),
    ],
)
def test_a_second_article_is_told_by_its_relation(
    seen: Prefilter, request: pytest.FixtureRequest, first: str, second: str, relation: str
) -> None:
    seen.check_and_add(Article(id="a", text=request.getfixturevalue(first)))
    verdict = seen.check_and_add(Article(id="b", text=request.getfixturevalue(second)))
    assert (verdict.decision, [m.id for m in verdict.matches]) == (relation, ["a"])
    assert verdict.is_copy == (relation != "partial")
    assert verdict.family == ("copy:b" if relation == "partial" else "copy:a")


def test_an_unrelated_article_is_new(seen: Prefilter, whole: str, unrelated: str) -> None:
    seen.add(Article(id="a", text=whole))
    assert seen.check(Article(id="b", text=unrelated)).decision == "new"


def test_passages_are_spans_of_the_two_texts_as_read(seen: Prefilter, whole: str, partly: str) -> None:
    seen.add(Article(id="z", text=whole))
    (match,) = seen.check(Article(id="a", text=partly)).matches
    for passage in match.passages:
        assert partly[slice(*passage.a)].startswith(passage.text_a[:50])
        assert whole[slice(*passage.b)].startswith(passage.text_b[:50])
    (turned,) = Prefilter.check(seen, Article(id="zz", text=partly)).matches
    assert [(p.a, p.b) for p in turned.passages] == [(p.a, p.b) for p in match.passages]
    assert match.coverage is not None and match.coverage.a < 0.6


def test_spans_hold_where_a_stored_text_was_mended(seen: Prefilter, whole: str) -> None:
    broken = "Der BÃ¼rgermeister zÃ¶gerte. " + whole
    seen.add(Article(id="a", text=broken))
    (match,) = seen.check(Article(id="b", text=whole)).matches
    passage = match.passages[0]
    assert broken[slice(*passage.b)][:40] == whole[slice(*passage.a)][:40]


def test_checking_takes_nothing_in(seen: Prefilter, whole: str) -> None:
    seen.check(Article(id="a", text=whole))
    assert seen.check(Article(id="b", text=whole)).decision == "new"
    assert seen.stats().articles == 0


def test_the_same_article_again_is_known_and_not_doubled(seen: Prefilter, whole: str) -> None:
    seen.check_and_add(Article(id="a", text=whole))
    verdict = seen.check_and_add(Article(id="a", text=whole))
    assert (verdict.decision, verdict.known, verdict.matches[0].id) == ("identical", True, "a")
    assert seen.stats().articles == 1


def test_another_text_under_the_same_id_gets_a_name_of_its_own(
    seen: Prefilter, whole: str, cut: str, unrelated: str
) -> None:
    seen.check_and_add(Article(id="a", text=whole))
    verdict = seen.check_and_add(Article(id="a", text=cut))
    assert (verdict.id, verdict.decision, verdict.matches[0].id) == ("a#2", "trimmed", "a")
    assert seen.check_and_add(Article(id="a", text=unrelated)).id == "a#3"
    assert seen.check_and_add(Article(id="a", text=cut)).known
    assert seen.stats().articles == 3


def test_articles_without_an_id_are_numbered(seen: Prefilter, whole: str) -> None:
    assert [seen.check_and_add(Article(text=whole)).id for _ in range(3)] == ["#1", "#2", "#3"]
    assert seen.stats().articles == 3


def test_a_direction_is_told_where_dates_show_it(seen: Prefilter, whole: str) -> None:
    seen.add(Article(id="b", text=whole, published="2024-03-01"))
    verdict = seen.check(Article(id="c", text=whole, published="2024-03-05"))
    assert verdict.matches[0].direction == "a_from_b"
    verdict = seen.check(Article(id="a", text=whole, published="2024-03-05"))
    assert verdict.matches[0].direction == "a_from_b"


def test_families_and_relations_are_those_of_the_batch(place: Path | str, invented: Callable[[int], str]) -> None:
    draw = random.Random(5)
    articles = []
    for n in range(60):
        words = invented(n % 25).split()
        if n >= 25:
            words = words[: draw.randint(60, len(words))]
            words = [w if draw.random() > 0.03 else "indeed" for w in words]
        articles.append(Article(id=f"{n:03d}", text=" ".join(words)))
    report = dedup.scan(articles, only=["relations"])
    batch = {(r.a, r.b): (r.relation, r.probability) for r in report.relations}
    with Prefilter(place) as seen:
        found = {}
        for article in articles:
            for match in seen.check_and_add(article).matches:
                found[match.id, article.id] = (match.relation, match.score)
        families = [(f.level, f.members) for f in seen.families() if f.level == "copy"]
    assert len(batch) > 30
    assert found == batch
    assert families == [(f.level, f.members) for f in report.families if f.level == "copy"]


def test_only_copies_finds_copies_alone(place: Path | str, whole: str, cut: str, partly: str) -> None:
    with Prefilter(place, only=["copies"]) as seen:
        seen.add(Article(id="a", text=whole))
        assert seen.check(Article(id="b", text=whole)).decision == "identical"
        assert seen.check(Article(id="c", text=partly)).decision in ("new", "partial")


def test_a_verdict_can_be_recalled(seen: Prefilter, whole: str, cut: str) -> None:
    seen.check_and_add(Article(id="a", text=whole))
    told = seen.check_and_add(Article(id="b", text=cut))
    recalled = seen.recall("b")
    assert recalled is not None
    assert (recalled.decision, recalled.family) == (told.decision, told.family)
    assert [(m.id, m.relation, m.score, m.coverage) for m in recalled.matches] == [
        (m.id, m.relation, m.score, m.coverage) for m in told.matches
    ]
    first = seen.recall("a")
    assert first is not None and first.decision == "new"
    assert seen.recall("c") is None


def test_translation_is_told_when_asked_for(place: Path | str, whole: str) -> None:
    with Prefilter(place, translation=True) as seen:
        verdict = seen.check(Article(id="a", text=whole))
    assert verdict.translation is not None
    assert verdict.translation.verdict in ("clean", "insufficient", "translated")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "\x00\x00",
        "\ud800 lone \udfff",
        "a" * 300_000,
        "\n" * 50_000,
        "word " * 60_000,
        "“" * 5_000,
        "𝔘𝔫𝔦 " * 2_000,
        "\u0301" * 999,
    ],
    ids=["empty", "blank", "nul", "surrogates", "one word", "lines", "one word again", "quotes", "letters", "accents"],
)
def test_hostile_texts_are_held_like_others(seen: Prefilter, text: str) -> None:
    assert (
        seen.check_and_add(Article(id="\ud800a\x00'; DROP TABLE articles", text=text, title="\udfff")).decision == "new"
    )
    assert seen.check_and_add(Article(id="\ud800a\x00'; DROP TABLE articles", text=text)).known
    seen.check_and_add(Article(id="b", text=text))
    assert seen.check_index() == []
    assert seen.stats().articles == 2


def test_an_article_has_a_bounded_number_of_keys(seen: Prefilter, invented: Callable[[int], str]) -> None:
    before = seen.stats().bytes  # of Redis that is the whole server
    seen.add(Article(id="a", text=" ".join(invented(n) for n in range(300))))
    assert 0 < seen.stats().bytes - before < 1_500_000


def test_a_text_that_is_too_long_is_refused(place: Path | str) -> None:
    assert corpus.LARGEST_TEXT == 64 << 20
    settings = IndexSettings(path=str(place))
    with Prefilter.within(settings, LIMITS._replace(longest_text=10)) as seen:
        for call in (seen.check, seen.check_and_add, seen.add):
            with pytest.raises(InputError, match="more than 10; split it"):
                call(Article(id="a", text="x" * 11))
        assert seen.check_and_add(Article(id="a", text="x" * 10)).is_new


def test_the_name_of_an_article_without_id_may_be_taken(seen: Prefilter, invented: Callable[[int], str]) -> None:
    seen.add(Article(id="#2", text=invented(1)))
    assert seen.check_and_add(Article(id="", text=invented(2))).id == "#2#2"
    assert [seen.check_and_add(Article(id="a", text=invented(n))).id for n in (3, 4, 5)] == ["a", "a#2", "a#3"]
    assert seen.check_index() == []
    assert seen.stats().articles == 5


@pytest.mark.parametrize("text", [True, False])
def test_a_fourth_text_under_one_id_gets_the_same_id_whatever_came_before(
    place: Path | str, invented: Callable[[int], str], text: bool
) -> None:
    """So a filter that was killed and goes on finds it again."""
    with Prefilter(place, text=text) as seen:
        for n in range(3):
            seen.add(Article(id="a", text=invented(n)))
        fourth = seen.check_and_add(Article(id="a", text=invented(3)))
        assert fourth.is_new and re.fullmatch("a#[0-9a-f]{8}", fourth.id)
        again = seen.check_and_add(Article(id="a", text=invented(3)))
        assert (again.known, again.id) == (True, fourth.id)
        seen.forget(fourth.id)
        seen.add(Article(id=fourth.id, text=invented(4)))
        assert seen.check_and_add(Article(id="a", text=invented(3))).id == fourth.id + fourth.id[1:]
        assert seen.check_index() == []


def test_first_seen_is_the_time_given_or_that_of_the_earliest_copy(seen: Prefilter, whole: str, unrelated: str) -> None:
    def add(name: str, text: str, first_seen: str) -> str:
        return seen.check_and_add(Article(id=name, text=text), first_seen=first_seen).first_seen

    assert add("a", whole, "2024-05-02") == "2024-05-02T00:00:00.000Z"
    assert add("later copy", whole, "2024-05-03") == "2024-05-02T00:00:00.000Z"
    assert add("earlier copy", whole, "2024-05-01") == "2024-05-01T00:00:00.000Z"
    assert add("other", unrelated, "2024-05-04") == "2024-05-04T00:00:00.000Z"
    assert add("other", unrelated, "2024-05-05") == "2024-05-04T00:00:00.000Z"  # held already: since when it is
