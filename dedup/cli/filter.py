"""`dedup filter`: JSON Lines in, the lines of articles that are new out."""

from __future__ import annotations

import atexit
import gc
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from dedup.cli.fields import FIELDS, field_options
from dedup.cli.types import HOUSE_STYLE
from dedup.records import RELATIONS

if TYPE_CHECKING:
    from dedup.filter.journal import Journal, Progress
    from dedup.filter.output import FileOutput, Output
    from dedup.filter.run import FilterSettings
    from dedup.index import Prefilter
    from dedup.sources.line_reader import LineReader

VERSIONS: Final = ("keep", "latest", "drop")  # as in `filter.choice`, which is loaded when a run begins
SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
KILLED_BY: Final = 128
"""Added to the number of the signal for the exit code, as shells do: 130 and 143."""

T = TypeVar("T")


class Stopped(Exception):  # noqa: N818 nothing went wrong
    """The process was asked to end."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.exit_code = KILLED_BY + number


class Stopping:
    """SIGINT and SIGTERM between two lines, never within one: what was begun is written whole.

    While it is entered, a signal raises Stopped out of `between`: at once where that waits for input, else when the
    line is done."""

    def __init__(self) -> None:
        self._number = 0
        self._waiting = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Stopping:
        self._before = {each: signal.signal(each, self._asked) for each in SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each, handler in self._before.items():
            signal.signal(each, handler)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        self._number = number
        if self._waiting:
            raise Stopped(number)

    def between(self, items: Iterator[T]) -> Iterator[T]:
        """The items, until a signal comes."""
        while True:
            try:
                # Set before the look, so that a signal between the look and the wait is not slept over.
                self._waiting = True
                if self._number:
                    raise Stopped(self._number)
                item = next(items, None)
            finally:
                self._waiting = False
            if item is None:
                return
            yield item


MORE: Final = ("translation", "names")


def _say(message: str) -> None:
    from dedup.report.printable import printable

    click.echo(f"dedup: {printable(message)}", err=True)


def _counted(progress: Progress) -> str:
    removed = ", ".join(f"{progress.removed[name]:,} {name}" for name in RELATIONS if name in progress.removed)
    kinds = f" ({removed})" if removed else ""
    return f"{progress.kept:,} kept, {sum(progress.removed.values()):,} removed{kinds}, {progress.unread:,} not read"


def _check(output: str | None, removed: str | None) -> bool:
    """Raise SettingsError where the outputs cannot be what they should, before anything is made; return whether a new
    run may begin with them: where nothing is in them."""
    from dedup.errors import SettingsError
    from dedup.filter.output import file_exists, journal_of

    if output is not None and removed is not None and os.path.realpath(output) == os.path.realpath(removed):
        raise SettingsError(f"{output} is to hold what stays and what was removed; name two files")
    if output is not None and output.lower().endswith(".gz"):
        raise SettingsError(
            f"{output} would be gzipped, and then could not be gone on with; name it .jsonl, or pipe the output to gzip"
        )
    taken = [path for path in (output, removed) if path is not None and file_exists(path)]
    if output is not None and taken and not file_exists(journal_of(output)):
        raise SettingsError(
            f"{taken[0]} is there already and no interrupted run belongs to it; move it away or name another file"
        )
    return not any(Path(path).stat().st_size for path in taken)


def _outputs(output: str | None, removed: str | None, at: Progress, stack: ExitStack) -> tuple[Output, Output]:
    """The two outputs where they were; without an output file there is nothing to go on with, and what was removed is
    added to a log."""
    from dedup.filter.output import FileOutput, NoOutput, StandardOutput, end_of

    lines: Output = StandardOutput()
    log: Output = NoOutput()
    if output is not None:
        lines = _closed_later(FileOutput(output, at.output), stack)
    if removed is not None:
        log = _closed_later(FileOutput(removed, at.removed_output if output is not None else end_of(removed)), stack)
    return lines, log


def _closed_later(file: FileOutput, stack: ExitStack) -> FileOutput:
    stack.callback(file.close)
    return file


def _going_on(progress: Progress, outputs: tuple[Output, Output]) -> str:
    """What a run that died left, and what becomes of it."""
    cut = sum(getattr(each, "cut", 0) for each in outputs)
    behind = f"; {cut:,} bytes that it wrote behind that are cut off and written again" if cut else ""
    again = ", in the second of two passes" if progress.stage > 1 else ""
    return f"going on behind line {progress.line:,}{again}, where a run was interrupted{behind}"


@click.command(
    "filter",
    short_help="Pass on the articles of JSON Lines that an index has not seen.",
    epilog="Example: dedup filter --index seen.db articles.jsonl -o new.jsonl --removed removed.jsonl",
)
@click.argument("input", default="-", metavar="[INPUT]")
@click.option(
    "--index",
    required=True,
    metavar="FILE",
    help="The index, or the address of one in Redis; made where there is none.",
)
@click.option(
    "-o", "--output", metavar="FILE", help="Write here; an interrupted run is gone on with.  [default: standard output]"
)
@click.option(
    "--mode", type=click.Choice(["drop", "annotate"]), default="drop", show_default=True, help="Leave out, or mark."
)
@click.option("--translation", is_flag=True, help="Mark besides whether each article is a translation or spun.")
@HOUSE_STYLE
@click.option("--names", is_flag=True, help="Mark besides the names in each article, and how its matches spell them.")
@click.option(
    "--remove", multiple=True, type=click.Choice(RELATIONS), default=RELATIONS[:4], show_default=True,
    help="Leave out what is related so to an article that stays. Repeatable.",
)  # fmt: skip
@click.option(
    "--novelty", type=click.FloatRange(0, 1), default=0.1, show_default=True, metavar="SHARE",
    help="Leave out only what has at most this share of words that no earlier article has.",
)  # fmt: skip
@click.option(
    "--versions", type=click.Choice(VERSIONS), default="keep", show_default=True,
    help="Which versions of one article pass: each that changed, the newest (a file is read twice), or the first.",
)  # fmt: skip
@click.option(
    "--keep", default="first", show_default=True, metavar="WHICH",
    help="Which article of a story stays: first, longest, earliest or prefer=OUTLET,... All but first read a file "
    "twice.",
)  # fmt: skip
@click.option("--removed", metavar="FILE", help="Write what was left out, and for which article, as JSON Lines.")
@click.option("--window", metavar="TIME", help="Forget articles seen longer ago than this, as 30d or 12h.")
@click.option(
    "--max-articles", type=click.IntRange(min=1), metavar="N", help="Forget the oldest articles beyond this number."
)
@click.option("--no-text", is_flag=True, help="Keep no texts in the index: it is smaller and finds copies only.")
@click.option("--only", type=click.Choice(["copies"]), help="Look for copies alone, which is faster.")
@click.option("--model", metavar="FILE", help="Judge by a model that `dedup calibrate` made.")
@field_options
@click.option("--strict", is_flag=True, help="Stop at the first line that is not as it should be.")
@click.option("-q", "--quiet", is_flag=True, help="Do not print the counts on standard error at the end.")
def command(input: str, index: str, output: str | None, removed: str | None, quiet: bool, **options: Any) -> None:
    """Read articles from INPUT (JSON Lines, also gzipped; standard input if none is named) and pass on those that are
    new, in their order.

    Each article is compared with all that the index holds and added to it. The lines that stay come out byte for byte
    as they were. With --mode annotate every article comes out, with the verdict under the key "dedup"; --translation
    and --names add to it.
    """
    from dedup.filter.journal import Journal
    from dedup.filter.output import journal_of
    from dedup.filter.run import FilterSettings
    from dedup.sources.line_reader import LineReader

    settings = FilterSettings(
        mode=options["mode"],
        remove=tuple(sorted(set(options["remove"]))),
        novelty=options["novelty"],
        versions=options["versions"],
        keep=options["keep"],
        strict=options["strict"],
        more=tuple(name for name in MORE if options[name]),
    )
    records = LineReader(input, **{name: options[name] for name in FIELDS})
    settings.check(records)
    may_begin = _check(output, removed)
    kept_settings = {
        **options,
        "remove": settings.remove,
        "index": _place(index),
        "removed": removed and os.path.realpath(removed),
    }
    if options["model"] is not None:
        from dedup.relations.calibration import read_calibration

        kept_settings["model"] = read_calibration(options["model"]).digest
    # It stops a run and changes no line of it.
    kept_settings.pop("strict")
    # Noted where they are asked for, so that a run can be gone on with which began before they could be.
    left_out = (*MORE, "fields", "model")
    kept_settings = {name: value for name, value in kept_settings.items() if value or name not in left_out}
    if options["house_style"]:
        del kept_settings["house_style"]
    with ExitStack() as stack:
        # The index first: where it cannot be opened, no run has begun.
        seen = stack.enter_context(_opened(index, options))
        path = None if output is None else journal_of(output)
        journal = stack.enter_context(Journal(path, kept_settings, may_begin=may_begin or path is None))
        outputs = _outputs(output, removed, journal.progress, stack)
        if journal.is_continued and not quiet:
            _say(_going_on(journal.progress, outputs))
        progress = _filter(records, seen, outputs, journal, settings)
        journal.finish()
    if not quiet:
        _say(_counted(progress))


def _place(index: str) -> str:
    """Where the index is, as the journal may have it."""
    from dedup.index.redis.address import is_address, shown_path

    return shown_path(index) if is_address(index) else os.path.realpath(index)


def _opened(index: str, options: dict[str, Any]) -> Prefilter:
    atexit.register(gc.freeze)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from dedup.index import Prefilter

    only = (options["only"],) if options["only"] else ()
    more = {name: options[name] for name in MORE}
    return Prefilter(
        index,
        text=not options["no_text"],
        window=options["window"],
        max_articles=options["max_articles"],
        only=only,
        model=options["model"],
        house_style=options["house_style"],
        **more,
    )


def _filter(
    records: LineReader, seen: Prefilter, outputs: tuple[Output, Output], journal: Journal, settings: FilterSettings
) -> Progress:
    """Run until the lines end; raises click's Exit with the code of a signal where one came before."""
    from dedup.filter.run import FilterRun

    def report(line: int | None, reason: str) -> None:
        _say(f"{records.shown}{f', line {line}' if line else ''}: {reason}")

    with Stopping() as stopping:
        try:
            return FilterRun(records, seen, *outputs, journal, settings, report).run(stopping.between)
        except Stopped as stopped:
            on = "; run the same command again to go on" if journal.path else ""
            _say(f"stopped by {stopped} after line {journal.progress.line:,}{on}")
            raise click.exceptions.Exit(stopped.exit_code) from stopped
