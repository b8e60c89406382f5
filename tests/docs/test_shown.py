"""Everything that README and the manual show is run: commands, their output, Python."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from dedup.cli import COMMANDS
from tests.docs.shown import PAGES, ROOT, Line, PageRun, blocks, lines, missing_piece

TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}


def commands(text: str) -> list[str]:
    """The commands of all console blocks of a page."""
    return [line.command for block in blocks(text) if block.kind == "console" for line in lines(block.body)]


RUNNABLE = {"console", "pycon", "python"}
SHOWING = [name for name, text in TEXTS.items() if any(block.kind in RUNNABLE for block in blocks(text))]


@pytest.mark.parametrize("page", SHOWING)
def test_a_page_shows_what_happens(page: str, tmp_path: Path) -> None:
    failures = [f"{page}:{line}: {problem}" for line, problem in PageRun(tmp_path / "page").failures(TEXTS[page])]
    assert failures == [], "\n".join(failures)


@pytest.mark.parametrize("page", TEXTS)
def test_no_block_escapes(page: str) -> None:
    """Fences begin their line, console blocks hold commands of dedup and make alone, and make has the targets."""
    text = TEXTS[page]
    assert not re.search(r"^[ \t]+```", text, re.MULTILINE), "an indented block is not run: move it to the margin"
    targets = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for block in blocks(text):
        if block.kind != "console":
            # Not seen by the run, so nothing of ours may be shown there.
            typed = re.search(r"^(\$ )?(dedup|make) ", block.body, re.MULTILINE)
            assert block.exempt or typed is None or block.kind == "text", f"line {block.line}: show it as `console`"
            continue
        assert lines(block.body), f"line {block.line}: a console block without `$ `"
        for line in lines(block.body):
            words = shlex.split(line.command)
            assert "dedup" in words or (words[0] == "make" and set(words[1:]) <= targets), line.command


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_shown_in_the_readme_or_a_guide(command: str) -> None:
    assert any(f"dedup {command}" in line for text in TEXTS.values() for line in commands(text))


def test_the_readme_shows_how_to_begin() -> None:
    assert {"make scan", "dedup scan seeds"} <= set(commands(TEXTS["README.md"]))


def test_lines_are_read_with_their_exit_codes() -> None:
    assert lines("$ dedup scan x --fail-on copy\n1 article\n# exit 1\n$ make scan\n") == [
        Line("dedup scan x --fail-on copy", 1),
        Line("make scan", 0),
    ]


def test_blocks_are_read_with_their_files_and_exemptions() -> None:
    text = (
        '```toml title="a/b.toml"\nx = 1\n```\n\n<!-- not run: needs a server -->\n```python\nf()\n```\n```text\n```\n'
    )
    assert [(b.kind, b.file, b.line, b.exempt) for b in blocks(text)] == [
        ("toml", "a/b.toml", 1, False),
        ("python", None, 6, True),
        ("text", None, 9, False),
    ]


def test_what_was_not_printed_is_found() -> None:
    assert missing_piece("one ... three", "one two three") is None
    assert missing_piece("one ... two", "two one") == "two"


def test_a_page_that_shows_something_else_fails(tmp_path: Path) -> None:
    page = "```console\n$ dedup --version\n# exit 1\n```\n```text\nno such version\n```\n```pycon\n>>> 1 + 1\n3\n```\n"
    assert [line for line, _ in PageRun(tmp_path / "page").failures(page)] == [1, 5, 8]
