"""The mentions of a corpus, collected batch by batch as distinct runs of capitalised words and their articles; and
where the names of a text are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.names.capitalised_runs import (
    AGED,
    AT_START,
    IN_AREA,
    IN_PLACE,
    IN_TITLE,
    LOOSELY_IN_PLACE,
    RELATED,
    SPEAKS,
    find_runs,
)
from dedup.names.letter_case import count_cases, mark_title_case, unwrap_lines
from dedup.names.name_kinds import kinds_of, surname_of
from dedup.names.name_links import NameLink, links_in
from dedup.names.name_reader import CapitalRun, NameReader
from dedup.names.name_spans import NameKey, NameSpan
from dedup.names.run_names import NameEvidence, RunNames, read_runs
from dedup.names.word_lists import class_table
from dedup.records import MentionKind, NameKind
from dedup.text.corpus import Corpus, CorpusReader, code_points
from dedup.text.sentences import token_flags
from dedup.text.tables import I32, I64, U8, U32, U64, HashTable
from dedup.text.tokens import Columns

# Of cases by word hash: 16 MB each; two words share one with probability 0.06 among 250,000
MOST_COUNTERS: Final = 1 << 22
FEWEST_COUNTERS: Final = 1 << 16
COUNTERS_A_BYTE: Final = 16  # of text: with words of five letters, two share one with probability 0.01
LONGEST_RUN: Final = 200  # bytes of a run that is looked at; a longer one is no name
FEWEST: Final = 1 << 12  # rows that fit at first
CONTEXTS: Final = (SPEAKS, IN_PLACE, AGED, IN_AREA, RELATED, LOOSELY_IN_PLACE)  # bits that are counted for each run


_BEFORE: Final = (IN_PLACE, RELATED, LOOSELY_IN_PLACE)  # those that are before a run


class RunRows(NamedTuple):
    """The runs of a batch: their articles, the bytes [begin, end) of these, bits of `capitalised_runs`, and the hash of
    each run's bytes and bits. All of the shape (runs,)."""

    article: I64
    begin: I64
    end: I64
    bits: I64
    key: U64

    def chosen(self, which: NDArray[Any] | slice) -> RunRows:
        """Return some of the runs."""
        return RunRows(self.article[which], self.begin[which], self.end[which], self.bits[which], self.key[which])


class RunCounts(NamedTuple):
    """How often an article has a run, sorted by run and article; all of the shape (rows,)."""

    run: I32
    article: I32
    times: I32


class CollectedMentions(NamedTuple):
    """What a collection has taken, to be added to another one: the runs in the order in which they first occur, the
    hash and the contexts of each, the rows of `counts` in any order, the links, how many articles it took, and by word
    hash the counters of cases that are not 0, shape (2, slots)."""

    runs: list[CapitalRun]
    keys: U64
    contexts: I64
    counts: I32
    links: list[tuple[int, NameLink]]
    articles: int
    lower: U32
    capital: U32


