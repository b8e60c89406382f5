"""Stored articles: the rows of described articles, as the jobs behind the first one read them."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa

from dedup.engines.spark.packed import cells, packed_texts
from dedup.records import ArticleRecord, Furniture
from dedup.relations.block import StoreColumns
from dedup.text.repair import RepairedText
from dedup.text.tables import I64
from dedup.text.terms import Terms
from dedup.text.text_store import Spans, TextStore
from dedup.text.tokens import Tokenizer

if TYPE_CHECKING:
    from dedup.artifacts.translation_verdict import TextEvidence

COLUMNS: Final = (
    "number", "id", "given", "line", "moment", "text", "record", "evidence", "furniture", "mended",
    "learned", "relabelled",
)  # fmt: skip
"""Of a stored article: its number, its id and the one before it was renamed, its line in the file, its moment; what
`described.SCHEMA` has; and the furniture that was learned, byte spans and what its record then has."""

_RECORD: Final = msgspec.msgpack.Decoder(ArticleRecord)
_WHOLE: Final = 1 << 62
MOST_TERMS: Final = 1 << 21  # of one process; more words than a language has come from noise


class LearnedRecord(NamedTuple):
    """What the record of an article has where furniture was learned in it."""

    words: int
    furniture: list[Furniture]


class StoredArticles:
    """Some stored articles in the order of their numbers, by place; `numbers` are their numbers in the scan."""

    def __init__(self, rows: pa.Table) -> None:
        """Take rows with COLUMNS in any order."""
        numbers = np.asarray(rows.column("number").to_numpy(), np.int64)
        order = np.argsort(numbers)
        rows = rows.take(pa.array(order)) if not np.array_equal(order, np.arange(order.size)) else rows
        self._rows = rows
        self.numbers: I64 = numbers[order]
        self.ids: list[str] = rows.column("id").to_pylist()
        self.given: list[str] = rows.column("given").to_pylist()
        self.repaired: dict[int, RepairedText] = {
            place: pickle.loads(cell) for place, cell in enumerate(cells(rows.column("mended"))) if cell is not None
        }
        self.store = TextStore(_WHOLE)
        buffer, offsets = packed_texts(rows.column("text"))
        self.store.add(buffer, offsets, self._spans("furniture"))
        self.learned = self._spans("learned")
        for place, spans in self.learned.items():
            self.store.add_furniture(place, spans)
        self._tokenizer = Tokenizer(1)

    def __len__(self) -> int:
        return len(self.ids)

    def _spans(self, column: str) -> dict[int, Spans]:
        return {
            place: [(start, end) for start, end in np.frombuffer(cell, np.int64).reshape(-1, 2).tolist()]
            for place, cell in enumerate(cells(self._rows.column(column)))
            if cell is not None
        }

    def columns(self) -> StoreColumns:
        """Return the texts with their words, furniture left out."""
        return StoreColumns(self.store, self._tokenizer)

    def records(self) -> list[ArticleRecord]:
        """Return the records, with the ids and lines of the scan and the furniture that was learned."""
        rows = self._rows
        lines, relabelled = rows.column("line").to_pylist(), rows.column("relabelled").to_pylist()
        return [
            patched(_RECORD.decode(cell or b""), id, line, learned)
            for cell, id, line, learned in zip(cells(rows.column("record")), self.ids, lines, relabelled, strict=True)
        ]

    def evidence(self) -> list[tuple[TextEvidence, list[tuple[str | None, str]]]]:
        """Return what rules and style found in each, and what rules could not do."""
        from dedup.artifacts.translation_verdict import TextEvidence

        decode = msgspec.msgpack.Decoder(tuple[TextEvidence, list[tuple[str | None, str]]]).decode
        return [decode(cell) for cell in cells(self._rows.column("evidence")) if cell is not None]

    def moments(self) -> list[int]:
        """Return when each article came, in seconds."""
        moments: list[int] = self._rows.column("moment").to_pylist()
        return moments

    def text(self, place: int) -> str:
        """Return the cleaned text of an article."""
        buffer, offsets = self.store.read(np.array([place]))
        return bytes(buffer[: int(offsets[1])]).decode("utf-8", "replace")

    def ranks(self) -> list[int]:
        """Return the place of each article in the order in which they came: by moment, then by number."""
        moments = np.array(self.moments(), np.int64)
        ranks = np.empty(moments.size, np.int64)
        ranks[np.argsort(moments, kind="stable")] = np.arange(moments.size)
        return ranks.tolist()


def patched(record: ArticleRecord, id: str, line: int | None, learned: bytes | None) -> ArticleRecord:
    """Return a record with its id and line in the scan and, where some was learned, its furniture."""
    if learned is None:
        return msgspec.structs.replace(record, id=id, line=line)
    found: LearnedRecord = pickle.loads(learned)
    return msgspec.structs.replace(record, id=id, line=line, words=found.words, furniture=found.furniture)


_terms: list[Terms] = []


def terms_of_process() -> Terms:
    """Return the terms that this process knows; a word is stemmed once, whatever the number of blocks."""
    if not _terms or len(_terms[0]) > MOST_TERMS:
        _terms[:] = [Terms()]
    return _terms[0]
