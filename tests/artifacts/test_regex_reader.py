"""What a match cannot do without, read off the pattern: never too narrow, and narrow enough to be of use."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from dedup.artifacts.regex_reader import SCRIPTS, WIDEST, read_pattern
from dedup.literals import Literal
from dedup.literals.characters import EDGE, kind_of


def literals(pattern: str, *, ignore_case: bool = False) -> set[str] | None:
    needs = read_pattern(pattern, ignore_case=ignore_case).needs
    return None if needs is None else {t.text for t in needs}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("abc", {"abc"}),
        ("zebra|quagga", {"zebra", "quagga"}),
        ("[Tt]apir walks?", {"Tapir walk", "tapir walk", "Tapir walks", "tapir walks"}),
        (r"\w+ zebra\b", {" zebra"}),
        (r"(?:zeb|quag)ra", {"zebra", "quagra"}),
        (r"(?P<mark>zeb)(?:r)a", {"zebra"}),
        (r"(?:quagga )+zebra", {"zebra"}),
        (r"(?<!x)zebra(?! y)", {"zebra"}),
        (r"\p{Lu}\p{Ll}+(?= quagga)", {" quagga"}),
        (r"a?b*", None),
        (r"\w{3,} \p{L}+", {" "}),
        (r"(?x) zeb  ra # a comment", {"zebra"}),
        (r"\x41\u00e9\.\[", {"Aé.["}),
        (r"[[a-z]--[q]]uagga", {"uagga"}),
        (r"(?<w>quagga) (?P=w)", {"quagga "}),
    ],
)
def test_the_literals_of_a_pattern(pattern: str, expected: set[str] | None) -> None:
    assert literals(pattern) == expected


@pytest.mark.parametrize("pattern", [r"(?:zebra){e<=1}", r"(zebra)?(?(1)a|b)", r"(?R)|zebra", r"\p{L}+", r"(?:zebra|)"])
def test_what_is_not_understood_shows_nothing(pattern: str) -> None:
    assert literals(pattern) is None


def test_the_neighbours_of_a_literal_are_reported() -> None:
    (found,) = read_pattern(r"\p{Ll}\. (?=\p{Ll})").needs or ()
    assert found.text == ". "
    assert (
        found.left & kind_of("a")
        and found.left & kind_of("é")
        and not found.left & (kind_of("A") | kind_of("1") | EDGE)
    )
    assert found.right & kind_of("a") and not found.right & kind_of("A")
    (found,) = read_pattern(r"\bzebra\b").needs or ()
    assert (
        not (found.left | found.right) & (kind_of("a") | kind_of("_"))
        and found.left & found.right & kind_of(" ") & ~EDGE
    )
    (found,) = read_pattern(r"(?m)^“$").needs or ()
    assert (found.left, found.right) == (EDGE | kind_of("\n"), EDGE | kind_of("\n"))


def test_letters_of_other_scripts_are_found_by_their_first_bytes() -> None:
    for pattern in (r"\p{Cyrillic}+", r"[а-яё]{2,}", r"[\p{Arabic}\p{Han}]"):
        needs = read_pattern(pattern).needs or ()
        assert needs and all("\udc80" <= c <= "\udcff" for t in needs for c in t.text)


@pytest.mark.parametrize(
    ("pattern", "width"),
    [
        ("abc", 3),
        ("a{2,5}b", 6),
        ("(?:ab|c){1,3}", 6),
        ("a+", 60),
        (r"(?<=ab)c(?=d)(?!efg)", 7),
        (r"(?:\w+ )*(?:\w+ )*x", WIDEST),
    ],
)
def test_how_far_a_match_reaches(pattern: str, width: int) -> None:
    assert read_pattern(pattern).width == width


PIECES = [
    "ab", "c", "[xy]", "[^a]", r"\w", r"\d", " ", r"\b", "(?:ab|c)", "(?:x|yz)?", "a{1,2}", "(?:ab){1,3}", "(?=c)",
    "(?<=b)", "(?!c)", ".",
    r"\p{Lu}", "(?i:Q)", "é", r"\.",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6), st.text("abcxyzQq 1.éA\n", max_size=12), st.booleans()
)
def test_every_match_has_one_of_the_literals_in_its_place(pieces: list[str], text: str, ignore_case: bool) -> None:
    pattern = "".join(pieces)
    part = read_pattern(pattern, ignore_case=ignore_case)
    folded = ignore_case or "(?i" in pattern
    for match in regex.finditer(
        pattern, text, regex.VERSION1 | (regex.IGNORECASE if ignore_case else 0), overlapped=True
    ):
        assert len(match[0]) <= part.width
        if part.needs is not None:
            around = range(max(0, match.start() - part.width), min(len(text), match.end() + part.width) + 1)
            assert any(_stands(literal, text, at, folded=folded) for literal in part.needs for at in around)


def _stands(literal: Literal, text: str, at: int, *, folded: bool) -> bool:
    end = at + len(literal.text)
    here = text[at:end].lower() if folded else text[at:end]
    before = kind_of(text[at - 1]) if at else EDGE
    behind = kind_of(text[end]) if end < len(text) else EDGE
    return here == literal.text and bool(before & literal.left) and bool(behind & literal.right)


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_each_letter_of_a_script_begins_with_the_bytes_listed(script: str) -> None:
    every = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    prefixes = tuple(t.text.encode("utf-8", "surrogateescape") for t in SCRIPTS[script] or ())
    letters = regex.findall(rf"\p{{{script}}}", every)
    assert len(letters) > 80
    assert [c for c in letters if not c.encode().startswith(prefixes)] == []
