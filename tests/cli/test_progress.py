"""Progress bars are for a person at a terminal, and cost a scan nothing."""

from __future__ import annotations

import io

from rich.console import Console

from dedup.cli.progress import bars


def test_no_bars_without_a_terminal() -> None:
    with bars(wanted=True) as progress:
        assert progress is None


def test_no_bars_where_nobody_wants_them() -> None:
    with bars(wanted=False, console=Console(file=io.StringIO(), force_terminal=True)) as progress:
        assert progress is None


def test_each_stage_has_a_bar_with_its_own_unit() -> None:
    file = io.StringIO()
    with bars(wanted=True, console=Console(file=file, force_terminal=True, width=120)) as progress:
        assert progress is not None
        progress("reading", 2_500_000, 5_000_000)
        progress("sketching", 10, None)
        progress("sketching", 1_234, 1_234)
        progress("pairing", 7, 7)
    text = file.getvalue()
    for part in ("reading", "2.5/5.0 MB", "sketching", "1,234/1,234 articles", "pairing", "7/7 pairs"):
        assert part in text


def test_of_a_million_calls_few_are_drawn() -> None:
    file = io.StringIO()
    with bars(wanted=True, console=Console(file=file, force_terminal=True)) as progress:
        assert progress is not None
        for done in range(1_000_000):
            progress("pairing", done, 1_000_001)
    assert 0 < file.getvalue().count("pairing") < 10_000
