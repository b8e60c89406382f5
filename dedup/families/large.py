"""Large families: of their pairs only each member's relations with the root and with its two nearest are listed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from dedup.records import Family, Relation

LARGE: Final = 20  # members above which not all pairs are listed (report format, section 3)
NEAREST: Final = 2


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


def shorten(families: Sequence[Family], relations: Sequence[Relation]) -> tuple[list[Family], list[Relation]]:
    """Return families and relations without the pairs of large copy families that need not be listed, which are counted
    in `omitted_pairs`."""
    home = {member: f for f in families if f.level == "copy" and len(f.members) > LARGE for member in f.members}
    if not home:
        return list(families), list(relations)
    inside: dict[str, list[Relation]] = {}
    kept = []
    for r in relations:
        family = home.get(r.a)
        if family is not None and family is home.get(r.b):
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
        pairs = len(family.members) * (len(family.members) - 1) // 2
        out.append(msgspec.structs.replace(family, omitted_pairs=pairs - len(chosen)))
    return out, kept


def _chosen(anchor: str, relations: list[Relation]) -> list[Relation]:
    nearest: dict[str, list[Relation]] = {}
    for r in sorted(relations, key=lambda r: (-r.similarity.jaccard5, -r.similarity.jaccard2, r.a, r.b)):
        for side in (r.a, r.b):
            own = nearest.setdefault(side, [])
            if len(own) < NEAREST and anchor not in (r.a, r.b):
                own.append(r)
    chosen = {(r.a, r.b): r for own in nearest.values() for r in own}
    chosen.update({(r.a, r.b): r for r in relations if anchor in (r.a, r.b)})
    return [chosen[pair] for pair in sorted(chosen)]
