"""The stages of a scan, each a function of one batch of articles, one block of pairs or one part of the families. What
a stage returns depends on its task and the settings alone, so that any process may run it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec import structs

from dedup.article import Article
from dedup.cached_property import cached_property
from dedup.describe import Describer, Description, ScanSettings
from dedup.native.heap import trim_heap
from dedup.records import ArticleRecord, Credit, Relation, Weak
from dedup.relations.block import StoreColumns
from dedup.relations.calibration import Calibrator
from dedup.relations.compare import ArticleTexts, BlockComparer, CompareSettings
from dedup.relations.coverage import ArticleWords, Coverage
from dedup.text.corpus import Corpus, CorpusReader
from dedup.text.repair import RepairedText
from dedup.text.tables import I64
from dedup.text.terms import Terms
from dedup.text.text_store import SharedTexts, Spans, StoredTexts
from dedup.text.tokens import Tokenizer

if TYPE_CHECKING:
    from dedup.artifacts.rule import Problem
    from dedup.artifacts.translation_verdict import TextEvidence
    from dedup.names.gather import NameGathering
    from dedup.names.mention_collection import MentionCollection
    from dedup.records import NameRecord
    from dedup.siblings import AlignedFinding


class DescribeTask(NamedTuple):
    """A batch of articles whose texts are in the file at `path`, each between two of `offsets`; `texts` are those, by
    number in the batch, that are not as they were read there."""

    path: str
    offsets: I64
    articles: Sequence[Article]
    texts: Mapping[int, str]


class Described(NamedTuple):
    """What the articles of a batch show by themselves, an item an article, and what rules could not do; see
    `Description`."""

    records: list[ArticleRecord]
    detected: Sequence[TextEvidence]
    problems: list[Problem]


class ComparedArticles(NamedTuple):
    """What comparing asks of the articles of a scan, by number: when each was published (see `events.days_between`),
    and its place in the order in which they came."""

    days: I64 | None
    ranks: Sequence[int]


class CompareTask(NamedTuple):
    """Pairs whose texts are one block, rows of two article numbers; of their articles, by number, the ids, the credits
    of those that have any, and those that were mended. `calibrate` and `least` are as in `CompareSettings`."""

    pairs: I64
    ids: Mapping[int, str]
    credits: Mapping[int, Sequence[Credit]]
    repaired: Mapping[int, RepairedText]
    least: float
    calibrate: Calibrator | None


class ComparedBlock(NamedTuple):
    """The relations and the weak pairs of a block, and what they cover of its articles, by number; nothing where the
    order of the articles is not known."""

    relations: list[Relation]
    weak: list[Weak]
    coverage: Mapping[int, ArticleWords]


class SiblingTask(NamedTuple):
    """Articles to look at, by id, and their relations, which hold those of their relatives; of all articles in these
    the number and the evidence by id. `least` is the probability from which a pair is derived; `independent` is as in
    `FamilyPart`."""

    articles: Sequence[str]
    relations: Sequence[Relation]
    numbers: Mapping[str, int]
    evidence: Mapping[str, TextEvidence]
    least: float
    independent: Mapping[str, str] | None = None


class Stages:
    """The stages of one scan in one process."""

    def __init__(self, settings: ScanSettings, jobs: int = 1, folder: Path | None = None) -> None:
        """`folder` is that of the processes of a scan, which share files in it."""
        self._settings = settings
        self._folder = folder
        self._jobs = jobs
        self._read = CorpusReader()
        self._tokenizer = Tokenizer(jobs)
        self._texts: StoredTexts | None = None
        self._articles = ComparedArticles(None, ())
        self._terms: Terms | None = None
        self._machine_read: dict[int, bool] = {}
        self._names: NameGathering | None = None

    @cached_property
    def describer(self) -> Describer:
        """What describes a batch. Its tables take 200 MB: a process that describes nothing has none. Raises
        SettingsError for rules that cannot be used."""
        return Describer(self._settings, self._folder)

    def describe(self, task: DescribeTask) -> Described:
        """Return the description of a batch of articles."""
        borders = (task.offsets - task.offsets[0]).tolist()
        with Path(task.path).open("rb") as file:
            file.seek(int(task.offsets[0]))
            whole = memoryview(file.read(borders[-1]))
        articles = [
            structs.replace(article, text=task.texts[n] if n in task.texts else str(whole[start:end], "utf-8"))
            for n, (article, (start, end)) in enumerate(zip(task.articles, pairwise(borders), strict=True))
        ]
        return self.describe_corpus(self._read(articles))

    def describe_corpus(self, corpus: Corpus) -> Described:
        """Return the description of a batch that is read already."""
        found: Description = self.describer(corpus)
        detector = self.describer.detector
        problems: list[Problem] = []
        if detector is not None:
            problems, detector.problems = detector.problems, []
        return Described(found.records, found.detected, problems)

    def use_texts(self, texts: StoredTexts, articles: ComparedArticles, terms: Terms | None) -> None:
        """Compare these texts from now on; `terms` are those of their words, None in a scan for copies. What describes
        articles is given up."""
        self.__dict__.pop("describer", None)
        trim_heap()
        self._texts, self._articles, self._terms = texts, articles, terms
        self._machine_read = {}

    def share_texts(
        self,
        path: str,
        offsets: I64,
        furniture: Mapping[int, Spans],
        articles: ComparedArticles,
        terms: Terms | None,
    ) -> None:
        """Compare the texts of a shared file from now on; see `SharedTexts`. `terms` know all words of these: so a word
        is the same term in every process, in whatever order the blocks come."""
        self.use_texts(SharedTexts(path, offsets, furniture), articles, terms)

    def compare(self, task: CompareTask) -> ComparedBlock:
        """Return the relations among the pairs of one block."""
        assert self._texts is not None
        articles = self._articles
        coverage: Coverage | None = None
        if articles.ranks:
            coverage = Coverage(articles.ranks, lambda number: task.credits.get(number, ()), task.repaired)
        texts = ArticleTexts(task.ids, StoreColumns(self._texts, self._tokenizer), task.repaired, articles.days)
        settings = CompareSettings(
            task.least,
            self._jobs,
            observe=None if coverage is None else coverage.add,
            calibrate=task.calibrate,
        )
        relations, weak = BlockComparer(texts, settings, self._terms, self._machine_read)(task.pairs)
        return ComparedBlock(relations, weak, {} if coverage is None else coverage.collected())

    def find_changes(self, task: SiblingTask) -> dict[str, list[AlignedFinding]]:
        """Return, by id, what each of these articles alone changed against its versions."""
        from dedup.siblings import sibling_findings  # what a scan for copies does without

        return sibling_findings(
            task.relations,
            lambda article: self._text(task.numbers[article]),
            {name: each.findings for name, each in task.evidence.items() if each.findings},
            style={name: each.style for name, each in task.evidence.items()},
            min_probability=task.least,
            of=frozenset(task.articles),
            independent=task.independent,
        )

    def _text(self, number: int) -> str:
        """The cleaned text of an article."""
        assert self._texts is not None
        buffer, offsets = self._texts.read(np.array([number]))
        return bytes(buffer[: int(offsets[1])]).decode("utf-8", "replace")

    def read_names(self, mentions: MentionCollection) -> None:
        """Read the names of a scan from its mentions; `join_names` goes on with them."""
        from dedup.names.gather import NameGathering

        self._names = NameGathering(mentions)
        trim_heap()

    def join_names(self, ids: Sequence[str], groups: Mapping[int, int]) -> list[NameRecord]:
        """Return the names that were read; see `gather_names`."""
        assert self._names is not None
        return self._names.join(ids, groups)
