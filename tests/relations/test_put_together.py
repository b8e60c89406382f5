"""Copied runs and linked sentences become the rows of one pair: what was copied is shown once, and nothing is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.relations.alignment import SentenceLink
from dedup.relations.measure import CopiedPassage
from dedup.relations.passages import AlignedPassage, Coverage, count_covered, put_together


def overlap(start: int, end: int, other_start: int, other_end: int) -> int:
    """Return the number of places that two spans have in common."""
    return max(0, min(end, other_end) - max(start, other_start))


def copy(a: int, end_a: int, b: int, end_b: int, words: int) -> CopiedPassage:
    """A passage: its longest run and the quoted words of both sides, which do not matter here."""
    return CopiedPassage(a, end_a, b, end_b, words, words, 3, 4)


def test_a_copied_passage_alone() -> None:
    """Its similarity is the share of its words that are the same, on the longer side."""
    assert put_together([copy(5, 15, 30, 42, 9)], []) == [AlignedPassage(5, 15, 30, 42, 9, False, 0.75)]


def test_a_link_alone() -> None:
    assert put_together([], [SentenceLink(0, 10, 20, 35, 440)]) == [AlignedPassage(0, 10, 20, 35, 0, True, 0.44)]


@pytest.mark.parametrize(
    ("passage", "shown"),
    [
        (copy(0, 10, 20, 30, 10), True),  # both sentences whole
        (copy(0, 6, 20, 26, 6), True),  # six tenths of both
        (copy(0, 6, 20, 25, 5), False),
        (copy(0, 5, 20, 26, 5), False),
        (copy(4, 40, 24, 60, 36), True),  # a passage that goes on behind them
        (copy(5, 40, 24, 60, 35), False),
        (copy(0, 10, 50, 60, 10), False),  # copied from elsewhere
        (copy(50, 60, 20, 30, 10), False),
    ],
)
def test_a_copied_passage_shows_a_link(passage: CopiedPassage, shown: bool) -> None:
    """Where it holds most of both sentences; the link is left out then, and the passage stays as it is."""
    rows = put_together([passage], [SentenceLink(0, 10, 20, 30, 800)])
    assert [row for row in rows if row.reworded] == (
        [] if shown else [AlignedPassage(0, 10, 20, 30, rows[0].copied, True, 0.8)]
    )
    if shown:
        assert rows == put_together([passage], [])


def test_a_passage_within_both_sentences_is_part_of_the_link() -> None:
    """Also two of them; a passage that leaves one of the sentences is told beside it."""
    link = SentenceLink(0, 20, 100, 120, 512)
    within = [copy(0, 8, 100, 107, 7), copy(12, 20, 110, 120, 8)]
    assert put_together(within, [link]) == [AlignedPassage(0, 20, 100, 120, 15, True, 0.512)]
    beyond = copy(12, 21, 110, 119, 9)
    assert put_together([within[0], beyond], [link]) == [
        AlignedPassage(0, 20, 100, 120, 7, True, 0.512),
        AlignedPassage(12, 21, 110, 119, 9, False, 1.0),
    ]
    beyond_b = copy(12, 20, 113, 121, 8)
    assert put_together([beyond_b], [link])[1] == AlignedPassage(12, 20, 113, 121, 8, False, 1.0)


def test_a_passage_in_a_link_that_is_shown_by_another_stays() -> None:
    """The long one shows the link, so the short one within it is not told by the link."""
    passages = [copy(0, 3, 20, 23, 3), copy(3, 20, 23, 40, 17)]
    assert put_together(passages, [SentenceLink(0, 10, 20, 30, 800)]) == put_together(passages, [])


spans = st.tuples(st.integers(0, 40), st.integers(1, 12), st.integers(0, 40), st.integers(1, 12), st.integers(0, 1000))


@given(st.lists(spans, max_size=5), st.lists(spans, max_size=5))
def test_nothing_is_lost_and_nothing_told_twice(copied: list[tuple[int, ...]], linked: list[tuple[int, ...]]) -> None:
    """Every word that a passage copies stands in a row, every link in a row or in a passage; rows stand in the order of
    a."""
    passages = [copy(a, a + n, b, b + m, min(n, m)) for a, n, b, m, _ in copied]
    links = [SentenceLink(a, a + n, b, b + m, cosine) for a, n, b, m, cosine in linked]
    rows = put_together(passages, links)
    assert rows == sorted(rows)
    kept = [link for link in links if not any(shows(p, link) for p in passages)]
    assert [row for row in rows if row.reworded] == sorted(
        AlignedPassage(*link[:4], sum(p.copied_words for p in passages if within(p, link)), True, link.cosine / 1000)
        for link in kept
    )
    told = [(row.a, row.end_a, row.b, row.end_b) for row in rows if not row.reworded]
    assert told == sorted(p[:4] for p in passages if not any(within(p, link) for link in kept))


def shows(passage: CopiedPassage, link: SentenceLink) -> bool:
    """Whether the passage holds six tenths of both sentences."""
    return all(overlap(*link[k : k + 2], *passage[k : k + 2]) >= 0.6 * (link[k + 1] - link[k]) for k in (0, 2))


def within(passage: CopiedPassage, link: SentenceLink) -> bool:
    """Whether both sides of the passage lie within those of the link."""
    in_a = link.start_a <= passage.start_a and passage.end_a <= link.end_a
    return in_a and link.start_b <= passage.start_b and passage.end_b <= link.end_b


@given(
    st.lists(spans, max_size=5),
    st.lists(st.integers(0, 2), min_size=60, max_size=60),
    st.lists(st.integers(0, 1), min_size=52, max_size=52),
)
def test_covered_words_are_counted_once(drawn: list[tuple[int, ...]], quoted_a: list[int], quoted_b: list[int]) -> None:
    """Rows may overlap, as where one sentence is rendered by two."""
    rows = [AlignedPassage(a, a + n, b, b + m, 0, True, 0.5) for a, n, b, m, _ in drawn]
    a, b = {k for r in rows for k in range(r.a, r.end_a)}, {k for r in rows for k in range(r.b, r.end_b)}
    expected = Coverage(len(a), len(b), sum(quoted_a[k] > 0 for k in a), sum(quoted_b[k] > 0 for k in b))
    assert count_covered(rows, np.array(quoted_a, np.uint8), np.array(quoted_b, np.uint8)) == expected
