"""Describe on Spark: the input -> one row an article with its text and all that it shows by itself, one row a part of
the input with what is counted there, and rows with the counters of each task."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa

from dedup.article import Article
from dedup.describe import Describer, ScanSettings
from dedup.engines.spark.packed import batch_of
from dedup.engines.spark.reading import ArticleReader, InputFiles, PartArticles, parts_of
from dedup.provenance.facts import published_at
from dedup.records import Skipped
from dedup.sketch.bands import band_keys
from dedup.sketch.candidates import BANDS, PAIR_COUNTERS, ROWS, SLOTS, digests_of
from dedup.sketch.shingles import count_shingles
from dedup.sketch.signatures import COPY_WORDS, REWRITE_WORDS, sketch_tokens
from dedup.sources.batches import batches, bounded
from dedup.sources.fields import made_id
from dedup.sources.skipped import SkippedPieces
from dedup.text.corpus import Corpus, CorpusReader
from dedup.text.returning import hashed_sentences
from dedup.text.tables import U32

if TYPE_CHECKING:
    from dedup.artifacts.rule import Problem
    from dedup.names.mention_collection import MentionCollection

ARTICLE, PART, COUNTER, NAMES = 0, 1, 2, 3  # kinds of rows
SLICES: Final = 16  # rows that a task's counters of 2-grams are sent in
_DAY: Final = 86_400

SCHEMA: Final = pa.schema(
    [
        ("kind", pa.int32()),
        ("part", pa.string()),
        ("place", pa.int64()),
        ("id", pa.string()),
        ("path", pa.string()),
        ("line", pa.int64()),
        ("outlet", pa.string()),
        ("moment", pa.int64()),
        ("text", pa.binary()),
        ("record", pa.binary()),
        ("evidence", pa.binary()),
        ("furniture", pa.binary()),
        ("mended", pa.binary()),
        ("bands", pa.binary()),
        ("digest", pa.int64()),
        ("sentences", pa.binary()),
        ("notes", pa.binary()),
    ]
)
"""Of an article: its `place` in the part, `outlet` as furniture and style are counted by it, `moment` in seconds when
it was published, or the dated one before it in the part, the cleaned `text`, its ArticleRecord and TextEvidence, its
furniture and sentences as packed rows, `bands` and `digest` of the copy sketch. Of a part: `notes`, and pieces of its
names. Of a task: a slice (`place`) of its counters in `notes`."""


class DescribeSettings(NamedTuple):
    """What the tasks need: the settings of the scan, how rows are read, the size of all text if known, and the bounds
    of a batch."""

    scan: ScanSettings
    reader: Callable[[], ArticleReader]
    files: InputFiles | None
    expected: int | None
    batch: int
    longest_text: int


class NotesOfPart(msgspec.Struct, array_like=True):
    """What is counted in a part of the input: articles and rows, the last date, what was skipped, and by outlet how
    many English articles it has and how many of them have marks of each rule."""

    articles: int
    rows: int
    last_moment: int | None
    skipped: list[Skipped]
    outlets: dict[str, int]
    marks: dict[str, dict[str, int]]


def describe(source: Iterable[pa.RecordBatch], settings: DescribeSettings, partition: int) -> Iterator[pa.RecordBatch]:
    """Yield the rows of one task."""
    task, read = _DescribeTask(settings), settings.reader()
    for part in parts_of(source, settings.files, partition):
        yield from task.part(read(part))
    yield from task.counters()


_describers: dict[bytes, Describer] = {}


def describer_of(settings: ScanSettings) -> Describer:
    """Return the describer of these settings; a process loads its rules once."""
    key = msgspec.msgpack.encode(settings)
    if key not in _describers:
        _describers[key] = Describer(settings)
    return _describers[key]


class _DescribeTask:
    def __init__(self, settings: DescribeSettings) -> None:
        self._settings = settings
        self._describe = describer_of(settings.scan)
        self._reader = CorpusReader(1)
        self._two_grams: U32 | None = None
        self._corpus: Corpus

    def part(self, part: PartArticles) -> Iterator[pa.RecordBatch]:
        """Yield the rows of one part of the input."""
        settings = self._settings
        notes = NotesOfPart(0, 0, None, [], {}, {})
        mentions = self._mentions()
        skipped = SkippedPieces()
        articles = bounded(part.articles, skipped, strict=False, longest=settings.longest_text)
        for batch in batches(articles, settings.batch):
            yield self._rows(batch, part.key, notes)
            if mentions is not None:
                mentions.add(self._corpus.columns)
        notes.rows = part.notes.rows
        notes.skipped += [*skipped, *part.notes.skipped]
        yield batch_of(SCHEMA, {"kind": [PART], "part": [part.key], "notes": [msgspec.msgpack.encode(notes)]})
        if mentions is not None:
            from dedup.engines.spark.names import packed_mentions

            for place, piece in enumerate(packed_mentions(mentions.collected())):
                yield batch_of(SCHEMA, {"kind": [NAMES], "part": [part.key], "place": [place], "notes": [piece]})

    def _mentions(self) -> MentionCollection | None:
        if not self._settings.scan.wants("names"):
            return None
        from dedup.names.mention_collection import MentionCollection

        return MentionCollection(self._settings.expected)

    def counters(self) -> Iterator[pa.RecordBatch]:
        """Yield the counters of 2-grams of the whole task."""
        if self._two_grams is not None:
            slices = [piece.tobytes() for piece in np.split(self._two_grams, SLICES)]
            yield batch_of(SCHEMA, {"kind": [COUNTER] * SLICES, "place": range(SLICES), "notes": slices})

    def _rows(self, given: Sequence[Article], part: str, notes: NotesOfPart) -> pa.RecordBatch:
        scan = self._settings.scan
        # What the rules could not do is noted by id.
        corpus = self._corpus = self._reader([msgspec.structs.replace(a, id=str(n)) for n, a in enumerate(given)])
        found = self._describe(corpus)
        detector = self._describe.detector
        problems = detector.problems[:] if detector is not None else []
        if detector is not None:
            detector.problems.clear()
        outlets = _outlets(corpus.articles) if not scan.copies_alone else [""] * len(corpus)
        columns: dict[str, Any] = {
            "kind": [ARTICLE] * len(corpus),
            "part": [part] * len(corpus),
            "place": range(notes.articles, notes.articles + len(corpus)),
            "id": [_own_id(article) for article in given],
            "path": [article.path for article in corpus.articles],
            "line": [article.line for article in corpus.articles],
            "outlet": [sendable(outlet) for outlet in outlets],
            "moment": [_moment(article.published, notes) for article in corpus.articles],
            "text": _texts(corpus),
            "record": [encoded(record) for record in found.records],
            "furniture": [_packed_spans(corpus.furniture_bytes.get(n)) for n in range(len(corpus))],
            "mended": [_pickled(found.repaired.get(n)) for n in range(len(corpus))],
        }
        if found.detected:
            columns["evidence"] = _evidence(found.detected, problems, corpus.articles)
            _count_marks(outlets, found.detected, notes)
        if scan.pairs_wanted:
            signatures = sketch_tokens(corpus.tokens, COPY_WORDS, SLOTS)
            columns["digest"] = digests_of(signatures).astype(np.int64)
            columns["bands"] = [row.tobytes() for row in np.ascontiguousarray(band_keys(signatures, ROWS, BANDS).T)]
        if scan.wants("relations"):
            if self._two_grams is None:
                self._two_grams = np.zeros(PAIR_COUNTERS, np.uint32)
            count_shingles(corpus.tokens, REWRITE_WORDS, self._two_grams)
            sentences = hashed_sentences(corpus.columns)
            borders = np.searchsorted(sentences["article"], np.arange(len(corpus) + 1)).tolist()
            columns["sentences"] = [sentences[a:b].tobytes() for a, b in pairwise(borders)]
        notes.articles += len(corpus)
        return batch_of(SCHEMA, columns)


def _outlets(articles: Sequence[Article]) -> list[str]:
    from dedup.provenance.outlets import outlet_of  # what a scan for copies does without

    return [outlet_of(article) for article in articles]


def sendable(text: str) -> str:
    """Return a text without lone surrogates, which Arrow does not carry."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _own_id(article: Article) -> str:
    """Return the id of an article, "" for one that has none but its place: the line is not known yet."""
    return "" if article.id == made_id(None, article.path, article.line) else sendable(article.id)


