"""HTML reports from the command line: of a scan, of a report that was written before, and of two articles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.report.html.unpacking import chunks_beside, chunks_in, records_in

Run = Callable[..., tuple[int, str, str]]


def texts_in(page: Path) -> list[str | None]:
    return [detail["text"] for detail in records_in(chunks_in(page), "articles")]


def test_a_scan_writes_a_page_with_its_texts(run: Run, folder: Path) -> None:
    assert run("scan", "news", "-q", "-o", "r.html", "-o", "r.json", "-o", "pages/")[0] == 0
    assert sorted(map(str, texts_in(Path("r.html")))) == sorted(Path(f"news/{name}.txt").read_text() for name in "abc")
    assert chunks_beside(Path("pages/data"))["index"]["texts"] == 3
    assert run("report", "r.json", "-q", "-o", "again.html", "--texts", "news") == (0, "", "")
    assert Path("again.html").read_bytes() == Path("r.html").read_bytes()


def test_what_comes_through_a_pipe_is_shown(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    lines = b'{"id": "x", "text": "A bridge is closed."}\n{"id": "x", "text": "A museum is open."}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert run("scan", "-", "-q", "-o", "r.html")[0] == 0
    assert sorted(map(str, texts_in(Path("r.html")))) == ["A bridge is closed.", "A museum is open."]


def test_without_texts_a_report_becomes_a_page_of_passages(run: Run, folder: Path) -> None:
    run("scan", "news", "-q", "-o", "r.json")
    assert run("report", "r.json", "-q", "-o", "r.html") == (0, "", "")
    assert texts_in(Path("r.html")) == [None, None, None]


def test_texts_that_are_missing_or_others_are_named(run: Run, folder: Path) -> None:
    run("scan", "news", "-q", "-o", "r.json")
    Path("news/c.txt").unlink()
    Path("news/b.txt").write_text("Another text. " * 30)
    code, out, err = run("report", "r.json", "-q", "-o", "r.html", "--texts", "news")
    assert (code, out) == (0, "")
    assert "dedup: 1 of 3 articles have no text among --texts" in err
    assert "dedup: 1 texts are not those that were scanned and are left out, the first is b.txt" in err
    assert sum(text is not None for text in texts_in(Path("r.html"))) == 1


def test_texts_are_for_a_page_alone(run: Run, folder: Path) -> None:
    run("scan", "news", "-q", "-o", "r.json")
    code, _, err = run("report", "r.json", "-q", "-o", "s.json", "--texts", "news")
    assert code == 2 and "--texts is for an HTML report: name one with -o report.html" in err


def test_a_folder_that_is_not_ours_is_refused_before_the_scan(run: Run, folder: Path) -> None:
    code, _, err = run("scan", "news", "-q", "-o", "news/")
    assert code == 2 and "news/ is there and is no report that dedup wrote: name a new folder" in err
    assert Path("news/a.txt").is_file()


def test_a_pair_becomes_a_page_that_opens_with_it(run: Run, folder: Path) -> None:
    assert run("diff", "news/a.txt", "news/b.txt", "-o", "pair.html") == (0, "", "")
    index = chunks_in(Path("pair.html"))["index"]
    assert index["start"] == "#pair=a.txt&with=b.txt"
    assert index["texts"] == 2
    assert [index["kinds"][kind] for kind in index["pairs"]["kind"]] == ["identical"]


def test_a_pair_without_a_relation_is_shown_all_the_same(run: Run, folder: Path) -> None:
    assert run("diff", "news/a.txt", "news/c.txt", "-o", "pair.html") == (0, "", "")
    index = chunks_in(Path("pair.html"))["index"]
    assert (index["pairs"]["kind"], index["texts"]) == ([], 2)


def test_a_pair_is_printed_as_json_and_written(run: Run, folder: Path) -> None:
    code, out, _ = run("diff", "news/a.txt", "news/b.txt", "--json", "-o", "pair.html")
    assert code == 0 and '"identical"' in out and Path("pair.html").is_file()


def test_a_pair_is_written_as_a_page_alone(run: Run, folder: Path) -> None:
    code, _, err = run("diff", "news/a.txt", "news/b.txt", "-o", "pair.json")
    assert code == 2 and "pair.json does not end in .html" in err
