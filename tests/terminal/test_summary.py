"""The summary that a person reads: complete, aligned, bounded and harmless at every width."""

from __future__ import annotations

import io
import re

import msgspec
import pytest
from rich.cells import cell_len
from rich.console import Console

from dedup.records import ArticleRecord, Family, InputRecord, Passage, Relation, Root, Sides, Similarity, Skipped
from dedup.report import Report, make_report
from dedup.terminal.cells import Layout, bar, family_links, nearest
from dedup.terminal.summary import FAMILIES_SHOWN, SKIPPED_SHOWN, WIDEST, print_summary, render

WIDTHS = (40, 60, 80, 100, 130, 300)


def shown(report: Report, width: int = 80, *, hint: str = "", colour: bool = False) -> str:
    file = io.StringIO()
    render(
        report,
        Console(file=file, width=width, force_terminal=colour, color_system="truecolor" if colour else None),
        hint=hint,
    )
    return file.getvalue()


def pair(a: str, b: str, share: float = 1.0) -> Relation:
    return Relation(
        a,
        b,
        "identical" if share == 1 else "partial",
        1.0,
        "unknown",
        Sides(share, share),
        Sides(0, 0),
        Similarity(1, 1, 1),
        [],
        [],
    )


def many(families: int, members: int) -> Report:
    ids = [[f"f{f:03d}-{m:03d}" for m in range(members)] for f in range(families)]
    return make_report(
        settings={},
        input=InputRecord(
            articles=families * members, skipped=[Skipped(f"p{i:03d}", i + 1, "broken") for i in range(50)]
        ),
        articles=[ArticleRecord(id=i, words=10) for family in ids for i in family],
        relations=[pair(family[0], member) for family in ids for member in family[1:]],
        families=[Family(f"copy:{family[0]}", "copy", family) for family in ids],
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_console(report: Report, width: int) -> None:
    for text in (shown(report, width, hint="a hint " * 50), shown(many(3, 30), width)):
        assert max(map(cell_len, text.splitlines())) <= min(width, WIDEST)


@pytest.mark.parametrize("width", (80, 100, 130))
def test_families_tell_root_members_relation_and_share(report: Report, width: int) -> None:
    text = shown(report, width)
    assert "5 articles, 1,374 words, 2 entries skipped, 1 repeated id renamed" in text
    assert "1 copy family: 3 articles, of which 2 could go" in text
    assert "3 related pairs: 1 identical, 1 trimmed, 1 partial" in text
    assert re.search(r"root +wire/apw-1 *\nwhy +dateline", text)
    assert re.search(r"root +AFP, not among the articles *\nwhy +plain.txt credits AFP", text)
    assert re.search(r" 1 .*AP 2021-03-04|Bridge over the .* root", text)
    assert re.search(r"relation +covered +words", text)
    assert re.search(r" 2 .*identical from 1 +━+ 100 % +410", text)
    assert re.search(r" 3 .*trimmed with 2 +━+╸ +99 % +250", text)
    assert re.search(r"plain\.txt.*partial with \d +[━╸] +12 % +300", text)
    assert "b.jsonl:12  the line is no JSON object: mend it" in text


def test_columns_are_aligned(report: Report) -> None:
    """Titles with letters two columns wide do not push the figures out of line."""
    articles = [msgspec.structs.replace(article, title="大桥将关闭" * 20) for article in report.articles]
    lines = shown(msgspec.structs.replace(report, articles=articles)).splitlines()
    ends = {cell_len(line.rstrip()) for line in lines if re.search(r"% +\d+$", line)}
    assert ends == {80}


def test_markup_and_escapes_in_titles_and_names_are_only_text(report: Report) -> None:
    evil = "[red]x[/red] \x1b[31m\u202e :smile: [link=https://example.org]y"
    articles = [msgspec.structs.replace(article, title=evil, outlet="[/]") for article in report.articles]
    families = [msgspec.structs.replace(family, root=Root(None, evil, evil)) for family in report.families]
    text = shown(msgspec.structs.replace(report, articles=articles, families=families), 130)
    assert "[red]x[/red]" in text
    assert ":smile:" in text
    assert "[/]" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    coloured = shown(msgspec.structs.replace(report, articles=articles, families=families), 130, colour=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text


def test_a_large_report_stays_short() -> None:
    text = shown(many(100, 40))
    assert text.count("copy:f") == FAMILIES_SHOWN
    assert "... and 28 more articles of this family" in text
    assert "... and 80 more copy families" in text
    assert f"... and {50 - SKIPPED_SHOWN} more entries" in text
    assert len(text.splitlines()) < 400


def test_the_largest_families_come_first() -> None:
    small, large = Family("copy:a", "copy", ["a", "b"]), Family("copy:c", "copy", ["c", "d", "e"])
    report = make_report(settings={}, input=InputRecord(articles=5), articles=[], families=[small, large])
    text = shown(report)
    assert text.index("copy:c") < text.index("copy:a")


def test_pairs_outside_families_show_their_longest_passage() -> None:
    short = Passage((0, 3), (0, 3), "short", "short", "verbatim", False, 1.0)
    long = Passage((9, 40), (9, 40), "long one", "x", "edited", False, 0.9)
    apart = msgspec.structs.replace(pair("a", "b", 0.2), passages=[short, long])
    text = shown(make_report(settings={}, input=InputRecord(articles=2), articles=[], relations=[apart]))
    assert "Pairs outside families" in text
    assert "“long one”" in text
    together = make_report(
        settings={},
        input=InputRecord(articles=2),
        articles=[],
        relations=[apart],
        families=[Family("wire:a", "wire", ["a", "b"])],
    )
    assert "Pairs outside families" not in shown(together)


def test_nothing_found_is_said() -> None:
    text = shown(make_report(settings={}, input=InputRecord(articles=0), articles=[]))
    assert text.splitlines() == ["0 articles, 0 words", "no two articles are related"]


def test_a_console_without_unicode_gets_plain_bars() -> None:
    assert bar(0.5, Layout.fitting(80, "ascii", False)).plain == "===     50 %"
    assert bar(0.5, Layout.fitting(80, "utf-8", False)).plain == "━━━     50 %"
    assert bar(0.5, Layout.fitting(50, "utf-8", False)).plain == "  50 %"


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "         0 %"), (0.001, "╸        0 %"), (0.999, "━━━━━╸  99 %"), (1.0, "━━━━━━ 100 %")]
)
def test_a_bar_is_full_only_where_nothing_is_left_out(share: float, text: str) -> None:
    assert bar(share, Layout.fitting(80, "utf-8", False)).plain == text


