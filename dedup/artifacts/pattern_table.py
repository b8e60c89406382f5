"""What the built-in patterns need, from a table: to read some hundred patterns takes as long as a small scan.

training/artifact_literals.py generates it. A pattern that is not in it, or was changed since, is read at its first use.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, NamedTuple

from dedup.artifacts.needed_literals import Literals, share_of_literals
from dedup.artifacts.regex_reader import read_pattern
from dedup.literals import Literal

TABLE: Final = Path(__file__).with_name("literals.json")


class PatternNeeds(NamedTuple):
    """The longest text that a pattern takes in characters, the literals one of which is in each of its matches (None:
    not known), and the share of a text's places that have one."""

    width: int
    literals: Literals | None
    share: float


class PatternRow(NamedTuple):
    """A pattern in the table: its literals are by the kinds of characters beside them, [left, right, literal...]."""

    width: int
    share: float
    beside: list[list[Any]] | None


def key_of(pattern: str, ignore_case: bool) -> str:
    """Return the key of a pattern in the table."""
    return blake2b(f"{ignore_case:d}{pattern}".encode("utf-8", "replace"), digest_size=8).hexdigest()


def row_of(needs: PatternNeeds) -> PatternRow:
    """Return the row of a pattern."""
    beside: dict[tuple[int, int], list[str]] = {}
    for literal in needs.literals or ():
        beside.setdefault((literal.left, literal.right), []).append(literal.text)
    rows = None if needs.literals is None else [[left, right, *texts] for (left, right), texts in beside.items()]
    return PatternRow(needs.width, needs.share, rows)


@cache
def rows() -> dict[str, PatternRow]:
    """Return the rows of the table that ships; none where there is no table."""
    try:
        found = json.loads(TABLE.read_text(encoding="ascii"))["patterns"]
    except FileNotFoundError:
        return {}
    return {key: PatternRow(*row) for key, row in found.items()}


def read_needs(pattern: str, *, ignore_case: bool = False) -> PatternNeeds:
    """Return what a pattern needs by reading it."""
    part = read_pattern(pattern, ignore_case=ignore_case)
    return PatternNeeds(part.width, part.needs, share_of_literals(part.needs))


def known_needs(pattern: str, *, ignore_case: bool = False) -> PatternNeeds:
    """Return what a pattern needs, from the table or by reading it."""
    row = rows().get(key_of(pattern, ignore_case))
    if row is None:
        return read_needs(pattern, ignore_case=ignore_case)
    if row.beside is None:
        return PatternNeeds(row.width, None, row.share)
    literals = tuple(Literal(text, left, right) for left, right, *texts in row.beside for text in texts)
    return PatternNeeds(row.width, literals, row.share)
