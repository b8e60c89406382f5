"""Commands that take from `[tool.dedup]` what they have in common with `dedup scan`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dedup.cli.pyproject import defaults
from dedup.cli.scan import command as scan_command


class SharingSettings(click.Command):
    """A command that takes the options named in `shared` from the settings of `dedup scan`; what is typed wins."""

    def __init__(self, *args: Any, shared: tuple[str, ...] = (), **extra: Any) -> None:
        super().__init__(*args, **extra)
        self._shared = shared

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """As click does, with the settings as defaults; help is shown whatever they are."""
        if not {"-h", "--help"} & set(args):
            with click.Context(scan_command, info_name="scan", parent=parent) as bare:
                settings = defaults(scan_command, Path.cwd(), bare)
            extra["default_map"] = {name: settings[name] for name in self._shared if name in settings}
        return super().make_context(info_name, args, parent, **extra)
