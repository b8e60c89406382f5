"""Which copy family a new article joins; only the families that it touches are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from dedup.families import build_families
from dedup.index.article_store import ArticleRow, number_id, stored_relation
from dedup.records import COPY_RELATIONS, Relation

# Of the touched families together that are grouped anew; a larger one is joined by its nearest member
MOST_MEMBERS: Final = 200
RelatedRows = Sequence[tuple[ArticleRow, Relation]]
FamilyChanges = dict[int | None, list[int]]


class FamilyStore(Protocol):
    """What is asked of a store; see `ArticleStore`."""

    def by_number(self, numbers: Sequence[int]) -> list[ArticleRow]: ...  # noqa: D102

    def members(self, families: Sequence[int], most: int) -> list[int]: ...  # noqa: D102

    def relations(self, numbers: Sequence[int] | None = None) -> list[Relation]: ...  # noqa: D102


def copy_family_changes(store: FamilyStore, number: int, related: RelatedRows) -> FamilyChanges:
    """Return the numbers of the articles that change their copy family by a new article, by the family that they come
    to: that of its number.

    It groups as the batch scan would. `number` is larger than all in the store; `related` are the nearest first, and
    the sides of each relation are a, the new article, and b.
    """
    copies = [row for row, r in related if r.relation in COPY_RELATIONS]
    if not copies:
        return {}
    touched = sorted({row.family for row in copies if row.family is not None})
    members = store.members(touched, MOST_MEMBERS + 1) if touched else []
    if len(members) > MOST_MEMBERS:
        return {copies[0].family if copies[0].family is not None else copies[0].number: [number, copies[0].number]}
    numbers = sorted({*members, *(row.number for row in copies)})
    before = {row.number: row.family for row in store.by_number(numbers)} | {number: None}
    own = [
        stored_relation(number, row.number, r.relation, r.probability, r.coverage.a, r.coverage.b) for row, r in related
    ]
    families = build_families(map(number_id, [*numbers, number]), [*store.relations(numbers), *own])
    after: dict[int, int] = {}
    for family in families:
        if family.level == "copy":
            after.update((int(member), int(family.members[0])) for member in family.members)
    changed: FamilyChanges = {}
    for n, family_before in before.items():
        if after.get(n) != family_before:
            changed.setdefault(after.get(n), []).append(n)
    return changed
