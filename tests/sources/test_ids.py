"""Ids are unique, and what was changed is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article
from dedup.records import Renamed
from dedup.sources import Sources, with_unique_ids


def ids(*wanted: str) -> list[str]:
    return [article.id for article in with_unique_ids([Article(text="x", id=each) for each in wanted], [])]


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        (["a", "b"], ["a", "b"]),
        (["a", "a", "a"], ["a", "a#2", "a#3"]),
        (["a", "a#2", "a", "a"], ["a", "a#2", "a#3", "a#4"]),
        (["a", "a", "a#2"], ["a", "a#2", "a#2#2"]),
        (["a", "b", "a", "b"], ["a", "b", "a#2", "b#2"]),
        (["", "", "article:2"], ["article:1", "article:2", "article:2#2"]),
    ],
)
def test_a_repeated_id_is_numbered(wanted: list[str], got: list[str]) -> None:
    assert ids(*wanted) == got


def test_a_renamed_article_is_told_with_its_place() -> None:
    renamed: list[Renamed] = []
    list(with_unique_ids([Article(text="x", id="a"), Article(text="x", id="a", path="f.jsonl", line=3)], renamed))
    assert renamed == [Renamed(path="f.jsonl", line=3, id="a", new_id="a#2")]


def test_an_article_without_id_is_named_by_its_path() -> None:
    articles = [Article(text="x", path="f.jsonl", line=3), Article(text="x", path="f.txt")]
    assert [a.id for a in with_unique_ids(articles, [])] == ["f.jsonl:3", "f.txt"]


def test_a_name_made_from_the_path_that_was_an_id_before_is_renamed() -> None:
    renamed: list[Renamed] = []
    articles = [Article(text="x", id="f.txt"), Article(text="x", path="f.txt")]
    assert [a.id for a in with_unique_ids(articles, renamed)] == ["f.txt", "f.txt#2"]
    assert len(renamed) == 1


@given(st.lists(st.sampled_from(["", "a", "a#2", "a#2#2", "a#3", "b", "article:1"]), max_size=30))
def test_ids_are_unique_whatever_they_were(wanted: list[str]) -> None:
    renamed: list[Renamed] = []
    got = [article.id for article in with_unique_ids([Article(text="x", id=each) for each in wanted], renamed)]
    assert len(set(got)) == len(got) == len(wanted)
    changed = [(old, new) for old, new in zip(wanted, got, strict=True) if old and old != new]
    assert set(changed) <= {(each.id, each.new_id) for each in renamed}


def test_many_repeats_stay_linear() -> None:
    got = ids(*["a"] * 20_000)
    assert got[-1] == "a#20000"


def test_files_of_one_scan_share_their_ids(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "x", "text": "A."}\n')
    (tmp_path / "b.jsonl").write_text('{"id": "x", "text": "B."}\n')
    sources = Sources([tmp_path])
    assert [a.id for a in sources] == ["x", "x#2"]
    assert sources.renamed == [Renamed(path="b.jsonl", line=1, id="x", new_id="x#2")]
