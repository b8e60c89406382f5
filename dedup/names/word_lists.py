"""The word lists of words.toml, by which runs of capitalised words are read."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.names import run_ends as runs
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
    brands: frozenset[str]
    modifiers: frozenset[str]
    office_owners: frozenset[str]
    place_firsts: frozenset[str]
    companies: frozenset[str]
    firms: frozenset[str]
    local: frozenset[str]
    nameless: frozenset[str]
    grades: frozenset[str]
    currencies: frozenset[str]
    common_adjectives: frozenset[str]
    common_bodies: frozenset[str]
    never_alone: frozenset[str]
    listing: frozenset[str]
    generations: frozenset[str]
    legal: frozenset[str]
    generic: frozenset[str]
    sole_bodies: frozenset[str]
    units: frozenset[str]
    seconds: frozenset[str]
    takes_on: frozenset[str]
    takes_for: frozenset[str]
    areas: frozenset[str]
    dotted: frozenset[str]
    whole_names: frozenset[str]
    whole_firsts: frozenset[str]
    holidays: frozenset[str]
    holiday_firsts: frozenset[str]
    regions: frozenset[str]
    outlet_names: frozenset[str]
    place_names: frozenset[str]
    demonyms: dict[str, str]
    classes: dict[str, int]


class ClassTable(NamedTuple):
    """An open-addressing table of the hashes of words, and the bits of each slot; both of the shape (slots,), a power
    of two."""

    keys: U64
    bits: NDArray[np.uint32]


@cache
def word_lists() -> WordLists:
    """Return the lists that ship."""
    table = tomllib.loads(files("dedup.names").joinpath("words.toml").read_text(encoding="utf-8"))
    classes: dict[str, int] = {}
    for name, bits in _CLASSES:
        for word in table[name].lower().split():
            classes[word] = classes.get(word, 0) | bits
    for word, bits in (("the", runs.THE), ("of", runs.OF), ("for", runs.OF), ("and", runs.AND), ("on", runs.ON)):
        classes[word] = classes.get(word, 0) | bits
    for word, bits in (("d", runs.ELIDED), ("l", runs.ELIDED), ("who", runs.WHO), ("whose", runs.WHO)):
        classes[word] = classes.get(word, 0) | bits
    listed = {name: frozenset(table[name].lower().split()) for name in _LISTED}
    return WordLists(
        **listed,
        whole_names=frozenset(table["whole_names"]),
        whole_firsts=frozenset(name.split()[0] for name in table["whole_names"]),
        holidays=frozenset(table["holidays"]),
        holiday_firsts=frozenset(name.split()[0] for name in table["holidays"]),
        regions=frozenset(table["regions"]),
        outlet_names=frozenset(name.lower() for name in table["outlet_names"]),
        demonyms={form: country for country, forms in table["demonyms"].items() for form in forms.split()},
        classes=classes,
    )


_CLASSES = (
    ("free_articles", runs.PARTICLE),
    ("articles", runs.TIED_ARTICLE | runs.BEFORE_HYPHEN),
    ("particles", runs.PARTICLE | runs.BEFORE_HYPHEN),
    ("prefixes", runs.BEFORE_HYPHEN),
    ("owners", runs.OWNER),
    ("contracted", runs.CONTRACTED),
    ("saying", runs.SAYS),
    ("placed", runs.PLACED),
    ("loosely_placed", runs.LOOSELY_PLACED),
    ("groups", runs.BODY),
    ("bodies", runs.BODY),
    ("legal", runs.BODY),
    ("dotted", runs.DOTTED),
    ("leading", runs.LEADING),
    ("brands", runs.BRANDED),
    ("tails", runs.TAIL),
    ("tail_adjectives", runs.BEFORE_TAIL),
    ("takes_number", runs.TAKES_NUMBER),
    ("takes_ordinal", runs.TAKES_ORDINAL),
    ("seconds", runs.SECOND),
    ("takes_on", runs.TAKES_ON),
    ("relations", runs.RELATION),
    ("areas", runs.AREA),
    ("place_names", runs.AREA),
)
_LISTED = (
    "particles", "articles", "prefixes", "contracted", "titles", "dates", "function", "heads", "groups", "places",
    "outlets", "place_names", "surnames", "takes_people", "suffixes", "ranks", "compounds", "firsts", "portfolios",
    "brands", "modifiers", "office_owners", "place_firsts", "companies", "firms", "local", "nameless", "generations",
    "legal", "generic", "sole_bodies", "units", "seconds", "takes_on", "takes_for", "areas", "dotted",
    "grades", "currencies", "common_adjectives", "common_bodies", "never_alone", "listing",
)  # fmt: skip


@cache
def class_table() -> ClassTable:
    """Return the classes of the words that the kernel knows."""
    listed = word_lists().classes
    table = HashTable()
    order = sorted(listed)
    table.add(hash_tokens(order))
    bits = np.array([listed[word] for word in order], np.uint32)
    return ClassTable(table.keys, np.where(table.keys != 0, bits[table.values], 0).astype(np.uint32))
