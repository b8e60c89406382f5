"""Each number that decides the verdict on a text, with a case on either side of it."""

from __future__ import annotations

import math

import pytest

from dedup.artifacts.rule import Finding
from dedup.artifacts.translation_verdict import TextEvidence, judge


def found(rule: str, claims: str = "translated", languages: tuple[str, ...] = (), text: str = "a mark") -> Finding:
    return Finding(rule, rule, "calque", claims, "text", 0, 5, text, "A message.", languages)  # type: ignore[arg-type]


@pytest.mark.parametrize(("style", "verdict"), [(0.9, "translated"), (0.899, "clean")])
def test_a_text_is_called_translated_from_nine_tenths(style: float, verdict: str) -> None:
    assert judge(TextEvidence(style=style), words=300).verdict == verdict


@pytest.mark.parametrize(
    ("weights", "probability"),
    [
        ({"one": 2.9}, 0.948),
        ({"one": 3.0}, 0.953),
        ({"one": 2.0, "other": 2.0}, 0.953),
        ({"one": -3.0}, 0.047),
        ({"one": -9.0}, 0.047),
    ],
)
def test_rules_add_or_take_three_in_log_odds_at_most(weights: dict[str, float], probability: float) -> None:
    evidence = TextEvidence([found(rule) for rule in weights], style=0.5)
    assert judge(evidence, words=300, weights=weights).probability == probability


def test_a_rule_that_points_to_a_language_makes_it_four_and_a_half_times_as_likely() -> None:
    languages = {"fr": 0.4, "de": 0.4}
    ((first, french), (_, german)) = judge(
        TextEvidence([found("calque", languages=("fr",))], 0.95, languages), words=300
    ).languages
    assert first == "fr" and french / german == pytest.approx(math.exp(1.5), rel=0.02)


def test_three_languages_are_listed_at_most() -> None:
    languages = {"fr": 0.3, "de": 0.25, "es": 0.25, "it": 0.2}
    assert [code for code, _ in judge(TextEvidence((), 0.95, languages), words=300).languages] == ["fr", "de", "es"]


@pytest.mark.parametrize(("share", "listed"), [(0.1, ["fr", "de"]), (0.095, ["fr"])])
def test_a_language_is_listed_from_one_tenth(share: float, listed: list[str]) -> None:
    languages = {"fr": 0.7, "de": share}
    assert [code for code, _ in judge(TextEvidence((), 0.95, languages), words=300).languages] == listed


def test_sixty_characters_of_a_mark_are_shown() -> None:
    marks = [found(family, "machine", text="x" * 100) for family in ("joins", "doubled")]
    reasons = judge(TextEvidence(marks, 0.5), words=300).reasons
    assert [reason.count("x") for reason in reasons] == [60, 60]


def spun(family: str, texts: tuple[str, ...]) -> TextEvidence:
    return TextEvidence([Finding("rule", family, "names", "spun", "text", 0, 5, text, "A.", ()) for text in texts], 0.5)


@pytest.mark.parametrize("family", ["spinner-name", "spinner-term"])
def test_two_distinct_names_or_terms_with_words_swapped_accuse(family: str) -> None:
    assert judge(spun(family, ("White Home", "Wall Road")), words=300).verdict == "spun"
    assert judge(spun(family, ("White Home", "white  home")), words=300).verdict == "clean"


def test_other_marks_of_a_spinner_accuse_from_three_of_a_family() -> None:
    assert judge(spun("spinner-lexicon", ("a", "b", "c")), words=300).verdict == "spun"
    assert judge(spun("spinner-lexicon", ("a", "b")), words=300).verdict == "clean"
