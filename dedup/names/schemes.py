"""Mixed schemes: spellings of one name in one article that follow different romanisations, as in a text stitched from
two wires."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import msgspec

from dedup.names.comparison import compare_many
from dedup.names.mention_collection import Mention
from dedup.names.name_blocks import blocks
from dedup.names.romanisation import conventions

MOST_WORDS: Final = 400  # distinct words of the names of an article that are compared
LEAST_LETTERS: Final = 4  # of a word that is compared
LIKELY: Final = 0.5  # probability from which a convention is taken for a spelling's


class MixedSpelling(msgspec.Struct, frozen=True):
    """Two words of names that are spellings of one, the convention of each, and all mentions that have them."""

    a: str
    b: str
    convention_a: str
    convention_b: str
    mentions_a: tuple[Mention, ...]
    mentions_b: tuple[Mention, ...]


def mixed_schemes(mentions: Sequence[Mention]) -> list[MixedSpelling]:
    """Return the words of an article's names that are spelled by two romanisations.

    >>> from dedup.names.mention_collection import mentions
    >>> text = "Fighters of the Hachd met in Baghdad. Later the Hashd, the Hachd said, would leave Baghdad."
    >>> [(m.a, m.convention_a, m.b, m.convention_b) for m in mixed_schemes(mentions(text))]
    [('hachd', 'fr', 'hashd', 'en')]
    """
    holders: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.kind != "people":
            for word in mention.key:
                if len(word) >= LEAST_LETTERS:
                    holders[word].append(mention)
    words = sorted(holders, key=lambda word: (-len(holders[word]), word))[:MOST_WORDS]
    words.sort()
    pairs = [
        (words[a], words[b])
        for a, b in sorted(blocks([(word,) for word in words], [len(holders[word]) for word in words]).tolist())
    ]
    out = []
    for (a, b), found in zip(pairs, compare_many(pairs), strict=True):
        if found.verdict != "same":
            continue
        one, other = (next(iter(conventions(word, [beside])), None) for word, beside in ((a, b), (b, a)))
        if one is None or other is None or one.convention == other.convention:
            continue
        if min(one.probability, other.probability) >= LIKELY:
            out.append(MixedSpelling(a, b, one.convention, other.convention, tuple(holders[a]), tuple(holders[b])))
    return out
