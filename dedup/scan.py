"""The whole flow: sources -> corpus -> sketches -> candidate pairs -> relations -> families -> roots -> report."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
from msgspec import json

from dedup.article import Article
from dedup.errors import InputError, SettingsError
from dedup.families import build_families, missing_with_anchor, shorten
from dedup.prefetch import prefetch
from dedup.provenance import ArticleFacts, assign_roots, directed
from dedup.provenance.facts import facts_of
from dedup.records import ArticleRecord, Family, InputRecord, Relation, Renamed, Skipped, Weak
from dedup.relations.relate import compare
from dedup.report import Report, make_report
from dedup.sketch.anchors import AnchorCandidates
from dedup.sketch.candidates import CopyCandidates, ReuseCandidates, as_rows
from dedup.sources import Sources, with_unique_ids
from dedup.text.columns import Columns
from dedup.text.corpus import BATCH_BYTES, LARGEST_TEXT, Corpus, CorpusReader, drop_spans
from dedup.text.repair import Repaired
from dedup.text.store import TextStore
from dedup.text.tables import I64
from dedup.text.terms import Terms
from dedup.text.tokens import Tokenizer

if TYPE_CHECKING:
    from dedup.names.mention_collection import MentionCollection
    from dedup.records import NameRecord
    from dedup.report.translations import Translations

PARTS: Final = ("copies", "relations", "artifacts", "names")
Progress = Callable[[str, int, int | None], None]
Inputs = str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | Iterable[Article]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What decides a report; it stands in the report's header."""

    only: tuple[str, ...] = ()
    min_probability: float = 0.5
    text_field: str | None = None
    id_field: str | None = None
    rules: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        unknown = sorted(set(self.only) - set(PARTS))
        if unknown:
            raise SettingsError(f"Unknown part {unknown[0]!r} for only; choose from {', '.join(PARTS)}.")
        if not 0 <= self.min_probability <= 1:
            raise SettingsError(f"min_probability is {self.min_probability}; choose a number from 0 to 1.")

    def wants(self, part: str) -> bool:
        """Whether the scan looks for this part."""
        return not self.only or part in self.only

    @property
    def copies_alone(self) -> bool:
        """Whether the scan looks for copies and for nothing else."""
        return self.only == ("copies",)

    @property
    def pairs_wanted(self) -> bool:
        """Whether articles are compared with one another."""
        return self.wants("copies") or self.wants("relations")


def scan(
    inputs: Inputs,
    *,
    only: Sequence[str] = (),
    jobs: int | None = None,
    memory: int = 1 << 30,
    text_field: str | None = None,
    id_field: str | None = None,
    strict: bool = False,
    min_probability: float = 0.5,
    rules: Sequence[str | os.PathLike[str]] = (),
    ignore: Sequence[str] = (),
    progress: Progress | None = None,
) -> Report:
    """Find which articles are copies or reuse parts of one another, and group them into families.

    `inputs` are paths of files and folders ("-" is standard input), or Article objects. `only=["copies"]` finds
    near-duplicates alone, several times faster. `rules` are folders with artifact rules besides the built-in ones,
    `ignore` rules to leave out, by id or family. `jobs` are threads (default: the processors); `memory` bounds in bytes
    the texts that are held in memory, the rest goes to a temporary file. `progress` is called with a stage ("reading",
    "sketching", "pairing"), what is done and the whole (bytes, articles, pairs; None where unknown). Raises InputError
    and SettingsError.
    """
    settings = Settings(
        only=tuple(sorted(set(only))),
        min_probability=min_probability,
        text_field=text_field,
        id_field=id_field,
        rules=tuple(os.fspath(folder) for folder in rules),
        ignore=tuple(sorted(set(ignore))),
    )
    if memory < 1 or (jobs is not None and jobs < 1):
        raise SettingsError(f"memory and jobs must be at least 1, not {memory} and {jobs}.")
    with TextStore(memory) as store:
        return _Scan(settings, jobs or os.cpu_count() or 1, store, progress or _silent).run(inputs, strict)


def candidate_pairs(inputs: Inputs, *, jobs: int | None = None, memory: int = 1 << 30) -> tuple[list[str], I64]:
    """The ids of the articles, and the pairs (rows of places in these) that a default scan compares; what it misses is
    never found."""
    with TextStore(memory) as store:
        run = _Scan(Settings(only=("relations",)), jobs or os.cpu_count() or 1, store, _silent)
        run.read(inputs, strict=False)
        return [record.id for record in run.records], run.candidate_pairs()


def _silent(stage: str, done: int, total: int | None) -> None:
    pass


def _told(settings: Settings) -> dict[str, Any]:
    """The settings as a report tells them, which is as they are read back from a file: of folders with rules their
    names alone."""
    told: dict[str, Any] = json.decode(json.encode(settings))
    return {**told, "rules": [Path(folder).name for folder in settings.rules]}


