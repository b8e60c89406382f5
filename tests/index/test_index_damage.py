"""What an attack on an earlier version found of index files, each with what should happen."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard

from dedup import Article, Prefilter
from dedup.errors import DedupError, FormatError, InputError, SettingsError
from dedup.index.existing import open_existing
from dedup.index.settings import LIMITS, IndexSettings
from dedup.index.sqlite.upkeep import folder_of, maintain_index
from dedup.index.stored_article import LARGEST_BODY
from dedup.index.transfer import export_file
from tests.index.sqlite.tampering import change, flip_bits, set_body, set_row

Invented = Callable[[int], str]
LOOKS: tuple[Callable[[Path], Any], ...] = (open_existing, Prefilter)


@pytest.fixture
def filled(path: Path, invented: Invented, whole: str, cut: str) -> Path:
    """An index of ten articles in a segment and the tail, two of them related copies."""
    with Prefilter(path) as seen:
        for n in range(6):
            seen.check_and_add(Article(id=f"n{n}", text=invented(n), outlet="Post"), first_seen=1.0)
        maintain_index(path, 1, wait=True)
        seen.check_and_add(Article(id="whole", text=whole))
        seen.check_and_add(Article(id="cut", text=cut))
        seen.check_and_add(Article(id="again", text=whole))
        seen.check_and_add(Article(id="gone", text=invented(7)))
        seen.forget("gone")
        assert seen.check_index() == []
    return path


@pytest.fixture
def file(filled: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(filled, isolation_level=None)
    yield connection
    connection.close()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
@pytest.mark.parametrize("look", LOOKS)
def test_the_database_of_another_program_is_left_as_it_is_and_named(
    path: Path, look: Callable[[Path], Any], mode: str
) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA journal_mode={mode}")
    connection.execute("CREATE TABLE mine (x)")
    connection.close()
    before = digest(path)
    with pytest.raises(FormatError, match=r"seen\.db is an SQLite file but no index of dedup-news"):
        look(path)
    assert digest(path) == before
    assert [file.name for file in path.parent.iterdir()] == ["seen.db"]


def test_an_empty_file_is_no_index_until_somebody_fills_it(path: Path, invented: Invented) -> None:
    path.touch()
    with pytest.raises(FormatError, match=r"seen\.db is empty and no index"):
        open_existing(path)
    assert path.stat().st_size == 0
    with Prefilter(path) as seen:
        seen.add(Article(id="a", text=invented(1)))
        assert seen.check_index() == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_no_index(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(FormatError, match="is no regular file"):
        Prefilter(path)
    with pytest.raises(InputError, match="there is no index"):
        open_existing(path)


STRANGE = {
    "trigger": "CREATE TRIGGER t AFTER INSERT ON articles BEGIN DELETE FROM articles WHERE number < new.number; END",
    "view": "CREATE VIEW v AS SELECT 1",
    "table": "CREATE TABLE mine (x)",
    "index": "CREATE INDEX mine ON articles (seen)",
    "no index": "DROP INDEX ids_twin",
}


@pytest.mark.parametrize("statement", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("look", LOOKS)
def test_tables_that_no_migration_makes_are_refused(
    filled: Path, file: sqlite3.Connection, look: Callable[[Path], Any], statement: str
) -> None:
    file.execute(statement)
    with pytest.raises(FormatError, match=r"seen\.db has other tables than an index"):
        look(filled)


def test_a_view_in_the_place_of_a_table_is_not_read(filled: Path, file: sqlite3.Connection) -> None:
    """It would count for ever."""
    file.execute("ALTER TABLE meta RENAME TO held")
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    file.execute(f"CREATE VIEW meta AS SELECT 'header' AS key, count(*) AS value, 0 AS sum FROM ({endless})")
    for look in LOOKS:
        with pytest.raises(FormatError, match=r"other tables .*view meta"):
            look(filled)


def test_statistics_of_sqlite_change_nothing(filled: Path, file: sqlite3.Connection) -> None:
    file.execute("ANALYZE")
    with open_existing(filled) as seen:
        assert seen.check_index() == []


def test_an_index_that_was_cut_is_reported_in_a_sentence(filled: Path, invented: Invented) -> None:
    with Prefilter(filled) as seen:
        seen.stats()
    os.truncate(filled, filled.stat().st_size // 2 - 5_000)
    with pytest.raises(DedupError, match=r"seen\.db"), Prefilter(filled) as seen:
        assert seen.check_index() != []
        for n in range(6):
            seen.check(Article(id="x", text=invented(n)))
            seen.recall(f"n{n}")
        list(seen.records())


VALUES: dict[str, str] = {
    "an id": "UPDATE articles SET id='other' WHERE number=2",
    "a time": "UPDATE articles SET seen=seen+1 WHERE number=2",
    "a family": "UPDATE articles SET family=3 WHERE number=2",
    "a body": "UPDATE articles SET body=substr(body, 1, 60) WHERE number=2",
    "keys": "UPDATE tail SET keys=zeroblob(length(keys)) WHERE number=7",
    "the share of a relation": "UPDATE relations SET coverage=0.25",
    "the kind of a relation": "UPDATE relations SET kind='rewrite'",
    "the level of a segment": "UPDATE segments SET level=7",
    "the list of segments": "DELETE FROM segments",
    "the floor": "UPDATE meta SET value=2 WHERE key='floor'",
    "the generation": "UPDATE meta SET value=value+1 WHERE key='generation'",
    "the dictionary": "UPDATE meta SET value=zeroblob(9000) WHERE key='dictionary'",
    "no dictionary": "DELETE FROM meta WHERE key='dictionary'",
    "no number": "DELETE FROM meta WHERE key='next_segment'",
    "the header": "UPDATE meta SET value=replace(value, 'affine32', 'affine64') WHERE key='header'",
    "a lost row": "DELETE FROM articles WHERE number=2",
    "a lost row of the tail": "DELETE FROM tail WHERE number=8",
    "a forgotten article": "DELETE FROM forgotten",
    "an article that is there and forgotten": "INSERT INTO forgotten VALUES (3)",
    "the largest number": "UPDATE sqlite_sequence SET seq=900",
}


@pytest.mark.parametrize("statement", VALUES.values(), ids=VALUES)
def test_a_value_that_was_changed_is_found_by_the_check(filled: Path, file: sqlite3.Connection, statement: str) -> None:
    assert file.execute(statement).rowcount > 0
    try:
        with open_existing(filled) as seen:
            assert seen.check_index() != []
    except FormatError as error:
        assert "damaged" in str(error)


@pytest.mark.parametrize(
    ("statement", "asked"),
    [
        (VALUES["an id"], lambda seen, text: seen.check(Article(id="x", text=text(1)))),
        (VALUES["a time"], lambda seen, text: seen.recall("n1")),
        (VALUES["a family"], lambda seen, text: seen.recall("n1")),
        (VALUES["a lost row"], lambda seen, text: seen.check(Article(id="x", text=text(1)))),
        (VALUES["a lost row"], lambda seen, text: list(seen.records())),
        (VALUES["a lost row of the tail"], lambda seen, text: seen.check(Article(id="x", text=text(9)))),
        (VALUES["the kind of a relation"], lambda seen, text: seen.recall("cut")),
        (VALUES["the kind of a relation"], lambda seen, text: seen.families()),
        (VALUES["the list of segments"], lambda seen, text: seen.check(Article(id="x", text=text(9)))),
        (VALUES["the largest number"], lambda seen, text: seen.check(Article(id="x", text=text(9)))),
    ],
)
def test_a_value_that_was_changed_is_not_used(
    filled: Path,
    file: sqlite3.Connection,
    invented: Invented,
    statement: str,
    asked: Callable[[Prefilter, Invented], object],
) -> None:
    file.execute(statement)
    with open_existing(filled) as seen, pytest.raises(FormatError, match="damaged"):
        asked(seen, invented)


@pytest.mark.parametrize(
    ("tree", "asked"),
    [
        ("ids_twin", lambda seen: seen.recall("n1")),
        ("sqlite_autoindex_articles_1", lambda seen: seen.recall("n1")),
        ("members", lambda seen: seen.recall("again")),
        ("members_twin", lambda seen: seen.recall("again")),
        ("relations_twin", lambda seen: seen.recall("again")),
    ],
)
def test_a_look_up_that_one_tree_does_not_find_is_damage(
    filled: Path, file: sqlite3.Connection, tree: str, asked: Callable[[Prefilter], object]
) -> None:
    """The tree is emptied as SQLite never would: its first page becomes that of an empty one."""
    ((root,),) = file.execute("SELECT rootpage FROM sqlite_master WHERE name=?", (tree,)).fetchall()
    ((size,),) = file.execute("PRAGMA page_size").fetchall()
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with filled.open("r+b") as pages:
        pages.seek((root - 1) * size)
        pages.write(b"\x0a\0\0\0\0" + size.to_bytes(2, "big") + b"\0")
    with open_existing(filled) as seen:
        with pytest.raises(FormatError, match="damaged"):
            asked(seen)
        assert seen.check_index() != []


@pytest.mark.parametrize(
    "values",
    [{"seen": (1 << 63) - 1}, {"seen": "soon"}, {"family": 1 << 32}, {"family": 0}, {"id": b"bytes"}],
    ids=lambda values: "-".join(f"{name}" for name in values),
)
def test_values_out_of_range_are_refused_with_a_right_checksum(
    filled: Path, file: sqlite3.Connection, values: dict[str, object]
) -> None:
    set_row(file, 2, **values)
    with open_existing(filled) as seen:
        with pytest.raises(FormatError, match=r"The row of article 2 .* is damaged"):
            list(seen.records())
        assert seen.check_index() != []


def test_numbers_that_four_bytes_do_not_hold_are_never_given(filled: Path, invented: Invented) -> None:
    with Prefilter(filled) as seen:
        seen.check(Article(id="x", text=invented(1)))  # what it has in memory is up to date
        change(filled, "UPDATE sqlite_sequence SET seq=?", (1 << 32) - 1)
        with pytest.raises(FormatError):
            seen.add(Article(id="x", text=invented(11)))
    assert change(filled, "SELECT max(number) FROM articles") == [(9,)]


@pytest.mark.parametrize("size", [LARGEST_BODY + 1, None])
def test_a_body_that_would_unfold_beyond_its_bound_is_refused_first(
    filled: Path, file: sqlite3.Connection, size: int | None
) -> None:
    frame = zstandard.ZstdCompressor(write_content_size=False).compress(bytes(1_000))
    if size is not None:
        frame = zstandard.FRAME_HEADER + b"\xe0" + size.to_bytes(8, "little") + frame[6:]
    set_body(file, 2, frame)
    with open_existing(filled) as seen:
        with pytest.raises(FormatError, match=r"Article 'n1' of the index is damaged"):
            seen.check(Article(id="n1", text="x"))
        assert any("Article 'n1' of the index is damaged" in line for line in seen.check_index())


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="the system has no links")
def test_an_index_behind_a_link_is_one_index(tmp_path: Path, invented: Invented) -> None:
    (tmp_path / "data").mkdir()
    path, link = tmp_path / "data" / "seen.db", tmp_path / "current.db"
    link.symlink_to("data/seen.db")
    limits = LIMITS._replace(tail_keys=500)
    with Prefilter.within(IndexSettings(path=str(link)), limits) as seen:
        for n in range(20):
            seen.check_and_add(Article(id=f"n{n}", text=invented(n)))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["current.db", "data"]
    for name in (link, path):
        with Prefilter(name) as seen:
            assert seen.stats().segments > 0
            assert [match.id for match in seen.check(Article(id="x", text=invented(5))).matches] == ["n5"]
            assert seen.check_index() == []


def test_a_time_in_the_future_does_not_end_the_window(place: Path | str, invented: Invented) -> None:
    """As in an import."""
    with Prefilter(place, window="1s") as seen:
        verdict = seen.check_and_add(Article(id="n0", text=invented(0)), first_seen="2099-01-01T00:00:00Z")
        assert verdict.first_seen < "2099"
        for n in range(1, 40):
            seen.add(Article(id=f"n{n}", text=invented(n)))
        time.sleep(1.1)
        for n in range(40, 64):
            seen.add(Article(id=f"n{n}", text=invented(n)))
        assert seen.recall("n5") is None


@pytest.mark.parametrize("ahead", [1, 60])
def test_a_clock_that_was_ahead_does_not_end_the_window(path: Path, invented: Invented, ahead: int) -> None:
    """The first articles have times that are still to come; those behind them are too old, or there are none."""
    with Prefilter(path) as seen:
        for n in range(60):
            seen.add(Article(id=f"n{n}", text=invented(n)), first_seen="2020-01-01")
    connection = sqlite3.connect(path)
    with connection:
        for number in range(1, ahead + 1):
            set_row(connection, number, seen=4_000_000_000_000)
    connection.close()
    with Prefilter(path, window="30d") as seen:
        for n in range(60, 64):
            seen.add(Article(id=f"n{n}", text=invented(n)))
        assert (seen.recall("n5") is None) == (ahead == 1)
    time.sleep(1.1)
    with Prefilter(path, window="1s") as seen:
        for n in range(64, 96):
            seen.add(Article(id=f"n{n}", text=invented(n)))
        assert seen.recall("n0") is None
        assert seen.stats().articles <= 32


def test_times_that_nobody_can_write_are_refused(path: Path) -> None:
    with Prefilter(path) as seen:
        for value in (-1e15, float("nan"), float("inf"), 1e300):
            with pytest.raises(SettingsError, match="is no time"):
                seen.add(Article(id="a", text="x"), first_seen=value)


def test_half_an_export_is_no_export(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"

    class Failing:
        """An index whose third record cannot be read."""

        def records(self) -> Iterator[Any]:
            with Prefilter(filled) as seen:
                for number, record in enumerate(seen.records()):
                    if number == 3:
                        raise OSError(28, "No space left on device")
                    yield record

    with pytest.raises(OSError, match="No space left"):
        export_file(Failing(), str(target))  # type: ignore[arg-type]
    assert not [file for file in tmp_path.iterdir() if "out" in file.name or "tmp" in file.name]
    with Prefilter(filled) as seen:
        assert export_file(seen, str(target)).records == 9
    assert len(target.read_bytes().splitlines()) == 9


def test_large_segments_are_checked_in_the_background(path: Path, invented: Invented) -> None:
    """A key that lost a bit finds another bucket or nothing; the calls after the check say so."""
    limits = LIMITS._replace(mapped_entries=10)
    with Prefilter(path) as seen:
        for n in range(6):
            seen.add(Article(id=f"n{n}", text=invented(n)))
    maintain_index(path, 1, wait=True)
    (keys,) = folder_of(path).glob("*.articles")
    flip_bits(keys, 2)
    with pytest.raises(FormatError, match="was changed or damaged"), Prefilter(path) as seen:
        seen.check(Article(id="x", text=invented(1)))
    with (
        Prefilter.within(IndexSettings(path=str(path)), limits) as seen,
        pytest.raises(FormatError, match="was changed or damaged"),
    ):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            seen.check(Article(id="x", text=invented(1)))


def test_a_damaged_segment_is_not_merged(path: Path, invented: Invented) -> None:
    """The merged one would have a checksum that is right."""
    limits = LIMITS._replace(mapped_entries=10)
    with Prefilter(path) as seen:
        for n in range(6):
            seen.add(Article(id=f"n{n}", text=invented(n)))
        maintain_index(path, 1, wait=True)
        seen.add(Article(id="n6", text=invented(6)))
    flip_bits(folder_of(path) / "1.articles", 2)
    with pytest.raises(FormatError, match=r"Segment 1 in .* was changed or damaged"):
        maintain_index(path, 1, wait=True, limits=limits)
    assert sorted(file.name for file in folder_of(path).glob("*.keys")) == ["1.keys", "2.keys"]
