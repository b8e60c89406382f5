"""Coverage: which words of an article those that came earlier have already, and what that makes of it: novelty, and the
articles that it supersedes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.records import COPY_RELATIONS, NOTHING_NEW, Credit, Relation
from dedup.relations.block import Block
from dedup.relations.copied_words import mark_copied_words
from dedup.relations.heads import count_head_words
from dedup.relations.kept_facts import ArticleText, keeps_facts, respelled_words, text_of
from dedup.relations.letters import are_letters
from dedup.relations.measure import DECIMALS, LEAST_COPIED
from dedup.relations.relation_reasons import is_read_by_machine
from dedup.text.corpus import code_points
from dedup.text.editorial_notes import find_notes
from dedup.text.repair import RepairedText
from dedup.text.tables import I64

# What follows is the definition of novelty in the report format, section 3
REWORDED: Final = 0.5  # similarity of a reworded passage from which its words are covered
COVERED: Final = 0.9  # share of an earlier article from which a later one supersedes it
SHORT: Final = 100  # words below which a few uncovered words count as none ...
FEW: Final = 5  # ... and how many
PROOF: Final = 30  # words of a contained text below which it proves nothing where the longer one adds something

LEAST_LETTERS: Final = 16  # single letters of a copied passage: about as many as are in LEAST_COPIED short words
_MOSTLY: Final = 0.75  # share of a text in passages from which what differs in them is looked at
_BORDERLINE: Final = 0.6  # share covered from which it matters which words count
_OUTSIDE: Final = frozenset({"byline", "credit", "dateline"})  # kinds of credits that are no words of the body

WordBits = int
"""A set of words of an article: bit w is word w."""


class PairCoverage(NamedTuple):
    """How much a later and an earlier article cover of each other: the share of the later one's words that count, the
    share of the earlier one's; and whether the pair is long enough to show a copy."""

    later: float
    earlier: float
    proves: bool

    @property
    def supersedes(self) -> bool:
        """Whether the later article has nearly all of the earlier one, and more."""
        return self.earlier >= COVERED > self.later


class _Turned(NamedTuple):
    """Pairs of articles of a block by row, the earlier one first; whether that is the a of its relation; and whether
    the words of an article are single letters, by article."""

    rows: I64
    turned: NDArray[np.bool_]
    lettered: NDArray[np.bool_]


class ArticleWords:
    """The words of an article: how many, those that do not count, and those that earlier articles cover."""

    __slots__ = ("covered", "left_out", "proven", "supersedes", "words")

    def __init__(self, words: int) -> None:
        self.words = words
        self.left_out: WordBits | None = None
        self.covered: WordBits = 0
        self.proven = False
        self.supersedes: list[int] = []

    def add(self, other: ArticleWords) -> None:
        """Take in what was found of the same article elsewhere."""
        self.covered |= other.covered
        self.proven = self.proven or other.proven
        self.supersedes += other.supersedes
        if self.left_out is None:
            self.left_out = other.left_out


def allowance(words: int) -> float:
    """Return how many uncovered words of so many count as none where another article covers the rest."""
    return FEW if words < SHORT else NOTHING_NEW * words


