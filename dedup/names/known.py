"""The hand-kept names of known.toml: spellings of groups, outlets, people and places, with their translations and
acronyms."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple

import msgspec

from dedup.errors import FormatError
from dedup.names.graphemes import letters

MOST_SPELLINGS: Final = 500  # combinations that one pattern may stand for
Relation = Literal["spelling", "translated", "acronym"]


class KnownName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One name: patterns of spellings, of translations, of acronyms. A pattern is words with bars between the spellings
    of one word."""

    name: str
    kind: Literal["person", "place", "group", "outlet", "other"]
    spellings: tuple[str, ...] = ()
    translated: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()

    def forms(self) -> Iterator[tuple[tuple[str, ...], Relation]]:
        """Every form as words, and how it is related to the name."""
        relations: tuple[tuple[tuple[str, ...], Relation], ...] = (
            (self.spellings, "spelling"), (self.translated, "translated"), (self.acronyms, "acronym"),
        )  # fmt: skip
        for patterns, relation in relations:
            for pattern in patterns:
                words = [word.split("|") for word in pattern.split(" ")]
                for form in itertools.islice(itertools.product(*words), MOST_SPELLINGS):
                    yield form, relation

    def words(self) -> Iterator[list[str]]:
        """The spellings of each word of each pattern, in letters."""
        for pattern in self.spellings:
            for word in pattern.split(" "):
                yield sorted({letters(spelling) for spelling in word.split("|")})


class _Listed(msgspec.Struct, frozen=True):
    names: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: tuple[KnownName, ...]
    people: _Listed
    places: _Listed


class Known(NamedTuple):
    """All hand-kept names."""

    names: tuple[KnownName, ...]

    def lines(self) -> Iterator[list[str]]:
        """Spellings of one word, as the lexicon has them."""
        for name in self.names:
            yield from name.words()


@cache
def known_names() -> Known:
    """The names that ship. Raises FormatError where the file is damaged."""
    try:
        table = msgspec.convert(
            tomllib.loads(files("dedup.names").joinpath("known.toml").read_text(encoding="utf-8")), _File
        )
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, FileNotFoundError) as error:
        raise FormatError(f"known.toml is damaged ({error}); install the package again.") from error
    listed = [KnownName(pattern.split("|")[0].capitalize(), "person", (pattern,)) for pattern in table.people.names]
    listed += [KnownName(pattern.split("|")[0].capitalize(), "place", (pattern,)) for pattern in table.places.names]
    return Known((*table.name, *listed))
