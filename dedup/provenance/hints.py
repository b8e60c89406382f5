"""may_have_credits: a look at the token columns that spares most articles the search for credits."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from dedup.provenance.datelines import HEAD_LINES, REACH
from dedup.provenance.sources import table

if TYPE_CHECKING:
    from dedup.text.corpus import Corpus
    from dedup.text.tables import U8, U64

# The words of phrases.find_phrases; a pair stands where a word alone would be true of every second article.
_PLAIN: Final = ("http", "https", "www", "copyright")
_PLAIN_PAIRS: Final = (
    "information from", "original source", "appeared first",
    *(f"{how} {done}" for how in ("originally", "first") for done in ("published", "appeared", "posted")),
)  # fmt: skip
_MARKED: Final = ("source", "sources")


class _Tables(NamedTuple):
    hints: U8
    capital: U64
    capitals: U64
    pairs: U64
    plain: U64
    plain_pairs: U64
    marked: U64


def _words(alias: str) -> list[str]:
    """The alias as the tokens that the token pass makes of it."""
    from dedup.text.folding import fold

    spelled = "".join(c if c.isalnum() else " " for c in alias)
    return [fold(word) for word in spelled.split()]


def _pairs(phrases: Iterable[tuple[str, str]]) -> U64:
    import numpy as np

    from dedup.provenance.kernels import MIX
    from dedup.text.tables import HashTable, hash_tokens

    listed = sorted(set(phrases))
    out = HashTable()
    out.add(hash_tokens([a for a, _ in listed]) * np.uint64(MIX) ^ hash_tokens([b for _, b in listed]))
    return out.keys


@cache
def _tables() -> _Tables:
    import numpy as np

    from dedup.text.tables import hash_set, hash_tokens

    capital: set[str] = set()
    capitals: set[str] = set()
    plain = set(_PLAIN)
    pairs: set[tuple[str, str]] = set()
    for alias in table().spelled:
        words = _words(alias)
        if not "A" <= alias[0] <= "Z":
            plain.add(words[0])
        elif len(words) > 1:
            pairs.add((words[0], words[1]))
        else:
            (capitals if alias[:2].isupper() else capital).add(words[0])
    plain_pairs = {(a, b) for a, b in (pair.split() for pair in _PLAIN_PAIRS)}
    hints = np.zeros(1 << 13, np.uint8)
    for word in hash_tokens(sorted({*plain, *capital, *capitals, *_MARKED, *(b for _, b in pairs | plain_pairs)})).tolist():
        hints[word >> 3 & 0x1FFF] |= 1 << (word & 7)
    return _Tables(hints, hash_set(capital), hash_set(capitals), _pairs(pairs), hash_set(plain), _pairs(plain_pairs), hash_set(_MARKED))


def may_have_credits(corpus: Corpus) -> list[bool]:
    """For each article of a batch, False only where `find_credits` finds nothing.

    True where it has a title, a url or furniture (whose words the columns leave out), where its text was repaired, where it holds a ©,
    and where `kernels.may_credit` sees a name of the table, a phrase of a credit or a dateline.
    """
    import numpy as np

    from dedup.provenance import kernels

    out = np.fromiter((a.title is not None or a.url is not None or "©" in a.text for a in corpus.articles), np.bool_, len(corpus))
    out[[*corpus.furniture, *corpus.repaired]] = True
    tokens = corpus.tokens
    kernels.may_credit(
        corpus.buffer, corpus.offsets, tokens.first, tokens.counts, tokens.starts, tokens.ends, tokens.hashes, *_tables(),
        HEAD_LINES, 4 * REACH, out,
    )  # fmt: skip
    listed: list[bool] = out.tolist()
    return listed
