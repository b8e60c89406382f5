"""Run a command and tell what it cost: wall time, CPU time of it and its children, peak memory of them all.
Linux only."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SAMPLE_SECONDS: Final = 0.05
PSS_EVERY: Final = 10
"""Samples between two looks at PSS, for which the kernel walks all pages."""
PROC: Final = Path("/proc")
_PR_SET_CHILD_SUBREAPER: Final = 36  # linux/prctl.h
_THREAD_VARIABLES: Final = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "RAYON_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)
# No peer may call home or look for a newer version of anything while it is measured.
_OFFLINE: Final = {
    "DO_NOT_TRACK": "1",
    "HF_HUB_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


@dataclass(frozen=True)
class Cost:
    """Seconds of wall time, seconds of user and system CPU time, peaks of the summed RssAnon and PSS in bytes."""

    wall: float
    cpu: float
    peak_anonymous: int
    peak_pss: int


@dataclass(frozen=True)
class Done:
    """A finished command: `error` is None where it ended well, else the last line that it wrote, or its exit code."""

    cost: Cost
    output: str
    error: str | None


def run(
    command: Sequence[str | Path], *, cwd: Path, threads: int = 1, memory: bool = True, timeout: float = 3600.0
) -> Done:
    """Run `command` to its end in its own session; after `timeout` seconds it is killed.

    `threads` limits the thread pools of BLAS, OpenMP and rayon; workers that a tool starts itself are its own option.
    CPU time is that of wait4: the process and every child that it waited for, and likewise those that it left behind
    (a fork server, say), which come to us as their next living ancestor of that kind.
    """
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    environment = {**os.environ, **_OFFLINE, **dict.fromkeys(_THREAD_VARIABLES, str(threads))}
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        words = [str(word) for word in command]
        process = subprocess.Popen(
            words, cwd=cwd, env=environment, stdout=output, stderr=errors, start_new_session=True
        )
        watch = _Watch(process.pid, started + timeout, memory)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        cpu = usage.ru_utime + usage.ru_stime + _left_behind(process.pid)
        watch.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        for stream in (output, errors):
            stream.seek(0)
        said = output.read().decode("utf-8", "replace")
        error = _error(process.returncode, errors.read().decode("utf-8", "replace"))
    return Done(Cost(wall, cpu, watch.peak, watch.peak_pss), said, error)


def _left_behind(group: int) -> float:
    """CPU seconds of what is left of a process group, waited for to its end."""
    cpu = 0.0
    with contextlib.suppress(ChildProcessError):
        while True:
            usage = os.wait4(-group, 0)[2]
            cpu += usage.ru_utime + usage.ru_stime
    return cpu


def _error(code: int, errors: str) -> str | None:
    if code == 0:
        return None
    if code == -signal.SIGKILL:
        return "killed: out of time or memory"
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    return lines[-1][:200] if lines else f"exit code {code}"


class _Watch(threading.Thread):
    """Samples the memory of a process and its descendants every SAMPLE_SECONDS and ends them when their time is
    over."""

    def __init__(self, pid: int, deadline: float, memory: bool) -> None:
        super().__init__(daemon=True)
        self.peak = self.peak_pss = 0
        self._pid, self._deadline, self._memory = pid, deadline, memory
        self._ended = threading.Event()

    def run(self) -> None:
        looks = 0
        while not self._ended.wait(SAMPLE_SECONDS):
            if self._memory:
                self.peak = max(self.peak, sum(anonymous_bytes(pid) for pid in tree(self._pid)))
                if looks % PSS_EVERY == 0:
                    self.peak_pss = max(self.peak_pss, sum(pss_bytes(pid) for pid in tree(self._pid)))
                looks += 1
            if time.perf_counter() > self._deadline:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self._pid, signal.SIGKILL)
                return

    def stop(self) -> None:
        self._ended.set()
        self.join()


def tree(pid: int) -> Iterator[int]:
    """A process and all its living descendants."""
    waiting = [pid]
    while waiting:
        at = waiting.pop()
        yield at
        for thread in _entries(PROC / str(at) / "task"):
            waiting.extend(int(child) for child in _text(thread / "children").split())


def anonymous_bytes(pid: int) -> int:
    """RssAnon of a process: its private and forked memory without mapped files; 0 where it is gone."""
    for line in _text(PROC / str(pid) / "status").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    return 0


def pss_bytes(pid: int) -> int:
    """PSS of a process: its memory, where a page that n processes share counts one n-th; 0 where it is gone."""
    for line in _text(PROC / str(pid) / "smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:  # the process ended between two looks
        return ""


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
