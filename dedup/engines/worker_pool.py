"""Worker processes that run the stages of one scan."""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Final, NamedTuple

from dedup.child_process import ChildProcess
from dedup.engines.worker import START, Answer, Call, packed, unpacked
from dedup.errors import DedupError

_MODULE: Final = "dedup.engines.worker"
_LAST_SECONDS: Final = 1.0
"""A thread whose process has ended ends at once; but an interrupt in the middle of a call may leave the lock that it
waits for taken."""


class _Task(NamedTuple):
    message: bytes
    result: Future[Any]


class WorkerPool:
    """Some processes, each with the same `Stages`. Close it, or use it in a `with` block.

    A call goes to the first worker that is idle, or to a certain one. Where a worker ends before its time, all calls
    that wait raise DedupError.
    """

    def __init__(self, workers: int, arguments: tuple[Any, ...]) -> None:
        """Start the workers; `arguments` make the `Stages` of each."""
        self.workers = workers
        self._change = threading.Condition()
        self._shared: deque[_Task] = deque()
        self._own: list[deque[_Task]] = [deque() for _ in range(workers)]
        self._error: BaseException | None = None
        self._closed = False
        self._processes: list[ChildProcess] = []
        self._threads: list[threading.Thread] = []
        message = packed(Call(START, arguments))
        try:
            for worker in range(workers):
                self._processes.append(ChildProcess(_MODULE))
                self._own[worker].append(_Task(message, Future()))
            for worker in range(workers):
                thread = threading.Thread(
                    target=self._serve, args=(worker,), name=f"dedup worker {worker}", daemon=True
                )
                thread.start()
                self._threads.append(thread)
        except BaseException:  # an interrupt as well
            self.close()
            raise

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pids(self) -> list[int]:
        """The numbers of the processes."""
        return [process.pid for process in self._processes]

    def submit(self, stage: str, *arguments: Any, worker: int | None = None) -> Future[Any]:
        """Run a stage in the first worker that is idle, or in this one; return what it will return."""
        return self._put(packed(Call(stage, arguments)), self._shared if worker is None else self._own[worker])

    def submit_to_all(self, stage: str, *arguments: Any) -> list[Future[Any]]:
        """Run a stage in each worker, before all that is submitted later."""
        message = packed(Call(stage, arguments))
        return [self._put(message, own) for own in self._own]

    def _put(self, message: bytes, queue: deque[_Task]) -> Future[Any]:
        task = _Task(message, Future())
        with self._change:
            if self._error is not None:
                raise self._error
            queue.append(task)
            self._change.notify_all()
        return task.result

    def _next(self, worker: int) -> _Task | None:
        """Wait for a task; its own ones come first. None where there will be no more."""
        with self._change:
            while not self._closed and self._error is None:
                if self._own[worker]:
                    return self._own[worker].popleft()
                if self._shared:
                    return self._shared.popleft()
                self._change.wait()
        return None

    def _serve(self, worker: int) -> None:
        process = self._processes[worker]
        while (task := self._next(worker)) is not None:
            message = process.ask(task.message)
            if message is None:
                self._fail(task, _ended(process.end()))
                return
            answer: Answer = unpacked(message)
            if answer.error is None:
                task.result.set_result(answer.value)
            elif answer.starting:
                self._fail(task, answer.error)
                return
            else:
                task.result.set_exception(answer.error)

    def _fail(self, task: _Task, error: BaseException) -> None:
        """Let all calls that wait, and all that come, raise the error."""
        with self._change:
            self._error = self._error or error
            waiting = [task, *self._shared, *(each for own in self._own for each in own)]
            self._shared.clear()
            for own in self._own:
                own.clear()
            self._change.notify_all()
        for each in waiting:
            each.result.set_exception(error)

    def close(self) -> None:
        """End all processes at once; calls that wait are given up."""
        with self._change:
            self._closed = True
            self._change.notify_all()
        for process in self._processes:
            process.end()
        for thread in self._threads:
            thread.join(_LAST_SECONDS)


def _ended(code: int) -> DedupError:
    how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
    return DedupError(
        f"A worker process {how} before its work was done; scan again with --jobs 1, or less at a time where memory "
        f"was short."
    )
