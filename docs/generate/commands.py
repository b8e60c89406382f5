"""Reference pages of the commands, made from click's own descriptions: each command and option with its help."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import click

from dedup.cli import cli

FOLDER: Final = "reference/commands"
_HELP: Final = ("-h", "--help")


def command_pages() -> dict[str, str]:
    """Return the Markdown of a page for `dedup` itself and one for each command, by path under docs/."""
    context = click.Context(cli, info_name="dedup")
    pages = {f"{FOLDER}/index.md": _overview(context)}
    for name, command in subcommands(cli, context):
        pages[f"{FOLDER}/dedup-{name}.md"] = "\n".join(_sections(command, context, level=1))
    return pages


def subcommands(group: click.Group, context: click.Context) -> list[tuple[str, click.Command]]:
    """Return the commands of a group in the order in which it lists them."""
    found = ((name, group.get_command(context, name)) for name in group.list_commands(context))
    return [(name, command) for name, command in found if command is not None and not command.hidden]


def options_of(command: click.Command) -> list[click.Option]:
    """Return the options of a command but --help."""
    return [p for p in command.params if isinstance(p, click.Option) and not p.hidden and p.opts != list(_HELP)]


def _overview(context: click.Context) -> str:
    lines = ["# Commands", "", *_paragraphs(cli.help or ""), "", *_options(cli, context), "## The commands", ""]
    lines += ["| command | |", "|---|---|"]
    for name, command in subcommands(cli, context):
        lines.append(f"| [`dedup {name}`](dedup-{name}.md) | {_cell(command.get_short_help_str(200))} |")
    lines += ["", "Every command prints its help with `--help`. What the exit codes mean is on [a page of their own]"]
    lines[-1] += "(../exit-codes.md)."
    return "\n".join(lines) + "\n"


def _sections(command: click.Command, parent: click.Context, level: int) -> Iterator[str]:
    context = click.Context(command, info_name=command.name, parent=parent)
    yield f"{'#' * level} {context.command_path}"
    yield ""
    yield from _paragraphs(command.help or "")
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    yield from ("", "```text", usage, "```", "")
    if not isinstance(command, click.Group):
        yield from _options(command, context)
    if command.epilog:
        example = command.epilog.removeprefix("Example: ")
        yield from ("", "Example:", "", "```sh", example, "```", "")
    if isinstance(command, click.Group):
        for _, sub in subcommands(command, context):
            yield from _sections(sub, context, level + 1)


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    options = options_of(command)
    if not options:
        return
    yield from ("| option | | default |", "|---|---|---|")
    for option in options:
        described = option.get_help_record(context)
        names = described[0] if described else ", ".join(option.opts)
        text = re.sub(r"\s*\[(?:default: )?[^\]]*\]$", "", option.help or "")
        yield f"| `{_cell(names)}` | {_cell(text)} | {_default(option)} |"
    yield ""


def _default(option: click.Option) -> str:
    stated = re.search(r"\[default: ([^\]]*)\]$", option.help or "")
    if stated:
        return _cell(stated[1])
    if not option.show_default:
        return ""
    values = option.default if isinstance(option.default, (tuple, list)) else [option.default]
    return ", ".join(f"`{value}`" for value in values)


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a docstring, each on one line, with the parts that may be taken for HTML made safe."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        yield " ".join(paragraph.split()).replace("<", "&lt;")
        yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
