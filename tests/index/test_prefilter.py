"""The index on the disk: reopened, bounded, refused where it does not fit, told where it is damaged."""

from __future__ import annotations

import os
import pickle
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dedup import Article, Prefilter
from dedup.errors import DedupError, FormatError, SettingsError
from dedup.index.settings import IndexLimits, IndexSettings, milliseconds
from dedup.index.sqlite.snapshot import IndexSnapshot, RecentKeys
from dedup.index.sqlite.sqlite_index import SqliteIndex
from dedup.text.tables import U64
from tests.index.sqlite.tampering import change, flip_bits, set_header

Invented = Callable[[int], str]
DAY = 86_400.0


def fill(seen: Prefilter, invented: Invented, first: int, last: int) -> None:
    for n in range(first, last):
        assert seen.check_and_add(Article(id=f"n{n}", text=invented(n))).decision == "new"


def found(seen: Prefilter, invented: Invented, numbers: range) -> list[int]:
    return [n for n in numbers if seen.check(Article(id="other", text=invented(n))).decision == "identical"]


def test_a_reopened_index_knows_what_it_knew(place: Path | str, invented: Invented) -> None:
    with Prefilter(place) as seen:
        fill(seen, invented, 0, 20)
    with Prefilter(place) as seen:
        assert found(seen, invented, range(25)) == list(range(20))


def test_keys_move_into_segments_and_nothing_is_lost(path: Path, invented: Invented) -> None:
    limits = IndexLimits(tail_keys=1_000)
    with Prefilter.within(IndexSettings(path=str(path)), limits) as seen:
        fill(seen, invented, 0, 150)
        assert found(seen, invented, range(0, 160, 3)) == list(range(0, 150, 3))
        assert seen.check_index() == []
    with Prefilter.within(IndexSettings(path=str(path)), limits) as seen:
        held = seen.stats()
        assert held.segments >= 1 and held.in_tail < 150
        assert found(seen, invented, range(0, 160, 7)) == list(range(0, 150, 7))


def test_a_large_segment_is_read_and_not_mapped(path: Path, invented: Invented) -> None:
    limits = IndexLimits(tail_keys=1_000)
    with Prefilter.within(IndexSettings(path=str(path)), limits) as seen:
        for n in range(90):
            seen.add(Article(id=f"n{n}", text=invented(n % 60)))
    with Prefilter.within(IndexSettings(path=str(path)), limits) as seen:
        mapped = [seen.check(Article(id="x", text=invented(n))) for n in range(62)]
    with Prefilter.within(IndexSettings(path=str(path)), limits._replace(mapped_entries=0)) as seen:
        read = [seen.check(Article(id="x", text=invented(n))) for n in range(62)]
    assert [v.matches for v in read] == [v.matches for v in mapped]
    assert [len(v.matches) for v in read] == [2] * 30 + [1] * 30 + [0] * 2


def test_an_idle_index_keeps_no_file_that_is_not_listed(path: Path, invented: Invented) -> None:
    limits = IndexLimits(tail_keys=500)
    folder = path.with_name("seen.db.keys")
    folder.mkdir()
    (folder / "977.keys").write_bytes(b"left by a process that was killed")
    with Prefilter.within(IndexSettings(path=str(path)), limits) as seen:
        fill(seen, invented, 0, 40)
    names = {file.stem for file in folder.iterdir() if file.suffix}
    with Prefilter.within(IndexSettings(path=str(path)), limits) as seen:
        assert len(names) == seen.stats().segments


@pytest.mark.parametrize(
    ("made", "asked", "message"),
    [
        ({}, {"text": False}, "keeps text; open it with text=True"),
        ({"text": False}, {}, r"keeps no text; open it with text=False \(--no-text\)"),
        ({}, {"only": ["copies"]}, r"made for all relations; open it with only=\(\)"),
        ({"only": ["copies"]}, {}, "made for copies alone; open it with only="),
    ],
)
def test_an_index_made_otherwise_is_refused_with_the_way_out(
    place: Path | str, made: Any, asked: Any, message: str
) -> None:
    Prefilter(place, **made).close()
    with pytest.raises(FormatError, match=message):
        Prefilter(place, **asked)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"format": 99}, "made by a newer version .format 99, this one reads 5.; upgrade"),
        (
            {"text_version": 0},
            "text_version 0 and this version has .*; run `dedup index upgrade .*seen.db`",
        ),
        ({"seed": 7}, "seed 7 and this version has 1"),
        ({"hash": "sha1"}, "hash sha1"),
        ({"stems": "0"}, "stems 0"),
    ],
)
def test_an_index_of_another_version_is_refused_with_the_way_out(
    path: Path, changed: dict[str, Any], message: str
) -> None:
    with Prefilter(path) as seen:
        header = seen.stats().header
    connection = sqlite3.connect(path)
    with connection:
        set_header(connection, msgspec.structs.replace(header, **changed))
    connection.close()
    with pytest.raises(FormatError, match=message):
        Prefilter(path)


