"""The table of agencies and outlets, and where their names are in a text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import msgspec

# The characters that may be beside a name.
BORDER: Final = frozenset(" \t\r\n\xa0!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~‘’“”„«»–—…•·©")
MAX_SPOTS: Final = 2_000  # in one article: a text that repeats a name a million times must end
# Words that a phrase of phrases.py begins with
PHRASE_WORDS: Final = ("Source", "Sources", "SOURCE", "SOURCES", "Original", "Information", "Copyright")
FLAT: Final = (("\n", " "), ("\xa0", " "), ("’", "'"), ("‘", "'"))


class Meaning(msgspec.Struct, frozen=True):
    """What a shared code may mean: a source of the table, empty for what is no agency; the `names` that spell it out,
    beside those of the source, and the `places` that it is about. The `usual` one needs no evidence."""

    source: str
    places: list[str]
    names: list[str] = []
    usual: bool = False


class Source(msgspec.Struct, frozen=True):
    """An agency or outlet, or a code that several share.

    `careful` aliases are common words too, and count only where the words around them say that a source is named.
    `common` aliases are words that other outlets have in their names. `numbered`: its local stations are named after
    it and a number. `means`: what a code may mean, empty for a source.
    """

    name: str
    is_agency: bool
    aliases: list[str]
    careful: list[str] = []
    common: list[str] = []
    numbered: bool = False
    hosts: list[str] = []
    means: list[Meaning] = []


class _Code(msgspec.Struct, frozen=True):
    code: str
    means: list[Meaning]
    careful: bool = False


class SourceName(NamedTuple):
    """A source's name at [start, end) of a text."""

    start: int
    end: int
    source: Source
    careful: bool


class SourceSpelling(NamedTuple):
    """An alias as a text spells it."""

    text: str
    source: Source
    careful: bool


class SourceTable(NamedTuple):
    """The sources, by name, by alias (casefolded) and by host, the codes, the spellings, and which of the spellings are
    words that other outlets have in their names."""

    by_name: dict[str, Source]
    codes: dict[str, Source]
    common: frozenset[str]
    by_alias: dict[str, Source]
    by_host: dict[str, Source]
    spelled: dict[str, SourceSpelling]
    lower: list[SourceSpelling]  # left out of the pattern, which is fast as long as it looks for capitals alone


@cache
def source_table() -> SourceTable:
    """Return the table of sources.toml, read once."""
    raw = tomllib.loads(files("dedup.provenance").joinpath("sources.toml").read_text("utf-8"))
    sources = msgspec.convert(raw["sources"], list[Source])
    codes = {code.code: _of_code(code) for code in msgspec.convert(raw["codes"], list[_Code])}
    by_alias = {_key(source.name): source for source in sources}
    spelled = {
        spelling.text: spelling
        for source in reversed([*sources, *codes.values()])
        for spelling in reversed(spellings(source))
    }
    for spelling in spelled.values():
        by_alias.setdefault(_key(spelling.text), spelling.source)
    return SourceTable(
        {source.name: source for source in sources},
        codes,
        frozenset(word for source in sources for word in [*source.common, *filter(str.istitle, source.careful)]),
        by_alias,
        {host: source for source in sources for host in source.hosts},
        spelled,
        [spelling for spelling in spelled.values() if spelling.text[0].islower()],
    )


