"""Sketches from the executors of Spark: rows with a text -> the records that `dedup index import` takes, in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec

from dedup.article import Article
from dedup.index.sketch_records import COLUMNS, SketchOrigin, columns_of_sketch
from dedup.index.stored_article import sketch_words
from dedup.sketch.candidates import SLOTS
from dedup.sketch.signatures import COPY_WORDS, sketch_tokens
from dedup.sources.batches import batches
from dedup.text.corpus import CorpusReader

if TYPE_CHECKING:
    import pyarrow

ReadArticles = Callable[["Iterable[pyarrow.RecordBatch]"], Iterator[Article]]
ROWS: Final = 10_000  # of a batch that is sent back: about 6 MB


def sketch_schema() -> pyarrow.Schema:
    """Return the columns of a sketch: id, and those of an export without texts."""
    import pyarrow

    kinds = {str: pyarrow.string(), int: pyarrow.int64()}
    made = [(name, kinds[type(value)]) for name, value in msgspec.structs.asdict(SketchOrigin()).items()]
    types = (pyarrow.binary(), pyarrow.int64(), pyarrow.string(), pyarrow.struct(made))
    return pyarrow.schema([("id", pyarrow.string()), *zip(COLUMNS, types, strict=True)])


def sketch_rows(rows: Iterable[pyarrow.RecordBatch], read: ReadArticles) -> Iterator[pyarrow.RecordBatch]:
    """Yield the id and the sketch of each article in some rows."""
    import pyarrow

    schema, corpora = sketch_schema(), CorpusReader(1)
    for batch in batches(read(rows)):
        for made in _in_pieces(_sketches(corpora, batch)):
            yield pyarrow.RecordBatch.from_pylist(made, schema)


def _sketches(corpora: CorpusReader, articles: Sequence[Article]) -> list[dict[str, Any]]:
    corpus = corpora(articles)
    signatures = sketch_tokens(corpus.tokens, COPY_WORDS, SLOTS)
    return [
        {
            "id": article.id,
            **columns_of_sketch(sketch_words(signatures[n], corpus.tokens.hashes[corpus.tokens.of(n)])),
        }
        for n, article in enumerate(articles)
    ]


def _in_pieces(made: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for begin in range(0, len(made), ROWS):
        yield made[begin : begin + ROWS]
