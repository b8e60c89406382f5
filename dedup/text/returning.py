"""Furniture that nobody knows beforehand: sentences that return in unrelated articles of one outlet, learned from the
articles of a scan.

A sentence of a story returns as well, in its updates and in other stories of its subject; but then the articles have
more in common than the sentence. So a sentence is furniture where enough articles have it of which no two are alike
in the rest of their words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.records import Furniture
from dedup.text.line_hashes import HASHED_LINE, hash_lines
from dedup.text.repair import RepairedText
from dedup.text.sentences import sentence_begins
from dedup.text.tables import I64, U64, run_begins
from dedup.text.tokens import Columns

RETURNING: Final = "returning"  # the kind of this furniture in a report
LEAST_WORDS: Final = 4  # of a sentence that is counted; "He was 75." returns by chance
MOST_SENTENCES: Final = 400  # of one article that are counted
STORIES: Final = 3  # unlike articles of one outlet from which a sentence of theirs is furniture
STORIES_ANYWHERE: Final = 6  # the same, of any outlets: a wire's notice, a network's foot
STORIES_UNNAMED: Final = 3  # the same, where no article has an outlet
LOOKED_AT: Final = 24  # articles with a sentence that are compared
LONG_WORD: Final = 5  # bytes of a word that counts where two articles are compared; shorter ones are in all of them
FEWEST: Final = 8  # such words that the rest of an article needs to show that it is another story
ALIKE: Final = 0.45  # share of the words of the smaller rest from which two articles are alike
TOUCHING: Final = 3  # bytes between two sentences of one piece of furniture: a stop, a quotation mark, a space
SPOKEN: Final = (
    0.15  # share of a sentence's long words up to which the rests of its articles have them: background has more
)
MOST: Final = 0.4  # share of an article that its rest must be, where articles of different outlets are compared


class SentencePlaces(NamedTuple):
    """Sentences of a scan by row: the hash of the words, the article's number, and [start, end) in bytes of its cleaned
    text."""

    hashes: U64
    articles: I64
    starts: I64
    ends: I64

    def part(self, first: int, end: int) -> SentencePlaces:
        """Return the rows [first, end)."""
        rows = slice(first, end)
        return SentencePlaces(self.hashes[rows], self.articles[rows], self.starts[rows], self.ends[rows])


def hashed_sentences(batch: Columns) -> NDArray[np.void]:
    """Return the sentences of a batch that are counted, of type HASHED_LINE, by article and place."""
    room = int(np.minimum(batch.tokens.counts // LEAST_WORDS, MOST_SENTENCES).sum())
    found = np.empty(room, HASHED_LINE)
    return found[: hash_lines(*batch, LEAST_WORDS, MOST_SENTENCES, found, sentence_begins(*batch))]


class ReturningSentences:
    """Collects the sentences of a scan batch by batch, then says which of them are furniture."""

    def __init__(self) -> None:
        self._hashes: list[U64] = []
        self._places: list[NDArray[np.int32]] = []
        self._outlets: list[I64] = []
        self._known: dict[str, int] = {"": 0}
        self._articles = 0

    def add(self, batch: Columns, outlets: Sequence[str]) -> None:
        """Take the sentences of the next batch; `outlets` has the name of each article's outlet, empty where it has
        none."""
        found = hashed_sentences(batch)
        places = np.stack([found["article"] + self._articles, found["start"], found["end"]], axis=1)
        self._hashes.append(found["hash"].copy())
        self._places.append(places.astype(np.int32))
        self._outlets.append(np.array([self._known.setdefault(name, len(self._known)) for name in outlets], np.int64))
        self._articles += len(outlets)

    def returning(self) -> SentencePlaces:
        """Return the sentences that so many articles of one outlet, or of all, have that they may be furniture, sorted
        by hash and article. What was collected is freed."""
        hashes = np.concatenate([np.empty(0, np.uint64), *self._hashes])
        places = np.concatenate([np.empty((0, 3), np.int32), *self._places])
        self._hashes.clear()
        self._places.clear()
        return returning_of(SentencePlaces(hashes, *places.T))

    def outlets(self) -> I64:
        """Return the number of each article's outlet, 0 for none; shape (articles,)."""
        return np.concatenate([np.empty(0, np.int64), *self._outlets])


