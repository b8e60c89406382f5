"""`dedup report`: a report that was written before, or a part of it, looked at again or written in another form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.types import probability
from dedup.records import LEVELS, VERDICTS

if TYPE_CHECKING:
    from dedup.report import Report
    from dedup.report.html.text_spool import TextSpool


@contextmanager
def texts_of(report: Report, inputs: tuple[str, ...]) -> Iterator[TextSpool | None]:
    """The texts of the articles of a report, found again in what was scanned; None without inputs."""
    if not inputs:
        yield None
        return
    from dedup.report.html.text_matching import keep_texts
    from dedup.report.html.text_spool import TextSpool
    from dedup.sources import Sources

    settings = report.settings
    sources = Sources(
        inputs,
        text_field=settings.get("text_field"),
        id_field=settings.get("id_field"),
        fields=settings.get("fields") or {},
    )
    with TextSpool() as texts:
        keep_texts(report.articles, sources, texts)
        yield texts


def _write_pages(report: Report, output: str, texts: TextSpool | None) -> None:
    """Write an HTML report, and name the articles whose texts are missing or are not those that were scanned."""
    from dedup.report.html.document import write_html
    from dedup.report.printable import printable

    unlike = write_html(report, output, texts)
    if texts is None:
        return
    missing = len(report.articles) - len(texts)
    if missing:
        click.echo(f"dedup: {missing:,} of {len(report.articles):,} articles have no text among --texts", err=True)
    if unlike:
        text = f"{len(unlike):,} texts are not those that were scanned and are left out, the first is {unlike[0]}"
        click.echo(f"dedup: {printable(text)}", err=True)


@click.command(
    "report",
    short_help="Show a report again: a part of it, or at another threshold.",
    epilog="Example: dedup report report.json --level wire --sort date --limit 50",
)
@click.argument("file", metavar="REPORT")
@click.option("--min-probability", type=probability, metavar="P", help="Regroup at this threshold.")
@click.option("--level", "levels", multiple=True, type=click.Choice(LEVELS), help="Families of this level. Repeatable.")
@click.option("--family", "families", multiple=True, metavar="ID", help="The family of this id. Repeatable.")
@click.option("--article", "articles", multiple=True, metavar="ID", help="This article and its families. Repeatable.")
@click.option("--outlet", "outlets", multiple=True, metavar="NAME", help="Articles of this outlet. Repeatable.")
@click.option(
    "--verdict", "verdicts", multiple=True, type=click.Choice(VERDICTS), help="Articles with this verdict. Repeatable."
)
@click.option(
    "--sort", "order", type=click.Choice(["size", "date"]), default="size", show_default=True,
    help="Show the largest families first, or those whose first article is the newest.",
)  # fmt: skip
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="Families that are shown."
)
@click.option(
    "-o", "--output", "outputs", multiple=True, metavar="FILE",
    help="Write it: .json or .jsonl, each also .gz, .csv, .parquet, .graphml or .html; a FOLDER/ for a large page. "
    "Repeatable.",
)  # fmt: skip
@click.option(
    "--texts", multiple=True, metavar="INPUT", help="Show the texts of what was scanned in the .html. Repeatable."
)
@click.option("--raw", is_flag=True, help="Put no ' before cells of CSV that a spreadsheet would take for formulas.")
@click.option("-q", "--quiet", is_flag=True, help="Print no summary.")
def command(
    file: str, min_probability: float | None, outputs: tuple[str, ...], texts: tuple[str, ...], raw: bool, quiet: bool,
    order: Any, limit: int, **wanted: tuple[str, ...],
) -> None:  # fmt: skip
    """Show the summary of REPORT (.json or .jsonl, also .gz, or a folder that `dedup scan --engine spark` wrote) again,
    without scanning.

    At a threshold above that of the scan, pairs below it are set aside and the families are built again. At one below
    it, pairs that the scan set aside come back, without their passages.

    --level, --family, --article, --outlet and --verdict choose a part: the families that fit all of them, their
    articles, and the pairs among these. What is written with -o is that part. In a pipe no id is cut, so that it can be
    given to `dedup diff REPORT A B`.

    An HTML report shows the texts that are found in each --texts: what `dedup scan` read, a file or a folder. Without
    them it shows the passages alone.
    """
    from dedup.report import Report
    from dedup.report.html.targets import is_html
    from dedup.report.writing import check_target
    from dedup.terminal.summary import SummaryView, print_summary

    for output in outputs:
        check_target(output)
    if texts and not any(map(is_html, outputs)):
        raise click.UsageError("--texts is for an HTML report: name one with -o report.html")
    report = Report.read(file)
    if min_probability is not None:
        from dedup.report.regroup import regroup

        report = regroup(report, min_probability)
    report, chosen = _part(report, wanted)
    with texts_of(report, texts) as found:
        for output in outputs:
            if is_html(output):
                _write_pages(report, output, found)
            else:
                report.write(output, raw=raw)
    if not quiet:
        print_summary(report, view=SummaryView(limit, order, chosen))


def _part(report: Report, wanted: dict[str, tuple[str, ...]]) -> tuple[Report, tuple[str, ...]]:
    """The part of a report that is wanted, and the articles that were chosen; all of it where nothing was named."""
    from dedup.report.selection import Selection, select

    selection = Selection(**wanted)
    return select(report, selection) if any(selection) else (report, ())
