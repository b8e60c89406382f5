"""Database: the SQLite file of an index: articles, relations, the newest keys, and the list of segments."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from dedup.errors import DedupError, FormatError
from dedup.index.article_store import ArticleRow, number_id, stored_relation
from dedup.index.header import IndexHeader, upgraded_header
from dedup.index.index_keys import are_keys
from dedup.index.settings import LIMITS, IndexLimits
from dedup.index.sqlite.key_segment import SegmentInfo
from dedup.index.sqlite.line_counts import LineCounts
from dedup.index.sqlite.migrations import migrate
from dedup.records import Relation
from dedup.text.tables import I64, U64

APPLICATION: Final = 0x44445550
BUSY: Final = 60_000  # milliseconds to wait for another process that writes
_PAGE: Final = 8192  # bytes: two to five rows a page; with 4,096 a row of 1,700 bytes wastes a sixth
_LOG_BYTES: Final = 32 << 20  # the log is cut to so much when it was emptied
_MOST_NUMBERS: Final = 1 << 32  # of articles: the tail and the segments hold them in four bytes
# 128 MB from which a write empties the log itself; upkeep does so long before, out of the way of calls
_WAL_PAGES: Final = 16_000


@contextmanager
def sqlite_errors(path: Path) -> Iterator[None]:
    """Turn the errors of SQLite into one sentence that says what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" in str(error) or "disk I/O" in str(error):
            raise DedupError(
                f"The disk of {path} is full or fails ({error}); the index is whole: make room and go on."
            ) from error
        if "locked" in str(error) or "busy" in str(error):
            raise DedupError(
                f"{path} was locked by another process for more than {BUSY // 1000} seconds; try again when it is done."
            ) from error
        raise DedupError(f"{path} cannot be used ({error}); check the path and its permissions.") from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # what SQLite says may quote the damage
        raise FormatError(f"{path} is damaged or no index ({error}); restore a copy or choose another file.") from error


