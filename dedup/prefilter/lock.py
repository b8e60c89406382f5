"""Lock: one process at a time, given up by the system when its holder dies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def held_alone(path: Path, *, wait: bool = False) -> Iterator[bool]:
    """Whether the lock was free; with `wait` it is waited for."""
    with path.open("ab") as file:
        if os.name == "nt":
            import msvcrt

            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
            except OSError:
                yield False
                return
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except OSError:
                yield False
                return
        yield True  # closing the file gives the lock up
