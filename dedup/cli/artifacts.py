"""`dedup artifacts`: the marks of machine translation and spinning in each article, a line each."""

from __future__ import annotations

import atexit
import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dedup.cli.fields import FIELDS, field_options
from dedup.cli.json_output import echo_json
from dedup.cli.scan import SharingSettings

if TYPE_CHECKING:
    from dedup.article import Article
    from dedup.artifacts.baseline import Baseline
    from dedup.artifacts.rule import Rule
    from dedup.sources import Sources
    from dedup.terminal.mark_lines import MarkedArticle

FOUND: Final = 1
KINDS: Final = ("translated", "machine_translated", "spun", "assistant", "finding")


def _tell(place: str, reason: str) -> None:
    from dedup.report.printable import printable

    click.echo(f"dedup: {printable(f'{place}: {reason}')}", err=True)


def _watched(sources: Sources) -> Iterator[Article]:
    """The articles; what could not be read is reported when it is passed, and at the end how much more there was."""
    from dedup.sources.skipped import counted

    reported = 0

    def report_skipped() -> None:
        nonlocal reported
        for entry in sources.skipped[reported:]:
            report(entry.path, entry.line, entry.reason)
        reported = len(sources.skipped)

    def report(path: str, line: int | None, reason: str) -> None:
        _tell(sources.place(path) + (f":{line}" if line else ""), reason)

    for article in sources:
        report_skipped()
        yield article
    report_skipped()
    for entry in sources.skipped:
        if entry.count > 1:
            report(entry.path, entry.line, counted(entry.reason, entry.count))


def _looked_at(sources: Sources, rules: list[Rule], baseline: Baseline) -> Iterator[MarkedArticle]:
    """Each article with what was found in it by itself and is not known; what a rule could not do is printed on
    standard error."""
    from dedup.artifacts.detector import Detector, judge_alone
    from dedup.artifacts.engine import Engine
    from dedup.sources.batches import batches
    from dedup.terminal.mark_lines import MarkedArticle
    from dedup.text.corpus import CorpusReader
    from dedup.text.language import languages

    detector, reader = Detector(Engine(rules)), CorpusReader()
    for batch in batches(_watched(sources)):
        corpus = reader(batch)
        words = corpus.tokens.counts.tolist()
        for article, detected, count in zip(batch, detector(corpus, languages(corpus)), words, strict=True):
            verdict = judge_alone(detected, count)
            new, known = baseline.unknown(article.id, detected.findings), baseline.knows(article.id, verdict.verdict)
            yield MarkedArticle(article, new, verdict, sources.place(article.path) if article.path else None, known)
        for problem in detector.problems:
            _tell(problem.article, f"rule {problem.rule}: {problem.reason}" if problem.rule else problem.reason)
        detector.problems.clear()


def _print_text(found: Iterator[MarkedArticle], rules: list[Rule]) -> None:
    from dedup.terminal.mark_lines import mark_lines

    for one in found:
        for line in mark_lines(one):
            click.echo(line)


def _print_json(found: Iterator[MarkedArticle], rules: list[Rule]) -> None:
    from dedup.report.writing import Pieces
    from dedup.terminal.mark_lines import mark_record

    pieces = Pieces(lambda data: echo_json(data, nl=False))
    pieces.array(map(mark_record, found))
    pieces.text(b"\n")
    pieces.flush()


def _print_sarif(found: Iterator[MarkedArticle], rules: list[Rule]) -> None:
    from dedup.report.writing import Pieces
    from dedup.terminal.sarif import sarif

    pieces = Pieces(echo_json)
    pieces.value(sarif(rules, found))
    pieces.flush()


FORMATS: Final[dict[str, Callable[[Iterator[MarkedArticle], list[Rule]], None]]] = {
    "text": _print_text,
    "json": _print_json,
    "sarif": _print_sarif,
}


@click.command(
    "artifacts",
    cls=SharingSettings,
    shared=(*FIELDS, "rules", "ignore", "strict"),
    short_help="Show the marks of machine translation and spinning.",
    epilog="Example: dedup artifacts articles/ --format sarif > artifacts.sarif",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "--format",
    "style",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How the findings are printed.",
)
@click.option("--rules", multiple=True, metavar="FOLDER", help="Artifact rules besides the built-in ones. Repeatable.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Leave this rule or family of rules out. Repeatable.")
@click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE", help="Do not report what is in this file.")
@click.option(
    "--write-baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write all that is found to this file, print none.",
)
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(KINDS),
    help="Exit with 1 where an article has this verdict, or a finding. Repeatable.",
)
@field_options
@click.option("--strict", is_flag=True, help="Stop at the first record that cannot be used.")
def command(
    inputs: tuple[str, ...], style: str, rules: tuple[str, ...], ignore: tuple[str, ...], baseline: Path | None,
    write_baseline: Path | None, fail_on: tuple[str, ...], strict: bool, **fields: Any,
) -> None:  # fmt: skip
    """Print what rules find in the articles of each INPUT, as path:line:column: RULE message, and the verdict where
    there is one.

    Each article is looked at by itself; `dedup scan` compares it with its relatives too. In a JSON Lines file the line
    is that of the record and the column counts the characters of its text. `dedup explain RULE` says what a rule means.
    """
    atexit.register(gc.freeze)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if write_baseline is not None and (baseline is not None or fail_on):
        raise click.UsageError(
            "--write-baseline takes all that is found for known; give it without --baseline and --fail-on"
        )
    from dedup.artifacts.baseline import Baseline, read_baseline
    from dedup.artifacts.loading import BUILT_IN, load_rules
    from dedup.siblings.aligned_rules import CATEGORIES
    from dedup.sources import Sources

    # Before anything is printed, so that an error is alone.
    loaded = load_rules([BUILT_IN, *map(Path, rules)], ignored=[name for name in ignore if name not in CATEGORIES])
    known = read_baseline(baseline) if baseline is not None else Baseline()
    found = _looked_at(Sources(inputs, strict=strict, **fields), loaded, known)
    if write_baseline is not None:
        _write(write_baseline, found)
        return
    kinds: set[str] = set()
    FORMATS[style](_noted(found, kinds), loaded)
    raise click.exceptions.Exit(FOUND if kinds & set(fail_on) else 0)


def _noted(found: Iterator[MarkedArticle], kinds: set[str]) -> Iterator[MarkedArticle]:
    """The same; what `--fail-on` may ask for is put into `kinds`."""
    for one in found:
        if one.is_verdict_shown:
            kinds.add(one.verdict.verdict)
        if one.findings:
            kinds.add("finding")
        yield one


def _write(path: Path, found: Iterator[MarkedArticle]) -> None:
    from dedup.artifacts.baseline import write_baseline

    if not path.absolute().parent.is_dir():
        raise click.UsageError(f"the folder of {path} does not exist: make it first")
    count = write_baseline(path, ((one.article.id, one.findings, one.verdict.verdict) for one in found))
    click.echo(f"dedup: findings that {path} holds: {count:,}", err=True)
