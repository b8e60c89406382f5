"""`dedup artifacts`: the marks of machine translation and spinning in each article, a line each."""

from __future__ import annotations

import atexit
import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from dedup.artifacts.rule import Rule
    from dedup.report.found import Found

FOUND: Final = 1
FORMATS: Final = ("text", "json", "sarif")
VERDICTS: Final = ("translated", "machine_translated", "spun", "finding")


def _looked_at(inputs: tuple[str, ...], rules: list[Rule], text_field: str | None, id_field: str | None, strict: bool) -> Iterator[Found]:
    """Each article with what was found in it by itself; what could not be read is told on standard error."""
    from dedup.artifacts.detect import Detector, alone
    from dedup.artifacts.engine import Engine
    from dedup.report.found import Found
    from dedup.report.printable import printable
    from dedup.scan import batches
    from dedup.sources import Sources
    from dedup.text.corpus import CorpusReader
    from dedup.text.language import languages

    sources = Sources(inputs, text_field=text_field, id_field=id_field, strict=strict)
    detector, reader, told = Detector(Engine(rules)), CorpusReader(), 0
    for batch in batches(iter(sources)):
        corpus = reader(batch)
        words = corpus.tokens.counts.tolist()
        for article, detected, count in zip(batch, detector(corpus, languages(corpus)), words, strict=True):
            yield Found(article, list(detected.findings), alone(detected, count))
    for entry in sources.skipped[told:]:
        place = entry.path + (f":{entry.line}" if entry.line else "")
        click.echo(f"dedup: {printable(f'{place}: {entry.reason}')}", err=True)


def _without_known(found: Iterator[Found], path: Path | None) -> Iterator[Found]:
    from msgspec.structs import replace

    from dedup.artifacts.baseline import read_baseline

    if path is None:
        yield from found
        return
    baseline = read_baseline(path)
    for one in found:
        yield replace(one, findings=baseline.unknown(one.article.id, one.findings))


def _print(found: Iterator[Found], rules: list[Rule], style: str) -> Iterator[Found]:
    """Print what passes by, and pass it on without its text."""
    import json

    from dedup.report.found import lines, record
    from dedup.report.sarif import sarif

    if style == "sarif":
        everything = list(found)
        click.echo(json.dumps(sarif(rules, everything), ensure_ascii=False, indent=1))
        yield from everything
        return
    if style == "json":
        click.echo("[", nl=False)
    comma = ""
    for one in found:
        if style == "text":
            for line in lines(one):
                click.echo(line)
        else:
            click.echo(f"{comma}\n{json.dumps(record(one), ensure_ascii=False)}", nl=False)
            comma = ","
        yield one
    if style == "json":
        click.echo("\n]")


@click.command(
    "artifacts",
    short_help="Show the marks of machine translation and spinning.",
    epilog="Example: dedup artifacts articles/ --format sarif > artifacts.sarif",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True, help="How the findings are printed.")
@click.option("--rules", "folders", multiple=True, type=click.Path(path_type=Path), metavar="FOLDER", help="More rules. Repeatable.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Leave this rule out. Repeatable.")
@click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE", help="Do not tell the findings that stand in this file.")
@click.option("--write-baseline", type=click.Path(path_type=Path), metavar="FILE", help="Write all findings to this file and print none.")
@click.option(
    "--fail-on", multiple=True, type=click.Choice(VERDICTS), help="Exit with 1 where an article has this verdict, or a finding. Repeatable."
)
@click.option("--text-field", metavar="NAME", help="The field of a JSON record that holds the text.")
@click.option("--id-field", metavar="NAME", help="The field of a JSON record that holds the id.")
@click.option("--strict", is_flag=True, help="Stop at the first record that cannot be used.")
def command(
    inputs: tuple[str, ...], style: str, folders: tuple[Path, ...], ignore: tuple[str, ...], baseline: Path | None,
    write_baseline: Path | None, fail_on: tuple[str, ...], text_field: str | None, id_field: str | None, strict: bool,
) -> None:  # fmt: skip
    """Print what rules find in the articles of each INPUT, as path:line:column: RULE message, and the verdict where there is one.

    Each article is looked at by itself; `dedup scan` compares it with its relatives too. In a JSON Lines file the line is that of the
    record and the column counts the characters of its text. `dedup explain RULE` says what a rule means.
    """
    atexit.register(gc.freeze)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from dedup.artifacts.loading import BUILT_IN, load_rules

    rules = load_rules([BUILT_IN, *folders], ignored=ignore)
    found = _looked_at(inputs, rules, text_field, id_field, strict)
    if write_baseline is not None:
        from dedup.artifacts.baseline import write_baseline as write

        known = write(write_baseline, ((one.article.id, one.findings) for one in found))
        click.echo(f"{known:,} findings are known from now on", err=True)
        return
    kinds = {kind for one in _print(_without_known(found, baseline), rules, style) for kind in _kinds(one)}
    raise click.exceptions.Exit(FOUND if kinds & set(fail_on) else 0)


def _kinds(one: Found) -> set[str]:
    return {one.verdict.verdict, *(["finding"] if one.findings else [])}
