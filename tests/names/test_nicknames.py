"""Given names and what their bearers are called."""

import pytest

from dedup.names import compare
from dedup.names.nicknames import are_one_by_nickname, full_forms, is_nickname


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("bill", "william", True),
        ("billy", "bill", True),
        ("jack", "john", True),
        ("pepe", "jose", True),
        ("ted", "theodore", True),
        ("edward", "theodore", False),
        ("fred", "robert", False),
        ("robert", "robert", False),
        ("zarnitsa", "zarnitsa", False),
    ],
)
def test_which_names_are_short_for_another(one: str, other: str, expected: bool) -> None:
    assert is_nickname(one, other) == is_nickname(other, one) == expected


def test_a_single_name_has_no_full_form() -> None:
    assert list(full_forms(("bill",))) == []


def test_the_surname_must_agree_and_initials_need_not() -> None:
    assert are_one_by_nickname(("bill", "j", "varga"), ("william", "varga"))
    assert not are_one_by_nickname(("bill", "varga"), ("william", "delic"))
    assert not are_one_by_nickname(("bill", "varga"), ("bill", "varga"))


def test_a_nickname_is_named_as_the_reason() -> None:
    found = compare("Bill Varga", "William Varga")
    assert found.verdict == "ambiguous"
    assert "bill and william may be the same given name, one of them short" in found.evidence
    assert not any("short" in reason for reason in compare("Robert Varga", "Fred Varga").evidence)
