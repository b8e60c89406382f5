"""What a program may hand to a scan: paths, texts, dicts, Articles and tables; and what it may not, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dedup import Article
from dedup.errors import InputError
from dedup.records import Skipped
from dedup.sources.content import Page
from dedup.sources.fields import FieldNames
from dedup.sources.given import given_input
from dedup.sources.skipped import SkippedPieces

TEXT = "The old bridge over the Marl will be closed from Monday until the end of the year, the council said today."
ROW = {
    "id": "a",
    "title": "Bridge",
    "text": TEXT,
    "url": "https://x.example/1",
    "date": "2022-01-02",
    "source": "The L",
}
SECOND = {**ROW, "id": "b", "url": "https://x.example/2"}


def articles(inputs: Any, *, strict: bool = False, **names: str) -> tuple[list[Article], list[Skipped]]:
    skipped = SkippedPieces()
    given = given_input(inputs, FieldNames(**names), skipped, strict=strict)
    assert given.articles is not None
    found = list(given.articles)
    assert all(isinstance(item, Article) for item in found)
    return [item for item in found if isinstance(item, Article)], skipped


def paths(inputs: Any) -> list[str]:
    given = given_input(inputs, FieldNames(), SkippedPieces())
    assert given.paths is not None
    return [str(path) for path in given.paths]


def test_strings_are_paths_unless_they_can_only_be_texts(tmp_path: Path) -> None:
    assert paths("news") == ["news"]
    assert paths(["a folder with some words", tmp_path]) == ["a folder with some words", str(tmp_path)]
    assert [a.text for a in articles(TEXT)[0]] == [TEXT]
    assert [a.text for a in articles(["two\nlines", TEXT])[0]] == ["two\nlines", TEXT]
    named = tmp_path / TEXT
    named.write_text("x")
    assert paths(str(named)) == [str(named)]


def test_texts_and_paths_are_not_mixed() -> None:
    with pytest.raises(InputError, match=r"texts and paths \(\"news\"\) mixed"):
        given_input(["news", TEXT], FieldNames(), SkippedPieces())


def test_a_generator_is_read_as_it_comes() -> None:
    taken = []

    def records() -> Iterator[dict[str, str]]:
        for n in range(1000):
            taken.append(n)
            yield {**ROW, "id": str(n)}

    given = given_input(records(), FieldNames(), SkippedPieces())
    assert given.articles is not None
    next(given.articles)
    assert len(taken) < 5


def test_dicts_have_the_fields_of_json_lines() -> None:
    found, skipped = articles([ROW, {"Headline": "B", "body": TEXT}, {"title": "no text"}])
    assert [(a.id, a.title, a.text, a.published) for a in found] == [
        ("a", "Bridge", TEXT, "2022-01-02"),
        ("", "B", TEXT, None),
    ]
    assert [(entry.path, entry.line) for entry in skipped] == [("record", 3)]
    with pytest.raises(InputError, match=r"^record 3: "):
        articles([ROW, ROW, {"title": "no text"}], strict=True)


def test_one_dict_is_a_record_or_texts_by_id() -> None:
    assert [a.id for a in articles(ROW)[0]] == ["a"]
    assert [(a.id, a.text) for a in articles({"x": TEXT, "y": "B."})[0]] == [("x", TEXT), ("y", "B.")]


def frame(package: str) -> Any:
    if package == "pandas":
        return pytest.importorskip("pandas").DataFrame([ROW, SECOND])
    if package == "polars":
        return pytest.importorskip("polars").DataFrame([ROW, SECOND])
    if package == "lazy polars":
        return pytest.importorskip("polars").LazyFrame([ROW, SECOND])
    if package == "pyarrow":
        return pytest.importorskip("pyarrow").Table.from_pylist([ROW, SECOND])
    return pytest.importorskip("datasets").Dataset.from_list([ROW, SECOND])


@pytest.mark.parametrize("package", ["pandas", "polars", "lazy polars", "pyarrow", "datasets"])
def test_a_table_is_read_row_by_row(package: str) -> None:
    found, skipped = articles(frame(package))
    assert [(a.id, a.title, a.text, a.url, a.published, a.outlet) for a in found] == [
        ("a", "Bridge", TEXT, "https://x.example/1", "2022-01-02", "The L"),
        ("b", "Bridge", TEXT, "https://x.example/2", "2022-01-02", "The L"),
    ]
    assert skipped == []


@pytest.mark.parametrize("package", ["pandas", "polars", "pyarrow", "datasets"])
def test_a_table_without_a_text_is_an_error_that_names_its_columns(package: str) -> None:
    table = frame(package)
    if package == "datasets":
        table = table.rename_column("text", "words")
    elif package == "pyarrow":
        table = table.rename_columns(["id", "title", "words", "url", "date", "source"])
    else:
        table = table.rename(columns={"text": "words"}) if package == "pandas" else table.rename({"text": "words"})
    with pytest.raises(InputError, match=r"no column is known .*there are: id, title.*--field text=NAME"):
        articles(table)


def test_columns_may_be_named_and_missing_cells_are_skipped() -> None:
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"Body Text": [TEXT, None], "when": pandas.to_datetime(["2022-01-02", None])})
    found, skipped = articles(table, text="Body Text", published="when")
    assert [(a.text, a.published) for a in found] == [(TEXT, "2022-01-02T00:00:00")]
    assert [(entry.path, entry.line) for entry in skipped] == [("row", 2)]


def test_labels_of_rows_are_ids_where_the_user_gave_them() -> None:
    pandas = pytest.importorskip("pandas")
    assert [a.id for a in articles(pandas.DataFrame({"text": [TEXT]}, index=["mine"]))[0]] == ["mine"]
    assert [a.id for a in articles(pandas.DataFrame({"text": [TEXT]}, index=[7]))[0]] == [""]
    assert [(a.id, a.text) for a in articles(pandas.Series([TEXT], index=["mine"]))[0]] == [("mine", TEXT)]


def test_a_page_in_a_record_is_still_to_be_read() -> None:
    given = given_input(
        [{"id": "a", "html": f"<!doctype html><html><p>{TEXT}</p></html>"}], FieldNames(), SkippedPieces()
    )
    assert given.articles is not None
    (page,) = given.articles
    assert isinstance(page, Page)
    assert page.given.id == "a"


def test_a_dataset_with_several_parts_is_an_error_that_says_what_to_give() -> None:
    datasets = pytest.importorskip("datasets")
    parts = datasets.DatasetDict({"train": frame("datasets")})
    with pytest.raises(InputError, match=r"DatasetDict with several parts; give one, as dataset\['train'\]"):
        articles(parts)


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        (5, "the input is of the type int; give paths, texts, dicts, Articles or a table"),
        (None, "the input is of the type NoneType"),
        (b"text", "the input is of the type bytes"),
        ([5], "the first input is of the type int"),
        ([Article(text=TEXT), 5], "input 2 is of the type int"),
        (["news", 5], "the inputs are str and int mixed (number 2)"),
    ],
)
def test_a_wrong_type_gets_one_sentence(inputs: Any, told: str) -> None:
    with pytest.raises(InputError) as error:
        given = given_input(inputs, FieldNames(), SkippedPieces())
        list(given.articles or ())
    assert told in str(error.value)
