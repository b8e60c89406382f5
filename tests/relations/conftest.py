"""Texts by number, and the relations of all their pairs."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np
import pytest

from dedup.article import Article
from dedup.records import Relation, Weak
from dedup.relations.copied_passages import PASSAGE_COLUMNS
from dedup.relations.measure import Measured
from dedup.relations.pair_figures import FIGURES, FIRST_PASSAGE, PASSAGES
from dedup.relations.relate import compare
from dedup.text.corpus import CorpusReader
from dedup.text.repair import Repaired
from dedup.text.store import TextStore
from dedup.text.terms import Terms

Found = tuple[list[Relation], list[Weak]]


@pytest.fixture(scope="session")
def compared() -> Callable[..., Found]:
    """Compare every pair of some texts, their ids 000, 001 ...; `limit` is what the store keeps in memory, `batch` the
    articles a batch."""

    def compare_all(
        texts: Sequence[str],
        *,
        jobs: int = 1,
        limit: int = 1 << 30,
        batch: int = 1000,
        min_probability: float = 0.5,
        terms: Terms | None = None,
    ) -> Found:
        articles = [Article(id=f"{n:03}", text=text) for n, text in enumerate(texts)]
        pairs = np.array(list(combinations(range(len(texts)), 2)), np.int64).reshape(-1, 2)
        repaired: dict[int, Repaired] = {}
        with TextStore(limit) as store:
            for first in range(0, len(articles), batch):
                corpus = CorpusReader(jobs)(articles[first : first + batch])
                store.add(corpus.buffer, corpus.offsets, corpus.furniture_bytes)
                repaired |= {first + n: mended for n, mended in corpus.repaired.items()}
            return compare(
                pairs,
                [a.id for a in articles],
                store,
                repaired,
                terms=terms,
                jobs=jobs,
                min_probability=min_probability,
            )

    return compare_all


@pytest.fixture(scope="session")
def prose() -> Callable[[int, int], str]:
    """`words` words that no other seed gives, in sentences of twelve and paragraphs of five."""

    def write(seed: int, words: int) -> str:
        chosen = random.Random(seed)
        syllables = ("ba", "do", "ke", "li", "mu", "ra", "so", "ti")
        made = ["".join(chosen.choices(syllables, k=5)) + f"{seed}x" for _ in range(words)]
        sentences = [" ".join(made[k : k + 12]).capitalize() + "." for k in range(0, words, 12)]
        return "\n\n".join(" ".join(sentences[k : k + 5]) for k in range(0, len(sentences), 5))

    return write


def measured_of(*pairs: tuple[list[int], list[list[int]]]) -> Measured:
    """Pairs with these figures and passage rows, as if they had been measured."""
    figures = np.array([figures for figures, _ in pairs], np.int64).reshape(-1, FIGURES)
    figures[:, PASSAGES] = [len(rows) for _, rows in pairs]
    figures[:, FIRST_PASSAGE] = np.cumsum(figures[:, PASSAGES]) - figures[:, PASSAGES]
    rows = [row for _, rows in pairs for row in rows]
    return Measured(figures, np.array(rows, np.int32).reshape(-1, PASSAGE_COLUMNS))


@pytest.fixture(scope="session")
def as_measured() -> Callable[..., Measured]:
    """Makes `Measured` of pairs of figures and passage rows."""
    return measured_of
