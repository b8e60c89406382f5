"""Block: the texts of the pairs at hand, and where their passages stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from dedup.relations.measure import NO_BOUND, Bound, Measured, measure
from dedup.relations.relation import Passage
from dedup.text.corpus import code_points, drop_spans
from dedup.text.repair import Repaired
from dedup.text.store import TextStore
from dedup.text.tables import I64
from dedup.text.tokens import Tokenizer

SHOWN: Final = 300  # characters of a passage that are shown
_CUT: Final = 4 * SHOWN  # bytes that hold them


class Block(NamedTuple):
    """Some pairs, measured. `pairs` rows count in `numbers`, the articles' numbers in the scan.

    in_bytes and in_characters: for each passage row of `measured`, start and end in a, start and end in b: bytes of `text`, and code
    points of the cleaned article.
    """

    numbers: list[int]
    pairs: list[list[int]]
    measured: Measured
    text: bytes
    in_bytes: list[list[int]]
    in_characters: list[list[int]]


def make_block(pairs: I64, store: TextStore, tokenizer: Tokenizer, jobs: int, bound: Bound = NO_BOUND) -> Block:
    """Read the articles of `pairs` (rows of article numbers), and measure those that `bound` does not rule out."""
    numbers, local = np.unique(pairs, return_inverse=True)
    rows = local.reshape(-1, 2)
    buffer, offsets = store.read(numbers)
    tokens = tokenizer(buffer, offsets)
    listed: list[int] = numbers.tolist()
    drop_spans(tokens, {k: spans for k, n in enumerate(listed) if (spans := store.furniture(n))})
    measured = measure(rows, buffer, offsets, tokens, jobs, bound)
    owners = np.repeat(rows, measured.figures[:, 9], axis=0)
    at, first, words = offsets[owners], tokens.first[owners], measured.passages
    ends = tokens.ends[first[:, :1] + words[:, [1]] - 1], tokens.ends[first[:, 1:] + words[:, [3]] - 1]
    starts = tokens.starts[first[:, :1] + words[:, [0]]], tokens.starts[first[:, 1:] + words[:, [2]]]
    in_bytes = np.hstack([at[:, :1] + starts[0], at[:, :1] + ends[0], at[:, 1:] + starts[1], at[:, 1:] + ends[1]])
    length = int(offsets[-1])
    in_characters = code_points(buffer, length, in_bytes) - np.repeat(code_points(buffer, length, at), 2, axis=1)
    return Block(listed, rows.tolist(), measured, buffer.tobytes(), in_bytes.tolist(), in_characters.tolist())


def passages_of(block: Block, pair: int, rows: list[list[int]], repaired: Mapping[int, Repaired]) -> list[Passage]:
    """The passages of one pair, whose measured rows are `rows`, in the order of a, with their spans in the texts as read."""
    first = int(block.measured.figures[pair, 8])
    a, b = block.pairs[pair]
    mended_a, mended_b = repaired.get(block.numbers[a]), repaired.get(block.numbers[b])
    text = block.text
    out = []
    for k in sorted(range(len(rows)), key=rows.__getitem__):
        begin_a, end_a, begin_b, end_b, copied, _longest, quoted_a, quoted_b = rows[k]
        byte_a, stop_a, byte_b, stop_b = block.in_bytes[first + k]
        start_a, till_a, start_b, till_b = block.in_characters[first + k]
        if mended_a is not None:
            start_a, till_a = int(mended_a.to_raw[start_a]), int(mended_a.to_raw[till_a])
        if mended_b is not None:
            start_b, till_b = int(mended_b.to_raw[start_b]), int(mended_b.to_raw[till_b])
        words_a, words_b = end_a - begin_a, end_b - begin_b
        out.append(
            Passage(
                (start_a, till_a),
                (start_b, till_b),
                text[byte_a : stop_a if stop_a < byte_a + _CUT else byte_a + _CUT].decode("utf-8", "ignore")[:SHOWN],
                text[byte_b : stop_b if stop_b < byte_b + _CUT else byte_b + _CUT].decode("utf-8", "ignore")[:SHOWN],
                "verbatim" if copied == words_a == words_b else "edited",
                2 * quoted_a > words_a and 2 * quoted_b > words_b,
                round(copied / (words_a if words_a > words_b else words_b), 3),
            )
        )
    return out
