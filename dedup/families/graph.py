"""Groups of articles from verified edges: disjoint sets, bridges, average linkage."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence


class DisjointSets:
    """Union-find over strings; the smallest member names its set, whatever the order of the unions."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, item: str) -> str:
        """Return the name of the item's set."""
        root = item
        while (parent := self._parent.get(root, root)) != root:
            root = parent
        while (parent := self._parent.get(item, item)) != root and parent != item:
            self._parent[item] = root
            item = parent
        return root

    def join(self, one: str, other: str) -> str:
        """Make one set of two; return its name."""
        small, large = self.find(one), self.find(other)
        if large < small:
            small, large = large, small
        self._parent[large] = small
        return small

    def groups(self, items: Iterable[str]) -> dict[str, list[str]]:
        """Return the members of each set among these items, sorted, by the name of the set."""
        out: dict[str, list[str]] = {}
        for item in sorted(items):
            out.setdefault(self.find(item), []).append(item)
        return out


def bridges(edges: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the edges whose removal divides a component (Tarjan 1974), each as it was given; parallel edges count as
    one."""
    neighbours: dict[str, list[tuple[str, tuple[str, str]]]] = {}
    for edge in sorted(set(edges)):
        one, other = edge
        neighbours.setdefault(one, []).append((other, edge))
        neighbours.setdefault(other, []).append((one, edge))
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    found: set[tuple[str, str]] = set()
    for start in sorted(neighbours):
        if start in order:
            continue
        order[start] = low[start] = len(order)
        stack = [(start, ("", ""), iter(neighbours[start]))]
        while stack:
            node, came_by, remaining = stack[-1]
            for other, edge in remaining:
                if edge == came_by:
                    continue
                if other in order:
                    low[node] = min(low[node], order[other])
                    continue
                order[other] = low[other] = len(order)
                stack.append((other, edge, iter(neighbours[other])))
                break
            else:
                stack.pop()
                if stack:
                    parent = stack[-1][0]
                    low[parent] = min(low[parent], low[node])
                    if low[node] > order[parent]:
                        found.add(came_by)
    return found


def average_link(
    sizes: Mapping[str, int], edges: Mapping[tuple[str, str], float], least: float
) -> list[tuple[str, str]]:
    """Return the clusters to join, in order, until no two have an average link of at least `least`: pairs of names, of
    which the first stays (average linkage, Sokal and Michener 1958).

    `sizes` are the numbers of articles of each cluster, `edges` the sums of probabilities over the article pairs
    between two of them; pairs without an edge count as 0. The smaller name stays, and equal links are taken in the
    order of the names, so that the order of the input changes nothing.
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
