"""Verify: an article and its nearest of the index -> relations, by the rooms that the batch scan uses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from dedup.article import Article
from dedup.index.learned_furniture import NO_FURNITURE_LEARNED, LearnedFurniture
from dedup.index.stored_article import StoredArticle, TextSketch
from dedup.provenance import ArticleFacts, credit_places, find_credits, with_directions
from dedup.records import Relation, RelationKind, Sides, Similarity
from dedup.relations.compare import ArticleTexts, CompareSettings, compare
from dedup.text.corpus import CorpusReader
from dedup.text.packing import Packer
from dedup.text.repair import repair
from dedup.text.terms import Terms
from dedup.text.text_store import TextStore
from dedup.text.tokens import Tokenizer

# Estimated Jaccard of 5-grams, by sketches alone, from which an article is told as a copy of the whole ...
SAME_WORDS: Final = 0.95
# ... and containment from which the shorter of two is told as a copy or as cut from the longer
MOSTLY_HELD: Final = 0.7
AS_LONG: Final = 0.9  # length of the shorter in that of the longer from which both are copied as a whole


class RelationFinder:
    """Compares one article after the other in the same memory."""

    def __init__(self) -> None:
        self._pack = Packer()
        self._tokenize = Tokenizer()
        self._read = CorpusReader()

    def __call__(
        self,
        own: StoredArticle,
        others: Sequence[StoredArticle],
        terms: Terms | None,
        least: float,
        learned: LearnedFurniture = NO_FURNITURE_LEARNED,
    ) -> list[Relation]:
        """The relations of an article with each of `others`, whose ids differ from its own; without terms copies alone.

        Lines that were `learned` to be furniture of an article's outlet are left out.
        """
        held = [own, *others]
        ids = [h.article.id for h in held]
        repaired = {
            n: mended for n, h in enumerate(held) if h.mended and (mended := repair(h.article.text)) is not None
        }
        buffer, offsets = self._pack(
            [repaired[n].text if n in repaired else h.article.text for n, h in enumerate(held)]
        )
        pairs = [(0, n) if ids[0] < ids[n] else (n, 0) for n in range(1, len(ids))]
        rows = np.array(sorted(pairs), np.int64)
        with TextStore(1 << 40, learned.of([h.article for h in held])) as store:
            store.add(buffer, offsets, {n: h.furniture for n, h in enumerate(held) if h.furniture})
            texts = ArticleTexts(ids, store, repaired)
            relations, _ = compare(rows, texts, CompareSettings(least), terms=terms, tokenizer=self._tokenize)
        if not relations:
            return []
        related = {side for r in relations for side in (r.a, r.b)}
        return with_directions(relations, self._facts([h.article for h in held if h.article.id in related]))

    def _facts(self, articles: Sequence[Article]) -> dict[str, ArticleFacts]:
        corpus = self._read(articles)
        places = credit_places(corpus)
        words = corpus.tokens.counts.tolist()
        return {
            a.id: ArticleFacts(a.outlet, a.published, words[n], find_credits(a, places=places[n]))
            for n, a in enumerate(articles)
        }


def relation_by_sketch(name: str, own: TextSketch, other: str, held: TextSketch) -> Relation | None:
    """The relation that two sketches alone show, a copy or none; its probability is the estimated containment of the
    shorter text."""
    if not own.words or not held.words:
        return None
    jaccard = own.jaccard(held)
    shorter, longer = sorted((own.words, held.words))
    containment = min(1.0, jaccard * (shorter + longer) / ((1 + jaccard) * shorter))
    kind: RelationKind
    if own.digest == held.digest and own.words == held.words:
        kind, jaccard, containment = "identical", 1.0, 1.0
    elif containment < MOSTLY_HELD:
        return None
    elif jaccard >= SAME_WORDS or shorter >= AS_LONG * longer:
        kind = "near_verbatim"
    else:
        kind = "trimmed"
    share = [round(containment * shorter / words, 3) for words in (own.words, held.words)]
    return Relation(
        a=name,
        b=other,
        relation=kind,
        probability=round(containment, 3),
        direction="unknown",
        coverage=Sides(*share),
        quoted=Sides(0.0, 0.0),
        similarity=Similarity(round(jaccard, 3), 0.0, round(containment, 3)),
        passages=[],
        reasons=["Estimated from sketches alone; the index keeps no text."],
    )
