"""`dedup explain`: what a rule means, with its examples."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from dedup.cli.scan import SharingSettings

if TYPE_CHECKING:
    from dedup.artifacts.rule import Rule, RuleRate
    from dedup.siblings.aligned_rules import AlignedRule

WIDTH: Final = 100
CLAIMS: Final = {
    "machine": "a machine translated the text: no human translator writes so",
    "translated": "the text was translated, by a person or a machine; alone it accuses nobody",
    "spun": "a synonym machine went over the text",
    "assistant": "a chat assistant wrote or reworded the text",
}
LABELS: Final = {
    "human": "native English news",
    "human_nonnative": "non-native English press",
    "real": "other news of many outlets",
    "stations": "police reports of local outlets",
    "reuters": "a wire of 1987",
    "formal": "presidential addresses",
    "human_translation": "translations by people",
    "machine": "translations by neural networks",
    "crude": "translations by rules",
    "returned": "English there and back, by rules",
    "spun": "texts from a synonym spinner",
}
"""What is behind the labels of the measured articles, those that must not be accused first."""


def _measured(rule: Rule, rates: RuleRate | None) -> Iterator[str]:
    from dedup.report.printable import printable

    languages = f", from {', '.join(rule.languages)}" if rule.languages else ""
    yield printable(f"{rule.id}: {rule.category}")
    yield from _wrapped(f"Claims `{rule.claims}`{languages}: {CLAIMS[rule.claims]}.")
    scope = ", ".join(rule.scope)
    yield from _wrapped(
        f"Family `{rule.family}`: two findings of one family are one piece of evidence. Looked for in: {scope}."
    )
    yield ""
    yield from _wrapped(rule.why)
    yield ""
    yield "Marked:"
    yield from (f"  + {printable(_bracketed(text))}" for text in rule.matches)
    yield "Left alone:"
    yield from (f"  - {printable(text)}" for text in rule.misses)
    yield ""
    if rates is None:
        yield "How often it hits was not measured; its findings are marked and weigh nothing in P(translated)."
        return
    if not any(rates.hits.values()):
        sentence = (
            "It hit none of the articles that it was measured on: it rests on its examples alone and weighs "
            "nothing in P(translated)."
        )
        yield from _wrapped(sentence)
        return
    yield "Of 1,000 articles it hits:"
    yield from (f"  {LABELS.get(label, label):34} {rates.hits[label]:6.1f}" for label in sorted(rates.hits, key=_place))
    yield from _wrapped(
        f"Weight: {rates.weight:+.2f}, the logarithm of how many times likelier it hits a text that its claim is true "
        "of."
    )


def _aligned(rule: AlignedRule) -> Iterator[str]:
    yield f"{rule.id}: {rule.category}"
    claims = (
        "`machine`, or `spun` where most other marks of the article are a spinner's" if rule.strong else "`translated`"
    )
    reason = (
        "newsrooms do not do this to each other's copy"
        if rule.strong
        else "newsrooms do this too; alone it accuses nobody"
    )
    yield from _wrapped(f"Claims {claims}: {reason}.")
    yield from _wrapped(
        "Found by `dedup scan`, which compares the versions of a story and marks the one that departs from the others."
    )
    yield ""
    yield from _wrapped(rule.why)
    yield ""
    yield "Marked, and what the other versions have:"
    yield f"  + {_bracketed(rule.own)}"
    yield f"    {rule.theirs}"


def _place(label: str) -> int:
    known = list(LABELS)
    return known.index(label) if label in known else len(known)


def _bracketed(example: str) -> str:
    return example.replace("⟦", "[").replace("⟧", "]")


def _wrapped(text: str) -> list[str]:
    from dedup.report.printable import printable_lines

    return textwrap.wrap(printable_lines(text), WIDTH)


@click.command(
    "explain",
    cls=SharingSettings,
    shared=("rules",),
    short_help="Say what a rule means, with its examples.",
    epilog="Example: dedup explain glued-sentence",
)
@click.argument("rule", metavar="RULE")
@click.option("--rules", multiple=True, metavar="FOLDER", help="Artifact rules besides the built-in ones. Repeatable.")
def command(rule: str, rules: tuple[str, ...]) -> None:
    """Say why RULE exists, what it marks and what it leaves alone, and how often it hits human and other articles."""
    from dedup.artifacts.loading import BUILT_IN, find_rule, load_rules
    from dedup.artifacts.rule import read_rates
    from dedup.siblings.aligned_rules import ALIGNED

    loaded = load_rules([BUILT_IN, *map(Path, rules)])
    aligned = next((each for each in ALIGNED if each.id == rule), None)
    if aligned is not None:
        lines = _aligned(aligned)
    else:
        found = find_rule(loaded, rule, besides=[each.id for each in ALIGNED])
        lines = _measured(found, read_rates().rules.get(found.id))
    for line in lines:
        click.echo(line)
