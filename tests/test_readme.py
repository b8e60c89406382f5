"""The README is run: every `$` line of its console blocks, in order, in a folder with a copy of the seeds.

What a `text` block behind a console block shows is found in what its commands print or write with `-o`, in order and
blanks aside; `...` leaves something out. A line `# exit 1` behind a command states its exit code where it is not 0.
`make` lines must name targets of the Makefile. A TOML block that begins with `# FOLDER/FILE.toml` is that file, which
stands there before the first command.
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
SHOWN = re.compile(r"^```console\n((?:(?!^```).)*?)^```\n(?:(?!^```).)*?^```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
WRITTEN = re.compile(r"(?:-o|>|--write-baseline) ([\w.-]+\.jsonl?)(?= |$)")


class Line(NamedTuple):
    command: str
    code: int


class Ran(NamedTuple):
    code: int
    shown: str  # what it printed, and what it wrote


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


@pytest.fixture(scope="module")
def ran(place: Path) -> dict[str, Ran]:
    """All commands, run once and in order, by command: one changes what the next finds."""
    path = f"{place / '.bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    env = {**os.environ, "PATH": path, "COLUMNS": "100"}  # as wide as the page shows it
    found: dict[str, Ran] = {}
    for line in LINES:
        if not line.command.startswith("make "):
            done = subprocess.run(
                line.command, shell=True, cwd=place, env=env, capture_output=True, text=True, timeout=120, check=False
            )
            written = (place / name for name in WRITTEN.findall(line.command))
            files = "".join(file.read_text(encoding="utf-8") for file in written if file.exists())
            found[line.command] = Ran(done.returncode, done.stdout + done.stderr + files)
    return found


@pytest.mark.parametrize("line", LINES, ids=[line.command for line in LINES])
def test_a_line_of_the_readme_does_what_it_says(line: Line, ran: dict[str, Ran]) -> None:
    words = shlex.split(line.command)
    if words[0] == "make":
        targets = re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        assert set(words[1:]) <= set(targets)
        return
    assert "dedup" in words, "a console block holds dedup and make commands only: show others in another kind of block"
    assert ran[line.command].code == line.code, f"{line.command}\n{ran[line.command].shown}"


@pytest.mark.parametrize(("block", "shown"), SHOWN.findall(README), ids=lambda text: text.splitlines()[0][:60])
def test_what_is_shown_behind_a_block_is_what_its_commands_print(block: str, shown: str, ran: dict[str, Ran]) -> None:
    printed = "".join(ran[line.command].shown for line in lines(f"```console\n{block}```"))
    bare, at = "".join(printed.split()), 0
    for piece in filter(None, ("".join(part.split()) for part in re.split(r"(?<!\.)\.\.\.(?!\.)", shown))):
        found = bare.find(piece.strip(","), at)
        assert found >= 0, f"not printed, or not behind what was shown before it: {piece}"
        at = found + len(piece.strip(","))


def test_lines_are_read_with_their_exit_codes() -> None:
    text = "```console\n$ dedup scan x --fail-on copy\n1 article\n# exit 1\n$ make scan\n```\n```sh\n$ rm -rf x\n```\n"
    assert lines(text) == [Line("dedup scan x --fail-on copy", 1), Line("make scan", 0)]
