"""Limits: the bounds of a run; and how a run says how far it is."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final, NamedTuple

from dedup.child_process import MOST_JOBS
from dedup.engines.local import WORTH_WORKERS
from dedup.errors import SettingsError
from dedup.text.corpus import BATCH_BYTES, LARGEST_TEXT

ProgressCallback = Callable[[str, int, int | None], None]
"""Called with a stage, what is done of it and, where it is known, the whole."""


class Limits(NamedTuple):
    """Bounds of a run that change nothing in its report: bytes of text in memory, the worker processes and threads,
    code points of a batch and of a text, and the seconds of work from which workers are started."""

    memory: int = 1 << 30
    jobs: int = os.cpu_count() or 1
    batch: int = BATCH_BYTES
    longest_text: int = LARGEST_TEXT
    worth_workers: float = WORTH_WORKERS


NO_LIMITS: Final = Limits()


def limits_of(memory: int, jobs: int | None) -> Limits:
    """Return the limits of a scan; see `dedup.scan`."""
    if memory < 1 or (jobs is not None and not 1 <= jobs <= MOST_JOBS):
        raise SettingsError(f"memory must be at least 1 and jobs from 1 to {MOST_JOBS:,}, not {memory} and {jobs}.")
    return Limits(memory, jobs or NO_LIMITS.jobs)


def silent(stage: str, done: int, total: int | None) -> None:
    """Report no progress."""
