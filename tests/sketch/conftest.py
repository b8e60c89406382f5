"""Made texts: sentences of invented words, so that what two of them share is what a test put there."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

SYLLABLES = ["ba", "ke", "lo", "mi", "nu", "ra", "se", "ti", "vo", "zu", "dra", "fen", "gol", "hin", "pla", "sto"]


class Writer:
    """Writes texts from 3,000 invented words, a few of them much commoner than the rest."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.words = sorted({"".join(self.draw.choices(SYLLABLES, k=self.draw.randint(2, 4))) for _ in range(3_500)})[
            :3_000
        ]
        self.draw.shuffle(self.words)

    def sentence(self, words: int = 18) -> str:
        # The n-th word comes about 1/n as often
        places = [int(len(self.words) ** self.draw.random()) - 1 for _ in range(words)]
        return " ".join(self.words[place] for place in places).capitalize() + "."

    def sentences(self, count: int) -> list[str]:
        return [self.sentence() for _ in range(count)]

    def reworded(self, text: str, share: float) -> str:
        """The text with this share of its words replaced."""
        words = text.split()
        for at in self.draw.sample(range(len(words)), int(share * len(words))):
            words[at] = self.draw.choice(self.words)
        return " ".join(words)


@pytest.fixture
def writer() -> Callable[[int], Writer]:
    return Writer
