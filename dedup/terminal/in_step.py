"""Passages -> what is beside what: two texts read in step, with the passages that change places kept apart."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from dedup.records import Passage

NEAR: Final = 200
"""Code points. Of passages that overlap on one side, those this close on the other are shown as one block: about a
sentence apart."""

LOOK_BACK: Final = 20
"""Blocks; bounds the cost where thousands of passages repeat one phrase."""

TextSpan = tuple[int, int]


class PassageBlock(NamedTuple):
    """Spans of a and b to show beside each other, and the places in the list of passages of those that lie in them."""

    a: TextSpan
    b: TextSpan
    passages: tuple[int, ...]


class SideBySide(NamedTuple):
    """A block; `moved` where its text in b is out of step with what is before and after it."""

    block: PassageBlock
    moved: bool


class ShortStretch(NamedTuple):
    """The place in b of a moved block, which is shown at its place in a: `above` what is shown here, or below."""

    block: PassageBlock
    above: bool


class OneSided(NamedTuple):
    """Text between the blocks: stretches of a, stretches of b and the places of moved blocks among them."""

    a: list[TextSpan]
    b: list[TextSpan | ShortStretch]


def passage_blocks(passages: Sequence[Passage]) -> list[PassageBlock]:
    """The passages in the order of a; those that overlap on one side and meet on the other are one block: no text
    twice."""
    blocks: list[PassageBlock] = []
    for place in sorted(range(len(passages)), key=lambda n: (passages[n].a, passages[n].b)):
        block = PassageBlock(passages[place].a, passages[place].b, (place,))
        while (other := _met(blocks, block)) is not None:
            block = _joined(blocks.pop(other), block)
        insort(blocks, block)
    return blocks


def _met(blocks: Sequence[PassageBlock], block: PassageBlock) -> int | None:
    """The place of the last block that belongs together with this one; looks back as far as their spans in a can
    meet."""
    for place in reversed(range(len(blocks))):
        apart = [max(block.a[0], blocks[place].a[0]) - min(block.a[1], blocks[place].a[1])]
        apart.append(max(block.b[0], blocks[place].b[0]) - min(block.b[1], blocks[place].b[1]))
        if min(apart) < 0 and max(apart) <= NEAR:
            return place
        if len(blocks) - place >= LOOK_BACK:
            break
    return None


def _joined(one: PassageBlock, other: PassageBlock) -> PassageBlock:
    a = min(one.a[0], other.a[0]), max(one.a[1], other.a[1])
    b = min(one.b[0], other.b[0]), max(one.b[1], other.b[1])
    return PassageBlock(a, b, tuple(sorted(one.passages + other.passages)))


def blocks_in_order(blocks: Sequence[PassageBlock]) -> set[int]:
    """Places of the blocks that stay in the order of b as well: the chain with the most text. `blocks` are in the
    order of a.

    The chain is found from the best one that ends at or before each place of b (Fredman 1975, with weights), in n log n
    steps.
    """
    ends: list[tuple[int, int, int]] = []  # (start in b, weight of the chain, its last block): both ascending
    before: list[int | None] = []
    for place, block in enumerate(blocks):
        at = bisect_right(ends, (block.b[0] + 1,))
        weight = 1 + min(block.a[1] - block.a[0], block.b[1] - block.b[0]) + (ends[at - 1][1] if at else 0)
        before.append(ends[at - 1][2] if at else None)
        stop = at
        while stop < len(ends) and ends[stop][1] <= weight:
            stop += 1
        ends[at:stop] = [(block.b[0], weight, place)]
    chain = set()
    last = ends[-1][2] if ends else None
    while last is not None:
        chain.add(last)
        last = before[last]
    return chain


def in_step(blocks: Sequence[PassageBlock], lengths: tuple[int, int]) -> Iterator[OneSided | SideBySide]:
    """Both texts from beginning to end, `lengths` code points; every block is at its place in a, a moved one has a
    stub in b."""
    kept = blocks_in_order(blocks)
    moved = deque(
        sorted((block for place, block in enumerate(blocks) if place not in kept), key=lambda block: (block.b, block.a))
    )
    shown: set[PassageBlock] = set()
    at_a = at_b = 0
    for place, block in enumerate((*blocks, None)):
        start_a, start_b = (block.a[0], block.b[0]) if block else lengths
        outside = OneSided([(at_a, start_a)] if at_a < start_a else [], [])
        if block is None or place in kept:
            while moved and moved[0].b[0] < start_b:
                stub = moved.popleft()
                if at_b < stub.b[0]:
                    outside.b.append((at_b, stub.b[0]))
                outside.b.append(ShortStretch(stub, stub in shown))
                at_b = max(at_b, stub.b[1])
            if at_b < start_b:
                outside.b.append((at_b, start_b))
        if outside.a or outside.b:
            yield outside
        if block is not None:
            yield SideBySide(block, place not in kept)
            shown.add(block)
            at_a = max(at_a, block.a[1])
            at_b = max(at_b, block.b[1]) if place in kept else at_b
