"""`dedup explain`: what a rule means, with its examples."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from dedup.artifacts.rates import Rate
    from dedup.artifacts.rule import Rule

WIDTH: Final = 100
CLAIMS: Final = {
    "machine": "a machine translated the text: no human translator writes so",
    "translated": "the text was translated, by a person or a machine; alone it accuses nobody",
    "spun": "a synonym machine went over the text",
}


def _told(rule: Rule, rates: Rate | None) -> Iterator[str]:
    from dedup.report.printable import printable

    languages = f", from {', '.join(rule.languages)}" if rule.languages else ""
    yield printable(f"{rule.id}: {rule.category}")
    yield from _wrapped(f"Claims `{rule.claims}`{languages}: {CLAIMS[rule.claims]}.")
    yield from _wrapped(
        f"Family `{rule.family}`: two findings of one family are one piece of evidence. Looked for in: {', '.join(rule.scope)}."
    )
    yield ""
    yield from _wrapped(rule.why)
    yield ""
    yield "Marked:"
    yield from (f"  + {printable(text.replace('⟦', '[').replace('⟧', ']'))}" for text in rule.matches)
    yield "Left alone:"
    yield from (f"  - {printable(text)}" for text in rule.misses)
    yield ""
    if rates is None:
        yield "Its hit rates were not measured: it is no rule of this package."
    else:
        yield "Hits in 1,000 articles where it was measured:"
        yield from (f"  {label:18} {rate:8.2f}" for label, rate in rates.hits.items())
        yield f"Weight of one hit for `translated`, log likelihood ratio: {rates.weight:+.2f}"


def _wrapped(text: str) -> list[str]:
    from dedup.report.printable import printable

    return textwrap.wrap(printable(text), WIDTH)


@click.command("explain", short_help="Say what a rule means, with its examples.", epilog="Example: dedup explain glued-sentence")
@click.argument("rule", metavar="RULE")
@click.option("--rules", "folders", multiple=True, type=click.Path(path_type=Path), metavar="FOLDER", help="More rules. Repeatable.")
def command(rule: str, folders: tuple[Path, ...]) -> None:
    """Say why RULE exists, what it marks and what it leaves alone, and how often it hits human and other articles."""
    from dedup.artifacts.loading import BUILT_IN, load_rules, named
    from dedup.artifacts.rates import read_rates

    found = named(load_rules([BUILT_IN, *folders]), rule)
    for line in _told(found, read_rates().rules.get(found.id)):
        click.echo(line)
