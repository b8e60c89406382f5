"""A run of a scan, stage by stage: read and describe, candidate pairs, compare, group, conclude."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

import numpy as np
from msgspec import json, structs

from dedup.addresses import is_one_article
from dedup.article import Article
from dedup.describe import ScanSettings
from dedup.engines.local import WORTH_WORKERS, LocalEngine
from dedup.engines.stages import ComparedArticles, CompareTask, Described, SiblingTask
from dedup.errors import InputError
from dedup.families import (
    build_families,
    find_composites,
    missing_with_anchor,
    shorten,
    with_composites_named,
)
from dedup.provenance import ArticleFacts, assign_roots, with_directions
from dedup.provenance.facts import days_of, facts_of, published_at
from dedup.records import (
    STORY_LEVELS,
    ArticleRecord,
    Family,
    InputRecord,
    MemberFacts,
    Relation,
    Renamed,
    Skipped,
    Weak,
)
from dedup.relations.block import StoreColumns
from dedup.relations.calibration import Calibrator
from dedup.relations.compare import blocks
from dedup.relations.coverage import Coverage
from dedup.relations.relation_store import RelationStore, restored
from dedup.report import Report, make_report
from dedup.sketch.anchors import AnchorCandidates
from dedup.sketch.candidates import CopyCandidates, ReuseCandidates, as_rows
from dedup.sources import Sources, with_unique_ids
from dedup.sources.batches import batches, bounded, prefetch
from dedup.sources.fields import field_names
from dedup.sources.given import given_input
from dedup.sources.html.extraction import with_pages_read
from dedup.sources.skipped import SkippedPieces, total
from dedup.text.corpus import BATCH_BYTES, LARGEST_TEXT, CorpusReader
from dedup.text.repair import RepairedText
from dedup.text.returning import ReturningSentences, ReturningTexts, furniture_of, return_at_own_outlet, spans_as_read
from dedup.text.tables import I64
from dedup.text.terms import Terms
from dedup.text.text_store import TextStore
from dedup.text.tokens import Columns, Tokenizer

if TYPE_CHECKING:
    from dedup.artifacts.rule import Problem
    from dedup.artifacts.translation_verdict import TextEvidence
    from dedup.names.mention_collection import MentionCollection
    from dedup.records import NameRecord
    from dedup.siblings import AlignedFinding

ProgressCallback = Callable[[str, int, int | None], None]
"""Called with a stage, what is done of it and, where it is known, the whole."""
Inputs = Any
"""Paths, texts, dicts, Articles, each also several, or a table; see `dedup.sources.given`."""


class Limits(NamedTuple):
    """Bounds of a run that change nothing in its report: bytes of text in memory, the worker processes and threads,
    code points of a batch and of a text, and the seconds of work from which workers are started."""

    memory: int = 1 << 30
    jobs: int = os.cpu_count() or 1
    batch: int = BATCH_BYTES
    longest_text: int = LARGEST_TEXT
    worth_workers: float = WORTH_WORKERS


NO_LIMITS: Final = Limits()


def silent(stage: str, done: int, total: int | None) -> None:
    """Report no progress."""


def ranks_of(records: Sequence[ArticleRecord]) -> list[int]:
    """Return the place of each article in the order in which they came: by date, else by the order of the input.

    An article without a date comes right behind the one before it in the input.
    """
    moments: list[datetime] = []
    for record in records:
        found = published_at(record.published)
        moments.append(found[0] if found is not None else moments[-1] if moments else datetime.min)
    ranks = [0] * len(records)
    for rank, number in enumerate(sorted(range(len(records)), key=moments.__getitem__)):
        ranks[number] = rank
    return ranks


class ScanRun:
    """One run: describe each batch and collect its keys, compare the candidate pairs, group, conclude.

    A context manager, as relations may be in a temporary file.
    """

    def __init__(
        self, settings: ScanSettings, limits: Limits, store: TextStore, engine: LocalEngine, progress: ProgressCallback
    ) -> None:
        """`engine` runs the stages, and has the same store."""
        self.settings = settings
        self.limits = limits
        self.store = store
        self.engine = engine
        self.progress = progress
        self.problems: list[Problem] = []
        self.records: list[ArticleRecord] = []
        self.detected: list[TextEvidence] = []
        self.numbers: dict[str, int] = {}
        self.given_ids: dict[str, str] = {}  # of articles that were renamed
        self.repaired: dict[int, RepairedText] = {}
        self.terms = Terms() if settings.wants("relations") else None
        self.candidates: list[CopyCandidates | ReuseCandidates | AnchorCandidates] = []
        self.sentences = ReturningSentences() if self.terms is not None else None
        self.mentions: MentionCollection | None = None
        self.coverage: Coverage | None = None
        self._held = RelationStore()
        self.articles = ComparedArticles(None, ())
        self._names: Callable[[], list[NameRecord]] | None = None
        self.on_article: Callable[[Article], object] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    def report(self, inputs: Inputs, strict: bool) -> Report:
        """Read, compare, group."""
        skipped, renamed = self.read(inputs, strict)
        if not self.records:
            raise InputError(nothing_read(skipped))
        self._name_left_out(skipped)
        self.given_ids = {entry.new_id: entry.id for entry in renamed}
        ranks = ranks_of(self.records)
        self.articles = self.articles._replace(ranks=ranks)
        self.coverage = Coverage(ranks, lambda number: self.records[number].credits, self.repaired)
        self.numbers = {record.id: n for n, record in enumerate(self.records)}
        relations: list[Relation] = []
        weak: list[Weak] = []
        if self.settings.pairs_wanted:
            relations, weak = self.compare(self.candidate_pairs(), self.progress)
        families, relations = self.group(relations)
        return make_report(
            settings=as_reported(self.settings),
            input=InputRecord(articles=len(self.records), skipped=skipped, renamed=renamed),
            articles=self.records,
            names=self._joined_names(),
            relations=relations,
            weak=weak,
            families=families,
        )

    def _name_left_out(self, skipped: SkippedPieces) -> None:
        """List the rules of the user that took too long, so that a scan without them does not look complete."""
        from dedup.artifacts.rule import LEFT_OUT

        for rule in sorted({problem.rule for problem in self.problems if problem.rule and problem.reason == LEFT_OUT}):
            skipped.note(f"rule {rule}", None, f"{LEFT_OUT[0].lower()}{LEFT_OUT[1:].rstrip('.')}")

    def read(self, inputs: Inputs, strict: bool) -> tuple[SkippedPieces, list[Renamed]]:
        """Describe all articles and collect their keys; return what could not be used and what was renamed."""
        settings = self.settings
        names = field_names(settings.text_field, settings.id_field, settings.fields)
        skipped = SkippedPieces()
        renamed: list[Renamed] = []
        expected: int | None
        given = given_input(inputs, names, skipped, strict=strict)
        if given.articles is not None:
            expected = given.expected
            articles = with_pages_read(given.articles, self.limits.jobs)
            readable = bounded(articles, skipped, strict=strict, longest=self.limits.longest_text)
            source = with_unique_ids(readable, renamed)
        else:
            sources = Sources(given.paths or [], fields=names.given, strict=strict, workers=self.limits.jobs)
            skipped, renamed, expected = sources.skipped, sources.renamed, sources.bytes_total
            source = self._watched(sources)
        if self.settings.pairs_wanted:
            self.candidates.append(CopyCandidates(self.limits.jobs))
        if self.terms is not None:
            self.candidates += [ReuseCandidates(self.limits.jobs, expected), AnchorCandidates(self.terms, expected)]
        if self.settings.wants("names"):
            from dedup.names.mention_collection import MentionCollection

            self.mentions = MentionCollection(expected)
        self.engine.expect(expected)
        self._take(source, self.engine.batch_bytes(expected, self.limits.batch))
        self.articles = ComparedArticles(days_of(record.published for record in self.records), ())
        if self.mentions is not None:
            self.engine.read_names(self.mentions)
        return skipped, renamed

    def _watched(self, sources: Sources) -> Iterator[Article]:
        for number, article in enumerate(sources):
            yield article
            if number % 256 == 0:
                self.progress("reading", sources.bytes_read, sources.bytes_total)
        self.progress("reading", sources.bytes_read, sources.bytes_total)

    def _take(self, articles: Iterator[Article], batch_bytes: int) -> None:
        reader = CorpusReader(self.limits.jobs)
        if self.on_article is not None:
            articles = _shown_to(self.on_article, articles)
        for batch in prefetch(batches(articles, batch_bytes), self.limits.jobs):
            corpus = reader(batch)
            first = self.store.articles
            self.repaired.update({first + n: mended for n, mended in corpus.repaired.items()})
            self.store.add(corpus.buffer, corpus.offsets, corpus.furniture_bytes)
            self._add_described(self.engine.describe(corpus))
            for candidates in self.candidates:
                candidates.add(corpus.columns)
            if self.sentences is not None:
                from dedup.provenance.outlets import outlet_of  # what a scan for copies does without

                self.sentences.add(corpus.columns, [outlet_of(article) for article in corpus.articles])
            if self.mentions is not None:
                self.mentions.add(corpus.columns)
            if self.candidates and self.terms is None:  # else a second pass follows, which reports its own progress
                self.progress("sketching", self.store.articles, None)
        self._add_described(self.engine.described())

    def _add_described(self, batches_done: Iterable[Described]) -> None:
        for described in batches_done:
            self.records += described.records
            self.detected += described.detected
            self.problems += described.problems

    def candidate_pairs(self) -> I64:
        """Return the pairs of article numbers to compare, shape (pairs, 2)."""
        self.learn_furniture()
        twice = [candidates for candidates in self.candidates if not isinstance(candidates, CopyCandidates)]
        if twice:
            for numbers, columns in self._again(np.arange(len(self.records))):
                for candidates in twice:
                    candidates.add_again(columns)
                self.progress("sketching", int(numbers[-1]) + 1, len(self.records))
        return as_rows(np.unique(np.concatenate([candidates.pairs() for candidates in self.candidates])))

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
        sentences = self.sentences
        if sentences is None:
            return
        found, outlets = sentences.returning(), sentences.outlets()
        texts = ReturningTexts(found, return_at_own_outlet(found, outlets))
        for numbers, columns in self._again(np.unique(found.articles)):
            texts.add(columns, numbers)
        learned = furniture_of(found, outlets, texts)
        for number, spans in learned.items():
            self.store.add_furniture(number, spans)
        for numbers, columns in self._again(np.array(sorted(learned), np.int64)):
            for place, number in enumerate(numbers.tolist()):
                begin, end = columns.offsets[place : place + 2].tolist()
                returning = spans_as_read(bytes(columns.buffer[begin:end]), learned[number], self.repaired.get(number))
                record = self.records[number]
                self.records[number] = structs.replace(
                    record,
                    words=int(columns.tokens.counts[place]),
                    furniture=sorted([*record.furniture, *returning], key=attrgetter("start")),
                )

    def compare(
        self, pairs: I64, progress: ProgressCallback, calibrate: Calibrator | None = None
    ) -> tuple[list[Relation], list[Weak]]:
        """Compare pairs of article numbers; the smaller id of a pair is its `a`, whatever the order of the input.
        `calibrate` takes the place of the user's model."""
        ids = [record.id for record in self.records]
        rank = np.empty(len(ids), np.int64)
        rank[np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)] = np.arange(len(ids))
        a, b = pairs.T
        turned = rank[a] > rank[b]
        a[turned], b[turned] = b[turned], a[turned]
        pairs = pairs[np.lexsort((b, a))]
        self.engine.use_texts(self.articles, self.terms)
        relations: list[Relation] = []
        weak: list[Weak] = []
        sizes = self.store.sizes()
        parts = list(blocks(pairs, sizes, self.engine.block_bytes(int(sizes[pairs].sum()))))
        tasks = (self._compare_task(pairs[first:last], calibrate) for first, last in parts)
        progress("pairing", 0, len(pairs))
        blocks_found = self.engine.compare(tasks)
        for _, last in parts:
            found = next(blocks_found)
            relations += self._held.hold(found.relations)
            weak += found.weak
            if self.coverage is not None:
                self.coverage.merge(found.coverage)
            progress("pairing", last, len(pairs))
            del found  # else a block is held while the next is compared
        return relations, weak

    def _compare_task(self, pairs: I64, calibrate: Calibrator | None) -> CompareTask:
        numbers = np.unique(pairs).tolist()
        credits = {n: self.records[n].credits for n in numbers if self.records[n].credits}
        return CompareTask(
            pairs,
            {n: self.records[n].id for n in numbers},
            credits,
            {n: self.repaired[n] for n in numbers if n in self.repaired},
            self.settings.min_probability,
            self.settings.calibration if calibrate is None else calibrate,
        )

    def group(self, relations: list[Relation]) -> tuple[list[Family], list[Relation]]:
        """Return the families and the relations with their directions.

        What the versions of an article show of translation is concluded in between: directions and roots rest on it.
        """
        relations = sorted(relations, key=attrgetter("a", "b"))
        related = {side for relation in relations for side in (relation.a, relation.b)}
        if related:
            from dedup.provenance.origins import with_shared_origins  # what a scan that relates nothing does without

            sharing = with_shared_origins([self.records[self.numbers[name]] for name in sorted(related)])
            for name, record in sharing.items():
                self.records[self.numbers[name]] = record
        relations = [self._with_version(relation) for relation in relations]
        families = build_families(related, relations)
        self._join_names(families)
        if self.settings.wants("artifacts"):
            self._conclude(relations)
        facts: dict[str, ArticleFacts] = {name: facts_of(self.records[self.numbers[name]]) for name in related}
        families = assign_roots(families, relations, facts)
        missing = missing_with_anchor(families, relations)
        if missing:
            pairs = np.array([[self.numbers[a], self.numbers[b]] for a, b in missing], np.int64)
            relations = relations + [self._with_version(found) for found in self.compare(pairs, silent)[0]]
        composites = find_composites(relations)
        families, relations = shorten(families, with_directions(relations, facts))
        relations = with_composites_named(restored(relations), composites)
        return self._with_member_facts(families, relations), relations

    def _with_version(self, relation: Relation) -> Relation:
        """Return the relation, marked where both articles are versions of one."""
        a, b = (self.records[self.numbers[side]] for side in (relation.a, relation.b))
        one_id = self.given_ids.get(a.id, a.id) == self.given_ids.get(b.id, b.id)
        if not one_id and not (a.url and b.url):
            return relation
        return structs.replace(relation, version=True) if is_one_article(a, b, one_id=one_id) else relation

    def _with_member_facts(self, families: list[Family], relations: list[Relation]) -> list[Family]:
        """Return the families with the novelty of each member, and the articles that it supersedes by the relations
        that are listed."""
        listed = {(r.a, r.b) for r in relations}
        facts: dict[str, MemberFacts] = {}

        def facts_about(name: str) -> MemberFacts:
            if name not in facts:
                assert self.coverage is not None
                number = self.numbers[name]
                older = sorted(self.records[other].id for other in self.coverage.superseded(number))
                older = [other for other in older if (min(name, other), max(name, other)) in listed]
                facts[name] = MemberFacts(name, self.coverage.novelty(number), older)
            return facts[name]

        return [
            structs.replace(family, member_facts=[facts_about(name) for name in family.members]) for family in families
        ]

    def _conclude(self, relations: list[Relation]) -> None:
        """Give each record the verdict that its marks, its style and its versions allow."""
        from dedup.siblings.aligned_rules import CATEGORIES
        from dedup.translation import conclude

        if self.settings.house_style:
            self._leave_out_house_style()
        tasks = list(self._sibling_tasks(relations))
        changes: dict[str, list[AlignedFinding]] = {}
        for done, found in enumerate(self.engine.find_changes(tasks), 1):
            changes.update(found)
            self.progress("versions", done, len(tasks))
        ignored = set(self.settings.ignore) & set(CATEGORIES)
        self.records = conclude(
            self.records, self.detected, relations, changes, ignored=ignored, problems=self.problems
        )

    def _sibling_tasks(self, relations: list[Relation]) -> Iterator[SiblingTask]:
        """Yield the articles whose versions are compared; a mended text, which is not the one as read, is not."""
        from dedup.siblings.parts import family_parts
        from dedup.siblings.versions import suspicion_of

        mended = {self.records[number].id for number in self.repaired}

        def hard(article: str) -> int:
            return suspicion_of(self.detected[self.numbers[article]].findings, None).hard

        readable = (r for r in relations if r.a not in mended and r.b not in mended)
        for part in family_parts(readable, hard=lru_cache(None)(hard)):
            numbers = {side: self.numbers[side] for r in part.relations for side in (r.a, r.b)}
            evidence = {name: self.detected[number] for name, number in numbers.items()}
            least = self.settings.min_probability
            yield SiblingTask(part.articles, part.relations, numbers, evidence, least, part.independent)

    def _leave_out_house_style(self) -> None:
        """Let what an outlet writes in a large part of its articles count for nothing."""
        from dedup.artifacts.house_style import apply_house_style
        from dedup.provenance.outlets import outlet_of

        outlets = (outlet_of(Article(text="", outlet=r.outlet, url=r.url)) for r in self.records)
        self.detected = apply_house_style(outlets, self.detected)

    def _join_names(self, families: list[Family]) -> None:
        """Begin to join the names, which may go on beside the rest."""
        if self.mentions is not None:
            self._names = self.engine.join_names(
                [record.id for record in self.records], story_groups(families, self.numbers)
            )

    def _joined_names(self) -> list[NameRecord]:
        """Return the names, when they are joined."""
        if self._names is None:
            return []
        self.progress("names", 0, 1)
        found = self._names()
        self.progress("names", 1, 1)
        return found


