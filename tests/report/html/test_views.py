"""Each view in a browser: what it shows, what its filters and switches change, and that its address restores it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

import dedup
from dedup.records import ArticleRecord, Family, Furniture, InputRecord
from dedup.report import Report, make_report
from dedup.report.html.document import write_html
from dedup.report.regroup import regroup
from tests.report.html.conftest import ROOT, Browser

SPUN, FRENCH, REPRINT, OTHER, WIRE = (
    "000_7af648a3aa86c892.txt",
    "001_b4ef3569b39be01c.txt",
    "002_9f64e26781f131b7.txt",
    "003_5391374e3f5c9e27.txt",
    "004_4ac0049b72b4964f.txt",
)
PAIR = f"#pair={SPUN}&with={REPRINT}"
EVENT = "#family=" + quote(f"event:{SPUN}", safe="")
VIEWS = [
    "", "#overview", "#families", EVENT, PAIR, "#articles", f"#article={SPUN}", "#outlets", "#names",
    "#name=Soleimani", "#templates", "#threshold", "#judge", "#judge&blind=1", "#family=none", "#article=none",
    "#pair=none&with=none", "#nonsense",
]  # fmt: skip


def titles(page: Any) -> list[str]:
    return [str(text) for text in page.locator(".list .row-title").all_inner_texts()]


def labels(page: Any) -> list[int]:
    """The numbers of the passages that begin in the left column."""
    shown = page.eval_on_selector_all(".column[data-side=a] .passage", "all => all.map(one => one.dataset.label)")
    return sorted(int(label[:-1]) for some in shown for label in some.split())


@pytest.mark.parametrize(("narrow", "dark"), [(False, False), (True, True)])
def test_every_view_passes_the_rules_of_axe(browser: Browser, seeds_page: Path, narrow: bool, dark: bool) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.open(seeds_page, narrow=narrow, dark=dark)
    for address in VIEWS:
        browser.go(page, address or "#overview")
        page.wait_for_timeout(50)  # charts are drawn when their place has a size
        found = Axe().run(page).response["violations"]
        assert [(v["id"], [node["html"][:200] for node in v["nodes"][:3]]) for v in found] == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} is too wide"


def test_the_overview_counts_and_links(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page)
    assert page.locator("h1").inner_text() == "5 articles"
    assert "1 story was copied or reworded" in page.locator(".lead").inner_text()
    page.locator("a.bar-row", has_text="wire").click()
    page.wait_for_selector("h1:has-text('Families')")
    assert page.evaluate("location.hash") == "#families&level=wire"
    assert page.locator(".count").inner_text() == "1 of 3 families"


def test_what_was_skipped_is_listed(browser: Browser, report: Report, tmp_path: Path) -> None:
    write_html(report, tmp_path / "r.html")
    page = browser.open(tmp_path / "r.html")
    text = page.locator("main").inner_text()
    assert "b.jsonl, line 12" in text and "the line is no JSON object: mend it" in text
    assert "x#2" in text


FILTERED = [
    ("#families", 3),
    ("#families&level=copy", 1),
    ("#families&relation=translation", 2),
    ("#families&relation=identical", 0),
    ("#families&verdict=spun", 3),
    ("#families&verdict=assistant", 0),
    ("#families&min=3", 2),
    ("#families&min=3&max=4", 1),
    ("#families&q=condemnation", 1),
    ("#families&q=thousands%20gather", 3),
    ("#families&q=nowhere", 0),
    ("#families&language=en", 3),
    ("#families&from=2020-01-01", 0),
]


def test_filters_of_families_are_in_the_address(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page)
    for address, count in FILTERED:
        browser.go(page, address)
        assert page.locator(".rows > li").count() == count, address
        expected = "3 families" if count == 3 else f"{count} of 3 families"
        assert page.locator(".count").inner_text() == expected, address


def test_filters_that_are_chosen_go_into_the_address(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page, "#families")
    page.select_option("[name=level]", "event")
    page.fill("[name=q]", "iraq")
    page.fill("[name=min]", "5")
    assert page.evaluate("location.hash") == "#families&q=iraq&level=event&min=5&sort=size"
    page.reload()
    page.wait_for_selector("body[data-ready=yes]")
    assert page.input_value("[name=q]") == "iraq"
    assert page.locator(".rows > li").count() == 1


def test_outlets_and_dates_choose_families(browser: Browser, report: Report, tmp_path: Path) -> None:
    write_html(report, tmp_path / "r.html")
    page = browser.open(tmp_path / "r.html", "#families&outlet=guardian")
    assert page.locator(".rows > li").count() == 1
    for address, count in (
        ("#families&outlet=nobody", 0),
        ("#families&from=2021-03-05", 1),
        ("#families&from=2021-03-06", 0),
        ("#families&to=2021-03-04", 1),
        ("#families&to=2021-03-03", 0),
    ):
        browser.go(page, address)
        assert page.locator(".rows > li").count() == count, address


def test_families_are_sorted(browser: Browser, report: Report, tmp_path: Path) -> None:
    write_html(report, tmp_path / "r.html")
    page = browser.open(tmp_path / "r.html", "#families&sort=size")
    bridge, plain = "Bridge over the river will be closed", "plain.txt"
    assert titles(page) == [bridge, plain]
    for order, expected in (("title", [bridge, plain]), ("oldest", [bridge, plain]), ("date", [bridge, plain])):
        browser.go(page, f"#families&sort={order}")
        assert titles(page) == expected, order


def test_a_family_shows_members_matrix_and_graph(browser: Browser, seeds_page: Path, seeds_report: Report) -> None:
    page = browser.open(seeds_page, EVENT)
    assert page.locator(".members tbody tr").count() == 5
    assert "None of these articles has a date" in page.locator("main").inner_text()
    assert page.locator("table.matrix .cell").count() == 2 * len(seeds_report.relations)
    graph = page.locator("svg.chart", has=page.locator("title", has_text="Who took from whom"))
    assert "000_7af648a3aa86c892.txt from 002_9f64e26781f131b7.txt: rewrite" in graph.locator("desc").inner_html()
    row = page.locator(".members tbody tr", has_text=REPRINT)
    assert "99 %" in row.inner_text() and "7 %" in row.inner_text()


def test_a_family_with_dates_has_a_timeline(browser: Browser, report: Report, tmp_path: Path) -> None:
    write_html(report, tmp_path / "r.html")
    page = browser.open(tmp_path / "r.html", "#family=" + quote("copy:wire/apw-1", safe=""))
    chart = page.locator("svg.chart", has=page.locator("title", has_text="Publication over time"))
    description = chart.locator("desc").inner_html()
    assert "AP 2021-03-04 09:12; The Guardian 2021-03-04 12:00; Los Angeles Times 2021-03-05" in description
    assert chart.locator("path.edge[marker-end]").count() == 1  # b from a; the other pair has no direction
    assert chart.locator("rect.root").count() == 1
    assert "Comes from AP" in page.locator(".lead").inner_text()
    box, view = chart.bounding_box(), page.viewport_size
    for label in chart.locator("text").all():
        place = label.bounding_box()
        assert place["x"] >= 0 and place["x"] + place["width"] <= view["width"] and box is not None


def dated(*published: str) -> Report:
    """A copy family of articles with these dates."""
    ids = [f"a{number}" for number in range(len(published))]
    articles = [ArticleRecord(id=i, words=50, published=date) for i, date in zip(ids, published, strict=True)]
    family = Family("copy:a0", "copy", ids)
    return make_report(settings={}, input=InputRecord(articles=len(ids)), articles=articles, families=[family])


@pytest.mark.parametrize(
    ("last", "breaks"), [("2021-03-04T20:00", 0), ("2021-06-04T12:00", 1)], ids=["hours", "three months"]
)
def test_a_long_gap_of_a_timeline_is_drawn_shorter(browser: Browser, tmp_path: Path, last: str, breaks: int) -> None:
    report = dated("2021-03-04T09:00", "2021-03-04T10:00", "2021-03-04T11:00", "2021-03-04T12:00", last)
    write_html(report, tmp_path / "r.html")
    page = browser.open(tmp_path / "r.html", "#family=copy%3Aa0")
    assert page.locator("path.break").count() == breaks
    assert ("92 days" in page.locator("main").inner_text()) == bool(breaks)
    places = [dot.bounding_box()["x"] for dot in page.locator("circle.dot").all()]
    assert places == sorted(places) and places[1] - places[0] > 20


def test_only_rows_in_sight_are_elements(browser: Browser, tmp_path: Path) -> None:
    count = 3000
    articles = [ArticleRecord(id=f"{number:04}", words=number + 1) for number in range(count)]
    write_html(make_report(settings={}, input=InputRecord(articles=count), articles=articles), tmp_path / "r.html")
    page = browser.open(tmp_path / "r.html", "#articles")
    assert 5 < page.locator(".rows > li").count() < 60
    page.locator(".list").focus()
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.textContent").startswith("2999")
    assert page.locator(".rows > li").count() < 60
    page.fill("[name=q]", "0042")
    assert titles(page) == ["0042"]
    page.select_option("[name=sort]", "words")
    page.fill("[name=q]", "")
    assert titles(page)[0] == "2999"


def test_what_is_furniture_on_one_side_alone_is_said_on_the_other(browser: Browser, tmp_path: Path) -> None:
    line = "Follow us for the latest updates."
    articles = [
        ArticleRecord(id="a", words=3, furniture=[Furniture(0, len(line), "share_prompt")]),
        ArticleRecord(id="b", words=9),
    ]
    report = make_report(settings={}, input=InputRecord(articles=2), articles=articles)
    write_html(report, tmp_path / "r.html", {"a": f"{line}\nA story.", "b": f"A story.\n{line}"})
    page = browser.open(tmp_path / "r.html", "#pair=a&with=b")
    assert page.locator(".column[data-side=b] .elsewhere").inner_text() == line
    assert page.locator(".column[data-side=a] .elsewhere").count() == 0


@pytest.mark.parametrize("only", ["copies", "artifacts", "names"])
def test_a_report_of_one_part_has_every_view(browser: Browser, tmp_path: Path, only: str) -> None:
    report = dedup.scan([ROOT / "seeds"], only=[only])
    write_html(report, tmp_path / "r.html")
    page = browser.open(tmp_path / "r.html")
    for address in VIEWS:
        browser.go(page, address or "#overview")
        assert "cannot be shown" not in page.locator("main").inner_text(), address


def test_a_cell_of_the_matrix_opens_the_pair(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page, EVENT)
    page.locator("table.matrix .cell", has_text="99").first.click()
    page.wait_for_selector(".columns")
    assert "derives from that of" in page.locator(".lead").inner_text()


def test_a_pair_links_its_passages(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page, PAIR)
    assert page.locator("h1").inner_text() == "The same story in other words"
    assert "100 %" not in page.locator(".lead").inner_text()
    assert "73 % of a and 99 % of b covered" in page.locator(".coverage").inner_text()
    assert labels(page) == sorted(range(1, 21))
    assert page.locator(".ribbon").count() > 3
    assert page.locator(".differs").count() > 50
    assert page.locator(".passage.moved").count() > 0
    assert page.locator(".furniture").count() > 0
    page.locator(".column[data-side=a] .passage[role=button]").nth(2).click()
    lit = page.locator(".passage.on")
    assert {side.get_attribute("data-side") for side in page.locator(".column:has(.passage.on)").all()} == {"a", "b"}
    assert lit.count() >= 2
    assert page.evaluate("location.hash").endswith("&p=3")


def test_kinds_are_switched_off_and_coverage_is_counted_again(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page, PAIR)
    whole = page.locator(".coverage b").all_inner_texts()
    page.get_by_role("button", name="reworded").click()
    edited = page.locator(".coverage b").all_inner_texts()
    assert page.locator(".passage.reworded").count() == 0
    assert [int(share[:-2]) for share in edited] < [int(share[:-2]) for share in whole]
    assert page.evaluate("location.hash") == f"{PAIR}&off=reworded"
    page.get_by_role("button", name="edited").click()
    assert page.locator(".coverage b").all_inner_texts() == ["0 %", "0 %"]
    page.get_by_role("button", name="reworded").click()
    page.get_by_role("button", name="edited").click()
    assert page.locator(".coverage b").all_inner_texts() == whole


def test_quotations_are_switched_off(browser: Browser, seeds_page: Path, seeds_report: Report) -> None:
    pair = next(pair for pair in seeds_report.relations if (pair.a, pair.b) == (SPUN, REPRINT))
    quoted = sum(passage.quoted for passage in pair.passages)
    page = browser.open(seeds_page, f"{PAIR}&off=quoted")
    assert len(labels(page)) == len(pair.passages) - quoted
    assert page.get_by_role("button", name="quotations").get_attribute("aria-pressed") == "false"


def test_columns_scroll_together(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page, PAIR)
    both = "[...document.querySelectorAll('.column')].map(column => column.scrollTop)"
    page.locator(".column[data-side=a]").hover()
    page.mouse.wheel(0, 500)
    browser.until(page, f"{both}.every(top => top > 50)")
    page.get_by_label("Scroll together").uncheck()
    before = page.evaluate(both)
    page.locator(".column[data-side=a]").hover()
    page.mouse.wheel(0, -400)
    browser.until(page, f"{both}[0] < {before[0]} - 200")
    assert page.evaluate(both)[1] == before[1]


def test_two_articles_without_a_relation_are_shown_beside_each_other(
    browser: Browser, report: Report, tmp_path: Path
) -> None:
    write_html(report, tmp_path / "r.html", {"plain.txt": "One text.", "wire/latimes-3": "x" * 40})
    page = browser.open(tmp_path / "r.html", "#pair=plain.txt&with=" + quote("wire/latimes-3", safe=""))
    assert page.locator("h1").inner_text() == "Not related"


def test_without_texts_a_pair_shows_its_passages(browser: Browser, seeds_report: Report, tmp_path: Path) -> None:
    write_html(seeds_report, tmp_path / "r.html")
    page = browser.open(tmp_path / "r.html", PAIR)
    text = page.locator("main").inner_text()
    assert "This report has no texts" in text
    assert "a response to the attack on US interests in Iraq" in text


def test_an_article_underlines_its_marks(browser: Browser, seeds_page: Path, seeds_report: Report) -> None:
    marks = next(article.artifacts for article in seeds_report.articles if article.id == SPUN)
    page = browser.open(seeds_page, f"#article={SPUN}&mark=3")
    assert page.locator(".note").count() == len(marks)
    assert page.locator(".note.on").get_attribute("data-mark") == "2"
    assert page.locator(".article-text .mark.on").first.inner_text() == marks[2].text
    sibling = next(number for number, mark in enumerate(marks) if mark.sibling)
    assert marks[sibling].message in page.locator(f".note[data-mark='{sibling}']").inner_text()
    assert " has: " in page.locator(f".note[data-mark='{sibling}']").inner_text()
    browser.until(page, "document.querySelector('main').textContent.includes('Names')")  # the last section
    text = page.locator("main").text_content() or ""
    assert "spun" in text and "Al Jazeera" in page.locator("section", has_text="Credits").last.inner_text()
    assert "Relatives" in text


def test_filters_of_articles(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page)
    for address, count in (
        ("#articles", 5),
        ("#articles&verdict=spun", 1),
        ("#articles&q=militias", 1),
        ("#articles&alone=1", 0),
    ):
        browser.go(page, address)
        assert page.locator(".rows > li").count() == count, address


def test_outlets_show_who_takes_from_whom(browser: Browser, report: Report, tmp_path: Path) -> None:
    write_html(report, tmp_path / "r.html")
    page = browser.open(tmp_path / "r.html", "#outlets")
    row = page.locator("table.flow tbody tr", has_text="The Guardian")
    assert "1" in row.inner_text()
    guardian = page.locator("table:not(.flow) tbody tr", has_text="The Guardian").inner_text()
    assert "3 h" in guardian  # 09:12 to 12:00
    ap = page.locator("table:not(.flow) tbody tr", has=page.locator("a", has_text="AP")).first.inner_text()
    assert "1 of 1" in ap and "at 95 %" in ap


def test_names_are_found_by_any_spelling(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page, "#names&q=hachd")
    assert page.locator(".rows > li").count() == 1
    page.locator(".rows a").click()
    page.wait_for_selector("h1 bdi:text-is('Hashd Al-Shaabi')")
    text = page.locator("main").inner_text()
    assert "Hashid" in text and "French" in text


def test_kinds_and_variants_choose_names(browser: Browser, seeds_page: Path, seeds_report: Report) -> None:
    page = browser.open(seeds_page, "#names")
    assert page.locator(".count").inner_text() == f"{len(seeds_report.names)} names"
    places = sum(name.kind == "place" for name in seeds_report.names)
    browser.go(page, "#names&kind=place")
    assert page.locator(".count").inner_text().startswith(f"{places} of ")
    variants = sum(len(name.spellings) > 1 or bool(name.aliases) for name in seeds_report.names)
    browser.go(page, "#names&variants=1")
    assert page.locator(".count").inner_text().startswith(f"{variants} of ")


@pytest.mark.parametrize("threshold", [0.3, 0.7, 0.95])
def test_a_threshold_regroups_as_the_command_does(
    browser: Browser, seeds_page: Path, seeds_report: Report, threshold: float
) -> None:
    other = regroup(seeds_report, threshold)
    page = browser.open(seeds_page, f"#threshold={threshold}")
    chips = page.locator(".chips").inner_text()
    assert f"{len(other.relations)} related pair" in chips
    for level in ("copy", "wire", "event"):
        count = sum(family.level == level for family in other.families)
        assert f"{count} {level} famil" in chips


def test_the_threshold_is_moved_by_key(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page, "#threshold")
    assert page.locator("output").inner_text() == "0.50"
    page.locator("input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("output").inner_text() == "0.55"
    assert page.evaluate("location.hash") == "#threshold=0.55"


def test_a_folder_loads_its_data_when_they_are_shown(
    browser: Browser, seeds_report: Report, seed_texts: dict[str, str], tmp_path: Path
) -> None:
    write_html(seeds_report, f"{tmp_path / 'pages'}/", seed_texts)
    page = browser.open(tmp_path / "pages" / "index.html", PAIR)
    assert page.locator(".passage").count() > 20
    browser.go(page, "#names")
    assert page.locator(".rows > li").count() > 10


def test_a_missing_piece_of_data_is_named(
    started_browser: Any, seeds_report: Report, seed_texts: dict[str, str], tmp_path: Path
) -> None:
    write_html(seeds_report, f"{tmp_path / 'pages'}/", seed_texts)
    (tmp_path / "pages" / "data" / "names.js").unlink()
    browser = Browser(started_browser)
    page = browser.open(tmp_path / "pages" / "index.html", "#names")
    assert "data/names.js is missing: keep the folder data beside this page" in page.locator("main").inner_text()
    page.context.close()
    assert len(browser.complaints) == 1  # the browser's own, of the file that is not there


def test_a_page_of_one_pair_opens_with_it(
    browser: Browser, seeds_report: Report, seed_texts: dict[str, str], tmp_path: Path
) -> None:
    write_html(seeds_report, tmp_path / "r.html", seed_texts, start=PAIR)
    page = browser.open(tmp_path / "r.html")
    assert page.locator(".columns").count() == 1
    assert page.evaluate("location.hash") == PAIR
    assert json.loads(page.evaluate("JSON.stringify(document.title)")).startswith("The same story in other words")
