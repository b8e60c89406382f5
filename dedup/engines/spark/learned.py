"""Furniture that is learned over the whole corpus (see `text.returning`): sentences meet by their hash, then what is
left of their articles, then what was learned goes back to the articles."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import attrgetter
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.engines.spark.packed import HIGH, batch_of, cells, split_by, table_of
from dedup.engines.spark.stored import LearnedRecord, StoredArticles
from dedup.text.line_hashes import HASHED_LINE
from dedup.text.returning import (
    Rest,
    ReturningTexts,
    SentencePlaces,
    furniture_of,
    return_at_own_outlet,
    returning_of,
    spans_as_read,
)
from dedup.text.tables import I64, hash_tokens

SENTENCE: Final = np.dtype(
    [("hash", np.uint64), ("outlet", np.uint64), ("article", np.uint32), ("start", np.uint32), ("end", np.uint32)]
)
"""A sentence of an article, `outlet` a hash of its name, 0 for none."""
RETURNING: Final = np.dtype([*SENTENCE.descr, ("own", np.bool_)])
"""One that returns; `own` says whether it does at the outlet of its article."""

SENTENCES: Final = pa.schema([("bucket", pa.int64()), ("sentences", pa.binary())])
OF_ARTICLES: Final = pa.schema([("number", pa.int64()), ("returning", pa.binary())])
RESTS: Final = pa.schema([("bucket", pa.int64()), ("returning", pa.binary()), ("rests", pa.binary())])
LEARNED: Final = pa.schema([("number", pa.int64()), ("learned", pa.binary()), ("relabelled", pa.binary())])


def sentences_by_hash(batches: Iterable[pa.RecordBatch], buckets: int) -> Iterator[pa.RecordBatch]:
    """Yield the sentences of articles by the bucket of their hash."""
    for batch in batches:
        numbers = batch.column("number").to_pylist()
        outlets = _outlet_hashes(batch.column("outlet").to_pylist())
        pieces = []
        for number, outlet, cell in zip(numbers, outlets, cells(batch.column("sentences")), strict=True):
            lines = np.frombuffer(cell or b"", HASHED_LINE)
            piece = np.empty(lines.size, SENTENCE)
            piece["hash"], piece["outlet"], piece["article"] = lines["hash"], outlet, number
            piece["start"], piece["end"] = lines["start"], lines["end"]
            pieces.append(piece)
        if pieces:
            yield from _by_bucket(SENTENCES, "sentences", np.concatenate(pieces), buckets)


def _outlet_hashes(outlets: list[str]) -> list[int]:
    known = dict.fromkeys(outlets, 0)
    names = [outlet for outlet in known if outlet]
    known.update(zip(names, hash_tokens(names).tolist(), strict=True))
    return [known[outlet] for outlet in outlets]


def _by_bucket(schema: pa.Schema, column: str, rows: NDArray[np.void], buckets: int) -> Iterator[pa.RecordBatch]:
    columns: dict[str, list[Any]] = {"bucket": [], column: []}
    for bucket, chosen in split_by(((rows["hash"] >> HIGH) * np.uint64(buckets)) >> HIGH, buckets):
        columns["bucket"].append(bucket)
        columns[column].append(rows[chosen].tobytes())
    if columns["bucket"]:
        yield batch_of(schema, columns)


def returning_sentences(rows: pa.Table) -> pa.Table:
    """Return the sentences of one bucket that may be furniture, one row an article."""
    found = np.concatenate([np.frombuffer(cell or b"", SENTENCE) for cell in cells(rows.column("sentences"))])
    found = found[np.lexsort((found["start"], found["article"], found["hash"]))]
    articles = found["article"].astype(np.int64)
    # The numbers of the rows stand for the articles, so that the columns stay together.
    many = returning_of(SentencePlaces(found["hash"], np.arange(found.size), articles, articles)).articles
    found = found[many]
    kept = np.empty(found.size, RETURNING)
    for name in SENTENCE.names or ():
        kept[name] = found[name]
    places, outlets = _places_with_outlets(found)
    kept["own"] = return_at_own_outlet(places, outlets)
    numbers, owners = np.unique(found["article"], return_inverse=True)
    order = np.argsort(owners, kind="stable")
    borders = np.searchsorted(owners[order], np.arange(numbers.size + 1)).tolist()
    own = [kept[order[a:b]].tobytes() for a, b in pairwise(borders)]
    return table_of(OF_ARTICLES, {"number": numbers.astype(np.int64), "returning": own})


def _places_with_outlets(found: NDArray[np.void]) -> tuple[SentencePlaces, I64]:
    """Return sentences whose articles are counted by their place among these, and the outlets of these, 0 for none."""
    _, first, articles = np.unique(found["article"], return_index=True, return_inverse=True)
    _, outlets = np.unique(np.concatenate([np.zeros(1, np.uint64), found["outlet"][first]]), return_inverse=True)
    starts, ends = found["start"].astype(np.int64), found["end"].astype(np.int64)
    return SentencePlaces(found["hash"], articles.astype(np.int64), starts, ends), outlets[1:].astype(np.int64)


def rests_by_hash(batches: Iterable[pa.RecordBatch], buckets: int) -> Iterator[pa.RecordBatch]:
    """Yield what articles have outside their returning sentences, by the buckets of these; rows are stored articles
    with `returning`, all of theirs."""
    for batch in batches:
        if batch.num_rows:
            yield from _rests(pa.Table.from_batches([batch]), buckets)


def _rests(rows: pa.Table, buckets: int) -> Iterator[pa.RecordBatch]:
    stored = StoredArticles(rows)
    found = np.concatenate([np.frombuffer(cell or b"", RETURNING) for cell in cells(rows.column("returning"))])
    found = found[np.lexsort((found["start"], found["article"], found["hash"]))]
    places = np.searchsorted(stored.numbers, found["article"]).astype(np.int64)
    starts, ends = found["start"].astype(np.int64), found["end"].astype(np.int64)
    texts = ReturningTexts(SentencePlaces(found["hash"], places, starts, ends), found["own"])
    texts.add(stored.columns().columns(np.arange(len(stored))), np.arange(len(stored)))
    columns: dict[str, list[Any]] = {"bucket": [], "returning": [], "rests": []}
    for bucket, chosen in split_by(((found["hash"] >> HIGH) * np.uint64(buckets)) >> HIGH, buckets):
        articles = np.unique(places[chosen]).tolist()
        hashes = np.unique(found["hash"][chosen]).tolist()
        parts = (
            {int(stored.numbers[n]): texts.rests[n] for n in articles if n in texts.rests},
            {int(stored.numbers[n]): texts.words[n] for n in articles if n in texts.words},
            {int(stored.numbers[n]): texts.own_words[n] for n in articles if n in texts.own_words},
            _first_articles(texts, found, places, stored.numbers, hashes),
        )
        columns["bucket"].append(bucket)
        columns["returning"].append(found[chosen].tobytes())
        columns["rests"].append(pickle.dumps(parts, pickle.HIGHEST_PROTOCOL))
    if columns["bucket"]:
        yield batch_of(RESTS, columns)


def _first_articles(
    texts: ReturningTexts, found: NDArray[np.void], places: I64, numbers: I64, hashes: list[int]
) -> dict[int, tuple[int, frozenset[int]]]:
    """Return the long words of each of these sentences, with the number of the first article that has words."""
    first = np.searchsorted(found["hash"], np.array(hashes, np.uint64)).tolist()
    return {
        digest: (int(numbers[places[row]]), texts.sentences[digest])
        for digest, row in zip(hashes, first, strict=True)
        if digest in texts.sentences
    }


def learn(rows: pa.Table) -> pa.Table:
    """Return the spans of furniture that the sentences of one bucket are, one row an article and bucket."""
    found = np.concatenate([np.frombuffer(cell or b"", RETURNING) for cell in cells(rows.column("returning"))])
    found = found[np.lexsort((found["start"], found["article"], found["hash"]))]
    numbers = np.unique(found["article"])
    place = {number: n for n, number in enumerate(numbers.tolist())}
    places, outlets = _places_with_outlets(found)
    texts = ReturningTexts(places, found["own"])
    first: dict[int, int] = {}
    for cell in cells(rows.column("rests")):
        rests: dict[int, Rest]
        rests, words, own_words, sentences = pickle.loads(cell or b"")
        texts.rests.update({place[number]: Rest(*rest) for number, rest in rests.items()})
        texts.words.update({place[number]: held for number, held in words.items()})
        texts.own_words.update({place[number]: held for number, held in own_words.items()})
        for digest, (number, held) in sentences.items():
            if number < first.get(digest, 1 << 62):
                first[digest], texts.sentences[digest] = number, held
    learned = furniture_of(places, outlets, texts)
    spans = [np.array(learned[n], np.int64).tobytes() for n in learned]
    return table_of(LEARNED, {"number": numbers[list(learned)].astype(np.int64), "learned": spans})


def relabel(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the learned spans of each article, and its words and furniture with them left out; rows are stored articles
    whose `learned` spans are of all buckets."""
    for batch in batches:
        if not batch.num_rows:
            continue
        stored = StoredArticles(pa.Table.from_batches([batch]))
        counts = stored.columns().columns(np.arange(len(stored))).tokens.counts.tolist()
        buffer, offsets = stored.store.read(np.arange(len(stored)))
        columns: dict[str, Any] = {"number": stored.numbers, "learned": [], "relabelled": []}
        for place, record in enumerate(stored.records()):
            spans = sorted(stored.learned[place])
            text = bytes(buffer[int(offsets[place]) : int(offsets[place + 1])])
            returning = spans_as_read(text, spans, stored.repaired.get(place))
            furniture = sorted([*record.furniture, *returning], key=attrgetter("start"))
            columns["learned"].append(np.array(spans, np.int64).tobytes())
            columns["relabelled"].append(pickle.dumps(LearnedRecord(counts[place], furniture), pickle.HIGHEST_PROTOCOL))
        yield batch_of(LEARNED, columns)
