"""Acronyms beside what they stand for."""

from collections.abc import Callable, Iterable

import pytest

from dedup.artifacts.checks.acronyms import doubled_acronyms, lost_heads, twice_explained, two_acronyms, two_names
from dedup.artifacts.document import Document


def marked(check: Callable[[Document], Iterable[tuple[int, int]]], text: str) -> list[str]:
    return [text[start:end] for start, end in check(Document(text, []))]


def test_an_expansion_is_marked_with_both_acronyms() -> None:
    assert marked(doubled_acronyms, "He left the World Trade Organization of WTO (WTO) in May.") == [
        "World Trade Organization of WTO (WTO)"
    ]
    assert marked(doubled_acronyms, "the Bank of NATO (NATO) and the Islamic State of Iraq and Syria (ISIS)") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("backers of the People's mobilization (PMF)", ["People's mobilization (PMF)"]),
        ("backers of the National council of resistance (NCRA)", ["National council of resistance (NCRA)"]),
        ("Gross domestic product (GDP)", []),
        ("the Workers' party (PT)", []),
        ("the Citizens Action network (CAN)", []),
        ("the Libyan National army (LNA)", []),
        ("the New York Stock exchange (SEA)", []),
        ("the Chief executive (CEO)", []),
        ("the People's Mobilization (PMF)", []),
        ("(PMF)", []),
    ],
)
def test_a_name_without_the_head_that_its_acronym_knows(text: str, found: list[str]) -> None:
    assert marked(lost_heads, text) == found


def test_the_name_with_its_head_is_marked_where_one_without_it_is() -> None:
    text = (
        "The People’s mobilization (PMF) marched; the People’s Mobilization Force and the People’s Mobilization Union "
        "did not."
    )
    assert marked(two_names, text) == ["People’s Mobilization Force"]
    assert marked(two_names, text.replace("mobilization (PMF)", "Mobilization Force (PMF)")) == []


def test_an_acronym_is_explained_once_a_sentence() -> None:
    twice = "The Kenya Football Federation (KFF) and friends of the Football Federation (KFF) met"
    assert marked(twice_explained, twice + ".") == ["Football Federation (KFF)"]
    assert marked(twice_explained, twice.replace(" and", ".")) == []
    assert marked(twice_explained, "Shell (UK), Gore (UK) and more") == []


def test_one_body_has_one_acronym() -> None:
    assert marked(two_acronyms, "NATO met; OTAN did not say why.") == ["OTAN"]
    assert marked(two_acronyms, "OTAN met.") == []
    assert marked(two_acronyms, "IS and ISIS fought; the anti-ISIL group left.") == ["ISIL"]
    assert marked(two_acronyms, "IS fought. ISIS, also known as ISIL, did too.") == []
