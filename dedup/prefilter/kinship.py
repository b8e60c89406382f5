"""Kinship: which copy family a new article joins; only the families that it touches are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dedup.families import build_families
from dedup.prefilter.database import Database, Row, numbered
from dedup.relations.relation import COPY_KINDS, Relation

MOST_MEMBERS: Final = 200  # of the touched families together that are grouped anew; a larger one is joined by its nearest member


def join_families(database: Database, number: int, related: Sequence[tuple[Row, Relation]]) -> None:
    """Note the relations of a new article with earlier ones, and regroup the copy families that it touches as the batch scan would.

    The sides of each relation are a, the new article, and b.
    """
    for row, r in related:
        database.relate(number, row.number, r.relation, r.probability, r.coverage.a, r.coverage.b)
    copies = [row for row, r in related if r.relation in COPY_KINDS]
    if not copies:
        return
    touched = sorted({row.family for row in copies if row.family is not None})
    members = database.members(touched, MOST_MEMBERS + 1) if touched else []
    if len(members) > MOST_MEMBERS:
        database.join(copies[0].family if copies[0].family is not None else copies[0].number, [number, copies[0].number])
        return
    numbers = sorted({number, *members, *(row.number for row in copies)})
    before = {row.number: row.family for row in database.by_number(numbers)}
    families = build_families(map(numbered, numbers), database.relations(numbers))
    after: dict[int, int] = {}
    for family in families:
        if family.level == "copy":
            after.update((int(member), int(family.members[0])) for member in family.members)
    moved: dict[int | None, list[int]] = {}
    for n, family_before in before.items():
        if after.get(n) != family_before:
            moved.setdefault(after.get(n), []).append(n)
    for joined, listed in moved.items():
        database.join(joined, listed)
