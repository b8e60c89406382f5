"""Which files a report becomes, and which folders are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup.errors import SettingsError
from dedup.records import ArticleRecord, InputRecord
from dedup.report import Report, make_report
from dedup.report.html.document import MOST_IN_ONE_FILE, write_html
from dedup.report.html.targets import is_html
from dedup.report.writing import check_target
from tests.report.html.unpacking import chunks_beside, chunks_in


def report_of(count: int) -> Report:
    articles = [ArticleRecord(id=f"{number:05}", words=100) for number in range(count)]
    return make_report(settings={}, input=InputRecord(articles=count), articles=articles)


@pytest.mark.parametrize("name", ["a.html", "A.HTM", "folder/"])
def test_pages_are_meant_by_the_ending(name: str) -> None:
    assert is_html(name)


@pytest.mark.parametrize("name", ["a.json", "html", "a.html.gz", "folder"])
def test_other_names_mean_no_pages(name: str) -> None:
    assert not is_html(name)


def test_one_file_has_the_same_bytes_every_time(
    seeds_report: Report, seed_texts: dict[str, str], tmp_path: Path
) -> None:
    seeds_report.to_html(tmp_path / "a.html", texts=seed_texts)
    seeds_report.write(tmp_path / "b.html", texts=seed_texts)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "b.html"]


def test_a_report_that_was_read_again_gives_the_same_page(
    seeds_report: Report, seed_texts: dict[str, str], tmp_path: Path
) -> None:
    seeds_report.write(tmp_path / "a.json")
    seeds_report.to_html(tmp_path / "a.html", texts=seed_texts)
    Report.read(tmp_path / "a.json").to_html(tmp_path / "b.html", texts=seed_texts)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_up_to_the_most_articles_one_file_holds_all(tmp_path: Path) -> None:
    write_html(report_of(MOST_IN_ONE_FILE), tmp_path / "r.html")
    assert [path.name for path in tmp_path.iterdir()] == ["r.html"]
    assert "index" in chunks_in(tmp_path / "r.html")


def test_above_that_the_data_are_in_a_folder_beside_it(tmp_path: Path) -> None:
    write_html(report_of(MOST_IN_ONE_FILE + 1), tmp_path / "r.html")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.html", "r_files"]
    assert chunks_in(tmp_path / "r.html") == {}
    assert len(chunks_beside(tmp_path / "r_files")["index"]["articles"]["id"]) == MOST_IN_ONE_FILE + 1


def test_data_beside_a_page_are_replaced_and_a_folder_of_that_name_is_not(tmp_path: Path) -> None:
    report = report_of(MOST_IN_ONE_FILE + 1)
    (tmp_path / "r_files").mkdir()
    (tmp_path / "r_files" / "mine.txt").write_text("mine")
    for _ in range(2):
        write_html(report, tmp_path / "r.html")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.html", "r_files", "r_files_2"]
    assert (tmp_path / "r_files" / "mine.txt").read_text() == "mine"
    assert 'data-folder="r_files_2"' in (tmp_path / "r.html").read_text()


def test_a_folder_has_a_first_page_and_its_data(seeds_report: Report, tmp_path: Path) -> None:
    target = f"{tmp_path / 'pages'}/"
    for _ in range(2):  # what was written before is replaced
        seeds_report.write(target)
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["data", "index.html"]
    assert len(chunks_beside(tmp_path / "pages" / "data")["index"]["articles"]["id"]) == 5


def test_a_folder_with_something_else_in_it_is_left_alone(seeds_report: Report, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>mine</p>")
    with pytest.raises(SettingsError, match="is no report that dedup wrote: name a new folder"):
        check_target(f"{tmp_path}/")
    with pytest.raises(SettingsError, match="is no report"):
        write_html(seeds_report, f"{tmp_path}/")
    assert (tmp_path / "index.html").read_text() == "<p>mine</p>"


def test_an_empty_folder_is_filled(seeds_report: Report, tmp_path: Path) -> None:
    check_target(f"{tmp_path}/")
    write_html(seeds_report, f"{tmp_path}/")
    assert (tmp_path / "index.html").is_file()


def test_an_html_report_cannot_be_read_as_a_report(tmp_path: Path) -> None:
    write_html(report_of(1), tmp_path / "r.html")
    with pytest.raises(SettingsError, match="no ending that names a report format"):
        Report.read(tmp_path / "r.html")
