"""Tail: the keys of the newest articles, in memory, until a segment holds them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dedup.prefilter.key_search import KeySearch
from dedup.prefilter.segment_entries import ARTICLE_BITS
from dedup.prefilter.tail_chains import Chains
from dedup.text.tables import I64, U64


class Tail:
    """Articles are added by rising number; `last` is that of the last one, to begin with of the last in a segment."""

    def __init__(self, last: int) -> None:
        self.last = last
        self._chains = Chains()

    def __len__(self) -> int:
        return len(self._chains)

    def add(self, article: int, keys: U64) -> None:
        """Take the keys of the next article."""
        self._chains.enter(keys, article)
        self.last = article

    def extend(self, entries: Sequence[tuple[int, U64]]) -> None:
        """Take the articles that come next, each with its keys."""
        self._chains.reserve(sum(keys.size for _, keys in entries))
        for article, keys in entries:
            self.add(article, keys)

    def look_up(self, asked: KeySearch) -> None:
        """Add to a search what the tail has."""
        self._chains.look_up(asked)


def entries_of(articles: I64, keys: list[U64], base: int) -> U64:
    """The entries key << 28 | article - base that `segment.write` takes."""
    owners = np.repeat(articles - base, [k.size for k in keys]).astype(np.uint64)
    return np.concatenate([np.empty(0, np.uint64), *keys]) << np.uint64(ARTICLE_BITS) | owners
