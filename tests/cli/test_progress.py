"""A progress bar is for a person at a terminal, covers the whole scan, and costs it nothing."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

import dedup
from dedup.cli.progress import STAGES, progress_bar, stages_of

SEEDS = Path(__file__).parents[2] / "seeds"


def watched() -> Console:
    return Console(file=io.StringIO(), force_terminal=True, width=120)


def text_of(console: Console) -> str:
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def percentages(console: Console) -> list[int]:
    return [int(found) for found in re.findall(r"(\d+) %", text_of(console))]


def test_no_bar_without_a_terminal() -> None:
    with progress_bar(wanted=True) as progress:
        assert progress is None


def test_no_bar_where_nobody_wants_one() -> None:
    with progress_bar(wanted=False, console=watched()) as progress:
        assert progress is None


def test_the_bar_has_the_stage_with_its_own_unit_and_goes_on_through_all() -> None:
    console = watched()
    with progress_bar(wanted=True, console=console) as progress:
        assert progress is not None
        progress("reading", 2_500_000, 5_000_000)
        progress("sketching", 1_234, 1_234)
        progress("pairing", 7, 7)
        progress("versions", 1, 2)
        progress("names", 1, 1)
    for part in ("reading", "2.5/5.0 MB", "sketching", "1,234/1,234 articles", "pairing", "7/7 pairs", "names"):
        assert part in text_of(console)
    shown = percentages(console)
    assert shown == sorted(shown)
    assert shown[-1] == 100


@pytest.mark.parametrize(
    ("only", "stages"),
    [
        ((), list(STAGES)),
        (("copies",), ["reading", "sketching", "pairing"]),
        (("artifacts",), ["reading"]),
        (("artifacts", "relations"), ["reading", "sketching", "pairing", "versions"]),
        (("names",), ["reading", "names"]),
    ],
)
def test_a_scan_for_some_parts_has_their_stages(only: tuple[str, ...], stages: list[str]) -> None:
    assert stages_of(only) == stages
    told: dict[str, tuple[int, int | None]] = {}
    dedup.scan(SEEDS, only=only, progress=lambda stage, done, total: told.update({stage: (done, total)}))
    assert list(told) == stages
    assert all(done == total for done, total in told.values() if total is not None)


def test_of_an_unknown_whole_the_bar_shows_what_is_done() -> None:
    console = watched()
    with progress_bar(wanted=True, console=console) as progress:
        assert progress is not None
        progress("reading", 2_500_000, None)
    assert "2.5 MB" in text_of(console)


def test_of_a_million_calls_few_are_drawn() -> None:
    console = watched()
    with progress_bar(wanted=True, console=console) as progress:
        assert progress is not None
        for done in range(1_000_000):
            progress("pairing", done, 1_000_001)
    assert 0 < text_of(console).count("pairing") < 10_000
