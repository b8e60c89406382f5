"""Labelled pairs of spellings: the bench's own, and pairs made from the groups of spellings of one written name."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from articles import rows
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from dedup.names.graphemes import letters

SCRIPTS = ("ar", "he", "ru")
A_GROUP = 3  # pairs taken from one group
MOST = {"ar": 20_000, "he": 20_000, "ru": 6_000}  # pairs by script; there are many more Russian groups than others
LOOKED_AT = 1500  # spellings of the right length among which a look-alike is sought
LETTERS = range(3, 21)


class Pairs(NamedTuple):
    """Pairs of spellings; label 1 for one name."""

    a: list[str]
    b: list[str]
    label: NDArray[np.int64]
    script: NDArray[np.str_]
    native: NDArray[np.str_]

    def take(self, at: Iterable[int]) -> Pairs:
        """Some of the pairs."""
        chosen = list(at)
        return Pairs(
            [self.a[i] for i in chosen],
            [self.b[i] for i in chosen],
            self.label[chosen],
            self.script[chosen],
            self.native[chosen],
        )


def together(*parts: Pairs) -> Pairs:
    """All pairs in a row."""
    a, b = ([spelling for part in parts for spelling in part[side]] for side in (0, 1))
    return Pairs(a, b, *(np.concatenate(columns) for columns in zip(*(part[2:] for part in parts), strict=True)))


def token_pairs(bench: Path) -> Pairs:
    """names/token_pairs: the negatives look as alike as the positives."""
    found = list(rows(bench / "names/token_pairs.jsonl.gz"))
    return Pairs(
        [r["a"] for r in found], [r["b"] for r in found],
        *(np.array([r[key] for r in found]) for key in ("label", "script", "native")),
    )  # fmt: skip


class Group(NamedTuple):
    """Spellings of one written name."""

    script: str
    natives: frozenset[str]
    spellings: list[str]


def groups(bench: Path) -> list[Group]:
    """names/wikidata_groups that have a native form and two spellings."""
    out = []
    for row in rows(bench / "names/wikidata_groups.jsonl.gz"):
        scripts = [script for script in SCRIPTS if row[script]]
        spellings = sorted({letters(s) for s in row["lat"] if "-" not in s and len(letters(s)) in LETTERS})
        if scripts and len(spellings) > 1:
            out.append(Group(scripts[0], frozenset(itertools.chain(row["ar"], row["ru"], row["he"])), spellings))
    return out


def made_pairs(found: Sequence[Group], held: Pairs | None, draw: random.Random) -> Pairs:
    """Pairs from groups that share neither a native form nor a spelling with the pairs held out.

    Each pair of one group has a look-alike beside it: a spelling of another group at the same edit distance, as long.
    """
    natives = {form for native in held.native for form in native.split("|")} if held else set()
    words = {letters(w) for w in (*held.a, *held.b)} if held else set()
    usable = [g for g in found if not g.natives & natives and words.isdisjoint(g.spellings)]
    by_length: dict[int, list[str]] = defaultdict(list)
    homes: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(usable):
        for spelling in group.spellings:
            by_length[len(spelling)].append(spelling)
            homes[spelling].add(number)
    out: list[tuple[str, str, int, str]] = []
    counts = dict.fromkeys(SCRIPTS, 0)
    for group in usable:
        pairs = list(itertools.combinations(group.spellings, 2))
        draw.shuffle(pairs)
        for a, b in pairs[:A_GROUP] if counts[group.script] < MOST[group.script] else ():
            counts[group.script] += 1
            out.append((a, b, 1, group.script))
            other = look_alike(a, b, by_length[len(b)], homes, draw)
            if other:
                out.append((a, other, 0, group.script))
    a_side, b_side, label, script = (list(column) for column in zip(*out, strict=True))
    return Pairs(a_side, b_side, np.array(label), np.array(script), np.array([""] * len(out)))


def exchanged(pairs: Pairs, draw: random.Random) -> Pairs:
    """Look-alikes made of the spellings of the pairs of one name, so that both labels hold the same words.

    The negatives of token_pairs are other words than its positives, and letters of single words alone tell them apart
    to an AUC of 0.76-0.93; what is learned from or measured on exchanged pairs is the pairing.
    """
    own = [i for i in range(len(pairs.a)) if pairs.label[i]]
    homes: dict[str, set[int]] = defaultdict(set)
    by_length: dict[tuple[str, int], list[str]] = defaultdict(list)
    natives = {native: number for number, native in enumerate(dict.fromkeys(pairs.native[own].tolist()))}
    for i in own:
        for spelling in {pairs.a[i], pairs.b[i]}:
            homes[spelling].add(natives[pairs.native[i]])
            by_length[pairs.script[i], len(spelling)].append(spelling)
    found = [
        (i, look_alike(pairs.a[i], pairs.b[i], by_length[pairs.script[i], len(pairs.b[i])], homes, draw)) for i in own
    ]
    kept = [(i, other) for i, other in found if other]
    at = [i for i, _ in kept]
    return Pairs(
        [pairs.a[i] for i in at],
        [other for _, other in kept],
        np.zeros(len(at), np.int64),
        pairs.script[at],
        pairs.native[at],
    )


def look_alike(a: str, b: str, pool: list[str], homes: dict[str, set[int]], draw: random.Random) -> str | None:
    """A spelling of another group that is as far from `a` as `b` is, or one edit farther or nearer."""
    asked = Levenshtein.distance(a, b)
    sample = draw.sample(pool, min(len(pool), LOOKED_AT))
    distances: Any = process.cdist([a], sample, scorer=Levenshtein.distance)[0]
    for wanted in (asked, asked - 1, asked + 1):
        fitting = [
            sample[k] for k in np.flatnonzero(distances == wanted) if wanted > 0 and not homes[sample[k]] & homes[a]
        ]
        if fitting:
            return draw.choice(fitting)
    return None
