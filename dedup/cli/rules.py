"""`dedup rules`: the rules that look for artifacts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from dedup.cli.scan import SharingSettings

SIBLINGS: Final = "siblings"
"""What `dedup rules` calls the family of those that compare versions; `dedup scan` alone has other versions to compare
with."""


@click.command(
    "rules",
    cls=SharingSettings,
    shared=("rules",),
    short_help="List the rules that look for artifacts.",
    epilog="Example: dedup rules --family joins",
)
@click.option("--rules", multiple=True, metavar="FOLDER", help="Artifact rules besides the built-in ones. Repeatable.")
@click.option("--family", multiple=True, metavar="FAMILY", help="Only the rules of this family. Repeatable.")
@click.option(
    "--claims",
    multiple=True,
    type=click.Choice(["machine", "translated", "spun", "assistant"]),
    help="Only what claims this. Repeatable.",
)
def command(rules: tuple[str, ...], family: tuple[str, ...], claims: tuple[str, ...]) -> None:
    """List the rules by family: what each claims, its id, and what it marks.

    Verdicts of machine translation and spinning rest on two findings of different families, or on one and on what the
    article's other versions show (`siblings`, found by `dedup scan`). Rules that claim `translated` accuse nobody. A
    rule that is "not measured" marks what it finds and weighs nothing in the probability of a translation.
    `dedup explain RULE` says more.
    """
    from dedup.artifacts.loading import BUILT_IN, load_rules, suggestion
    from dedup.artifacts.rule import is_measured
    from dedup.errors import SettingsError
    from dedup.report.printable import printable
    from dedup.siblings.aligned_rules import ALIGNED

    loaded = load_rules([BUILT_IN, *map(Path, rules)])
    rows = [
        (
            r.family,
            r.claims,
            r.id,
            f"{r.category}{_pointed(r.languages)}{'' if is_measured(r.id) else ', not measured'}",
        )
        for r in loaded
    ]
    rows += [
        (SIBLINGS, "machine" if r.strong else "translated", r.id, f"{r.category} (against other versions)")
        for r in ALIGNED
    ]
    known = {row[0] for row in rows}
    for name in family:
        if name not in known:
            raise SettingsError(f"There is no family of rules {name!r}; {suggestion(name, known)}.")
    rows = sorted(row for row in rows if (not family or row[0] in family) and (not claims or row[1] in claims))
    width = max((len(row[2]) for row in rows), default=0)
    at = ""
    for name, claim, rule, category in rows:
        if name != at:
            click.echo(f"{chr(10) if at else ''}{printable(name)}")
            at = name
        click.echo(f"  {claim:10}  {rule:{width}}  {printable(category)}")


def _pointed(languages: Iterable[str]) -> str:
    """The languages that a rule points to, where it does."""
    named = ", ".join(languages)
    return f" ({named})" if named else ""
