"""`dedup index`: look at an index, mend it, move it, make it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

import click

from dedup.cli.fields import field_options
from dedup.cli.json_output import echo_json

if TYPE_CHECKING:
    from dedup.index import Prefilter
    from dedup.index.transfer import ArticleToAdd

DAMAGED: Final = 1
LEVELS: Final = ("copy", "wire", "event", "template")
INDEX: Final = click.argument("index", metavar="INDEX")
NO_TEXT: Final = click.option(
    "--no-text", is_flag=True, help="A new index keeps no texts: it is smaller and finds copies only."
)
ONLY: Final = click.option("--only", type=click.Choice(["copies"]), help="A new index looks for copies alone.")


def _say(message: str) -> None:
    from dedup.report.printable import printable

    click.echo(f"dedup: {printable(message)}", err=True)


def _existing(path: str) -> Prefilter:
    from dedup.index.existing import open_existing

    return open_existing(path)


def _reporter(name: str) -> Callable[[int | None, str], None]:
    def report(line: int | None, reason: str) -> None:
        _say(f"{name}{f', line {line}' if line else ''}: {reason}")

    return report


@click.group(
    "index", short_help="Look at an index, check it, move it, make it.", epilog="Example: dedup index stats seen.db"
)
def command() -> None:
    """Look at the index of `dedup filter` and of `dedup.Prefilter`, check it, move it, make it, and take articles
    out."""


@command.command("stats", short_help="Print figures of an index.", epilog="Example: dedup index stats seen.db --json")
@INDEX
@click.option("--json", "as_json", is_flag=True, help="Print one object of JSON.")
def stats(index: str, as_json: bool) -> None:
    """Print how many articles and families INDEX holds, from when, its size, and what it was made with."""
    import msgspec

    from dedup.report.printable import printable

    with _existing(index) as seen:
        found = msgspec.to_builtins(seen.stats())
    if as_json:
        echo_json(msgspec.json.encode(found))
        return
    header = found.pop("header", {})
    for name, value in {**found, "keeps text": header.get("text"), "copies alone": header.get("copies_alone")}.items():
        shown = f"{value:,}" if type(value) is int else {True: "yes", False: "no", None: "-"}.get(value, value)
        click.echo(f"{name.replace('_', ' '):14} {printable(str(shown))}")


@command.command("check", short_help="Look for damage.", epilog="Example: dedup index check seen.db")
@INDEX
def check(index: str) -> None:
    """Read all of INDEX and print what is damaged, a line each; exit with 1 if anything is."""
    from dedup.index.redis.address import shown_path
    from dedup.report.printable import printable

    with _existing(index) as seen:
        damage = seen.check_index()
    name = shown_path(index)
    for line in damage:
        click.echo(printable(line if name in line else f"{name}: {line}"))
    if damage:
        raise click.exceptions.Exit(DAMAGED)
    click.echo("nothing is damaged")


@command.command(
    "families",
    short_help="Print the families of the articles held.",
    epilog="Example: dedup index families seen.db --level copy",
)
@INDEX
@click.option("--level", multiple=True, type=click.Choice(LEVELS), help="Only families of this level. Repeatable.")
def families(index: str, level: tuple[str, ...]) -> None:
    """Print the families of the articles that INDEX holds, one object of JSON a line: id, level and members."""
    import msgspec

    with _existing(index) as seen:
        for family in seen.families():
            if not level or family.level in level:
                echo_json(msgspec.json.encode({"id": family.id, "level": family.level, "members": family.members}))


@command.command(
    "furniture", short_help="Print the lines learned to be furniture.", epilog="Example: dedup index furniture seen.db"
)
@INDEX
@click.option("--json", "as_json", is_flag=True, help="Print one object of JSON a line.")
@click.option(
    "--drop",
    "dropped",
    multiple=True,
    type=int,
    metavar="NUMBER",
    help="Let this line count in comparisons again. Repeatable.",
)
def furniture(index: str, as_json: bool, dropped: tuple[int, ...]) -> None:
    """Print the lines that INDEX has learned to be furniture of an outlet, which are left out of comparison.

    A line is learned where it returns in unrelated articles of one outlet. Printed are its number, the stories that had
    it, the outlet, and its first 200 characters. With --drop the lines of these numbers are dropped instead, and not
    learned again.
    """
    import msgspec

    from dedup.errors import InputError
    from dedup.index.redis.address import shown_path
    from dedup.report.printable import printable

    with _existing(index) as seen:
        for number in dropped:
            if not seen.unlearn(number):
                name = shown_path(index)
                raise InputError(
                    f"{name} has learned no line {number}; see the numbers with `dedup index furniture {name}`"
                )
            _say(f"line {number} counts again")
        for line in [] if dropped else seen.learned():
            if as_json:
                echo_json(msgspec.json.encode(line))
            else:
                click.echo(f"{line.id:6} {line.stories:8,}  {printable(f'{line.outlet}: {line.text}')}")


@command.command(
    "style", short_help="Print the marks that are an outlet's style.", epilog="Example: dedup index style seen.db"
)
@INDEX
@click.option("--json", "as_json", is_flag=True, help="Print one object of JSON a line.")
def style(index: str, as_json: bool) -> None:
    """Print the marks of a translation that an outlet has in so many of its articles that they are its house style, and
    no evidence.

    They are counted where articles are added with `dedup filter --translation`. Printed are the articles with the mark,
    all English articles of the outlet, the outlet, and the rule.
    """
    import msgspec

    from dedup.report.printable import printable

    with _existing(index) as seen:
        for mark in seen.house_styles():
            if as_json:
                echo_json(msgspec.json.encode(mark))
            else:
                click.echo(f"{mark.marked:8,} of {mark.articles:8,}  {printable(f'{mark.outlet}: {mark.rule}')}")


@command.command(
    "export", short_help="Write the articles to a file.", epilog="Example: dedup index export seen.db -o seen.parquet"
)
@INDEX
@click.option(
    "-o", "--output", metavar="FILE", help="Write here, as Parquet if it ends in .parquet.  [default: standard output]"
)
@click.option("--no-text", is_flag=True, help="Write sketches in the place of the texts, for an index that keeps none.")
def export(index: str, output: str | None, no_text: bool) -> None:
    """Write the articles of INDEX, the oldest first, with id, time, family and text, as JSON Lines or Parquet (extra
    `parquet`).

    An index without texts gives sketches, which another one without texts takes.
    """
    from dedup.errors import SettingsError
    from dedup.filter.output import StandardOutput, file_exists, write_errors
    from dedup.index.redis.address import shown_path
    from dedup.index.transfer import export_file, export_lines

    if output is not None and file_exists(output):
        raise SettingsError(f"{output} is there already; move it away or name another file")
    with _existing(index) as seen:
        if output is None:
            done = export_lines(seen, StandardOutput().write, texts=not no_text)
        else:
            with write_errors(output):
                done = export_file(seen, output, texts=not no_text)
    if done.bare:
        _say(
            f"{shown_path(index)} holds {done.bare:,} articles from a time when half of a sketch was kept: these "
            "cannot be imported again"
        )
    _say(f"{done.records:,} articles exported")


def _made(
    index: str, articles: Iterator[ArticleToAdd], no_text: bool, only: tuple[str, ...]
) -> tuple[Prefilter, Iterator[ArticleToAdd]]:
    """A new index, and all that is to come into it; raises SettingsError before it is made where it could not take
    that."""
    from itertools import chain

    from dedup.errors import SettingsError
    from dedup.index import Prefilter
    from dedup.index.redis.address import shown_path

    first = next(articles, None)
    if first is not None and first.sketch is not None and not no_text:
        raise SettingsError(f"what is imported holds sketches and no texts; make {shown_path(index)} with --no-text")
    return Prefilter(index, text=not no_text, only=only), articles if first is None else chain([first], articles)


def _take_in(index: str, articles: Iterable[ArticleToAdd], no_text: bool, only: str | None) -> None:
    """Add articles, to an index as it is or to a new one."""
    from dedup.index.existing import is_there
    from dedup.index.transfer import add_articles

    coming = iter(articles)
    if no_text or only or not is_there(index):
        seen, coming = _made(index, coming, no_text, (only,) if only else ())
    else:
        seen = _existing(index)
    with seen:
        added, known = add_articles(seen, coming)
    _say(f"{added:,} articles added, {known:,} known already")


@command.command(
    "import", short_help="Add the articles of an export.", epilog="Example: dedup index import other.db seen.parquet"
)
@INDEX
@click.argument("file", metavar="FILE")
@NO_TEXT
@ONLY
@field_options
def import_(index: str, file: str, no_text: bool, only: str | None, **fields: Any) -> None:
    """Add the articles of FILE, which `export` wrote, to INDEX, with the times at which they were first seen.

    FILE is JSON Lines (- for standard input) or Parquet. An article that INDEX holds already is not added again. What
    was exported as sketches goes into an index without texts.
    """
    from dedup.index.transfer import articles_to_add
    from dedup.sources.skipped import ReasonCounts, counted

    counts, say = ReasonCounts(), _reporter(file)

    def report(line: int | None, reason: str) -> None:
        if counts.is_listed(reason):
            say(line, reason)

    _take_in(index, articles_to_add(file, report, **fields), no_text, only)
    for reason, number in counts.rest():
        say(None, counted(reason, number))


@command.command(
    "build",
    short_help="Make an index from articles.",
    epilog="Example: dedup index build seen.db archive/ older.jsonl.gz",
)
@INDEX
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@NO_TEXT
@ONLY
@field_options
@click.option("--strict", is_flag=True, help="Stop at the first record that cannot be used.")
def build(index: str, inputs: tuple[str, ...], no_text: bool, only: str | None, **options: Any) -> None:
    """Make INDEX, or add to it, from what `dedup scan` reads: files, folders or - for standard input."""
    from dedup.index.transfer import ArticleToAdd
    from dedup.sources import Sources
    from dedup.sources.skipped import counted

    sources = Sources(inputs, **options)
    _take_in(index, (ArticleToAdd(article, None) for article in sources), no_text, only)
    for entry in sources.skipped:
        _reporter(entry.path)(entry.line, counted(entry.reason, entry.count))


@command.command(
    "upgrade",
    short_help="Make the sketches of an index again.",
    epilog="Example: dedup index upgrade seen.db",
)
@INDEX
def upgrade(index: str) -> None:
    """Make the sketches of INDEX again from its texts, with the tokeniser, stemmer and transliterator of this version.

    The new index is built beside the old one and then takes its place; an upgrade that was interrupted goes on where it
    ended. Nobody else may use INDEX meanwhile. Lines that were learned to be furniture are learned again. An index in
    Redis is exported and imported instead.
    """
    from dedup.index.upgrade import upgrade_index

    _say(f"{upgrade_index(index):,} articles sketched again")


@command.command(
    "forget", short_help="Take articles out.", epilog="Example: dedup index forget seen.db --older-than 90d"
)
@INDEX
@click.option("--id", "ids", multiple=True, metavar="ID", help="Take the article of this id out. Repeatable.")
@click.option("--older-than", metavar="TIME", help="Take out what was first seen longer ago, as 90d.")
def forget(index: str, ids: tuple[str, ...], older_than: str | None) -> None:
    """Take articles out of INDEX."""
    if not ids and older_than is None:
        raise click.UsageError("Name articles with --id, or a time with --older-than", click.get_current_context())
    with _existing(index) as seen:
        gone = sum(seen.forget(ident) for ident in ids)
        if older_than is not None:
            gone += seen.forget(older_than=older_than)
    _say(f"{gone:,} articles forgotten")
