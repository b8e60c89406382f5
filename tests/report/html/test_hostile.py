"""Hostile articles in a browser: their text stays text, and nothing of it moves or hides what is around it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from dedup.records import (
    ArticleRecord,
    ArtifactRecord,
    Credit,
    Family,
    Furniture,
    InputRecord,
    NameRecord,
    Passage,
    Relation,
    Root,
    Sibling,
    Sides,
    Similarity,
    Skipped,
    Spelling,
    Translation,
)
from dedup.report import Report, make_report
from dedup.report.html.document import write_html
from tests.report.html.conftest import Browser

SCRIPT = "<script>window.hacked=1</script>"
IMAGE = '"><img src=x onerror="window.hacked=2"><svg onload="window.hacked=3">'
CLOSING = "</script><script>window.hacked=4</script><!--"
REVERSED = "A title \u202egnp.exe\u2066 with \u200fmarks\x00\x1b[31m"
ADDRESS = "javascript:window.hacked=5"
TEMPLATE = "{{ 7 * 7 }} ${window.hacked=6} %7B"
LONG = "word " * 2_000_000  # 10 MB
EMOJI = "😀 " * 30
ALL = " ".join([SCRIPT, IMAGE, CLOSING, REVERSED, TEMPLATE])


def hostile_report() -> tuple[Report, dict[str, str]]:
    ids = [f"{SCRIPT}\"'#%&=", f"{REVERSED}/2"]
    text = EMOJI + ALL
    start = len(EMOJI)
    mark = ArtifactRecord(
        rule=SCRIPT, category="x", claims="spun", evidence="aligned", field="text", start=start, end=start + 8,
        text=SCRIPT[:8], message=ALL, sibling=Sibling(ids[1], 0, 4, ALL),
    )  # fmt: skip
    articles = [
        ArticleRecord(
            id=ident, title=title, url=ADDRESS, outlet=IMAGE, published=CLOSING, path=ALL, language="<b>", words=40,
            furniture=[Furniture(0, 3, SCRIPT)],
            credits=[Credit("text", "credit", ALL, start, start + 8, SCRIPT[:8])],
            translation=Translation(verdict="spun", reasons=[ALL]), artifacts=[mark],
        )
        for ident, title in zip(ids, (ALL, LONG), strict=True)
    ]  # fmt: skip
    passage = Passage((start, start + 12), (start, start + 12), SCRIPT[:12], SCRIPT[:12], "edited", True, 0.9)
    ids.sort()
    pair = Relation(
        ids[0], ids[1], "rewrite", 0.9, "a_from_b", Sides(0.5, 0.5), Sides(0.1, 0.1), Similarity(0, 0, 0),
        [passage], [ALL],
    )  # fmt: skip
    name = NameRecord(name=ALL, kind="other", spellings=[Spelling(text=IMAGE, count=3, articles=ids)])
    family = Family(f"copy:{ids[0]}", "copy", ids, Root(None, ALL, ALL))
    report = make_report(
        settings={"x": ALL},
        input=InputRecord(articles=2, skipped=[Skipped(ALL, 1, ALL)]),
        articles=articles,
        names=[name],
        relations=[pair],
        families=[family],
    )
    return report, dict.fromkeys(ids, text)


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    report, texts = hostile_report()
    path = tmp_path_factory.mktemp("hostile") / "r.html"
    assert write_html(report, path, texts) == []
    return path


def addresses() -> list[str]:
    report, _ = hostile_report()
    a, b = (quote(article.id, safe="") for article in report.articles)
    family = quote(report.families[0].id, safe="")
    name = quote(report.names[0].name, safe="")
    return [
        "#overview", "#families", f"#families&q={quote(SCRIPT)}", f"#family={family}", f"#pair={a}&with={b}",
        "#articles", f"#article={a}", f"#article={b}&mark=1", "#outlets", "#names", f"#name={name}", "#threshold",
        "#judge", "#judge&blind=1", f"#article={quote(ALL, safe='')}", "#family=%E0%A4%A", f"#{SCRIPT}",
    ]  # fmt: skip


def test_no_view_runs_or_marks_up_what_articles_hold(browser: Browser, hostile_page: Path) -> None:
    page = browser.open(hostile_page)
    for address in addresses():
        browser.go(page, address)
        page.wait_for_timeout(30)
        assert page.evaluate("window.hacked") is None, address
        assert page.locator("main :is(script, img, iframe, object, [onload], [onerror])").count() == 0
        assert page.locator("main a[href^=javascript]").count() == 0
        text = page.evaluate("document.getElementById('content').textContent")
        assert not any(character in text for character in "\u202e\u2066\x00\x1b"), address
        assert len(text) < 200_000, address


def test_what_they_hold_is_shown_as_it_is(browser: Browser, hostile_page: Path) -> None:
    page = browser.open(hostile_page, addresses()[6])
    text = page.locator("main").inner_text()
    assert SCRIPT in text and "A title \ufffdgnp.exe\ufffd with" in text and "{{ 7 * 7 }}" in text


def test_offsets_behind_emoji_are_those_of_code_points(browser: Browser, hostile_page: Path) -> None:
    page = browser.open(hostile_page, addresses()[6])
    assert page.locator(".article-text .mark").first.inner_text() == SCRIPT[:8]
    browser.go(page, addresses()[4])
    passages: Any = page.locator(".column[data-side=a] .passage").all_inner_texts()
    assert "".join(passages) == SCRIPT[:12]


def test_a_row_with_a_long_title_is_as_high_as_others(browser: Browser, hostile_page: Path) -> None:
    page = browser.open(hostile_page, "#articles")
    heights = {round(row.bounding_box()["height"]) for row in page.locator(".rows > li").all()}
    assert len(heights) == 1


def test_a_long_text_is_shown_in_parts(browser: Browser, tmp_path: Path) -> None:
    articles = [ArticleRecord(id="a", words=3)]
    report = make_report(settings={}, input=InputRecord(articles=1), articles=articles)
    write_html(report, tmp_path / "r.html", {"a": "A sentence of it.\n" * 30_000})
    page = browser.open(tmp_path / "r.html", "#article=a")
    shown = "document.querySelector('.article-text').textContent.length"
    assert page.evaluate(shown) < 310_000
    page.get_by_role("button", name="Show the other").click()
    assert page.evaluate(shown) > 500_000
