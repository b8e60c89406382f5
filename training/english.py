"""How often English has a word and a pair of words: counts of Google Web 1T and pairs of Google Books, as two packages
carry them.

pip install symspellpy wordsegment
"""

from __future__ import annotations

import importlib.util
import math
from collections import Counter
from pathlib import Path

from dedup.artifacts.checks.spinner_phrases import WordPair

TOKENS = 1_024_908_267_229  # of Google Web 1T
FREQUENT = 300_000  # of these: a collocation of two content words ...
ASSOCIATED = 1.0  # ... that stand together ten times as often as chance has it (log10)
VERY_FREQUENT = 1_000_000  # a collocation with a small word
UNLISTED = 1e5  # about the count that a word needs to be listed
SMALL = """
    the a an of to in and or for on at by with from as is are was were be been it its his her their our your this that
    these those not no will would can could may might must has have had do does did than then but if so he she they we
    you i who which what when where how all any some more most other such into out up over about after before between
"""
SMALL_WORDS = frozenset(SMALL.split())  # they stand beside anything


class English:
    """`words` and `pairs` with their counts; `known`: all pairs that either source has."""

    def __init__(self) -> None:
        web, books = _package("wordsegment"), _package("symspellpy")
        self.words = Counter[str]()
        for line in (web / "unigrams.txt").read_text(encoding="utf-8").splitlines():
            word, count = line.split("\t")
            self.words[word] += int(count)
        self.pairs = Counter[WordPair]()
        for line in (web / "bigrams.txt").read_text(encoding="utf-8").lower().splitlines():
            first, second, count = line.split()
            if first.isalpha() and second.isalpha():
                self.pairs[first, second] += int(count)
        lines = next(books.glob("frequency_bigramdictionary*.txt")).read_text(encoding="utf-8-sig").splitlines()
        self.known = {*self.pairs, *((line.split()[0], line.split()[1]) for line in lines)}

    def association(self, pair: WordPair) -> float:
        """log10 of how many times more often a pair stands together than its words would by chance."""
        return math.log10(
            self.pairs[pair] * TOKENS / (self.words[pair[0]] or UNLISTED) / (self.words[pair[1]] or UNLISTED)
        )

    def is_collocation(self, pair: WordPair, beside: str) -> bool:
        """Whether a swap in this pair would show; `beside` is the word that stays."""
        if beside in SMALL_WORDS or len(beside) < 3:
            return self.pairs[pair] >= VERY_FREQUENT
        return self.pairs[pair] >= FREQUENT and self.association(pair) >= ASSOCIATED


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise SystemExit(f"The package {name} is missing; pip install {name}.")
    return Path(found.origin).parent
