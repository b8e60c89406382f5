"""`dedup report`: the summary of a report that was written before."""

from __future__ import annotations

import click

from dedup.cli.types import probability


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
    help="Write it: .json or .jsonl, each also .gz. Repeatable.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print no summary.")
def command(file: str, min_probability: float | None, outputs: tuple[str, ...], quiet: bool) -> None:
    """Show the summary of REPORT (.json or .jsonl, also .gz) again, without scanning.

    At a threshold above that of the scan, pairs below it are set aside and the families are built again. At one below
    it, pairs that the scan set aside come back, without their passages.
    """
    from dedup.report import Report
    from dedup.report.writing import check_target
    from dedup.terminal.summary import print_summary

    for output in outputs:
        check_target(output)
    report = Report.read(file)
    if min_probability is not None:
        from dedup.report.regroup import regroup

        report = regroup(report, min_probability)
    for output in outputs:
        report.write(output)
    if not quiet:
        print_summary(report)