def _of_code(code: _Code) -> Source:
    names = ([], [code.code]) if code.careful else ([code.code], [])
    return Source(code.code, True, *names, means=code.means)


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of the spellings that do not begin with a small letter, and of PHRASE_WORDS.

    Few texts are searched whole, so it is compiled when one is.
    """
    words = [*PHRASE_WORDS, *(spelling for spelling in source_table().spelled if not spelling[0].islower())]
    return re.compile(_trie(words) + r"(?![A-Za-z0-9])")


def _trie(words: list[str]) -> str:
    """Return a regex of these words that shares their beginnings: at each character one branch at most is open."""
    branches: dict[str, list[str]] = {}
    for word in words:
        branches.setdefault(word[:1], []).append(word[1:])
    whole = branches.pop("", None) is not None
    parts = [re.escape(first) + _trie(rest) for first, rest in sorted(branches.items())]
    if not parts:
        return ""
    return f"(?:{'|'.join(parts)})" + ("?" if whole else "")


def spellings(source: Source) -> list[SourceSpelling]:
    """Return all aliases of a source, and those of several words in capitals ("THE ASSOCIATED PRESS")."""
    plain = [SourceSpelling(text, source, False) for text in source.aliases] + [
        SourceSpelling(text, source, True) for text in source.careful
    ]
    return plain + [
        SourceSpelling(a.text.upper(), source, a.careful) for a in plain if " " in a.text and a.text.upper() != a.text
    ]


def _key(name: str) -> str:
    return " ".join(name.replace("’", "'").casefold().split()).removeprefix("the ")


def lookup(name: str) -> Source | None:
    """Return the source of that name or host, whatever its case.

    >>> lookup("The Associated Press").name, lookup("www.edition.cnn.com").name, lookup("the moon")
    ('AP', 'CNN', None)
    """
    known = source_table()
    found = known.codes.get(name) or known.by_alias.get(_key(name[:200]))
    if found is not None or "." not in name:
        return found
    host = name[:200].strip().casefold()
    while "." in host:
        if host in known.by_host:
            return known.by_host[host]
        host = host.partition(".")[2]
    return None


def spelled(name: str) -> Source | None:
    """Return the source that is spelled exactly so, apart from a leading The."""
    spelling = source_table().spelled.get(name.removeprefix("The ").removeprefix("the "))
    return spelling.source if spelling else None


def canonical(name: str) -> str:
    """Return the name as the table has it, else as it was given without www. and spare spaces."""
    found = lookup(name)
    return found.name if found else " ".join(name.split()).removeprefix("www.")


def is_agency(name: str) -> bool:
    """Return whether the source of that name is a news agency."""
    found = lookup(name)
    return found is not None and found.is_agency


def flat(text: str) -> str:
    """Return the text with line breaks, hard spaces and curly apostrophes made plain; every code point stays where
    it is."""
    for old, new in FLAT:
        text = text.replace(old, new)
    return text


class Spots(NamedTuple):
    """The names in a text, in order, and the places of PHRASE_WORDS."""

    names: list[SourceName]
    words: list[tuple[str, int]]


def find_spots(text: str) -> Spots:
    """Return the names of all sources in a text, case-sensitive and between borders.

    >>> [(n.source.name, n.start) for n in find_spots("he told the Washington Post, not an AP course").names]
    [('Washington Post', 12), ('AP', 36)]
    """
    known = source_table()
    plain = flat(text)
    spots = Spots([], [])
    for match in _pattern().finditer(plain):
        start, end = match.span()
        if (start == 0 or plain[start - 1] in BORDER) and (end == len(plain) or plain[end] in BORDER):
            spelling = known.spelled.get(match[0])
            if spelling is None:
                spots.words.append((match[0], start))
            else:
                spots.names.append(SourceName(start, end, spelling.source, spelling.careful))
            if len(spots.names) + len(spots.words) == MAX_SPOTS:
                break
    lower = [name for spelling in known.lower if spelling.text in plain for name in _of(plain, spelling)]
    return Spots(sorted(spots.names + lower), spots.words) if lower else spots


def _of(plain: str, spelling: SourceSpelling) -> Iterator[SourceName]:
    at = plain.find(spelling.text)
    for _ in range(MAX_SPOTS):
        if at < 0:
            return
        end = at + len(spelling.text)
        if (at == 0 or plain[at - 1] in BORDER) and (end == len(plain) or plain[end] in BORDER):
            yield SourceName(at, end, spelling.source, spelling.careful)
        at = plain.find(spelling.text, end)


DATELINES, PHRASES, URLS = 1, 2, 4  # bits: what else than names may be in a text
ALL: Final = DATELINES | PHRASES | URLS


class CreditPlaces(NamedTuple):
    """The places in one text that may be credits.

    names: the names of sources in order, each with whether it may be a byline or a sign-off; words: PHRASE_WORDS and
    their places; parts: what else may be there, as bits (DATELINES, PHRASES, URLS).
    """

    names: list[tuple[SourceName, bool]]
    words: list[tuple[str, int]]
    parts: int


NO_PLACES: Final = CreditPlaces([], [], 0)
