"""`[tool.dedup]` of pyproject.toml stands in for options, and what is typed wins."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dedup.cli.pyproject import find, trusted_owners

Run = Callable[..., tuple[int, str, str]]


def settings(folder: Path, *lines: str) -> None:
    (folder / "pyproject.toml").write_text(
        "\n".join(["[project]", 'name = "x"', "[tool.dedup]", *lines]), encoding="utf-8"
    )


def test_settings_reach_the_scan(run: Run, folder: Path, asked: dict[str, Any]) -> None:
    lines = [
        'only = ["copies"]',
        "jobs = 2",
        'memory = "64MB"',
        'text-field = "body"',
        "strict = true",
        "min_probability = 0.75",
    ]
    settings(folder, *lines, "quiet = true")
    assert run("scan", "news") == (0, "", "")
    assert asked["only"] == ("copies",)
    assert (asked["jobs"], asked["memory"], asked["text_field"]) == (2, 64 * 2**20, "body")
    assert (asked["strict"], asked["min_probability"]) == (True, 0.75)


def test_what_is_typed_wins(run: Run, folder: Path, asked: dict[str, Any]) -> None:
    settings(folder, "jobs = 2", "memory = 1000", "min-probability = 1")
    assert run("scan", "news", "--jobs", "4", "--min-probability", "0.1")[0] == 0
    assert (asked["jobs"], asked["memory"], asked["min_probability"]) == (4, 1000, 0.1)


def test_the_nearest_folder_above_with_settings_counts(
    run: Run, folder: Path, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(folder, "jobs = 2")
    deep = folder / "news" / "deep"
    deep.mkdir()
    (folder / "news" / "pyproject.toml").write_text("[tool.other]\nx = 1\n", encoding="utf-8")
    monkeypatch.chdir(deep)
    assert run("scan", "..")[0] == 0
    assert asked["jobs"] == 2


def test_a_settings_file_cannot_name_what_a_scan_writes(run: Run, folder: Path) -> None:
    """A stranger's file in a folder above would overwrite any report of the user."""
    (folder / "all.json").write_text("precious")
    settings(folder, 'output = "all.json"')
    code, out, err = run("scan", "news")
    assert (code, out) == (2, "")
    assert "cannot set `output`" in err and "pyproject.toml" in err and err.count("\n") == 1
    assert (folder / "all.json").read_text() == "precious"


def test_folders_of_rules_lie_beside_the_file(
    run: Run, folder: Path, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(folder, 'rules = ["own"]', 'ignore = "joins"')
    monkeypatch.chdir(folder / "news")
    code, _, err = run("scan", ".")
    assert code == 0
    assert err == f"dedup: rules of {folder / 'pyproject.toml'}\n"
    assert (asked["rules"], asked["ignore"]) == ((str(folder / "own"),), ("joins",))
    code, _, err = run("scan", ".", "--rules", "typed")
    assert (code, err) == (0, "")
    assert asked["rules"] == ("typed",)


def test_a_file_that_makes_a_command_read_others_is_named(run: Run, folder: Path) -> None:
    settings(folder, 'rules = ["own"]')
    code, _, err = run("rules")
    assert code == 2
    assert err.splitlines()[0] == f"dedup: rules of {folder / 'pyproject.toml'}"


@pytest.mark.parametrize("border", [".git", ".hg"])
def test_settings_are_not_looked_for_above_a_repository(
    run: Run, folder: Path, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch, border: str
) -> None:
    settings(folder, "jobs = 2")
    inside = folder / "news" / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    assert run("scan", "..")[0] == 0
    assert asked["jobs"] == 2
    (folder / "news" / border).mkdir()
    assert run("scan", "..")[0] == 0
    assert asked["jobs"] is None
    settings(folder / "news", "jobs = 3")
    assert run("scan", "..")[0] == 0
    assert asked["jobs"] == 3


def found_in(folder: Path, owners: set[int]) -> tuple[bool, list[str]]:
    notices: list[str] = []
    return find(folder, owners, notices.append) is not None, notices


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owners here")
def test_a_file_of_a_stranger_is_not_obeyed_and_named(folder: Path) -> None:
    settings(folder, "jobs = 2")
    (folder / "pyproject.toml").chmod(0o644)
    assert found_in(folder / "news", {os.getuid()}) == (True, [])
    found, (notice,) = found_in(folder / "news", {os.getuid() + 1})
    assert not found
    assert str(folder / "pyproject.toml") in notice and "belongs to another user" in notice
    (folder / "pyproject.toml").chmod(0o666)
    assert not found_in(folder, {os.getuid()})[0]


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owners here")
def test_the_user_and_root_are_trusted() -> None:
    assert trusted_owners() == {0, os.getuid()}


@pytest.mark.parametrize(
    "command", [("artifacts", "news"), ("rules",), ("explain", "glued-sentence"), ("diff", "news/a.txt", "news/b.txt")]
)
def test_other_commands_take_what_they_share_and_tell_the_same_faults(
    run: Run, folder: Path, command: tuple[str, ...]
) -> None:
    settings(folder, "colour = true")
    code, out, err = run(*command)
    assert (code, out) == (2, "")
    assert "unknown key 'colour'" in err and err.count("\n") == 1
    settings(folder, "jobs = 2", 'fail-on = ["copy"]')  # none of theirs
    assert run(*command)[0] == 0


def test_fail_on_may_stand_there(run: Run, folder: Path, asked: dict[str, Any]) -> None:
    settings(folder, 'fail-on = ["identical"]', "quiet = true")
    assert run("scan", "news")[0] == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("colour = true", "unknown key 'colour'"),
        ('help = "x"', "unknown key 'help'"),
        ('jobs = "two"', "jobs must be a whole number"),
        ("jobs = true", "jobs must be a whole number"),
        ("jobs = 1.5", "jobs must be a whole number"),
        ("jobs = 0", "jobs: 0 is not in the range"),
        ("strict = 1", "strict must be true or false"),
        ("only = 3", "only must be a text or a list of texts"),
        ('only = ["gossip"]', "only: 'gossip' is not one of"),
        ("text-field = 3", "text-field must be a text"),
        ('min-probability = "high"', "min-probability must be a number"),
        ("min-probability = 2", "min-probability: 2 is not a number from 0 to 1"),
        ('memory = "lots"', "memory: 'lots' is not an amount of memory"),
        ("memory = [1]", "memory must be a"),
        ("jobs = ", "no valid TOML"),
    ],
)
def test_a_wrong_setting_is_one_line_with_file_and_key(
    run: Run, folder: Path, asked: dict[str, Any], line: str, told: str
) -> None:
    settings(folder, line)
    code, out, err = run("scan", "news")
    assert (code, out) == (2, "")
    assert str(folder / "pyproject.toml") in err and told in err
    assert err.count("\n") == 1
    assert asked == {}


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"#" * (2 << 20), b"tool = 1\n[tool.dedup]", b"[tool]\ndedup = 3", b"x = " + b"[" * 100_000]
)
def test_a_file_that_cannot_be_used_is_one_line(run: Run, folder: Path, asked: dict[str, Any], data: bytes) -> None:
    (folder / "pyproject.toml").write_bytes(data)
    code, _, err = run("scan", "news")
    assert code == 2
    assert err.startswith("dedup: ") and "pyproject.toml" in err and err.count("\n") == 1


def test_help_is_shown_whatever_the_file_holds(run: Run, folder: Path) -> None:
    settings(folder, "colour = true")
    assert run("scan", "--help")[0] == 0
