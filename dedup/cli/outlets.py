"""`dedup outlets`: who takes from whom, by the outlets of a report."""

from __future__ import annotations

import click

from dedup.cli.json_output import echo_json


@click.command(
    "outlets",
    short_help="Show who takes from whom.",
    epilog="Example: dedup outlets report.json --limit 20",
)
@click.argument("file", metavar="REPORT")
@click.option(
    "--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True,
    help="How they are printed.",
)  # fmt: skip
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, metavar="N", help="Outlets in the table."
)
def command(file: str, style: str, limit: int) -> None:
    """Show the outlets of REPORT (.json or .jsonl, also .gz), those with the most articles first.

    For each: its articles, how many of them derive from another outlet or credit an agency, how many articles of others
    derive from its own, the median time from the source's article to its own, and the sources that it takes most from.
    An article counts once, by its closest relation whose direction is known, else by the source that its family
    credits.
    """
    from dedup.report import Report
    from dedup.report.outlets import outlet_records

    outlets = outlet_records(Report.read(file))
    if style == "json":
        from dedup.report.writing import Pieces

        pieces = Pieces(lambda data: echo_json(data, nl=False))
        pieces.value(outlets)
        pieces.flush()
        click.echo()
        return
    from dedup.terminal.outlet_table import print_outlets

    print_outlets(outlets[:limit], left=len(outlets) - limit)
