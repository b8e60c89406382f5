"""Block: the texts of the pairs at hand, measured, and where their passages are in them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from dedup.records import Passage
from dedup.relations.measure import NO_BOUND, PairMeasures, ScoreBound, measure, rounded
from dedup.relations.passages import AlignedPassage
from dedup.relations.stock_phrases import drop_stock_phrases
from dedup.text.corpus import code_points, drop_spans
from dedup.text.known_lines import drop_lines
from dedup.text.quotations import count_marked, quoted_words
from dedup.text.repair import RepairedText
from dedup.text.tables import F64, I64, U8
from dedup.text.text_store import StoredTexts
from dedup.text.tokens import Columns, Tokenizer, Tokens

SHOWN: Final = 300  # characters of a passage that are shown
_CUT: Final = 4 * SHOWN  # bytes that hold them
_ROWS: Final = 1024  # of a table that are made lists at a time
_KINDS: Final = np.array(["edited", "verbatim", "reworded"], object)
_EDITED, _VERBATIM, _REWORDED = 0, 1, 2  # places in _KINDS
SIDES: Final = (0, 1)  # columns of `pairs`: article a and article b
SAME_WORDS, SAME_BUT_PHRASES = 1, 2  # in the figure `same`: the bodies, and the bodies without stock phrases
_Value = TypeVar("_Value")
NO_PHRASES: Final[Mapping[int, Sequence[str]]] = MappingProxyType({})


class Block(NamedTuple):
    """Some pairs, measured.

    `numbers` are the numbers of the articles in the scan; the rows (a, b) of `pairs`, and buffer, offsets and tokens,
    count articles by their place in `numbers`. `quoted` is by place of the tokens. `stock` has the stock phrases of
    language models, by article; their words are not among the tokens. The columns are valid until the next block is
    read.
    """

    numbers: I64
    pairs: I64
    measured: PairMeasures
    buffer: U8
    offsets: I64
    tokens: Tokens
    quoted: U8
    stock: Mapping[int, Sequence[str]] = NO_PHRASES

    @property
    def columns(self) -> Columns:
        """The packed texts and their tokens."""
        return Columns(self.buffer, self.offsets, self.tokens)


class TextColumns(Protocol):
    """Texts by article number, and their words."""

    def sizes(self) -> I64:
        """Return the bytes of each text."""

    def columns(self, numbers: I64) -> Columns:
        """Return the texts of these articles and their words, without furniture and without known lines. They are valid
        until the next call; the caller may take words out of them."""


class StoreColumns(NamedTuple):
    """The texts of a store, which `tokenizer` reads when they are asked for; see `TextColumns`."""

    store: StoredTexts
    tokenizer: Tokenizer

    def sizes(self) -> I64:
        """See `TextColumns`."""
        return self.store.sizes()

    def columns(self, numbers: I64) -> Columns:
        """See `TextColumns`."""
        buffer, offsets = self.store.read(numbers)
        tokens = self.tokenizer(buffer, offsets)
        drop_spans(tokens, {k: spans for k, n in enumerate(numbers.tolist()) if (spans := self.store.furniture(n))})
        drop_lines(buffer, offsets, tokens, numbers, self.store.lines)
        return Columns(buffer, offsets, tokens)


def make_block(pairs: I64, texts: TextColumns, jobs: int, bound: ScoreBound = NO_BOUND) -> Block:
    """Read the articles of `pairs` (rows of two article numbers), and measure all pairs that `bound` does not rule
    out."""
    numbers, local = np.unique(pairs, return_inverse=True)
    rows = local.reshape(-1, 2)
    buffer, offsets, tokens = texts.columns(numbers)
    stock = drop_stock_phrases(buffer, offsets, tokens)
    quoted = quoted_words(buffer, offsets, tokens)
    measured = measure(rows, tokens, quoted, jobs, bound)
    if stock:
        _mark_other_phrases(rows, measured.figures, stock)
    return Block(numbers, rows, measured, buffer, offsets, tokens, quoted, stock)


def _mark_other_phrases(pairs: I64, figures: NDArray[np.void], stock: Mapping[int, Sequence[str]]) -> None:
    """Mark the pairs whose bodies are the same words but for stock phrases."""
    for k in np.flatnonzero(figures["same"]).tolist():
        a, b = pairs[k].tolist()
        if stock.get(a) != stock.get(b):
            figures["same"][k] = SAME_BUT_PHRASES


class _PassageColumns(NamedTuple):
    """Passages by row: the pair of each (numbers of `Block.pairs`), the words [start, end) of both sides (shape
    (passages, 2)), the place of its kind in _KINDS, whether it is quoted, its similarity; `counts` is by pair."""

    owners: I64
    counts: I64
    starts: I64
    ends: I64
    kinds: I64
    quoted: NDArray[np.bool_]
    similarity: F64


def copied_passages_of(block: Block, chosen: I64, repaired: Mapping[int, RepairedText]) -> list[list[Passage]]:
    """Return the copied passages of each of the chosen pairs (ascending), in the order of a, with their spans in the
    texts as read."""
    counts, first = block.measured.figures["passages"][chosen], block.measured.figures["first_passage"][chosen]
    owners = np.repeat(chosen, counts)
    places = np.repeat(first - np.cumsum(counts) + counts, counts) + np.arange(owners.size)
    places = places[np.lexsort((block.measured.passages["start_a"][places], owners))]
    rows = block.measured.passages[places]
    starts, ends, inside = (
        np.stack([rows[f"{name}_a"], rows[f"{name}_b"]], axis=1).astype(np.int64) for name in ("start", "end", "quoted")
    )
    sizes, copied = ends - starts, rows["copied_words"].astype(np.int64)
    whole: NDArray[np.bool_] = np.all(copied[:, None] == sizes, axis=1)
    quoted: NDArray[np.bool_] = np.all(2 * inside > sizes, axis=1)
    kinds = np.where(whole, _VERBATIM, _EDITED)
    columns = _PassageColumns(owners, counts, starts, ends, kinds, quoted, copied / sizes.max(axis=1))
    return _passage_records(block, columns, repaired)


def aligned_passages_of(
    block: Block, chosen: I64, aligned: Sequence[Sequence[AlignedPassage]], repaired: Mapping[int, RepairedText]
) -> list[list[Passage]]:
    """Return these passages of each of the chosen pairs as records, with their spans in the texts as read."""
    counts = np.array([len(listed) for listed in aligned], np.int64)
    flat = [passage for listed in aligned for passage in listed]
    starts = np.array([(p.a, p.b) for p in flat], np.int64).reshape(-1, 2)
    ends = np.array([(p.end_a, p.end_b) for p in flat], np.int64).reshape(-1, 2)
    sizes = ends - starts
    copied = np.array([p.copied for p in flat], np.int64)
    kinds = np.where(np.all(copied[:, None] == sizes, axis=1), _VERBATIM, _EDITED)
    kinds[[p.reworded for p in flat]] = _REWORDED
    owners = np.repeat(chosen, counts)
    first = block.tokens.first[block.pairs[owners]]
    inside = np.empty((len(flat), 2), np.int64)
    for side in SIDES:
        count_marked(block.quoted, (first + starts)[:, side], (first + ends)[:, side], inside[:, side])
    quoted: NDArray[np.bool_] = np.all(2 * inside > sizes, axis=1)
    similarity = np.array([p.similarity for p in flat])
    return _passage_records(block, _PassageColumns(owners, counts, starts, ends, kinds, quoted, similarity), repaired)


def _passage_records(
    block: Block, columns: _PassageColumns, repaired: Mapping[int, RepairedText]
) -> list[list[Passage]]:
    articles = block.pairs[columns.owners]
    first, texts = block.tokens.first[articles], block.offsets[articles]
    begins = texts + block.tokens.starts[first + columns.starts]
    ends = texts + block.tokens.ends[first + columns.ends - 1]
    spans = _as_read(block, articles, np.stack([begins, ends], axis=2), repaired)
    shared: dict[Hashable, Any] = {}  # the passages of many pairs have the same spans and sentences

    def once(values: Iterable[_Value]) -> Iterator[_Value]:
        return (shared.setdefault(value, value) for value in values)

    made = map(
        Passage,
        *(once(map(tuple, _rows(spans[:, side]))) for side in SIDES),
        *(once(_shown(block.buffer, begins[:, side], ends[:, side])) for side in SIDES),
        _KINDS[columns.kinds].tolist(),
        columns.quoted.tolist(),
        rounded(columns.similarity),
    )
    return [list(islice(made, count)) for count in columns.counts.tolist()]


def _as_read(block: Block, articles: I64, in_bytes: I64, repaired: Mapping[int, RepairedText]) -> I64:
    """Return spans in bytes of the buffer, by passage, side and border, as code points of the articles as read."""
    length = int(block.offsets[-1])
    begins = code_points(block.buffer, length, block.offsets[:-1])
    spans: I64 = code_points(block.buffer, length, in_bytes) - begins[articles][:, :, None]
    if repaired:
        for article, number in enumerate(block.numbers.tolist()):
            if (mended := repaired.get(number)) is not None:
                own = articles == article
                spans[own] = mended.to_raw[spans[own]]
    return spans


def _shown(buffer: U8, starts: I64, ends: I64) -> Iterator[str]:
    """Yield the first SHOWN characters of spans in bytes."""
    text = memoryview(buffer.data)
    for start, end in _rows(np.stack([starts, np.minimum(ends, starts + _CUT)], axis=1)):
        yield str(text[start:end], "utf-8", "ignore")[:SHOWN]


def _rows(table: I64) -> Iterator[list[int]]:
    """Yield the rows of a table, few of which are lists at a time."""
    for first in range(0, len(table), _ROWS):
        yield from table[first : first + _ROWS].tolist()
