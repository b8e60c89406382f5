"""The work on one article that does not depend on where an index is kept: prepare it, compare it, complete its
verdict."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final

import msgspec

from dedup.addresses import is_one_article
from dedup.article import Article
from dedup.cached_property import cached_property
from dedup.index.article_store import ArticleRow, ArticleStore, Matches
from dedup.index.article_translation import DetectedMarks, TranslationJudge
from dedup.index.keys import ArticleKeys, KeyMaker, sketch_of
from dedup.index.learned_furniture import LearnedFurniture
from dedup.index.nearest import NEAREST
from dedup.index.outlet_style import OutletMarks
from dedup.index.relatives import (
    ComparedTexts,
    Relative,
    StoredReader,
    credits_in,
    find_relations,
    join,
    relation_by_sketch,
)
from dedup.index.settings import IndexLimits, IndexSettings, current_time
from dedup.index.stored_article import (
    ArticlePacker,
    StoredArticle,
    TextSketch,
    pack_sketch,
    readable,
    sketch_token,
    sketch_words,
    unpack_sketch,
)
from dedup.index.verdict import Verdict, nearest_first, seen_from
from dedup.records import NOTHING_NEW, Credit, Relation, Sides
from dedup.relations.block import Block
from dedup.relations.changed_words import Change, changed_words
from dedup.relations.compare import CompareSettings, ObserveBlock
from dedup.relations.coverage import Coverage, PairCoverage
from dedup.text.corpus import Corpus, CorpusReader
from dedup.text.tokens import FoldTable, Tokenizer

if TYPE_CHECKING:
    from dedup.index.article_names import NameFinder

_COMPARED: Final = 2  # matches of almost the same words of which the differences are reported
LONGEST_ID: Final = 2_000  # characters; a longer id is cut


def _tokenizer(folds: FoldTable) -> Tokenizer:
    return Tokenizer(folds=folds)


class PreparedArticle:
    """An article that a call is about: all that was found in it, each thing once.

    One that came as a `sketch` has no `corpus`; one whose text is stored has no `sketch`. `relatives` are the stored
    articles that it was compared with, by number, and `covered` how much the two cover of each other; comparing fills
    both. `of_one_id` are rows of other texts under the id that it was given. `marks` are those of its text, where they
    were asked for.
    """

    def __init__(
        self, article: Article, keys: ArticleKeys, sketch: TextSketch | None = None, corpus: Corpus | None = None
    ) -> None:
        self.article = article
        self.keys = keys
        self.sketch = sketch
        self.corpus = corpus
        self.relatives: dict[int, Relative] = {}
        self.coverage: Coverage | None = None
        self.covered: dict[int, PairCoverage] = {}
        self.of_one_id: list[ArticleRow] = []
        self.marks: DetectedMarks | None = None

    @cached_property
    def credits(self) -> list[Credit]:
        """The credits in the article."""
        return [] if self.corpus is None else credits_in(self.corpus, 0)

    @property
    def stored(self) -> StoredArticle:
        """What is stored of an article with its text."""
        assert self.corpus is not None
        furniture = self.corpus.furniture_bytes.get(0, [])
        return StoredArticle(self.article, furniture, 0 in self.corpus.repaired, self.credits)


class ArticleComparer:
    """Works on one article after the other in the same memory; not safe for threads."""

    def __init__(
        self,
        settings: IndexSettings,
        limits: IndexLimits,
        store: ArticleStore,
        make_tokenizer: Callable[[FoldTable], Tokenizer] = _tokenizer,
    ) -> None:
        """`make_tokenizer` makes one tokeniser for articles and one for their relatives, which share a table of folded
        words."""
        self._settings = settings
        self._store = store
        self._packer = ArticlePacker(store.dictionary())
        folds = FoldTable()
        self._read = CorpusReader(tokenizer=make_tokenizer(folds))
        self._read_stored = StoredReader(make_tokenizer(folds))
        self._make_keys = KeyMaker(settings.copies_alone)
        self._judge_translation = (
            TranslationJudge(
                self._compare_versions,
                settings.min_probability,
                limits.versions,
                style_of=store.style_of if settings.house_style else None,
            )
            if settings.translation
            else None
        )
        self._find_names = _name_finder(limits) if settings.names else None

    def prepare(self, article: Article) -> PreparedArticle:
        """Return all that is needed to look an article up, to compare it and to store it."""
        corpus = self._read([_with_storable_id(article)])
        keys = self._make_keys(corpus.columns)
        tokens = corpus.tokens
        sketch = None if self._settings.text else sketch_words(keys.signature, tokens.hashes[tokens.of(0)])
        return PreparedArticle(corpus.articles[0], keys, sketch, corpus)

    def prepare_sketch(self, article: Article, sketch: TextSketch) -> PreparedArticle:
        """Return the same for an article of which only a whole sketch is given, for an index that keeps no texts."""
        return PreparedArticle(_with_storable_id(article), sketch_of(sketch.signature), sketch)

    def pack(self, prepared: PreparedArticle, token: bytes = b"") -> bytes:
        """Return what the index stores of an article, with a token by which the caller knows it again."""
        if prepared.sketch is None:
            return self._packer.pack(prepared.stored, token)
        return pack_sketch(prepared.sketch, token)

    def outlet_marks(self, prepared: PreparedArticle) -> OutletMarks | None:
        """Return what an article says of the style of its outlet, None where nothing is counted."""
        if self._judge_translation is None or prepared.corpus is None:
            return None
        return self._judge_translation.marks_of(prepared.corpus, self._marks(prepared))

    def _marks(self, prepared: PreparedArticle) -> DetectedMarks:
        """Return the marks of an article, which are looked for once."""
        assert self._judge_translation is not None
        assert prepared.corpus is not None
        if prepared.marks is None:
            prepared.marks = self._judge_translation.detect(prepared.corpus)
        return prepared.marks

    def token(self, row: ArticleRow) -> bytes:
        """Return the token that was stored with an article, b"" for none."""
        return self._packer.token(row) if self._settings.text else sketch_token(row)

    def find_stored(self, prepared: PreparedArticle) -> tuple[ArticleRow | None, str]:
        """Return the row that holds this very article, if there is one, and the id that it has or would get."""
        given = prepared.article.id
        if not given:
            return None, self._free_number()
        prepared.of_one_id = []
        for name in self._names(given, prepared):
            row = self._store.by_id(name)
            if row is None:
                return None, name
            if self._is_same(prepared, row):
                return row, name
            prepared.of_one_id.append(row)
        raise AssertionError("the names of an article never end")

    def _names(self, given: str, prepared: PreparedArticle) -> Iterator[str]:
        """Yield the ids that an article may get, the given one first. The fourth rests on the text alone: so a filter
        that was interrupted finds the article again, and gives the ids that it would have given in one run."""
        yield from (given, f"{given}#2", f"{given}#3")
        suffix = f"#{self._digest(prepared)}"
        name = given
        while True:
            name += suffix
            yield name

    def _digest(self, prepared: PreparedArticle) -> str:
        """Return eight hexadecimal digits of what the index stores of the text."""
        if prepared.sketch is not None:
            return f"{prepared.sketch.digest & 0xFFFFFFFF:08x}"
        return hashlib.blake2b(readable(prepared.article.text).encode(), digest_size=4).hexdigest()

    def find_same(self, prepared: PreparedArticle, matches: Matches) -> ArticleRow | None:
        """Return the match that is the very article, known by its address or id, with the same body."""
        for row, relation in matches:
            if relation.relation == "identical" and self._is_version(prepared, row):
                return row
        return None

    def _is_version(self, prepared: PreparedArticle, row: ArticleRow) -> bool:
        relative = prepared.relatives.get(row.number)
        given = prepared.article
        one_id = _is_users_own(given) and any(other.number == row.number for other in prepared.of_one_id)
        if relative is not None:
            return is_one_article(given, relative.stored.article, one_id=one_id)
        if prepared.sketch is not None:
            return one_id
        return is_one_article(given, self._packer.unpack(row).article, one_id=one_id)

    def _versions(self, prepared: PreparedArticle, matches: Matches) -> dict[int, ArticleRow]:
        """Return the stored versions of an article by their numbers."""
        rows = {row.number: row for row in [*prepared.of_one_id, *(row for row, _ in matches)]}
        return {number: row for number, row in rows.items() if self._is_version(prepared, row)}

    def _free_number(self) -> str:
        """Return the number that the article would get as its id, repeated where somebody used such an id."""
        name = number = f"#{self._store.last() + 1}"
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
            relations = self._compare(prepared, name, rows, furniture)
        turned = [seen_from(relation, name) for relation in relations]
        return [(by_id[relation.b], relation) for relation in turned]

    def _compare(
        self, prepared: PreparedArticle, name: str, rows: list[ArticleRow], furniture: LearnedFurniture
    ) -> list[Relation]:
        """Return the relations of an article with stored ones, which are read here and nowhere else."""
        assert prepared.corpus is not None
        stored = [self._packer.unpack(row) for row in rows]
        read = self._read_stored(stored)
        corpus = join([(prepared.corpus, 0), *((read, n) for n in range(len(rows)))])
        relatives = [Relative(each, (corpus, n)) for n, each in enumerate(stored, 1)]
        prepared.relatives |= {row.number: relative for row, relative in zip(rows, relatives, strict=True)}

        def credits(number: int) -> list[Credit]:
            return prepared.credits if number == 0 else _credits(relatives[number - 1])

        # The article comes behind all that is stored
        coverage = Coverage([len(rows), *range(len(rows))], credits, corpus.repaired)
        coverage.go_on(0, prepared.coverage)
        prepared.coverage = coverage
        numbers = {row.id: row.number for row in rows}

        def observe(block: Block, ids: tuple[Sequence[str], Sequence[str]], relations: Sequence[Relation]) -> None:
            for relation, found in zip(relations, coverage.add(block, ids, relations), strict=True):
                prepared.covered[numbers[relation.b if relation.a == name else relation.a]] = found

        ids = [name, *(row.id for row in rows)]
        texts = ComparedTexts(ids, corpus, credits, furniture.of(corpus.articles))
        return self._find_relations(texts, [(0, n) for n in range(1, len(ids))], observe)

    def _compare_versions(self, versions: Sequence[Relative], corpus: Corpus) -> list[Relation]:
        """Return the relations of stored articles with one another; `corpus` has their words, in this order."""
        ids = [version.stored.article.id for version in versions]
        texts = ComparedTexts(ids, corpus, lambda number: _credits(versions[number]))
        return self._find_relations(texts, list(combinations(range(len(ids)), 2)))

    def _find_relations(
        self, texts: ComparedTexts, pairs: Sequence[tuple[int, int]], observe: ObserveBlock | None = None
    ) -> list[Relation]:
        terms = None if self._settings.copies_alone else self._make_keys.terms
        settings = CompareSettings(
            self._settings.min_probability, observe=observe, calibrate=self._settings.calibration
        )
        return find_relations(texts, pairs, terms, settings)

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
        """Return the verdict with what is new in the article, and with translation and names, where asked for. It takes
        a while: nobody should have to wait for the index meanwhile."""
        verdict = self._with_novelty(verdict, prepared, matches)
        if prepared.corpus is None or (self._judge_translation is None and self._find_names is None):
            return verdict
        others = nearest_first(matches) if self._settings.text else []
        # The article was compared under another name where another process took this one meanwhile.
        related = [
            (prepared.relatives[row.number], msgspec.structs.replace(relation, a=verdict.id))
            for row, relation in others
            if relation.relation != "identical"
        ]
        translation = names = None
        if self._judge_translation is not None:
            translation = self._judge_translation(verdict.id, prepared.corpus, self._marks(prepared), related)
        if self._find_names is not None:
            names = self._find_names(verdict.id, prepared.corpus, [relative for relative, _ in related])
        return msgspec.structs.replace(verdict, translation=translation, names=names)

    def _with_novelty(self, verdict: Verdict, prepared: PreparedArticle, matches: Matches) -> Verdict:
        """Return the verdict with novelty, superseded articles, and the version that it follows."""
        with_text = prepared.sketch is None
        if verdict.known:
            return msgspec.structs.replace(verdict, novelty=0.0 if with_text else None)
        if not matches and not prepared.of_one_id:
            return msgspec.structs.replace(verdict, novelty=1.0 if with_text else None)
        versions = self._versions(prepared, matches)
        version = versions[max(versions)] if versions else None
        of_version = [] if version is None else self._changed(prepared, version)
        if not with_text:
            return msgspec.structs.replace(verdict, version_of=None if version is None else version.id)
        numbers = {row.id: row.number for row, _ in matches}
        shown = []
        compared = 0
        for match in verdict.matches:
            number = numbers[match.id]
            found = prepared.covered[number]
            changed: list[Change] = []
            if version is not None and number == version.number:
                changed = of_version
            elif match.relation == "near_verbatim" and found.later >= 1 - NOTHING_NEW and compared < _COMPARED:
                compared += 1
                changed = self._changed_in(prepared, prepared.relatives[number])
            sides = Sides(found.later, found.earlier)
            shown.append(
                msgspec.structs.replace(
                    match, copied=sides, proves=found.proves, version=number in versions, changed=changed
                )
            )
        return msgspec.structs.replace(
            verdict,
            matches=shown,
            novelty=1.0 if prepared.coverage is None else prepared.coverage.novelty(0),
            supersedes=sorted(match.id for match in shown if prepared.covered[numbers[match.id]].supersedes),
            version_of=None if version is None else version.id,
            changed=of_version,
        )

    def _changed(self, prepared: PreparedArticle, version: ArticleRow) -> list[Change]:
        """Return what an article changes in a stored version of it."""
        if prepared.sketch is not None:
            return []
        relative = prepared.relatives.get(version.number)
        if relative is None:
            stored = self._packer.unpack(version)
            relative = Relative(stored, (self._read_stored([stored]), 0))
        return self._changed_in(prepared, relative)

    @staticmethod
    def _changed_in(prepared: PreparedArticle, relative: Relative) -> list[Change]:
        assert prepared.corpus is not None
        return changed_words(prepared.corpus, 0, *relative.part)


def _is_users_own(article: Article) -> bool:
    """Return whether the id of an article is the user's own, and not made of the place where it was read."""
    return bool(article.id) and article.id not in (article.path, f"{article.path}:{article.line}")


def _credits(relative: Relative) -> list[Credit]:
    """Return the credits of a stored article; those of one that was stored by an older format are found."""
    found = relative.stored.credits
    return credits_in(*relative.part) if found is None else found


def _name_finder(limits: IndexLimits) -> NameFinder:
    from dedup.index.article_names import NameFinder  # what an index that reports no names does without

    return NameFinder(limits)


def _with_storable_id(article: Article) -> Article:
    if len(article.id) > LONGEST_ID or not article.id.isascii():
        return msgspec.structs.replace(article, id=readable(article.id[:LONGEST_ID]))
    return article