class Database:
    """One connection. What is read or written between `begin` and `commit` belongs together."""

    def __init__(
        self,
        path: Path,
        header: IndexHeader | None = None,
        make: Callable[[], bytes] = bytes,
        *,
        durable: bool = False,
        limits: IndexLimits = LIMITS,
    ) -> None:
        """Open an index; with a header make it where there is none, and raise FormatError where it does not match.

        `make` makes the dictionary that bodies are compressed with.

        A `durable` connection waits for the disk at each commit; the others survive the end of the process, and of the
        system the last moments may be lost.
        """
        self.path = path
        self._limits = limits
        with sqlite_errors(path):
            self._connection = sqlite3.connect(path, timeout=BUSY / 1000, isolation_level=None, check_same_thread=False)
            try:
                self._open(header, make, durable)
            except BaseException:
                self._connection.close()
                raise

    def _open(self, header: IndexHeader | None, make: Callable[[], bytes], durable: bool) -> None:
        run = self._connection.execute
        self._run = run
        self.line_counts = LineCounts(run, self._limits)
        run(f"PRAGMA page_size={_PAGE}")
        if self._write_ahead() != "wal":
            raise DedupError(f"{self.path} lies on a file system without shared memory; put the index on a local disk.")
        run(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        run(f"PRAGMA wal_autocheckpoint={_WAL_PAGES}")
        run(f"PRAGMA journal_size_limit={_LOG_BYTES}")
        if header is None:
            return
        run("BEGIN IMMEDIATE")
        try:
            application = run("PRAGMA application_id").fetchone()[0]
            if not application and not run("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                self._create(header, make())
            elif application != APPLICATION:
                raise FormatError(f"{self.path} is an SQLite file but no index of dedup-news; choose another file.")
            self._check(header)
            run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                run("ROLLBACK")
            raise

    def _write_ahead(self) -> str:
        """Turn the log on; of processes that open a new file at once all but one are refused without waiting, so they
        ask again."""
        deadline = time.monotonic() + BUSY / 1000
        while True:
            try:
                mode: str = self._run("PRAGMA journal_mode=WAL").fetchone()[0]
                return mode
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() >= deadline:
                    raise
                time.sleep(0.01)

    def _create(self, header: IndexHeader, dictionary: bytes) -> None:
        self._run(f"PRAGMA application_id={APPLICATION}")
        migrate(self._run, 0)
        written = msgspec.json.encode(header).decode()
        for key, value in (("header", written), ("dictionary", dictionary)):
            self._run("INSERT INTO meta VALUES (?, ?)", (key, value))

    def _check(self, header: IndexHeader) -> None:
        found = self.header()
        migrate(self._run, found.format)
        upgraded = upgraded_header(str(self.path), found, header)
        if found != upgraded:  # the format was older, or the models are others
            self._run("UPDATE meta SET value=? WHERE key='header'", (msgspec.json.encode(upgraded).decode(),))

    def header(self) -> IndexHeader:
        """Return the header that the file carries."""
        row = self._run("SELECT value FROM meta WHERE key='header'").fetchone()
        try:
            return msgspec.json.decode(row[0] if row else "", type=IndexHeader)
        except msgspec.MsgspecError as error:
            raise FormatError(
                f"{self.path} has a damaged header ({error}); restore a copy or choose another file."
            ) from error

    def dictionary(self) -> bytes:
        """Return what bodies are compressed with."""
        row = self._run("SELECT value FROM meta WHERE key='dictionary'").fetchone()
        return bytes(row[0]) if row else b""

    def leave(self) -> None:
        """Give the log up, so that the file may be replaced. Raises DedupError where another process uses the index."""
        try:
            self._run("PRAGMA busy_timeout=0")
            mode = self._run("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError:
            mode = "locked"
        if mode != "delete":
            raise DedupError(f"{self.path} is in use by another process; try again when nobody uses it.")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read in one transaction: all answers belong to one moment."""
        with sqlite_errors(self.path):
            self._run("BEGIN")
            try:
                yield
            finally:
                if self._connection.in_transaction:
                    self._run("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write all or nothing, while no other process writes."""
        with sqlite_errors(self.path):
            self._run("BEGIN IMMEDIATE")
            try:
                yield
                self._run("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._run("ROLLBACK")
                raise

    def numbers(self, *keys: str) -> list[int]:
        """Return numbers of `meta`, the keys in alphabetical order: floor (articles below are evicted), generation (of
        the list of segments and of learned lines), learned (how often those changed), next_segment."""
        return [row[0] for row in self._run(f"SELECT value FROM meta WHERE key IN ({_marks(keys)}) ORDER BY key", keys)]

    def number(self, key: str) -> int:
        """See `numbers`."""
        return self.numbers(key)[0]

    def version(self) -> int:
        """Return another number than before where another connection has written meanwhile."""
        return int(self._run("PRAGMA data_version").fetchone()[0])

    def set_number(self, key: str, value: int) -> None:
        """See `number`."""
        self._run("UPDATE meta SET value=? WHERE key=?", (value, key))

    def count(self, table: str) -> int:
        """Return the rows of a table."""
        return int(self._run(f"SELECT count(*) FROM {table}").fetchone()[0])

    def last(self) -> int:
        """Return the largest number that an article was ever given."""
        row = self._run("SELECT seq FROM sqlite_sequence WHERE name='articles'").fetchone()
        return int(row[0]) if row else 0

    def by_id(self, article: str) -> ArticleRow | None:
        """Return the article of this id."""
        row = self._run("SELECT number, id, seen, family, body FROM articles WHERE id=?", (article,)).fetchone()
        return ArticleRow(*row) if row else None

    def by_number(self, numbers: Sequence[int]) -> list[ArticleRow]:
        """Return the articles of these numbers that are there, in this order."""
        rows = self._run(
            f"SELECT number, id, seen, family, body FROM articles WHERE number IN ({_marks(numbers)})", numbers
        )
        held = {row[0]: ArticleRow(*row) for row in rows}
        return [held[n] for n in numbers if n in held]

    def rows(self) -> Iterator[ArticleRow]:
        """Yield all articles, the oldest first; in pages, so that others may write meanwhile."""
        last = 0
        while rows := self._run(
            "SELECT number, id, seen, family, body FROM articles WHERE number > ? ORDER BY number LIMIT 500", (last,)
        ).fetchall():
            last = rows[-1][0]
            yield from map(ArticleRow._make, rows)

    def names(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return the ids of the articles of these numbers that are there."""
        wanted = sorted(numbers)
        out: dict[int, str] = {}
        for at in range(0, len(wanted), 500):
            part = wanted[at : at + 500]
            out.update(self._run(f"SELECT number, id FROM articles WHERE number IN ({_marks(part)})", part))
        return out

    def first_of(self, family: int) -> str:
        """Return the id of the first member of a copy family that is still there."""
        row = self._run("SELECT id FROM articles WHERE family=? ORDER BY number LIMIT 1", (family,)).fetchone()
        return str(row[0]) if row else number_id(family)

    def held(self) -> int:
        """Return about how many articles there are, without counting them."""
        return self.last() + 1 - max(1, self.number("floor")) - self.count("forgotten")

    def seen_before(self, seen: int, most: int) -> list[int]:
        """Return the numbers of articles that came in before."""
        return [
            row[0]
            for row in self._run("SELECT number FROM articles WHERE seen < ? ORDER BY number LIMIT ?", (seen, most))
        ]

    def insert(self, article: str, seen: int, body: bytes, keys: U64) -> int:
        """Take an article in; returns its number."""
        number = self._run("INSERT INTO articles (id, seen, body) VALUES (?, ?, ?)", (article, seen, body)).lastrowid
        assert number is not None
        self._run("INSERT INTO tail VALUES (?, ?)", (number, keys.tobytes()))
        return number

    def tail(self, above: int, most: int = -1) -> Iterator[tuple[int, U64]]:
        """Yield the keys of articles with a larger number that no segment holds yet, by number. Raises FormatError
        where they are damaged."""
        for number, held in self._run(
            "SELECT number, keys FROM tail WHERE number > ? ORDER BY number LIMIT ?", (above, most)
        ):
            yield number, self._keys_of(number, held)

    def _keys_of(self, number: Any, held: Any) -> U64:
        if isinstance(held, bytes) and len(held) % 8 == 0 and 0 < number < _MOST_NUMBERS:
            keys: U64 = np.frombuffer(held, np.uint64)
            if are_keys(keys):
                return keys
        raise FormatError(
            f"The keys of article {number} in the tail of {self.path} are damaged; restore a copy, or export the "
            "index and import it anew."
        )

    def damaged_tail(self) -> list[str]:
        """Return what is wrong with the keys that no segment holds, one sentence for each article."""
        found = []
        for number, held in self._run("SELECT number, keys FROM tail ORDER BY number"):
            try:
                self._keys_of(number, held)
            except FormatError as error:
                found.append(str(error))
        return found

    def segments(self) -> list[SegmentInfo]:
        """Return the segments by rising article number."""
        return [
            SegmentInfo(*row)
            for row in self._run("SELECT name, level, first, last, entries, sums FROM segments ORDER BY first")
        ]

    def install(self, made: SegmentInfo) -> None:
        """List a segment that holds the beginning of the tail."""
        self._run("DELETE FROM tail WHERE number <= ?", (made.last,))
        self.replace(made, [])

    def replace(self, made: SegmentInfo | None, names: Sequence[int]) -> None:
        """List a segment, if any is left, in the place of others."""
        self._run(f"DELETE FROM segments WHERE name IN ({_marks(names)})", names)
        if made is not None:
            self._run("INSERT INTO segments VALUES (?, ?, ?, ?, ?, ?)", made)
            self.set_number("next_segment", made.name + 1)
        self.set_number("generation", self.number("generation") + 1)

    def empty_log(self) -> None:
        """Move what the write-ahead log holds into the file: the bulk while others write, then the rest, for which they
        wait a moment."""
        for how in ("PASSIVE", "PASSIVE", "RESTART"):
            self._run(f"PRAGMA wal_checkpoint({how})").fetchall()

    def relate(
        self, number: int, other: int, kind: str, probability: float, coverage: float, other_coverage: float
    ) -> None:
        """Note how an article is related to an earlier one."""
        self._run(
            "INSERT OR REPLACE INTO relations VALUES (?, ?, ?, ?, ?, ?)",
            (number, other, kind, probability, coverage, other_coverage),
        )

    def relations(self, numbers: Sequence[int] | None = None) -> list[Relation]:
        """Return the relations of these articles (of all) with earlier ones, as `stored_relation` makes them: by
        numbers, since a family's first member is the smallest."""
        query = "SELECT number, other, kind, probability, coverage, other_coverage FROM relations"
        rows: Any = (
            self._run(query) if numbers is None else self._run(f"{query} WHERE number IN ({_marks(numbers)})", numbers)
        )
        return [stored_relation(*row) for row in rows]

    def members(self, families: Sequence[int], most: int) -> list[int]:
        """Return the numbers of at most `most` members of these copy families."""
        query = f"SELECT number FROM articles WHERE family IN ({_marks(families)}) LIMIT {most}"
        return [row[0] for row in self._run(query, families)]

    def join(self, family: int | None, numbers: Sequence[int]) -> None:
        """Put articles into a copy family."""
        self._run(f"UPDATE articles SET family=? WHERE number IN ({_marks(numbers)})", (family, *numbers))

    def forget(self, numbers: Sequence[int]) -> int:
        """Take articles out; returns how many there were. Their keys go when segments are merged."""
        marks = _marks(numbers)
        gone = self._run(f"DELETE FROM articles WHERE number IN ({marks})", numbers).rowcount
        self._run(f"DELETE FROM relations WHERE number IN ({marks}) OR other IN ({marks})", (*numbers, *numbers))
        self._run(f"DELETE FROM tail WHERE number IN ({marks})", numbers)
        self._connection.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", [(n,) for n in numbers])
        return int(gone)

    def oldest(self, most: int) -> list[tuple[int, int]]:
        """Return number and time of the oldest articles."""
        return list(self._run("SELECT number, seen FROM articles ORDER BY number LIMIT ?", (most,)))

    def evict(self, below: int) -> int:
        """Take out all articles with a smaller number; returns how many there were."""
        gone = self._run("DELETE FROM articles WHERE number < ?", (below,)).rowcount
        for table in ("relations", "tail", "forgotten"):
            self._run(f"DELETE FROM {table} WHERE number < ?", (below,))
        self.set_number("floor", below)
        return int(gone)

    def forgotten(self) -> I64:
        """Return the numbers of articles that were taken out and may still have keys, sorted."""
        return np.array([row[0] for row in self._run("SELECT number FROM forgotten ORDER BY number")], np.int64)

    def ask(self, query: str) -> list[Any]:
        """Return the first column of a query's rows."""
        return [row[0] for row in self._run(query)]


def _marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))
