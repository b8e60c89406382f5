"""No code, cache, plugin or model is loaded from the folder in which a command runs, or from the user's home: others
may be able to write there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What the process opens, imports from or executes, as Python itself reports it; standard output is left to the command.
WATCHED = """
import os, sys
watched = tuple(os.path.realpath(folder) for folder in {folders!r})
seen = set()
events = "open exec os.exec os.posix_spawn subprocess.Popen ctypes.dlopen os.listdir os.scandir".split()
def note(event, given):
    if event in events and given:
        name = getattr(given[0], "co_filename", given[0])  # code of Python itself is of files like <string>
        if isinstance(name, (str, bytes, os.PathLike)) and not os.fsdecode(name).startswith("<"):
            path = os.path.realpath(os.fsdecode(name))
            if path.startswith(watched):
                seen.add(f"{{event}} {{os.path.relpath(path, watched[0])}}")
sys.addaudithook(note)
from dedup.cli import main
code = main({args!r})
print(*sorted(seen), sep="\\n", file=sys.stderr)
sys.exit(code)
"""
TRAPS = (
    ".numba_config.yaml", "~/.cache/numba/x.nbi", "home/.cache/numba/x.nbi", "home/.cache/dedup/model",
    "home/.dedup.toml", "home/.config/dedup/rules/own.toml", "dedup.py", "numpy.py", "sitecustomize.py",
    "rules/own.toml", "model.json", "plugins/p.py", "dedup.toml",
)  # fmt: skip
STORY = (
    "The minister said on Monday that the old bridge over the river would be closed for repairs until the end of May."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in TRAPS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("raise SystemExit('this is a trap')")
    (tmp_path / "news.jsonl").write_text("\n".join(json.dumps({"id": f"a{n}", "text": STORY}) for n in range(3)))
    return tmp_path


def opened(folder: Path, home: str | None, *args: str) -> set[str]:
    """Run a command in the folder; return what it opened there and in its home."""
    runner = folder.parent / f"{folder.name}-runner.py"
    runner.write_text(WATCHED.format(folders=(str(folder),), args=args))
    env = {name: value for name, value in os.environ.items() if name not in ("HOME", "PYTHONPATH")}
    env |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | ({} if home is None else {"HOME": home})
    done = subprocess.run(
        [sys.executable, str(runner)], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines())


@pytest.mark.parametrize("home", ["home", "", None], ids=["a home", "an empty home", "no home"])
def test_a_scan_opens_its_inputs_and_nothing_else(folder: Path, home: str | None) -> None:
    place = str(folder / home) if home else home
    assert opened(folder, place, "scan", "news.jsonl", "--quiet") == {"open news.jsonl"}


def test_a_filter_opens_its_inputs_and_its_index_and_nothing_else(folder: Path) -> None:
    seen = opened(folder, str(folder / "home"), "filter", "--index", "seen.db", "news.jsonl", "--quiet")
    assert {name for name in seen if "seen.db" not in name} == {"open news.jsonl"}


def test_marks_and_names_open_their_inputs_and_nothing_else(folder: Path) -> None:
    for command in ("artifacts", "names"):
        assert opened(folder, str(folder / "home"), command, "news.jsonl") == {"open news.jsonl"}
