"""A program may be started with a stream closed: one sentence, and nothing is written where it does not belong."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STREAMS = {"input": 0, "output": 1, "error": 2}


def run_without(stream: str, *args: str) -> tuple[int, str]:
    """Run `dedup` with a stream closed; return the exit code and what it wrote to the others."""
    done = subprocess.run(
        [sys.executable, "-m", "dedup", *args],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        preexec_fn=closing(STREAMS[stream]),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode()


def closing(number: int) -> Callable[[], None]:
    return lambda: os.close(number)


@pytest.mark.parametrize("stream", ["output", "error"])
@pytest.mark.parametrize("command", [("scan", "news"), ("filter", "--index", "seen.db", "news.jsonl")])
def test_a_closed_output_is_one_sentence_before_anything_is_made(
    folder: Path, stream: str, command: tuple[str, ...]
) -> None:
    (folder / "news.jsonl").write_text('{"id": "a", "text": "The harbour was closed."}\n')
    before = sorted(folder.iterdir())
    told = f"dedup: standard {stream} is closed; direct it to a file or to {os.devnull}\n"
    assert run_without(stream, *command) == (2, told)
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("command", [("scan", "-"), ("filter", "--index", "seen.db"), ("artifacts", "-")])
def test_a_closed_input_is_one_sentence_where_it_is_read(folder: Path, command: tuple[str, ...]) -> None:
    told = "dedup: standard input is closed; give a file, or direct something into it\n"
    assert run_without("input", *command) == (2, told)


def test_a_closed_input_that_is_not_read_stops_nothing(folder: Path) -> None:
    code, _ = run_without("input", "scan", "news", "--only", "copies", "--quiet", "-o", "report.json")
    assert code == 0
    assert (folder / "report.json").read_bytes().startswith(b"{")
