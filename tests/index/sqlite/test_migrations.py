"""An index that an older version made is brought up to date when it is opened, or left as it was.

data/format1.db was made by the code of format 1: `whole`, `cut`, a copy of `whole` that was forgotten, and `partly`.
data/format2.db and data/format2_sketches.db (without texts) were made by that of format 2: `a`, which is `whole` with a
dateline, `b`, which is `cut`, a copy of `whole` that was forgotten, `c`, which is `partly`, and `d`, `cut` behind a
sentence that was decoded wrongly. data/format3.db, data/format3_sketches.db and those of format 4 are the same by the
code of their formats. The sketches of the first three formats are those of text version 1, which are the same in the
later ones for these texts: the copies say so, since this is about formats.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest

from dedup import Article, Prefilter
from dedup.errors import FormatError
from dedup.index.existing import open_existing
from dedup.index.header import FORMAT, IndexHeader, make_header
from dedup.index.sqlite.database import Database
from dedup.index.sqlite.migrations import CHECKSUMS, MIGRATIONS
from dedup.text.corpus import TEXT_VERSION
from tests.index.sqlite.tampering import set_header

FORMATS = [(number,) for number in range(1, FORMAT + 1)]
DATA = Path(__file__).with_name("data")
FORMAT_1, FORMAT_2, SKETCHES_2 = (DATA / name for name in ("format1.db", "format2.db", "format2_sketches.db"))
FORMAT_3, SKETCHES_3 = (DATA / name for name in ("format3.db", "format3_sketches.db"))
FORMAT_4, SKETCHES_4 = (DATA / name for name in ("format4.db", "format4_sketches.db"))


def copy_index(source: Path, path: Path) -> None:
    """Copy an index as if the text version were that of today."""
    shutil.copy(source, path)
    connection = sqlite3.connect(path)
    with connection:
        ((header,),) = connection.execute("SELECT value FROM meta WHERE key='header'").fetchall()
        known = msgspec.json.decode(header)
        value = msgspec.json.encode({**known, "text_version": TEXT_VERSION}).decode()
        if known["format"] < CHECKSUMS:
            connection.execute("UPDATE meta SET value=? WHERE key='header'", (value,))
        else:
            set_header(connection, value)
    connection.close()


@pytest.fixture
def old(path: Path) -> Path:
    copy_index(FORMAT_1, path)
    return path


def ask(path: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def contents(path: Path, tables: Sequence[str], columns: dict[str, str] | None = None) -> dict[str, object]:
    """The rows of tables, of `columns` where they are given: those that an older format has."""
    return {table: ask(path, f"SELECT {columns[table] if columns else '*'} FROM {table}") for table in tables}


def columns_of(path: Path, tables: Sequence[str]) -> dict[str, str]:
    return {
        table: ", ".join(str(name) for (name,) in ask(path, f"SELECT name FROM pragma_table_info('{table}')"))
        for table in tables
    }


def format_of(path: Path) -> int:
    ((header,),) = ask(path, "SELECT value FROM meta WHERE key='header'")
    return msgspec.json.decode(str(header), type=IndexHeader).format


def schema(path: Path) -> list[tuple[object, ...]]:
    return ask(path, "SELECT type, name, sql FROM sqlite_master ORDER BY name")


def test_the_file_is_of_format_1() -> None:
    assert format_of(FORMAT_1) == 1
    assert ask(FORMAT_1, "SELECT format FROM migrations") == [(1,)]
    assert ask(FORMAT_1, "SELECT name FROM sqlite_master WHERE name='lines'") == []


def test_an_index_of_format_1_is_brought_up_to_date_and_loses_nothing(
    old: Path, whole: str, cut: str, partly: str
) -> None:
    tables = ("articles", "relations", "tail", "forgotten", "segments")
    before, columns = contents(old, tables), columns_of(old, tables)
    with Prefilter(old) as seen:
        assert seen.stats().header == make_header(text=True, copies_alone=False)
        assert [(r.article.id, r.article.text, r.article.outlet, r.first_seen[:10]) for r in seen.records()] == [
            ("whole", whole, "Ellmouth Post", "2024-03-01"),
            ("cut", cut, "Ellmouth Post", "2024-03-02"),
            ("partly", partly, "Ellmouth Post", "2024-03-04"),
        ]
        assert seen.check_index() == []
        assert seen.learned() == []
    assert contents(old, tables, columns) == before
    assert ask(old, "SELECT format FROM migrations") == FORMATS


def related(seen: Prefilter, name: str) -> tuple[str, set[str]]:
    """What was decided of a stored article, and the ids of its matches."""
    verdict = seen.recall(name)
    assert verdict is not None
    return verdict.decision, {match.id for match in verdict.matches}


def test_verdicts_are_as_they_were(
    old: Path, tmp_path: Path, whole: str, cut: str, partly: str, unrelated: str
) -> None:
    with Prefilter(tmp_path / "new.db") as new, Prefilter(old) as seen:
        for record in seen.records():
            new.check_and_add(record.article, first_seen=record.first_seen)
        for text in (whole, cut, partly, unrelated, whole + "\n\n" + unrelated):
            assert seen.check(Article(id="x", text=text)) == new.check(Article(id="x", text=text))
        for name in ("whole", "cut", "partly"):  # an index keeps the scores that its matches had
            assert related(seen, name) == related(new, name)
        assert seen.families() == new.families()
        assert seen.check_and_add(Article(id="y", text=cut)).family == "copy:whole"


def test_an_old_index_and_a_new_one_have_the_same_tables(old: Path, tmp_path: Path) -> None:
    Prefilter(old).close()
    Prefilter(tmp_path / "new.db").close()
    assert schema(old) == schema(tmp_path / "new.db")
    keys = "SELECT key FROM meta ORDER BY key"
    assert ask(old, keys) == ask(tmp_path / "new.db", keys)


def test_those_who_only_look_at_an_index_bring_it_up_to_date_too(old: Path) -> None:
    with open_existing(old) as seen:
        assert seen.stats().articles == 3
    assert format_of(old) == FORMAT


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no SIGKILL")
def test_a_process_that_is_killed_in_a_migration_leaves_the_index_as_it_was(old: Path, whole: str) -> None:
    code = textwrap.dedent(
        """
        import os, signal, sys
        from dedup import Prefilter
        from dedup.index.sqlite import database, migrations
        def migrate(run, held):
            migrations.migrate(run, held)
            assert run("UPDATE lines SET sum=1")[0] == 0, "the tables are there"
            os.kill(os.getpid(), signal.SIGKILL)
        database.migrate = migrate
        Prefilter(sys.argv[1])
        """
    )
    before = schema(old)
    assert (
        subprocess.run([sys.executable, "-c", code, str(old)], timeout=120, check=False).returncode == -signal.SIGKILL
    )
    assert (format_of(old), schema(old)) == (1, before)
    with Prefilter(old) as seen:
        assert seen.check(Article(id="x", text=whole)).decision == "identical"
    assert format_of(old) == FORMAT


def test_a_migration_that_fails_leaves_the_index_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = schema(old)
    monkeypatch.setitem(MIGRATIONS, 2, MIGRATIONS[2] + "INSERT INTO meta VALUES ('learned', 1);\n")
    with pytest.raises(FormatError, match="UNIQUE"):
        Prefilter(old)
    assert (format_of(old), schema(old)) == (1, before)


def test_an_old_index_that_does_not_fit_is_refused_as_it_was(old: Path) -> None:
    with pytest.raises(FormatError, match="keeps text; open it with text=True"):
        Prefilter(old, text=False)
    assert format_of(old) == 1


def test_a_newer_format_is_refused_as_it_was(old: Path) -> None:
    connection = sqlite3.connect(old)
    with connection:
        connection.execute("""UPDATE meta SET value=replace(value, '"format":1', '"format":9') WHERE key='header'""")
    connection.close()
    before = schema(old)
    for way in (Prefilter, open_existing):
        with pytest.raises(
            FormatError, match=rf"made by a newer version \(format 9, this one reads {FORMAT}\); upgrade dedup-news"
        ):
            way(old)
    assert (format_of(old), schema(old)) == (9, before)


def test_processes_that_open_an_old_index_at_once_all_open_it(tmp_path: Path) -> None:
    copies = [tmp_path / f"{n}.db" for n in range(10)]
    for copy in copies:
        copy_index(FORMAT_1, copy)
    code = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from dedup.index.sqlite.database import Database
        from dedup.index.header import make_header
        folder, header = Path(sys.argv[1]), make_header(True, False)
        print("ready", flush=True)
        while not (folder / "begin").exists():
            pass
        for n in range(10):
            database = Database(folder / f"{n}.db", header)
            assert database.last() == 4
            database.close()
        """
    )
    workers = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, env=os.environ)
        for _ in range(3)
    ]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    (tmp_path / "begin").touch()
    for worker in workers:
        worker.communicate(timeout=120)
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    for copy in copies:
        assert ask(copy, "SELECT format FROM migrations") == FORMATS
        assert format_of(copy) == FORMAT


