"""Which words are English: a Bloom filter of word forms (Bloom 1970), made by training/english_words.py.

A word of the list is always known; about one foreign word in a hundred passes for English too.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

import msgspec

_TABLE = Path(__file__).with_name("english_words.json")


class EnglishWords(msgspec.Struct, frozen=True):
    """The set: `bits` is the filter, `hashes` the positions a word takes in it."""

    bits: bytes
    hashes: int

    def __contains__(self, word: str) -> bool:
        return all(self.bits[at >> 3] >> (at & 7) & 1 for at in positions(word, len(self.bits) * 8, self.hashes))


def positions(word: str, size: int, hashes: int) -> Iterator[int]:
    """Return the places of a lower-case word in a filter of `size` bits, by double hashing (Kirsch and Mitzenmacher
    2006)."""
    digest = int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
    first, step = digest & 0xFFFFFFFF, digest >> 32 | 1
    return ((first + n * step) % size for n in range(hashes))


@cache
def english_words() -> EnglishWords:
    """Return the set that ships with the package.

    >>> "harbours" in english_words(), "desactivar" in english_words()
    (True, False)
    """
    table = msgspec.json.decode(_TABLE.read_bytes())
    return EnglishWords(base64.b64decode(table["bits"]), table["hashes"])
