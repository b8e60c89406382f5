"""Blocks: passages of a relation that follow one another in both articles, put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from dedup.records import Passage

NEAR: Final = 400
"""Characters between two passages, on either side, across which they are one block: a sentence or two that no passage
holds."""
LONGEST: Final = 4000
"""Characters of a block on one side; longer ones are cut between passages."""
LEAST_BETWEEN: Final = 3
"""Characters between two copied passages that are words, not just the marks that part them."""
MOST_PASSAGES: Final = 200
"""Passages of one pair that are looked at; an article of 5,000 words has fewer."""


class Block(NamedTuple):
    """text_a[a:end_a] stands for text_b[b:end_b]."""

    a: int
    end_a: int
    b: int
    end_b: int


def blocks_of(passages: Sequence[Passage], text_a: str, text_b: str) -> list[Block]:
    """The blocks of these passages in the order of a, those left out in which nothing can differ."""
    rows = sorted(
        (p.a, p.b, p.kind) for p in passages if p.a[0] < p.a[1] <= len(text_a) and p.b[0] < p.b[1] <= len(text_b)
    )
    blocks: list[tuple[Block, bool]] = []
    for a, b, kind in rows[:MOST_PASSAGES]:
        changed = kind != "verbatim"
        if blocks:
            last, was = blocks[-1]
            joined = Block(last.a, max(last.end_a, a[1]), min(last.b, b[0]), max(last.end_b, b[1]))
            follows = a[0] <= last.end_a + NEAR and last.b <= b[0] <= last.end_b + NEAR
            if follows and max(joined.end_a - joined.a, joined.end_b - joined.b) <= LONGEST:
                between = max(a[0] - last.end_a, b[0] - last.end_b) > LEAST_BETWEEN
                blocks[-1] = joined, was or changed or between
                continue
        if max(a[1] - a[0], b[1] - b[0]) <= LONGEST:
            blocks.append((Block(*a, *b), changed))
    return [block for block, changed in blocks if changed]
