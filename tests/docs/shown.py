"""The code blocks of the manual, and a run of all that one page shows, in order, in a folder with a copy of the seeds.

| block | what is done with it |
|---|---|
| `console` | each line `$ COMMAND` is run; `# exit 1` behind a command states its exit code where it is not 0 |
| `text` behind a `console` block | is found in what its commands print or write, in order; `...` leaves something out |
| any with `title="FILE"`, and `toml` that begins with `# FOLDER/FILE.toml` | is written to that file |
| `pycon` | is run as a doctest |
| `python` | is run; both share the names of the page |
| others | nothing |

A comment `<!-- not run: REASON -->` in the line above a block exempts it; Python is compiled all the same.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from dedup.cli import main

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs"
PAGES: Final = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
WIDTH: Final = "100"
"""Columns of the terminal for which the pages show their output."""

_FENCE: Final = re.compile(
    r"(?P<exempt>^<!-- not run: [^\n]+ -->\n)?^```(?P<kind>\w*)(?P<info>[^\n]*)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_TITLE: Final = re.compile(r'title="([^"]+)"')
_NAMED_TOML: Final = re.compile(r"# ([\w-]+/[\w-]+\.toml)\n")
_WRITTEN: Final = re.compile(r"(?:-o|>|--write-baseline|--removed) ([\w./-]+\.jsonl?)(?= |$)")
_SHELL: Final = re.compile(r"[|<;&$`]")
"""What a command has that a shell must read; the others are run in this process."""


class Block(NamedTuple):
    """A fenced block: its language, its text, the file that it is, if any, its line, and whether it is not run."""

    kind: str
    body: str
    file: str | None
    line: int
    exempt: bool


class Line(NamedTuple):
    """A command and the exit code that the page says it has."""

    command: str
    code: int


class Ran(NamedTuple):
    """What a command did: its exit code, and what it printed and wrote."""

    code: int
    shown: str


class Failure(NamedTuple):
    """A block that did not do what the page says."""

    line: int
    problem: str


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a page."""
    found = []
    for match in _FENCE.finditer(text):
        title = _TITLE.search(match["info"]) or (_NAMED_TOML.match(match["body"]) if match["kind"] == "toml" else None)
        line = text.count("\n", 0, match.start("kind")) + 1
        found.append(Block(match["kind"], match["body"], title and title[1], line, match["exempt"] is not None))
    return found


def lines(body: str) -> list[Line]:
    """Return the commands of a console block."""
    found: list[Line] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append(Line(line[2:].strip(), 0))
        elif found and (stated := re.fullmatch(r"# exit (\d+)", line.strip())):
            found[-1] = found[-1]._replace(code=int(stated[1]))
    return found


def missing_piece(shown: str, printed: str) -> str | None:
    """Return the first part of what a page shows that was not printed behind the part before it, or None."""
    bare, at = "".join(printed.split()), 0
    for piece in filter(None, ("".join(part.split()) for part in re.split(r"(?<!\.)\.\.\.(?!\.)", shown))):
        found = bare.find(piece.strip(","), at)
        if found < 0:
            return piece
        at = found + len(piece.strip(","))
    return None


class PageRun:
    """Runs the blocks of one page in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.printed = ""
        shutil.copytree(ROOT / "seeds", folder / "seeds")
        program = folder / ".bin" / "dedup"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m dedup "$@"\n', encoding="utf-8")
        program.chmod(0o755)

    def failures(self, text: str) -> Iterator[Failure]:
        """Run all blocks of a page and yield what is not as the page says."""
        with contextlib.chdir(self.folder), _environment(self.folder):
            for block in blocks(text):
                problem = self._problem(block)
                if problem is not None:
                    yield Failure(block.line, problem)

    def _problem(self, block: Block) -> str | None:
        if block.file is not None:
            path = self.folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.body, encoding="utf-8")
        if block.kind == "python":
            code = compile(block.body, f"line {block.line}", "exec")
            if not block.exempt and block.file is None:
                exec(code, self.names)
        if block.exempt or block.file is not None:
            return None
        if block.kind == "console":
            return self._console(block)
        if block.kind == "pycon":
            return self._session(block)
        if block.kind == "text" and self.printed:
            piece = missing_piece(block.body, self.printed)
            return piece and f"not printed, or not behind what is shown before it: {piece}"
        return None

    def _console(self, block: Block) -> str | None:
        self.printed = ""
        for line in lines(block.body):
            if line.command.startswith("make "):
                continue
            ran = self._run(line.command)
            self.printed += ran.shown
            if ran.code != line.code:
                return f"{line.command} exits with {ran.code}, not {line.code}\n{ran.shown[-2000:]}"
        return None

    def _run(self, command: str) -> Ran:
        if command.startswith("dedup ") and not _SHELL.search(command):
            ran = _in_process(command)
        else:
            done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=120, check=False)
            ran = Ran(done.returncode, done.stdout + done.stderr)
        written = [self.folder / name for name in _WRITTEN.findall(command)]
        return Ran(ran.code, ran.shown + "".join(p.read_text(encoding="utf-8") for p in written if p.exists()))

    def _session(self, block: Block) -> str | None:
        test = doctest.DocTestParser().get_doctest(block.body, self.names, f"line {block.line}", None, 0)
        log = io.StringIO()
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        doctest.DocTestRunner(verbose=False, optionflags=flags).run(test, out=log.write, clear_globs=False)
        self.names.update(test.globs)
        return log.getvalue() or None


@contextlib.contextmanager
def _environment(folder: Path) -> Iterator[None]:
    before = dict(os.environ)
    path = f"{folder / '.bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    os.environ.update(PATH=path, COLUMNS=WIDTH, HOME=str(folder / ".home"), SHELL="/bin/bash")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "ZDOTDIR"):
        os.environ.pop(name, None)
    (folder / ".home").mkdir(exist_ok=True)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _in_process(command: str) -> Ran:
    """Run a dedup command as the shell would: file names expanded, `> FILE` written."""
    words = shlex.split(command)
    target = None
    if ">" in words:
        at = words.index(">")
        target = words[at + 1]
        del words[at : at + 2]
    args = [name for word in words[1:] for name in (sorted(map(str, Path().glob(word))) if "*" in word else [word])]
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(args)
    printed, complained = (stream.buffer.getvalue().decode("utf-8") for stream in (out, err))
    if target is not None:
        Path(target).write_text(printed, encoding="utf-8")
        printed = ""
    return Ran(code, printed + complained)
