"""On a terminal nothing in an article moves the cursor or turns a line; a program gets all bytes as they are."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOSTILE = "a\u009b31m\u202eb"
ARTICLE = {"id": HOSTILE, "title": HOSTILE, "text": f"Members of the European Union of EU (EU) met in {HOSTILE}."}


def run(*args: str, terminal: bool) -> bytes:
    """Return what a command writes to standard output, which is a terminal or a pipe."""
    command = [sys.executable, "-m", "dedup", *args]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    if not terminal:
        return subprocess.run(command, stdout=subprocess.PIPE, env=env, check=True).stdout
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=theirs, env=env) as running:
        os.close(theirs)
        out = b""
        try:
            while data := os.read(ours, 1 << 16):
                out += data
        except OSError:  # the other end is closed
            pass
        os.close(ours)
        assert running.wait() == 0
    return out


@pytest.mark.parametrize(
    "command",
    [
        ("artifacts", "news.jsonl", "--format", "json"),
        ("filter", "--index", "new-{terminal}.db", "news.jsonl", "--quiet"),
        ("index", "export", "seen.db"),
    ],
    ids=["artifacts", "filter", "export"],
)
def test_json_on_a_terminal_holds_no_controls(folder: Path, command: tuple[str, ...]) -> None:
    (folder / "news.jsonl").write_text(json.dumps(ARTICLE, ensure_ascii=False) + "\n", encoding="utf-8")
    run("filter", "--index", "seen.db", "news.jsonl", "--quiet", terminal=False)
    shown = run(*(part.format(terminal=True) for part in command), terminal=True).decode()
    assert "\\u009b31m\\u202eb" in shown
    assert "\u009b" not in shown and "\u202e" not in shown
    assert HOSTILE in run(*(part.format(terminal=False) for part in command), terminal=False).decode()