class Coverage:
    """Collects what is covered, relation by relation.

    `ranks` give the order in which the articles (by number) came; shape (articles,), no two the same. `credits` returns
    the credits of an article by its number; `repaired` has the mended texts.
    """

    def __init__(
        self, ranks: Sequence[int], credits: Callable[[int], Sequence[Credit]], repaired: Mapping[int, RepairedText]
    ) -> None:
        self._ranks = ranks
        self._credits = credits
        self._repaired = repaired
        self._articles: dict[int, ArticleWords] = {}

    def add(
        self, block: Block, ids: tuple[Sequence[str], Sequence[str]], relations: Sequence[Relation]
    ) -> list[PairCoverage]:
        """Take in the relations of the pairs of a block, whose a and b have these ids; return the coverage of each."""
        if not relations:
            return []
        place = {pair: row for row, pair in enumerate(zip(*ids, strict=True))}
        rows = block.pairs[[place[r.a, r.b] for r in relations]]
        numbers = block.numbers[rows]
        turned = np.array([self._ranks[a] < self._ranks[b] for a, b in numbers.tolist()], np.bool_)
        # In each row the earlier article first
        rows = np.where(turned[:, None], rows, rows[:, ::-1])
        lettered = are_letters(block, rows)
        bits = _copied_bits(block, rows, lettered)
        _add_reworded(block, _Turned(rows, turned, lettered), relations, bits, self._repaired)
        _add_kept(block, _Turned(rows, turned, lettered), relations, bits)
        reader = _WordReader(block, self._credits)
        return [
            self._take(relation, numbers, articles, covered, reader)
            for relation, numbers, articles, covered in zip(
                relations, block.numbers[rows].tolist(), rows.tolist(), bits, strict=True
            )
        ]

    def _take(
        self, relation: Relation, numbers: list[int], articles: list[int], covered: list[WordBits], reader: _WordReader
    ) -> PairCoverage:
        earlier, later = (
            self._words(number, article, reader) for number, article in zip(numbers, articles, strict=True)
        )
        later.covered |= covered[1]
        shares = [
            reader.share(earlier, articles[0], covered[0], COVERED),
            reader.share(later, articles[1], covered[1], 1.0),
        ]
        short, long = (0, 1) if earlier.words <= later.words else (1, 0)
        sides = (earlier, later)
        proves = True
        if sides[short].words < PROOF:
            added = reader.uncovered(sides[long], articles[long], covered[long])
            proves = added <= allowance(sides[long].words)
        copies = proves and relation.relation in COPY_RELATIONS
        if copies and reader.adds_few(later, articles[1], covered[1]):
            shares[1] = 1.0
        found = PairCoverage(shares[1], shares[0], proves)
        later.proven = later.proven or copies
        if found.supersedes:
            later.supersedes.append(numbers[0])
        if later.left_out is None and later.covered.bit_count() < later.words:
            later.left_out = reader.left_out(articles[1])
        return found

    def _words(self, number: int, article: int, reader: _WordReader) -> ArticleWords:
        found = self._articles.get(number)
        if found is None or found.words != reader.count(article):
            found = self._articles[number] = ArticleWords(reader.count(article))
        return found

    def go_on(self, article: int, before: Coverage | None) -> None:
        """Take over what was found of an article, whose number is the same, among other articles."""
        if before is not None and article in before._articles:
            self._articles[article] = before._articles[article]

    def collected(self) -> Mapping[int, ArticleWords]:
        """Return what was collected, by article."""
        return self._articles

    def merge(self, later: Mapping[int, ArticleWords]) -> None:
        """Take in what was collected of other relations among the same articles, which come behind these."""
        for article, found in later.items():
            own = self._articles.get(article)
            if own is None or own.words != found.words:
                self._articles[article] = found
            else:
                own.add(found)

    def novelty(self, article: int) -> float:
        """Return the share of the words of an article, by its number, that no earlier one covers; 1.0 for one that is
        related to none."""
        found = self._articles.get(article)
        if found is None or not found.covered:
            return 1.0
        counted, new = _counts(found.words, found.left_out or 0, found.covered)
        if counted < SHORT and new <= FEW and found.proven:
            return 0.0
        return round(new / counted, DECIMALS)

    def superseded(self, article: int) -> list[int]:
        """Return the numbers of the earlier articles that an article covers and adds to."""
        found = self._articles.get(article)
        return [] if found is None else found.supersedes


def _counts(words: int, left_out: WordBits, covered: WordBits) -> tuple[int, int]:
    """Return how many words count, all of them where none would be left; and how many of them are not covered."""
    counted = words - left_out.bit_count()
    if counted <= 0:
        counted, left_out = words, 0
    return max(1, counted), words - (covered | left_out).bit_count()


def _copied_bits(block: Block, rows: I64, lettered: NDArray[np.bool_]) -> list[list[WordBits]]:
    """Return the words of the two articles of each row that are copied."""
    sizes = (block.tokens.counts[rows] + 7) // 8
    ends = np.cumsum(sizes)
    order = np.argsort(rows[:, 0], kind="stable")
    places = (ends - sizes.ravel()).reshape(-1, 2)
    least = np.where(lettered[rows].any(axis=1), LEAST_LETTERS, LEAST_COPIED)
    packed = mark_copied_words(
        np.ascontiguousarray(rows[order]), block.tokens, least[order], np.ascontiguousarray(places[order])
    ).tobytes()
    borders = [0, *ends.tolist()]
    sets = [int.from_bytes(packed[start:end], "little") for start, end in pairwise(borders)]
    return [sets[at : at + 2] for at in range(0, len(sets), 2)]


def _add_reworded(
    block: Block,
    pairs: _Turned,
    relations: Sequence[Relation],
    bits: list[list[WordBits]],
    repaired: Mapping[int, RepairedText],
) -> None:
    """Add to the bits of each pair the words of its passages that say the same in other words, and of all its passages
    where these were read by machine."""
    passages = [
        (k, p.a, p.b)
        for k, relation in enumerate(relations)
        if not pairs.lettered[pairs.rows[k]].any()
        for p in relation.passages
        if p.similarity >= REWORDED and (p.kind in ("reworded", "translated") or is_read_by_machine(relation.reasons))
    ]
    if not passages:
        return
    rows = pairs.rows
    articles = np.unique(rows[[k for k, _, _ in passages]])
    begins = dict(zip(articles.tolist(), _word_begins(block, articles, repaired), strict=True))
    for k, a, b in passages:
        spans = (a, b) if pairs.turned[k] else (b, a)
        for side, (start, end) in enumerate(spans):
            first, last = np.searchsorted(begins[int(rows[k, side])], (start, end)).tolist()
            bits[k][side] |= ((1 << (last - first)) - 1) << first


