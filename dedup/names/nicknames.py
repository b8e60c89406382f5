"""Nicknames: which given names bearers of others are called by ("Bill", "William")."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from dedup.names.name_spans import NameKey

REMEMBERED: Final = 1 << 12
"""Names whose full forms are remembered: a name is compared with many others in a row."""


@cache
def _given_names() -> dict[str, frozenset[str]]:
    """Return the given names that each name of nicknames.toml is short for; a given name is one of its own."""
    table = tomllib.loads(files("dedup.names").joinpath("nicknames.toml").read_text(encoding="utf-8"))
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in table["names"]:
        given, *short = line.split()
        for name in (given, *short):
            found[name].add(given)
    return {name: frozenset(given) for name, given in found.items()}


def is_nickname(one: str, other: str) -> bool:
    """Return whether two folded given names may be of one bearer though they are not one name.

    >>> is_nickname("bill", "william"), is_nickname("bill", "robert"), is_nickname("bill", "bill")
    (True, False, False)
    """
    known = _given_names()
    return one != other and not known.get(one, frozenset()).isdisjoint(known.get(other, ()))


def full_forms(key: NameKey) -> Iterator[NameKey]:
    """Yield a name of several words with each given name that its first word may be short for, without initials.

    >>> sorted(full_forms(("ted", "r", "varga")))
    [('edward', 'varga'), ('theodore', 'varga')]
    """
    if len(key) > 1:
        rest = tuple(word for word in key[1:] if len(word) > 1)
        for given in _given_names().get(key[0], ()):
            yield given, *rest


def are_one_by_nickname(one: NameKey, other: NameKey) -> bool:
    """Return whether two names are the same but for a nickname and initials."""
    if one[0] == other[0]:
        return False
    full = _all_full_forms(one)
    return bool(full) and not full.isdisjoint(_all_full_forms(other))


@lru_cache(REMEMBERED)
def _all_full_forms(key: NameKey) -> frozenset[NameKey]:
    return frozenset(full_forms(key))