@pytest.fixture
def format_2(path: Path) -> Path:
    copy_index(FORMAT_2, path)
    return path


def test_the_files_are_of_format_2() -> None:
    for file in (FORMAT_2, SKETCHES_2):
        assert format_of(file) == 2
        assert ask(file, "SELECT format FROM migrations") == [(1,), (2,)]
        ((header,),) = ask(file, "SELECT value FROM meta WHERE key='header'")
        assert "stemmer" not in str(header)


def test_an_index_of_format_2_is_brought_up_to_date_and_loses_nothing(format_2: Path, whole: str, cut: str) -> None:
    tables = ("articles", "relations", "tail", "forgotten", "segments", "lines")
    before, columns = contents(format_2, tables), columns_of(format_2, tables)
    with Prefilter(format_2) as seen:
        assert seen.stats().header == make_header(text=True, copies_alone=False)
        assert [(r.article.id, r.article.outlet, r.first_seen[:10], r.family) for r in seen.records()] == [
            ("a", "Post", "2024-03-01", "copy:a"),
            ("b", "Courier", "2024-03-02", "copy:a"),
            ("c", None, "2024-03-04", "copy:c"),
            ("d", "Post", "2024-03-05", "copy:a"),
        ]
        assert [r.article.text for r in seen.records()][1] == cut
        assert seen.check_index() == []
    assert contents(format_2, tables, columns) == before
    assert (format_of(format_2), ask(format_2, "SELECT format FROM migrations")) == (FORMAT, FORMATS)


