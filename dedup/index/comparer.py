"""The work on one article that does not depend on where an index is kept: prepare it, compare it, complete its
verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from dedup.article import Article
from dedup.index.article_store import ArticleRow, ArticleStore, Matches
from dedup.index.article_translation import TranslationJudge
from dedup.index.keys import ArticleKeys, KeyMaker, sketch_of
from dedup.index.learned_furniture import NO_FURNITURE_LEARNED, LearnedFurniture
from dedup.index.nearest import NEAREST
from dedup.index.settings import IndexLimits, IndexSettings, current_time
from dedup.index.stored_article import (
    ArticlePacker,
    StoredArticle,
    TextSketch,
    pack_sketch,
    readable,
    sketch_words,
    unpack_sketch,
)
from dedup.index.verdict import Verdict, nearest_first, seen_from
from dedup.index.verify import RelationFinder, relation_by_sketch
from dedup.records import Relation
from dedup.text.corpus import Corpus, CorpusReader

if TYPE_CHECKING:
    from dedup.index.article_names import NameFinder

LONGEST_ID: Final = 2_000  # characters; a longer id is cut


class PreparedArticle(NamedTuple):
    """An article that a call is about. One that came as a `sketch` has no `corpus`; one whose text is kept has no
    `sketch`."""

    article: Article
    stored: StoredArticle
    keys: ArticleKeys
    sketch: TextSketch | None
    corpus: Corpus | None


class ArticleComparer:
    """Works on one article after the other in the same memory; not safe for threads."""

    def __init__(self, settings: IndexSettings, limits: IndexLimits, store: ArticleStore) -> None:
        self._settings = settings
        self._store = store
        self._packer = ArticlePacker(store.dictionary())
        self._read = CorpusReader()
        self._make_keys = KeyMaker(settings.copies_alone)
        self._find_relations = RelationFinder()
        self._judge_translation = TranslationJudge(limits.versions) if settings.translation else None
        self._find_names = _name_finder(limits) if settings.names else None

    def prepare(self, article: Article) -> PreparedArticle:
        """Return all that is needed to look an article up, to compare it and to store it."""
        article = _with_storable_id(article)
        corpus = self._read([article])
        keys = self._make_keys(corpus.columns)
        tokens = corpus.tokens
        sketch = None if self._settings.text else sketch_words(keys.signature, tokens.hashes[tokens.of(0)])
        stored = StoredArticle(article, corpus.furniture_bytes.get(0, []), 0 in corpus.repaired)
        return PreparedArticle(article, stored, keys, sketch, corpus)

    def prepare_sketch(self, article: Article, sketch: TextSketch) -> PreparedArticle:
        """Return the same for an article of which only a whole sketch is given, for an index that keeps no texts."""
        article = _with_storable_id(article)
        return PreparedArticle(article, StoredArticle(article, [], False), sketch_of(sketch.signature), sketch, None)

    def pack(self, prepared: PreparedArticle) -> bytes:
        """Return what the index stores of an article."""
        return self._packer.pack(prepared.stored) if prepared.sketch is None else pack_sketch(prepared.sketch)

    def find_stored(self, prepared: PreparedArticle) -> tuple[ArticleRow | None, str]:
        """Return the row that holds this very article, if there is one, and the id that it has or would get."""
        given = prepared.article.id
        if not given:
            return None, self._free_id("")
        name = given
        for suffix in ("#2", "#3", None):
            row = self._store.by_id(name)
            if row is None:
                return None, name
            if self._is_same(prepared, row):
                return row, name
            name = self._free_id(given) if suffix is None else given + suffix
        return None, name

    def _free_id(self, base: str) -> str:
        """Return an id that no article has: `base` with the number that the article would get, which is repeated where
        somebody used such an id."""
        number = f"#{self._store.last() + 1}"
        name = base + number
        while self._store.by_id(name) is not None:
            name += number
        return name

    def _is_same(self, prepared: PreparedArticle, row: ArticleRow) -> bool:
        if prepared.sketch is not None:
            other = unpack_sketch(row)
            return (other.digest, other.words) == (prepared.sketch.digest, prepared.sketch.words)
        return self._packer.unpack(row).article.text == readable(prepared.article.text)

    def find_matches(
        self, prepared: PreparedArticle, name: str, numbers: list[int], furniture: LearnedFurniture
    ) -> Matches:
        """Return those of the numbered articles that are related to the prepared one, which is called `name`.

        `furniture` is left out of the comparison.
        """
        rows = [row for row in self._nearest_stored(numbers) if row.id != name]
        if not rows:
            return []
        by_id = {row.id: row for row in rows}
        if prepared.sketch is not None:
            by_sketch = (relation_by_sketch(name, prepared.sketch, row.id, unpack_sketch(row)) for row in rows)
            relations = [relation for relation in by_sketch if relation is not None]
        else:
            relations = self._compare(_called(prepared, name), [self._packer.unpack(row) for row in rows], furniture)
        turned = [seen_from(relation, name) for relation in relations]
        return [(by_id[relation.b], relation) for relation in turned]

    def _compare(
        self,
        article: StoredArticle,
        others: Sequence[StoredArticle],
        furniture: LearnedFurniture = NO_FURNITURE_LEARNED,
    ) -> list[Relation]:
        terms = None if self._settings.copies_alone else self._make_keys.terms
        return self._find_relations(article, others, terms, self._settings.min_probability, furniture)

    def _nearest_stored(self, numbers: list[int]) -> list[ArticleRow]:
        """Return the first NEAREST of these articles that are still stored and in the window."""
        oldest = 0 if self._settings.window is None else current_time() - self._settings.window
        rows: list[ArticleRow] = []
        while numbers and len(rows) < NEAREST:
            some, numbers = numbers[:NEAREST], numbers[NEAREST:]
            rows += [row for row in self._store.by_number(some) if row.seen >= oldest]
            if len(rows) == len(some):
                break
        return rows[:NEAREST]

    @property
    def needs_matches(self) -> bool:
        """Whether verdicts report what depends on the matches, even those on an article that is stored already."""
        return self._settings.text and (self._judge_translation is not None or self._find_names is not None)

    def complete(self, verdict: Verdict, prepared: PreparedArticle, matches: Matches) -> Verdict:
        """Return the verdict with translation and names, where asked for. It takes a while: nobody should have to wait
        for the index meanwhile."""
        if prepared.corpus is None or (self._judge_translation is None and self._find_names is None):
            return verdict
        others = nearest_first(matches) if self._settings.text else []
        # The article was compared under another name where another process took this one meanwhile.
        near = [
            (self._packer.unpack(row), msgspec.structs.replace(relation, a=verdict.id))
            for row, relation in others
            if relation.relation != "identical"
        ]
        translation = names = None
        if self._judge_translation is not None:
            article = _called(prepared, verdict.id)
            least = self._settings.min_probability
            translation = self._judge_translation(article, prepared.corpus, near, self._compare, least)
        if self._find_names is not None:
            names = self._find_names(verdict.id, prepared.corpus, [stored.article for stored, _ in near])
        return msgspec.structs.replace(verdict, translation=translation, names=names)


def _name_finder(limits: IndexLimits) -> NameFinder:
    from dedup.index.article_names import NameFinder  # what an index that reports no names does without

    return NameFinder(limits)


def _called(prepared: PreparedArticle, name: str) -> StoredArticle:
    return prepared.stored._replace(article=msgspec.structs.replace(prepared.article, id=name))


def _with_storable_id(article: Article) -> Article:
    if len(article.id) > LONGEST_ID or not article.id.isascii():
        return msgspec.structs.replace(article, id=readable(article.id[:LONGEST_ID]))
    return article
