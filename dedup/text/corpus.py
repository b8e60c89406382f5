"""Corpus: one batch of articles as columns; furniture is marked and its words are left out of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from dedup.article import Article
from dedup.records import Furniture
from dedup.text.furniture_lines import FurnitureFinder
from dedup.text.packing import Packer
from dedup.text.repair import RepairedText, clean
from dedup.text.tables import I64, U8
from dedup.text.text_store import Spans
from dedup.text.tokenizing import code_points_before, drop_tokens
from dedup.text.tokens import Columns, Tokenizer, Tokens

TEXT_VERSION: Final = 3  # of furniture, tokeniser and folding together; sketches of different versions do not compare
BATCH_BYTES: Final = 4 << 20  # of text a batch: its columns stay in the processor's cache
LARGEST_TEXT: Final = 64 << 20  # code points of one article: four bytes each, a batch of one stays below 256 MB


class Corpus:
    """The columns of one batch. They are in the memory of the reader, and valid until it reads the next batch.

    buffer, offsets: the cleaned texts in UTF-8, packed; tokens: the words of the bodies, furniture left out;
    furniture: by article number, spans in code points of the text as read.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        buffer: U8,
        offsets: I64,
        tokens: Tokens,
        furniture: dict[int, list[Furniture]],
        furniture_bytes: dict[int, Spans],
        repaired: dict[int, RepairedText],
    ) -> None:
        self.articles = articles
        self.buffer = buffer
        self.offsets = offsets
        self.tokens = tokens
        self.furniture = furniture
        self.furniture_bytes = furniture_bytes
        self.repaired = repaired

    def __len__(self) -> int:
        return len(self.articles)

    @property
    def columns(self) -> Columns:
        """The packed texts and their tokens."""
        return Columns(self.buffer, self.offsets, self.tokens)

    def words(self, article: int) -> list[str]:
        """Return the body words of one article as its cleaned text has them."""
        at = int(self.offsets[article])
        places = self.tokens.of(article)
        spans = zip(self.tokens.starts[places].tolist(), self.tokens.ends[places].tolist(), strict=True)
        return [bytes(self.buffer[at + start : at + end]).decode() for start, end in spans]

    def spans(self, article: int) -> list[tuple[int, int]]:
        """Return the spans of the body words, [start, end) in code points of the text as read."""
        places = self.tokens.of(article)
        at = int(self.offsets[article])
        borders = at + np.stack([self.tokens.starts[places], self.tokens.ends[places]], 1).astype(np.int64)
        length = int(self.offsets[-1])
        found = code_points(self.buffer, length, borders) - code_points(self.buffer, length, np.array([at]))
        mended = self.repaired.get(article)
        return [(start, end) for start, end in (found if mended is None else mended.to_raw[found]).tolist()]


def code_points(buffer: U8, length: int, positions: I64) -> I64:
    """Return the number of code points before each byte position in a packed UTF-8 buffer with spare bytes.

    Same shape as `positions`, which are in any order; `length` bytes of the buffer are in use.
    """
    out = np.empty(positions.size, np.int64)
    code_points_before(buffer, length, positions.ravel(), out)
    return out.reshape(positions.shape)


class CorpusReader:
    """Turns batches of articles into corpora, one after the other, in the same memory."""

    def __init__(
        self, jobs: int = 1, furniture: FurnitureFinder | None = None, tokenizer: Tokenizer | None = None
    ) -> None:
        self._pack = Packer()
        self._tokenize = tokenizer or Tokenizer(jobs)
        self._find_furniture = furniture or FurnitureFinder()

    def __call__(self, articles: Sequence[Article]) -> Corpus:
        """Repair, tokenise and mark one batch."""
        texts = [a.text for a in articles]
        buffer, offsets = self._pack(texts)
        repaired: dict[int, RepairedText] = {}
        tokens = self._tokenize(buffer, offsets)
        for article in np.flatnonzero(tokens.suspect).tolist():
            mended = clean(texts[article])
            if mended is not None:
                repaired[article] = mended
                texts[article] = mended.text
        if repaired:
            buffer, offsets = self._pack(texts)
            tokens = self._tokenize(buffer, offsets)
        found = self._find_furniture(texts, buffer, offsets, tokens)
        in_bytes = {n: _byte_spans(texts[n], spans, int(offsets[n + 1] - offsets[n])) for n, spans in found.items()}
        drop_spans(tokens, in_bytes)
        as_read = {n: _as_read(spans, repaired.get(n)) for n, spans in found.items()}
        return Corpus(articles, buffer, offsets, tokens, as_read, in_bytes, repaired)


def _byte_spans(text: str, spans: Sequence[Furniture], size: int) -> Spans:
    if size == len(text):
        return [(s.start, s.end) for s in spans]
    return [
        (len(text[: s.start].encode("utf-8", "replace")), len(text[: s.end].encode("utf-8", "replace"))) for s in spans
    ]


def _as_read(spans: list[Furniture], repaired: RepairedText | None) -> list[Furniture]:
    if repaired is None:
        return spans
    return [Furniture(int(repaired.to_raw[s.start]), int(repaired.to_raw[s.end]), s.kind) for s in spans]


def drop_spans(tokens: Tokens, spans: dict[int, Spans]) -> None:
    """Take the words that begin inside the byte spans (by article number, sorted) out of the columns."""
    rows = [(article, start, end) for article in sorted(spans) for start, end in spans[article]]
    if rows:
        articles, starts, ends = np.array(rows, np.int64).T.copy()
        drop_tokens(tokens, articles, starts, ends)
