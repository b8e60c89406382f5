"""Journal: how far a run of the filter came, so that a run that was killed can be continued and writes nothing twice.

A line is decided in three steps: a token is noted; the index decides, and takes the article in with the token; the
output is written and the line is noted as done. A run killed in between leaves the token, by which the next run knows
that it was this line that brought the article into the index and decides it anew without, and bytes behind the noted
end of the output, which it cuts off.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple

import msgspec

from dedup.errors import FormatError, OutputError
from dedup.filter.choice import KeptInstead
from dedup.filter.output import NOTHING_WRITTEN, OutputEnd
from dedup.relations.changed_words import Change
from dedup.sources.skip_reasons import shown
from dedup.sources.skipped import ReasonCounts

FORMAT: Final = 3
APPLICATION: Final = 0x64646A31
"""The application id of a journal, "ddj1": another program's SQLite file is left as it is."""
_TOKEN: Final = 8  # random bytes: two lines of all runs on an index have the same once in 10**19
_MAGIC: Final = b"SQLite format 3\0"
_HEADER: Final = 100  # bytes at the beginning of an SQLite file; the application id is at _ID
_ID: Final = slice(68, 72)
_TABLES: Final = """
CREATE TABLE run (format INTEGER, settings TEXT, progress BLOB, token BLOB);
CREATE TABLE removed (id TEXT PRIMARY KEY, twin TEXT) WITHOUT ROWID;
CREATE TABLE article (line INTEGER PRIMARY KEY, id TEXT UNIQUE, rank TEXT, entries BLOB);
CREATE TABLE link (line INTEGER, other TEXT, relation TEXT, score REAL, changed BLOB, goes INTEGER, other_goes INTEGER);
CREATE TABLE choice (line INTEGER PRIMARY KEY, twin TEXT, relation TEXT, score REAL, changed BLOB);
"""


OTHER_GOES: Final = 1
VERSION_GOES: Final = 2


class Way(NamedTuple):
    """Which of two matched articles may go for the other: the later one (`goes`), the earlier one (`other_goes` is
    OTHER_GOES), or the earlier one as an older version in any case (VERSION_GOES)."""

    goes: bool
    other_goes: int


class NotedArticle(NamedTuple):
    """An article of the first of two passes: its id, None where it has that of one of its matches; its rank; what is
    logged of it if it stays; and its matches."""

    line: int
    ident: str | None
    rank: str
    entries: bytes
    links: list[tuple[KeptInstead, Way]]


class Progress(msgspec.Struct):
    """What is done: the pass, its last line and a checksum of the lines up to it, the ends of the outputs, and
    counts; of the first pass also why lines were not read, and what was noted of others."""

    stage: int = 1
    line: int = 0
    digest: int = 0
    output: OutputEnd = NOTHING_WRITTEN
    removed_output: OutputEnd = NOTHING_WRITTEN
    kept: int = 0
    unread: int = 0
    removed: dict[str, int] = {}
    unread_reasons: ReasonCounts = msgspec.field(default_factory=ReasonCounts)
    noted_reasons: ReasonCounts = msgspec.field(default_factory=ReasonCounts)


class _Run(msgspec.Struct, frozen=True):
    """The row of a run as it may be in the file, whose columns take any type."""

    format: int
    settings: str
    progress: bytes
    token: bytes | None


