"""Nothing that a user can call is undocumented: commands, options, public functions, rules, fields of the report."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import click
import pytest

import dedup
from dedup.artifacts import load_rules
from dedup.cli import COMMANDS, cli
from dedup.report.report import json_schema
from dedup.siblings.aligned_rules import ALIGNED
from docs.generate.commands import options_of, subcommands
from docs.generate.pages import generated_pages
from docs.generate.python_names import api_pages, home, resolve
from tests.docs.shown import DOCS, ROOT

PAGES = generated_pages()
PACKAGES = ("dedup", "dedup.artifacts", "dedup.calibrate", "dedup.index", "dedup.names", "dedup.sketch")
"""The packages whose names are for users."""


def walk(command: click.Command, parent: click.Context) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(command, info_name=command.name, parent=parent)
    yield context.command_path, command
    if isinstance(command, click.Group):
        for _, sub in subcommands(command, context):
            yield from walk(sub, context)


TOP = click.Context(cli, info_name="dedup")
LISTED = [("dedup", cli), *(found for _, command in subcommands(cli, TOP) for found in walk(command, TOP))]
OPTIONS = [
    pytest.param(path, option, id=f"{path} {option.opts[-1]}")
    for path, command in LISTED
    for option in options_of(command)
]


def page_of(path: str) -> str:
    words = path.split()
    return PAGES[f"reference/commands/{'-'.join(words[:2]) if len(words) > 1 else 'index'}.md"]


def test_all_commands_are_looked_at() -> None:
    assert {path.split()[1] for path, _ in LISTED[1:]} == set(COMMANDS)


@pytest.mark.parametrize(("path", "command"), LISTED, ids=[path for path, _ in LISTED])
def test_a_command_has_help_an_example_and_a_place_in_the_reference(path: str, command: click.Command) -> None:
    assert command.help
    assert command.help.rstrip().endswith(".")
    assert command.epilog is not None
    assert re.match(rf"Example: {path}\b", command.epilog), "the epilog is an example of the command"
    assert path == "dedup" or f"# {path}\n" in page_of(path)
    assert path == "dedup" or (command.short_help or "").endswith(".")


@pytest.mark.parametrize(("path", "option"), OPTIONS)
def test_an_option_has_help_and_a_row_in_the_reference(path: str, option: click.Option) -> None:
    assert option.help, f"{path} {option.opts[-1]} has no help"
    assert re.search(r"\.(\s+\[default: .*\])?$", option.help)
    rows = [line for line in page_of(path).splitlines() if line.startswith("| `")]
    assert any(re.search(rf"(?<![\w-]){re.escape(option.opts[-1])}(?![\w-])", row) for row in rows)


def names() -> Iterator[tuple[str, str]]:
    for page, described in api_pages().items():
        for name in described.names:
            yield page, name


NAMES = [name for _, name in names()]


def test_every_public_name_is_on_one_page() -> None:
    public = {
        home(f"{package}.{name}")
        for package in PACKAGES
        for name in import_module(package).__all__
        if name != "__version__"
    }
    shown = [home(name) for name in NAMES]
    assert public <= set(shown)
    assert len(shown) == len(set(shown))


def test_what_dir_shows_is_documented() -> None:
    packages = {f"dedup.{name}" for name in dir(dedup)} & set(PACKAGES)
    assert {f"dedup.{name}" for name in dir(dedup)} - packages - {"dedup.__version__"} <= set(NAMES)


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """All public functions, and the public methods and properties of public classes."""
    for name in NAMES:
        value = resolve(name)
        if not inspect.isclass(value):
            yield name, value
            continue
        for attribute, member in vars(value).items():
            if isinstance(member, (classmethod, staticmethod)):
                member = member.__func__
            if isinstance(member, property) and member.fget is not None and not attribute.startswith("_"):
                yield f"{name}.{attribute}", member.fget
            elif inspect.isfunction(member) and not attribute.startswith("_"):
                yield f"{name}.{attribute}", member


FUNCTIONS = list(functions())


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_has_a_docstring_of_its_own(name: str) -> None:
    value = resolve(name)
    text = value.__doc__
    assert text, f"{name} has no docstring"
    assert not text.startswith(f"{name.rpartition('.')[2]}("), "the docstring that Python makes"


@pytest.mark.parametrize(("name", "function"), FUNCTIONS, ids=[name for name, _ in FUNCTIONS])
def test_a_public_function_says_what_its_parameters_are(name: str, function: Callable[..., Any]) -> None:
    text = inspect.getdoc(function)
    assert text, f"{name} has no docstring"
    parameters = list(inspect.signature(function).parameters.values())
    optional = [p.name for p in parameters if p.kind is p.KEYWORD_ONLY]
    assert [parameter for parameter in optional if parameter not in text] == []


def test_every_rule_has_a_section() -> None:
    pages = "\n".join(text for path, text in PAGES.items() if path.startswith("reference/rules/"))
    rules = [rule.id for rule in load_rules()] + [rule.id for rule in ALIGNED]
    assert [rule for rule in rules if f"## {rule}\n" not in pages] == []


def test_every_field_of_the_report_has_a_meaning() -> None:
    schema = json_schema()
    page = PAGES["reference/report-format.md"]
    for record in [schema, *schema["$defs"].values()]:
        for name, field in record["properties"].items():
            assert f"| `{name}` |" in page
            assert field.get("description"), f"{name} of {record.get('title', record['description'])} has no meaning"


def test_the_readme_is_short_and_the_manual_is_not() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 250
    assert len(list(DOCS.rglob("*.md"))) >= 30
