"""One name in two romanisations, one of them French."""

import pytest

from dedup.artifacts.checks.foreign_words import mixed_romanisations
from dedup.artifacts.document import Document


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in mixed_romanisations(Document(text, []))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Hachd met. Later the Hashd left; the Hachd stayed.", ["Hachd", "Hashd", "Hachd"]),
        ("A Djabhat leader and the Jabhat spoke.", ["Djabhat", "Jabhat"]),
    ],
)
def test_every_occurrence_of_both_spellings_is_reported(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "The Hachd met, and the Hachd left.",
        "Hashd and Hashed, Qasem and Qassem, Mahdi and Hamdi.",
        "In March, the Marsh family came.",
        "From Changhai to Shanghai it is far.",
        "Bachir Gemayel and Omar al-Bashir.",
        "The Hachd wrote to hashdod.",
    ],
)
def test_variants_of_people_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_the_report_is_bounded() -> None:
    assert len(found("Hachd Hashd " * 1000)) == 20
