"""Vocabulary: the distinct types of a scan, numbered as they first occur. Python sees each of them once, whatever the number of tokens."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from dedup.text.corpus import Corpus
from dedup.text.folding import fold
from dedup.text.skeleton import skeleton
from dedup.text.tables import I64, HashTable


@cache
def _english_stemmer() -> Any:
    from snowballstemmer import stemmer

    return stemmer("english")


class Vocabulary:
    """Types by number: folded form, document frequency, and on demand stem and consonant skeleton."""

    def __init__(self) -> None:
        self._numbers = HashTable()
        self._frequency: I64 = np.zeros(1024, np.int64)
        self.forms: list[str] = []
        self.articles = 0
        self._stems: dict[int, str] = {}
        self._skeletons: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.forms)

    def add(self, corpus: Corpus) -> tuple[I64, I64]:
        """Number the types of the next batch.

        Returns (types, owners): for each body word of the batch, article by article, its type and the number of its article.
        """
        tokens = corpus.tokens
        owners = np.repeat(np.arange(len(corpus)), tokens.counts)
        begins = np.cumsum(tokens.counts) - tokens.counts
        places = np.arange(owners.size) - begins[owners] + tokens.first[owners]
        hashes = tokens.hashes[places]
        types = self._numbers.find(hashes)
        if (types < 0).any():
            unknown = np.flatnonzero(types < 0)
            new, where = np.unique(hashes[unknown], return_index=True)
            order = np.argsort(where)
            self._numbers.add(new[order])
            for k in unknown[where[order]].tolist():
                at, place = int(corpus.offsets[owners[k]]), int(places[k])
                word = bytes(corpus.buffer[at + int(tokens.starts[place]) : at + int(tokens.ends[place])]).decode("utf-8", "replace")
                self.forms.append(word.lower() if word.isascii() else fold(word))
            types = self._numbers.find(hashes)
        self._count(types, owners)
        self.articles += len(corpus)
        return types, owners

    def _count(self, types: I64, owners: I64) -> None:
        if len(self.forms) > self._frequency.size:
            self._frequency = np.concatenate([self._frequency, np.zeros(2 * len(self.forms) - self._frequency.size, np.int64)])
        held = np.unique(owners * len(self.forms) + types) % max(1, len(self.forms))
        self._frequency[: len(self.forms)] += np.bincount(held, minlength=len(self.forms))

    def document_frequency(self) -> I64:
        """In how many articles each type stands, shape (types,)."""
        return self._frequency[: len(self.forms)]

    def number(self, form: str) -> int:
        """The number of a folded form; -1 where no article has it."""
        from dedup.text.tables import hash_tokens

        return int(self._numbers.find(hash_tokens([form]))[0])

    def stem(self, number: int) -> str:
        """The English stem of a type (Porter 2, by snowballstemmer)."""
        if number not in self._stems:
            self._stems[number] = _english_stemmer().stemWord(self.forms[number])
        return self._stems[number]

    def skeleton(self, number: int) -> str:
        """The consonant skeleton of a type."""
        if number not in self._skeletons:
            self._skeletons[number] = skeleton(self.forms[number])
        return self._skeletons[number]
