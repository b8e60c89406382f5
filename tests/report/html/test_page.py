"""The page around the data: its files, its policy, and nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from pathlib import Path

from dedup.records import ArticleRecord, InputRecord
from dedup.report import Report, make_report
from dedup.report.html.document import write_html
from dedup.report.html.page import SCRIPTS, STYLES, policy, script, style

PAGE = files("dedup.report.html").joinpath("page")
SCRIPT = re.compile(r"<script(?: [^>]*)?>(.*?)</script>", re.DOTALL)


def test_every_script_and_style_is_in_the_page_once() -> None:
    assert sorted(f"{name}.js" for name in SCRIPTS) == sorted(path.name for path in PAGE.joinpath("scripts").iterdir())
    assert sorted(f"{name}.css" for name in STYLES) == sorted(path.name for path in PAGE.joinpath("styles").iterdir())


def test_the_policy_names_what_is_in_the_page(seeds_page: Path) -> None:
    text = seeds_page.read_text(encoding="utf-8")
    code = SCRIPT.findall(text)[-1]
    styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert len(styles) == 1
    for part in (code, styles[0]):
        assert base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() in text
    assert "unsafe" not in policy(with_folder=False)


def test_only_pages_with_a_folder_may_load_scripts_beside_them() -> None:
    assert "'self'" not in policy(with_folder=False)
    assert "'self'" in policy(with_folder=True)
    for folder in (True, False):
        assert "default-src 'none'" in policy(with_folder=folder)
        assert "http" not in policy(with_folder=folder)


def test_nothing_in_the_page_is_loaded_from_elsewhere() -> None:
    whole = script() + style() + PAGE.joinpath("report.html.j2").read_text(encoding="utf-8")
    addresses = set(re.findall(r"https?://[^\s\"'`)]+", whole))
    assert addresses == {"http://www.w3.org/2000/svg"}  # a name, not an address
    assert not re.search(r"\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import)\s*\(", whole)
    assert not re.search(r"@import|url\(", style())


def test_data_never_become_markup() -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", script())


def test_hostile_words_are_only_in_packed_data(tmp_path: Path) -> None:
    hostile = "</script><script>alert(1)</script>"
    article = ArticleRecord(id=hostile, title=hostile, outlet=hostile, published=hostile, url=hostile, words=3)
    report = make_report(settings={"x": hostile}, input=InputRecord(articles=1), articles=[article])
    write_html(report, tmp_path / "r.html", {hostile: hostile}, start="#" + hostile)
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "alert(1)" not in text
    assert len(SCRIPT.findall(text)) == text.count("</script>")


def test_the_title_says_how_many_articles_there_are(seeds_page: Path, seeds_report: Report) -> None:
    assert f"<title>{seeds_report.summary.articles} articles – dedup report</title>" in seeds_page.read_text("utf-8")