def test_articles_of_format_2_are_judged_as_those_that_are_stored_with_their_credits(
    format_2: Path, tmp_path: Path, whole: str, cut: str, partly: str, unrelated: str
) -> None:
    with Prefilter(tmp_path / "new.db") as new, Prefilter(format_2) as seen:
        for record in seen.records():
            new.check_and_add(record.article, first_seen=record.first_seen)
        credited = Article(id="x", text=f"LONDON, March 3 (AP) - {whole}", outlet="Gazette", published="2024-03-03")
        directions = set()
        for article in (credited, *(Article(id="x", text=text) for text in (whole, cut, partly, unrelated))):
            verdict = seen.check(article)
            assert msgspec.structs.replace(verdict, first_seen="") == msgspec.structs.replace(
                new.check(article), first_seen=""
            )
            directions |= {match.direction for match in verdict.matches}
        assert directions >= {"a_from_b", "b_from_a", "unknown"}, "credits and dates decide some"
        for name in "abcd":
            assert related(seen, name) == related(new, name)
        assert seen.families() == new.families()


def test_sketches_of_format_2_are_compared_as_before(
    path: Path, whole: str, cut: str, invented: Callable[[int], str]
) -> None:
    copy_index(SKETCHES_2, path)
    with Prefilter(path, text=False) as seen:
        assert [match.id for match in seen.check(Article(id="x", text=whole)).matches] == ["a", "b", "d"]
        assert seen.check(Article(id="x", text=cut)).decision == "identical"
        assert seen.check(Article(id="x", text=invented(1))).is_new
        assert seen.check_index() == []
    assert format_of(path) == FORMAT


@pytest.mark.parametrize("field", ["stemmer", "transliterator"])
def test_what_an_older_format_did_not_say_is_checked_from_format_3_on(format_2: Path, field: str) -> None:
    Prefilter(format_2).close()
    connection = sqlite3.connect(format_2)
    ((header,),) = connection.execute("SELECT value FROM meta WHERE key='header'").fetchall()
    found = msgspec.json.decode(header, type=IndexHeader)
    changed = msgspec.structs.replace(found, **{field: "another 1.0"})
    with connection:
        set_header(connection, changed)
    connection.close()
    with pytest.raises(
        FormatError, match=rf"{field} another 1.0 and this version has .*`dedup index upgrade .*seen.db`"
    ):
        Prefilter(format_2)


def test_an_index_of_format_4_is_brought_up_to_date_and_loses_nothing(path: Path, whole: str, cut: str) -> None:
    copy_index(FORMAT_4, path)
    assert (format_of(path), ask(path, "SELECT name FROM sqlite_master WHERE tbl_name='styles'")) == (4, [])
    tables = ("articles", "relations", "tail", "forgotten", "segments", "lines")
    before = contents(path, tables)
    with Prefilter(path) as seen:
        assert [r.article.id for r in seen.records()] == ["a", "b", "c", "d"]
        assert (seen.house_styles(), seen.stats().outlets, seen.check_index()) == ([], 0, [])
        assert next(match.id for match in seen.check(Article(id="x", text=cut)).matches) == "b"
    assert contents(path, tables) == before
    assert (format_of(path), ask(path, "SELECT format FROM migrations")) == (FORMAT, FORMATS)


def test_sketches_of_format_4_are_compared_as_before(path: Path, whole: str, cut: str) -> None:
    copy_index(SKETCHES_4, path)
    with Prefilter(path, text=False) as seen:
        assert [match.id for match in seen.check(Article(id="x", text=whole)).matches] == ["a", "b", "d"]
        assert seen.check(Article(id="x", text=cut)).decision == "identical"
    assert format_of(path) == FORMAT


@pytest.mark.parametrize("file", [FORMAT_1, FORMAT_3, FORMAT_4])
def test_a_file_of_an_older_format_that_is_only_read_has_no_styles(path: Path, file: Path) -> None:
    copy_index(file, path)
    before = format_of(path)
    database = Database(path)
    assert list(database.all_styles()) == []
    database.close()
    assert format_of(path) == before