def test_an_index_without_texts_of_another_version_must_be_fed_again(path: Path) -> None:
    with Prefilter(path, text=False) as seen:
        header = seen.stats().header
    connection = sqlite3.connect(path)
    with connection:
        set_header(connection, msgspec.structs.replace(header, text_version=0))
    connection.close()
    with pytest.raises(FormatError, match=r"text_version 0 .*keeps no texts .*feed the articles to a new index\.$"):
        Prefilter(path, text=False)


def test_models_may_differ_since_no_key_hangs_on_them(path: Path, whole: str, cut: str) -> None:
    with Prefilter(path) as seen:
        seen.check_and_add(Article(id="a", text=whole))
        told = seen.check_and_add(Article(id="b", text=cut))
        header = seen.stats().header
    connection = sqlite3.connect(path)
    with connection:
        set_header(connection, msgspec.structs.replace(header, models="others"))
    connection.close()
    with Prefilter(path) as seen:
        assert seen.stats().header == header
        noted = seen.recall("b")
        assert noted is not None and [(m.id, m.score) for m in noted.matches] == [(m.id, m.score) for m in told.matches]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not a database at all, but a text of some length" * 40, "is damaged or no index .*choose another file"),
        (b"SQLite format 3\x00" + b"\xff" * 4_000, "is damaged or no index .*choose another file"),
        (
            b"SQLite format 3\x00" + bytes(52) + b"DDUP" + b"\xff" * 4_000,
            "is damaged or no index .*choose another file",
        ),
    ],
    ids=["text", "garbage", "ours"],
)
def test_a_file_that_is_no_index_is_one_clear_error(path: Path, content: bytes, reason: str) -> None:
    path.write_bytes(content)
    with pytest.raises(FormatError, match=reason):
        Prefilter(path)
    assert path.read_bytes() == content


