"""Mentions of one text: where its names stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from dedup.article import Article
from dedup.names.collection import Mentions, Run, runs_at
from dedup.names.runs import Hint, Key, Part
from dedup.records import MentionKind
from dedup.text.corpus import Corpus, CorpusReader, code_points


class Mention(msgspec.Struct, frozen=True):
    """A name at [start, end) in code points of the text; `kind` is what its own words show, `key` its words as they are
    compared."""

    start: int
    end: int
    text: str
    kind: MentionKind
    key: Key = ()


def mentions(text: str) -> list[Mention]:
    """The names in a text, in order; furniture is left out. Peoples ("Iraqi") count as names, titles and days do not.

    >>> [(m.text, m.kind) for m in mentions("On Monday President Jane Doe left Baghdad. Iraqi television showed it.")]
    [('Jane Doe', 'person'), ('Baghdad', 'place'), ('Iraqi', 'people')]
    """
    corpus = CorpusReader()([Article(id="", text=text)])
    gathered = Mentions(0)
    gathered.add(corpus.columns)
    return next(located(corpus, gathered))


def located(corpus: Corpus, gathered: Mentions) -> Iterator[list[Mention]]:
    """The mentions of each article of a batch, read as all articles that were gathered show."""
    columns = corpus.columns
    rows = gathered.find(columns).rows
    reading = gathered.reading()
    bounds = np.searchsorted(rows[:, 0], np.arange(len(corpus) + 1))
    begins = _code_points(corpus, rows)
    parts_of: dict[Run, list[Part]] = {}
    for article in range(len(corpus)):
        own = slice(bounds[article], bounds[article + 1])
        mended = corpus.repaired.get(article)
        text = corpus.articles[article].text
        found = []
        for run, begin in zip(runs_at(columns, rows[own]), begins[own], strict=True):
            if run not in parts_of:
                parts_of[run] = reading.parts(run)
            for part in parts_of[run]:
                start, end = begin + part.start, begin + part.end
                if mended is not None:
                    start, end = int(mended.to_raw[start]), int(mended.to_raw[end])
                found.append(Mention(start, end, text[start:end], _kind(part.hint), part.key))
        yield found


def _code_points(corpus: Corpus, rows: np.ndarray) -> Sequence[int]:
    """Where each run begins in its article, in code points of the cleaned text."""
    base = corpus.offsets[rows[:, 0]]
    length = int(corpus.offsets[-1])
    begins = code_points(corpus.buffer, length, base + rows[:, 1]) - code_points(corpus.buffer, length, base)
    return begins.tolist()  # type: ignore[no-any-return]


def _kind(hint: Hint) -> MentionKind:
    return "other" if hint in ("", "acronym") else hint  # type: ignore[return-value]
