"""Connection: one connection to the SQLite file of an index, which no process shares with its forked children."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from dedup.errors import DedupError, FormatError
from dedup.index.stored_article import LARGEST_BODY

APPLICATION: Final = 0x44445550
ERRORS: Final = (sqlite3.Error, UnicodeDecodeError)  # what SQLite says of a damaged file may quote the damage
BUSY: Final = 60_000  # milliseconds to wait for another process that writes
_PAGE: Final = 8192  # bytes: two to five rows a page; with 4,096 a row of 1,700 bytes wastes a sixth
_LOG_BYTES: Final = 32 << 20  # the log is cut to so much when it was emptied
# 128 MB from which a write empties the log itself; upkeep does so long before, out of the way of calls
_WAL_PAGES: Final = 16_000
_LOOKS: Final = 20  # at a file that seems to be damaged, in case that another process is writing it
_BETWEEN_LOOKS: Final = 0.01  # seconds
_connections: Final[weakref.WeakSet[Connection]] = weakref.WeakSet()
_registering: Final = threading.Lock()


def real_path(path: str | os.PathLike[str]) -> Path:
    """Return where the file of an index is: behind a link, so that an index has one folder of keys however it is
    named."""
    return Path(os.path.realpath(path)) if Path(path).is_symlink() else Path(path)


def as_dedup_error(path: Path, error: Exception) -> DedupError:
    """Return an error of SQLite as one sentence that says what to do."""
    if isinstance(error, sqlite3.OperationalError) and "decode" not in str(error):
        if "full" in str(error) or "disk I/O" in str(error):
            return DedupError(
                f"The disk of {path} is full or fails ({error}); the index is whole: make room and go on."
            )
        if "locked" in str(error) or "busy" in str(error):
            return DedupError(
                f"{path} was locked by another process for more than {BUSY // 1000} seconds; try again when it is done."
            )
        return DedupError(f"{path} cannot be used ({error}); check the path and its permissions.")
    return FormatError(f"{path} is damaged or no index ({error}); restore a copy or choose another file.")


def _application_of(uri: str) -> int:
    looking = sqlite3.connect(uri, timeout=BUSY / 1000, uri=True)
    try:
        return int(looking.execute("PRAGMA application_id").fetchone()[0])
    finally:
        looking.close()


class Connection:
    """Runs statements, from any thread; what goes wrong is a DedupError.

    Before a fork the connection is closed, and it is opened again where it is used next: SQLite's locks are of one
    process, and a child that inherits a connection believes to hold locks that it does not have
    (sqlite.org/howtocorrupt.html, 2.6).
    """

    def __init__(self, path: Path, *, may_make: bool, durable: bool) -> None:
        """Open the file, and make it where there is none and it may be made. Raises FormatError for another file, which
        is left as it is."""
        self.path = path
        self._durable = durable
        self.lock = threading.RLock()
        self._opened: sqlite3.Connection | None = None
        self._times_opened = 0
        with _registering:  # so that a fork comes before the connection, or knows of it and waits for its lock
            _connections.add(self)
            self.lock.acquire()
        try:
            self._check_file(may_make=may_make)
            self._use()
        finally:
            self.lock.release()

    def _check_file(self, *, may_make: bool) -> None:
        """Raise FormatError unless the file is an index, or none is there and may be made; SQLite would change it.

        The file is not opened but by SQLite: closing it would give up the locks that this process has on it.
        """
        try:
            found = self.path.stat()
        except FileNotFoundError:
            found = None
        except OSError as error:
            raise DedupError(
                f"{self.path} cannot be used ({error.strerror}); check the path and its permissions."
            ) from error
        if found is not None and not stat.S_ISREG(found.st_mode):
            raise FormatError(f"{self.path} is no regular file; choose another one.")
        if found is None or not found.st_size:
            if may_make:
                return
            raise FormatError(f"{self.path} is empty and no index; choose another file.")
        if self._application() != APPLICATION:
            raise FormatError(f"{self.path} is an SQLite file but no index of dedup-news; choose another file.")

    def _application(self) -> int:
        """Return the number of the program whose file this is, without changing the file.

        Where there is a log, the number may be there alone: earlier versions wrote it there first. The file by itself
        may also be half of an index, into which another process is moving its log, and the log be gone when it is
        looked at: so there is a second look, and some more.
        """
        found, problem = 0, None
        for _ in range(_LOOKS):
            found, problem = self._look_at_application()
            if problem is None:
                return found
            time.sleep(_BETWEEN_LOOKS)
        assert problem is not None
        raise as_dedup_error(self.path, problem) from problem

    def _look_at_application(self) -> tuple[int, Exception | None]:
        """Return the number, and what was wrong."""
        uri = self.path.absolute().as_uri()
        found = 0
        problem: Exception | None = None
        try:
            found = _application_of(f"{uri}?immutable=1")
        except ERRORS as error:
            problem = error
        try:
            if found != APPLICATION and Path(f"{self.path}-wal").is_file():
                found, problem = _application_of(f"{uri}?mode=ro"), None
        except ERRORS as error:
            problem = error
        return found, problem

    def _use(self) -> sqlite3.Connection:
        """Return the connection, opened where it is not; the lock is held."""
        if self._opened is not None:
            return self._opened
        try:
            made = sqlite3.connect(self.path, timeout=BUSY / 1000, isolation_level=None, check_same_thread=False)
            try:
                self._configure(made)
            except BaseException:
                made.close()
                raise
        except ERRORS as error:
            raise as_dedup_error(self.path, error) from error
        self._opened = made
        self._times_opened += 1
        return made

    def _configure(self, made: sqlite3.Connection) -> None:
        made.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_BODY)
        made.execute("PRAGMA trusted_schema=OFF")
        made.execute("PRAGMA cell_size_check=ON")
        made.execute(f"PRAGMA page_size={_PAGE}")
        if self._turn_log_on(made) != "wal":
            raise DedupError(f"{self.path} lies on a file system without shared memory; put the index on a local disk.")
        made.execute(f"PRAGMA synchronous={'FULL' if self._durable else 'NORMAL'}")
        made.execute(f"PRAGMA wal_autocheckpoint={_WAL_PAGES}")
        made.execute(f"PRAGMA journal_size_limit={_LOG_BYTES}")

    @staticmethod
    def _turn_log_on(made: sqlite3.Connection) -> str:
        """Mark a new file as ours and turn the log on. Of processes that open a new file at once all but one are
        refused without waiting, so they ask again."""
        deadline = time.monotonic() + BUSY / 1000
        while True:
            try:
                if not made.execute("PRAGMA page_count").fetchone()[0]:
                    made.execute(f"PRAGMA application_id={APPLICATION}")
                mode: str = made.execute("PRAGMA journal_mode=WAL").fetchone()[0]
                return mode
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() >= deadline:
                    raise
                time.sleep(0.01)

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """Return the rows of a statement."""
        with self.lock:
            opened = self._opened or self._use()
            try:
                return opened.execute(statement, values).fetchall()
            except ERRORS as error:
                raise as_dedup_error(self.path, error) from error

    def row(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """Return the first row of a statement, None where there is none."""
        rows = self.rows(statement, values)
        return rows[0] if rows else None

    def change(self, statement: str, values: Sequence[Any] = ()) -> tuple[int, int]:
        """Run a statement that writes; return how many rows it changed, and the number of the last row that was
        inserted."""
        with self.lock:
            opened = self._opened or self._use()
            try:
                done = opened.execute(statement, values)
                return done.rowcount, done.lastrowid or 0
            except ERRORS as error:
                raise as_dedup_error(self.path, error) from error

    def change_all(self, statement: str, values: Sequence[Sequence[Any]]) -> None:
        """Run a statement that writes for each of several rows of values."""
        with self.lock:
            opened = self._opened or self._use()
            try:
                opened.executemany(statement, values)
            except ERRORS as error:
                raise as_dedup_error(self.path, error) from error

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._opened is not None and self._opened.in_transaction

    @contextmanager
    def transaction(self, begin: str) -> Iterator[None]:
        """Begin with this statement; commit at the end, and take all back after an error."""
        with self.lock:
            self.rows(begin)
            try:
                yield
                self.rows("COMMIT")
            except BaseException:
                if self.in_transaction:
                    self.rows("ROLLBACK")
                raise

    def version(self) -> tuple[int, int]:
        """Return another value than before where another connection has written meanwhile."""
        return self._times_opened, self.row("PRAGMA data_version")[0]

    def close(self) -> None:
        """Close the connection; it is opened again where it is used."""
        with self.lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None


_at_fork: Final[list[Connection]] = []


def _close_before_fork() -> None:
    """Wait until no thread is inside a statement or a transaction or opens an index, and let none begin; then close
    what is open."""
    while True:
        _registering.acquire()
        others = [connection for connection in _connections if connection not in _at_fork]
        if not others:
            return
        _registering.release()  # while others are waited for, who may open an index
        for connection in others:
            connection.lock.acquire()
            _at_fork.append(connection)
            if not connection.in_transaction:  # else the thread that forks is inside, and has to be left alone
                connection.close()


def _release_after_fork() -> None:
    while _at_fork:
        _at_fork.pop().lock.release()
    _registering.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_close_before_fork, after_in_parent=_release_after_fork, after_in_child=_release_after_fork
    )
