"""Records of whatever scraper become Articles, by the table of names or by the names that the user gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.article import Article
from dedup.sources import Sources, presets

CASES = json.loads((Path(__file__).parent.parent / "cases" / "sources_records.json").read_text(encoding="utf-8"))


def read(tmp_path: Path, *records: Any, **settings: Any) -> tuple[list[Article], Sources]:
    path = tmp_path / "f.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    sources = Sources([path], **settings)
    return list(sources), sources


def expected(case: dict[str, Any]) -> dict[str, Any]:
    """The article of a case; `origins` and `author` are none unless the case names them."""
    expect = dict(case["expect"])
    origins = tuple(expect.get("origins", ()))
    return {"author": None, **expect, "path": "f.jsonl", "line": 1, "origins": origins}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_record_is_understood(tmp_path: Path, case: dict[str, Any]) -> None:
    articles, sources = read(tmp_path, case["record"])
    assert [msgspec.to_builtins(article) for article in articles] == [expected(case)]
    assert sources.skipped == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_slow_way_gives_the_same(tmp_path: Path, case: dict[str, Any]) -> None:
    """A lone surrogate in an unknown field sends the line through the other JSON reader."""
    articles, sources = read(tmp_path, {**case["record"], "zzz": "\ud800"})
    assert [msgspec.to_builtins(article) for article in articles] == [expected(case)]
    assert sources.skipped == []


def test_every_name_of_the_table_is_found(tmp_path: Path) -> None:
    parts = {
        "id": presets.ID,
        "text": presets.TEXT,
        "title": presets.TITLE,
        "url": presets.URL,
        "published": presets.PUBLISHED,
        "outlet": presets.OUTLET,
    }
    addresses = dict.fromkeys([*presets.URL, *presets.ORIGIN[:-1]], "https://example.org/a")
    for part, names in parts.items():
        for name in names:
            (article,), _ = read(tmp_path, {"text": "Text.", name: "a value"} if part != "text" else {name: "a value"})
            assert getattr(article, part) == "a value", name

    for name, value in addresses.items():
        (article,), _ = read(tmp_path, {"text": "Text.", name: value})
        assert (article.url, article.origins) == (value, ()), name


def test_what_an_index_exported_as_origins_is_no_address_of_the_article(tmp_path: Path) -> None:
    addresses = ["https://wire.example/a", "https://other.example/b"]
    (article,), _ = read(tmp_path, {"text": "Text.", presets.ORIGINS: addresses})
    assert (article.url, article.origins) == (None, tuple(addresses))


def test_no_name_stands_twice_in_the_table() -> None:
    names = (
        presets.ID + presets.TEXT + presets.TITLE + presets.URL + presets.PUBLISHED + presets.OUTLET + presets.ORIGIN
    )
    assert len(set(names)) == len(names)


def test_the_users_text_field_takes_the_place_of_the_known_ones(tmp_path: Path) -> None:
    articles, sources = read(
        tmp_path, {"text": "No.", "story": "Yes.", "title": "T"}, {"text": "No."}, text_field="story"
    )
    assert [(a.text, a.title) for a in articles] == [("Yes.", "T")]
    assert [(s.line, s.reason) for s in sources.skipped] == [
        (2, 'there is no field "story"; name the field that holds the text with --field text=NAME')
    ]


def test_the_users_id_field_takes_the_place_of_the_known_ones(tmp_path: Path) -> None:
    articles, _ = read(tmp_path, {"id": "no", "key": 7, "text": "A."}, {"id": "no", "text": "B."}, id_field="key")
    assert [a.id for a in articles] == ["7", "f.jsonl:2"]


def test_dots_reach_into_objects_and_lists(tmp_path: Path) -> None:
    record = {"doc": {"meta": {"key": "k"}, "parts": [{"value": "Nested."}]}}
    articles, _ = read(tmp_path, record, text_field="doc.parts.0.value", id_field="doc.meta.key")
    assert [(a.id, a.text) for a in articles] == [("k", "Nested.")]


def test_a_name_with_a_dot_in_it_comes_first(tmp_path: Path) -> None:
    articles, _ = read(tmp_path, {"a.b": "Flat.", "a": {"b": "Nested."}}, text_field="a.b")
    assert [a.text for a in articles] == ["Flat."]


@pytest.mark.parametrize("field", ["a.b.c", "a.9", "a.x", "", ".", "a.", "a.²", "a.99999999999"])
def test_a_path_that_leads_nowhere_is_told(tmp_path: Path, field: str) -> None:
    articles, sources = read(tmp_path, {"a": ["x"]}, text_field=field)
    assert articles == []
    assert len(sources.skipped) == 1


def test_an_id_of_a_thousand_characters_is_none(tmp_path: Path) -> None:
    articles, _ = read(tmp_path, {"id": "x" * 1024, "text": "A."}, {"id": "x" * 1025, "text": "B."})
    assert [a.id for a in articles] == ["x" * 1024, "f.jsonl:2"]


inner_names = st.sampled_from(["name", "sections", "summary", "headline", "$oid"])
any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(inner_names, inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(presets.ID + presets.TEXT + presets.TITLE + presets.URL + presets.OUTLET + presets.ORIGIN),
        any_json,
        max_size=8,
    )
)
def test_any_type_in_any_field(tmp_path_factory: pytest.TempPathFactory, record: dict[str, Any]) -> None:
    articles, sources = read(tmp_path_factory.mktemp("any"), record)
    assert len(articles) + len(sources.skipped) == 1
    for article in articles:
        assert article.text and not article.text.isspace()
        assert article.id and len(article.id) <= 1024
        assert all(
            value is None or (value and not value.isspace()) for value in (article.title, article.url, article.outlet)
        )
