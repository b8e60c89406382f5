"""Large families: of their pairs only each member's relations with the root and with its two nearest are listed.

A wire family lists all its pairs: each shows another passage, and there are few for each article.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from dedup.records import LEVELS, Family, Level, Relation, RelationKind

LARGE: Final = 20  # members above which not all pairs are listed (report format, section 3)
NEAREST: Final = 2
_COPY: Final[tuple[Level, ...]] = ("copy", "wire", "event")
LEVELS_OF: Final[dict[RelationKind, tuple[Level, ...]]] = {
    "identical": _COPY,
    "near_verbatim": _COPY,
    "trimmed": _COPY,
    "rewrite": _COPY,
    "translation": _COPY,
    "partial": _COPY,
    "template": ("template",),
    "same_event": _COPY,
}
"""The levels whose families a relation can be inside of, the narrowest first: two members of a copy family may have
only a part in common."""


def anchor_of(family: Family) -> str:
    """Return the member whose relation with each other member is listed: the root if it is a member, else the first."""
    return family.root.article if family.root.article is not None else family.members[0]


def missing_with_anchor(families: Sequence[Family], relations: Sequence[Relation]) -> list[tuple[str, str]]:
    """Return the pairs (smaller id first) of the anchor of a large copy family with its members that were not compared
    yet."""
    known = {(r.a, r.b) for r in relations}
    out = []
    for family in families:
        if family.level == "copy" and len(family.members) > LARGE:
            anchor = anchor_of(family)
            pairs = [(min(anchor, m), max(anchor, m)) for m in family.members if m != anchor]
            out += [pair for pair in pairs if pair not in known]
    return out


def _homes(families: Sequence[Family]) -> dict[Level, dict[str, list[Family]]]:
    homes: dict[Level, dict[str, list[Family]]] = {level: {} for level in LEVELS}
    for family in families:
        for member in family.members:
            homes[family.level].setdefault(member, []).append(family)
    return homes


def _home(relation: Relation, homes: Mapping[Level, Mapping[str, list[Family]]]) -> Family | None:
    """Return the narrowest family that a relation is inside of, by the levels that its kind counts for."""
    for level in LEVELS_OF[relation.relation]:
        own = homes[level].get(relation.a, ())
        others = homes[level].get(relation.b, ())
        for family in own:
            if family in others:
                return family
    return None


def shorten(families: Sequence[Family], relations: Sequence[Relation]) -> tuple[list[Family], list[Relation]]:
    """Return families and relations without the pairs of large families that need not be listed, which are counted in
    `omitted_pairs`: all pairs of a copy family and of a form, the related ones of the others."""
    large = {family.id for family in families if len(family.members) > LARGE and family.level != "wire"}
    if not large:
        return list(families), list(relations)
    homes = _homes(families)
    inside: dict[str, list[Relation]] = {}
    kept = []
    for r in relations:
        family = _home(r, homes)
        if family is not None and family.id in large:
            inside.setdefault(family.id, []).append(r)
        else:
            kept.append(r)
    out = []
    for family in families:
        listed = inside.get(family.id)
        if listed is None:
            out.append(family)
            continue
        chosen = _chosen(anchor_of(family), listed)
        kept += chosen
        out.append(msgspec.structs.replace(family, omitted_pairs=len(listed) - len(chosen)))
    return [_with_all_pairs(family, kept) if family.id in inside else family for family in out], kept


def _with_all_pairs(family: Family, kept: Sequence[Relation]) -> Family:
    """Return a copy family or a form with all its pairs that are not listed in `omitted_pairs`, compared or not."""
    if family.level not in ("copy", "template"):
        return family
    members = set(family.members)
    shown = sum(r.a in members and r.b in members for r in kept)
    return msgspec.structs.replace(family, omitted_pairs=len(members) * (len(members) - 1) // 2 - shown)


def _chosen(anchor: str, relations: list[Relation]) -> list[Relation]:
    nearest: dict[str, list[Relation]] = {}
    for r in sorted(
        relations, key=lambda r: (-r.similarity.jaccard5, -r.similarity.jaccard2, -r.probability, r.a, r.b)
    ):
        for side in (r.a, r.b):
            own = nearest.setdefault(side, [])
            if len(own) < NEAREST and anchor not in (r.a, r.b):
                own.append(r)
    chosen = {(r.a, r.b): r for own in nearest.values() for r in own}
    chosen.update({(r.a, r.b): r for r in relations if anchor in (r.a, r.b)})
    return [chosen[pair] for pair in sorted(chosen)]