def encoded(record: Any) -> bytes:
    """Return a record as MessagePack; a lone surrogate becomes "?", as in a report."""
    try:
        return msgspec.msgpack.encode(record)
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(_without_surrogates(msgspec.to_builtins(record)))


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return sendable(value)
    if isinstance(value, dict):
        return {key: _without_surrogates(inner) for key, inner in value.items()}
    return [_without_surrogates(inner) for inner in value] if isinstance(value, list) else value


def _moment(published: str | None, notes: NotesOfPart) -> int | None:
    found = published_at(published)
    if found is not None:
        at = found[0]
        notes.last_moment = at.toordinal() * _DAY + at.hour * 3600 + at.minute * 60 + at.second
    return notes.last_moment


def _texts(corpus: Corpus) -> pa.Array:
    size = int(corpus.offsets[-1])
    offsets = pa.py_buffer(corpus.offsets.astype(np.int32).tobytes())
    text = pa.py_buffer(corpus.buffer[:size].tobytes())
    return pa.Array.from_buffers(pa.binary(), len(corpus), [None, offsets, text])


def _packed_spans(spans: Sequence[tuple[int, int]] | None) -> bytes | None:
    return np.array(spans, np.int64).tobytes() if spans else None


def _pickled(value: Any) -> bytes | None:
    return None if value is None else pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def _evidence(detected: Sequence[Any], problems: Sequence[Problem], articles: Sequence[Article]) -> list[bytes]:
    undone: dict[str, list[tuple[str | None, str]]] = {}
    for problem in problems:
        undone.setdefault(problem.article, []).append((problem.rule, problem.reason))
    return [
        encoded((evidence, undone.get(article.id, []))) for evidence, article in zip(detected, articles, strict=True)
    ]


def _count_marks(outlets: Sequence[str], detected: Sequence[Any], notes: NotesOfPart) -> None:
    from dedup.artifacts.house_style import style_rules

    for outlet, evidence in zip(outlets, detected, strict=True):
        if outlet and evidence.english:
            notes.outlets[outlet] = notes.outlets.get(outlet, 0) + 1
            if rules := style_rules(evidence):
                marks = Counter(notes.marks.get(outlet, {}))
                marks.update(rules)
                notes.marks[outlet] = dict(marks)
