"""`dedup scan --engine spark`: the cluster reads the input and writes the tables of the report."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import click

_LOCAL_ONLY: Final = ("jobs", "memory", "strict")
"""Settings of `dedup scan` that mean nothing on a cluster, by the name of the parameter."""
INTERVAL: Final = 0.5
"""Seconds between two looks at what Spark is doing."""


def scan_on_spark(
    inputs: Sequence[str],
    outputs: Sequence[str],
    master: str | None,
    *,
    quiet: bool,
    progress: bool,
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

    session = start_session(master)
    try:
        check_folder(session, outputs[0])
        own = {name: value for name, value in settings.items() if name not in _LOCAL_ONLY}
        with spark_bar(session, progress) as step:
            result = scan_files(session, inputs, progress=step, **own)
            step("write")
            result.write(outputs[0])
        if not quiet:
            counts = [(name, getattr(result, name).count()) for name in ("articles", "relations", "families", "names")]
            click.echo(", ".join(f"{count:,} {name}" for name, count in counts))
            for entry in result.header.input.skipped[:1]:
                more = len(result.header.input.skipped)
                click.echo(f"skipped {more:,}, first {entry.path}, line {entry.line}: {entry.reason}", err=True)
    finally:
        session.stop()


@contextmanager
def spark_bar(session: Any, wanted: bool) -> Iterator[Callable[[str], None]]:
    """Yield what is called with each step of a scan; a bar shows it, and the tasks of Spark's stages that are at work,
    where standard error is a terminal."""
    if not wanted or not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from dedup.engines.spark.run import STEPS

    columns = (TextColumn("{task.description:<17}"), BarColumn(bar_width=30), TextColumn("{task.fields[tasks]}"))
    ended = threading.Event()
    done = [0]
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(STEPS[0], total=len(STEPS), tasks="")

        def watch() -> None:
            while not ended.wait(INTERVAL):
                ready, whole = tasks_at_work(session.sparkContext.statusTracker())
                shown = f"{ready:,}/{whole:,} tasks" if whole else ""
                bar.update(task, completed=done[0] + (ready / whole if whole else 0), tasks=shown)

        def step(name: str) -> None:
            done[0] = STEPS.index(name)
            bar.update(task, description=name, completed=done[0])

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield step
        finally:
            ended.set()
            watcher.join()


def tasks_at_work(tracker: Any) -> tuple[int, int]:
    """Return how many tasks of the stages that are at work are done, and how many there are."""
    stages = [tracker.getStageInfo(number) for number in tracker.getActiveStageIds()]
    known = [stage for stage in stages if stage is not None]
    return sum(stage.numCompletedTasks for stage in known), sum(stage.numTasks for stage in known)