def _translations(settings: Settings) -> Translations:
    from dedup.artifacts.detector import Detector
    from dedup.artifacts.engine import Engine
    from dedup.artifacts.loading import BUILT_IN, load_rules
    from dedup.report.translations import Translations
    from dedup.siblings.aligned_rules import CATEGORIES

    ignored = [name for name in settings.ignore if name not in CATEGORIES]
    rules = load_rules([BUILT_IN, *map(Path, settings.rules)], ignored=ignored)
    return Translations(Detector(Engine(rules)), set(settings.ignore) & set(CATEGORIES))


def _mentions(expected_bytes: int | None) -> MentionCollection:
    from dedup.names.mention_collection import MentionCollection

    return MentionCollection(expected_bytes)


class _Scan:
    """One run; the batches go through it one after the other."""

    def __init__(self, settings: Settings, jobs: int, store: TextStore, progress: Progress) -> None:
        self.settings = settings
        self.jobs = jobs
        self.store = store
        self.progress = progress
        self.records: list[ArticleRecord] = []
        self.numbers: dict[str, int] = {}
        self.repaired: dict[int, Repaired] = {}
        self.terms = Terms() if settings.wants("relations") else None
        self.candidates: list[CopyCandidates | ReuseCandidates | AnchorCandidates] = []
        if settings.pairs_wanted:
            self.candidates.append(CopyCandidates(jobs))
        self.translations = _translations(settings) if settings.wants("artifacts") else None
        self.mentions: MentionCollection | None = None

    def run(self, inputs: Inputs, strict: bool) -> Report:
        """Read, compare, group."""
        skipped, renamed = self.read(inputs, strict)
        self.numbers = {r.id: n for n, r in enumerate(self.records)}
        relations, weak = (
            self._compare(self.candidate_pairs(), self.progress) if self.settings.pairs_wanted else ([], [])
        )
        families, relations = self._group(relations)
        header = InputRecord(articles=len(self.records), skipped=skipped, renamed=renamed)
        return make_report(
            settings=_told(self.settings),
            input=header,
            articles=self.records,
            names=self._names(families),
            relations=relations,
            weak=weak,
            families=families,
        )

    def _names(self, families: list[Family]) -> list[NameRecord]:
        """The names of the articles; articles of one family speak of the same people."""
        if self.mentions is None:
            return []
        from dedup.names.gather import gather_names

        levels = {"event": 0, "wire": 1, "copy": 2}  # the widest family of an article counts
        groups: dict[int, int] = {}
        for number, family in enumerate(sorted(families, key=lambda f: (levels[f.level], f.id))):
            for member in family.members:
                groups.setdefault(self.numbers[member], number)
        return gather_names(self.mentions, [record.id for record in self.records], groups)

    def read(self, inputs: Inputs, strict: bool) -> tuple[list[Skipped], list[Renamed]]:
        """Take all articles in; returns what could not be used and what was renamed."""
        given = [inputs] if isinstance(inputs, (str, os.PathLike)) else list(inputs)
        articles = [a for a in given if isinstance(a, Article)]
        paths = [p for p in given if not isinstance(p, Article)]
        if articles and paths:
            raise InputError(f"the inputs are articles and paths ({str(paths[0])[:200]}) mixed; scan one or the other")
        skipped: list[Skipped] = []
        renamed: list[Renamed] = []
        if articles:
            expected: int | None = sum(len(a.text) for a in articles)
            source = with_unique_ids(bounded(articles, skipped, strict), renamed)
        else:
            sources = Sources(
                paths, text_field=self.settings.text_field, id_field=self.settings.id_field, strict=strict
            )
            skipped, renamed, expected = sources.skipped, sources.renamed, sources.bytes_total
            source = self._watched(sources)
        if self.terms is not None:
            self.candidates += [ReuseCandidates(self.jobs, expected), AnchorCandidates(self.terms, expected)]
        if self.settings.wants("names"):
            self.mentions = _mentions(expected)
        self._read(source)
        return skipped, renamed

    def _watched(self, sources: Sources) -> Iterator[Article]:
        for number, article in enumerate(sources):
            yield article
            if number % 256 == 0:
                self.progress("reading", sources.bytes_read, sources.bytes_total)
        self.progress("reading", sources.bytes_read, sources.bytes_total)

    def _read(self, articles: Iterator[Article]) -> None:
        reader = CorpusReader(self.jobs)
        for batch in prefetch(batches(articles), self.jobs):
            corpus = reader(batch)
            self._record(corpus)
            self.store.add(corpus.buffer, corpus.offsets, corpus.furniture_bytes)
            for candidates in self.candidates:
                candidates.add(corpus.columns)
            if self.mentions is not None:
                self.mentions.add(corpus.columns)
            if self.terms is None:  # else a second pass follows, which tells its own progress
                self.progress("sketching", len(self.records), None)

    def _record(self, corpus: Corpus) -> None:
        first = len(self.records)
        alone = self.settings.copies_alone
        if not alone:  # what a scan for copies does without
            from dedup.provenance import credit_places, find_credits
            from dedup.text.language import languages
        language = [None] * len(corpus) if alone else languages(corpus)
        places = [None] * len(corpus) if alone else credit_places(corpus)
        words = corpus.tokens.counts.tolist()
        for n, article in enumerate(corpus.articles):
            self.records.append(
                ArticleRecord(
                    id=article.id,
                    path=article.path,
                    line=article.line,
                    url=article.url,
                    title=article.title,
                    published=article.published,
                    outlet=article.outlet,
                    language=language[n],
                    words=words[n],
                    furniture=corpus.furniture.get(n, []),
                    credits=[] if alone else find_credits(article, places=places[n]),
                )
            )
        for n, mended in corpus.repaired.items():
            self.repaired[first + n] = mended
        if self.translations is not None:
            self.translations.add(corpus, language)

    def candidate_pairs(self) -> I64:
        """The pairs of article numbers to compare."""
        twice = [candidates for candidates in self.candidates if not isinstance(candidates, CopyCandidates)]
        if twice:
            tokenizer = Tokenizer(self.jobs)
            for first, last in self.store.runs(BATCH_BYTES):
                numbers = np.arange(first, last)
                buffer, offsets = self.store.read(numbers)
                tokens = tokenizer(buffer, offsets)
                drop_spans(
                    tokens, {k: spans for k in range(last - first) if (spans := self.store.furniture(first + k))}
                )
                for candidates in twice:
                    candidates.add_again(Columns(buffer, offsets, tokens))
                self.progress("sketching", last, len(self.records))
        found = [candidates.pairs() for candidates in self.candidates]
        return as_rows(np.unique(np.concatenate(found)))

    def _compare(self, pairs: I64, progress: Progress) -> tuple[list[Relation], list[Weak]]:
        """Compare pairs of article numbers; each pair is turned so that the smaller id is a, whatever the order of the
        input."""
        ids = [r.id for r in self.records]
        rank = np.empty(len(ids), np.int64)
        rank[np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)] = np.arange(len(ids))
        turned = rank[pairs[:, 0]] > rank[pairs[:, 1]]
        pairs[turned] = pairs[turned, ::-1]
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        relations, weak = compare(
            pairs,
            ids,
            self.store,
            self.repaired,
            terms=self.terms,
            jobs=self.jobs,
            min_probability=self.settings.min_probability,
            progress=lambda done: progress("pairing", done, len(pairs)),
        )
        return relations, weak

    def _group(self, relations: list[Relation]) -> tuple[list[Family], list[Relation]]:
        """Families, what their articles' versions show of translation, then directions and roots, which rest on that."""
        families = build_families({side for r in relations for side in (r.a, r.b)}, relations)
        if self.translations is not None:
            mended = {self.records[number].id for number in self.repaired}
            self.records = self.translations.conclude(
                self.records, relations, self._text, mended, self.settings.min_probability
            )
        facts = self._facts({side for r in relations for side in (r.a, r.b)})
        families = assign_roots(families, relations, facts)
        missing = missing_with_anchor(families, relations)
        if missing:
            pairs = np.array([[self.numbers[a], self.numbers[b]] for a, b in missing], np.int64)
            more, _ = self._compare(pairs, _silent)
            relations = relations + more
        return shorten(families, directed(relations, facts))

    def _text(self, article: str) -> str:
        """The cleaned text of an article."""
        buffer, offsets = self.store.read(np.array([self.numbers[article]]))
        return bytes(buffer[: int(offsets[1])]).decode("utf-8", "replace")

    def _facts(self, ids: set[str]) -> dict[str, ArticleFacts]:
        held = [self.records[self.numbers[i]] for i in ids]
        return {r.id: facts_of(r) for r in held}


def bounded(articles: Iterable[Article], skipped: list[Skipped], strict: bool) -> Iterator[Article]:
    """The articles that are no longer than LARGEST_TEXT; the others are told in `skipped`, or raise InputError with
    `strict`."""
    for article in articles:
        if len(article.text) <= LARGEST_TEXT:
            yield article
            continue
        reason = f"The text has {len(article.text)} characters, more than {LARGEST_TEXT}; split it into its articles."
        if strict:
            raise InputError(f"{article.path or article.id}: {reason}")
        skipped.append(Skipped(article.path or article.id, article.line, reason))


def batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Runs of articles with about BATCH_BYTES of text; an article above that is a run of its own."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
