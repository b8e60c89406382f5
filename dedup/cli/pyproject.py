"""`[tool.dedup]` of pyproject.toml: options of `dedup scan` that hold for a folder and what lies under it.

Other commands take from it what they have in common with `dedup scan`.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import click

from dedup.errors import SettingsError

LARGEST: Final = 1 << 20
"""Bytes of a pyproject.toml that is read; no project's comes near."""

TYPED_ALONE: Final = ("outputs",)
"""Options that no settings file may set: a file in some folder above would choose what a scan overwrites."""


def _table(path: Path) -> dict[str, Any] | None:
    """The table of one file, None where it has none."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise SettingsError(
                f"{path} is larger than {LARGEST:,} bytes: [tool.dedup] is read from a smaller file only"
            )
        tables = tomllib.loads(data.decode("utf-8"))
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read ({error.strerror}): mend its permissions or run dedup elsewhere"
        ) from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, SettingsError):
            raise
        raise SettingsError(f"{path} is no valid TOML ({error}): mend it, or run dedup elsewhere") from error
    tool = tables.get("tool")
    table = tool.get("dedup") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise SettingsError(f"{path}: tool.dedup is no table: write its keys under [tool.dedup]")
    return table


def find(start: Path) -> tuple[Path, dict[str, Any]] | None:
    """The nearest pyproject.toml with [tool.dedup], in `start` or a folder above it, and the table."""
    for folder in (start, *start.parents):
        path = folder / "pyproject.toml"
        if path.is_file() and (table := _table(path)) is not None:
            return path, table
    return None


def _option_names(command: click.Command) -> dict[str, click.Option]:
    """The options that may be in the table, by their long name without dashes in front, with _ for -."""
    names: dict[str, click.Option] = {}
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            long = max(parameter.opts, key=len).removeprefix("--")
            if parameter.name not in TYPED_ALONE:
                names[long.replace("-", "_")] = parameter
    return names


def _fits(option: click.Option, value: object) -> str | None:
    """What the value should be, None if it is that: TOML has types, so a text is not taken for a number."""
    if option.is_flag:
        return None if isinstance(value, bool) else "true or false"
    if option.multiple:
        texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return None if texts or isinstance(value, str) else "a text or a list of texts"
    if isinstance(option.type, click.types.StringParamType):
        return None if isinstance(value, str) else "a text"
    numbers: tuple[type, ...] = (int,) if isinstance(option.type, click.types.IntParamType) else (int, float)
    if option.type.name == "size":
        numbers = (int, str)
    return (
        None
        if isinstance(value, numbers) and not isinstance(value, bool)
        else "a whole number"
        if numbers == (int,)
        else "a number"
    )


def defaults(command: click.Command, start: Path, context: click.Context) -> dict[str, Any]:
    """The settings that hold in `start`, as click's `default_map`; raises SettingsError naming the file and the key."""
    found = find(start)
    if found is None:
        return {}
    path, table = found
    options = _option_names(command)
    settings: dict[str, Any] = {}
    for key, value in table.items():
        if key == "output":
            raise SettingsError(f"{path}: [tool.dedup] cannot set `output`: remove it, and name the file with -o")
        option = options.get(key.replace("-", "_"))
        if option is None or option.name is None:
            known = ", ".join(sorted(name.replace("_", "-") for name in options))
            raise SettingsError(f"{path}: [tool.dedup] has the unknown key {key!r}: known are {known}")
        wanted = _fits(option, value)
        if wanted is not None:
            raise SettingsError(f"{path}: [tool.dedup] {key} must be {wanted}")
        given = [value] if option.multiple and isinstance(value, str) else value
        if option.name == "rules":
            given = [str(path.parent / name) for name in given]
        if option.name == "model":
            given = str(path.parent / str(given))
        try:
            option.type_cast_value(context, given)
        except click.BadParameter as error:
            raise SettingsError(f"{path}: [tool.dedup] {key}: {error.message}") from error
        settings[option.name] = given
    return settings
