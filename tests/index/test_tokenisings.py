"""An article is prepared once: whatever a verdict reports, its text and those of its relatives are tokenised once."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dedup import Article, Prefilter
from dedup.index.article_store import ArticleStore
from dedup.index.comparer import ArticleComparer
from dedup.index.settings import IndexLimits, IndexSettings
from dedup.text.tables import I64, U8
from dedup.text.tokens import FoldTable, Tokenizer, Tokens


class TokenisingCounts(Counter[str]):
    """How often each text was tokenised; makes the tokenisers of a comparer."""

    def make_comparer(self, settings: IndexSettings, limits: IndexLimits, store: ArticleStore) -> ArticleComparer:
        return ArticleComparer(settings, limits, store, lambda folds: CountingTokenizer(self, folds))


class CountingTokenizer(Tokenizer):
    def __init__(self, counts: TokenisingCounts, folds: FoldTable) -> None:
        super().__init__(folds=folds)
        self.counts = counts

    def __call__(self, buffer: U8, offsets: I64) -> Tokens:
        borders = offsets.tolist()
        self.counts.update(bytes(buffer[begin:end]).decode() for begin, end in pairwise(borders))
        return super().__call__(buffer, offsets)


@pytest.mark.parametrize("more", [{}, {"translation": True, "names": True}], ids=["plain", "translation and names"])
def test_each_text_is_tokenised_once_by_a_call(
    place: Path | str, whole: str, cut: str, partly: str, more: dict[str, Any]
) -> None:
    counts = TokenisingCounts()
    settings = IndexSettings(path=str(place), **more)
    stored = [f"{whole}\n\nEdition {n} of this page was made by hand." for n in range(4)]
    with Prefilter.within(settings, make_comparer=counts.make_comparer) as seen:
        for n, text in enumerate(stored):
            seen.check_and_add(Article(id=f"n{n}", text=text, outlet="Post"))
        for call in (seen.check_and_add, seen.check):
            for text in (cut, partly, f"{cut}\n\n{partly}"):
                counts.clear()
                verdict = call(Article(id=text[:20], text=text))
                assert len(verdict.matches) >= len(stored) or verdict.known
                assert counts[text] == 1
                assert set(counts.values()) == {1}
