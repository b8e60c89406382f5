"""A run of a scan, stage by stage: read and describe, candidate pairs, compare, group, conclude."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from msgspec import json, structs

from dedup.addresses import is_one_article
from dedup.article import Article
from dedup.describe import ScanSettings
from dedup.engines.local import LocalEngine
from dedup.engines.stages import ComparedArticles, CompareTask, SiblingTask
from dedup.families import (
    build_families,
    find_composites,
    missing_with_anchor,
    shorten,
    with_composites_named,
)
from dedup.limits import Limits, ProgressCallback, silent
from dedup.provenance import ArticleFacts, assign_roots, with_directions
from dedup.provenance.facts import days_of, facts_of
from dedup.records import STORY_LEVELS, Family, InputRecord, MemberFacts, Relation, Weak
from dedup.relations.calibration import Calibrator
from dedup.relations.compare import blocks
from dedup.relations.coverage import Coverage
from dedup.relations.relation_store import RelationStore, restored
from dedup.report import Report, make_report
from dedup.scan_articles import ScanArticles, ranks_of
from dedup.scan_reading import Inputs, ScanReading
from dedup.text.tables import I64
from dedup.text.text_store import TextStore

if TYPE_CHECKING:
    from dedup.records import NameRecord
    from dedup.siblings import AlignedFinding


def scan_stages(
    inputs: Inputs,
    settings: ScanSettings,
    limits: Limits,
    store: TextStore,
    engine: LocalEngine,
    *,
    strict: bool,
    progress: ProgressCallback = silent,
    observer: Callable[[Article], object] | None = None,
) -> Report:
    """Run all stages on an engine, which has the store; return the report."""
    reading = ScanReading(settings, limits, store, engine, progress)
    skipped, renamed = reading.read(inputs, strict=strict, observer=observer)
    articles = reading.articles
    pairs = reading.candidate_pairs() if settings.pairs_wanted else None
    del reading  # the keys with it
    with ScanRun(articles, settings, store, engine, progress, ranks_of(articles.records)) as run:
        relations: list[Relation] = []
        weak: list[Weak] = []
        if pairs is not None:
            relations, weak = run.compare(pairs, progress)
        families, relations = run.group(relations)
        return make_report(
            settings=as_reported(settings),
            input=InputRecord(articles=len(articles.records), skipped=skipped, renamed=renamed),
            articles=articles.records,
            names=run.joined_names(),
            relations=relations,
            weak=weak,
            families=families,
        )


class ScanRun:
    """What is done with articles that are read: their pairs are compared, families built, verdicts given.

    A context manager, as relations may be in a temporary file.
    """

    def __init__(
        self,
        articles: ScanArticles,
        settings: ScanSettings,
        store: TextStore,
        engine: LocalEngine,
        progress: ProgressCallback,
        ranks: Sequence[int],
    ) -> None:
        """`store` has the texts of these articles, and so has `engine`, which runs the stages. `ranks` are the places
        of the articles in the order in which they came; without ranks no novelty is measured."""
        self.articles = articles
        self.settings = settings
        self.store = store
        self.engine = engine
        self.progress = progress
        self.compared = ComparedArticles(days_of(record.published for record in articles.records), ranks)
        self.coverage = Coverage(ranks, lambda number: articles.records[number].credits, articles.repaired)
        self._held = RelationStore()
        self._names: Callable[[], list[NameRecord]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    def compare(
        self, pairs: I64, progress: ProgressCallback, calibrate: Calibrator | None = None
    ) -> tuple[list[Relation], list[Weak]]:
        """Compare pairs of article numbers; the smaller id of a pair is its `a`, whatever the order of the input.
        `calibrate` takes the place of the user's model."""
        ids = [record.id for record in self.articles.records]
        rank = np.empty(len(ids), np.int64)
        rank[np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)] = np.arange(len(ids))
        a, b = pairs.T
        turned = rank[a] > rank[b]
        a[turned], b[turned] = b[turned], a[turned]
        pairs = pairs[np.lexsort((b, a))]
        self.engine.use_texts(self.compared, self.articles.terms)
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
            self.coverage.merge(found.coverage)
            progress("pairing", last, len(pairs))
            del found  # else a block is held while the next is compared
        return relations, weak

    def _compare_task(self, pairs: I64, calibrate: Calibrator | None) -> CompareTask:
        numbers = np.unique(pairs).tolist()
        records, repaired = self.articles.records, self.articles.repaired
        return CompareTask(
            pairs,
            {n: records[n].id for n in numbers},
            {n: records[n].credits for n in numbers if records[n].credits},
            {n: repaired[n] for n in numbers if n in repaired},
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

            sharing = with_shared_origins([self.articles.record(name) for name in sorted(related)])
            for name, record in sharing.items():
                self.articles.records[self.articles.numbers[name]] = record
        relations = [self._with_version(relation) for relation in relations]
        families = build_families(related, relations)
        self._join_names(families)
        if self.settings.wants("artifacts"):
            self._conclude(relations)
        facts: dict[str, ArticleFacts] = {name: facts_of(self.articles.record(name)) for name in related}
        families = assign_roots(families, relations, facts)
        missing = missing_with_anchor(families, relations)
        if missing:
            pairs = np.array([[self.articles.numbers[a], self.articles.numbers[b]] for a, b in missing], np.int64)
            relations = relations + [self._with_version(found) for found in self.compare(pairs, silent)[0]]
        composites = find_composites(relations)
        families, relations = shorten(families, with_directions(relations, facts))
        relations = with_composites_named(restored(relations), composites)
        return self._with_member_facts(families, relations), relations

    def _with_version(self, relation: Relation) -> Relation:
        """Return the relation, marked where both articles are versions of one."""
        a, b = (self.articles.record(side) for side in (relation.a, relation.b))
        one_id = self.articles.given_ids.get(a.id, a.id) == self.articles.given_ids.get(b.id, b.id)
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
                number = self.articles.numbers[name]
                older = sorted(self.articles.records[other].id for other in self.coverage.superseded(number))
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
        articles = self.articles
        articles.records = conclude(
            articles.records, articles.detected, relations, changes, ignored=ignored, problems=articles.problems
        )

    def _sibling_tasks(self, relations: list[Relation]) -> Iterator[SiblingTask]:
        """Yield the articles whose versions are compared; a mended text, which is not the one as read, is not."""
        from dedup.siblings.parts import family_parts
        from dedup.siblings.versions import suspicion_of

        mended = {self.articles.records[number].id for number in self.articles.repaired}

        def hard(article: str) -> int:
            return suspicion_of(self.articles.detected[self.articles.numbers[article]].findings, None).hard

        readable = (r for r in relations if r.a not in mended and r.b not in mended)
        for part in family_parts(readable, hard=lru_cache(None)(hard)):
            numbers = {side: self.articles.numbers[side] for r in part.relations for side in (r.a, r.b)}
            evidence = {name: self.articles.detected[number] for name, number in numbers.items()}
            least = self.settings.min_probability
            yield SiblingTask(part.articles, part.relations, numbers, evidence, least, part.independent)

    def _leave_out_house_style(self) -> None:
        """Let what an outlet writes in a large part of its articles count for nothing."""
        from dedup.artifacts.house_style import apply_house_style
        from dedup.provenance.outlets import outlet_of

        outlets = (outlet_of(Article(text="", outlet=r.outlet, url=r.url)) for r in self.articles.records)
        self.articles.detected = apply_house_style(outlets, self.articles.detected)

    def _join_names(self, families: list[Family]) -> None:
        """Begin to join the names, which may go on beside the rest."""
        if self.settings.wants("names"):
            self._names = self.engine.join_names(
                [record.id for record in self.articles.records], story_groups(families, self.articles.numbers)
            )

    def joined_names(self) -> list[NameRecord]:
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
