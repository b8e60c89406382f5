"""Passages put together to blocks."""

from dedup.records import Passage
from dedup.siblings.changes import LONGEST, JoinedPassages, blocks_of

TEXT = "x" * 50_000


def passage(a: tuple[int, int], b: tuple[int, int], kind: str = "edited") -> Passage:
    return Passage(a, b, "", "", kind, False, 0.9)  # type: ignore[arg-type]


def test_passages_that_follow_one_another_on_both_sides_are_one_block() -> None:
    rows = [passage((0, 100), (50, 150)), passage((180, 300), (160, 260))]
    assert blocks_of(rows, TEXT, TEXT) == [JoinedPassages(0, 300, 50, 260)]
    assert blocks_of(rows[::-1], TEXT, TEXT) == [JoinedPassages(0, 300, 50, 260)]


def test_a_passage_that_was_moved_is_a_block_by_itself() -> None:
    rows = [passage((0, 100), (5000, 5100)), passage((110, 300), (60, 260))]
    assert blocks_of(rows, TEXT, TEXT) == [JoinedPassages(0, 100, 5000, 5100), JoinedPassages(110, 300, 60, 260)]


def test_what_was_copied_is_left_out_unless_words_are_between() -> None:
    copied = passage((0, 100), (0, 100), "verbatim")
    assert blocks_of([copied, passage((102, 200), (102, 200), "verbatim")], TEXT, TEXT) == []
    assert blocks_of([copied, passage((120, 200), (130, 210), "verbatim")], TEXT, TEXT) == [
        JoinedPassages(0, 200, 0, 210)
    ]


def test_blocks_are_bounded_and_spans_beyond_the_text_left_out() -> None:
    rows = [passage((n * 1000, n * 1000 + 990), (n * 1000, n * 1000 + 990)) for n in range(40)]
    blocks = blocks_of([*rows, passage((0, 10**9), (0, 5)), passage((7, 7), (0, 5))], TEXT, TEXT)
    assert len(blocks) == 10
    assert max(b.end_a - b.a for b in blocks) <= LONGEST
