"""What is printed of scraped text cannot act on the terminal."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.report.printable import JOINERS, LONGEST, printable, printable_json


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


SHOWN_AS_THEY_ARE = {"2060", "2061", "2062", "2063", "2064", "feff", "200b", "200c", "200d"}  # they move nothing


def test_json_for_a_terminal_says_the_same_with_no_control_in_it() -> None:
    numbers = (*range(0xA0), 0x61C, *range(0x2000, 0x2070), 0xFEFF)
    said = {chr(number): [f"a{chr(number)}b"] for number in numbers}
    indented = json.dumps(said, indent=1).replace("\n", "\r\n")
    for data in (json.dumps(said), json.dumps(said, ensure_ascii=False), indented):
        shown = printable_json(data.encode())
        assert json.loads(shown) == said
        formats = {f"{ord(c):x}" for c in shown.decode() if unicodedata.category(c) in ("Cc", "Cf")}
        assert formats <= SHOWN_AS_THEY_ARE | ({"a", "d"} if data == indented else set())


def test_a_raw_escape_in_what_is_no_json_is_escaped_too() -> None:
    assert printable_json(b"a \x1b[31m\rb\xff\n") == b"a \\u001b[31m\\u000db\\xff\n"
