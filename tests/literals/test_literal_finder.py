"""The finder sees what a plain search of each literal sees, and joins the windows that touch."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.literals import WHOLE, Literal, LiteralFinder, LiteralUse, kind_of
from dedup.literals.characters import ANY, BLANK, EDGE, LOWER
from dedup.literals.literal_automaton import LiteralSearch, build_automaton
from dedup.text.packing import pack

Window = tuple[int, int, int, int]  # article, use, start, end
TEXTS = st.lists(st.text("abAé. ", max_size=25), max_size=5)
LITERALS = st.builds(
    Literal, st.text("abé.", min_size=1, max_size=3), *[st.sampled_from([ANY, LOWER, BLANK | EDGE])] * 2
)
USES = st.lists(st.builds(LiteralUse, st.lists(LITERALS, max_size=3), st.booleans(), st.integers(0, 4)), max_size=4)


def windows(uses: list[LiteralUse], texts: list[str]) -> list[Window]:
    found = LiteralFinder(uses)(*pack(texts)).by_article()
    return sorted((article, *window) for article, listed in found for window in listed)


def plain_windows(uses: list[LiteralUse], texts: list[str]) -> list[Window]:
    """Every literal looked for at every place."""
    out: list[Window] = []
    for article, text in enumerate(texts):
        for number, use in enumerate(uses):
            ends = [
                (at + len(literal.text), len(literal.text))
                for at in range(len(text))
                for literal in use.literals
                if is_at(literal, text, at, folded=use.folded)
            ]
            joined: list[list[int]] = []
            for end, size in sorted(ends):
                low, high = max(0, end - size - use.reach), end + use.reach
                if joined and low <= joined[-1][1]:
                    joined[-1] = [min(low, joined[-1][0]), high]
                else:
                    joined.append([low, high])
            out += [(article, number, low, high) for low, high in joined]
    return sorted(out)


def is_at(literal: Literal, text: str, at: int, *, folded: bool) -> bool:
    end = at + len(literal.text)
    before, behind = text[at - 1 : at], text[end : end + 1]
    return (
        (text[at:end].lower() if folded else text[at:end]) == literal.text
        and bool(literal.left & (kind_of(before) if before else EDGE))
        and bool(literal.right & (kind_of(behind) if behind else EDGE))
    )


@given(USES, TEXTS)
def test_it_finds_what_a_plain_search_finds(uses: list[LiteralUse], texts: list[str]) -> None:
    assert windows(uses, texts) == plain_windows(uses, texts)


@pytest.mark.parametrize(("text", "joined"), [("ab ab", [(0, 6)]), ("ab  ab", [(0, 7)]), ("ab   ab", [(0, 3), (4, 8)])])
def test_windows_that_touch_are_one(text: str, joined: list[tuple[int, int]]) -> None:
    use = LiteralUse([Literal("ab")], folded=False, reach=1)
    assert [window[2:] for window in windows([use], [text])] == joined


def test_a_literal_can_be_the_first_bytes_of_many_letters() -> None:
    cyrillic = LiteralUse([Literal("\udcd0"), Literal("\udcd1")], folded=False, reach=0)
    assert [window[2:] for window in windows([cyrillic], ["the дом"])] == [(4, 7)]


def test_letters_beyond_ascii_are_found_in_both_cases() -> None:
    use = LiteralUse([Literal("été")], folded=True, reach=0)
    assert [window[2:] for window in windows([use], ["ÉTÉ, a été; Été"])] == [(0, 3), (7, 10), (12, 15)]


def test_a_use_may_see_the_whole_article() -> None:
    ((article, use, start, end),) = windows([LiteralUse([Literal("b")], False, WHOLE)], ["", "a b c"])
    assert (article, use, start) == (1, 0, 0) and end > 5


def test_nothing_is_found_without_uses_or_texts() -> None:
    assert windows([], ["abc"]) == windows([LiteralUse([Literal("a")], False, 0)], []) == []


def test_an_automaton_of_other_literals_is_refused() -> None:
    class Arrays:
        classes = np.zeros(256, np.uint8)
        steps, first, link, following = build_automaton(np.frombuffer(b"ab", np.uint8), np.array([0, 2]), classes, 1)
        text, places = np.frombuffer(b"ab\0", np.uint8), np.array([0, 1, 2])
        folded, edge = np.zeros(2, np.bool_), EDGE
        left = right = np.full(2, ANY, np.uint16)
        kinds = np.zeros(256, np.uint16)
        use_first, uses, reach = np.array([0, 1, 2]), np.array([0, 0]), np.array([1])

    with pytest.raises(ValueError, match="fit one another"):
        LiteralSearch(Arrays(), Arrays())  # type: ignore[arg-type]
