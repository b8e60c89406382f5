"""A spelling shows by its graphemes which romanisation it follows."""

import json
from pathlib import Path

import pytest

from dedup.names import conventions
from dedup.names.romanisation import convention_table

CASES = json.loads((Path(__file__).parents[1] / "cases/names_conventions.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("spelling", "convention"), CASES)
def test_the_likeliest_convention(spelling: str, convention: str) -> None:
    found = conventions(spelling)
    assert found[0].convention == convention
    assert found[0].evidence


def test_probabilities_are_a_distribution_sorted_down() -> None:
    for spelling, _ in CASES:
        found = [one.probability for one in conventions(spelling)]
        assert found == sorted(found, reverse=True)
        assert 0.8 < sum(found) <= 1.005


def test_a_spelling_without_marks_is_taken_for_english_but_not_surely() -> None:
    best = conventions("Ali")[0]
    assert (best.convention, best.evidence) == ("en", ())
    assert best.probability < 0.5


def test_another_spelling_of_the_name_shows_the_sound() -> None:
    """ch may be written for three sounds: beside sh it is French, beside kh German."""
    assert conventions("Zarchid", ["Zarshid"])[0].convention == "fr"
    assert conventions("Zarchid", ["Zarkhid"])[0].convention == "de"


def test_every_convention_has_its_label_and_prior() -> None:
    found = convention_table()
    assert {mark.convention for mark in found.marks} == set(found.labels) == set(found.prior)


@pytest.mark.parametrize("hostile", ["", "  ", "123", "a" * 100_000, "-" * 1000, "\0"])
def test_any_text_has_a_distribution(hostile: str) -> None:
    assert conventions(hostile)
