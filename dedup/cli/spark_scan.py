"""`dedup scan --engine spark`: the cluster reads the input and writes the tables of the report."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, Final

import click

_LOCAL_ONLY: Final = ("jobs", "memory", "strict")
"""Settings of `dedup scan` that mean nothing on a cluster, by the name of the parameter."""


def scan_on_spark(
    inputs: Sequence[str],
    outputs: Sequence[str],
    master: str | None,
    *,
    quiet: bool,
    fail_on: Sequence[str],
    **settings: Any,
) -> None:
    """Scan on Spark and write the tables into one folder."""
    context = click.get_current_context()
    for name in _LOCAL_ONLY:
        typed = context.get_parameter_source(name)
        if typed is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--{name} is not for --engine spark; set the cluster's own options instead")
    if fail_on:
        raise click.UsageError("--fail-on is not for --engine spark; open the folder with dedup report")
    if len(outputs) != 1 or not outputs[0].endswith("/"):
        raise click.UsageError("--engine spark writes its tables into one folder: give -o FOLDER/")
    from dedup.engines.spark.scan import check_folder
    from dedup.spark import scan_files, start_session

    shown = sys.stderr.isatty() and not quiet
    session = start_session(master)
    try:
        check_folder(session, outputs[0])
        own = {name: value for name, value in settings.items() if name not in _LOCAL_ONLY}
        result = scan_files(
            session, inputs, progress=lambda stage: click.echo(f"dedup: {stage}", err=True) if shown else None, **own
        )
        result.write(outputs[0])
        if not quiet:
            counts = [(name, getattr(result, name).count()) for name in ("articles", "relations", "families", "names")]
            click.echo(", ".join(f"{count:,} {name}" for name, count in counts))
            for entry in result.header.input.skipped[:1]:
                more = len(result.header.input.skipped)
                click.echo(f"skipped {more:,}, first {entry.path}, line {entry.line}: {entry.reason}", err=True)
    finally:
        session.stop()
