"""An index as it stands, opened by those who only look at it or move it: with the settings that it was made with."""

from __future__ import annotations

import os
from pathlib import Path

from dedup.errors import InputError
from dedup.prefilter.database import Database
from dedup.prefilter.index import Prefilter


def open_existing(path: str | os.PathLike[str]) -> Prefilter:
    """The index at `path`; raises InputError where there is none, FormatError where it is damaged or by another version."""
    if not Path(path).is_file():
        raise InputError(f"there is no index {os.fspath(path)!r}; check the name, or make one with `dedup index build`")
    database = Database(Path(path))
    try:
        header = database.header()
    finally:
        database.close()
    return Prefilter(path, text=header.text, only=("copies",) if header.copies_alone else ())
