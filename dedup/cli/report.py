"""`dedup report`: a report that was written before, looked at again or written in another form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from dedup.cli.types import probability

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
    sources = Sources(inputs, text_field=settings.get("text_field"), id_field=settings.get("id_field"))
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
    short_help="Show a report again, at another threshold.",
    epilog="Example: dedup report report.json --min-probability 0.9",
)
@click.argument("file", metavar="REPORT")
@click.option("--min-probability", type=probability, metavar="P", help="Regroup at this threshold.")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE",
    help="Write it: .json or .jsonl, each also .gz, or .html; a FOLDER/ for a large one. Repeatable.",
)
@click.option(
    "--texts", multiple=True, metavar="INPUT", help="Show the texts of what was scanned in the .html. Repeatable."
)
@click.option("-q", "--quiet", is_flag=True, help="Print no summary.")
def command(
    file: str, min_probability: float | None, outputs: tuple[str, ...], texts: tuple[str, ...], quiet: bool
) -> None:
    """Show the summary of REPORT (.json or .jsonl, also .gz) again, without scanning.

    At a threshold above that of the scan, pairs below it are set aside and the families are built again. At one below
    it, pairs that the scan set aside come back, without their passages.

    An HTML report shows the texts that are found in each --texts: what `dedup scan` read, a file or a folder. Without
    them it shows the passages alone.
    """
    from dedup.report import Report
    from dedup.report.html.targets import is_html
    from dedup.report.writing import check_target
    from dedup.terminal.summary import print_summary

    for output in outputs:
        check_target(output)
    if texts and not any(map(is_html, outputs)):
        raise click.UsageError("--texts is for an HTML report: name one with -o report.html")
    report = Report.read(file)
    if min_probability is not None:
        from dedup.report.regroup import regroup

        report = regroup(report, min_probability)
    with texts_of(report, texts) as found:
        for output in outputs:
            if is_html(output):
                _write_pages(report, output, found)
            else:
                report.write(output)
    if not quiet:
        print_summary(report)