def test_a_database_of_others_is_left_alone(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE mine (x)")
    connection.close()
    with pytest.raises(FormatError, match="no index of dedup-news"):
        Prefilter(path)


def test_damage_is_told(path: Path, invented: Invented) -> None:
    limits = IndexLimits(tail_keys=300)
    with Prefilter.within(IndexSettings(path=str(path)), limits) as seen:
        fill(seen, invented, 0, 30)
    (file, *_) = sorted(path.with_name("seen.db.keys").glob("*.articles"))
    flip_bits(file, 255, file.stat().st_size // 2)
    with Prefilter.within(IndexSettings(path=str(path)), limits) as seen:
        assert ["was changed or damaged" in line for line in seen.check_index()] == [True]
    os.truncate(file, file.stat().st_size - 4)
    with Prefilter.within(IndexSettings(path=str(path)), limits) as seen:
        assert any("it is damaged: restore it" in line for line in seen.check_index())
        with pytest.raises(FormatError, match="is damaged"):
            seen.check(Article(id="x", text=invented(1)))
    file.unlink()
    with (
        Prefilter.within(IndexSettings(path=str(path)), limits) as seen,
        pytest.raises(FormatError, match="is missing"),
    ):
        seen.check(Article(id="x", text=invented(1)))


def test_a_damaged_article_is_told_by_its_id(path: Path, invented: Invented) -> None:
    with Prefilter(path) as seen:
        fill(seen, invented, 0, 3)
    change(path, "UPDATE articles SET body=x'00112233' WHERE id='n1'")
    with Prefilter(path) as seen:
        assert ["Article 'n1'" in line for line in seen.check_index()] == [True]


def test_a_forgotten_article_is_found_no_more(place: Path | str, invented: Invented) -> None:
    limits = IndexLimits(tail_keys=300)
    with Prefilter.within(IndexSettings(path=str(place)), limits) as seen:
        fill(seen, invented, 0, 30)
        assert (seen.forget("n3"), seen.forget("n3"), seen.forget("nobody")) == (1, 0, 0)
        assert found(seen, invented, range(6)) == [0, 1, 2, 4, 5]
        assert seen.stats().articles == 29
        assert seen.check_and_add(Article(id="n3", text=invented(3))).decision == "new"
        assert seen.check_index() == []


def test_a_family_outlives_its_first_member(seen: Prefilter, whole: str) -> None:
    for name in "abc":
        seen.check_and_add(Article(id=name, text=whole))
    seen.forget("a")
    verdict = seen.check_and_add(Article(id="d", text=whole))
    assert (verdict.family, sorted(m.id for m in verdict.matches)) == ("copy:b", ["b", "c"])


def test_what_is_older_than_a_span_is_forgotten_on_request(seen: Prefilter, invented: Invented) -> None:
    seen.check_and_add(Article(id="old", text=invented(0)), first_seen="2020-01-01")
    seen.check_and_add(Article(id="new", text=invented(1)))
    assert seen.forget(older_than="30d") == 1
    assert found(seen, invented, range(2)) == [1]


def test_a_window_hides_at_once_and_removes_in_time(place: Path | str, invented: Invented) -> None:
    with Prefilter(place) as seen:
        for n in range(10):
            seen.add(Article(id=f"n{n}", text=invented(n)), first_seen="2020-01-01T00:00:00Z")
        assert seen.check(Article(id="x", text=invented(0))).first_seen == "2020-01-01T00:00:00.000Z"
    with Prefilter(place, window="30d") as seen:
        assert found(seen, invented, range(10)) == []
        for n in range(10, 80):
            seen.add(Article(id=f"n{n}", text=invented(n)))
        assert seen.stats().articles == 70
        assert found(seen, invented, range(12)) == [10, 11]


def test_a_bound_takes_the_oldest_out(place: Path | str, invented: Invented) -> None:
    limits = IndexLimits(tail_keys=500)
    with Prefilter.within(IndexSettings(path=str(place), max_articles=50), limits) as seen:
        fill(seen, invented, 0, 200)
        assert 50 <= seen.stats().articles <= 82
        assert found(seen, invented, range(200)) == list(range(200 - seen.stats().articles, 200))
        assert seen.check_index() == []


def test_a_verdict_is_drawn_before_room_is_made(place: Path | str, invented: Invented) -> None:
    """The articles that go are the oldest, among them the one that the article is a copy of."""
    with Prefilter(place, max_articles=5) as seen:
        fill(seen, invented, 0, 31)
        verdict = seen.check_and_add(Article(id="copy", text=invented(0)))
        assert (verdict.decision, [m.id for m in verdict.matches], verdict.family) == ("identical", ["n0"], "copy:n0")
        assert seen.stats().articles == 5
        assert seen.forget("n0") == 0


def test_an_article_that_is_young_keeps_those_behind_it_in_the_window(place: Path | str, invented: Invented) -> None:
    """What is taken out is always the front: an old article behind a young one waits, and is not told meanwhile."""
    with Prefilter(place, window="30d") as seen:
        for n in range(32):
            seen.add(Article(id=f"n{n}", text=invented(n)), first_seen=None if n == 3 else "2020-01-01")
        assert seen.stats().articles == 29
        assert found(seen, invented, range(32)) == [3]
    with Prefilter(place, window="30d", max_articles=60) as seen:
        for n in range(32, 64):
            seen.add(Article(id=f"n{n}", text=invented(n)))
        assert seen.stats().articles == 60
        assert found(seen, invented, range(64)) == list(range(32, 64))


def test_without_text_copies_are_told_by_sketches_alone(
    path: Path, whole: str, cut: str, partly: str, unrelated: str
) -> None:
    with Prefilter(path, text=False) as seen:
        seen.check_and_add(Article(id="a", text=whole))
        verdicts = [seen.check(Article(id="b", text=text)) for text in (whole, whole + " Updated.", partly, unrelated)]
        assert [v.decision for v in verdicts] == ["identical", "near_verbatim", "new", "new"]
        assert [v.verified for v in verdicts] == [False] * 4
        assert verdicts[0].matches[0].passages == []
        assert seen.check_and_add(Article(id="a", text=whole)).known
        assert seen.check_index() == []
    assert whole[:40].encode() not in path.read_bytes()


def test_the_dead_do_not_crowd_out_the_living(seen: Prefilter, whole: str) -> None:
    for n in range(40):
        seen.add(Article(id=f"n{n}", text=whole))
    for n in range(1, 30):
        seen.forget(f"n{n}")
    found = [m.id for m in seen.check(Article(id="x", text=whole)).matches]
    assert set(found) == {f"n{n}" for n in range(30, 40)}  # the newest of a key that so many have


def test_a_prefilter_can_be_pickled(seen: Prefilter, whole: str) -> None:
    seen.add(Article(id="a", text=whole))
    with pickle.loads(pickle.dumps(seen)) as other:
        assert other.check(Article(id="b", text=whole)).decision == "identical"


def test_a_closed_index_says_so(place: Path | str) -> None:
    seen = Prefilter(place)
    seen.close()
    seen.close()
    with pytest.raises(DedupError, match="was closed; open it again"):
        seen.stats()


@pytest.mark.parametrize(
    "wrong",
    [
        {"window": "soon"},
        {"window": -1},
        {"max_articles": 0},
        {"only": ["everything"]},
        {"min_probability": 2},
        {"window": "9e9d"},
    ],
)
def test_wrong_settings_are_refused(path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        Prefilter(path, **wrong)
    assert not path.exists()


def test_a_path_that_cannot_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="path of a file"):
        Prefilter(tmp_path)
    with pytest.raises(DedupError, match="cannot be used"):
        Prefilter(tmp_path / "no" / "such" / "seen.db")


def test_spans_of_time() -> None:
    assert [milliseconds(s) for s in ("2w", "1.5h", "90 s", "3min", 2.5)] == [
        14 * DAY * 1000,
        5_400_000,
        90_000,
        180_000,
        2_500,
    ]


def test_records_are_what_was_taken_in(seen: Prefilter, whole: str, cut: str, tmp_path: Path) -> None:
    seen.check_and_add(
        Article(id="a", text=whole, title="Ferry", outlet="Post"), first_seen="2024-02-01T10:00:00+01:00"
    )
    seen.check_and_add(Article(id="b", text=cut))
    records = list(seen.records())
    assert [(r.article.id, r.article.title, r.article.outlet, r.family) for r in records] == [
        ("a", "Ferry", "Post", "copy:a"),
        ("b", None, None, "copy:a"),
    ]
    assert (records[0].first_seen, records[0].article.text) == ("2024-02-01T09:00:00.000Z", whole)
    with Prefilter(tmp_path / "again.db") as again:
        for record in records:
            again.check_and_add(record.article, first_seen=record.first_seen)
        assert [msgspec.structs.replace(r, article=r.article) for r in again.records()] == records


def test_threads_share_one_index(seen: Prefilter, invented: Invented) -> None:
    decisions: list[str] = []

    def work() -> None:
        decisions.extend(seen.check_and_add(Article(text=invented(n))).decision for n in range(12))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(decisions) == ["identical"] * 36 + ["new"] * 12


def test_an_article_that_was_taken_in_when_an_interrupt_came_is_found(path: Path, invented: Invented) -> None:
    interrupted_at: set[int] = {4}

    class InterruptedKeys(RecentKeys):
        def add(self, article: int, keys: U64) -> None:
            if article in interrupted_at:
                interrupted_at.remove(article)
                raise KeyboardInterrupt
            super().add(article, keys)

    def make_snapshot(folder: Path, copies_alone: bool, limits: IndexLimits) -> IndexSnapshot:
        return IndexSnapshot(folder, copies_alone, limits, InterruptedKeys)

    def open_backend(settings: IndexSettings, limits: IndexLimits) -> SqliteIndex:
        return SqliteIndex(settings, limits, make_snapshot)

    with Prefilter.within(IndexSettings(path=str(path)), open_backend=open_backend) as seen:
        fill(seen, invented, 0, 3)
        with pytest.raises(KeyboardInterrupt):
            seen.check_and_add(Article(id="n3", text=invented(3)))
        assert found(seen, invented, range(6)) == [0, 1, 2, 3]
        fill(seen, invented, 4, 5)
        assert found(seen, invented, range(6)) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("settings", [{}, {"text": False}], ids=["texts", "sketches"])
def test_a_token_says_who_had_an_article_taken_in(
    place: Path | str, invented: Invented, settings: dict[str, Any]
) -> None:
    with Prefilter(place, **settings) as seen:
        seen.check_and_add(Article(id="a", text=invented(1)), token=b"first")
        seen.check_and_add(Article(id="b", text=invented(2)))
        known = seen.check_and_add(Article(id="a", text=invented(1)), token=b"second")
        assert known.known
        assert [seen.token_of(ident) for ident in ("a", "b", "c")] == [b"first", b"", None]
        seen.forget("a")
        seen.check_and_add(Article(id="a", text=invented(1)), token=b"second")
        assert seen.token_of("a") == b"second"
