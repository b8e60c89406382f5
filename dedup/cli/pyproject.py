"""`[tool.dedup]` of pyproject.toml: options of `dedup scan` that hold for a folder and what lies under it.

Other commands take from it what they have in common with `dedup scan`. The file is obeyed only where nobody else can
have put it there: it belongs to the user or to root, and it is inside the repository.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Callable, Set
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from dedup.errors import SettingsError

LARGEST: Final = 1 << 20
"""Bytes of a pyproject.toml that is read; no project's comes near."""

TYPED_ALONE: Final = ("outputs",)
"""Options that no settings file may set: a file in some folder above would choose what a scan overwrites."""

READING: Final = ("rules", "model")
"""Options that make a command read further files: the settings file is named where it sets one of them."""

BORDERS: Final = (".git", ".hg", ".svn", ".jj")
"""What the top folder of a repository has in it: no settings are looked for above."""

ROOT: Final = 0
OTHERS_MAY_WRITE: Final = stat.S_IWOTH

Notice = Callable[[str], None]
"""Takes a sentence for the user."""


class SettingsFile(NamedTuple):
    """A pyproject.toml and its table."""

    path: Path
    table: dict[str, Any]


def trusted_owners() -> Set[int] | None:
    """Return the users whose settings are obeyed: this one and root; None where files have no owners."""
    return frozenset({os.getuid(), ROOT}) if hasattr(os, "getuid") else None


def _tables(path: Path) -> dict[str, Any]:
    """Return the tables of one file, once it was opened."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise SettingsError(
                f"{path} is larger than {LARGEST:,} bytes: [tool.dedup] is read from a smaller file only"
            )
        return tomllib.loads(data.decode("utf-8"))
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read ({error.strerror}): mend its permissions or run dedup elsewhere"
        ) from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, SettingsError):
            raise
        raise SettingsError(f"{path} is no valid TOML ({error}): mend it, or run dedup elsewhere") from error


def _table(path: Path) -> dict[str, Any] | None:
    """Return the table of one file, None where it has none."""
    tool = _tables(path).get("tool")
    table = tool.get("dedup") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise SettingsError(f"{path}: tool.dedup is no table: write its keys under [tool.dedup]")
    return table


def _is_trusted(path: Path, owners: Set[int] | None) -> bool:
    """Return whether nobody but the owners can have written the file: neither it, nor a link in its place."""
    if owners is None:
        return True
    try:
        link, target = path.lstat(), path.stat()
    except OSError:
        return True  # to read it will show what is wrong
    return {link.st_uid, target.st_uid} <= owners and not target.st_mode & OTHERS_MAY_WRITE


def find(start: Path, owners: Set[int] | None, notice: Notice) -> SettingsFile | None:
    """Return the nearest pyproject.toml with [tool.dedup], in `start` or a folder above it; the top folder of a
    repository is the last.

    A file of another user than `owners`, or one that everybody may write, is not read and ends the search; `notice`
    gets a sentence on it.
    """
    for folder in (start, *start.parents):
        path = folder / "pyproject.toml"
        if path.is_file():
            if not _is_trusted(path, owners):
                notice(
                    f"{path} belongs to another user or may be written by everybody, and was not read: "
                    "give its options on the command line"
                )
                return None
            table = _table(path)
            if table is not None:
                return SettingsFile(path, table)
        if any((folder / border).exists() for border in BORDERS):
            return None
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


def settings_of(command: click.Command, file: SettingsFile, context: click.Context) -> dict[str, Any]:
    """Return the settings of a file, as click's `default_map`; raises SettingsError naming the file and the key."""
    path, table = file
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


def make_context_with_settings(
    make: Callable[[dict[str, Any]], click.Context], command: click.Command, shared: Set[str] | None = None
) -> click.Context:
    """Return the context that `make` makes of the settings of `command` that hold in the current folder (of those in
    `shared` only), and name the file on standard error where it makes the command read others."""
    from dedup.report.printable import printable

    def notice(sentence: str) -> None:
        click.echo(f"dedup: {printable(sentence)}", err=True)

    file = find(Path.cwd(), trusted_owners(), notice)
    if file is None:
        return make({})
    with click.Context(command, info_name=command.name) as bare:
        settings = settings_of(command, file, bare)
    context = make({name: value for name, value in settings.items() if shared is None or name in shared})
    used = [name for name in READING if context.get_parameter_source(name) is click.core.ParameterSource.DEFAULT_MAP]
    if used:
        notice(f"{' and '.join(used)} of {file.path}")
    return context
