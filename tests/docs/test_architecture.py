"""The hops of an article name files and functions that exist."""

from __future__ import annotations

import ast
import re

import pytest

from tests.docs.shown import DOCS, ROOT

PAGE = (DOCS / "contributing" / "architecture.md").read_text(encoding="utf-8")
HOPS = re.findall(r"^\|[^|]*\| `(dedup/[\w/]+\.py)` \| (`[^|]+`) \|$", PAGE, re.MULTILINE)
NAMED = [(file, name) for file, names in HOPS for name in re.findall(r"`([\w.]+)`", names)]


def defined(file: str) -> set[str]:
    """The classes, functions and methods that a file defines, methods with their class."""
    found = set()
    for node in ast.parse((ROOT / file).read_text(encoding="utf-8")).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)}
        if isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[f"{file}:{name}" for file, name in NAMED])
def test_what_a_hop_names_is_there(file: str, name: str) -> None:
    assert name in defined(file)


def test_both_ways_are_walked_from_end_to_end() -> None:
    files = [file for file, _ in HOPS]
    assert {"dedup/cli/scan.py", "dedup/pipeline.py", "dedup/index/prefilter.py"} <= set(files)
    assert len(NAMED) >= 50
    assert len(HOPS) == len(re.findall(r"^\|.*\| `dedup/", PAGE, re.MULTILINE)), "a row that the test does not read"


@pytest.mark.parametrize("room", re.findall(r"`(\w+)`", "\n".join(re.findall(r"^\| (`[^|]+`) \|", PAGE, re.MULTILINE))))
def test_a_room_of_the_table_is_there(room: str) -> None:
    assert (ROOT / "dedup" / room).is_dir() or (ROOT / "dedup" / f"{room}.py").is_file()


PATH = re.compile(r"`((?:dedup|tests|training|docs)/[a-z_/]+(?:\.[a-z]+)?)`")
STATISTIC = "dedup/checked"
"""A name of Scrapy's statistics that looks like a path."""
PATHS = {path for page in DOCS.rglob("*.md") for path in PATH.findall(page.read_text(encoding="utf-8"))} - {STATISTIC}


@pytest.mark.parametrize("path", sorted(PATHS))
def test_a_path_that_a_page_names_is_there(path: str) -> None:
    assert (ROOT / path).exists()
