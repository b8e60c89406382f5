"""What is skipped is listed within bounds, whatever the input holds."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from dedup.records import Skipped
from dedup.sources import Sources
from dedup.sources.skipped import MOST_LISTED, ReasonCounts, SkippedPieces, kind_of, total

LINE = b'{"id": "a", "text": "The harbour was closed on Tuesday after a barge ran into the quay."}\n'


def test_the_first_hundred_of_a_kind_are_listed_and_the_rest_is_counted() -> None:
    pieces = SkippedPieces()
    for number in range(1, MOST_LISTED + 4):
        pieces.note("a.jsonl", number, f"the line has {number} bytes; split it")
    pieces.note("a.jsonl", 7, "the line is empty")
    pieces.note("b.jsonl", 1, "the line has 1 bytes; split it")
    assert [piece.line for piece in pieces] == [*range(1, MOST_LISTED + 2), 7, 1]
    assert pieces[MOST_LISTED] == Skipped(
        "a.jsonl", MOST_LISTED + 1, f"the line has {MOST_LISTED + 1} bytes; split it", 3
    )
    assert total(pieces) == MOST_LISTED + 5
    pieces.clear()
    pieces.note("a.jsonl", 1, "the line is empty")
    assert pieces == [Skipped("a.jsonl", 1, "the line is empty")]


def test_a_reason_that_quotes_the_input_is_of_one_kind_whatever_it_quotes() -> None:
    """Else each line of a hostile file would have a reason of its own."""
    quotes = ["a", 'a", "b', "(a) b", "a) b (", "\n", "1,000", 'x"); name it ("']
    assert len({kind_of(f'no field is known (the line has: "{quote}"); name one') for quote in quotes}) == 1
    assert kind_of("the line is empty") != kind_of("the line is not JSON")


def test_a_few_kilobytes_of_gzip_make_no_long_list(tmp_path: Path) -> None:
    records = [b"{}\n"] * 20_000 + [b'{"x%d": 1}\n' % n for n in range(20_000)] + [b"{x%d\n" % n for n in range(20_000)]
    (tmp_path / "bomb.jsonl.gz").write_bytes(gzip.compress(b"".join([LINE, *records])))
    sources = Sources([tmp_path / "bomb.jsonl.gz"])
    assert len(list(sources)) == 1
    assert total(sources.skipped) == 60_000
    assert len(sources.skipped) <= 6 * (MOST_LISTED + 1)


def test_counts_that_were_stored_go_on() -> None:
    whole, first = ReasonCounts(), ReasonCounts()
    reasons = [f"the line has {number} bytes" for number in range(MOST_LISTED + 9)]
    listed = [whole.is_listed(reason) for reason in reasons]
    listed_before = [first.is_listed(reason) for reason in reasons[:50]]
    second = ReasonCounts(**json.loads(json.dumps({"counts": first.counts, "unlisted": first.unlisted})))
    assert listed_before + [second.is_listed(reason) for reason in reasons[50:]] == listed
    assert second.rest() == whole.rest() == [(reasons[MOST_LISTED], 9)]
