"""Database: the SQLite file of an index: articles, relations, the newest keys, and the list of segments.

No row is believed. Rows have checksums, values are looked at before they are used, and what is looked up by id, family
or article is in two trees (an index and its twin), since a look-up in a damaged tree may find nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final

from dedup.errors import DedupError, FormatError
from dedup.index.article_store import ArticleRow, is_article_number, is_row, number_id
from dedup.index.checksums import checksum, checksum_of_bytes, damaged
from dedup.index.header import FORMAT, IndexHeader, upgraded_header
from dedup.index.outlet_style import OutletCounts
from dedup.index.settings import LIMITS, IndexLimits
from dedup.index.sqlite.article_numbers import ArticleNumbers, marks
from dedup.index.sqlite.connection import Connection
from dedup.index.sqlite.key_segment import SegmentInfo
from dedup.index.sqlite.line_counts import LineCounts
from dedup.index.sqlite.meta_table import MetaTable, encoded_header
from dedup.index.sqlite.migrations import CHECKSUMS, STYLES, SchemaItem, migrate, read_schema, schema_of
from dedup.index.sqlite.relation_table import RelationTable
from dedup.index.sqlite.segment_list import SegmentList
from dedup.index.sqlite.style_table import StyleTable
from dedup.index.sqlite.tail_table import TailTable
from dedup.records import Relation
from dedup.text.tables import U64

_PAGE: Final = 500  # rows that are read at a time
_ID_IN_BOTH_TREES: Final = (
    "SELECT (SELECT number FROM articles INDEXED BY sqlite_autoindex_articles_1 WHERE id=?1), "
    "(SELECT number FROM articles INDEXED BY ids_twin WHERE id=?1)"
)


class Database:
    """The file. What is read or written inside `reading` or `writing` belongs together."""

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

        `make` makes the dictionary that bodies are compressed with. Raises FormatError for an empty file without a
        header, for a file of another program, and for an index with tables, triggers or views that are not ours.

        A `durable` connection waits for the disk at each commit; the others survive the end of the process, and of the
        system the last moments may be lost.
        """
        self.path = path
        self._connection = Connection(path, may_make=header is not None, durable=durable)
        self.meta = MetaTable(self._connection)
        self._numbers = ArticleNumbers(self._connection, self.meta)
        self._relations = RelationTable(self._connection)
        self.tail = TailTable(self._connection, self._numbers)
        self.segments = SegmentList(self._connection, self.meta)
        self.line_counts = LineCounts(self._connection, self.meta, limits)
        self.styles = StyleTable(self._connection, limits.outlets)
        try:
            with self.reading() if header is None else self.writing():
                self._open(header, make)
        except BaseException:
            self.close()
            raise

    def _open(self, header: IndexHeader | None, make: Callable[[], bytes]) -> None:
        schema = read_schema(self._connection.rows)
        if header is not None and not schema:
            migrate(self._connection.change, 0)
            self.meta.insert("header", encoded_header(header))
            self.meta.insert("dictionary", make())
            self._add_checksums()
            schema = schema_of(FORMAT)
        self._check_kinds(schema)
        found = self.meta.header()
        if found.format <= FORMAT and schema != schema_of(found.format):
            raise self._foreign(schema ^ schema_of(found.format))
        self._set_format(found.format)
        if header is not None:
            upgraded = upgraded_header(str(self.path), found, header)
            migrate(self._connection.change, found.format)
            if found.format < CHECKSUMS:
                self._add_checksums()
            self._set_format(FORMAT)
            if found != upgraded:  # the format was older, or the models are others
                self.meta.write_header(upgraded)

    def _set_format(self, version: int) -> None:
        """Before format 4 rows had no checksums and there was one tree of families, before format 5 no styles."""
        self._format = version
        self._members = ("members", "members_twin") if version >= CHECKSUMS else ("members",)
        self._head, self._whole = (
            f"SELECT number, id, seen, family, {columns} FROM articles"
            for columns in (
                ("NULL, NULL, sum", "body, body_sum, sum")
                if version >= CHECKSUMS
                else ("NULL, NULL, NULL", "body, NULL, NULL")
            )
        )

    def _check_kinds(self, schema: frozenset[SchemaItem]) -> None:
        """Before anything is read: where `meta` is a view, reading it would run a statement of a stranger's."""
        if not schema:
            raise FormatError(f"{self.path} is empty and no index; choose another file.")
        strange = [item for item in schema if item.kind not in ("table", "index")]
        if strange or "meta" not in {item.name for item in schema}:
            raise self._foreign(strange)

    def _foreign(self, strange: Iterable[SchemaItem]) -> FormatError:
        name = next(iter(sorted(f"{item.kind} {item.name}" for item in strange)), "table meta")
        return FormatError(
            f"{self.path} has other tables than an index of dedup-news (see the {name[:80]}); restore a copy or choose "
            "another file."
        )

    def _add_checksums(self) -> None:
        self.tail.add_checksums()
        self.line_counts.add_checksums()
        self.segments.add_checksum()
        self.meta.add_checksums()

    def header(self) -> IndexHeader:
        """Return the header that the file carries."""
        return self.meta.header()

    def dictionary(self) -> bytes:
        """Return what bodies are compressed with."""
        return self.meta.dictionary()

    def leave(self) -> None:
        """Give the log up, so that the file may be replaced. Raises DedupError where another process uses the index."""
        try:
            self._connection.rows("PRAGMA busy_timeout=0")
            mode = self._connection.row("PRAGMA journal_mode=DELETE")[0]
        except DedupError:
            mode = "locked"
        if mode != "delete":
            raise DedupError(f"{self.path} is in use by another process; try again when nobody uses it.")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def reading(self) -> AbstractContextManager[None]:
        """Read in one transaction: all answers belong to one moment."""
        return self._connection.transaction("BEGIN")

    def writing(self) -> AbstractContextManager[None]:
        """Write all or nothing, while no other process writes."""
        return self._connection.transaction("BEGIN IMMEDIATE")

    @contextmanager
    def _one_moment(self) -> Iterator[None]:
        """Read in one transaction, that which is open or one of its own."""
        with self._connection.lock:
            if self._connection.in_transaction:
                yield
            else:
                with self.reading():
                    yield

    def version(self) -> tuple[int, int]:
        """Return another value than before where another connection has written meanwhile."""
        return self._connection.version()

    def count(self, table: str) -> int:
        """Return the rows of a table."""
        return int(self._connection.row(f"SELECT count(*) FROM {table}")[0])

    def last(self) -> int:
        """Return the largest number that an article was ever given."""
        return self._numbers.last()

    def forgotten(self) -> Any:
        """See `ArticleNumbers.forgotten`."""
        return self._numbers.forgotten()

    def _read(self, values: Sequence[Any]) -> ArticleRow:
        """Return a row of `_head` or `_whole`. Raises FormatError where it is damaged."""
        number, id, seen, family, body, body_sum, held = values
        row = ArticleRow(number, id, seen, family, body, body_sum)
        if not is_row(row) or (held is not None and held != checksum(number, id, seen, family)):
            raise damaged(self.path, f"The row of article {number}")
        return row

    def number_of(self, article: str) -> int | None:
        """Return the number of the article of this id."""
        first, twin = self._connection.row(_ID_IN_BOTH_TREES, (article,))
        if first != twin:
            raise damaged(self.path, "The index of ids")
        return None if first is None else int(first)

    def by_id(self, article: str) -> ArticleRow | None:
        """Return the article of this id."""
        number = self.number_of(article)
        if number is None:
            return None
        rows = self.by_number([number])
        if [row.id for row in rows] != [article]:
            raise damaged(self.path, "The index of ids")
        return rows[0]

    def by_number(self, numbers: Sequence[int]) -> list[ArticleRow]:
        """Return the articles of these numbers that are there, in this order. Raises FormatError where one is missing
        that nobody has taken out."""
        return self._by_number(self._whole, numbers)

    def _by_number(self, columns: str, numbers: Sequence[int]) -> list[ArticleRow]:
        rows = self._connection.rows(f"{columns} WHERE number IN ({marks(numbers)})", numbers)
        held = {row[0]: self._read(row) for row in rows}
        found = [held[number] for number in numbers if number in held]
        if len(found) < len(numbers):
            self._numbers.check_missing([number for number in numbers if number not in held])
        return found

    def rows(self, report: Callable[[FormatError], object] | None = None) -> Iterator[ArticleRow]:
        """Yield all articles, the oldest first; in pages, so that others may write meanwhile.

        Raises FormatError at a row that is damaged, or reports it, and where articles are missing.
        """
        above = 0
        while True:
            with self._one_moment():
                page = self._connection.rows(f"{self._whole} WHERE number > ? ORDER BY number LIMIT ?", (above, _PAGE))
                last = page[-1][0] if len(page) == _PAGE else self.last()
                self._numbers.check_count("The table of articles", above + 1, last, len(page))
            for values in page:
                try:
                    row = self._read(values)
                except FormatError as error:
                    if report is None:
                        raise
                    report(error)
                else:
                    yield row
            if len(page) < _PAGE:
                return
            above = last

    def names(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return the ids of the articles of these numbers that are there."""
        wanted = sorted(numbers)
        return {
            row.number: row.id
            for at in range(0, len(wanted), _PAGE)
            for row in self._by_number(self._head, wanted[at : at + _PAGE])
        }

    def first_of(self, family: int) -> str:
        """Return the id of the first member of a copy family that is still there."""
        first = next(iter(self.members([family], 1)), None)
        rows = [] if first is None else self._by_number(self._head, [first])
        return rows[0].id if rows else number_id(family)

    def members(self, families: Sequence[int], most: int) -> list[int]:
        """Return the numbers of at most `most` members of these copy families, by family and number."""
        which = f"WHERE family IN ({marks(families)}) ORDER BY family, number LIMIT ?"
        found = [
            self._connection.rows(f"SELECT number FROM articles INDEXED BY {tree} {which}", (*families, most))
            for tree in self._members
        ]
        if found[0] != found[-1]:
            raise damaged(self.path, "The index of families")
        return [row[0] for row in found[0]]

    def held(self) -> int:
        """Return about how many articles there are, without counting them."""
        (floor,) = self.meta.numbers("floor")
        return self.last() + 1 - max(1, floor) - self.count("forgotten")

    def seen_before(self, seen: int, most: int) -> list[int]:
        """Return the numbers of articles that came in before."""
        rows = self._connection.rows("SELECT number FROM articles WHERE seen < ? ORDER BY number LIMIT ?", (seen, most))
        return [row[0] for row in rows]

    def insert(self, number: int, article: str, seen: int, body: bytes, keys: U64) -> None:
        """Take an article in under the next number. Raises FormatError where there are no numbers left."""
        if not is_article_number(number):
            raise FormatError(f"{self.path} has no number left for an article; export the index and import it anew.")
        self._connection.change(
            "INSERT INTO articles (number, id, seen, body, sum, body_sum) VALUES (?, ?, ?, ?, ?, ?)",
            (number, article, seen, body, checksum(number, article, seen, None), checksum_of_bytes(body)),
        )
        self.tail.insert(number, keys)

    def relate(self, number: int, other: int, kind: str, *shares: float) -> None:
        """Note how an article is related to an earlier one; the shares are probability and both coverages."""
        self._relations.insert(number, other, kind, *shares)

    def relations(self, numbers: Sequence[int] | None = None) -> list[Relation]:
        """Return the relations of these articles (of all) with earlier ones, as `stored_relation` makes them: by
        numbers, since a family's first member is the smallest."""
        return self._relations.of(numbers)

    def join(self, family: int | None, numbers: Sequence[int]) -> None:
        """Put articles into a copy family."""
        rows = self._by_number(self._head, numbers)
        self._connection.change_all(
            "UPDATE articles SET family=?, sum=? WHERE number=?",
            [(family, checksum(row.number, row.id, row.seen, family), row.number) for row in rows],
        )

    def style_of(self, outlet: str) -> OutletCounts:
        """Return how often an outlet has marks that may be its house style."""
        return self.styles.of(outlet)

    def all_styles(self) -> Iterator[tuple[str, OutletCounts]]:
        """Yield the counts of all outlets; a file of an older format that is only read has none."""
        return self.styles.all() if self._format >= STYLES else iter(())

    def set_seen(self, seen: int, numbers: Sequence[int]) -> None:
        """Change the time at which articles were first seen."""
        self._connection.change_all(
            "UPDATE articles SET seen=?, sum=? WHERE number=?",
            [
                (seen, checksum(row.number, row.id, seen, row.family), row.number)
                for row in self._by_number(self._head, numbers)
            ],
        )

    def forget(self, numbers: Sequence[int]) -> int:
        """Take articles out; returns how many there were. Their keys go when segments are merged."""
        gone, _ = self._connection.change(f"DELETE FROM articles WHERE number IN ({marks(numbers)})", numbers)
        self._relations.drop(numbers)
        self.tail.drop(numbers)
        self._numbers.forget(numbers)
        return gone

    def oldest(self, most: int) -> list[tuple[int, int]]:
        """Return number and time of the oldest articles."""
        rows = self._connection.rows(f"{self._head} ORDER BY number LIMIT ?", (most,))
        return [(row.number, row.seen) for row in map(self._read, rows)]

    def evict(self, below: int) -> int:
        """Take out all articles with a smaller number; returns how many there were."""
        gone, _ = self._connection.change("DELETE FROM articles WHERE number < ?", (below,))
        for table in ("relations", "tail", "forgotten"):
            self._connection.change(f"DELETE FROM {table} WHERE number < ?", (below,))
        self.meta.write("floor", below)
        return gone

    def check_tail(self, rows: Sequence[tuple[int, U64]]) -> None:
        """Raise FormatError where these, the first rows of the tail, are not all between the segments and the last of
        them."""
        listed = self.segments.all()
        if rows:
            self._numbers.check_count("The tail", listed[-1].last + 1 if listed else 1, rows[-1][0], len(rows))

    def install(self, made: SegmentInfo) -> None:
        """List a segment that holds the beginning of the tail."""
        self.tail.drop_to(made.last)
        self.segments.replace(made, [])

    def empty_log(self) -> None:
        """Move what the write-ahead log holds into the file: the bulk while others write, then the rest, for which they
        wait a moment."""
        for how in ("PASSIVE", "PASSIVE", "RESTART"):
            self._connection.rows(f"PRAGMA wal_checkpoint({how})")

    def ask(self, query: str) -> list[Any]:
        """Return the first column of a query's rows."""
        return [row[0] for row in self._connection.rows(query)]

    def damage(self) -> list[str]:
        """Return what is wrong with the rows, one sentence each."""
        parts = (self.meta, self.tail, self._relations, self.line_counts, self.styles)
        return [sentence for part in parts for sentence in part.damage()]
