"""Two articles and what a scan found of them; and the head of their comparison: how they are related, on what evidence,
and what the marks below mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import msgspec

from dedup.article import Article
from dedup.records import ArticleRecord, Direction, PassageKind, Relation
from dedup.relations.copies import LEAST_PROBABILITY
from dedup.relations.relation_reasons import counted, percent
from dedup.report.printable import printable
from dedup.terminal.cells import about, table

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text


class Side(msgspec.Struct, frozen=True):
    """One of the two: what the user calls it, the article as it was read, and its record in the report."""

    name: str
    article: Article
    record: ArticleRecord


class Pair(msgspec.Struct, frozen=True):
    """`a` is left. `relation` is about them in this order, None where nothing was found; `weak` where a scan leaves
    it out."""

    a: Side
    b: Side
    relation: Relation | None
    weak: bool = False


KINDS: Final[dict[PassageKind, str]] = {"verbatim": "green", "edited": "yellow", "reworded": "cyan"}
"""The kinds of passages and their colours, those with the most wording in common first."""


class Marks(msgspec.Struct, frozen=True):
    """A sign for each kind, what is between the columns, what is shown for text left out, and what is around words that
    differ."""

    kinds: dict[PassageKind, str]
    between: str
    rule: str
    dots: str
    open: str
    close: str

    @staticmethod
    def fitting(encoding: str, plain: bool) -> Marks:
        """The marks for an encoding; `plain` where there is no colour to show the words that differ."""
        unicode = encoding.lower().startswith("utf")
        return Marks(
            kinds={"verbatim": "=", "edited": "~", "reworded": "≈" if unicode else "*"},
            between="│" if unicode else "|",
            rule="─" if unicode else "-",
            dots="…" if unicode else "...",
            open="{" if plain else "",
            close="}" if plain else "",
        )


REASONS_SHOWN: Final = 20
"""A relation has six or so; one from a report that somebody else wrote may have a million."""

DIRECTIONS: Final[dict[Direction, str]] = {
    "a_from_b": "a derives from b",
    "b_from_a": "b derives from a",
    "common_source": "both derive from a common source",
    "unknown": "which one derives from which is not known",
}


def _rows(pair: Pair) -> Iterator[tuple[str, Text]]:
    from rich.text import Text

    relation = pair.relation
    if relation is None:
        yield "relation", Text("none found", style="bold")
        return
    kind = Text(relation.relation.replace("_", " "), style="bold")
    yield "relation", kind.append(", weak: below the threshold of a scan", style="bold red") if pair.weak else kind
    if relation.relation == "template":
        yield (
            "probability",
            Text(f"{relation.probability:g} that both are one form with other facts; neither derives from the other"),
        )
        return
    if relation.relation == "same_event":
        yield (
            "probability",
            Text(f"{relation.probability:g} that both tell of one event; neither derives from the other"),
        )
        return
    yield "probability", Text(f"{relation.probability:g} that one derives from the other, or both from one source")
    yield "direction", Text(DIRECTIONS[relation.direction])


def _article(letter: str, side: Side, relation: Relation | None) -> Text:
    from rich.text import Text

    text = Text(printable(side.name), style="bold")
    origin, title = about(side.record)
    if origin or title:
        text.append(f"\n{origin}{'  ' if origin and title else ''}{title}", style="not bold cyan")
    facts = [counted(side.record.words, "word")]
    if side.record.language:
        facts.append(f"language {printable(side.record.language)}")
    if relation is not None:
        facts.append(f"{percent(getattr(relation.coverage, letter))} covered by the passages below")
        facts.append(f"{percent(getattr(relation.quoted, letter))} quoted in them")
    text.append(f"\n{', '.join(facts)}", style="not bold")
    if furniture := Counter(span.kind for span in side.record.furniture):
        kinds = ", ".join(printable(kind).replace("_", " ") for kind in sorted(furniture))
        text.append(f"\nfurniture left out: {kinds}", style="not bold dim")
    return text


def _looked_at() -> str:
    return (
        "Runs of copied words, sentences that tell the same in other words, names, numbers and uncommon words in "
        "common: "
        f"not enough for a probability of {LEAST_PROBABILITY:g} that one derives from the other, nor for one event. "
        "Furniture was left out."
    )


def head(pair: Pair, marks: Marks) -> Iterator[RenderableType]:
    """The relation, both articles, how alike they are, the reasons; then the key to the marks where there are
    passages."""
    from rich.text import Text

    relation = pair.relation
    grid = table(header=False)
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for key, text in _rows(pair):
        grid.add_row(key, text)
    for letter, side in (("a", pair.a), ("b", pair.b)):
        grid.add_row(letter, _article(letter, side, relation))
    if relation is None:
        grid.add_row("looked at", Text(_looked_at()))
        yield grid
        return
    alike = relation.similarity
    grid.add_row(
        "similarity",
        Text(
            f"Jaccard of word 5-grams {alike.jaccard5:g}, of 2-grams {alike.jaccard2:g}; containment "
            f"{alike.containment:g}"
        ),
    )
    for place, reason in enumerate(relation.reasons[:REASONS_SHOWN]):
        grid.add_row("" if place else "why", Text(printable(reason)))
    if relation.passages:
        signs = Text()
        for kind in KINDS:
            signs.append(f"[{marks.kinds[kind]}] {kind}", style=KINDS[kind]).append("  ")
        signs.append(f"{marks.open}words that differ{marks.close}", style="bold underline")
        grid.add_row("marks", signs)
    yield grid
