"""One name in two spellings."""

import pytest

from dedup.records import Passage
from dedup.siblings.changes import changes
from dedup.siblings.respelled_names import Respellings, respelling
from dedup.siblings.version_words import VersionWords, WordTypes


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("qashtani", "kashtany", "respelled"),
        ("abdul karim", "abdelkarim", "respelled"),
        ("al mouhtar", "el muhtar", "respelled"),
        ("dorvil kastrebi", "dorvilo kastrabani", "mangled"),
        ("kastrebi", "kastrebi", None),
        ("al kastrebi", "kastrebi", None),
        ("seldan", "selda", None),
        ("iran", "iraq", None),
        ("obama", "osama", None),
        ("kastrebi", "lastrebi", None),
        ("xi", "shi", None),
        ("khamenei", "khomeini", None),
        ("fatah", "fatih", None),
        ("kastrebi 2", "kastrabani 3", None),
        ("k" * 5000, "k" * 4999 + "a", None),
    ],
)
def test_respelling(one: str, other: str, expected: str | None) -> None:
    assert respelling(one.split(), other.split()) == expected
    assert respelling(other.split(), one.split()) == expected


PAIRS = [
    (("kastrebi",), ("lastrebi",)),
    (("kashtany",), ("qashtani",)),
    (("dorvil", "kastrebi"), ("dorvilo", "kastrabani")),
    (("khamenei",), ("khomeini",)),
    (("abdelkarim",), ("abdul", "karim")),
]


@pytest.mark.parametrize("most", [0, 2, 100])
def test_pairs_together_are_judged_as_one_by_one(most: int) -> None:
    """Whatever is remembered, and whatever comes twice."""
    together = Respellings(most)
    expected = [None, "respelled", "mangled", None, "respelled"]
    assert together.of([*PAIRS, *PAIRS]) == [*expected, *expected]
    assert [together.of([pair])[0] for pair in PAIRS] == expected
    assert together.of([]) == []
    assert together.asked == 15
    assert len(together) <= max(most, 1)  # what the last call asked for is kept


def test_a_name_has_one_other_spelling_the_first_in_its_place() -> None:
    one = "The harbour was closed, and on Monday Qashtani said that it would stay so."
    other = one.replace("Qashtani", "Kashtany, Kashtani")
    types = WordTypes()
    whole = Passage((0, len(one)), (0, len(other)), "", "", "edited", False, 0.8)
    found, _ = changes([whole], VersionWords(one, types), VersionWords(other, types))
    shown = [(one[c.start : c.end], other[c.b : c.end_b]) for c in found if c.rule == "sibling-spelling"]
    assert shown == [("Qashtani", "Kashtany")]
