"""The reference page of the exit codes, with the numbers that the commands use."""

from __future__ import annotations

import signal
from typing import Final

from dedup import cli
from dedup.cli.filter import KILLED_BY
from dedup.cli.index import DAMAGED
from dedup.cli.scan import FOUND

PAGE: Final = "reference/exit-codes.md"


def exit_code_page() -> dict[str, str]:
    """Return the page, by path under docs/."""
    assert FOUND == DAMAGED
    rows = [
        (0, "The command did what it was asked to."),
        (
            FOUND,
            "`dedup scan` and `dedup artifacts`: what `--fail-on` asked for was found. `dedup index check`: something "
            "is damaged.",
        ),
        (cli.ERROR, "An error: one line on standard error says what is wrong and what to do. No article read is one."),
        (cli.INTERRUPTED, "Interrupted with Ctrl-C (SIGINT)."),
        (KILLED_BY + signal.SIGTERM, "`dedup filter` was asked to end (SIGTERM). It ended between two lines."),
    ]
    lines = ["# Exit codes", "", "| code | |", "|---|---|", *(f"| {code} | {text} |" for code, text in rows), ""]
    lines += ["Input that could not be used is no error: it is listed and the rest goes on. `--fail-on skipped` makes"]
    lines += ["it exit with 1, `--strict` stops at the first.", ""]
    return {PAGE: "\n".join(lines)}
