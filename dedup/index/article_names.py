"""The names in one article, how it writes them, and how its matches do."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dedup.article import Article
from dedup.index.relatives import Relative, join
from dedup.index.settings import LIMITS, IndexLimits
from dedup.index.verdict import ArticleName, SpellingInArticle, SpellingInMatches, SpellingKind
from dedup.names.gather import gather_names
from dedup.names.mention_collection import Mention, MentionCollection, locate_mentions
from dedup.records import NameRecord
from dedup.text.corpus import Corpus, CorpusReader

Bearer = tuple[object, ...]


class NameFinder:
    """Works on one article after the other in the same memory."""

    def __init__(self, limits: IndexLimits = LIMITS) -> None:
        self._limits = limits
        self._read = CorpusReader()
        self._read_cut = CorpusReader()

    def __call__(self, name: str, corpus: Corpus, matches: Sequence[Relative]) -> list[ArticleName]:
        """Return the names in an article, which is called `name` and alone in `corpus`, in their order.

        Which spellings are one name is decided over the article and its nearest matches together.
        """
        matches = matches[: self._limits.matches_with_names]
        ids = [name, *(match.stored.article.id for match in matches)]
        gathered = MentionCollection(0)
        corpora = [self._shortened(corpus)]
        if matches:
            corpora.append(self._corpus_of(matches))
        for each in corpora:
            gathered.add(each.columns)
        known = _NameRecords(
            gather_names(gathered, ids, dict.fromkeys(range(len(ids)), 0), every=True, romanised=False)
        )
        own, *others = [mentions for each in corpora for mentions in locate_mentions(each, gathered)]
        table = _NameTable(known, self._limits)
        for mention in own:
            table.write(mention, name)
        for article, mentions in zip(ids[1:], others, strict=True):
            for mention in mentions:
                table.compare(mention, article)
        return table.names()

    def _shortened(self, corpus: Corpus) -> Corpus:
        """Return the corpus of one article, read again where the article is too long to be searched as a whole."""
        article, longest = corpus.articles[0], self._limits.text_with_names
        return corpus if len(article.text) <= longest else self._read_cut([_cut(article, longest)])

    def _corpus_of(self, matches: Sequence[Relative]) -> Corpus:
        """Return the corpus of some matches, read again where one is too long to be searched as a whole."""
        longest = self._limits.text_with_names
        articles = [match.stored.article for match in matches]
        if all(len(article.text) <= longest for article in articles):
            return join([match.part for match in matches])
        return self._read([_cut(article, longest) for article in articles])


def _cut(article: Article, longest: int) -> Article:
    """Return the article up to the last word of its first `longest` code points."""
    if len(article.text) <= longest:
        return article
    kept = article.text[:longest].rsplit(None, 1)
    return msgspec.structs.replace(article, text=kept[0] if kept else "")


class _NameRecords:
    """Whose name a mention is, by the records of all articles together."""

    def __init__(self, records: Sequence[NameRecord]) -> None:
        self.records = records
        self._spelled = {
            (s.text, article): n for n, record in enumerate(records) for s in record.spellings for article in s.articles
        }
        self._tied = {alias.text: (n, alias.relation) for n, record in enumerate(records) for alias in record.aliases}

    def bearer(self, mention: Mention, article: str) -> tuple[Bearer, SpellingKind]:
        """Return the bearer, by the place of its record or by the words of a name that no record has, and how the
        mention relates to its name."""
        place = self._spelled.get((mention.text, article))
        if place is not None:
            return (place,), "spelling"
        tied = self._tied.get(mention.text)
        return ((mention.key, mention.kind), "spelling") if tied is None else ((tied[0],), tied[1])


class _NameTable:
    def __init__(self, known: _NameRecords, limits: IndexLimits) -> None:
        self._known = known
        self._limits = limits
        self._first: dict[Bearer, Mention] = {}
        self._places: dict[Bearer, dict[tuple[str, SpellingKind], list[tuple[int, int]]]] = {}
        self._elsewhere: dict[Bearer, dict[tuple[str, SpellingKind], list[str]]] = {}

    def write(self, mention: Mention, article: str) -> None:
        """Take a mention in the article itself."""
        bearer, relation = self._known.bearer(mention, article)
        if bearer not in self._first:
            if len(self._first) == self._limits.most_names:
                return
            self._first[bearer] = mention
        places = self._places.setdefault(bearer, {}).setdefault((mention.text, relation), [])
        if len(places) < self._limits.most_places:
            places.append((mention.start, mention.end))

    def compare(self, mention: Mention, article: str) -> None:
        """Take a mention in a match."""
        bearer, relation = self._known.bearer(mention, article)
        if bearer in self._first:
            articles = self._elsewhere.setdefault(bearer, {}).setdefault((mention.text, relation), [])
            if article not in articles:
                articles.append(article)

    def names(self) -> list[ArticleName]:
        """Return the names of all mentions that were taken."""
        out = []
        for bearer, first in self._first.items():
            record = self._known.records[bearer[0]] if isinstance(bearer[0], int) else None
            out.append(
                ArticleName(
                    name=first.text if record is None else record.name,
                    kind=first.kind if record is None else record.kind,
                    spellings=[
                        SpellingInArticle(text, relation, places)
                        for (text, relation), places in self._places[bearer].items()
                    ],
                    elsewhere=[
                        SpellingInMatches(text, relation, ids)
                        for (text, relation), ids in sorted(self._elsewhere.get(bearer, {}).items())
                    ],
                )
            )
        return out
