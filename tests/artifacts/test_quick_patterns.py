"""`re` in place of `regex`: the same matches in each text that it is used for."""

from __future__ import annotations

import re

import pytest
import regex

from dedup.artifacts import Engine, load_rules
from dedup.artifacts.character_set import has_only
from dedup.artifacts.compiled_rule import CompiledRule
from dedup.artifacts.quick_patterns import engines_agree, quick_pattern

COMPILED = [compiled for compiled in Engine(load_rules()).rules if compiled.source is not None]
QUICK = [compiled for compiled in COMPILED if compiled.quick is not None]
AGREED = [chr(code) for code in range(0x11000) if engines_agree(chr(code))]
USUAL = [chr(code) for code in range(0x20, 0x7F)]


@pytest.mark.parametrize("escape", [r"\w", r"\d", r"\s", r"\b"])
def test_both_engines_take_a_character_for_the_same_kind(escape: str) -> None:
    assert len(AGREED) > 400
    old, new = regex.compile(escape, regex.VERSION1), re.compile(escape)
    assert [c for c in AGREED if (old.match(c) is None) != (new.match(c) is None)] == []


@pytest.mark.parametrize(
    "unusual", ["stra\u00dfe", "o\ufb03ce", "\u0130", "\u017f", "\u212a", "a\u0301", "\x1c", "\u0661"]
)
def test_a_text_on_which_they_may_differ_is_for_regex(unusual: str) -> None:
    assert not engines_agree(f"A text with {unusual}.")


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("", True),
        ("ab", True),
        ("b\0", False),
        ("aba\x03", False),
        ("a\u0100", False),
        ("😀", False),
        ("\ud800", False),
    ],
)
def test_a_text_of_a_set_has_each_character_in_its_table(text: str, only: bool) -> None:
    members = bytearray(256)
    members[ord("a")] = members[ord("b")] = 1
    assert has_only(text, bytes(members)) == only
    assert has_only(text, b"") == (text == "")


def test_case_is_ignored_alike() -> None:
    for letter in (*USUAL, *(c for c in AGREED if c.isalpha())):
        old = regex.compile(regex.escape(letter), regex.VERSION1 | regex.IGNORECASE)
        new = re.compile(re.escape(letter), re.IGNORECASE)
        texts = (*USUAL, letter.lower(), letter.upper(), letter)
        assert [t for t in texts if (old.match(t) is None) != (new.match(t) is None)] == [], letter


@pytest.mark.parametrize(
    "source", [r"\p{Lu}", "[[a-c]--b]", "[a-z--b]", "[a&&b]", "(?:ab){e<=1}", "[[:alpha:]]", "(?|a|b)"]
)
def test_what_re_cannot_express_is_left_to_regex(source: str) -> None:
    assert quick_pattern(source, ignore_case=False) is None


def test_re_runs_a_good_part_of_the_patterns() -> None:
    assert len(QUICK) > 100


@pytest.mark.parametrize("compiled", [pytest.param(c, id=c.rule.id) for c in QUICK])
def test_a_pattern_finds_the_same_by_both_engines_wherever_a_window_begins_and_ends(compiled: CompiledRule) -> None:
    quick = compiled.quick
    assert quick is not None
    assert dict(quick.groupindex) == dict(compiled.pattern.groupindex)
    for example in (*compiled.rule.matches, *compiled.rule.misses):
        text = re.sub("[⟦⟧]", "", example)
        if engines_agree(text):
            windows = [(at, len(text)) for at in range(len(text))] + [(0, at) for at in range(len(text))]
            for start, end in windows:
                old = [(m.span(), m.groups()) for m in compiled.pattern.finditer(text, start, end)]
                assert [(m.span(), m.groups()) for m in quick.finditer(text, start, end)] == old, (text, start, end)