def returning_of(sentences: SentencePlaces) -> SentencePlaces:
    """Return those that so many articles have that they may be furniture, sorted by hash, else in their order."""
    order = np.argsort(sentences.hashes, kind="stable")
    hashes = sentences.hashes[order]
    least = min(STORIES, STORIES_ANYWHERE, STORIES_UNNAMED)
    firsts = run_begins(hashes)
    counts = np.diff(firsts, append=hashes.size)
    many = np.repeat(counts >= least, counts)
    chosen = order[many]
    articles, starts, ends = (column[chosen].astype(np.int64) for column in sentences[1:])
    return SentencePlaces(hashes[many], articles, starts, ends)


class Rest(NamedTuple):
    """What an article has outside its returning sentences: the share of its words, and the bytes [start, end) of the
    cleaned text from the first such word to the last."""

    share: float
    start: int
    end: int


class ReturningTexts:
    """What is compared of the articles that have returning sentences, collected batch by batch.

    By article: their rests (`rests`), and the hashes of the different long words in these (`words`). `own_words` are
    those outside the sentences that return at the article's own outlet alone: a wire's story, which returns at other
    outlets, is a story there. `sentences` has the long words of each returning sentence by its hash.
    """

    def __init__(self, found: SentencePlaces, own: NDArray[np.bool_]) -> None:
        """`own` says which of them return at the outlet of their article, see `return_at_own_outlet`."""
        order = np.lexsort((found.starts, found.articles))
        self._hashes, self._owners, self._starts, self._ends = (column[order] for column in found)
        self._own = own[order]
        self.rests: dict[int, Rest] = {}
        self.words: dict[int, frozenset[int]] = {}
        self.own_words: dict[int, frozenset[int]] = {}
        self.sentences: dict[int, frozenset[int]] = {}

    def add(self, batch: Columns, numbers: I64) -> None:
        """Take a batch of articles, whose numbers are these."""
        tokens = batch.tokens
        for place, number in enumerate(numbers.tolist()):
            own = tokens.of(place)
            rows = slice(*np.searchsorted(self._owners, [number, number + 1]))
            starts, ends, words = self._starts[rows], self._ends[rows], tokens.starts[own].astype(np.int64)
            if not starts.size or not words.size:
                continue
            sentence = np.searchsorted(starts, words, side="right") - 1
            outside = (sentence < 0) | (words >= ends[np.maximum(0, sentence)])
            long = tokens.ends[own] - words >= LONG_WORD
            hashes, left = tokens.hashes[own], words[outside]
            self.rests[number] = Rest(
                left.size / words.size, int(left[0]) if left.size else 0, int(left[-1]) + 1 if left.size else 0
            )
            self.words[number] = self.own_words[number] = frozenset(hashes[long & outside].tolist())
            elsewhere = ~self._own[rows]
            if elsewhere.any():
                outside_own = outside | elsewhere[np.maximum(0, sentence)]
                self.own_words[number] = frozenset(hashes[long & outside_own].tolist())
            for k, digest in enumerate(self._hashes[rows].tolist()):
                if digest not in self.sentences:
                    self.sentences[digest] = frozenset(hashes[long & ~outside & (sentence == k)].tolist())


def return_at_own_outlet(found: SentencePlaces, outlets: I64) -> NDArray[np.bool_]:
    """Return whether each sentence, sorted by hash, returns in articles of its own article's outlet, or that has none;
    `outlets` are by article number."""
    owners = outlets[found.articles]
    group = np.cumsum(np.diff(found.hashes, prepend=found.hashes[:1]) != 0)
    _, places, counts = np.unique(group * (owners.max(initial=0) + 1) + owners, return_inverse=True, return_counts=True)
    own: NDArray[np.bool_] = (owners == 0) | (counts[places] >= STORIES)
    return own


