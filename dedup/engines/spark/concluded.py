"""Conclude on Spark: the articles and relations of whole components -> families, roots, directions and verdicts, each
record as JSON beside the columns of its table."""

from __future__ import annotations

import math
import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa

from dedup.describe import ScanSettings
from dedup.engines.local import LocalEngine
from dedup.engines.spark.compared import COVERED, RELATION
from dedup.engines.spark.described import encoded, sendable
from dedup.engines.spark.packed import batch_of, cells, table_of
from dedup.engines.spark.stored import StoredArticles, terms_of_process
from dedup.limits import silent
from dedup.records import ArticleRecord, Family, InputRecord, Relation, Weak
from dedup.relations.coverage import ArticleWords
from dedup.report import make_report
from dedup.report.tables import COLUMNS, TableName, rows
from dedup.scan_articles import ScanArticles
from dedup.scan_run import ScanRun

TABLES: Final[tuple[TableName, ...]] = ("articles", "relations", "families")
_TYPES: Final = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
ROWS: Final = {name: pa.struct([(column, _TYPES[kind]) for column, kind in COLUMNS[name].items()]) for name in TABLES}
"""The columns of each table of the report."""
CONCLUDED: Final = pa.schema([("table", pa.string()), *ROWS.items(), ("record", pa.string())])
"""A row of a table of the report, in the column of that table, and the record as JSON."""

_RELATION: Final = msgspec.msgpack.Decoder(Relation)
_WEAK: Final = msgspec.msgpack.Decoder(Weak)
_NOTHING: Final = InputRecord(articles=0)


class Corpuswide(NamedTuple):
    """What only the whole corpus shows: by outlet the rules that are its house style, and the addresses that are shared
    by outlets."""

    styles: Mapping[str, frozenset[str]]
    shared: frozenset[str]


def conclude_alone(
    batches: Iterable[pa.RecordBatch], settings: ScanSettings, corpus: Corpuswide
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of articles that are related to none."""
    corpus = corpus._replace(shared=frozenset())  # an address says where related articles come from
    for batch in batches:
        if batch.num_rows:
            yield from _concluded(pa.Table.from_batches([batch]), [], settings, corpus).to_batches()


def conclude_components(articles: pa.Table, found: pa.Table, settings: ScanSettings, corpus: Corpuswide) -> pa.Table:
    """Return the rows of some whole components: their articles, and what was found among these."""
    if not articles.num_rows:
        return table_of(CONCLUDED, {name: [] for name in CONCLUDED.names})
    rows = list(
        zip(
            found.column("kind").to_pylist(),
            found.column("a").to_pylist(),
            (bytes(cell or b"") for cell in cells(found.column("data"))),
            strict=True,
        )
    )
    return _concluded(articles, rows, settings, corpus)


def weak_rows(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the rows of weak pairs."""
    for batch in batches:
        weak = [_WEAK.decode(cell) for cell in cells(batch.column("data")) if cell is not None]
        if weak:
            yield from _rows_of(articles=[], relations=[], families=[], weak=weak).to_batches()


def _concluded(
    articles: pa.Table, found: Sequence[tuple[int, int, bytes]], settings: ScanSettings, corpus: Corpuswide
) -> pa.Table:
    stored = StoredArticles(articles)
    # The style of an outlet was learned over all articles.
    settings = msgspec.structs.replace(settings, house_style=False)
    known = _articles(stored, settings, corpus)
    with (
        LocalEngine(settings, stored.store, 1, math.inf) as engine,
        ScanRun(known, settings, stored.store, engine, silent, stored.ranks()) as run,
    ):
        engine.use_texts(run.compared, known.terms)
        for kind, number, cell in found:
            if kind == COVERED:
                run.coverage.merge(dict([_in_places(stored, number, pickle.loads(cell))]))
        families, relations = run.group([_RELATION.decode(cell) for kind, _, cell in found if kind == RELATION])
    return _rows_of(articles=known.records, relations=relations, families=families, weak=[])


def _in_places(stored: StoredArticles, number: int, covered: ArticleWords) -> tuple[int, ArticleWords]:
    """Return what is covered of an article by places instead of numbers."""
    places = np.searchsorted(stored.numbers, [number, *covered.supersedes]).tolist()
    covered.supersedes = places[1:]
    return places[0], covered


def _articles(stored: StoredArticles, settings: ScanSettings, corpus: Corpuswide) -> ScanArticles:
    """Return the articles as a run has them that has read them."""
    known = ScanArticles()
    known.records = [_with_shared_origin(record, corpus.shared) for record in stored.records()]
    known.given_ids = {id: given for id, given in zip(stored.ids, stored.given, strict=True) if id != given}
    known.repaired = stored.repaired
    known.terms = terms_of_process() if settings.wants("relations") else None
    if settings.wants("artifacts"):
        _add_evidence(known, stored, corpus)
    return known


def _add_evidence(known: ScanArticles, stored: StoredArticles, corpus: Corpuswide) -> None:
    """Add what the articles show by themselves, and what rules could not do."""
    from dedup.article import Article
    from dedup.artifacts.house_style import NO_RULES, without_style
    from dedup.artifacts.rule import Problem
    from dedup.provenance.outlets import outlet_of

    for record, (evidence, undone) in zip(known.records, stored.evidence(), strict=True):
        outlet = outlet_of(Article(text="", outlet=record.outlet, url=record.url))
        known.detected.append(without_style(evidence, corpus.styles.get(outlet, NO_RULES)))
        known.problems += [Problem(record.id, rule, reason) for rule, reason in undone]


def _with_shared_origin(record: ArticleRecord, shared: frozenset[str]) -> ArticleRecord:
    if not shared or not record.url or not record.outlet:
        return record
    from dedup.addresses import normal_address
    from dedup.provenance.origins import with_shared_origin

    return with_shared_origin(record) if normal_address(record.url) in shared else record


def _rows_of(
    *,
    articles: Sequence[ArticleRecord],
    relations: Sequence[Relation],
    families: Sequence[Family],
    weak: Sequence[Weak],
) -> pa.Table:
    report = make_report(
        settings={}, input=_NOTHING, articles=articles, relations=relations, families=families, weak=weak
    )
    records: dict[TableName, Sequence[Any]] = {
        "articles": report.articles,
        "relations": [*report.relations, *report.weak],
        "families": report.families,
    }
    batches = [
        batch_of(
            CONCLUDED,
            {
                "table": [name] * len(listed),
                name: _packed_rows(rows(report, name), ROWS[name]),
                "record": [as_json(record) for record in listed],
            },
        )
        for name, listed in records.items()
        if listed
    ]
    return pa.Table.from_batches(batches, CONCLUDED)


def _packed_rows(made: Iterable[tuple[Any, ...]], kind: pa.StructType) -> pa.Array:
    """Return rows, at least one, as an array of structs."""
    columns = list(zip(*made, strict=True))
    try:
        arrays = [pa.array(column, field.type) for column, field in zip(columns, kind, strict=True)]
    except UnicodeEncodeError:  # a lone surrogate becomes "?", as in a report
        plain = [[sendable(cell) if isinstance(cell, str) else cell for cell in column] for column in columns]
        arrays = [pa.array(column, field.type) for column, field in zip(plain, kind, strict=True)]
    return pa.StructArray.from_arrays(arrays, fields=list(kind))


def as_json(record: Any) -> str:
    """Return a record as JSON."""
    try:
        return msgspec.json.encode(record).decode()
    except UnicodeEncodeError:
        return msgspec.json.encode(msgspec.msgpack.decode(encoded(record))).decode()
