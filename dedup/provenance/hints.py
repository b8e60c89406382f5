"""may_have_credits: a look at the token columns that spares most articles the search for credits."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from dedup.provenance.datelines import HEAD_LINES, REACH
from dedup.provenance.sources import table

if TYPE_CHECKING:
    from dedup.text.corpus import Corpus
    from dedup.text.tables import I64, U8, U64

# The words of phrases.find_phrases; a pair stands where a word alone would be true of every second article.
_PLAIN: Final = ("http", "https", "www", "copyright")
_PLAIN_PAIRS: Final = (
    "information from", "original source", "appeared first",
    *(f"{how} {done}" for how in ("originally", "first") for done in ("published", "appeared", "posted")),
)  # fmt: skip
_MARKED: Final = ("source", "sources")


# What may stand around a name where contexts.py takes it for a credit, by the bit that kernels.in_context reads.
CONTEXT: Final = {
    "TOLD": "told telling tells according citing quoting interview",
    "TO_VERB": "speaking spoke talking statement comments remarks wrote said confirmed explained added",
    "BY_VERB": "quoted cited reported obtained seen released interviewed carried contacted reviewed saying published",
    "REPORTS": "reports reported says wrote writes",
    "FAR_WORD": "input inputs file files reporting reports report information material contribution contributions published appeared "
    "posted printed copyright c source sources via writing editing compiled",
    "SAID": "reported reports said says wrote writes noted notes quoted quotes cited cites confirmed learned learnt understands added "
    "observed",
    "ROLE": "correspondent correspondents reporter reporters journalist journalists photographer photographers videographer videographers "
    "stringer stringers team teams crew crews",
    "CONTRIBUTED": "contributed",
    "TO": "to",
    "BY": "by on with",
    "POSSESSIVE": "s",
}


class _Tables(NamedTuple):
    hints: U8
    capital: U64
    capitals: U64
    pairs: U64
    plain: U64
    plain_pairs: U64
    marked: U64
    context: U64
    bits: I64


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
    return _Tables(
        hints, hash_set(capital), hash_set(capitals), _pairs(pairs), hash_set(plain), _pairs(plain_pairs), hash_set(_MARKED), *_context()
    )  # fmt: skip


def _context() -> tuple[U64, I64]:
    """The words of CONTEXT as an open-addressing table, and their bits by slot."""
    import numpy as np

    from dedup.provenance import kernels
    from dedup.text.tables import HashTable, hash_tokens

    bits: dict[str, int] = {}
    for name, words in CONTEXT.items():
        for word in words.split():
            bits[word] = bits.get(word, 0) | getattr(kernels, name)
    table = HashTable()
    hashes = hash_tokens(list(bits))
    table.add(hashes)
    values = np.zeros(table.keys.size, np.int64)
    for value, key in zip(bits.values(), hashes.tolist(), strict=True):
        values[np.flatnonzero(table.keys == np.uint64(key))] = value
    return table.keys, values


def may_have_credits(corpus: Corpus) -> list[int]:
    """For each article of a batch, what `find_credits` has to look for in its text: 0 only where it finds nothing.

    Everything where it has furniture (whose words the columns leave out) or its text was repaired, phrases where it holds a ©; else
    what `kernels.may_credit` sees: a name of the table in the place of a credit, a phrase of a credit, a dateline.
    """
    import numpy as np

    from dedup.provenance import kernels
    from dedup.provenance.look import ALL, PHRASES

    out = np.fromiter((PHRASES * ("©" in a.text) for a in corpus.articles), np.int64, len(corpus))
    out[[*corpus.furniture, *corpus.repaired]] = ALL
    tokens = corpus.tokens
    kernels.may_credit(
        corpus.buffer, corpus.offsets, tokens.first, tokens.counts, tokens.starts, tokens.ends, tokens.hashes, *_tables(),
        HEAD_LINES, 4 * REACH, out,
    )  # fmt: skip
    listed: list[int] = out.tolist()
    return listed
