"""The word lists of words.toml, by which runs of capitalised words are read."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.names.capitalised_runs import BEFORE_HYPHEN, CONTRACTED, OF, OWNER, PARTICLE, PLACED, SAYS, THE, TIED_ARTICLE
from dedup.text.tables import U64, HashTable, hash_tokens


class WordLists(NamedTuple):
    """Sets of folded words; `demonyms` give the country of each people, `classes` the bits that the kernel reads, by
    word."""

    particles: frozenset[str]
    articles: frozenset[str]
    prefixes: frozenset[str]
    contracted: frozenset[str]
    titles: frozenset[str]
    dates: frozenset[str]
    function: frozenset[str]
    heads: frozenset[str]
    groups: frozenset[str]
    places: frozenset[str]
    outlets: frozenset[str]
    surnames: frozenset[str]
    takes_people: frozenset[str]
    suffixes: frozenset[str]
    ranks: frozenset[str]
    compounds: frozenset[str]
    firsts: frozenset[str]
    portfolios: frozenset[str]
    outlet_names: frozenset[str]
    place_names: frozenset[str]
    demonyms: dict[str, str]
    classes: dict[str, int]


class ClassTable(NamedTuple):
    """An open-addressing table of the hashes of words, and the bits of each slot; both of the shape (slots,), a power
    of two."""

    keys: U64
    bits: NDArray[np.uint16]


@cache
def word_lists() -> WordLists:
    """Return the lists that ship."""
    table = tomllib.loads(files("dedup.names").joinpath("words.toml").read_text(encoding="utf-8"))
    classes: dict[str, int] = {}
    for name, bits in (
        ("free_articles", PARTICLE),
        ("articles", TIED_ARTICLE | BEFORE_HYPHEN),
        ("particles", PARTICLE | BEFORE_HYPHEN),
        ("prefixes", BEFORE_HYPHEN),
        ("owners", OWNER),
        ("contracted", CONTRACTED),
        ("saying", SAYS),
        ("placed", PLACED),
    ):
        for word in table[name].split():
            classes[word] = classes.get(word, 0) | bits
    classes["the"] = classes.get("the", 0) | THE
    for word in ("of", "for"):
        classes[word] = classes.get(word, 0) | OF
    listed = {name: frozenset(table[name].lower().split()) for name in _LISTED}
    return WordLists(
        **listed,
        outlet_names=frozenset(name.lower() for name in table["outlet_names"]),
        demonyms={form: country for country, forms in table["demonyms"].items() for form in forms.split()},
        classes=classes,
    )


_LISTED = (
    "particles", "articles", "prefixes", "contracted", "titles", "dates", "function", "heads", "groups", "places",
    "outlets", "place_names",
    "surnames", "takes_people", "suffixes", "ranks", "compounds", "firsts", "portfolios",
)  # fmt: skip


@cache
def class_table() -> ClassTable:
    """Return the classes of the words that the kernel knows."""
    listed = word_lists().classes
    table = HashTable()
    order = sorted(listed)
    table.add(hash_tokens(order))
    bits = np.array([listed[word] for word in order], np.uint16)
    return ClassTable(table.keys, np.where(table.keys != 0, bits[table.values], 0).astype(np.uint16))
