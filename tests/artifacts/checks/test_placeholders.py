"""Placeholders of news are marked; those of contracts, advertisements and form letters are there on purpose."""

import pytest

from dedup.artifacts.checks.placeholders import placeholders
from dedup.artifacts.document import Document


def marked(text: str) -> list[str]:
    return [text[start:end] for start, end in placeholders(Document(text))]


def test_names_in_brackets_and_bare_ones_beside_them() -> None:
    assert marked("The vote is on [insert date], said [Your Name] of [city].") == [
        "[insert date]",
        "[Your Name]",
        "[city]",
    ]


@pytest.mark.parametrize(
    "text", ["The [city] council met.", "He [the mayor] left.", "[Labour] won.", "It was Super Bowl XX."]
)
def test_an_editor_s_brackets_are_left_alone(text: str) -> None:
    assert marked(text) == []


@pytest.mark.parametrize("form", ["the Tenant", "Applicants must write to us", "This template is free", "Dear Sir"])
def test_a_form_is_left_alone(form: str) -> None:
    assert marked(f"The vote is on [insert date]. {form}.") == []