class MentionCollection:
    """Takes the batches of a scan; then `runs` are the distinct runs, and `counts` says which article has which how
    often."""

    def __init__(self, expected_bytes: int | None = None) -> None:
        """`expected_bytes` of text size the counters of cases; None where it is not known how many come."""
        counters = MOST_COUNTERS
        if expected_bytes is not None:
            counters = min(MOST_COUNTERS, max(FEWEST_COUNTERS, 1 << (COUNTERS_A_BYTE * expected_bytes).bit_length()))
        self._table = HashTable()
        self.runs: list[CapitalRun] = []
        self._counts: list[I32] = []
        self._contexts: I64 = np.zeros((FEWEST, len(CONTEXTS)), np.int64)
        self.links: list[tuple[int, NameLink]] = []
        self._lower: U32 = np.zeros(counters, np.uint32)
        self._capital: U32 = np.zeros(counters, np.uint32)
        self._reader: NameReader | None = None
        self._names: dict[CapitalRun, list[NameSpan]] = {}
        self._all_names: RunNames | None = None
        self._kinds: Mapping[NameKey, NameKind] | None = None
        self._sorted_counts: RunCounts | None = None
        self._rows: I64 = np.empty((FEWEST, 4), np.int64)
        self._keys: U64 = np.empty(FEWEST, np.uint64)
        self.articles = 0

    def add(self, columns: Columns) -> None:
        """Take the next batch."""
        flags = _flags(columns)
        count_cases(columns.tokens, flags, self._lower, self._capital)
        found = self._find(columns, flags)
        if found.key.size:
            self._take(columns, found)
        for article, link in links_in(columns, flags):
            self.links.append((self.articles + article, link))
        self.articles += columns.offsets.size - 1
        self._forget()

    def _forget(self) -> None:
        """Forget what was concluded from fewer articles."""
        self._reader, self._kinds, self._sorted_counts, self._all_names = None, None, None, None
        self._names.clear()

    def collected(self) -> CollectedMentions:
        """Return what was taken so far."""
        counts = np.concatenate([np.empty((3, 0), np.int32), *self._counts], 1)
        size = len(self.runs)
        lower, capital = (_used(counters) for counters in (self._lower, self._capital))
        contexts = self._contexts[:size].copy()
        return CollectedMentions(
            self.runs, self._table.ordered_keys(), contexts, counts, self.links, self.articles, lower, capital
        )

    def add_collected(self, other: CollectedMentions) -> None:
        """Take what another collection took, of the same size of counters, as if its articles came next."""
        known = len(self._table)
        self._table.add(other.keys)
        numbers = self._table.find(other.keys)
        self.runs += [run for run, number in zip(other.runs, numbers.tolist(), strict=True) if number >= known]
        if len(self._contexts) < len(self._table):
            self._contexts = np.concatenate([self._contexts, np.zeros((len(self._table), len(CONTEXTS)), np.int64)])
        self._contexts[numbers] += other.contexts
        run, article, times = other.counts
        self._counts.append(np.stack([numbers[run].astype(np.int32), article + np.int32(self.articles), times]))
        self.links += [(self.articles + article, link) for article, link in other.links]
        self.articles += other.articles
        for counters, (slots, counted) in ((self._lower, other.lower), (self._capital, other.capital)):
            counters[slots] += counted
        self._forget()

    def find(self, columns: Columns) -> RunRows:
        """Return the runs of a batch, valid until the next batch."""
        return self._find(columns, _flags(columns))

    def _find(self, columns: Columns, flags: U8) -> RunRows:
        while True:
            number = find_runs(columns, flags, class_table(), self._rows, self._keys)
            if number <= self._keys.size:
                article, begin, end, bits = self._rows[:number].T
                found = RunRows(article, begin, end, bits, self._keys[:number])
                return found.chosen(found.end - found.begin <= LONGEST_RUN)
            self._rows, self._keys = np.empty((2 * number, 4), np.int64), np.empty(2 * number, np.uint64)

    def _take(self, columns: Columns, batch: RunRows) -> None:
        known = len(self._table)
        _, where = np.unique(batch.key, return_index=True)
        self._table.add(batch.key[np.sort(where)])
        numbers = self._table.find(batch.key)
        fresh = np.full(len(self._table) - known, -1, np.int64)
        new = np.flatnonzero(numbers >= known)
        fresh[numbers[new[::-1]] - known] = new[::-1]
        self.runs.extend(runs_at(columns, batch.chosen(fresh)))
        if len(self._contexts) < len(self._table):
            self._contexts = np.concatenate([self._contexts, np.zeros((len(self._table), len(CONTEXTS)), np.int64)])
        for column, bit in enumerate(CONTEXTS):
            np.add.at(self._contexts[:, column], numbers[(batch.bits & bit) != 0], 1)
        pairs, count = np.unique(numbers << 32 | (batch.article + self.articles), return_counts=True)
        self._counts.append(np.stack([pairs >> 32, pairs & 0xFFFFFFFF, count]).astype(np.int32))

    def counts(self) -> RunCounts:
        """Return how often each article has each run."""
        if self._sorted_counts is not None:
            return self._sorted_counts
        whole = np.concatenate([np.empty((3, 0), np.int32), *self._counts], 1)
        order = np.argsort(whole[0].astype(np.int64) << 32 | whole[1])
        whole = whole[:, order]
        self._counts = [whole]  # in any order for what comes, and once in memory
        self._sorted_counts = RunCounts(*whole)
        return self._sorted_counts

    def contexts(self) -> I64:
        """Return how often each of CONTEXTS is beside each run, shape (runs, CONTEXTS)."""
        return self._contexts[: len(self.runs)]

    def all_names(self) -> RunNames:
        """Return the names of all runs, read as all runs show."""
        if self._all_names is None:
            self._all_names = read_runs(self.runs, self.reader().names)
            self.reader().forget_names()  # the same again, as objects
        return self._all_names

    def names(self, run: CapitalRun) -> list[NameSpan]:
        """Return the names in a run, read as all runs show."""
        found = self._names.get(run)
        if found is None:
            found = self._names[run] = self.reader().names(run)
        return found

    def forget_names(self) -> None:
        """Give up the memory of the names that were read; where they are asked for, they are read again."""
        self._names.clear()
        self._all_names = None
        if self._reader is not None:
            self._reader.forget_names()

    def kinds(self) -> Mapping[NameKey, NameKind]:
        """Return the kind of each name of the runs taken so far."""
        if self._kinds is None:
            self._kinds = kinds_of(self._evidence())
        return self._kinds

    def _evidence(self) -> NameEvidence:
        """Return what the runs show of each name: a verb of saying, an age or a state is beside the last of a run, a
        preposition or a noun of persons before the first."""
        counts = self.counts()
        totals: I64 = np.bincount(counts.run, counts.times, len(self.runs)).astype(np.int64)
        return NameEvidence(self.all_names(), totals, self.contexts(), [context in _BEFORE for context in CONTEXTS])

    def reader(self) -> NameReader:
        """Return a reader that has learned from all runs taken so far."""
        if self._reader is None:
            self._reader = NameReader(self._lower, self._capital)
            self._reader.learn(self.runs)
            self._reader.define(link.other for _, link in self.links)
            spoken = np.flatnonzero(self.contexts()[:, CONTEXTS.index(SPEAKS)]).tolist()
            self._reader.define(self.runs[run].text for run in spoken)
        return self._reader


