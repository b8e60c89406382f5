"""`dedup calibrate`: judged pairs in, a model for the user's own articles out."""

from __future__ import annotations

import os
from typing import Any

import click

from dedup.cli.types import JOBS, size


@click.command(
    "calibrate",
    short_help="Learn from judged pairs how probable relations are.",
    epilog="Example: dedup calibrate labels.jsonl --articles articles.jsonl -o model.json",
)
@click.argument("labels", metavar="LABELS")
@click.option("-o", "--output", required=True, metavar="FILE", help="Write the model here.")
@click.option(
    "--articles", multiple=True, metavar="INPUT", help="The articles, as a scan read them: a and b are ids. Repeatable."
)
@click.option("--report", metavar="REPORT", help="The report that was judged: a and b are ids in it.")
@click.option("--jobs", type=JOBS, metavar="N", help="Threads.  [default: the cores of the machine]")
@click.option(
    "--memory", type=size, default="1GB", show_default=True, metavar="SIZE",
    help="Kept in memory before it is spilled to disk.",
)  # fmt: skip
@click.option("--text-field", metavar="NAME", help="The field of a JSON record that holds the text.")
@click.option("--id-field", metavar="NAME", help="The field of a JSON record that holds the id.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing.")
@click.option("--no-progress", is_flag=True, help="Show no progress bar on standard error.")
def command(labels: str, output: str, quiet: bool, no_progress: bool, **options: Any) -> None:
    """Learn from LABELS, pairs that you judged, how probable relations among articles like yours are, and write a model
    for the option --model of scan, filter and diff.

    LABELS is JSON Lines or CSV with a, b, judgement (right, wrong or unsure) and perhaps relation. a and b are ids of
    --articles or of --report, else files as in `dedup diff`. At least 50 pairs must derive, and 50 must not. The extra
    `train` is needed.
    """
    from dedup.cli.progress import progress_bar

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from dedup.calibrate import fit_model

    with progress_bar(not no_progress, ("reading", "pairing")) as progress:
        found = fit_model(labels, progress=progress, **options)
    found.write(output)
    if not quiet:
        from dedup.terminal.calibration_tables import calibration_lines

        for line in calibration_lines(found, output):
            click.echo(line)
