"""`dedup scan`: read articles, find what is copied, group it, report it."""

from __future__ import annotations

import gc
import os
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import click

from dedup.cli.fields import field_options
from dedup.cli.pyproject import make_context_with_settings
from dedup.cli.types import HOUSE_STYLE, JOBS, probability, size
from dedup.records import ACCUSING, LEVELS, RELATIONS

if TYPE_CHECKING:
    from dedup.report import Report
    from dedup.report.html.text_spool import TextSpool

FOUND: Final = 1
PARTS: Final = ("copies", "relations", "artifacts", "names")
HINT: Final = "Passages, credits and reasons are in the report: add -o report.json"


class _WithSettings(click.Command):
    """A command whose defaults may be in pyproject.toml; what is typed wins."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        make = partial(super().make_context, info_name, args, parent, **extra)
        if {"-h", "--help"} & set(args):
            return make()
        return make_context_with_settings(lambda settings: make(default_map=settings), self)


def _count(report: Report, kind: str) -> int:
    summary = report.summary
    if kind == "skipped":
        return summary.skipped
    counts = summary.families if kind in LEVELS else summary.verdicts if kind in ACCUSING else summary.relations
    count = getattr(counts, kind)
    assert isinstance(count, int)
    return count


def _fail(report: Report, kinds: tuple[str, ...]) -> int:
    """The exit code, and a line for each kind that was found."""
    found = {kind: count for kind in kinds if (count := _count(report, kind))}
    for kind, count in found.items():
        click.echo(f"dedup: --fail-on {kind}: {count:,} found", err=True)
    return FOUND if found else 0


def _text_spool() -> TextSpool:
    """The texts are shown in an HTML report alone: a scan for another one keeps none."""
    from dedup.report.html.text_spool import TextSpool

    return TextSpool()


@click.command(
    "scan",
    cls=_WithSettings,
    short_help="Find copies, rewrites and shared passages, and group them.",
    epilog="Example: dedup scan articles/ -o report.json --fail-on skipped",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE",
    help="Write the report: .json or .jsonl, each also .gz, .csv, .parquet, .graphml or .html; a FOLDER/ for a large "
    "page. Repeatable.",
)
@click.option("--raw", is_flag=True, help="Put no ' before cells of CSV that a spreadsheet would take for formulas.")
@click.option("-q", "--quiet", is_flag=True, help="Print no summary.")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(["copies", "relations", "artifacts", "names"]),
    help="Look for these alone. Repeatable.",
)
@click.option("--jobs", type=JOBS, metavar="N", help="Worker processes.  [default: the cores of the machine]")
@click.option(
    "--memory",
    type=size,
    default="1GB",
    show_default=True,
    metavar="SIZE",
    help="Kept in memory before it is spilled to disk.",
)
@field_options
@click.option("--strict", is_flag=True, help="Stop at the first record that cannot be used.")
@click.option(
    "--min-probability", type=probability, show_default="0.5, or that of the model", metavar="P",
    help="Pairs below it are listed as weak only.",
)  # fmt: skip
@click.option("--model", metavar="FILE", help="Judge by a model that `dedup calibrate` made.")
@click.option("--rules", multiple=True, metavar="FOLDER", help="Artifact rules besides the built-in ones. Repeatable.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Leave this artifact rule out. Repeatable.")
@HOUSE_STYLE
@click.option(
    "--fail-on", multiple=True, metavar="KIND", type=click.Choice([*RELATIONS, *LEVELS, *ACCUSING, "skipped"]),
    help="Exit with 1 where this relation, family level, verdict or skipped input is found. Repeatable.",
)  # fmt: skip
@click.option(
    "--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True,
    help="Run on this machine, or on a Spark cluster that reads INPUT and writes the tables to -o FOLDER/.",
)  # fmt: skip
@click.option("--master", metavar="URL", help="The master of Spark, as spark://host:7077.  [default: local[*]]")
@click.option("--no-progress", is_flag=True, help="Show no progress bar on standard error.")
def command(
    inputs: tuple[str, ...], outputs: tuple[str, ...], raw: bool, quiet: bool, fail_on: tuple[str, ...],
    no_progress: bool, engine: str, master: str | None, **settings: Any,
) -> None:  # fmt: skip
    """Find the copies, rewrites and shared passages among the articles of each INPUT: a file, a folder or - for
    standard input.

    What a file holds decides how it is read: text, Markdown, HTML, JSON, CSV, Parquet, feeds, web archives and others,
    each also compressed or in an archive. Options may be in [tool.dedup] of pyproject.toml, by their long names.
    """
    if engine == "spark":
        from dedup.cli.spark_scan import scan_on_spark

        scan_on_spark(inputs, outputs, master, quiet=quiet, progress=not no_progress, fail_on=fail_on, **settings)
        return
    if master is not None:
        raise click.UsageError("--master is for --engine spark")
    from dedup.cli.progress import progress_bar, stages_of
    from dedup.report.reading import without_collection

    # Nothing here multiplies matrices: numpy need not start threads that wait for some.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with without_collection(), ExitStack() as opened:
        # Else the interpreter looks through all that there is for cycles, when collection goes on and before it ends: a
        # fifth of a small scan.
        opened.callback(gc.freeze)
        from dedup.report.html.targets import is_html
        from dedup.report.writing import check_target

        for output in outputs:
            check_target(output)
        # After the cheap checks: the kernels take a while to load.
        from dedup.pipeline import scan

        texts = opened.enter_context(_text_spool()) if any(map(is_html, outputs)) else None
        if texts is not None:
            settings["on_article"] = texts.add
        with progress_bar(not no_progress, stages_of(settings["only"])) as progress:
            report = scan(inputs, progress=progress, **settings)
        for output in outputs:
            report.write(output, texts=texts, raw=raw)
        if not quiet:
            from dedup.terminal.summary import print_summary

            print_summary(report, hint="" if outputs else HINT)
    raise click.exceptions.Exit(_fail(report, fail_on))


class SharingSettings(click.Command):
    """A command that takes the options named in `shared` from the settings of `dedup scan`; what is typed wins."""

    def __init__(self, *args: Any, shared: tuple[str, ...] = (), **extra: Any) -> None:
        super().__init__(*args, **extra)
        self._shared = shared

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """As click does, with the settings as defaults; help is shown whatever they are."""
        make = partial(super().make_context, info_name, args, parent, **extra)
        if {"-h", "--help"} & set(args):
            return make()
        return make_context_with_settings(lambda settings: make(default_map=settings), command, set(self._shared))
