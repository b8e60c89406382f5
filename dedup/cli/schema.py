"""`dedup schema`: the JSON Schema of a report."""

from __future__ import annotations

import click


@click.command(
    "schema", short_help="Print the JSON Schema of a report.", epilog="Example: dedup schema > dedup-report.schema.json"
)
def command() -> None:
    """Print the JSON Schema that every JSON report is valid against."""
    from dedup.report.report import schema_text

    click.echo(schema_text(), nl=False)
