"""A country beside its own forces."""

import pytest

from dedup.artifacts.checks.countries import countries_and_their_own
from dedup.artifacts.document import Document


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the presence of the United States and American troops in it", ["the United States and American troops"]),
        ("the presence of the United States and U.S. forces in it", ["the United States and U.S. forces"]),
        ("the withdrawal of South Korea and South Korean soldiers", ["South Korea and South Korean soldiers"]),
        ("the withdrawal of Russia and Turkish troops", []),
        ("the withdrawal of Russia and Russian diplomats", []),
        ("trade of Russia and Russian troops", []),
    ],
)
def test_a_country_and_its_own_forces_are_one(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in countries_and_their_own(Document(text, []))] == found
