"""Journal: how far a run of the filter came, so that a run that was killed can be continued and writes nothing twice.

A line is decided in three steps: the time is noted; the index decides and takes the article in; the output is written
and the line is noted as done. A run killed in between leaves the time, by which the next run knows that it was this
line that brought the article into the index and decides it anew without, and bytes behind the noted end of the output,
which it cuts off.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple

import msgspec

from dedup.errors import FormatError, OutputError
from dedup.filter.choice import KeptInstead
from dedup.sources.skip_reasons import shown

FORMAT: Final = 1
_TABLES: Final = """
CREATE TABLE run (format INTEGER, settings TEXT, progress BLOB, begun INTEGER);
CREATE TABLE removed (id TEXT PRIMARY KEY, twin TEXT) WITHOUT ROWID;
CREATE TABLE article (line INTEGER PRIMARY KEY, id TEXT UNIQUE, rank TEXT);
CREATE TABLE link (line INTEGER, other TEXT, relation TEXT, score REAL);
CREATE TABLE choice (line INTEGER PRIMARY KEY, twin TEXT, relation TEXT, score REAL);
"""


class Progress(msgspec.Struct):
    """What is done: the pass, its last line and a checksum of the lines up to it, the ends of the outputs in bytes, and
    counts."""

    stage: int = 1
    line: int = 0
    digest: int = 0
    output: int = 0
    removed_output: int = 0
    kept: int = 0
    unread: int = 0
    removed: dict[str, int] = {}


class Journal:
    """A small SQLite file, or with `path` None a temporary one, which holds for one process what must not pile up in
    memory.

    `settings` are those of the run. Raises FormatError where the file is damaged or belongs to a run with other
    settings, OutputError where another process has it open or it cannot be written.
    """

    def __init__(self, path: str | None, settings: dict[str, Any]) -> None:
        self.path = path
        self.progress = Progress()
        self.begun: int | None = None
        """When a line was begun that is not done, in milliseconds since 1970; no two lines of a run have the same."""
        self._last = 0
        encoded = msgspec.json.encode(settings, order="sorted").decode()
        with self._journal_errors():
            # The empty name is a file of SQLite's own, gone with the connection.
            self._file = sqlite3.connect(path or "", isolation_level=None, timeout=0)
            self._file.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._file.execute(f"PRAGMA journal_mode = {'WAL' if path else 'OFF'}")
            # Outlives a killed process; after a power cut the last lines may be decided anew.
            self._file.execute(f"PRAGMA synchronous = {'NORMAL' if path else 'OFF'}")
            self._file.execute("BEGIN IMMEDIATE")
            if self._file.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
                for statement in filter(str.strip, _TABLES.split(";")):
                    self._file.execute(statement)
                self._file.execute(
                    "INSERT INTO run VALUES (?, ?, ?, NULL)", (FORMAT, encoded, msgspec.json.encode(self.progress))
                )
            self._read(encoded)
            self._file.execute("COMMIT")

    def _read(self, encoded: str) -> None:
        form, settings, progress, self.begun = self._file.execute("SELECT * FROM run").fetchone()
        if form != FORMAT:
            raise FormatError(f"{shown(self.path, 200)} was written by another version of dedup; {self._way_out}")
        if settings != encoded:
            before, now = msgspec.json.decode(settings), msgspec.json.decode(encoded)
            key = next(key for key in now if before.get(key) != now[key])
            raise FormatError(
                f"the interrupted run had {key} {shown(before.get(key))} and this one has {shown(now[key])}; "
                f"give the settings of that run, or {self._way_out}"
            )
        self.progress = msgspec.json.decode(progress, type=Progress)

    @property
    def _way_out(self) -> str:
        return f"remove {shown(self.path, 200)} and its output to begin anew"

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def begin(self) -> float | None:
        """Note that the index may hold the article of the next line from now on, although the line is not done.

        Returns the time, in seconds, under which the index is to hold it; None, the present, where no run goes on with
        this one.
        """
        if self.path is None:
            return None
        if self.begun is None:
            self.begun = self._last = max(time.time_ns() // 1_000_000, self._last + 1)
            with self._journal_errors():
                self._file.execute("UPDATE run SET begun = ?", (self.begun,))
        return self.begun / 1000

    def done(self) -> None:
        """Note `progress`, in one transaction with what was noted within `line`."""
        if self.path is not None:
            self._file.execute("UPDATE run SET progress = ?, begun = NULL", (msgspec.json.encode(self.progress),))
        self.begun = None

    @contextmanager
    def line(self) -> Iterator[None]:
        """Let all that is noted of one line be noted, or nothing."""
        with self._journal_errors():
            self._file.execute("BEGIN")
            try:
                yield
                self.done()
                self._file.execute("COMMIT")
            except BaseException:
                if self._file.in_transaction:
                    self._file.execute("ROLLBACK")
                raise

    def remove(self, ident: str, twin: str) -> None:
        """Note that an article was left out for another one."""
        self._file.execute("INSERT OR REPLACE INTO removed VALUES (?, ?)", (ident, twin))

    def twin(self, ident: str) -> str | None:
        """Return the id of the article that this run kept instead of one, None if it kept this one."""
        row = self._file.execute("SELECT twin FROM removed WHERE id = ?", (ident,)).fetchone()
        return None if row is None else str(row[0])

    def link(self, line: int, ident: str | None, rank: str, links: list[KeptInstead]) -> None:
        """Note an article of the first pass, with those that it was matched with; `ident` is None where it has the id
        of one of them."""
        self._file.execute("INSERT INTO article VALUES (?, ?, ?)", (line, ident, rank))
        self._file.executemany("INSERT INTO link VALUES (?, ?, ?, ?)", [(line, *link) for link in links])

    def choose(self) -> None:
        """Decide which articles stay: in the order of rank and line, each that is not matched with one that stays
        already.

        So every article that goes was matched with one that stays. What the index held before the run stays.
        """
        with self.line():
            neighbours = self._neighbours()
            stays = dict.fromkeys(neighbours, True)
            matched = (
                "SELECT line FROM link UNION SELECT article.line FROM link JOIN article ON article.id = link.other"
            )
            ranked = self._file.execute(f"SELECT line FROM article WHERE line IN ({matched}) ORDER BY rank, line")
            decided: set[int] = set()
            for (line,) in ranked.fetchall():
                best = max(
                    (n for n in neighbours[line] if n.line is None or (n.line in decided and stays[n.line])),
                    default=None,
                    key=_score,
                )
                decided.add(line)
                if best is not None:
                    stays[line] = False
                    self._file.execute(
                        "INSERT INTO choice VALUES (?, ?, ?, ?)", (line, best.ident, best.relation, best.score)
                    )
            before = self.progress
            self.progress = Progress(stage=2, removed_output=before.removed_output, unread=before.unread)

    def _neighbours(self) -> dict[int, list[_Neighbour]]:
        """Return the articles that each line was matched with, in both directions; those of lines without a match are
        left out."""
        found: dict[int, list[_Neighbour]] = {}
        rows = self._file.execute(
            "SELECT a.line, a.id, b.line, link.other, relation, score FROM link JOIN article a ON a.line = link.line "
            "LEFT JOIN article b ON b.id = link.other ORDER BY a.line, link.rowid"
        )
        for line, ident, other_line, other, relation, score in rows:
            found.setdefault(line, []).append(_Neighbour(other_line, other, relation, score))
            if other_line is not None:
                found.setdefault(other_line, []).append(_Neighbour(line, ident, relation, score))
        return found

    def choice(self, line: int) -> KeptInstead | None:
        """Return the article that is kept instead of that of a line, None if that one is kept."""
        row = self._file.execute("SELECT twin, relation, score FROM choice WHERE line = ?", (line,)).fetchone()
        return None if row is None else KeptInstead(*row)

    def ident(self, line: int) -> str | None:
        """Return the id that the article of a line got in the first pass, None where another line has it."""
        row = self._file.execute("SELECT id FROM article WHERE line = ?", (line,)).fetchone()
        return None if row is None or row[0] is None else str(row[0])

    def finish(self) -> None:
        """Remove the file: the run is complete."""
        self._file.close()
        if self.path is not None:
            Path(self.path).unlink()
            Path(f"{self.path}-wal").unlink(missing_ok=True)

    @contextmanager
    def _journal_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            name = shown(self.path or "the temporary file of the filter", 200)
            if "locked" in str(error):
                raise OutputError(
                    f"{name} is in use: another run writes the same output; wait for it or name another file"
                ) from error
            if "full" in str(error):
                raise OutputError(
                    f"{name} cannot be written to, the disk is full; make room and run the same command again"
                ) from error
            raise OutputError(f"{name} cannot be used ({error}); check its folder") from error
        except (sqlite3.DatabaseError, msgspec.DecodeError) as error:
            raise FormatError(f"{shown(self.path, 200)} is damaged ({error}); {self._way_out}") from error


class _Neighbour(NamedTuple):
    """`line` is None for an article that the index held before."""

    line: int | None
    ident: str
    relation: str
    score: float


def _score(neighbour: _Neighbour) -> float:
    return neighbour.score
