"""`dedup index upgrade` makes sketches anew from the texts, goes on where it was interrupted, and refuses in one
sentence what it cannot do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from dedup import Article, Prefilter
from dedup.artifacts.house_style import LEAST
from dedup.errors import DedupError, FormatError, InputError
from dedup.index.header import IndexHeader
from dedup.index.sqlite.upkeep import maintain_index
from dedup.index.upgrade import upgrade_index
from tests.index.sqlite.tampering import set_header


def make_foreign(path: Path) -> None:
    """Change an index so that it seems to be made with another stemmer, whose sketches have other keys."""
    connection = sqlite3.connect(path)
    ((header,),) = connection.execute("SELECT value FROM meta WHERE key='header'").fetchall()
    changed = msgspec.structs.replace(msgspec.json.decode(header, type=IndexHeader), stemmer="PyStemmer 2.2")
    with connection:
        set_header(connection, changed)
        connection.execute("UPDATE tail SET keys=x'0000000000000000'")
    connection.close()


@pytest.fixture
def foreign(path: Path, invented: Callable[[int], str], whole: str, cut: str) -> Path:
    """An index of another stemmer, with keys in a segment and in the tail."""
    with Prefilter(path) as seen:
        for n in range(6):
            seen.check_and_add(Article(id=f"n{n}", text=invented(n)), first_seen=60.0 * n)
        maintain_index(path, 1, wait=True)
        seen.check_and_add(Article(id="a", text=whole, outlet="Post"), first_seen=1_000.0)
        seen.check_and_add(Article(id="b", text=cut), first_seen=2_000.0)
    make_foreign(path)
    return path


def test_an_index_of_another_stemmer_is_refused_until_it_is_upgraded(foreign: Path, whole: str) -> None:
    with pytest.raises(FormatError, match=r"stemmer PyStemmer 2.2 .*; run `dedup index upgrade .*seen.db`\.$"):
        Prefilter(foreign)
    assert upgrade_index(str(foreign)) == 8
    with Prefilter(foreign) as seen:
        assert [(m.id, m.relation) for m in seen.check(Article(id="x", text=whole)).matches] == [
            ("a", "identical"),
            ("b", "trimmed"),
        ]
        assert [(r.article.id, r.first_seen[11:16]) for r in seen.records()][-2:] == [("a", "00:16"), ("b", "00:33")]
        assert seen.check_index() == []
    assert not [file for file in foreign.parent.iterdir() if "upgrade" in file.name or "old" in file.name]


def test_a_filter_that_was_interrupted_knows_its_articles_after_an_upgrade(path: Path, whole: str) -> None:
    with Prefilter(path) as seen:
        seen.check_and_add(Article(id="a", text=whole), token=b"of this filter")
        seen.check_and_add(Article(id="b", text="Another text that nobody has a token for."))
    make_foreign(path)
    assert upgrade_index(str(path)) == 2
    with Prefilter(path) as seen:
        assert (seen.token_of("a"), seen.token_of("b")) == (b"of this filter", b"")


def test_the_style_of_outlets_stays(path: Path) -> None:
    with Prefilter(path, translation=True) as seen:
        for number in range(LEAST):
            text = f"The fair in ward {number} opens at {number % 9 + 1} o'clock, the council of ward {number} said."
            seen.check_and_add(Article(id=f"a{number}", text=text, outlet="The Clock"))
        seen.forget("a1")
        styles = seen.house_styles()
    make_foreign(path)
    upgrade_index(str(path))
    with Prefilter(path) as seen:
        assert [mark.articles for mark in styles] == [LEAST]
        assert seen.house_styles() == styles
        assert seen.check_index() == []


@pytest.mark.parametrize("done", [0, 3, 8])
def test_an_upgrade_that_was_interrupted_goes_on(foreign: Path, done: int, whole: str) -> None:
    kept = foreign.read_bytes()
    upgrade_index(str(foreign))
    with Prefilter(foreign) as seen:
        records = list(seen.records())
    foreign.write_bytes(kept)
    with Prefilter(Path(f"{foreign}.upgrade")) as begun:
        for record in records[:done]:
            begun.check_and_add(record.article, first_seen=record.first_seen)
    assert upgrade_index(str(foreign)) == 8
    with Prefilter(foreign) as seen:
        assert list(seen.records()) == records
        assert seen.check(Article(id="x", text=whole)).decision == "identical"
        assert seen.check_index() == []


def test_an_upgrade_that_ended_between_its_two_moves_is_finished(foreign: Path, whole: str) -> None:
    kept = foreign.read_bytes()
    upgrade_index(str(foreign))
    new = Path(f"{foreign}.upgrade")
    new.write_bytes(foreign.read_bytes())
    foreign.write_bytes(kept)
    foreign.with_name("seen.db.keys.old").mkdir()
    assert upgrade_index(str(foreign)) == 8
    with Prefilter(foreign) as seen:
        assert seen.check(Article(id="x", text=whole)).decision == "identical"
        assert seen.check_index() == []
    assert not [file for file in foreign.parent.iterdir() if "upgrade" in file.name or "old" in file.name]


def test_an_index_that_somebody_uses_is_left_as_it_is(foreign: Path) -> None:
    connection = sqlite3.connect(foreign)
    connection.execute("SELECT count(*) FROM articles").fetchone()
    with pytest.raises(DedupError, match=r"seen.db is in use by another process; try again when nobody uses it"):
        upgrade_index(str(foreign))
    connection.close()
    assert upgrade_index(str(foreign)) == 8


def test_an_index_without_texts_cannot_be_upgraded(path: Path, whole: str) -> None:
    with Prefilter(path, text=False) as seen:
        seen.add(Article(id="a", text=whole))
    make_foreign(path)
    with pytest.raises(FormatError, match="keeps no texts to make new ones of"):
        Prefilter(path, text=False)
    with pytest.raises(FormatError, match=r"keeps no texts to make sketches of; feed the articles to a new index"):
        upgrade_index(str(path))


def test_what_is_no_index_in_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no index"):
        upgrade_index(str(tmp_path / "none.db"))
    with pytest.raises(FormatError, match=r"redis://news-1:6379/0 is in Redis; export it .* and import it"):
        upgrade_index("redis://:secret@news-1")
