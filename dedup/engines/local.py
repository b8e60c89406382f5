"""The local engine: the stages of a scan in this process, or in worker processes where there is much to do."""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TypeVar

from msgspec import structs

from dedup.describe import ScanSettings
from dedup.engines.stages import (
    ComparedArticles,
    ComparedBlock,
    CompareTask,
    Described,
    DescribeTask,
    SiblingTask,
    Stages,
)
from dedup.engines.worker_pool import WorkerPool
from dedup.relations.compare import BLOCK_BYTES
from dedup.text.corpus import Corpus
from dedup.text.terms import Terms
from dedup.text.text_store import TextStore, no_temporary_file

if TYPE_CHECKING:
    from dedup.names.mention_collection import MentionCollection
    from dedup.records import NameRecord
    from dedup.siblings import AlignedFinding

WORTH_WORKERS: Final = 2.0
"""Seconds of work from which workers are started: each takes one to start."""
SECONDS_A_MEGABYTE: Final = {"artifacts": 0.5, "relations": 1.0, "names": 0.5}
"""CPU seconds that the parts of a scan take for a megabyte of text, about (news of many outlets on the same events). A
scan for copies alone spends its time in kernels, which threads run as well."""
AHEAD: Final = 2
"""Tasks for each worker that wait or run: enough that none is idle, and few, because their answers are held."""

SHARE: Final = 8
"""How many batches or blocks there are for each worker, if they are not too small: so all end at about one time."""
LEAST_BATCH: Final = 1 << 19
"""Bytes of text that a worker describes at a time, at the least."""
LEAST_BLOCK: Final = 1 << 20
"""Bytes of text of a block of pairs that a worker compares, at the least: an article may be in several blocks, and is
read for each."""

_Task = TypeVar("_Task")
_Found = TypeVar("_Found")


