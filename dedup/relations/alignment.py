"""What the alignment of two articles' sentences is asked for and gives: see `sentence_alignment`."""

from __future__ import annotations

from typing import Final, NamedTuple

NEVER: Final = 2.0  # no cosine and no share reaches it


class Least(NamedTuple):
    """What links two sentences, see `sentence_links`: three cosines, and the share of the lighter one's squared weight
    that the two have in common."""

    chained: float
    crossed: float
    again: float
    contained: float


LINKED: Final = Least(0.3, 0.45, NEVER, NEVER)  # what shows that one article derives from another
# What is shown of such a pair: what an article tells twice is shown twice
TOLD_AGAIN: Final = Least(0.3, 0.45, 0.45, 0.6)
# Between translations by different languages, whose sentences are not parallel
LOOSELY: Final = Least(0.2, 0.3, 0.3, 0.5)
