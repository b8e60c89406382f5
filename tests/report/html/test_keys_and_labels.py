"""What is done without a mouse, and the labels that a reader gives to pairs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dedup.report import Report
from tests.report.html.conftest import Browser
from tests.report.html.test_views import EVENT, PAIR, REPRINT, SPUN


def hash_of(page: Any) -> str:
    return str(page.evaluate("decodeURIComponent(location.hash)"))


JUMPS = {
    "f": "Families",
    "a": "Articles",
    "u": "Outlets",
    "n": "Names",
    "t": "Templates",
    "h": "Threshold",
    "j": "Judge",
    "o": "5 articles",
}


def test_g_and_a_letter_go_to_a_view(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page, PAIR)
    for key, heading in JUMPS.items():
        page.keyboard.press("g")
        page.keyboard.press(key)
        page.wait_for_selector(f"h1:text-is('{heading}')")


def test_the_search_is_reached_by_a_slash(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page)
    page.keyboard.press("/")
    page.keyboard.type("condemnation")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:text-is('Families')")
    assert page.locator(".rows > li").count() == 1
    assert hash_of(page) == "#families&q=condemnation"


def test_keys_are_explained(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page)
    page.keyboard.press("?")
    assert "previous and next pair" in page.locator("dialog").inner_text()
    page.get_by_role("button", name="Close").click()
    page.wait_for_selector("dialog", state="detached")


def test_rows_are_walked_by_arrows_and_opened_by_enter(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page, "#articles")
    page.locator(".list").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('li').ariaPosInSet") == "2"
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.closest('li').ariaPosInSet") == "5"
    page.keyboard.press("Enter")
    page.wait_for_selector(".article-text")
    assert hash_of(page).startswith("#article=004")
    page.keyboard.press("Escape")
    page.wait_for_selector("h1:text-is('Articles')")


def test_passages_are_walked_by_j_and_k(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page, PAIR)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator(".passage-info").inner_text().startswith("Passage 2: reworded")
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert page.locator(".passage-info").inner_text().startswith("Passage 20:")


def test_a_passage_is_chosen_by_enter(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page, PAIR)
    page.locator(".passage[role=button]").nth(3).focus()
    page.keyboard.press("Enter")
    assert page.locator(".passage-info").inner_text().startswith("Passage 4:")


def test_marks_are_walked_by_j(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page, f"#article={SPUN}")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator(".note.on").get_attribute("data-mark") == "1"
    assert hash_of(page).endswith("&mark=2")


def test_brackets_go_to_the_next_pair_and_family(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page, EVENT)
    page.keyboard.press("]")
    browser.until(page, "decodeURIComponent(location.hash).startsWith('#family=copy')")
    browser.go(page, PAIR)
    page.keyboard.press("]")
    browser.until(page, f"location.hash !== '{PAIR}'")
    assert hash_of(page).startswith("#pair=")


def test_the_content_gets_the_focus_when_the_view_changes(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page)
    page.get_by_role("link", name="Names", exact=True).click()
    page.wait_for_selector("h1:text-is('Names')")
    assert page.evaluate("document.activeElement.id") == "content"
    assert page.title() == "Names – dedup report"


def saved_labels(page: Any) -> list[dict[str, Any]]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save labels").click()
    path = waiting.value.path()
    assert waiting.value.suggested_filename == "labels.jsonl"
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def test_a_pair_is_judged_and_saved(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page, PAIR)
    page.keyboard.press("1")
    assert page.get_by_role("button", name="right").get_attribute("aria-pressed") == "true"
    browser.go(page, f"#pair={SPUN}&with=003_5391374e3f5c9e27.txt")
    page.get_by_label("Another relation").select_option("partial")
    browser.go(page, "#judge")
    assert saved_labels(page) == [
        {"a": SPUN, "b": REPRINT, "judgement": "right"},
        {"a": SPUN, "b": "003_5391374e3f5c9e27.txt", "judgement": "wrong", "relation": "partial"},
    ]


def test_judgements_are_kept_and_resumed(browser: Browser, seeds_page: Path, seeds_report: Report) -> None:
    page = browser.open(seeds_page, "#judge")
    for number in (1, 2):
        page.wait_for_selector(f"h2:text-is('Pair {number} of 10')")
        page.keyboard.press("3")
    page.wait_for_selector("h2:text-is('Pair 3 of 10')")
    page.goto("about:blank")
    page.goto(f"{seeds_page.as_uri()}#judge")
    page.wait_for_selector("h2:text-is('Pair 3 of 10')")
    assert "2 of 10 pairs judged" in page.locator(".progress").inner_text()
    page.keyboard.press("p")
    page.wait_for_selector("h2:text-is('Pair 2 of 10')")
    page.keyboard.press("3")  # the same again takes it back
    assert page.get_by_role("button", name="unsure").get_attribute("aria-pressed") == "false"


def test_blind_hides_what_the_report_says_until_it_is_judged(browser: Browser, seeds_page: Path) -> None:
    page = browser.open(seeds_page, "#judge&blind=1")
    text = page.locator(".judged-pair").inner_text()
    assert "robability" not in text and "covered" not in text and "⚑" not in text
    assert page.locator(".passage, .mark, .ribbon").count() == 0
    page.get_by_role("button", name="not related").click()
    page.wait_for_selector(".coverage")
    assert "robability" in page.locator(".judged-pair").inner_text()
    found = saved_labels(page)
    assert [(label["judgement"], label["relation"]) for label in found] == [("wrong", "unrelated")]


def test_blind_and_agreed_is_right(browser: Browser, seeds_page: Path, seeds_report: Report) -> None:
    page = browser.open(seeds_page, "#judge&blind=1&of=close&size=1")
    derived = [pair for pair in seeds_report.relations if pair.relation not in ("same_event", "template")]
    least = min(derived, key=lambda pair: pair.probability)
    page.get_by_role("button", name=least.relation, exact=True).click()
    page.wait_for_selector(".coverage")
    assert saved_labels(page) == [{"a": least.a, "b": least.b, "judgement": "right", "relation": least.relation}]


def test_labels_are_taken_from_a_file(browser: Browser, seeds_page: Path, tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    good = {"a": SPUN, "b": REPRINT, "judgement": "wrong"}
    bad = [{**good, "judgement": "maybe"}, {**good, "a": 1}, {**good, "relation": "cousin"}]
    path.write_text("\n".join(["no json", *(json.dumps(label) for label in [*bad, good])]), encoding="utf-8")
    page = browser.open(seeds_page, "#judge")
    page.set_input_files("input[type=file]", path)
    page.wait_for_selector("text=1 label kept in this browser")
    browser.go(page, PAIR)
    assert page.get_by_role("button", name="wrong").get_attribute("aria-pressed") == "true"


def test_a_sample_has_pairs_of_every_relation(browser: Browser, seeds_page: Path, seeds_report: Report) -> None:
    page = browser.open(seeds_page, "#judge&size=4")
    found = set()
    for number in range(4):
        browser.go(page, f"#judge&size=4&at={number + 1}")
        found.add(page.locator(".judging").get_attribute("aria-label"))
    assert len(found) == len({pair.relation for pair in seeds_report.relations}) == 4
