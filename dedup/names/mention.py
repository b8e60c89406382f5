"""Mentions: where the names of a text are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from dedup.article import Article
from dedup.names.mention_collection import MentionCollection, RunRows, runs_at
from dedup.names.name_reader import CapitalRun
from dedup.names.name_spans import NameHint, NameKey, NameSpan
from dedup.records import MentionKind
from dedup.text.corpus import Corpus, CorpusReader, code_points


class Mention(msgspec.Struct, frozen=True):
    """A name at [start, end) in code points of the text; `kind` is what its own words show, `key` its words as they are
    compared."""

    start: int
    end: int
    text: str
    kind: MentionKind
    key: NameKey = ()


def mentions(text: str) -> list[Mention]:
    """Return the names in a text, in order, without furniture. Peoples ("Iraqi") count as names, titles and days do
    not.

    >>> [(m.text, m.kind) for m in mentions("On Monday President Jane Doe left Baghdad. Iraqi television showed it.")]
    [('Jane Doe', 'person'), ('Baghdad', 'place'), ('Iraqi', 'people')]
    """
    corpus = CorpusReader()([Article(id="", text=text)])
    collection = MentionCollection(0)
    collection.add(corpus.columns)
    return next(locate_mentions(corpus, collection))


def locate_mentions(corpus: Corpus, collection: MentionCollection) -> Iterator[list[Mention]]:
    """Yield the mentions of each article of a batch, read as all articles of the collection show."""
    columns = corpus.columns
    rows = collection.find(columns)
    reader = collection.reader()
    bounds = np.searchsorted(rows.article, np.arange(len(corpus) + 1))
    begins = _code_points(corpus, rows)
    names_of: dict[CapitalRun, list[NameSpan]] = {}
    for article in range(len(corpus)):
        own = slice(bounds[article], bounds[article + 1])
        mended = corpus.repaired.get(article)
        text = corpus.articles[article].text
        found = []
        for run, begin in zip(runs_at(columns, rows.chosen(own)), begins[own], strict=True):
            if run not in names_of:
                names_of[run] = reader.names(run)
            for name in names_of[run]:
                start, end = begin + name.start, begin + name.end
                if mended is not None:
                    start, end = int(mended.to_raw[start]), int(mended.to_raw[end])
                found.append(Mention(start, end, text[start:end], _kind(name.hint), name.key))
        yield found


def _code_points(corpus: Corpus, rows: RunRows) -> Sequence[int]:
    """Return where each run begins in its article, in code points of the cleaned text."""
    base = corpus.offsets[rows.article]
    length = int(corpus.offsets[-1])
    begins = code_points(corpus.buffer, length, base + rows.begin) - code_points(corpus.buffer, length, base)
    return begins.tolist()  # type: ignore[no-any-return]


def _kind(hint: NameHint) -> MentionKind:
    return "other" if hint in ("", "acronym") else hint  # type: ignore[return-value]