def story_groups(families: Iterable[Family], numbers: Mapping[str, int]) -> dict[int, int]:
    """Return by article number a number of the widest story family of each article that has one: in it all speak of
    the same people."""
    groups: dict[int, int] = {}
    stories = [family for family in families if family.level in STORY_LEVELS]
    widest_first = sorted(stories, key=lambda family: (-STORY_LEVELS.index(family.level), family.id))
    for number, family in enumerate(widest_first):
        for member in family.members:
            groups.setdefault(numbers[member], number)
    return groups


def _shown_to(observer: Callable[[Article], object], articles: Iterable[Article]) -> Iterator[Article]:
    for article in articles:
        observer(article)
        yield article


def as_reported(settings: ScanSettings) -> dict[str, Any]:
    """Return the settings as a report has them, which is as they are read back from a file; of folders with rules the
    names, of the user's model the digest."""
    shown: dict[str, Any] = json.decode(json.encode(settings))
    if not settings.fields:
        del shown["fields"]
    del shown["calibration"]
    if settings.calibration is not None:
        shown["model"] = settings.calibration.digest
    return {**shown, "rules": [Path(folder).name for folder in settings.rules]}


def nothing_read(skipped: list[Skipped]) -> str:
    """Return why there is nothing to report on."""
    if not skipped:
        return "no article was given; give some"
    first = skipped[0]
    place = first.path if first.line is None else f"{first.path}, line {first.line}"
    number = total(skipped)
    more = f" ({number - 1:,} more were skipped)" if number > 1 else ""
    return f"no article was read: {place}: {first.reason}{more}"
