"""ScanReading: reads and describes the articles of a run, and proposes the pairs to compare."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import structs

from dedup.article import Article
from dedup.describe import ScanSettings
from dedup.engines.local import LocalEngine
from dedup.engines.stages import Described
from dedup.errors import InputError
from dedup.limits import Limits, ProgressCallback
from dedup.native.heap import trim_heap
from dedup.records import Renamed, Skipped
from dedup.relations.block import StoreColumns
from dedup.scan_articles import ScanArticles
from dedup.sketch.anchors import AnchorCandidates
from dedup.sketch.candidates import CopyCandidates, ReuseCandidates, as_rows, distinct
from dedup.sources import Sources, with_unique_ids
from dedup.sources.batches import batches, bounded, prefetch
from dedup.sources.fields import field_names
from dedup.sources.given import given_input
from dedup.sources.html.extraction import with_pages_read
from dedup.sources.skipped import SkippedPieces, total
from dedup.text.corpus import CorpusReader
from dedup.text.returning import ReturningSentences, ReturningTexts, furniture_of, return_at_own_outlet, spans_as_read
from dedup.text.tables import I64, U64
from dedup.text.terms import Terms
from dedup.text.text_store import TextStore
from dedup.text.tokens import Columns, Tokenizer

if TYPE_CHECKING:
    from dedup.names.mention_collection import MentionCollection

Inputs = Any
"""Paths, texts, dicts, Articles, each also several, or a table; see `dedup.sources.given`."""


class ScanReading:
    """Reads once, and collects by what pairs are proposed."""

    def __init__(
        self, settings: ScanSettings, limits: Limits, store: TextStore, engine: LocalEngine, progress: ProgressCallback
    ) -> None:
        """`store` takes the texts; `engine` describes them, and has the same store."""
        self.settings = settings
        self.limits = limits
        self.store = store
        self.engine = engine
        self.progress = progress
        self.articles = ScanArticles()
        self.articles.terms = Terms() if settings.wants("relations") else None
        self._candidates: list[CopyCandidates | ReuseCandidates | AnchorCandidates] = []
        self._sentences = ReturningSentences() if settings.wants("relations") else None
        self._mentions: MentionCollection | None = None

    def read(
        self, inputs: Inputs, *, strict: bool, observer: Callable[[Article], object] | None = None
    ) -> tuple[SkippedPieces, list[Renamed]]:
        """Describe all articles and collect their keys; return what could not be used and what was renamed.

        `observer` is given each article as read. Raises InputError where no article could be read.
        """
        settings, articles = self.settings, self.articles
        names = field_names(settings.text_field, settings.id_field, settings.fields)
        skipped = SkippedPieces()
        renamed: list[Renamed] = []
        expected: int | None
        given = given_input(inputs, names, skipped, strict=strict)
        if given.articles is not None:
            expected = given.expected
            read = with_pages_read(given.articles, self.limits.jobs)
            readable = bounded(read, skipped, strict=strict, longest=self.limits.longest_text)
            source = with_unique_ids(readable, renamed)
        else:
            sources = Sources(given.paths or [], fields=names.given, strict=strict, workers=self.limits.jobs)
            skipped, renamed, expected = sources.skipped, sources.renamed, sources.bytes_total
            source = self._watched(sources)
        self._expect(expected)
        self._take(source if observer is None else _shown_to(observer, source), expected)
        if not articles.records:
            raise InputError(nothing_read(skipped))
        if self._mentions is not None:
            self.engine.read_names(self._mentions)
            self._mentions = None
        self._name_left_out(skipped)
        articles.given_ids = {entry.new_id: entry.id for entry in renamed}
        return skipped, renamed

    def _expect(self, expected: int | None) -> None:
        """Make what collects keys and names, for so many bytes of text where that is known."""
        settings, articles, jobs = self.settings, self.articles, self.limits.jobs
        if settings.pairs_wanted:
            self._candidates.append(CopyCandidates(jobs))
        if articles.terms is not None:
            self._candidates += [ReuseCandidates(jobs, expected), AnchorCandidates(articles.terms, expected)]
        if settings.wants("names"):
            from dedup.names.mention_collection import MentionCollection

            self._mentions = MentionCollection(expected)
        self.engine.expect(expected)

    def _watched(self, sources: Sources) -> Iterator[Article]:
        for number, article in enumerate(sources):
            yield article
            if number % 256 == 0:
                self.progress("reading", sources.bytes_read, sources.bytes_total)
        self.progress("reading", sources.bytes_read, sources.bytes_total)

    def _take(self, source: Iterator[Article], expected: int | None) -> None:
        reader, articles = CorpusReader(self.limits.jobs), self.articles
        batch_bytes = self.engine.batch_bytes(expected, self.limits.batch)
        for batch in prefetch(batches(source, batch_bytes), self.limits.jobs):
            corpus = reader(batch)
            first = self.store.articles
            articles.repaired.update({first + n: mended for n, mended in corpus.repaired.items()})
            self.store.add(corpus.buffer, corpus.offsets, corpus.furniture_bytes)
            self._add_described(self.engine.describe(corpus))
            for candidates in self._candidates:
                candidates.add(corpus.columns)
            if self._sentences is not None:
                from dedup.provenance.outlets import outlet_of  # what a scan for copies does without

                self._sentences.add(corpus.columns, [outlet_of(article) for article in corpus.articles])
            if self._mentions is not None:
                self._mentions.add(corpus.columns)
            if self._candidates and articles.terms is None:  # else a second pass follows with progress of its own
                self.progress("sketching", self.store.articles, None)
        self._add_described(self.engine.described())

    def _add_described(self, batches_done: Iterable[Described]) -> None:
        articles = self.articles
        for described in batches_done:
            articles.records += described.records
            articles.detected += described.detected
            articles.problems += described.problems

    def candidate_pairs(self) -> I64:
        """Return the pairs of article numbers to compare, shape (pairs, 2)."""
        self.learn_furniture()
        twice = [candidates for candidates in self._candidates if not isinstance(candidates, CopyCandidates)]
        if twice:
            for numbers, columns in self._again(np.arange(len(self.articles.records))):
                for candidates in twice:
                    candidates.add_again(columns)
                self.progress("sketching", int(numbers[-1]) + 1, len(self.articles.records))
        found: list[U64] = []
        while self._candidates:  # each with its keys, which are given up one kind after the other
            found.append(self._candidates.pop().pairs())
            trim_heap()
        return as_rows(distinct(found))

    def _again(self, articles: I64) -> Iterator[tuple[I64, Columns]]:
        """Yield the columns of these articles, furniture left out, a batch at a time with the numbers in it."""
        columns = StoreColumns(self.store, Tokenizer(self.limits.jobs))
        sizes = self.store.sizes()[articles]
        batch = (np.cumsum(sizes) - sizes) // self.limits.batch
        for numbers in np.split(articles, np.flatnonzero(np.diff(batch)) + 1):
            if numbers.size:
                yield numbers, columns.columns(numbers)

    def learn_furniture(self) -> None:
        """Find the sentences that return in unrelated articles of an outlet, and leave them out of what is compared."""
        sentences = self._sentences
        if sentences is None:
            return
        found, outlets = sentences.returning(), sentences.outlets()
        texts = ReturningTexts(found, return_at_own_outlet(found, outlets))
        for numbers, columns in self._again(np.unique(found.articles)):
            texts.add(columns, numbers)
        learned, articles = furniture_of(found, outlets, texts), self.articles
        for number, spans in learned.items():
            self.store.add_furniture(number, spans)
        for numbers, columns in self._again(np.array(sorted(learned), np.int64)):
            for place, number in enumerate(numbers.tolist()):
                begin, end = columns.offsets[place : place + 2].tolist()
                text = bytes(columns.buffer[begin:end])
                returning = spans_as_read(text, learned[number], articles.repaired.get(number))
                record = articles.records[number]
                articles.records[number] = structs.replace(
                    record,
                    words=int(columns.tokens.counts[place]),
                    furniture=sorted([*record.furniture, *returning], key=attrgetter("start")),
                )

    def _name_left_out(self, skipped: SkippedPieces) -> None:
        """List the rules of the user that took too long, so that a scan without them does not look complete."""
        from dedup.artifacts.rule import LEFT_OUT

        problems = self.articles.problems
        for rule in sorted({problem.rule for problem in problems if problem.rule and problem.reason == LEFT_OUT}):
            skipped.note(f"rule {rule}", None, f"{LEFT_OUT[0].lower()}{LEFT_OUT[1:].rstrip('.')}")


def _shown_to(observer: Callable[[Article], object], articles: Iterable[Article]) -> Iterator[Article]:
    for article in articles:
        observer(article)
        yield article


def nothing_read(skipped: list[Skipped]) -> str:
    """Return why there is nothing to report on."""
    if not skipped:
        return "no article was given; give some"
    first = skipped[0]
    place = first.path if first.line is None else f"{first.path}, line {first.line}"
    number = total(skipped)
    more = f" ({number - 1:,} more were skipped)" if number > 1 else ""
    return f"no article was read: {place}: {first.reason}{more}"
