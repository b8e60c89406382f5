"""Agencies and outlets by the names that articles give them, read from sources.json."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import msgspec

_FIRST: Final = re.compile(r"[A-Za-z]+")
_LONGEST_URL: Final = 2_000

# Words of outlets' names by how many of 2,117 articles hold them, the most frequent first.
_FREQUENT: Final = (
    "the of and s an new people time t world news 4 group public national sunday times international information business british today media "
    "service united london china south online economic europe agency 24 financial tv free russia press daily radio association france central "
    "global star north post morning newspaper evening street republic czech network japan age america middle east channel york india o de "
    "australian independent com english standard nigeria trust moscow nation n voice review h washington indian jones asia korea eye israel "
    "students mail wall asian magazine lib usa los foundation monitor express angeles san fox ukraine sky sydney die zealand la athens korean "
    "al deutsche premium cable hill corporation broadcasting gulf globe islamic le journal boston weekly iranian mirror chicago austria el "
    "universal telegraph saudi pr religion baltic vietnam ma canadian francisco iraqi liberty pakistan jerusalem der l a e d ag pa"
).split()
_RANKS: Final = {word: rank for rank, word in enumerate(_FREQUENT)}


class Source(msgspec.Struct, frozen=True):
    """An agency or an outlet: the name that reports use, the names that texts use, and its hosts without www.

    `careful` names are common words or other acronyms too; they count only where the place says that a source is meant. `with_the`
    names are careful ones that never stand without their article.
    """

    name: str
    agency: bool
    names: list[str]
    hosts: list[str]
    careful: list[str] = []
    with_the: list[str] = []

    @property
    def all_names(self) -> list[str]:
        """Every way to write it."""
        return [*self.names, *self.careful, *self.with_the]


class Name(NamedTuple):
    """One way to write a source."""

    text: str
    source: str
    careful: bool
    with_the: bool


class Outlets(NamedTuple):
    """Look-ups: names by their first run of letters, longest first; sources by folded name and by host; the words to search for."""

    by_first: dict[str, tuple[Name, ...]]
    by_name: dict[str, str]
    by_host: dict[str, str]
    agencies: frozenset[str]
    words: frozenset[str]


class _File(msgspec.Struct, frozen=True):
    about: str
    sources: list[Source]


@cache
def outlets() -> Outlets:
    """The table, read once."""
    sources = msgspec.json.decode(files("dedup.provenance").joinpath("sources.json").read_bytes(), type=_File).sources
    by_first: dict[str, set[Name]] = {}
    by_name: dict[str, str] = {}
    for source in sources:
        by_name[source.name.casefold()] = source.name
        for text in source.all_names:
            by_name.setdefault(_plain(text), source.name)
            for spelling in _spellings(text):
                first = _FIRST.match(spelling)
                if first:
                    by_first.setdefault(first[0], set()).add(Name(spelling, source.name, text not in source.names, text in source.with_the))
    return Outlets(
        {first: tuple(sorted(names, key=lambda n: (-len(n.text), n.text))) for first, names in by_first.items()},
        by_name,
        {host: source.name for source in sources for host in source.hosts},
        frozenset(source.name for source in sources if source.agency),
        frozenset(word for source in sources for text in source.all_names for word in _search_words(text, text in source.with_the)),
    )


def _spellings(text: str) -> set[str]:
    """With either apostrophe, and in capitals unless that would make a word of another kind of it ("TIME")."""
    variants = {text, text.upper()} if len(text) > 4 else {text}
    return variants | {v.replace("'", "’") for v in variants}


def _search_words(text: str, with_the: bool) -> set[str]:
    """A word or two words in a row that stand in every text that writes this name; also without accents, as tokenisers differ there."""
    found = set()
    for variant in (text.lower(), unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()):
        words = re.findall(r"[a-z0-9]+", f"the {variant}" if with_the else variant)
        found.add(max(map(" ".join, pairwise(words)), key=_rarity) if len(words) > 1 else words[0])
    return found


def _rarity(pair: str) -> tuple[bool, int, str]:
    """The larger the rarer, judged by the words: "york times" before "new york", "times of" before "of london"."""
    words = pair.split()
    return words[0] not in ("the", "of", "and"), sum(_RANKS.get(word, len(_RANKS)) for word in words), pair


def _plain(name: str) -> str:
    plain = " ".join(name.replace("’", "'").split()).casefold()
    return plain.removeprefix("the ")


def canonical(name: str) -> str:
    """The table's name for a name or a host; a name that the table does not know as it stands, without a leading The.

    >>> canonical("Agence France-Presse"), canonical("www.aljazeera.com"), canonical("The Springfield Shopper")
    ('AFP', 'Al Jazeera', 'Springfield Shopper')
    """
    known = outlets().by_name.get(_plain(name))
    if known is not None:
        return known
    if "." in name and " " not in name.strip():
        return source_of_host(name.strip().lower())
    return " ".join(name.split()).removeprefix("The ")


def is_known(name: str) -> bool:
    """Whether the table has this name."""
    return _plain(name) in outlets().by_name


def is_agency(source: str) -> bool:
    """Whether a source, by the table's name, is a news agency: something that outlets reprint."""
    return source in outlets().agencies


def source_of_host(host: str) -> str:
    """The outlet that a host belongs to, by itself or by a domain above it, else the host without www."""
    host = host.removeprefix("www.")
    by_host = outlets().by_host
    labels = host.split(".")
    for i in range(max(1, len(labels) - 1)):
        known = by_host.get(".".join(labels[i:]))
        if known is not None:
            return known
    return host


def host_of(url: str) -> str | None:
    """The host of an http(s) URL in lower case, without www; None for anything else.

    >>> host_of("https://www.radiohc.cu/en/news/1"), host_of("http://[broken")
    ('radiohc.cu', None)
    """
    if len(url) > _LONGEST_URL:
        return None
    try:
        parts = urlsplit(url if "//" in url else "//" + url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https") or not host or "." not in host:
        return None
    return host.rstrip(".").removeprefix("www.")
