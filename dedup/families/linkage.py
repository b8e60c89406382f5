"""Average linkage over verified edges (Sokal and Michener 1958); pairs without an edge count as 0."""

from __future__ import annotations

import heapq
from collections.abc import Mapping


def average_link(
    sizes: Mapping[str, int], edges: Mapping[tuple[str, str], float], least: float
) -> list[tuple[str, str]]:
    """The clusters to join, in order, until no two have an average link of at least `least`: pairs of names, of which
    the first stays.

    `sizes` are the articles of each cluster to begin with, `edges` the sums of probabilities over the article pairs
    between two of them. The smaller name stays, and equal links are taken in the order of the names, so that the order
    of the input changes nothing.
    """
    size = dict(sizes)
    near: dict[str, dict[str, float]] = {name: {} for name in size}
    for (one, other), total in edges.items():
        near[one][other] = near[other][one] = near[one].get(other, 0.0) + total
    heap: list[tuple[float, str, str]] = []
    for one in near:
        heap += [(-total / (size[one] * size[other]), one, other) for other, total in near[one].items() if one < other]
    heapq.heapify(heap)
    joined = []
    while heap:
        link, one, other = heapq.heappop(heap)
        if -link < least:
            break
        if one not in size or other not in size or -near[one].get(other, 0.0) / (size[one] * size[other]) != link:
            continue  # of clusters that have grown since
        joined.append((one, other))
        size[one] += size.pop(other)
        del near[one][other]
        for third, total in sorted(near.pop(other).items()):
            if third != one:
                del near[third][other]
                near[one][third] = near[third][one] = near[one].get(third, 0.0) + total
        for third, total in near[one].items():
            low, high = min(one, third), max(one, third)
            heapq.heappush(heap, (-total / (size[one] * size[third]), low, high))
    return joined
