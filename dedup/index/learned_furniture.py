"""The lines that were found to be furniture of an outlet, for those who compare articles or look at an index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
import numpy as np

from dedup.article import Article
from dedup.index.stored_article import readable
from dedup.provenance import outlets
from dedup.text.known_lines import NO_LINES, KnownLines


class LearnedLine(msgspec.Struct, frozen=True):
    """A line that is left out of comparison in the articles of `outlet`: its number, the stories of that outlet in
    which it stood when it was counted last, and the first 200 characters of it."""

    id: int
    outlet: str
    stories: int
    text: str


class LearnedFurniture:
    """The learned lines in memory, by outlet."""

    def __init__(self, lines: Iterable[tuple[str, int]] = ()) -> None:
        """From outlets and hashes (signed, as SQLite has them)."""
        by_outlet: dict[str, list[int]] = {}
        for outlet, line in lines:
            by_outlet.setdefault(outlet, []).append(line)
        self._places: dict[str, tuple[int, int]] = {}
        pieces = [np.empty(0, np.uint64)]
        size = 0
        for outlet, own in by_outlet.items():
            pieces.append(np.sort(np.array(own, np.int64).view(np.uint64)))
            self._places[outlet] = size, size + len(own)
            size += len(own)
        self._table = np.concatenate(pieces)

    def __len__(self) -> int:
        return self._table.size

    def of(self, articles: Sequence[Article]) -> KnownLines:
        """Return the lines that concern these articles, by their places in the sequence."""
        if not self._places:
            return NO_LINES
        places = {n: place for n, a in enumerate(articles) if (place := self._places.get(outlet_of(a))) is not None}
        return KnownLines(self._table, places) if places else NO_LINES


NO_FURNITURE_LEARNED: Final = LearnedFurniture()


def outlet_of(article: Article) -> str:
    """Return the outlet of an article as the index keeps it (see `outlets.outlet_of`)."""
    return readable(outlets.outlet_of(article))
