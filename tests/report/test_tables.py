"""A report as tables and as a graph: every record has a row, cells are safe, and what is read is what was there."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest

from dedup.errors import InputError, MissingExtraError, SettingsError
from dedup.records import ArticleRecord, InputRecord
from dedup.report import Report, make_report
from dedup.report.csv_tables import cell
from dedup.report.tables import COLUMNS, TABLES, TableName, rows

NAMES: dict[TableName, str] = {"articles": "out", "relations": "out.relations", "families": "out.families"}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("table", TABLES)
def test_rows_have_a_cell_of_the_right_type_for_every_column(report: Report, table: TableName) -> None:
    made = list(rows(report, table))
    counts = {"articles": len(report.articles), "relations": len(report.relations) + len(report.weak)}
    assert len(made) == counts.get(table, len(report.families))
    for row in made:
        for value, kind in zip(row, COLUMNS[table].values(), strict=True):
            assert value is None or isinstance(value, kind) or (kind is float and isinstance(value, int))


def test_an_article_has_its_family_root_relation_and_novelty(report: Report) -> None:
    cells = {row[0]: dict(zip(COLUMNS["articles"], row, strict=True)) for row in rows(report, "articles")}
    root, copy, other = cells["wire/apw-1"], cells["wire/guardian-2"], cells["other.txt"]
    assert (root["relation"], root["related_to"]) == ("root", None)
    assert (copy["family"], copy["level"], copy["root"]) == ("copy:wire/apw-1", "copy", "wire/apw-1")
    assert (copy["relation"], copy["related_to"]) == ("identical", "wire/apw-1")
    assert (other["family"], other["root"], other["relation"]) == ("wire:other.txt", "AFP", "partial")
    assert (root["novelty"], copy["novelty"], copy["supersedes"]) == (1.0, 0.0, "wire/apw-1")
    assert root["outlet"] == "AP"
    assert root["published"] == "2021-03-04T09:12:00Z"


def test_csv_is_three_files_that_come_back(report: Report, tmp_path: Path) -> None:
    report.write(tmp_path / "out.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{name}.csv" for name in NAMES.values())
    for table, name in NAMES.items():
        found = read(tmp_path / f"{name}.csv")
        made = [dict(zip(COLUMNS[table], row, strict=True)) for row in rows(report, table)]
        assert found == [{key: str(cell(value, raw=True)) for key, value in row.items()} for row in made]


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_cell_that_looks_like_a_formula_is_made_a_text(tmp_path: Path, formula: str) -> None:
    report = make_report(
        settings={}, input=InputRecord(articles=1), articles=[ArticleRecord(id="a", title=formula, words=2)]
    )
    report.write(tmp_path / "safe.csv")
    report.write(tmp_path / "raw.csv", raw=True)
    assert read(tmp_path / "safe.csv")[0]["title"] == f"'{formula}"
    assert read(tmp_path / "raw.csv")[0]["title"] == formula
    assert cell("a=1", raw=False) == "a=1"
    assert cell(-0.5, raw=False) == -0.5


def test_parquet_is_the_same_tables(report: Report, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    report.write(tmp_path / "out.parquet")
    for table, name in NAMES.items():
        found = parquet.read_table(tmp_path / f"{name}.parquet")
        assert found.column_names == list(COLUMNS[table])
        assert [tuple(row.values()) for row in found.to_pylist()] == list(rows(report, table))


def test_an_empty_report_has_tables_with_headers(tmp_path: Path) -> None:
    empty = make_report(settings={}, input=InputRecord(articles=0), articles=[])
    empty.write(tmp_path / "out.csv")
    assert (tmp_path / "out.families.csv").read_bytes() == ",".join(COLUMNS["families"]).encode() + b"\r\n"
    parquet = pytest.importorskip("pyarrow.parquet")
    empty.write(tmp_path / "out.parquet")
    assert parquet.read_table(tmp_path / "out.relations.parquet").num_rows == 0


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".graphml"])
def test_two_writes_give_the_same_bytes(report: Report, tmp_path: Path, ending: str) -> None:
    if ending == ".parquet":
        pytest.importorskip("pyarrow")
    for name in ("one", "two"):
        report.write(tmp_path / f"{name}{ending}")
    files = sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("one"))
    for name in files:
        assert (tmp_path / name).read_bytes() == (tmp_path / name.replace("one", "two")).read_bytes()


def graph(path: Path) -> tuple[dict[str, dict[str, str]], list[tuple[str, str, dict[str, str]]]]:
    space = "{http://graphml.graphdrawing.org/xmlns}"
    root = ElementTree.parse(path).getroot()

    def data(element: ElementTree.Element) -> dict[str, str]:
        return {d.attrib["key"]: d.text or "" for d in element.iter(f"{space}data")}

    nodes = {node.attrib["id"]: data(node) for node in root.iter(f"{space}node")}
    edges = [(edge.attrib["source"], edge.attrib["target"], data(edge)) for edge in root.iter(f"{space}edge")]
    return nodes, edges


def test_the_graph_leads_from_the_copied_to_the_copy(report: Report, tmp_path: Path) -> None:
    turned = [msgspec.structs.replace(report.relations[0], direction="a_from_b"), *report.relations[1:]]
    report = msgspec.structs.replace(report, relations=turned)
    report.write(tmp_path / "out.graphml")
    nodes, edges = graph(tmp_path / "out.graphml")
    assert set(nodes) == {article.id for article in report.articles}
    first = report.relations[0]
    assert (first.b, first.a) in [(source, target) for source, target, _ in edges]
    assert len(edges) == len(report.relations)
    assert all(source in nodes and target in nodes for source, target, _ in edges)


def test_what_xml_forbids_is_left_out_of_the_graph(tmp_path: Path) -> None:
    evil = 'a\x00\x0b\ufffe\ud800 <b> & "c"\n]]>'
    ids = ["x\x01", "x", "y\ud800"]
    report = make_report(
        settings={},
        input=InputRecord(articles=3),
        articles=[ArticleRecord(id=ident, title=evil, words=2) for ident in ids],
    )
    report.write(tmp_path / "out.graphml")
    nodes, _ = graph(tmp_path / "out.graphml")
    assert set(nodes) == {"x", "x#2", "y"}
    assert nodes["x"]["n_title"] == 'a <b> & "c"\n]]>'


def test_pandas_has_the_same_columns(report: Report) -> None:
    pandas = pytest.importorskip("pandas")
    for table in TABLES:
        made = report.to_pandas(table)
        assert list(made.columns) == list(COLUMNS[table])
        assert len(made) == len(list(rows(report, table)))
    assert report.to_pandas().set_index("id").loc["wire/apw-1", "words"] == 412
    assert str(report.to_pandas("relations")["version"].dtype) == "boolean"
    assert pandas.isna(report.to_pandas()["novelty"]).any()
    with pytest.raises(SettingsError, match="no table 'names': choose from articles, relations, families"):
        report.to_pandas("names")  # type: ignore[arg-type]


@pytest.mark.parametrize(("module", "write"), [("parquet_tables", "out.parquet"), ("frames", None)])
def test_a_missing_extra_is_named(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, write: str | None
) -> None:
    def nothing(name: str) -> Any:
        return None

    monkeypatch.setattr(f"dedup.report.{module}.find_spec", nothing)
    with pytest.raises(MissingExtraError, match=r"pip install 'dedup-news\[(parquet|pandas)\]'"):
        report.write(tmp_path / write) if write else report.to_pandas()
    assert list(tmp_path.iterdir()) == []


def test_a_notebook_shows_a_short_report_with_everything_escaped(report: Report) -> None:
    articles = [msgspec.structs.replace(article, title="<script>x</script>") for article in report.articles]
    report = msgspec.structs.replace(report, articles=articles)
    assert repr(report).startswith("<Report: 5 articles, 1 copy family")
    assert len(repr(report)) < 300
    shown = report._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert len(shown) < 5000


def test_a_report_as_a_dict_is_its_json(report: Report) -> None:
    assert msgspec.json.decode(report.to_json()) == msgspec.json.decode(msgspec.json.encode(report.to_dict()))


def test_families_of_an_article_come_by_level(report: Report) -> None:
    assert [family.level for family in report.families_of("wire/apw-1")] == ["copy"]
    assert [family.level for family in report.families_of("other.txt")] == ["wire"]
    with pytest.raises(InputError, match="the report has no article 'nobody'"):
        report.families_of("nobody")


def test_a_graph_has_a_node_for_an_article_that_a_report_relates_and_does_not_list(
    report: Report, tmp_path: Path
) -> None:
    msgspec.structs.replace(report, articles=[]).write(tmp_path / "out.graphml")
    nodes, edges = graph(tmp_path / "out.graphml")
    assert edges
    assert set(nodes) == {end for relation in report.relations for end in (relation.a, relation.b)}
