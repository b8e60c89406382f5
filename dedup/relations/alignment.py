"""Alignment of the sentences of candidate pairs: what each word counts as, what links two sentences, and the run of the
kernel in threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.relations.measure import PairMeasures, joined
from dedup.relations.sentence_alignment import FEATURES, align_pairs
from dedup.relations.sentence_cosines import QUOTED
from dedup.relations.sentence_links import SENTENCE_LINK
from dedup.text.sentences import sentence_begins
from dedup.text.tables import F64, I32, I64, U8, U32
from dedup.text.terms import NAME, NUMBER, UNKNOWN, Terms
from dedup.text.tokens import Columns, Tokens, in_threads, split_evenly

# Of its weight that a name or a number keeps where wording counts: reports of one event share these anyway
NAME_SHARE: Final = 0.15
NEVER: Final = 2.0  # no cosine and no share reaches it


class LinkThresholds(NamedTuple):
    """What links two sentences (see `sentence_links`): three cosines, and the share of the lighter sentence's squared
    weight that the two have in common."""

    chained: float
    crossed: float
    again: float
    contained: float


LINKED: Final = LinkThresholds(0.3, 0.45, NEVER, NEVER)  # what shows that one article derives from another
# What is shown of such a pair: a sentence that an article repeats is shown twice
REPEATED: Final = LinkThresholds(0.3, 0.45, 0.45, 0.6)
# Between translations from different languages, whose sentences are not parallel
LOOSE: Final = LinkThresholds(0.2, 0.3, 0.3, 0.5)


class TermColumns(NamedTuple):
    """The words of a batch of articles as terms.

    terms and flags (SENTENCE and QUOTED of `sentence_cosines`) are by place of the token columns `tokens`; weights,
    wording, classes and hashes are by term.
    """

    tokens: Tokens
    terms: I32
    flags: U8
    weights: F64
    wording: F64
    classes: U8
    hashes: U32


class WordsAndTerms(NamedTuple):
    """The words of the articles of a block as terms, and the terms of the scan."""

    words: TermColumns
    terms: Terms


def term_columns(batch: Columns, quoted: U8, terms: Terms) -> TermColumns:
    """Return the columns of all articles of a batch; `quoted` comes from `quotations.quoted_words`."""
    found = terms.find(*batch)
    flags = sentence_begins(*batch)
    flags |= quoted * np.uint8(QUOTED)
    wording = terms.lessened(NAME | NUMBER | UNKNOWN, NAME_SHARE)
    return TermColumns(batch.tokens, found, flags, terms.weights, wording, terms.classes, terms.hashes)


def with_canonical_names(words: TermColumns, terms: Terms, articles: I64) -> TermColumns:
    """Return the same columns, in which all spellings of a rare name are one term (see `Terms.canonical`) in these
    articles."""
    named = words.terms.copy()
    for article in articles.tolist():
        own = words.tokens.of(article)
        named[own] = terms.canonical[words.terms[own]]
    return words._replace(terms=named)


class SentenceLink(NamedTuple):
    """Words [start_a, end_a) of a and [start_b, end_b) of b, two linked sentences; their cosine in thousandths."""

    start_a: int
    end_a: int
    start_b: int
    end_b: int
    cosine: int


class Alignments(NamedTuple):
    """The alignment of some pairs.

    `features`, shape (pairs, FEATURES), are those of `sentence_alignment`; `links`, shape (links,), has the fields of
    SENTENCE_LINK; the links of pair k are at first[k] .. first[k] + counts[k], in no order. Shape of first and counts:
    (pairs,).
    """

    features: F64
    links: NDArray[np.void]
    first: I64
    counts: I64

    def links_of(self, pair: int) -> list[SentenceLink]:
        """Return the links of one pair, in the order of a."""
        first, count = int(self.first[pair]), int(self.counts[pair])
        rows = self.links[first : first + count]
        return [SentenceLink(*row) for row in rows[np.lexsort((rows["start_b"], rows["start_a"]))].tolist()]


class _Task(NamedTuple):
    """What a thread aligns: pairs with their measures, by these thresholds; it begins with room for so many links."""

    pairs: I64
    words: TermColumns
    measured: PairMeasures
    thresholds: LinkThresholds
    room: int


def align(
    pairs: I64,
    words: TermColumns,
    measured: PairMeasures,
    chosen: I64,
    thresholds: LinkThresholds = LINKED,
    jobs: int = 1,
    room: int | None = None,
) -> Alignments:
    """Align the chosen pairs (numbers of rows of `pairs`, which `measured` describes) in `jobs` threads.

    `room` is the number of links that each thread begins with room for; too little only costs time. Raises ValueError
    where a pair names an article that does not exist.
    """
    counts = words.tokens.counts
    a, b = pairs[chosen].T
    parts = split_evenly(counts[a] + counts[b] + 1, jobs) if chosen.size else []

    def part(begin: int, end: int) -> Callable[[], Any]:
        own = chosen[begin:end]
        figures = PairMeasures(measured.figures[own], measured.passages)
        first_room = 1024 + 8 * len(own) if room is None else room
        return lambda: _align_part(_Task(pairs[own], words, figures, thresholds, first_room))

    runs: list[Alignments] = in_threads(jobs, [part(begin, end) for begin, end in parts])
    if not runs:
        return _empty(0, 0)
    used = 0
    for run in runs:
        run.first[:] += used
        used += len(run.links)
    return Alignments(*(joined(columns) for columns in zip(*runs, strict=True)))


def _empty(pairs: int, links: int) -> Alignments:
    features, room = np.zeros((pairs, len(FEATURES))), np.empty(links, SENTENCE_LINK)
    return Alignments(features, room, np.zeros(pairs, np.int64), np.zeros(pairs, np.int64))


def _align_part(task: _Task) -> Alignments:
    pairs, figures, passages = task.pairs, task.measured.figures, task.measured.passages
    features, room, first, counts = _empty(len(pairs), task.room)
    filled: list[NDArray[np.void]] = []
    done = written = 0
    while done < len(pairs):
        measured = PairMeasures(figures[done:], passages)
        out = Alignments(features[done:], room, first[done:], counts[done:])
        more, used = align_pairs(pairs[done:], task.words, measured, task.thresholds, out)
        first[done : done + more] += written
        filled.append(room[:used].copy())
        done += more
        written += used
        if more == 0:
            room = np.empty(max(1, 2 * len(room)), SENTENCE_LINK)
    return Alignments(features, joined(filled) if filled else room[:0], first, counts)
