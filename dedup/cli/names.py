"""`dedup names`: the names in a pile of articles, with their spellings."""

from __future__ import annotations

import atexit
import gc
import os
from typing import TYPE_CHECKING, Any, Final

import click

from dedup.cli.fields import field_options
from dedup.cli.json_output import echo_json
from dedup.cli.types import JOBS

if TYPE_CHECKING:
    from dedup.records import NameRecord

KINDS: Final = ("person", "place", "group", "outlet", "other")


def _chosen(names: list[NameRecord], kinds: tuple[str, ...], variants: bool) -> list[NameRecord]:
    """Those asked for, the most frequent first."""
    found = [
        name
        for name in names
        if (not kinds or name.kind in kinds) and (not variants or len(name.spellings) > 1 or name.aliases)
    ]
    return sorted(found, key=lambda name: (-sum(spelling.count for spelling in name.spellings), name.name, name.kind))


PARTS: Final = ("names",)
"""What a scan looks for here."""


@click.command(
    "names",
    short_help="Show the names in articles and how each is spelled.",
    epilog="Example: dedup names articles/ --variants",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How they are printed.",
)
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only names of this kind. Repeatable.")
@click.option("--variants", is_flag=True, help="Only names with several spellings or with aliases.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=200, show_default=True, metavar="N", help="Names shown in the table."
)
@click.option("--jobs", type=JOBS, metavar="N", help="Worker processes.  [default: the cores of the machine]")
@field_options
@click.option("--strict", is_flag=True, help="Stop at the first record that cannot be used.")
@click.option("--no-progress", is_flag=True, help="Show no progress bar on standard error.")
def command(
    inputs: tuple[str, ...], style: str, kinds: tuple[str, ...], variants: bool, limit: int, jobs: int | None,
    strict: bool, no_progress: bool, **fields: Any,
) -> None:  # fmt: skip
    """Show the names in the articles of each INPUT, the most frequent first: how each is spelled and how often, by
    which romanisation, its translations and acronyms, and the names that look alike and were not taken for the same.

    Listed are names that are in two articles, in two spellings, or with an alias. `dedup scan` reports them as well,
    and compares the articles, which settles more spellings.
    """
    from dedup.cli.progress import progress_bar, stages_of
    from dedup.report.printable import printable

    atexit.register(gc.freeze)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from dedup.pipeline import scan
    from dedup.sources.skipped import counted

    with progress_bar(not no_progress, stages_of(PARTS)) as progress:
        report = scan(
            inputs,
            only=PARTS,
            jobs=jobs,
            strict=strict,
            progress=progress,
            **fields,
        )
    for entry in report.input.skipped:
        place = entry.path + (f":{entry.line}" if entry.line else "")
        click.echo(f"dedup: {printable(f'{place}: {counted(entry.reason, entry.count)}')}", err=True)
    names = _chosen(report.names, kinds, variants)
    if style == "json":
        from dedup.report.writing import Pieces

        pieces = Pieces(lambda data: echo_json(data, nl=False))
        pieces.value(names)
        pieces.flush()
        click.echo()
        return
    from dedup.terminal.name_table import print_names

    print_names(names[:limit], left=len(names) - limit)
