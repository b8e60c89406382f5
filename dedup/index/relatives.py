"""An article and its nearest of the index -> relations, by the rooms that the batch scan uses. Each text is tokenised
once, whoever reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np

from dedup.index.stored_article import StoredArticle, TextSketch
from dedup.provenance import ArticleFacts, credit_places, find_credits, with_directions
from dedup.provenance.facts import days_of
from dedup.records import Credit, Furniture, Relation, RelationKind, Sides, Similarity
from dedup.relations.compare import ArticleTexts, CompareSettings, compare
from dedup.text.corpus import Corpus, code_points, drop_spans
from dedup.text.known_lines import NO_LINES, KnownLines, drop_lines
from dedup.text.packing import Packer
from dedup.text.repair import clean
from dedup.text.tables import I64
from dedup.text.terms import Terms
from dedup.text.tokenizing import SPARE
from dedup.text.tokens import Columns, Tokenizer, Tokens

# Estimated Jaccard of 5-grams, by sketches alone, from which an article is reported as a copy of the whole ...
SAME_WORDS: Final = 0.95
# ... and containment from which the shorter of two is reported as a copy or as cut from the longer
MOSTLY_CONTAINED: Final = 0.7
AS_LONG: Final = 0.9  # length of the shorter in that of the longer from which both are copied as a whole

CorpusPart = tuple[Corpus, int]
"""An article of a corpus, by its number."""


class Relative(NamedTuple):
    """A stored article that was compared, and where its words are."""

    stored: StoredArticle
    part: CorpusPart


class ComparedTexts(NamedTuple):
    """Some articles: their ids, texts and words, a function that returns the credits of one by its number, and known
    lines, which do not count."""

    ids: Sequence[str]
    corpus: Corpus
    credits: Callable[[int], list[Credit]]
    known: KnownLines = NO_LINES


class StoredReader:
    """Reads some stored articles after others in the same memory: their corpus is valid until the next call."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._pack = Packer()
        self._tokenize = tokenizer

    def __call__(self, stored: Sequence[StoredArticle]) -> Corpus:
        """Return the corpus of stored articles; of their furniture it has the byte spans (see `furniture_as_read`)."""
        repaired = {
            n: mended for n, s in enumerate(stored) if s.mended and (mended := clean(s.article.text)) is not None
        }
        buffer, offsets = self._pack(
            [repaired[n].text if n in repaired else s.article.text for n, s in enumerate(stored)]
        )
        tokens = self._tokenize(buffer, offsets)
        furniture = {n: s.furniture for n, s in enumerate(stored) if s.furniture}
        drop_spans(tokens, furniture)
        return Corpus([s.article for s in stored], buffer, offsets, tokens, {}, furniture, repaired)


def join(parts: Sequence[CorpusPart]) -> Corpus:
    """Return articles of several corpora as one corpus, in memory of its own."""
    counts = np.array([corpus.tokens.counts[n] for corpus, n in parts], np.int64)
    sizes = [int(corpus.offsets[n + 1] - corpus.offsets[n]) for corpus, n in parts]
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])
    buffer = np.zeros(int(offsets[-1]) + SPARE, np.uint8)
    for (corpus, n), begin, size in zip(parts, offsets.tolist(), sizes, strict=False):
        start = int(corpus.offsets[n])
        buffer[begin : begin + size] = corpus.buffer[start : start + size]
    places = [(corpus.tokens, corpus.tokens.of(n)) for corpus, n in parts]
    tokens = Tokens(
        np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])[:-1],
        counts,
        np.concatenate([np.empty(0, np.uint32), *(tokens.starts[place] for tokens, place in places)]),
        np.concatenate([np.empty(0, np.uint32), *(tokens.ends[place] for tokens, place in places)]),
        np.concatenate([np.empty(0, np.uint64), *(tokens.hashes[place] for tokens, place in places)]),
        np.array([corpus.tokens.suspect[n] for corpus, n in parts], np.uint8),
    )
    return Corpus(
        [corpus.articles[n] for corpus, n in parts],
        buffer,
        offsets,
        tokens,
        {k: corpus.furniture[n] for k, (corpus, n) in enumerate(parts) if n in corpus.furniture},
        {k: corpus.furniture_bytes[n] for k, (corpus, n) in enumerate(parts) if n in corpus.furniture_bytes},
        {k: corpus.repaired[n] for k, (corpus, n) in enumerate(parts) if n in corpus.repaired},
    )


