"""Pages read in processes of their own, several at once: the extraction is all of the work and holds the GIL."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.util import find_spec
from types import TracebackType
from typing import Final

import msgspec

from dedup.child_process import ChildProcess
from dedup.sources import skip_reasons
from dedup.sources.html.page import PageArticle
from dedup.sources.html.worker import PageAnswer, PageRequest

MAX_PAGE_BYTES: Final = 16 * 2**20
"""Bytes of a page that is read; the largest page of news seen has four million, most of them programs."""
SECONDS: Final = 60.0
"""After this a page is given up; the slowest of some thousand pages of news took four seconds."""

_MODULE: Final = "dedup.sources.html.worker"


def is_installed() -> bool:
    """Return whether the extra `html` is there."""
    return find_spec("trafilatura") is not None


class _Worker:
    """One process; it is started with the first page, and again after one that ended it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._process: ChildProcess | None = None
        self._late = False

    def read(self, request: bytes) -> PageAnswer | str:
        """Return the answer on a page, or the reason why there is none."""
        if self._process is None:
            self._process = ChildProcess(_MODULE)
        self._late = False
        timer = threading.Timer(self._seconds, self._give_up)
        timer.start()
        try:
            message = self._process.ask(request)
        finally:
            timer.cancel()
        if message is not None:
            return msgspec.msgpack.decode(message, type=PageAnswer)
        self.end()
        return skip_reasons.PAGE_TOO_LONG if self._late else skip_reasons.PAGE_FAILED

    def _give_up(self) -> None:
        self._late = True
        if self._process is not None:
            self._process.kill()

    def end(self) -> None:
        """End the process, if it runs."""
        process, self._process = self._process, None
        if process is not None:
            process.end()


class PagePool:
    """Up to `workers` processes, which are started when pages come. Close it, or use it in a `with` block."""

    def __init__(self, workers: int, seconds: float = SECONDS) -> None:
        self.workers = workers
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._all = [_Worker(seconds) for _ in range(workers)]
        for worker in self._all:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(workers)

    def __enter__(self) -> PagePool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def submit(self, data: bytes | str, url: str | None) -> Future[PageArticle | str]:
        """Return the article of a page that will be there, or the reason why there will be none."""
        is_text = isinstance(data, str)
        request = PageRequest(
            None if is_text else data,  # type: ignore[arg-type]
            data.encode("utf-8", "replace").decode() if isinstance(data, str) else None,
            url,
        )
        return self._threads.submit(self._read, msgspec.msgpack.encode(request))

    def _read(self, request: bytes) -> PageArticle | str:
        worker = self._idle.get()
        try:
            found = worker.read(request)
        finally:
            self._idle.put(worker)
        if isinstance(found, str):
            return found
        if found.failed:
            return skip_reasons.PAGE_FAILED
        return found.article or skip_reasons.NO_ARTICLE_IN_PAGE

    def close(self) -> None:
        """End all processes; pages that wait are given up."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._all:
            worker.end()
        self._threads.shutdown(wait=True)
