"""How rare a word is in news at large, so that five articles are scored as well as fifty thousand."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from dedup.errors import FormatError

# Documents from which the spelling of a name is taken to be settled: all write "Washington", not all "Muhandis"
SETTLED: Final = 20
UNSEEN: Final = 0.5  # documents of a stem that the table does not have


class Background(NamedTuple):
    """Stems with the number of documents that have them, out of `documents`; those that are mostly written with a
    capital letter, and of these the rare ones, whose spelling is not settled."""

    documents: int
    counts: dict[str, int]
    names: frozenset[str]
    rare_names: frozenset[str]

    def weights(self, stems: Sequence[str]) -> list[float]:
        """Return the inverse document frequency of each stem in nats (Spärck Jones 1972)."""
        total = self.documents + 1
        return [math.log(total / (self.counts.get(stem, UNSEEN) + UNSEEN)) if stem else 0.0 for stem in stems]

    def capitalised(self, stem: str) -> bool | None:
        """Return whether the stem is mostly written with a capital letter; None where the table does not have it."""
        return stem in self.names if stem in self.counts else None


@cache
def background() -> Background:
    """Return the table that ships, made by training/background.py. Raises FormatError where it is damaged."""
    return read_background(files("dedup.text").joinpath("background.json").read_bytes())


def read_background(content: bytes) -> Background:
    """Return the table in the content of background.json. Raises FormatError where it is damaged."""
    counts: dict[str, int] = {}
    names: set[str] = set()
    try:
        table = json.loads(content)
        for count, listed in table["stems"].items():
            stems = listed.split(" ")
            names.update(stem.lower() for stem in stems if stem[:1].isupper())
            counts.update(dict.fromkeys(listed.lower().split(" "), int(count)))
        rare = frozenset(stem for stem in names if counts[stem] < SETTLED)
        return Background(int(table["documents"]), counts, frozenset(names), rare)
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise FormatError(f"background.json is damaged ({error}); install the package again.") from error
