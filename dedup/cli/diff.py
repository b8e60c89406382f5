"""`dedup diff`: why two articles are related, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dedup.cli.fields import FIELDS, field_options
from dedup.cli.json_output import echo_json
from dedup.cli.scan import SharingSettings

if TYPE_CHECKING:
    from dedup.article import Article
    from dedup.records import Relation
    from dedup.terminal.pair_head import Pair


def compared(names: tuple[str, str], articles: tuple[Article, Article], model: str | None = None) -> Pair:
    """What a scan of the two finds; below its threshold the relation is weak, and above it may still be that of one
    event."""
    from msgspec.structs import replace

    from dedup.pipeline import scan
    from dedup.terminal.pair_head import Pair, Side

    # So that a is the first, in relations and in their reasons, whatever the ids.
    pair = [replace(article, id=letter) for article, letter in zip(articles, "ab", strict=True)]
    report = scan(pair, jobs=1, strict=True, model=model)
    weak = not report.relations
    if weak:
        report = scan(pair, jobs=1, strict=True, min_probability=0.0, model=model)
    relation: Relation | None = None
    if report.relations:
        relation = replace(report.relations[0], a=articles[0].id, b=articles[1].id)
    a, b = (Side(*each) for each in zip(names, articles, report.articles, strict=True))
    return Pair(a, b, relation, weak)


def write_pair(pair: Pair, output: str) -> None:
    """Write a page of the two articles alone, which opens with them side by side."""
    from urllib.parse import quote

    from msgspec.structs import replace

    from dedup.records import InputRecord
    from dedup.report import make_report
    from dedup.report.html.document import write_html

    sides = pair.a, pair.b
    ids = [side.article.id for side in sides]
    report = make_report(
        settings={},
        input=InputRecord(articles=2),
        articles=[replace(side.record, id=ident) for side, ident in zip(sides, ids, strict=True)],
        relations=[pair.relation] if pair.relation is not None else [],
    )
    start = f"#pair={quote(ids[0], safe='')}&with={quote(ids[1], safe='')}"
    write_html(report, output, {side.article.id: side.article.text for side in sides}, start=start)


@click.command(
    "diff",
    cls=SharingSettings,
    shared=(*FIELDS, "model"),
    short_help="Show why two articles are related, side by side.",
    epilog="Example: dedup diff old.txt news.jsonl#a17",
)
@click.argument("names", nargs=-1, required=True, metavar="[REPORT] A B")
@click.option("--full", is_flag=True, help="Leave out nothing of the text between the passages.")
@click.option("-o", "--output", metavar="FILE", help="Write a page for a browser, .html, instead of printing.")
@click.option("--json", "as_json", is_flag=True, help="Print the relation as in a report, null where there is none.")
@click.option(
    "--texts", multiple=True, metavar="INPUT", help="What REPORT was made from, to show the texts whole. Repeatable."
)
@click.option("--model", metavar="FILE", help="Judge by a model that `dedup calibrate` made.")
@field_options
def command(
    names: tuple[str, ...],
    full: bool,
    output: str | None,
    as_json: bool,
    texts: tuple[str, ...],
    model: str | None,
    **fields: Any,
) -> None:
    """Show why the articles A and B are related: the evidence, then their passages beside each other.

    Each is a file with one article, FILE#ID or FILE#LINE of a file with several, or - for standard input. What comes
    after # is an id where the file has it, else a line or a row, counted from 1. A relation that is too weak for a scan
    is shown as well. -o pair.html writes the same as a page for a browser.

    With REPORT (.json or .jsonl, also .gz) in front, A and B are ids in it, and what is shown is what the scan found.
    A report holds the passages alone; --texts names its input, from which the rest is read.
    """
    if len(names) not in (2, 3) or (texts and len(names) == 2):
        raise click.UsageError("Name two articles, or a report and the ids of two articles in it")
    if output is not None:
        from dedup.report.html.targets import is_html
        from dedup.report.writing import check_target

        if not is_html(output):
            raise click.UsageError(f"{output} does not end in .html: a pair is written as a page, --json prints it")
        check_target(output)
    pair = _of_report(names, texts, fields) if len(names) == 3 else _of_files((names[0], names[1]), fields, model)
    if output is not None:
        write_pair(pair, output)
    if as_json:
        from dedup.report.writing import Pieces

        pieces = Pieces(echo_json)
        pieces.value(pair.relation)
        pieces.flush()
        return
    if output is not None:
        return
    from dedup.terminal.side_by_side import print_pair

    print_pair(pair, full=full)


def _of_files(names: tuple[str, str], fields: dict[str, Any], model: str | None) -> Pair:
    from dedup.report.printable import printable
    from dedup.sources import with_unique_ids
    from dedup.sources.one_article import find_articles

    named = find_articles(names, **fields)
    for note in [note for each in named for note in each.notes]:
        click.echo(f"dedup: {printable(note)}", err=True)
    first, second = with_unique_ids([each.article for each in named], [])
    return compared(names, (first, second), model)


def _of_report(names: tuple[str, ...], texts: tuple[str, ...], fields: dict[str, Any]) -> Pair:
    from dedup.report import Report
    from dedup.sources import Sources
    from dedup.terminal.report_pair import pair_in_report

    return pair_in_report(Report.read(names[0]), names[1], names[2], Sources(texts, **fields) if texts else ())
