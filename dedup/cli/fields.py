"""The options that say which fields of a record hold what; all commands that read articles have them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

FIELDS: Final = ("text_field", "id_field", "fields")
"""The parameters that `field_options` gives a command."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def field_options(command: _Command) -> _Command:
    """Add --field, --text-field and --id-field to a command; what they name goes to `dedup.sources.fields`."""
    for option in (
        click.option("--id-field", metavar="NAME", help="The field of a record that holds the id: --field id=NAME."),
        click.option(
            "--text-field", metavar="NAME", help="The field of a record that holds the text: --field text=NAME."
        ),
        click.option(
            "--field", "fields", multiple=True, metavar="PART=NAME",
            help="The field or column that holds text, id, title, url, date, outlet or author. Repeatable.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command
