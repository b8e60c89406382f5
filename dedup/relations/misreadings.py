"""Copies in texts that were read by machine: pairs of which one looks scanned are aligned letter by letter, and words
that differ by a letter or two inside such a passage count as copied.

Digits, names, denials and two known words never do: these are what a text may change.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.relations.alignment import TermColumns
from dedup.relations.block import Block
from dedup.relations.copied_passages import COPIED_PASSAGE
from dedup.relations.kept_facts import ArticleText, text_of
from dedup.relations.languages import UNKNOWN_LANGUAGE, languages_of_pairs
from dedup.relations.letter_alignment import (
    AlignedLetters,
    Letters,
    WordLetters,
    align_letters,
    letters_of,
    words_by_letters,
)
from dedup.relations.machine_read import is_machine_read
from dedup.relations.measure import LEAST_COPIED, PairMeasures, count_shingles
from dedup.relations.sentence_cosines import SENTENCE
from dedup.text.tables import F64, I64, U8
from dedup.text.terms import UNKNOWN, Terms

# Share of the shorter article in copied passages from which its letters are looked at: a reprint has more, however
# badly it was read
LOOKED_AT: Final = 0.1
SURE_COPY: Final = 0.9  # share copied from which words alone show a copy (see `copies`)
LONG_WORD: Final = 8  # letters from which two may differ
# Shares from which an article counts as copied, and its passages as dense, where it was read by machine (see
# `copies`): with 12 % of the letters misread one word in three is past knowing, and columns lose their edges. Of 3,234
# neighbours in papers of one year 1 is named a copy, with 0.7 and 0.65 too, and 1,322 of 1,659 reprints are, not 1,296.
COPIED_AS_READ: Final = 0.6
DENSE_AS_READ: Final = 0.55
# Share of the words that differ which are misread, and share of all words which are misread, parted or joined, from
# which a text was read by machine. 19 of 20 reprints that are as dense have more, and 7 of 3,000 pairs of wire items
MISREAD_OF_DIFFERING: Final = 0.03
MISREAD_OF_ALL: Final = 0.008
DENIALS: Final = frozenset(
    (
        "no", "not", "nor", "never", "none", "nothing", "nobody", "without", "cannot", "ne", "pas", "non", "sans", "ni",
        "plus", "aucun", "aucune", "jamais", "rien", "kein", "keine", "keinen", "nicht", "nie", "niemals", "ohne",
        "nein", "sin", "nunca", "senza", "mai", "niet", "geen", "zonder",
    )
)  # fmt: skip
DENYING: Final = ("un", "in", "im", "il", "ir", "dis", "non", "mis", "a")  # what a word may begin with
# Numbers and names that the other article has not from which the two may be one form with other facts; then they are
# where these are more than twice the facts that both have, or than half of them where one word is misread: a slip of
# the pen is no proof of a machine
OTHER_FACTS: Final = 2
SURELY_MISREAD: Final = 2
# Other numbers inside the passages from which, where they are more than half of the equal ones, the two are one form
OTHER_NUMBERS: Final = 2
CERTAINLY_MISREAD: Final = 4  # words from which a machine was at work, which misreads numbers too


class ReadPairs(NamedTuple):
    """The pairs of a block whose passages were found by their letters: whether each is one (shape (pairs,)), and the
    share of the letters of these passages that differ."""

    read: NDArray[np.bool_]
    differing: F64


class ReadPassages(NamedTuple):
    """What the letters of one pair show: rows of COPIED_PASSAGE, and the share of their letters that differs; and of
    the words of a in these passages how many are copied, misread, parted or joined, and something else, and how many of
    its numbers there are in b, and are not; and how many numbers and names of all of a are in b, and are not."""

    rows: NDArray[np.void]
    differing: float
    copied: int
    misread: int
    parted: int
    others: int
    same_numbers: int
    other_numbers: int
    same_facts: int
    other_facts: int

    @property
    def is_of_machine(self) -> bool:
        """Whether what differs is what machines misread."""
        words = self.copied + self.others
        facts = self.other_facts * (0.5 if self.misread >= SURELY_MISREAD else 2)
        return (
            self.misread > 0
            and self.misread >= MISREAD_OF_DIFFERING * (self.misread + self.others)
            and self.misread + self.parted >= MISREAD_OF_ALL * words
            and not (self.other_facts >= OTHER_FACTS and facts > self.same_facts)
            and not (
                self.misread < CERTAINLY_MISREAD
                and self.other_numbers >= OTHER_NUMBERS
                and 2 * self.other_numbers > self.same_numbers
            )
        )


def no_read_pairs(block: Block) -> ReadPairs:
    """Return that no pair of a block is one."""
    return ReadPairs(np.zeros(len(block.pairs), np.bool_), np.zeros(len(block.pairs)))


def with_read_pairs(
    block: Block, words: TermColumns, terms: Terms, machine_read: dict[int, bool]
) -> tuple[Block, ReadPairs]:
    """Return the block with the passages that letters show, of the pairs of which an article was read by machine and of
    which they show more than words; and which pairs these are.

    `machine_read` has, by number, whether articles were read by machine, and gets those of this block that it lacks.
    """
    measured = block.measured
    result = no_read_pairs(block)
    chosen = _worth_a_look(measured)
    if not chosen.size:
        return block, result
    reader = _PairReader(block, words, terms, machine_read)
    chosen = np.array([pair for pair in chosen.tolist() if reader.is_read(pair)], np.int64)
    if not chosen.size:
        return block, result
    languages = languages_of_pairs(block, words, terms, chosen)
    found: dict[int, NDArray[np.void]] = {}
    copied = measured.total(measured.passages["copied_words"])
    for pair, language in zip(chosen.tolist(), languages.tolist(), strict=True):
        passages = reader.passages(pair, language) if language != UNKNOWN_LANGUAGE else None
        if passages is None or not passages.is_of_machine or not _is_copy(passages.rows, measured.figures[pair]):
            continue
        result.read[pair], result.differing[pair] = True, passages.differing
        if int(passages.rows["copied_words"].sum()) > copied[pair]:
            found[pair] = passages.rows
    if not found:
        return block, result
    replaced = with_passages(measured, found)
    count_shingles(block.pairs, block.tokens, replaced, np.array(sorted(found), np.int64))
    return block._replace(measured=replaced), result


def _is_copy(rows: NDArray[np.void], figures: np.void) -> bool:
    """Return whether passages make a copy of the article with fewer words."""
    side = "a" if figures["words_a"] <= figures["words_b"] else "b"
    words = int((rows[f"end_{side}"] - rows[f"start_{side}"]).sum())
    copied = int(rows["copied_words"].sum())
    return words >= COPIED_AS_READ * figures[f"words_{side}"] and copied >= DENSE_AS_READ * words


def _worth_a_look(measured: PairMeasures) -> I64:
    """Return the pairs that have enough in common and are no copies by their words alone."""
    rows, figures = measured.passages, measured.figures
    shorter = figures["words_a"] <= figures["words_b"]
    spans = np.where(
        shorter, measured.total(rows["end_a"] - rows["start_a"]), measured.total(rows["end_b"] - rows["start_b"])
    )
    copied = measured.total(rows["copied_words"])
    copies = (spans >= SURE_COPY * measured.shorter()) & (copied >= SURE_COPY * spans)
    return np.flatnonzero((spans >= LOOKED_AT * measured.shorter()) & (spans > 0) & ~copies)


def with_passages(measured: PairMeasures, found: dict[int, NDArray[np.void]]) -> PairMeasures:
    """Return the measures with other passages of some pairs."""
    figures = measured.figures.copy()
    pieces = []
    at = 0
    for pair in sorted(found):
        first = int(figures["first_passage"][pair])
        pieces += [measured.passages[at:first], found[pair]]
        at = first + int(figures["passages"][pair])
        figures["passages"][pair] = len(found[pair])
    pieces.append(measured.passages[at:])
    figures["first_passage"] = np.cumsum(figures["passages"]) - figures["passages"]
    return PairMeasures(figures, np.concatenate(pieces))


class _PairReader:
    """Reads the pairs of one block by their letters; each article is taken apart once, and looked at once a scan."""

    def __init__(self, block: Block, words: TermColumns, terms: Terms, machine_read: dict[int, bool]) -> None:
        self._block = block
        self._words = words
        self._terms = terms
        self._read = machine_read
        self._taken_apart: dict[int, _WordSigns | None] = {}

    def is_read(self, pair: int) -> bool:
        """Return whether one of the articles of a pair was read by machine."""
        return any(map(self._is_read, self._block.pairs[pair].tolist()))

    def _is_read(self, article: int) -> bool:
        number = int(self._block.numbers[article])
        if number not in self._read:
            begin, end = self._block.offsets[article : article + 2].tolist()
            text = bytes(self._block.buffer[begin:end]).decode("utf-8", "replace")
            self._read[number] = is_machine_read(text)
        return self._read[number]

    def _side(self, article: int, language: int) -> _Side | None:
        """Return an article of a pair in a language; None where its text is too long."""
        if article not in self._taken_apart:
            text = text_of(self._block, article)
            letters = letters_of(text)
            self._taken_apart[article] = None if letters is None else _WordSigns(text, letters, _signs_of(text))
        words = self._taken_apart[article]
        return None if words is None else _Side(*words, self._known(article, language), self._marks(article))

    def passages(self, pair: int, language: int) -> ReadPassages | None:
        """Return what the letters of a pair show; None where the texts are too long."""
        a, b = (self._side(article, language) for article in self._block.pairs[pair].tolist())
        return None if a is None or b is None else _read_passages(a, b, align_letters(a.letters.text, b.letters.text))

    def _known(self, article: int, language: int) -> NDArray[np.bool_]:
        """Return whether each word of an article is known in a language."""
        terms = self._words.terms[self._words.tokens.of(article)]
        if language < 0:
            known: NDArray[np.bool_] = self._words.classes[terms] & UNKNOWN == 0
            return known
        own: NDArray[np.bool_] = (self._terms.in_languages().masks[terms] >> np.uint32(language)) & 1 != 0
        return own

    def _marks(self, article: int) -> _WordMarks:
        place = self._block.tokens.of(article)
        return _WordMarks(self._words.flags[place] & SENTENCE != 0, self._block.quoted[place] != 0)


class _WordMarks(NamedTuple):
    """Whether each word of an article begins a sentence, and whether it is quoted."""

    begins: NDArray[np.bool_]
    quoted: NDArray[np.bool_]


class _WordSigns(NamedTuple):
    """The words of an article, their letters, and what is to be seen of each word by itself (bits of `_signs_of_word`);
    shape (words,)."""

    text: ArticleText
    letters: Letters
    signs: U8


class _Side(NamedTuple):
    """One of the two articles of a pair: its words as in `_WordSigns`, and whether each is known in the language."""

    text: ArticleText
    letters: Letters
    signs: U8
    known: NDArray[np.bool_]
    marks: _WordMarks

    def shown(self, word: int) -> str:
        """Return a word as it is written."""
        return self.text.word(word).decode("utf-8", "replace")


_NUMBER, _NAME, _DAMAGED, _WITH_DIGIT = 1, 2, 4, 8  # bits of `_signs_of_word`


def _signs_of(text: ArticleText) -> U8:
    words = (text.text[start:end] for start, end in zip(text.starts, text.ends, strict=True))
    # Most words are small letters and nothing else
    return np.array(
        [0 if w.islower() and w.isalpha() else _signs_of_word(w.decode("utf-8", "replace")) for w in words], np.uint8
    )


def _signs_of_word(word: str) -> int:
    """Return whether a word is a number, is written like a name within a sentence (in capitals throughout it is none),
    has digits among letters, and has a digit."""
    digit = any(map(str.isdigit, word))
    damaged = digit and any(map(str.isalpha, word))
    return _NUMBER * word.isdigit() | _NAME * _is_name(word) | _DAMAGED * damaged | _WITH_DIGIT * digit


def _read_passages(a: _Side, b: _Side, aligned: AlignedLetters) -> ReadPassages:
    words = words_by_letters(a.letters, b.letters, aligned)
    size = np.diff(a.letters.borders)
    distance = np.maximum(words.own, words.others)
    found = words.first >= 0
    whole = found & (distance == 0)
    near = found & (((distance == 1) & (size > 1)) | ((distance == 2) & (size >= LONG_WORD)))
    there = np.zeros(len(size), np.uint8)
    there[found] = b.signs[words.first[found]]
    damaged = there & _DAMAGED != 0
    number = a.signs & _NUMBER != 0
    fact = number | ((a.signs & _NAME != 0) & ~a.marks.begins)
    other_number = near & number & (there & _NUMBER != 0)
    other = fact & (~(whole | near | damaged) | other_number)
    misread = np.zeros(len(size), np.bool_)
    for k in np.flatnonzero(near & ((a.signs | there) & _WITH_DIGIT == 0)).tolist():
        misread[k] = _may_be_misread(a, b, words, k)
    copied = whole | misread
    rows = _passage_rows(a, b, aligned, copied)
    inside = np.zeros(len(size), np.bool_)
    for row in rows:
        inside[row["start_a"] : row["end_a"]] = True
        row["quoted_a"] = np.count_nonzero(a.marks.quoted[row["start_a"] : row["end_a"]])
        row["quoted_b"] = np.count_nonzero(b.marks.quoted[row["start_b"] : row["end_b"]])
    first, last = aligned.passages.T
    extent = max(int((side[last] - side[first] + 1).sum()) for side in (aligned.a, aligned.b)) if first.size else 0
    numbers = number & ~damaged & inside
    return ReadPassages(
        rows,
        differing=1 - aligned.a.size / extent if extent else 0.0,
        copied=int(np.count_nonzero(copied & inside)),
        misread=int(np.count_nonzero(misread & inside)),
        parted=int(np.count_nonzero(whole & inside & _is_parted(a, b, words))),
        others=int(np.count_nonzero(inside & ~copied)),
        same_numbers=int(np.count_nonzero(numbers & whole)),
        other_numbers=int(np.count_nonzero(numbers & ~whole)),
        same_facts=int(np.count_nonzero(fact & whole)),
        other_facts=int(np.count_nonzero(other)),
    )


def _is_parted(a: _Side, b: _Side, words: WordLetters) -> NDArray[np.bool_]:
    """Return whether each word of a is several words of b, or a part of one."""
    sizes = np.diff(a.letters.borders)
    other = np.diff(b.letters.borders)[np.maximum(words.first, 0)]
    parted: NDArray[np.bool_] = (words.first != words.last) | (other != sizes)
    return parted


def _may_be_misread(a: _Side, b: _Side, words: WordLetters, k: int) -> bool:
    """Return whether word k of a, which differs by a letter or two from its words in b, may be one of these misread."""
    j, last = int(words.first[k]), int(words.last[k])
    if j == last and a.known[k] and b.known[j]:
        return False
    one, other = a.shown(k), "".join(map(b.shown, range(j, last + 1)))
    if not a.marks.begins[k] and not b.marks.begins[j] and _is_name(one) and _is_name(other):
        return False
    low, other_low = one.lower(), other.lower()
    if low in DENIALS or other_low in DENIALS:
        return False
    short, long = sorted((low, other_low), key=len)
    return not any(long == prefix + short for prefix in DENYING)


def _is_name(word: str) -> bool:
    """Return whether a word within a sentence is written like a name; in a text all in capitals none is."""
    return word[:1].isupper() and not word.isupper()


def _passage_rows(a: _Side, b: _Side, aligned: AlignedLetters, copied: NDArray[np.bool_]) -> NDArray[np.void]:
    """Return the passages in words; those of too few copied words are left out."""
    rows = []
    end_a = end_b = 0
    for first, last in aligned.passages.tolist():
        start_a, stop_a = _words_within(a.letters.borders, int(aligned.a[first]), int(aligned.a[last]) + 1)
        start_b, stop_b = _words_within(b.letters.borders, int(aligned.b[first]), int(aligned.b[last]) + 1)
        start_a, start_b = max(start_a, end_a), max(start_b, end_b)
        if start_a >= stop_a or start_b >= stop_b:
            continue
        own = copied[start_a:stop_a]
        count = min(int(np.count_nonzero(own)), stop_b - start_b)
        if count < LEAST_COPIED:
            continue
        borders = np.flatnonzero(np.diff(np.concatenate([[0], own, [0]])))
        longest = int(np.diff(borders)[::2].max())
        rows.append((start_a, stop_a, start_b, stop_b, count, min(longest, count), 0, 0))
        end_a, end_b = stop_a, stop_b
    return np.array(rows, COPIED_PASSAGE) if rows else np.empty(0, COPIED_PASSAGE)


def _words_within(borders: I64, begin: int, end: int) -> tuple[int, int]:
    """Return the words [first, last) of which half or more of the letters are within [begin, end)."""
    middles = (borders[:-1] + borders[1:]) / 2
    return int(np.searchsorted(middles, begin)), int(np.searchsorted(middles, end, side="right"))
