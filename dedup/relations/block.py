"""Block: the texts of the pairs at hand, and where their passages stand in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.records import Passage
from dedup.relations.copied_passages import COPIED_WORDS, END_A, END_B, QUOTED_A, QUOTED_B, START_A, START_B
from dedup.relations.measure import NO_BOUND, Bound, Measured, measure
from dedup.relations.pair_figures import FIRST_PASSAGE, PASSAGES
from dedup.relations.passages import Row
from dedup.relations.quotation_marks import count_marked
from dedup.relations.quotations import quoted_words
from dedup.relations.rounding import F64, rounded
from dedup.text.corpus import code_points, drop_spans
from dedup.text.lines import drop_lines
from dedup.text.repair import Repaired
from dedup.text.store import TextStore
from dedup.text.tables import I64, U8
from dedup.text.tokens import Tokenizer, Tokens

SHOWN: Final = 300  # characters of a passage that are shown
_CUT: Final = 4 * SHOWN  # bytes that hold them
_KINDS: Final = np.array(["edited", "verbatim", "reworded"], object)
_EDITED: Final = 0
_VERBATIM: Final = 1
_REWORDED: Final = 2


class Block(NamedTuple):
    """Some pairs, measured. `pairs` rows count in `numbers`, the articles' numbers in the scan, as `buffer`, `offsets`
    and `tokens` do.

    The tokens are valid until the tokeniser reads another block; `quoted` stands by their place.
    """

    numbers: I64
    pairs: I64
    measured: Measured
    buffer: U8
    offsets: I64
    tokens: Tokens
    quoted: U8


def make_block(pairs: I64, store: TextStore, tokenizer: Tokenizer, jobs: int, bound: Bound = NO_BOUND) -> Block:
    """Read the articles of `pairs` (rows of article numbers), and measure those that `bound` does not rule out."""
    numbers, local = np.unique(pairs, return_inverse=True)
    rows = local.reshape(-1, 2)
    buffer, offsets = store.read(numbers)
    tokens = tokenizer(buffer, offsets)
    drop_spans(tokens, {k: spans for k, n in enumerate(numbers.tolist()) if (spans := store.furniture(n))})
    drop_lines(buffer, offsets, tokens, numbers, store.lines)
    quoted = quoted_words(buffer, offsets, tokens)
    return Block(numbers, rows, measure(rows, tokens, quoted, jobs, bound), buffer, offsets, tokens, quoted)


def passages_of(block: Block, chosen: I64, repaired: Mapping[int, Repaired]) -> list[list[Passage]]:
    """The copied passages of each of the chosen pairs, in the order of a, with their spans in the texts as read."""
    counts = block.measured.figures[chosen, PASSAGES]
    owners = np.repeat(chosen, counts)
    places = np.repeat(block.measured.figures[chosen, FIRST_PASSAGE] - np.cumsum(counts) + counts, counts) + np.arange(
        owners.size
    )
    places = places[np.lexsort((block.measured.passages[places, START_A], owners))]  # `chosen` is sorted
    rows = block.measured.passages[places].astype(np.int64)
    sizes, copied = rows[:, [END_A, END_B]] - rows[:, [START_A, START_B]], rows[:, COPIED_WORDS]
    whole = (copied == sizes[:, 0]) & (copied == sizes[:, 1])
    quoted: NDArray[np.bool_] = np.all(2 * rows[:, [QUOTED_A, QUOTED_B]] > sizes, axis=1)
    spans = rows[:, [START_A, END_A, START_B, END_B]]
    return _made(block, owners, counts, spans, whole.astype(np.intp), quoted, copied / sizes.max(axis=1), repaired)


def as_passages(
    block: Block, chosen: I64, rows: Sequence[Sequence[Row]], repaired: Mapping[int, Repaired]
) -> list[list[Passage]]:
    """The rows of each of the chosen pairs as passages, with their spans in the texts as read."""
    counts = np.array([len(listed) for listed in rows], np.int64)
    flat = [row for listed in rows for row in listed]
    spans = np.array([row[:4] for row in flat], np.int64).reshape(-1, 4)
    sizes = spans[:, 1:4:2] - spans[:, 0:4:2]
    copied = np.array([row.copied for row in flat], np.int64)
    kinds = np.where((copied == sizes[:, 0]) & (copied == sizes[:, 1]), _VERBATIM, _EDITED)
    kinds[[row.reworded for row in flat]] = _REWORDED
    owners = np.repeat(chosen, counts)
    first = block.tokens.first[block.pairs[owners]]
    quoted = np.empty((len(flat), 2), np.int64)
    for side in (0, 1):
        count_marked(
            block.quoted, first[:, side] + spans[:, 2 * side], first[:, side] + spans[:, 2 * side + 1], quoted[:, side]
        )
    both: NDArray[np.bool_] = np.all(2 * quoted > sizes, axis=1)
    return _made(block, owners, counts, spans, kinds, both, np.array([row.similarity for row in flat]), repaired)


def _made(
    block: Block,
    owners: I64,
    counts: I64,
    spans: I64,
    kinds: I64,
    quoted: NDArray[np.bool_],
    alike: F64,
    repaired: Mapping[int, Repaired],
) -> list[list[Passage]]:
    """Passages from columns: the pair of each, word spans in a and in b, the place of its kind in _KINDS, quoted,
    similarity."""
    articles = block.pairs[owners]
    in_bytes = _in_bytes(block, articles, spans.reshape(-1, 2, 2))
    starts_a, ends_a, starts_b, ends_b = _as_read(block, articles, in_bytes, repaired).reshape(-1, 4).T.tolist()
    made = map(
        Passage,
        zip(starts_a, ends_a, strict=True),
        zip(starts_b, ends_b, strict=True),
        _shown(block.buffer, in_bytes[:, 0]),
        _shown(block.buffer, in_bytes[:, 1]),
        _KINDS[kinds].tolist(),
        quoted.tolist(),
        rounded(alike),
    )
    return [list(islice(made, count)) for count in counts.tolist()]


def _in_bytes(block: Block, articles: I64, spans: I64) -> I64:
    """Word spans of shape (passages, 2, 2), by passage, side and border, as bytes of the buffer."""
    tokens, first = block.tokens, block.tokens.first[articles]
    borders = np.stack([tokens.starts[first + spans[:, :, 0]], tokens.ends[first + spans[:, :, 1] - 1]], axis=2)
    in_bytes: I64 = block.offsets[articles][:, :, None] + borders
    return in_bytes


def _as_read(block: Block, articles: I64, in_bytes: I64, repaired: Mapping[int, Repaired]) -> I64:
    """Spans in bytes as code points of the articles as they were read."""
    length = int(block.offsets[-1])
    begins = code_points(block.buffer, length, block.offsets[:-1])
    spans: I64 = code_points(block.buffer, length, in_bytes) - begins[articles][:, :, None]
    if repaired:
        for article, number in enumerate(block.numbers.tolist()):
            if (mended := repaired.get(number)) is not None:
                own = articles == article
                spans[own] = mended.to_raw[spans[own]]
    return spans


def _shown(buffer: U8, spans: I64) -> list[str]:
    """The first SHOWN characters of spans in bytes."""
    text = memoryview(buffer.data)
    starts, ends = spans[:, 0], np.minimum(spans[:, 1], spans[:, 0] + _CUT)
    return [
        str(text[start:end], "utf-8", "ignore")[:SHOWN]
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    ]
