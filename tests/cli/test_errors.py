"""Whatever goes wrong is told in one line that begins with `dedup:`, and the exit code tells errors from findings."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dedup.errors import InputError
from dedup.report import Report

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["frobnicate"], "frobnicate"),
        (["--frobnicate"], "--frobnicate"),
        (["scan"], "INPUT"),
        (["scan", "news", "--jobs", "0"], "--jobs"),
        (["scan", "news", "--jobs", "many"], "--jobs"),
        (["scan", "news", "--memory", "3 parsecs"], "3 parsecs"),
        (["scan", "news", "--memory", "0"], "--memory"),
        (["scan", "news", "--min-probability", "1.5"], "0 to 1"),
        (["scan", "news", "--min-probability", "nan"], "0 to 1"),
        (["scan", "news", "--only", "dates"], "--only"),
        (["scan", "news", "--fail-on", "boredom"], "--fail-on"),
        (["scan", "news", "-o", "report.txt"], ".jsonl.gz"),
        (["scan", "news", "-o", "nowhere/report.json"], "nowhere/report.json"),
        (["scan", "missing"], "missing"),
        (["report", "missing.json"], "missing.json"),
        (["report", "news/a.txt"], ".json"),
        (["report"], "REPORT"),
        (["schema", "too", "much"], "too much"),
        (["scan", "new\x1b[31m\u202es"], "new"),
    ],
)
def test_one_line_and_exit_code_2(run: Run, folder: Path, args: list[str], told: str) -> None:
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert err.startswith("dedup: ")
    assert err.endswith("\n") and err.count("\n") == 1
    assert told in err
    assert "\x1b" not in err and "\u202e" not in err


def test_the_output_is_checked_before_the_scan(run: Run, folder: Path, asked: dict[str, Any]) -> None:
    code, _, _ = run("scan", "news", "-o", "good.json", "-o", "nowhere/report.json")
    assert code == 2
    assert "inputs" not in asked
    assert not (folder / "good.json").exists()


def test_an_error_of_the_library_is_one_line(run: Run, folder: Path, asked: dict[str, Any]) -> None:
    asked["raise"] = InputError("news/a.txt is\nbroken: mend it")
    assert run("scan", "news") == (2, "", "dedup: news/a.txt is broken: mend it\n")


def test_an_error_of_the_system_names_the_file(run: Run, folder: Path, asked: dict[str, Any]) -> None:
    asked["raise"] = OSError(errno.ENOSPC, "No space left on device", "spill.bin")
    assert run("scan", "news") == (2, "", "dedup: spill.bin: No space left on device\n")


def test_an_interruption_exits_with_130(run: Run, folder: Path, asked: dict[str, Any]) -> None:
    asked["raise"] = KeyboardInterrupt()
    assert run("scan", "news") == (130, "", "dedup: interrupted\n")


def test_a_fault_of_ours_shows_where_and_does_not_look_like_a_finding(
    run: Run, folder: Path, asked: dict[str, Any]
) -> None:
    asked["raise"] = ZeroDivisionError("a fault")
    code, out, err = run("scan", "news")
    assert (code, out) == (2, "")
    assert "Traceback" in err and "ZeroDivisionError: a fault" in err


@pytest.mark.parametrize("command", ["schema", "report", "--help"])
def test_a_closed_pipe_ends_quietly(folder: Path, small_report: Report, command: str) -> None:
    """As `dedup schema | head -1` does; the program starts to write only after nobody reads any more."""
    small_report.write("r.json")
    args = [command, "r.json"] if command == "report" else [command]
    program = "import sys; from dedup.cli import main; sys.stdin.read(); sys.exit(main(sys.argv[1:]))"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", program, *args], stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        process.stdout.close()
        process.stdin.close()
        errors = process.stderr.read()
    assert (process.returncode, errors) == (141, b"")


def test_without_arguments_the_help_is_shown(run: Run) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    assert "scan" in out and "Example: dedup scan" in out