class LocalEngine:
    """Runs the stages of one scan. A context manager: worker processes end with it, and their folder goes."""

    def __init__(
        self, settings: ScanSettings, store: TextStore, jobs: int = 1, worth_workers: float = WORTH_WORKERS
    ) -> None:
        """`store` takes the texts; with several `jobs`, workers are started where so many seconds of work are
        expected."""
        self._settings = settings
        self._store = store
        self._jobs = jobs
        self._stages = Stages(settings, jobs)
        self._worth = worth_workers
        self._price = sum(seconds for part, seconds in SECONDS_A_MEGABYTE.items() if settings.wants(part) and jobs > 1)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._pool: WorkerPool | None = None
        self._described: deque[Future[Described]] = deque()
        self._mentions: MentionCollection | None = None
        self._reading_names: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.close()
        if self._folder is not None:
            self._folder.cleanup()

    @property
    def workers(self) -> int:
        """How many worker processes run; 0 where the stages run in this one."""
        return 0 if self._pool is None else self._pool.workers

    def expect(self, size: int | None) -> None:
        """Make ready for at least so many bytes of text; None where nothing is known of what comes. Raises
        SettingsError for rules that cannot be used."""
        if size is not None and self._pool is None and self._price * size / 1e6 >= self._worth:
            self._start()
        if self._pool is None:
            _ = self._stages.describer

    def batch_bytes(self, size: int | None, most: int) -> int:
        """Return how many bytes of text a batch has, of so many in all, at most `most`."""
        if self._pool is None:
            return most
        return min(most, max(LEAST_BATCH, (size or 0) // (SHARE * self._pool.workers)))

    def _start(self) -> None:
        try:
            self._folder = tempfile.TemporaryDirectory(prefix="dedup-", ignore_cleanup_errors=True)
        except OSError as error:
            raise no_temporary_file(error) from error
        self._store.share(self._texts)
        self._pool = WorkerPool(self._jobs, (self._settings, 1, Path(self._folder.name)))

    @property
    def _texts(self) -> Path:
        assert self._folder is not None
        return Path(self._folder.name, "texts")

    def describe(self, corpus: Corpus) -> Iterator[Described]:
        """Take a batch whose texts are the last in the store, and yield the descriptions of batches that are done, in
        the order of these."""
        if self._pool is None:
            self.expect(int(self._store.offsets()[-1]))
        if self._pool is None:
            yield self._stages.describe_corpus(corpus)
            return
        begin = int(self._store.offsets()[-1] - corpus.offsets[-1])
        texts = {
            n: article.text
            for n, article in enumerate(corpus.articles)
            if n in corpus.repaired or not _is_encodable(article.text)
        }
        articles = [structs.replace(article, text="") for article in corpus.articles]
        task = DescribeTask(str(self._texts), begin + corpus.offsets, articles, texts)
        self._described.append(self._pool.submit("describe", task))
        while len(self._described) > AHEAD * self._pool.workers or (self._described and self._described[0].done()):
            yield self._described.popleft().result()

    def described(self) -> Iterator[Described]:
        """Yield the descriptions of the rest of the batches."""
        while self._described:
            yield self._described.popleft().result()

    def use_texts(self, articles: ComparedArticles, terms: Terms | None) -> None:
        """Compare the texts of the store, to which none comes any more; see `Stages.use_texts`."""
        if self._pool is None:
            self._stages.use_texts(self._store, articles, terms)
            return
        offsets, furniture = self._store.offsets(), self._store.all_furniture()
        self._pool.submit_to_all("share_texts", str(self._texts), offsets, furniture, articles, terms)

    def block_bytes(self, size: int) -> int:
        """Return how many bytes of text a block of pairs has, of so many in all."""
        if self._pool is None:
            return BLOCK_BYTES
        return min(BLOCK_BYTES, max(LEAST_BLOCK, size // (SHARE * self._pool.workers)))

    def compare(self, tasks: Iterable[CompareTask]) -> Iterator[ComparedBlock]:
        """Yield what is found in each block of pairs, in their order."""
        return self._ordered("compare", self._stages.compare, tasks)

    def find_changes(self, tasks: Iterable[SiblingTask]) -> Iterator[dict[str, list[AlignedFinding]]]:
        """Yield for each task, by id, what its articles alone changed against their versions."""
        return self._ordered("find_changes", self._stages.find_changes, tasks)

    def _ordered(self, stage: str, here: Callable[[_Task], _Found], tasks: Iterable[_Task]) -> Iterator[_Found]:
        """Yield what a stage returns for each task, in their order."""
        if self._pool is None:
            yield from map(here, tasks)
            return
        waiting: deque[Future[_Found]] = deque()
        for task in tasks:
            waiting.append(self._pool.submit(stage, task))
            while len(waiting) > AHEAD * self._pool.workers or (waiting and waiting[0].done()):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def read_names(self, mentions: MentionCollection) -> None:
        """Take the mentions of a scan, and begin to read the names beside what is done meanwhile."""
        if self._pool is None:
            self._mentions = mentions
        else:
            self._reading_names = self._pool.submit("read_names", mentions, worker=0)

    def join_names(self, ids: Sequence[str], groups: Mapping[int, int]) -> Callable[[], list[NameRecord]]:
        """Begin to join the names (see `gather_names`); return what waits for them and returns them."""
        mentions, reading, pool = self._mentions, self._reading_names, self._pool
        if mentions is not None:
            from dedup.names.gather import gather_names  # what a scan for copies does without

            return lambda: gather_names(mentions, ids, groups)
        if pool is None or reading is None:
            return list
        joining = pool.submit("join_names", ids, groups, worker=0)

        def joined() -> list[NameRecord]:
            reading.result()  # raises what went wrong there
            names: list[NameRecord] = joining.result()
            return names

        return joined


def _is_encodable(text: str) -> bool:
    """Return whether a text is in UTF-8 what it is: it has no half of a surrogate pair."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