def _used(counters: U32) -> U32:
    """Return the places of the counters that are not 0, and these."""
    places = np.flatnonzero(counters)
    return np.stack([places.astype(np.uint32), counters[places]])


def runs_at(columns: Columns, rows: RunRows) -> Iterator[CapitalRun]:
    """Yield the runs of some rows."""
    base = columns.offsets[rows.article]
    bounds = zip((base + rows.begin).tolist(), (base + rows.end).tolist(), rows.bits.tolist(), strict=True)
    for begin, end, bits in bounds:
        text = bytes(columns.buffer[begin:end]).decode("utf-8", "replace")
        yield CapitalRun(text.replace("\n", " "), bool(bits & AT_START), bool(bits & IN_TITLE))


def _flags(columns: Columns) -> U8:
    buffer, offsets, tokens = columns
    flags = token_flags(buffer, offsets, tokens)
    unwrap_lines(columns, flags)
    mark_title_case(columns, flags)
    return flags


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
    kinds = collection.kinds()
    bounds = np.searchsorted(rows.article, np.arange(len(corpus) + 1))
    begins = _code_points(corpus, rows)
    for article in range(len(corpus)):
        own = slice(bounds[article], bounds[article + 1])
        mended = corpus.repaired.get(article)
        text = corpus.articles[article].text
        found: list[tuple[int, NameSpan, int]] = []
        chosen = rows.chosen(own)
        for run, begin, bits in zip(runs_at(columns, chosen), begins[own], chosen.bits.tolist(), strict=True):
            found += [(begin, name, bits) for name in collection.names(run)]
        surnames = {surname_of(name.key) for _, name, _ in found if kinds.get(name.key) == "person"}
        out = []
        for begin, name, bits in found:
            start, end = begin + name.start, begin + name.end
            if mended is not None:
                start, end = int(mended.to_raw[start]), int(mended.to_raw[end])
            kind = _kind(name, kinds)
            if len(name.key) == 1 and name.key[0] in surnames and not bits & (IN_PLACE | IN_AREA) and kind != "people":
                kind = "person"
            out.append(Mention(start, end, text[start:end], kind, name.key))
        yield out


def _code_points(corpus: Corpus, rows: RunRows) -> Sequence[int]:
    """Return where each run begins in its article, in code points of the cleaned text."""
    base = corpus.offsets[rows.article]
    length = int(corpus.offsets[-1])
    begins = code_points(corpus.buffer, length, base + rows.begin) - code_points(corpus.buffer, length, base)
    return begins.tolist()  # type: ignore[no-any-return]


def _kind(name: NameSpan, kinds: Mapping[NameKey, NameKind]) -> MentionKind:
    return "people" if name.hint == "people" else kinds.get(name.key, "other")
