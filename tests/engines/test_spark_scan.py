"""A scan on Spark: the report of a local one."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import dedup
from dedup.cli import cli
from dedup.errors import InputError, SettingsError
from dedup.report import Report

pytest.importorskip("pyspark")

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore")  # of pyspark and what it imports

TABLES = ("articles", "relations", "families", "names")


def schema(columns: list[str]) -> str:
    """The schema of columns of strings."""
    return ", ".join(f"{name} string" for name in columns)


def records(result: Any) -> dict[str, list[str]]:
    """The records of a result, as JSON."""
    return {name: sorted(r[0] for r in getattr(result, name).select("record").collect()) for name in TABLES}


def local_records(report: Report) -> dict[str, list[str]]:
    """The records of a report in the tables of a result."""
    tables: tuple[list[Any], ...] = (
        report.articles, [*report.relations, *report.weak], report.families, report.names,
    )  # fmt: skip
    return {
        name: sorted(msgspec.json.encode(record).decode() for record in listed)
        for name, listed in zip(TABLES, tables, strict=True)
    }


def write_lines(path: Path, corpus: list[dict[str, str]]) -> None:
    """Two files, with lines that are no articles, in a folder."""
    path.mkdir()
    lines = [json.dumps(record).encode() for record in corpus]
    lines[100:100] = [b"{not JSON", b'{"id": "no text"}', b"", b"[1, 2]"]
    lines[160:160] = ['{"id": "latin", "text": "Caf\u00e9 in the old town closed."}'.encode("latin-1")]
    (path / "a.jsonl").write_bytes(b"\n".join(lines[:200]) + b"\n")
    (path / "b.jsonl").write_bytes(b"\n".join(lines[200:]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, corpus: list[dict[str, str]]) -> Path:
    path = tmp_path_factory.mktemp("input") / "news"
    write_lines(path, corpus)
    return path


def test_a_folder_of_json_lines_gives_the_report_of_a_local_scan(
    spark: SparkSession, folder: Path, tmp_path: Path
) -> None:
    from dedup.spark import scan_files

    spark.conf.set("spark.sql.files.maxPartitionBytes", "40000")  # so that a file has several parts
    result = scan_files(spark, [str(folder)])
    report = dedup.scan(folder, jobs=1)
    assert records(result) == local_records(report)
    assert result.header.input == report.input
    assert len(report.input.skipped) == 3
    assert report.input.renamed
    assert any(f.kind == "returning" for article in report.articles for f in article.furniture)
    result.write(str(tmp_path / "report"))
    assert Report.read(tmp_path / "report").to_json() == report.to_json()


def test_a_dataframe_gives_the_report_of_a_table(spark: SparkSession, corpus: list[dict[str, str]]) -> None:
    from dedup.spark import scan

    columns = ["id", "text", "outlet", "published", "url"]
    table = pd.DataFrame([[record.get(name) for name in columns] for record in corpus], columns=columns)
    table.loc[9, "text"] = None
    rows = spark.createDataFrame(
        table.astype(object).where(table.notna(), None), ", ".join(f"{c} string" for c in columns)
    )
    result = scan(rows, only="copies")
    report = dedup.scan(table, only="copies")
    assert records(result) == local_records(report)
    assert result.header.input == report.input


def test_the_tables_have_the_rows_of_the_report(spark: SparkSession, folder: Path) -> None:
    from dedup.report.tables import COLUMNS, TABLES, rows
    from dedup.spark import scan_files

    result = scan_files(spark, [str(folder)], only="relations")
    report = dedup.scan(folder, only="relations")
    for name in TABLES:
        found = getattr(result, name)
        assert found.columns == [*COLUMNS[name], "record"]
        expected = list(rows(report, name))
        assert expected
        assert Counter(tuple(row)[:-1] for row in found.collect()) == Counter(expected)


def test_sketches_of_a_dataframe_fill_an_index(
    spark: SparkSession, corpus: list[dict[str, str]], tmp_path: Path
) -> None:
    from dedup.spark import sketches

    rows = spark.createDataFrame([(r["id"], r["text"]) for r in corpus[:60]], "id string, text string")
    sketches(rows).coalesce(1).write.parquet(str(tmp_path / "sketches"))
    (file,) = (tmp_path / "sketches").glob("*.parquet")
    done = CliRunner().invoke(cli, ["index", "import", str(tmp_path / "seen.db"), str(file), "--no-text"])
    assert done.exit_code == 0, done.output
    with dedup.Prefilter(tmp_path / "seen.db", text=False) as seen:
        assert seen.check(dedup.Article(id="other", text=corpus[20]["text"])).decision == "identical"
        assert seen.check(dedup.Article(id="fresh", text=corpus[100]["text"])).decision == "new"


def test_a_dataframe_without_a_text_is_refused(spark: SparkSession) -> None:
    from dedup.spark import scan

    with pytest.raises(InputError, match="text"):
        scan(spark.createDataFrame([(1,)], "price int"))


def test_a_missing_input_is_named(spark: SparkSession) -> None:
    from dedup.spark import scan_files

    with pytest.raises(InputError, match=r"there is no file or folder .*nowhere"):
        scan_files(spark, ["/nowhere/at/all"])


@pytest.mark.parametrize("edges", [40, 400])
def test_star_steps_find_the_components(spark: SparkSession, edges: int) -> None:
    from dedup.engines.spark.components import joined_numbers, star_components

    spark.conf.set("spark.sql.shuffle.partitions", "2")
    drawn = np.random.RandomState(edges).randint(0, 300, (edges, 2))
    drawn = drawn[drawn[:, 0] != drawn[:, 1]]
    rows = spark.createDataFrame(pd.DataFrame(drawn, columns=["a", "b"]))
    found = star_components(rows, lambda kept: kept.localCheckpoint())
    numbers, components = joined_numbers(*drawn.T)
    assert sorted((r[0], r[1]) for r in found.collect()) == list(
        zip(numbers.tolist(), components.tolist(), strict=True)
    )


def test_without_java_one_sentence_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dedup.spark import start_session

    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(SettingsError, match=r"Java 17 or later.*apt-get install"):
        start_session("local[1]")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["-o", "report.json"], "give -o FOLDER/"),
        (["-o", "report/", "--jobs", "2"], "--jobs is not for --engine spark"),
        (["-o", "report/", "--fail-on", "copy"], "--fail-on is not for --engine spark"),
    ],
)
def test_options_that_a_cluster_does_not_have_are_refused(arguments: list[str], why: str) -> None:
    done = CliRunner().invoke(cli, ["scan", "news.jsonl", "--engine", "spark", *arguments])
    assert done.exit_code == 2
    assert why in done.output


def test_a_folder_that_holds_no_report_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no report"):
        Report.read(tmp_path)
