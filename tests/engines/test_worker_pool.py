"""Worker processes run calls in any order; what goes wrong in one is told, and none outlives its pool."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from dedup.child_process import ChildProcess
from dedup.describe import ScanSettings
from dedup.engines import worker_pool
from dedup.engines.stages import SiblingTask
from dedup.engines.worker_pool import WorkerPool
from dedup.errors import DedupError, SettingsError

NOTHING = SiblingTask((), (), {}, {}, 0.5)
SETTINGS = (ScanSettings(),)
PATIENCE = 60.0
"""Seconds after which a test gives up waiting."""


def is_running(pid: int) -> bool:
    """Whether a process runs; one that ended and that nobody asked about does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return False


def wait_for(done: Any) -> bool:
    end = time.monotonic() + PATIENCE
    while not done() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(done())


def test_each_call_returns_its_own_answer() -> None:
    with WorkerPool(2, SETTINGS) as pool:
        answers = [pool.submit("find_changes", NOTHING) for _ in range(20)]
        assert [answer.result(PATIENCE) for answer in answers] == [{}] * 20
        assert len(pool.submit_to_all("find_changes", NOTHING)) == 2
    assert not any(map(is_running, pool.pids))


def test_an_error_in_a_worker_is_raised_here_and_the_worker_goes_on() -> None:
    with WorkerPool(1, SETTINGS) as pool:
        broken = pool.submit("compare", None)
        with pytest.raises(AssertionError) as caught:
            broken.result(PATIENCE)
        assert "In a worker process" in caught.value.__notes__[0]
        assert pool.submit("find_changes", NOTHING).result(PATIENCE) == {}


def test_settings_that_no_worker_can_use_fail_every_call(tmp_path: Path) -> None:
    with WorkerPool(2, (ScanSettings(rules=(str(tmp_path / "missing"),)),)) as pool:
        waiting = pool.submit("find_changes", NOTHING)
        with pytest.raises(SettingsError, match="missing"):
            waiting.result(PATIENCE)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_worker_that_is_killed_ends_all_calls_with_one_sentence() -> None:
    with WorkerPool(2, SETTINGS) as pool:
        pool.submit("find_changes", NOTHING, worker=0).result(PATIENCE)
        os.kill(pool.pids[0], signal.SIGKILL)
        with pytest.raises(DedupError, match=r"A worker process was ended by signal 9 .* --jobs 1"):
            pool.submit("find_changes", NOTHING, worker=0).result(PATIENCE)
        with pytest.raises(DedupError, match="signal 9"):
            pool.submit("find_changes", NOTHING).result(PATIENCE)
    assert not any(map(is_running, pool.pids))


def test_closing_does_not_wait_for_what_runs() -> None:
    pool = WorkerPool(1, SETTINGS)
    waiting = [pool.submit("find_changes", NOTHING) for _ in range(50)]
    closing = threading.Thread(target=pool.close)
    closing.start()
    closing.join(PATIENCE)
    assert not closing.is_alive()
    assert not is_running(pool.pids[0])
    assert not all(answer.done() and answer.exception() is None for answer in waiting)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc")
def test_an_interrupt_while_workers_start_leaves_none(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[ChildProcess] = []

    def start(module: str) -> ChildProcess:
        if started:
            raise KeyboardInterrupt
        started.append(ChildProcess(module))
        return started[0]

    monkeypatch.setattr(worker_pool, "ChildProcess", start)
    with pytest.raises(KeyboardInterrupt):
        WorkerPool(2, SETTINGS)
    assert wait_for(lambda: not is_running(started[0].pid))


def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    """Even where it is killed and can tell them nothing."""
    import subprocess
    import sys

    program = (
        "import sys, time\n"
        "from dedup.describe import ScanSettings\n"
        "from dedup.engines.worker_pool import WorkerPool\n"
        "pool = WorkerPool(2, (ScanSettings(),))\n"
        "print(*pool.pids, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        assert len(pids) == 2
        parent.kill()
        parent.wait()
        assert wait_for(lambda: not any(map(is_running, pids)))