Spans = list[tuple[int, int]]


def furniture_of(found: SentencePlaces, outlets: I64, texts: ReturningTexts) -> dict[int, Spans]:
    """Return the spans of returning furniture, [start, end) in bytes of the cleaned text, by article number.

    The rows of `found` are sorted by hash and article."""
    learned: dict[int, Spans] = {}
    if not found.hashes.size:
        return learned
    firsts = run_begins(found.hashes)
    for first, end in zip(firsts.tolist(), [*firsts[1:].tolist(), found.hashes.size], strict=True):
        rows = found.part(first, end)
        owners = outlets[rows.articles]
        sentence = texts.sentences.get(int(rows.hashes[0]), frozenset())
        least = STORIES_ANYWHERE if owners.any() else STORIES_UNNAMED
        if _are_unlike(rows.articles[_at_an_edge(rows, texts)], least, sentence, texts.words):
            chosen = np.ones(owners.size, np.bool_)
        else:
            named = [k for k in np.unique(owners).tolist() if k]
            of = [k for k in named if _are_unlike(rows.articles[owners == k], STORIES, sentence, texts.own_words)]
            chosen = np.isin(owners, of)
        for k in np.flatnonzero(chosen).tolist():
            learned.setdefault(int(rows.articles[k]), []).append((int(rows.starts[k]), int(rows.ends[k])))
    return {article: sorted(spans) for article, spans in learned.items()}


def _at_an_edge(rows: SentencePlaces, texts: ReturningTexts) -> NDArray[np.bool_]:
    """Return whether each place is above or below the rest of its article, and the rest is most of it.

    Of articles of different outlets, sentences that they share may be a wire's story, and the rest what each puts
    around it.
    """
    out = np.zeros(rows.articles.size, np.bool_)
    for k, (article, start, end) in enumerate(
        zip(rows.articles.tolist(), rows.starts.tolist(), rows.ends.tolist(), strict=True)
    ):
        rest = texts.rests.get(article)
        out[k] = rest is not None and rest.share >= MOST and (end <= rest.start or start >= rest.end)
    return out


def _are_unlike(articles: I64, least: int, sentence: frozenset[int], words: Mapping[int, frozenset[int]]) -> bool:
    """Return whether `least` of these articles are unlike one another in their rests, which do not speak of what the
    sentence speaks of. `words` are those of the rests by article."""
    distinct = np.unique(articles)
    if distinct.size < least:
        return False
    unlike: list[frozenset[int]] = []
    spoken = 0
    for article in distinct[:: max(1, distinct.size // LOOKED_AT)][:LOOKED_AT].tolist():
        rest = words.get(article, frozenset())
        if len(rest) < FEWEST or any(_alike(rest, other) for other in unlike):
            continue
        unlike.append(rest)
        spoken += len(sentence & rest)
    return len(unlike) >= least and spoken <= SPOKEN * len(unlike) * max(1, len(sentence))


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= ALIKE * min(len(one), len(other))


def spans_as_read(text: bytes, spans: Sequence[tuple[int, int]], repaired: RepairedText | None) -> list[Furniture]:
    """Return spans in bytes of a cleaned text, sorted, as furniture in code points of the text as read; those with at
    most TOUCHING bytes between them are one."""
    joined: Spans = []
    for start, end in spans:
        if joined and start - joined[-1][1] <= TOUCHING:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    out = []
    for start, end in joined:
        places = [len(text[:place].decode("utf-8", "replace")) for place in (start, end)]
        if repaired is not None:
            places = repaired.to_raw[places].tolist()
        out.append(Furniture(places[0], places[1], RETURNING))
    return out