def _word_begins(block: Block, articles: I64, repaired: Mapping[int, RepairedText]) -> list[I64]:
    """Return where the words of these articles begin, in code points of the texts as read."""
    tokens, length = block.tokens, int(block.offsets[-1])
    starts = [block.offsets[n] + tokens.starts[tokens.of(n)].astype(np.int64) for n in articles.tolist()]
    borders = np.cumsum([0, *(own.size for own in starts)])
    places = code_points(block.buffer, length, np.concatenate([*starts, block.offsets[articles]]))
    out = []
    for n, article in enumerate(articles.tolist()):
        own = places[borders[n] : borders[n + 1]] - places[borders[-1] + n]
        mended = repaired.get(int(block.numbers[article]))
        out.append(own if mended is None else mended.to_raw[own])
    return out


def _add_kept(block: Block, pairs: _Turned, relations: Sequence[Relation], bits: list[list[WordBits]]) -> None:
    """Add to the bits of each copy the words that are the same in another spelling, and to those of each rewrite of the
    whole all words but the few new facts."""
    texts: dict[int, ArticleText] = {}
    for k, relation in enumerate(relations):
        if relation.relation not in COPY_RELATIONS or relation.relation == "identical":
            continue
        earlier, later = pairs.rows[k].tolist()
        words = int(block.tokens.counts[later])
        spans = relation.coverage.b if pairs.turned[k] else relation.coverage.a
        new = words - bits[k][1].bit_count()
        if spans < _MOSTLY or new <= allowance(words) / 2 or pairs.lettered[later]:
            continue
        for article in (earlier, later):
            if article not in texts:
                texts[article] = text_of(block, article)
        if relation.relation == "rewrite":
            facts = keeps_facts(texts[earlier], texts[later])
            if facts is not None:
                bits[k][1] |= (1 << words) - 1 & ~sum(1 << place for place in facts)
        for old, place in respelled_words(texts[earlier], texts[later], LEAST_COPIED):
            bits[k][0] |= 1 << old
            bits[k][1] |= 1 << place


class _WordReader:
    """Reads which words of the articles of a block do not count; each article once."""

    def __init__(self, block: Block, credits: Callable[[int], Sequence[Credit]]) -> None:
        self._block = block
        self._credits = credits
        self._left_out: dict[int, WordBits] = {}

    def count(self, article: int) -> int:
        """Return the number of words of an article."""
        return int(self._block.tokens.counts[article])

    def share(self, words: ArticleWords, article: int, covered: WordBits, enough: float) -> float:
        """Return the share of the words of an article that are covered, of those that count where that matters: where
        the share of all is large and below `enough`."""
        plain = covered.bit_count() / max(1, words.words)
        if not _BORDERLINE <= plain < enough:
            return round(plain, DECIMALS)
        counted, new = _counts(words.words, self._of(words, article), covered)
        return round(1 - new / counted, DECIMALS)

    def uncovered(self, words: ArticleWords, article: int, covered: WordBits) -> int:
        """Return how many words of an article count and are not covered."""
        if covered.bit_count() == words.words:
            return 0
        return _counts(words.words, self._of(words, article), covered)[1]

    def adds_few(self, words: ArticleWords, article: int, covered: WordBits) -> bool:
        """Return whether so few words of a short article are not covered that they count as none."""
        if words.words >= 2 * SHORT:  # no article has so many words that do not count
            return False
        counted, new = _counts(words.words, self._of(words, article), covered)
        return counted < SHORT and new <= FEW

    def _of(self, words: ArticleWords, article: int) -> WordBits:
        if words.left_out is None:
            words.left_out = self.left_out(article)
        return words.left_out

    def left_out(self, article: int) -> WordBits:
        """Return the words of an article that do not count: headline and date above the body, credits, editorial
        notes."""
        found = self._left_out.get(article)
        if found is None:
            found = self._left_out[article] = self._find(article)
        return found

    def _find(self, article: int) -> WordBits:
        block = self._block
        begin, end = block.offsets[article : article + 2].tolist()
        text = bytes(block.buffer[begin:end])
        out = (1 << count_head_words(block.buffer, block.offsets, block.tokens, article)) - 1
        spans = find_notes(text)
        for credit in self._credits(int(block.numbers[article])):
            if credit.field == "text" and credit.kind in _OUTSIDE:
                shown = credit.text.encode("utf-8", "replace")
                at = text.find(shown) if shown else -1
                if at >= 0:
                    spans.append((at, at + len(shown)))
        if spans:
            starts = block.tokens.starts[block.tokens.of(article)]
            for first, last in np.searchsorted(starts, np.array(spans)).tolist():
                out |= ((1 << (last - first)) - 1) << first
        return out
