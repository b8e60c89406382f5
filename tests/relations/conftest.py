"""Texts by number, and the relations of all their pairs."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np
import pytest

from dedup.article import Article
from dedup.records import Relation, Weak
from dedup.relations.block import StoreColumns
from dedup.relations.calibration import Calibrator
from dedup.relations.compare import BLOCK_BYTES, ArticleTexts, CompareSettings, compare
from dedup.relations.rewrites import RewriteSettings
from dedup.text.corpus import CorpusReader
from dedup.text.repair import RepairedText
from dedup.text.terms import Terms
from dedup.text.text_store import TextStore
from dedup.text.tokens import Tokenizer

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
        block_bytes: int = BLOCK_BYTES,
        terms: Terms | None = None,
        rewrites: RewriteSettings | None = None,
        calibrate: Calibrator | None = None,
    ) -> Found:
        articles = [Article(id=f"{n:03}", text=text) for n, text in enumerate(texts)]
        pairs = np.array(list(combinations(range(len(texts)), 2)), np.int64).reshape(-1, 2)
        repaired: dict[int, RepairedText] = {}
        with TextStore(limit) as store:
            for first in range(0, len(articles), batch):
                corpus = CorpusReader(jobs)(articles[first : first + batch])
                store.add(corpus.buffer, corpus.offsets, corpus.furniture_bytes)
                repaired |= {first + n: mended for n, mended in corpus.repaired.items()}
            texts_by_number = ArticleTexts([a.id for a in articles], StoreColumns(store, Tokenizer(jobs)), repaired)
            settings = CompareSettings(min_probability, jobs, block_bytes, rewrites, calibrate=calibrate)
            return compare(pairs, texts_by_number, settings, terms=terms)

    return compare_all


@pytest.fixture(scope="session")
def prose() -> Callable[[int, int], str]:
    """`words` words in sentences of twelve and paragraphs of five: every third one is common English, and the others no
    other seed gives."""

    def write(seed: int, words: int) -> str:
        chosen = random.Random(seed)
        syllables = ("ba", "do", "ke", "li", "mu", "ra", "so", "ti")
        own = "".join("bcdfghjklm"[int(digit)] for digit in str(seed))  # a digit would make a number of a word
        made = ["".join(chosen.choices(syllables, k=5)) + f"{own}x" for _ in range(words)]
        made[2::3] = chosen.choices(("the", "of", "and", "to", "in", "on", "for", "with", "was", "that"), k=words // 3)
        sentences = [" ".join(made[k : k + 12]).capitalize() + "." for k in range(0, words, 12)]
        return "\n\n".join(" ".join(sentences[k : k + 5]) for k in range(0, len(sentences), 5))

    return write
