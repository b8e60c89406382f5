"""Open an index with the settings that it was made with, to look at it or to move it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from dedup.errors import InputError
from dedup.index.header import IndexHeader, users_model
from dedup.index.prefilter import Prefilter
from dedup.index.redis.address import is_address, shown_path
from dedup.index.settings import IndexSettings
from dedup.index.sqlite.connection import real_path
from dedup.index.sqlite.database import Database


def open_existing(path: str | os.PathLike[str]) -> Prefilter:
    """Return the index at `path`; raises InputError where there is none, FormatError where it is damaged or by another
    version."""
    if is_address(path):
        return _in_redis(os.fspath(path))
    if not Path(path).is_file():
        raise InputError(f"there is no index {os.fspath(path)!r}; check the name, or make one with `dedup index build`")
    database = Database(real_path(path))
    try:
        header = database.header()
    finally:
        database.close()
    return _as_made(path, header)


def is_there(path: str | os.PathLike[str]) -> bool:
    """Return whether there is anything at `path`; raises DedupError where a server does not answer."""
    return _has_tables(Path(path)) if not is_address(path) else _header(os.fspath(path)) is not None


def _has_tables(path: Path) -> bool:
    """Return whether there is more than a file that nothing was written to: what a process leaves that was killed while
    it made an index. Of a file that is no database, to open it will show what it is."""
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
            return bool(file.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,))
    except sqlite3.Error:
        return True


def _in_redis(url: str) -> Prefilter:
    header = _header(url)
    if header is None:
        raise InputError(
            f"there is no index in {shown_path(url)}; check the address, or make one with `dedup index build`"
        )
    return _as_made(url, header)


def _header(url: str) -> IndexHeader | None:
    from dedup.index.redis.connection import RedisServer
    from dedup.index.redis.redis_store import RedisStore

    server = RedisServer(url)
    try:
        return RedisStore(server).header()
    finally:
        server.close()


def _as_made(path: str | os.PathLike[str], header: IndexHeader) -> Prefilter:
    copies_alone = header.copies_alone or not header.text
    return Prefilter.within(
        IndexSettings(
            path=os.fspath(path), text=header.text, copies_alone=copies_alone, noted_model=users_model(header)
        )
    )
