"""The hand-kept names of known.toml: spellings of groups, outlets, people and places, with their translations and
acronyms."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import msgspec

from dedup.errors import FormatError
from dedup.names.graphemes import letters

MOST_SPELLINGS: Final = 500  # combinations that one pattern may have
FormRelation = Literal["spelling", "translated", "acronym"]


class KnownName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One name: patterns of spellings, of translations, of acronyms. A pattern is words with bars between the spellings
    of one word."""

    name: str
    kind: Literal["person", "place", "group", "outlet", "company", "other"]
    spellings: tuple[str, ...] = ()
    translated: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()

    def forms(self) -> Iterator[tuple[tuple[str, ...], FormRelation]]:
        """Yield every form as words, and how it is related to the name."""
        relations: tuple[tuple[tuple[str, ...], FormRelation], ...] = (
            (self.spellings, "spelling"), (self.translated, "translated"), (self.acronyms, "acronym"),
        )  # fmt: skip
        for patterns, relation in relations:
            for pattern in patterns:
                words = [word.split("|") for word in pattern.split(" ")]
                for form in itertools.islice(itertools.product(*words), MOST_SPELLINGS):
                    yield form, relation

    def words(self) -> Iterator[list[str]]:
        """Yield the spellings of each word of each pattern, in letters."""
        for pattern in self.spellings:
            for word in pattern.split(" "):
                yield sorted({letters(spelling) for spelling in word.split("|")})


class _NameList(msgspec.Struct, frozen=True):
    names: tuple[str, ...]


class _KnownFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: tuple[KnownName, ...]
    people: _NameList
    places: _NameList
    renamed: _NameList


@cache
def known_names() -> tuple[KnownName, ...]:
    """Return the names that ship. Raises FormatError where the file is damaged."""
    try:
        table = msgspec.convert(
            tomllib.loads(files("dedup.names").joinpath("known.toml").read_text(encoding="utf-8")), _KnownFile
        )
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, FileNotFoundError) as error:
        raise FormatError(f"known.toml is damaged ({error}); install the package again.") from error
    listed = [KnownName(pattern.split("|")[0].capitalize(), "person", (pattern,)) for pattern in table.people.names]
    listed += [KnownName(pattern.split("|")[0].capitalize(), "place", (pattern,)) for pattern in table.places.names]
    listed += [_renamed(line) for line in table.renamed.names]
    return (*table.name, *listed)


def _renamed(line: str) -> KnownName:
    """Return the place of a line: its name, and behind semicolons those that it had before or has abroad."""
    first, *others = [part.strip() for part in line.split(";")]
    shown = " ".join(word.split("|")[0] for word in first.split()).title()
    return KnownName(shown, "place", (first,), tuple(others))


def single_words() -> Iterator[list[str]]:
    """Yield the spellings of each hand-kept person's or place's name of one word."""
    for name in known_names():
        for pattern in name.spellings:
            if " " not in pattern and name.kind in ("person", "place"):
                yield sorted({letters(spelling) for spelling in pattern.split("|")})


def spelling_lines() -> Iterator[list[str]]:
    """Yield the spellings of each word of all names, as the lines of the lexicon have them."""
    for name in known_names():
        yield from name.words()
