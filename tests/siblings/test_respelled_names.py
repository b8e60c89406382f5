"""One name in two spellings."""

import pytest

from dedup.siblings.respelled_names import respelling


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
