"""Blocks: which names are compared at all. A name is in a block for each way in which its consonants may be those of
another one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from dedup.names.block_pairs import find_pairs
from dedup.names.name_spans import NameKey
from dedup.names.nicknames import full_forms
from dedup.names.syllable_verdicts import syllable_keys
from dedup.text.folding import skeleton
from dedup.text.tables import I32, I64, U64, hash_tokens, run_begins

# Forms that share a block key and are all compared; more are compared with the most frequent of them
FULL_BLOCK: Final = 40
# Pairs for each form that are compared, and pairs besides. 20,000 articles have 5 for each form; names that were made
# up to be alike would have 200
MOST_PAIRS: Final = 16
SPARE_PAIRS: Final = 1 << 14
LEAST_SKELETON: Final = 2  # consonants of a name that is compared at all
DELETED_FROM: Final = 4  # consonants from which blocks with one deleted are looked at
LONGEST: Final = 40  # consonants of a name that is compared
_HASHED_AT_ONCE: Final = 4096  # forms

FormPair = tuple[int, int]


def blocks(keys: Sequence[NameKey], frequency: Sequence[int], apart: Sequence[bool] = ()) -> I32:
    """Return the pairs of forms, smaller number first, whose words have the same consonants or all but one, the same
    words in another order, a nickname for the given name, or the same Chinese or Korean syllables; shape (pairs, 2).

    Each pair is there once; forms that are `apart` are left out. Where there are more pairs than MOST_PAIRS for each
    form, and SPARE_PAIRS, each form is compared with fewer of the most frequent ones. How many depends on the forms
    alone, not on the order of the articles.
    """
    compared = [number for number in range(len(keys)) if not (apart and apart[number])]
    compared.sort(key=lambda number: (-frequency[number], keys[number]))
    forms = np.array(compared, np.int32)
    listed = _listed_partners(*_entries([keys[number] for number in compared]), len(compared))
    counts = np.zeros(forms.size, np.int64)
    find_pairs(*listed, 0, counts, np.empty((0, 2), np.int32))
    most = _most_partners(counts)
    ranked = np.empty((int(np.minimum(counts, most).sum()), 2), np.int32)
    find_pairs(*listed, most, counts, ranked)
    pairs = forms[ranked]
    pairs.sort(1)
    return pairs


class _ListedPartners(NamedTuple):
    """The forms that share blocks, as `find_pairs` takes them: the forms of all blocks, which of them each entry lists,
    and the entries of each form. Forms are numbered by frequency."""

    members: I64
    begins: I64
    ends: I64
    bounds: I64


def _listed_partners(hashes: U64, ranks: I64, forms: int) -> _ListedPartners:
    """Return the forms before each form in its blocks, at most FULL_BLOCK of each block: the most frequent ones."""
    order = np.argsort(hashes, kind="stable")  # in a block, the most frequent come first
    begins, places = _places(hashes[order])
    own = np.empty(order.size, np.int64)
    own[order] = np.arange(order.size)
    begins = begins[own]
    return _ListedPartners(
        ranks[order],
        begins,
        begins + np.minimum(places[own], FULL_BLOCK),
        np.searchsorted(ranks, np.arange(forms + 1)),
    )


def _most_partners(counts: I64) -> int:
    """Return with how many forms each is compared at most, where it could be with so many."""
    room = MOST_PAIRS * counts.size + SPARE_PAIRS
    numbers = range(1, int(counts.max(initial=0)) + 1)
    return bisect_right(numbers, room, key=lambda most: int(np.minimum(counts, most).sum()))


def _entries(keys: Sequence[NameKey]) -> tuple[U64, I64]:
    """Return the hashes of the blocks of each form, and the place of the form for each hash."""
    hashes: list[U64] = []
    sizes = np.zeros(len(keys), np.int64)
    skeletons = _Skeletons()
    for begin in range(0, len(keys), _HASHED_AT_ONCE):
        names = [list(_block_names(key, skeletons)) for key in keys[begin : begin + _HASHED_AT_ONCE]]
        sizes[begin : begin + len(names)] = [len(each) for each in names]
        hashes.append(hash_tokens([name for each in names for name in each]))
    return np.concatenate([np.empty(0, np.uint64), *hashes]), np.repeat(np.arange(len(keys)), sizes)


def _places(ordered: U64) -> tuple[I64, I64]:
    """Return for each sorted hash where its block begins, and its place in it."""
    first = run_begins(ordered)
    begins = np.repeat(first, np.diff(np.append(first, ordered.size)))
    return begins, np.arange(ordered.size) - begins


class _Skeletons(dict[str, str]):
    """The skeleton of each word that was asked for."""

    def __missing__(self, word: str) -> str:
        found = self[word] = block_skeleton(word)
        return found


def _block_names(key: NameKey, skeletons: Mapping[str, str]) -> Iterator[str]:
    """Yield the blocks that a form is in."""
    for full in full_forms(key):
        yield " ".join(full)  # Bill Clinton
    for syllables in syllable_keys(" ".join(key)) if len(key) > 1 else ():
        yield f"syllables {syllables}"  # Mao Tse-tung
    parts = [skeletons[word] for word in key]
    bare = "".join(parts)
    if not LEAST_SKELETON <= len(bare) <= LONGEST or not bare.isascii():
        return
    single = "1" if len(key) == 1 else "2"
    yield single + bare
    if any(map(_begins_as_y, key)):
        as_y = ["a" + part[1:] if _begins_as_y(word) else part for word, part in zip(key, parts, strict=True)]
        yield single + "".join(as_y)  # Giorgos, Yorgos
    if len(parts) > 1 and parts != sorted(parts):
        yield single + "".join(sorted(parts))  # Orban Viktor
    if len(bare) >= DELETED_FROM:
        for at in range(1, len(bare)):
            if at == 1 or bare[at] != bare[at - 1]:  # else it is the block of the letter before
                yield single + bare[:at] + bare[at + 1 :]


def _begins_as_y(word: str) -> bool:
    """Return whether the first letters are read as y in Greek names."""
    return word[:2] == "gi" and word[2:3] in _VOWELS


def block_skeleton(word: str) -> str:
    """Return the consonants of a word by which it is put into a block: x is ks, and any vowel or y before a vowel that
    begins it is one.

    >>> [block_skeleton(word) for word in ("osama", "usama", "yevgeny", "evgeny", "maxim", "maksim")]
    ['asm', 'asm', 'afgn', 'afgn', 'mksm', 'mksm']
    """
    bare = skeleton(word.replace("x", "ks"))
    if word[:1] == "y" and word[1:2] in _VOWELS:
        return "a" + bare[1:]
    return "a" + bare[1:] if bare[:1] in _VOWELS else bare


_VOWELS: Final = tuple("aeiou")
