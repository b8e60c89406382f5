"""`dedup rules`: the rules that look for artifacts."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("rules", short_help="List the rules that look for artifacts.", epilog="Example: dedup rules --family joins")
@click.option("--rules", "folders", multiple=True, type=click.Path(path_type=Path), metavar="FOLDER", help="More rules. Repeatable.")
@click.option("--family", multiple=True, metavar="FAMILY", help="Only the rules of this family. Repeatable.")
@click.option(
    "--claims", multiple=True, type=click.Choice(["machine", "translated", "spun"]), help="Only rules that claim this. Repeatable."
)
def command(folders: tuple[Path, ...], family: tuple[str, ...], claims: tuple[str, ...]) -> None:
    """List the rules by family: what each claims, its id, and what it marks.

    Verdicts of machine translation and spinning rest on two findings of different families, or on one and on what the article's other
    versions show. Rules that claim `translated` accuse nobody. `dedup explain RULE` tells more.
    """
    from dedup.artifacts.loading import BUILT_IN, load_rules
    from dedup.report.printable import printable

    found = [
        rule for rule in load_rules([BUILT_IN, *folders]) if (not family or rule.family in family) and (not claims or rule.claims in claims)
    ]
    width = max((len(rule.id) for rule in found), default=0)
    at = ""
    for rule in sorted(found, key=lambda rule: (rule.family, rule.id)):
        if rule.family != at:
            click.echo(f"{chr(10) if at else ''}{printable(rule.family)}")
            at = rule.family
        languages = f" ({', '.join(rule.languages)})" if rule.languages else ""
        click.echo(f"  {rule.claims:10}  {printable(rule.id):{width}}  {printable(rule.category + languages)}")
