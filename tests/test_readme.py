"""The README is run: every `$` line of its console blocks, in order, in a folder with a copy of the seeds.

A line `# exit 1` behind a command states its exit code where it is not 0. `make` lines must name targets of the
Makefile. A TOML block that begins with `# FOLDER/FILE.toml` is that file, which stands there before the first command.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from dedup.cli import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FILE = re.compile(r"^```toml\n# ([\w-]+/[\w-]+\.toml)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


class Line(NamedTuple):
    command: str
    code: int


def lines(text: str) -> list[Line]:
    """The commands of all console blocks, each with the exit code that it is said to have."""
    found: list[Line] = []
    for block in BLOCK.findall(text):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append(Line(line[2:].strip(), 0))
            elif found and (stated := re.fullmatch(r"# exit (\d+)", line.strip())):
                found[-1] = found[-1]._replace(code=int(stated[1]))
    return found


LINES = lines(README)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the seeds, and a `dedup` that is the one under test."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    for name, content in FILE.findall(README):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    program = folder / ".bin" / "dedup"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m dedup "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return folder


def test_the_readme_shows_commands() -> None:
    assert any("dedup" in shlex.split(line.command) for line in LINES), (
        "README.md has no console block with a dedup command"
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_shown(command: str) -> None:
    assert f"dedup {command}" in README


@pytest.mark.parametrize("line", LINES, ids=[line.command for line in LINES])
def test_a_line_of_the_readme_does_what_it_says(line: Line, place: Path) -> None:
    words = shlex.split(line.command)
    if words[0] == "make":
        targets = re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        assert set(words[1:]) <= set(targets)
        return
    assert "dedup" in words, "a console block holds dedup and make commands only: show others in another kind of block"
    path = f"{place / '.bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    done = subprocess.run(
        line.command,
        shell=True,
        cwd=place,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == line.code, f"{line.command}\n{done.stdout}{done.stderr}"


def test_lines_are_read_with_their_exit_codes() -> None:
    text = "```console\n$ dedup scan x --fail-on copy\n1 article\n# exit 1\n$ make scan\n```\n```sh\n$ rm -rf x\n```\n"
    assert lines(text) == [Line("dedup scan x --fail-on copy", 1), Line("make scan", 0)]
