"""`re` in place of `regex`: the same matches in each text that it is used for."""

from __future__ import annotations

import re

import pytest
import regex

from dedup.artifacts import Engine, load_rules
from dedup.artifacts.character_set import has_only
from dedup.artifacts.compiled_rule import CompiledRule, RulePattern
from dedup.artifacts.document import Document
from dedup.artifacts.quick_patterns import engines_agree, overlapping_matches, quick_pattern
from dedup.artifacts.rule import BuiltInRule, Rule

COMPILED = [compiled for compiled in Engine(load_rules()).rules if compiled.source is not None]
QUICK = [compiled for compiled in COMPILED if compiled.pattern.quick is not None]
ANTIPATTERNS = [
    (compiled.rule, pattern)
    for compiled in COMPILED
    for pattern in (RulePattern(source, compiled.rule) for source in compiled.rule.antipatterns)
    if pattern.quick is not None
]
AGREED = [chr(code) for code in range(0x11000) if engines_agree(chr(code))]
USUAL = [chr(code) for code in range(0x20, 0x7F)]


@pytest.mark.parametrize("escape", [r"\w", r"\d", r"\s", r"\b"])
def test_both_engines_take_a_character_for_the_same_kind(escape: str) -> None:
    assert len(AGREED) > 250
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
    "source",
    [
        r"\p{Cyrillic}",
        r"[^\P{Lu}]",
        r"\p{^Lu}",
        "[[a-c]--b]",
        "[a-z--b]",
        "[a&&b]",
        "(?:ab){e<=1}",
        "[[:alpha:]]",
        "(?|a|b)",
    ],
)
def test_what_re_cannot_express_is_left_to_regex(source: str) -> None:
    assert quick_pattern(source, ignore_case=False) is None


@pytest.mark.parametrize("name", ["L", "Lu", "Ll", "N", "P", "Latin"])
@pytest.mark.parametrize("ignore_case", [False, True])
@pytest.mark.parametrize("shape", [r"\p{NAME}", r"\P{NAME}", r"[\p{NAME}-]", r"[^]\p{NAME}]", r"(?i:\p{NAME})"])
def test_a_property_is_the_same_characters_for_both_engines(name: str, ignore_case: bool, shape: str) -> None:
    source = shape.replace("NAME", name)
    quick = quick_pattern(source, ignore_case=ignore_case)
    assert quick is not None
    full = regex.compile(source, regex.VERSION1 | (regex.IGNORECASE if ignore_case else 0))
    assert [c for c in AGREED if (quick.match(c) is None) != (full.match(c) is None)] == []


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        (r"\[a\p{Lu}\]", "[aA] A", "[aA]"),  # brackets that are text
        (r"\\p{Lu}", r"\ppLu \p", None),
        (r"[a\]\p{Lu}]+", "xa]B", "a]B"),
        (r"[]\p{Lu}]+\p{Lu}", "x]AB", "]AB"),
        (r"[[\p{Lu}]", "x[", None),  # a set in a set
    ],
)
def test_a_set_ends_where_its_bracket_is(source: str, text: str, found: str | None) -> None:
    quick = quick_pattern(source, ignore_case=False)
    match = None if quick is None else quick.search(text)
    assert (None if match is None else match[0]) == found


@pytest.mark.parametrize("source", ["a{2}", "ab?", "(?<=a)a", "b*", "$"])
def test_overlapping_matches_are_those_of_regex(source: str) -> None:
    text = "aaab aba aaa"
    for start in range(len(text)):
        for end in range(start, len(text) + 1):
            full = regex.compile(source, regex.VERSION1).finditer(text, start, end, overlapped=True)
            quick = overlapping_matches(re.compile(source), text, start, end)
            assert [m.span() for m in quick] == [m.span() for m in full], (start, end)


def test_re_runs_a_good_part_of_the_patterns() -> None:
    assert len(QUICK) > 200
    assert len(ANTIPATTERNS) > 120


@pytest.mark.parametrize("compiled", [pytest.param(c, id=c.rule.id) for c in QUICK])
def test_a_pattern_finds_the_same_by_both_engines_wherever_a_window_begins_and_ends(compiled: CompiledRule) -> None:
    assert_same_matches(compiled.rule, compiled.pattern)


@pytest.mark.parametrize(("rule", "pattern"), [pytest.param(*each, id=each[0].id) for each in ANTIPATTERNS])
def test_an_antipattern_finds_the_same_by_both_engines(rule: Rule, pattern: RulePattern) -> None:
    assert_same_matches(rule, pattern)


def assert_same_matches(rule: Rule, pattern: RulePattern) -> None:
    quick = pattern.quick
    assert quick is not None
    assert dict(quick.groupindex) == dict(pattern.full.groupindex)
    for example in (*rule.matches, *rule.misses):
        text = re.sub("[⟦⟧]", "", example)
        if engines_agree(text):
            windows = [(at, len(text)) for at in range(len(text))] + [(0, at) for at in range(len(text))]
            for start, end in windows:
                old = [(m.span(), m.groups()) for m in pattern.full.finditer(text, start, end)]
                assert [(m.span(), m.groups()) for m in quick.finditer(text, start, end)] == old, (text, start, end)


@pytest.mark.parametrize(
    ("text", "is_quick"),
    [
        ("tram and car", True),
        (f"{'x' * 60} tram \u00df", True),  # behind the stretch
        (f"\u00df{'x' * 60} tram", True),  # before all that the pattern looks back at
        ("\u00dfx tram", False),  # before the stretch, where the pattern may look back at
        ("\u00df tram", False),
        ("tr\u00dfam", False),
    ],
)
def test_a_stretch_is_for_re_where_the_engines_agree_on_all_that_they_see(text: str, is_quick: bool) -> None:
    fields = {
        "family": "f",
        "category": "c",
        "claims": "machine",
        "message": "",
        "why": "",
        "matches": (),
        "misses": (),
    }
    rule = BuiltInRule(id="made", pattern=r"(?<=\w )tram", **fields)  # type: ignore[arg-type]
    document = Document(text, [])
    end = text.find("tram") + 4 if "tram" in text else len(text)
    pattern = RulePattern(rule.pattern or "", rule)
    for run in (pattern.matches, pattern.overlapping):
        assert [m.span() for m in run(document, max(0, end - 6), end, 1.0)] == [
            m.span() for m in pattern.full.finditer(text, max(0, end - 6), end)
        ]
    found = next(RulePattern(rule.pattern or "", rule).matches(document, max(0, end - 6), end, 1.0), None)
    assert found is None or isinstance(found, re.Match) == is_quick


def test_a_pattern_of_the_user_is_for_regex() -> None:
    rule = load_rules()[0]
    own = Rule(**{name: getattr(rule, name) for name in rule.__struct_fields__})
    assert RulePattern("tram", own).quick is None