def test_the_tie_shown_is_the_one_to_the_root_else_the_closest() -> None:
    pairs = [pair("a", "c", 0.3), pair("b", "c", 0.6), pair("c", "d"), pair("c", "z")]
    family = Family("wire:a", "wire", ["a", "b", "c", "d"])
    links = family_links([family], pairs)
    to_root, closest = nearest("a", links["c"], family.members), nearest(None, links["c"], family.members)
    assert to_root is not None and to_root.other == "a"
    assert closest is not None and closest.other == "d"
    assert nearest(None, links["c"], ["c"]) is None


def test_print_summary_honours_no_colour(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    file = io.StringIO()
    print_summary(report, file)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", file.getvalue())
    monkeypatch.delenv("NO_COLOR")
    file = io.StringIO()
    print_summary(report, file)
    assert re.search(r"\x1b\[[0-9;]*3[0-9]m", file.getvalue())


def test_print_summary_leaves_no_blanks_at_line_ends(report: Report, capsys: pytest.CaptureFixture[str]) -> None:
    print_summary(report, hint="the end")
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "the end"
    assert [line for line in lines if line != line.rstrip()] == []


def test_a_hundred_thousand_relations_are_summed_up_in_a_page() -> None:
    text = shown(many(200, 500))
    assert 10 < len(text.splitlines()) < 1_000