def furniture_as_read(corpus: Corpus) -> dict[int, list[Furniture]]:
    """Return the furniture of a corpus by article number, in code points of the texts as read."""
    found: dict[int, list[Furniture]] = {}
    length = int(corpus.offsets[-1])
    for article, spans in corpus.furniture_bytes.items():
        begin = corpus.offsets[article : article + 1]
        borders = begin + np.array(spans, np.int64).reshape(-1, 2)
        places = code_points(corpus.buffer, length, borders) - code_points(corpus.buffer, length, begin)
        if (mended := corpus.repaired.get(article)) is not None:
            places = mended.to_raw[places]
        found[article] = [Furniture(start, end, "stored") for start, end in places.tolist()]
    return found


class _CorpusColumns(NamedTuple):
    """The articles of a corpus; see `TextColumns`."""

    corpus: Corpus
    known: KnownLines

    def sizes(self) -> I64:
        """See `TextColumns`."""
        return np.diff(self.corpus.offsets)

    def columns(self, numbers: I64) -> Columns:
        """See `TextColumns`."""
        if not self.known.places and numbers.size == len(self.corpus):
            columns = self.corpus.columns
            return columns._replace(tokens=columns.tokens.copy())
        part = join([(self.corpus, n) for n in numbers.tolist()])
        drop_lines(part.buffer, part.offsets, part.tokens, numbers, self.known)
        return part.columns


def find_relations(
    texts: ComparedTexts, pairs: Sequence[tuple[int, int]], terms: Terms | None, settings: CompareSettings
) -> list[Relation]:
    """Return the relations of pairs of articles (by number, with different ids), with their directions; without terms
    copies alone."""
    ids = texts.ids
    rows = np.array(sorted((a, b) if ids[a] < ids[b] else (b, a) for a, b in pairs), np.int64).reshape(-1, 2)
    source = _CorpusColumns(texts.corpus, texts.known)
    days = days_of(article.published for article in texts.corpus.articles)
    by_number = ArticleTexts(ids, source, texts.corpus.repaired, days)
    relations, _ = compare(rows, by_number, settings, terms=terms)
    related = {side for relation in relations for side in (relation.a, relation.b)}
    words = texts.corpus.tokens.counts.tolist()
    facts = {
        article_id: ArticleFacts(article.outlet, article.published, words[n], texts.credits(n))
        for n, (article_id, article) in enumerate(zip(ids, texts.corpus.articles, strict=True))
        if article_id in related
    }
    return with_directions(relations, facts)


def credits_in(corpus: Corpus, number: int) -> list[Credit]:
    """Find the credits of one article of a corpus."""
    alone = corpus if len(corpus) == 1 else join([(corpus, number)])
    return find_credits(corpus.articles[number], places=credit_places(alone)[0])


def relation_by_sketch(article: str, sketch: TextSketch, other: str, other_sketch: TextSketch) -> Relation | None:
    """Return the relation that two sketches alone show, a copy or none; its probability is the estimated containment of
    the shorter text."""
    if not sketch.words or not other_sketch.words:
        return None
    jaccard = sketch.jaccard(other_sketch)
    shorter, longer = sorted((sketch.words, other_sketch.words))
    containment = min(1.0, jaccard * (shorter + longer) / ((1 + jaccard) * shorter))
    kind: RelationKind
    if (sketch.digest, sketch.words) == (other_sketch.digest, other_sketch.words):
        kind, jaccard, containment = "identical", 1.0, 1.0
    elif containment < MOSTLY_CONTAINED:
        return None
    elif jaccard >= SAME_WORDS or shorter >= AS_LONG * longer:
        kind = "near_verbatim"
    else:
        kind = "trimmed"
    share = [round(containment * shorter / words, 3) for words in (sketch.words, other_sketch.words)]
    return Relation(
        a=article,
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
