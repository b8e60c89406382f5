"""A file is written beside the one that it replaces, so that no reader ever sees half of it; the new one may be read by
those alone who might read the old one."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import Final

_NEW: Final = 0o666  # less what the umask takes


def temporary_beside(target: Path) -> Path:
    """Return a name in the folder of `target` that nothing has."""
    return target.with_name(f".dedup-{secrets.token_hex(8)}.tmp")


def mode_of(target: Path) -> int | None:
    """Return the permissions of what is at `target`, None where nothing is."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except OSError:
        return None


@contextmanager
def in_its_place(path: str | PathLike[str]) -> Iterator[Path]:
    """An empty temporary file beside `path` that takes its place at the end, with its permissions, and is removed after
    a failure."""
    target = Path(os.path.realpath(path))
    temporary, mode = temporary_beside(target), mode_of(target)
    # From the beginning nobody may read it who might not read the old one.
    os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _NEW if mode is None else mode & _NEW))
    try:
        if mode is not None:
            temporary.chmod(mode)
        yield temporary
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
