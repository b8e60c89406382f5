"""What a verdict leaves out: by relation, by what is new, by versions."""

from __future__ import annotations

from typing import Any

import pytest

from dedup.errors import SettingsError
from dedup.filter.choice import RemovalRule
from dedup.index.verdict import Match, Verdict
from dedup.records import RelationKind, Sides

SEEN = "2024-03-01T00:00:00.000Z"


def match(id: str, relation: RelationKind = "near_verbatim", **more: Any) -> Match:
    return Match(id=id, score=0.9, relation=relation, first_seen=SEEN, **{"copied": Sides(1.0, 1.0), **more})


def verdict(*matches: Match, **more: Any) -> Verdict:
    return Verdict(
        id="new", decision=matches[0].relation if matches else "new", matches=list(matches), family="f",
        first_seen=SEEN, **{"novelty": 0.0, **more},
    )  # fmt: skip


def kept(rule: RemovalRule, of: Verdict, gone: str = "") -> str | None:
    found = rule.kept_instead(of, lambda ident: ident not in gone)
    return None if found is None else found.other


def test_a_copy_goes_for_the_nearest_that_stays() -> None:
    assert kept(RemovalRule(), verdict(match("a"), match("b"))) == "a"
    assert kept(RemovalRule(), verdict(match("a"), match("b")), gone="a") == "b"
    assert kept(RemovalRule(), verdict(match("a")), gone="a") is None


@pytest.mark.parametrize(("novelty", "goes"), [(0.1, True), (0.101, False), (1.0, False)])
def test_what_has_more_than_a_tenth_of_its_own_stays(novelty: float, goes: bool) -> None:
    assert (kept(RemovalRule(), verdict(match("a"), novelty=novelty)) == "a") is goes


def test_another_limit_may_be_given() -> None:
    assert kept(RemovalRule(novelty=0.5), verdict(match("a"), novelty=0.5)) == "a"
    assert kept(RemovalRule(novelty=0.0), verdict(match("a"), novelty=0.01)) is None
    with pytest.raises(SettingsError, match=r"novelty is 1\.5"):
        RemovalRule(novelty=1.5)
    with pytest.raises(SettingsError, match="versions is 'all'"):
        RemovalRule(versions="all")  # type: ignore[arg-type]


def test_a_form_and_a_match_that_proves_nothing_remove_nothing() -> None:
    assert kept(RemovalRule(), verdict(match("a", "template"))) is None
    assert kept(RemovalRule(remove=("template",)), verdict(match("a", "template"))) == "a"
    assert kept(RemovalRule(), verdict(match("a", "trimmed", proves=False))) is None


def test_what_a_removed_article_alone_had_is_not_lost() -> None:
    """Each version of a story adds a little: the third is covered by the second, which was left out itself."""
    growing = verdict(match("second"), match("first", copied=Sides(0.85, 1.0)))
    assert kept(RemovalRule(), growing, gone="second") is None
    assert kept(RemovalRule(), growing) == "second"
    assert (
        kept(RemovalRule(), verdict(match("second"), match("first", copied=Sides(0.9, 1.0))), gone="second") == "first"
    )


def test_a_changed_version_passes_and_a_known_text_does_not() -> None:
    later = verdict(match("a", version=True), version_of="a")
    assert kept(RemovalRule(), later) is None
    assert kept(RemovalRule(versions="latest"), later) is None
    assert kept(RemovalRule(versions="drop"), later) == "a"
    fuller = verdict(match("a", "trimmed", version=True), version_of="a", novelty=0.3)
    assert kept(RemovalRule(versions="drop"), fuller) is None
    assert kept(RemovalRule(), verdict(match("new", "identical"), known=True)) == "new"


@pytest.mark.parametrize(("coverage", "goes"), [(Sides(0.5, 1.0), False), (Sides(1.0, 0.5), True)])
def test_without_texts_the_longer_of_two_sketches_stays(coverage: Sides, goes: bool) -> None:
    cut = match("a", "trimmed", copied=None, coverage=coverage)
    assert (kept(RemovalRule(), verdict(cut, novelty=None)) == "a") is goes
