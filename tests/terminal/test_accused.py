"""The part of the summary that tells which articles a machine made."""

from __future__ import annotations

import io

from rich.console import Console, Group

from dedup.records import ArticleRecord, ArtifactRecord, InputRecord, LanguageGuess, Translation, VerdictKind
from dedup.report import make_report
from dedup.terminal.summary import REASONS_SHOWN, SHOWN, accused, machine_made, print_summary

MARK = ArtifactRecord(
    rule="glued",
    category="glued words",
    claims="machine",
    evidence="standalone",
    field="text",
    start=0,
    end=1,
    text="x",
    message="m",
)


def article(
    name: str,
    verdict: VerdictKind,
    marks: int = 1,
    *reasons: str,
    languages: tuple[str, ...] = (),
    title: str | None = None,
) -> ArticleRecord:
    guesses = [LanguageGuess(language, 0.5) for language in languages]
    translation = Translation(verdict=verdict, source_languages=guesses, reasons=list(reasons))
    return ArticleRecord(id=name, words=9, title=title, translation=translation, artifacts=[MARK] * marks)


def shown(*articles: ArticleRecord) -> str:
    file = io.StringIO()
    Console(file=file, width=100).print(Group(*machine_made(articles)))
    return file.getvalue()


def summary(*articles: ArticleRecord) -> str:
    file = io.StringIO()
    print_summary(make_report(settings={}, input=InputRecord(articles=len(articles)), articles=articles), file)
    return file.getvalue()


def test_only_verdicts_that_accuse_a_machine_are_listed_those_with_most_marks_first() -> None:
    listed = [
        article("a", "spun", 1),
        article("b", "machine_translated", 3),
        article("c", "translated", 9),
        article("d", "clean", 9),
    ]
    assert [each.id for each in accused([*listed, article("0", "spun", 1)])] == ["b", "0", "a"]


def test_a_verdict_stands_with_its_language_and_reasons() -> None:
    out = shown(
        article(
            "a.txt", "machine_translated", 2, "Glued words: “HarbourHe”.", languages=("fr", "it"), title="Quay shut"
        )
    )
    assert "a.txt  machine translated from fr" in out
    assert "Quay shut" in out
    assert "- Glued words: “HarbourHe”." in " ".join(out.split())
    assert "from it" not in out


def test_what_is_shown_is_bounded() -> None:
    reasons = [f"Reason {n}." for n in range(REASONS_SHOWN + 3)]
    out = shown(article("a", "spun", 1, *reasons))
    assert f"Reason {REASONS_SHOWN - 1}." in out and f"Reason {REASONS_SHOWN}." not in out
    assert "and 3 more kinds of evidence" in out
    out = shown(*(article(f"n{n:02}", "spun") for n in range(SHOWN + 5)))
    assert f"n{SHOWN - 1:02}" in out and f"n{SHOWN:02}" not in out
    assert "... and 5 more articles" in out


def test_hostile_names_titles_and_reasons_cannot_move_the_cursor() -> None:
    out = shown(article("a\x1b[2J", "spun", 1, "Glued: “\x1b]0;x\x07\u202e”.", title="\x9b31mT\r\nitle [b]"))
    assert not {"\x1b", "\x07", "\u202e", "\x9b", "\r"} & set(out)
    assert "[b]" in out


def test_the_summary_tells_figures_and_names_nobody_without_an_accusation() -> None:
    out = summary(article("a", "spun", 2, "Why."), article("b", "translated", 1), article("c", "clean", 0))
    assert "3 marks of translation or spinning; articles: 1 spun, 1 translated" in out
    assert "Made by machines" in out
    quiet = summary(article("c", "clean", 1))
    assert "1 mark of translation or spinning; articles: none accused" in quiet
    assert "Made by machines" not in quiet
    assert "translation or spinning" not in summary(article("c", "insufficient", 0))
