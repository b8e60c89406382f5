"""Articles in a folder of their own, and a scan that only notes what it was asked."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from dedup.records import ArticleRecord, Family, InputRecord, Relation, Sides, Similarity, Weak
from dedup.report import Report, make_report

STORY = (
    "The minister said on Monday that the old bridge over the river would be closed for repairs until the end of the "
    "year. "
    "Engineers had found cracks in two of its piers during an inspection in spring, and lorries have been sent round "
    "since. "
    "Shopkeepers on both banks fear for their trade and have asked the council for a ferry while the work goes on."
)
OTHER = (
    "A museum in the north has bought a painting that was thought lost for eighty years. It was found behind a "
    "wardrobe by a "
    "family clearing the house of a great-aunt, who had never spoken of it. Visitors can see it from next week on, "
    "the director said."
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder of the test, holding `news` with two copies of a story, another story and an empty file."""
    news = tmp_path / "news"
    news.mkdir()
    for name, text in (("a.txt", STORY), ("b.txt", STORY), ("c.txt", OTHER), ("empty.txt", "")):
        (news / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def small_report() -> Report:
    pairs = [("a.txt", "b.txt", 1.0), ("b.txt", "c.txt", 0.6)]
    return make_report(
        settings={"min_probability": 0.5},
        input=InputRecord(articles=3),
        articles=[ArticleRecord(id=name, words=50) for name in ("a.txt", "b.txt", "c.txt")],
        relations=[
            Relation(
                a,
                b,
                "identical",
                p,
                "unknown",
                Sides(p, p),
                Sides(0.0, 0.0),
                Similarity(1.0, 1.0, 1.0),
                [],
                ["the same words"],
            )
            for a, b, p in pairs
        ],
        weak=[Weak("a.txt", "c.txt", "partial", 0.4)],
        families=[Family("copy:a.txt", "copy", ["a.txt", "b.txt", "c.txt"])],
    )


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, small_report: Report) -> dict[str, Any]:
    """What the scan was called with; it returns `small_report`, or raises what stands under "raise"."""
    calls: dict[str, Any] = {}

    def scan(inputs: tuple[str, ...], **settings: Any) -> Report:
        if "raise" in calls:
            raise calls["raise"]
        calls.update(settings, inputs=inputs)
        return small_report

    monkeypatch.setattr(import_module("dedup.pipeline"), "scan", scan)
    return calls


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command line; gives exit code, standard output and standard error."""
    from dedup.cli import main

    def call(*args: str) -> tuple[int, str, str]:
        code = main(args)
        out, err = capfd.readouterr()
        return code, out, err

    return call
