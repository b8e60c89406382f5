"""JSON on standard output: as it is for programs, with its controls escaped on a terminal."""

from __future__ import annotations

import sys

import click


def echo_json(data: bytes, *, nl: bool = True) -> None:
    """Print JSON. A title in it may hold controls that would move the cursor or turn a line."""
    if sys.stdout.isatty():
        from dedup.report.printable import printable_json

        data = printable_json(data)
    click.echo(data, nl=nl)
