"""Judge: one article against those of a store that may be related to it; all that does not hang on where the articles
are kept."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from dedup.article import Article
from dedup.index.article_translation import TranslationJudge
from dedup.index.backend import ArticleRow, ArticleStore
from dedup.index.keys import ArticleKeys, KeyMaker, sketch_of
from dedup.index.learned_furniture import NO_FURNITURE_LEARNED, LearnedFurniture
from dedup.index.nearest import NEAREST
from dedup.index.settings import IndexSettings, format_time
from dedup.index.stored_article import (
    ArticlePacker,
    StoredArticle,
    TextSketch,
    pack_sketch,
    readable,
    sketch_words,
    unpack_sketch,
)
from dedup.index.verdict import Match, Verdict, match_of, seen_from, strength
from dedup.index.verify import RelationFinder, relation_by_sketch
from dedup.records import COPY_RELATIONS, Relation, Sides
from dedup.text.corpus import Corpus, CorpusReader

if TYPE_CHECKING:
    from dedup.index.article_names import NameFinder

LONGEST_ID: Final = 2_000  # characters; a longer id is cut

Matches = list[tuple[ArticleRow, Relation]]
"""Related articles of the store; in each relation a is the article asked about."""


class PreparedArticle(NamedTuple):
    """The article asked about; there is no `corpus` of one that came as a sketch."""

    article: Article
    held: StoredArticle
    sketch: ArticleKeys
    small: TextSketch | None
    corpus: Corpus | None


class Judge:
    """Looks at one article after the other in the same memory; not safe for threads."""

    def __init__(self, settings: IndexSettings, store: ArticleStore) -> None:
        self.settings = settings
        self._store = store
        self._bodies = ArticlePacker(store.dictionary())
        self._read = CorpusReader()
        self._sketch = KeyMaker(settings.copies_alone)
        self._verify = RelationFinder()
        self._translate = TranslationJudge() if settings.translation else None
        self._name = _namer() if settings.names else None

    def own(self, article: Article) -> PreparedArticle:
        """What is needed of an article to look for it and to hold it."""
        article = _nameable(article)
        corpus = self._read([article])
        sketch = self._sketch(corpus.columns)
        tokens = corpus.tokens
        small = None if self.settings.text else sketch_words(sketch.signature, tokens.hashes[tokens.of(0)])
        return PreparedArticle(
            article,
            StoredArticle(article, corpus.furniture_bytes.get(0, []), 0 in corpus.repaired),
            sketch,
            small,
            corpus,
        )

    def prepare_sketch(self, article: Article, small: TextSketch) -> PreparedArticle:
        """The same of an article of which no more than a whole sketch came, for a store that keeps no texts."""
        article = _nameable(article)
        return PreparedArticle(article, StoredArticle(article, [], False), sketch_of(small.signature), small, None)

    def pack(self, own: PreparedArticle) -> bytes:
        """What the store is to keep of the article."""
        return self._bodies.pack(own.held) if own.small is None else pack_sketch(own.small)

    def named(self, own: PreparedArticle) -> tuple[ArticleRow | None, str]:
        """The row that holds this very article, and the id that it has or would have."""
        article = own.article
        if not article.id:
            return None, self._free("")
        name = article.id
        for again in (2, 3, 0):
            row = self._store.by_id(name)
            if row is None:
                return None, name
            if self._same(own, row):
                return row, name
            name = f"{article.id}#{again}" if again else self._free(article.id)
        return None, name

    def _free(self, base: str) -> str:
        """An id that nobody has: the number that the article would get behind `base`, again where somebody has called
        his own so."""
        number = f"#{self._store.last() + 1}"
        name = base + number
        while self._store.by_id(name) is not None:
            name += number
        return name

    def _same(self, own: PreparedArticle, row: ArticleRow) -> bool:
        if own.small is not None:
            held = unpack_sketch(row)
            return (held.digest, held.words) == (own.small.digest, own.small.words)
        return self._bodies.unpack(row).article.text == readable(own.article.text)

    def related(
        self, own: PreparedArticle, name: str, numbers: list[int], learned: LearnedFurniture = NO_FURNITURE_LEARNED
    ) -> Matches:
        """Those of the numbered articles that are related to the one asked about, which is called `name`; `learned`
        lines do not count."""
        rows = [row for row in self._alive(numbers) if row.id != name]
        if not rows:
            return []
        held = {row.id: row for row in rows}
        if own.small is not None:
            shown = [relation_by_sketch(name, own.small, row.id, unpack_sketch(row)) for row in rows]
            relations = [r for r in shown if r is not None]
        else:
            relations = self._compare(_called(own, name), [self._bodies.unpack(row) for row in rows], learned)
        turned = [seen_from(r, name) for r in relations]
        return [(held[r.b], r) for r in turned]

    def _compare(
        self, own: StoredArticle, others: Sequence[StoredArticle], learned: LearnedFurniture = NO_FURNITURE_LEARNED
    ) -> list[Relation]:
        terms = None if self.settings.copies_alone else self._sketch.terms
        return self._verify(own, others, terms, self.settings.min_probability, learned)

    def _alive(self, numbers: list[int]) -> list[ArticleRow]:
        """The first NEAREST of these articles that are still held and in the window."""
        oldest = 0 if self.settings.window is None else now() - self.settings.window
        rows: list[ArticleRow] = []
        while numbers and len(rows) < NEAREST:
            some, numbers = numbers[:NEAREST], numbers[NEAREST:]
            rows += [row for row in self._store.by_number(some) if row.seen >= oldest]
            if len(rows) == len(some):
                break
        return rows[:NEAREST]

    def verdict(
        self,
        own: PreparedArticle,
        name: str,
        found: Matches,
        held: ArticleRow | None,
        family: str,
        seen: int | None = None,
    ) -> Verdict:
        """What is said of the article: `held` is the row that holds it already, `family` as `family` tells it, `seen`
        the time at which it comes in, None for the present."""
        matches = sorted((match_of(r, row.id, format_time(row.seen)) for row, r in found), key=strength)
        came = now() if seen is None else seen
        seen = min([came, *(row.seen for row, r in found if r.relation in COPY_RELATIONS)])
        if held is not None:
            seen = held.seen
            whole = Sides(1.0, 1.0)
            matches = [Match(id=held.id, score=1.0, relation="identical", coverage=whole, first_seen=format_time(seen))]
        return Verdict(
            id=name,
            decision=matches[0].relation if matches else "new",
            matches=matches,
            family=family,
            first_seen=format_time(seen),
            known=held is not None,
            verified=own.small is None,
        )

    @property
    def asks_more(self) -> bool:
        """Whether verdicts are to tell what hangs on the relatives of an article, even of one that is held."""
        return self.settings.text and (self._translate is not None or self._name is not None)

    def with_more(self, verdict: Verdict, own: PreparedArticle, found: Matches) -> Verdict:
        """The verdict with translation and names, where asked for. It takes a while: nobody should wait for the store
        meanwhile."""
        if own.corpus is None or (self._translate is None and self._name is None):
            return verdict
        apart = [(row, r) for row, r in nearest_first(found) if r.relation != "identical"] if self.settings.text else []
        # Compared under another name where another process took this one meanwhile.
        near = [(self._bodies.unpack(row), msgspec.structs.replace(r, a=verdict.id)) for row, r in apart]
        called = _called(own, verdict.id)
        translation = names = None
        if self._translate is not None:
            translation = self._translate(called, own.corpus, near, self._compare, self.settings.min_probability)
        if self._name is not None:
            names = self._name(verdict.id, own.corpus, [held.article for held, _ in near])
        return msgspec.structs.replace(verdict, translation=translation, names=names)

    def family(self, name: str, found: Matches) -> str:
        """The copy family of a held article; of one that is not held the family of its nearest copy."""
        row = self._store.by_id(name)
        if row is None:
            near = [row for row, r in nearest_first(found) if r.relation in COPY_RELATIONS]
            row = near[0] if near else None
        if row is None:
            return f"copy:{name}"
        return f"copy:{row.id if row.family is None else self._store.first_of(row.family)}"

    def recall(self, article: str) -> Verdict | None:
        """See `Prefilter.recall`."""
        row = self._store.by_id(article)
        if row is None:
            return None
        matches = []
        earliest = row.seen
        for r in self._store.relations([row.number]):
            for other in self._store.by_number([int(r.a)]):
                matches.append(match_of(seen_from(r, r.b), other.id, format_time(other.seen)))
                earliest = min(earliest, other.seen) if r.relation in COPY_RELATIONS else earliest
        matches.sort(key=strength)
        return Verdict(
            id=row.id,
            decision=matches[0].relation if matches else "new",
            matches=matches,
            family=self.family(row.id, []),
            first_seen=format_time(earliest),
            known=True,
            verified=self.settings.text,
        )


def nearest_first(found: Matches) -> Matches:
    """By falling strength of the relation."""
    return sorted(found, key=lambda pair: strength(match_of(pair[1], pair[0].id, "")))


def _namer() -> NameFinder:
    from dedup.index.article_names import NameFinder  # what an index that tells no names does without

    return NameFinder()


def _called(own: PreparedArticle, name: str) -> StoredArticle:
    return own.held._replace(article=_with_id(own.article, name))


def _nameable(article: Article) -> Article:
    """The article under an id that can be held."""
    if len(article.id) > LONGEST_ID or not article.id.isascii():
        return _with_id(article, readable(article.id[:LONGEST_ID]))
    return article


def _with_id(article: Article, name: str) -> Article:
    return msgspec.structs.replace(article, id=name)


def now() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000
