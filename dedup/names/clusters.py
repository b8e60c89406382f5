"""Clusters: which forms are spellings of one name. Complete link over compared pairs, with vetoes; context settles what is ambiguous."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

import msgspec

from dedup.names.forms import Key
from dedup.text.skeleton import skeleton

FULL_BLOCK: Final = 40  # forms that share a block key and are all compared; more are compared with the most frequent of them
LEAST_SKELETON: Final = 2  # consonants of a name that is compared at all
DELETED_FROM: Final = 4  # consonants from which blocks with one deleted are looked at
FEW_NEIGHBOURS: Final = 4  # below, company tells nothing
SHARED_COMPANY: Final = 0.15  # share of the weight of the smaller company that two forms of one name have in common at least, to settle

Verdict = Literal["same", "different", "ambiguous"]
Compare = Callable[[Sequence[tuple[str, str]]], Sequence[tuple[Verdict, float]]]


class Ambiguous(msgspec.Struct, frozen=True):
    """Two forms that look alike and were not merged."""

    a: int
    b: int


def blocks(keys: Sequence[Key], frequency: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of forms (smaller number first, each once) whose words have the same consonants, or all but one."""
    held: defaultdict[str, list[int]] = defaultdict(list)
    for number in sorted(range(len(keys)), key=lambda n: (-frequency[n], keys[n])):
        bare = skeleton("".join(keys[number]))
        if len(bare) < LEAST_SKELETON or not bare.isascii():
            continue
        single = "1" if len(keys[number]) == 1 else "2"
        held[single + bare].append(number)
        if len(bare) >= DELETED_FROM:
            for at in range(1, len(bare)):
                held[single + bare[:at] + bare[at + 1 :]].append(number)
    seen: set[tuple[int, int]] = set()
    for members in held.values():
        for place, one in enumerate(members):
            for other in members[: min(place, FULL_BLOCK)]:
                pair = (min(one, other), max(one, other))
                if pair not in seen:
                    seen.add(pair)
                    yield pair


class Clustering(msgspec.Struct, frozen=True):
    """`cluster` names each form's cluster by its first member; `ambiguous` are pairs of forms that stayed apart."""

    cluster: list[int]
    ambiguous: list[tuple[int, int]]


def cluster(
    keys: Sequence[Key],
    frequency: Sequence[int],
    compare: Compare,
    company: Sequence[set[int]],
    together: Callable[[int, int], bool],
    apart: Sequence[bool],
) -> Clustering:
    """Join forms that are one name. `frequency`: articles of each form; `together` tells whether two forms stand in one family of articles;
    forms that are `apart` are joined with no other.

    The surest pairs are joined first, and two clusters only where no two of their members are known to differ.
    """
    pairs = [(a, b) for a, b in sorted(blocks(keys, frequency)) if not (apart[a] or apart[b])]
    spelled = [" ".join(key) for key in keys]
    weights = [1 / math.log2(2 + count) for count in frequency]
    verdicts = dict(zip(pairs, compare([(spelled[a], spelled[b]) for a, b in pairs]), strict=True))
    ranked: list[tuple[float, int, int]] = []
    ambiguous: list[tuple[int, int]] = []
    for (a, b), (verdict, score) in verdicts.items():
        if verdict == "different":
            continue
        shared = _shared(a, b, company, weights)
        if verdict == "same" and (shared is None or shared > 0 or together(a, b)):
            ranked.append((-1 - score, a, b))
        elif verdict == "ambiguous" and b not in company[a] and (together(a, b) or (shared or 0) >= SHARED_COMPANY):
            ranked.append((-score, a, b))
        else:
            ambiguous.append((a, b))
    groups = _complete_link(sorted(ranked), verdicts, spelled, compare)
    home = list(range(len(keys)))
    for members in groups:
        for member in members:
            home[member] = min(members)
    return Clustering(home, [(a, b) for a, b in ambiguous if home[a] != home[b]])


def _shared(a: int, b: int, company: Sequence[set[int]], weights: Sequence[float]) -> float | None:
    """The share of the smaller company that is common to both, rare names counting more; None where one has hardly any."""
    one, other = company[a] - {a, b}, company[b] - {a, b}
    if min(len(one), len(other)) < FEW_NEIGHBOURS:
        return None
    common = sum(weights[n] for n in one & other)
    return common / min(sum(weights[n] for n in one), sum(weights[n] for n in other))


def _complete_link(
    ranked: Iterable[tuple[float, int, int]],
    verdicts: Mapping[tuple[int, int], tuple[Verdict, float]],
    spelled: Sequence[str],
    compare: Compare,
) -> list[list[int]]:
    members: dict[int, list[int]] = {}
    home: dict[int, int] = {}
    known = dict(verdicts)
    for _, a, b in ranked:
        one, other = home.get(a, a), home.get(b, b)
        if one == other:
            continue
        left, right = members.get(one, [one]), members.get(other, [other])
        cross = [(min(x, y), max(x, y)) for x in left for y in right]
        unknown = [pair for pair in cross if pair not in known]
        if unknown:
            known.update(zip(unknown, compare([(spelled[x], spelled[y]) for x, y in unknown]), strict=True))
        if any(known[pair][0] == "different" for pair in cross):
            continue
        joined = sorted([*left, *right])
        for old in (one, other):
            members.pop(old, None)
        members[joined[0]] = joined
        home.update(dict.fromkeys(joined, joined[0]))
    return list(members.values())
