"""What is printed of scraped text cannot act on the terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.report.printable import JOINERS, LONGEST, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Bridge closed", "Bridge closed"),
        ("two\nlines\tand \r\n more", "two lines and more"),
        ("\x1b[2J\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;new window title\x07text", "text"),
        ("\x9b31mred", "red"),
        ("bell\x07", "bell\N{REPLACEMENT CHARACTER}"),
        ("\u202egnp.exe", "\N{REPLACEMENT CHARACTER}gnp.exe"),
        ("lone \ud800 surrogate", "lone \N{REPLACEMENT CHARACTER} surrogate"),
        ("soft\u00adhyphen and\u200b BOM\ufeff", "softhyphen and BOM"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("[bold]not markup[/bold]", "[bold]not markup[/bold]"),
        ("大桥将关闭", "大桥将关闭"),
    ],
)
def test_examples(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.characters() | st.sampled_from("\x1b[]\x9b\x07\u202e\u2066\ud800\n m3;1")))
def test_nothing_shown_can_move_or_turn_the_line(text: str) -> None:
    shown = printable(text)
    assert len(shown) <= LONGEST
    assert not {c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - JOINERS
    assert shown == printable(shown)


def test_a_gigantic_text_costs_no_more_than_its_beginning() -> None:
    assert printable("\x1b[" + "1;" * 5_000_000) != ""
    assert len(printable("a " * 5_000_000)) <= LONGEST