class Journal:
    """A small SQLite file, or with `path` None a temporary one, which holds for one process what must not pile up in
    memory.

    `settings` are those of the run; `may_begin` says whether a new run may begin where the file has none. Raises
    FormatError where it may not, and where the file is damaged, another program's, or belongs to a run with other
    settings; OutputError where another process has it open or it cannot be written.
    """

    def __init__(self, path: str | None, settings: dict[str, Any], *, may_begin: bool = True) -> None:
        self.path = path
        self.progress = Progress()
        self.token: bytes | None = None
        """With which the article of a line may be in the index that is not done."""
        encoded = msgspec.json.encode(settings, order="sorted").decode()
        with self._journal_errors():
            is_new = self._is_new()
            # The empty name is a file of SQLite's own, gone with the connection.
            self._file = sqlite3.connect(path or "", isolation_level=None, timeout=0)
            try:
                self._open(encoded, is_new, may_begin)
            except BaseException:
                self._file.close()
                raise

    def _is_new(self) -> bool:
        """Return whether there is no file, or an empty one; raises FormatError for the file of another program."""
        if self.path is None or not Path(self.path).exists():
            return True
        if not Path(self.path).is_file():
            raise FormatError(f"{shown(self.path, 200)} is no regular file; {self._way_out}")
        with Path(self.path).open("rb") as file:
            head = file.read(_HEADER)
        if head and not (head.startswith(_MAGIC) and head[_ID] == APPLICATION.to_bytes(4, "big")):
            raise FormatError(
                f"{shown(self.path, 200)} is damaged or no journal of this version of dedup filter; {self._way_out}"
            )
        return not head

    def _open(self, encoded: str, is_new: bool, may_begin: bool) -> None:
        run = self._file.execute
        run("PRAGMA locking_mode = EXCLUSIVE")
        if is_new:  # before the log is on, so that it is in the file itself
            run(f"PRAGMA application_id = {APPLICATION}")
        run(f"PRAGMA journal_mode = {'WAL' if self.path else 'OFF'}")
        # Outlives a killed process; after a power cut the last lines may be decided anew.
        run(f"PRAGMA synchronous = {'NORMAL' if self.path else 'OFF'}")
        run("BEGIN IMMEDIATE")
        if run("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
            if not may_begin:
                raise FormatError(f"{shown(self.path, 200)} holds no run, and its output is there; {self._way_out}")
            for statement in filter(str.strip, _TABLES.split(";")):
                run(statement)
            run("INSERT INTO run VALUES (?, ?, ?, NULL)", (FORMAT, encoded, msgspec.json.encode(self.progress)))
        if run("SELECT 1 FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchone():
            raise FormatError(f"{shown(self.path, 200)} is damaged (it has a trigger or a view); {self._way_out}")
        self._read(encoded)
        run("COMMIT")

    def _read(self, encoded: str) -> None:
        form, *rest = self._file.execute("SELECT * FROM run").fetchone() or (None,)
        if isinstance(form, int) and form != FORMAT:
            raise FormatError(f"{shown(self.path, 200)} was written by another version of dedup; {self._way_out}")
        found = msgspec.convert(dict(zip(_Run.__struct_fields__, (form, *rest), strict=False)), _Run)
        if found.settings != encoded:
            before = msgspec.json.decode(found.settings, type=dict[str, Any])
            now = msgspec.json.decode(encoded)
            missing = object()
            key = next(key for key in now | before if before.get(key, missing) != now.get(key, missing))
            raise FormatError(
                f"the interrupted run had {key} {shown(before.get(key))} and this one has {shown(now.get(key))}; "
                f"give the settings of that run, or {self._way_out}"
            )
        self.progress = msgspec.json.decode(found.progress, type=Progress)
        self.token = found.token

    @property
    def is_continued(self) -> bool:
        """Whether an interrupted run goes on here."""
        return self.progress.line > 0 or self.token is not None or self.progress.stage > 1

    @property
    def _way_out(self) -> str:
        return (
            f"move {shown(self.path, 200)} away and keep its output: the index holds those articles and does not pass "
            "them on again; then name another output"
        )

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def begin(self) -> bytes:
        """Note that the index may hold the article of the next line from now on, although the line is not done.

        Returns the token with which the index is to hold it; b"" where no run goes on with this one.
        """
        if self.path is None:
            return b""
        if self.token is None:
            self.token = secrets.token_bytes(_TOKEN)
            with self._journal_errors():
                self._file.execute("UPDATE run SET token = ?", (self.token,))
        return self.token

    def _done(self) -> None:
        if self.path is not None:
            self._file.execute(
                "UPDATE run SET progress = ?, token = ?", (msgspec.json.encode(self.progress), self.token)
            )

    @contextmanager
    def line(self, *, keep_token: bool = False) -> Iterator[None]:
        """Let all that is noted of one line, and `progress`, be noted, or nothing; then the line is done, unless its
        token is kept."""
        with self._journal_errors():
            self._file.execute("BEGIN")
            token = self.token
            try:
                yield
                self.token = self.token if keep_token else None
                self._done()
                self._file.execute("COMMIT")
            except BaseException:
                self.token = token
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

    def note(self, article: NotedArticle) -> None:
        """Note an article of the first pass, with those that it was matched with."""
        self._file.execute(
            "INSERT INTO article VALUES (?, ?, ?, ?)", (article.line, article.ident, article.rank, article.entries)
        )
        self._file.executemany(
            "INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (article.line, link.other, link.relation, link.score, _packed(link.changed), way.goes, way.other_goes)
                for link, way in article.links
            ],
        )

    def choose(self) -> None:
        """Decide which articles stay: in the order of rank and line, each that need not go for one that stays already.

        So every article that goes has little that one which stays has not. What the index held before the run stays.
        An earlier version goes for the newest one where that was noted, whatever stays.
        """
        with self.line():
            neighbours, newer = self._neighbours()
            stays = dict.fromkeys(newer, False)
            matched = (
                "SELECT line FROM link UNION SELECT article.line FROM link JOIN article ON article.id = link.other"
            )
            ranked = self._file.execute(f"SELECT line FROM article WHERE line IN ({matched}) ORDER BY rank, line")
            for (line,) in ranked.fetchall():
                if line in newer:
                    continue
                best = max(
                    (n for n in neighbours.get(line, ()) if n.line is None or stays.get(n.line, False)),
                    default=None,
                    key=_score,
                )
                stays[line] = best is None
                if best is not None:
                    self._leave_out(line, best)
            for line in sorted(newer, reverse=True):  # the newer ones first
                best = newer[line]
                assert best.line is not None
                self._leave_out(line, best if stays.get(best.line, True) else self._left_out_for(best.line) or best)
            before = self.progress
            self.progress = Progress(
                stage=2, output=before.output, removed_output=before.removed_output, unread=before.unread
            )

    def _leave_out(self, line: int, kept: _Neighbour) -> None:
        self._file.execute(
            "INSERT INTO choice VALUES (?, ?, ?, ?, ?)", (line, kept.ident, kept.relation, kept.score, kept.changed)
        )

    def _left_out_for(self, line: int) -> _Neighbour | None:
        row = self._file.execute("SELECT twin, relation, score FROM choice WHERE line = ?", (line,)).fetchone()
        return None if row is None else _Neighbour(None, *row)

    def _neighbours(self) -> tuple[dict[int, list[_Neighbour]], dict[int, _Neighbour]]:
        """Return the articles for which that of each line may go, lines without any left out; and the newest version of
        those of which a newer one came."""
        found: dict[int, list[_Neighbour]] = {}
        newer: dict[int, _Neighbour] = {}
        rows = self._file.execute(
            "SELECT a.line, a.id, b.line, link.other, relation, score, changed, goes, other_goes FROM link "
            "JOIN article a ON a.line = link.line LEFT JOIN article b ON b.id = link.other ORDER BY a.line, link.rowid"
        )
        for line, ident, other_line, other, relation, score, changed, goes, other_goes in rows:
            if goes:
                found.setdefault(line, []).append(_Neighbour(other_line, other, relation, score, changed))
            if other_line is None or not other_goes:
                continue
            itself = _Neighbour(line, ident, relation, score)
            if other_goes == VERSION_GOES:
                newer[other_line] = itself
            else:
                found.setdefault(other_line, []).append(itself)
        return found, newer

    def choice(self, line: int) -> KeptInstead | None:
        """Return the article that is kept instead of that of a line, None if that one is kept."""
        row = self._file.execute("SELECT twin, relation, score, changed FROM choice WHERE line = ?", (line,)).fetchone()
        return None if row is None else KeptInstead(row[0], row[1], row[2], _unpacked(row[3]))

    def entries(self, line: int) -> bytes:
        """Return what was noted in the first pass to be logged of the article of a line if it stays."""
        row = self._file.execute("SELECT entries FROM article WHERE line = ?", (line,)).fetchone()
        return b"" if row is None else bytes(row[0])

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
        except (sqlite3.DatabaseError, msgspec.MsgspecError) as error:
            raise FormatError(f"{shown(self.path, 200)} is damaged ({error}); {self._way_out}") from error


class _Neighbour(NamedTuple):
    """`line` is None for an article that the index held before; `changed` is packed."""

    line: int | None
    ident: str
    relation: str
    score: float
    changed: bytes | None = None


def _packed(changed: Sequence[Change]) -> bytes | None:
    return msgspec.json.encode(changed) if changed else None


def _unpacked(changed: bytes | None) -> list[Change]:
    return [] if changed is None else msgspec.json.decode(changed, type=list[Change])


def _score(neighbour: _Neighbour) -> float:
    return neighbour.score
