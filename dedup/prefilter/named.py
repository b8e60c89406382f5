"""Namer: the names in one article, how it writes them, and how its matches do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from dedup.article import Article
from dedup.names.gather import gather_names
from dedup.names.mention import Mention, locate_mentions
from dedup.names.mention_collection import MentionCollection
from dedup.prefilter.verdict import Elsewhere, Named, SpellingKind, Written
from dedup.records import NameRecord
from dedup.text.corpus import Corpus, CorpusReader

MOST_MATCHES: Final = 6  # whose spellings are told, the nearest
MOST_NAMES: Final = 500  # of an article, in the order in which they come; five times as many as stand in a long one
LONGEST: Final = (
    # Code points of a text that are looked at, as ten articles have; 1 MB of names and nothing else would take 20
    # seconds
    30_000
)
MOST_PLACES: Final = 100  # of one spelling

Bearer = tuple[object, ...]


class Namer:
    """Looks at one article after the other in the same memory."""

    def __init__(self) -> None:
        self._read = CorpusReader()
        self._read_cut = CorpusReader()

    def __call__(self, name: str, corpus: Corpus, matches: Sequence[Article]) -> list[Named]:
        """The names in an article, called `name`, which `corpus` holds alone, in their order; which spellings are one
        name is decided over it and its matches together."""
        matches = [_cut(match) for match in matches[:MOST_MATCHES]]
        ids = [name, *(match.id for match in matches)]
        gathered = MentionCollection(0)
        if len(corpus.articles[0].text) > LONGEST:
            corpus = self._read_cut([_cut(corpus.articles[0])])
        corpora = [corpus, self._read(matches)] if matches else [corpus]
        for each in corpora:
            gathered.add(each.columns)
        known = _Known(gather_names(gathered, ids, dict.fromkeys(range(len(ids)), 0), every=True, romanised=False))
        own, *others = [mentions for each in corpora for mentions in locate_mentions(each, gathered)]
        told = _Told(known)
        for mention in own:
            told.write(mention, name)
        for article, mentions in zip(ids[1:], others, strict=True):
            for mention in mentions:
                told.compare(mention, article)
        return told.names()


def _cut(article: Article) -> Article:
    """The article up to the last word of its first LONGEST code points."""
    if len(article.text) <= LONGEST:
        return article
    kept = article.text[:LONGEST].rsplit(None, 1)
    return msgspec.structs.replace(article, text=kept[0] if kept else "")


class _Known:
    """Whose name a mention is, by the records of all articles together."""

    def __init__(self, records: Sequence[NameRecord]) -> None:
        self.records = records
        self._spelled = {
            (s.text, article): n for n, record in enumerate(records) for s in record.spellings for article in s.articles
        }
        self._tied = {alias.text: (n, alias.relation) for n, record in enumerate(records) for alias in record.aliases}

    def bearer(self, mention: Mention, article: str) -> tuple[Bearer, SpellingKind]:
        """The bearer, by the place of its record or by the words of a name that no record has, and how the mention
        stands to its name."""
        place = self._spelled.get((mention.text, article))
        if place is not None:
            return (place,), "spelling"
        tied = self._tied.get(mention.text)
        return ((mention.key, mention.kind), "spelling") if tied is None else ((tied[0],), tied[1])


class _Told:
    def __init__(self, known: _Known) -> None:
        self._known = known
        self._first: dict[Bearer, Mention] = {}
        self._places: dict[Bearer, dict[tuple[str, SpellingKind], list[tuple[int, int]]]] = {}
        self._elsewhere: dict[Bearer, dict[tuple[str, SpellingKind], list[str]]] = {}

    def write(self, mention: Mention, article: str) -> None:
        """Take a mention in the article itself."""
        bearer, relation = self._known.bearer(mention, article)
        if bearer not in self._first:
            if len(self._first) == MOST_NAMES:
                return
            self._first[bearer] = mention
        places = self._places.setdefault(bearer, {}).setdefault((mention.text, relation), [])
        if len(places) < MOST_PLACES:
            places.append((mention.start, mention.end))

    def compare(self, mention: Mention, article: str) -> None:
        """Take a mention in a match."""
        bearer, relation = self._known.bearer(mention, article)
        if bearer in self._first:
            articles = self._elsewhere.setdefault(bearer, {}).setdefault((mention.text, relation), [])
            if article not in articles:
                articles.append(article)

    def names(self) -> list[Named]:
        """All that was taken."""
        out = []
        for bearer, first in self._first.items():
            record = self._known.records[bearer[0]] if isinstance(bearer[0], int) else None
            out.append(
                Named(
                    name=first.text if record is None else record.name,
                    kind=first.kind if record is None else record.kind,
                    spellings=[
                        Written(text, relation, places) for (text, relation), places in self._places[bearer].items()
                    ],
                    elsewhere=[
                        Elsewhere(text, relation, ids)
                        for (text, relation), ids in sorted(self._elsewhere.get(bearer, {}).items())
                    ],
                )
            )
        return out
