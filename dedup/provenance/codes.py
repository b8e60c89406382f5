"""Codes that several agencies share, such as CNS: what is around a code decides which of them it means."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from dedup.article import Article
from dedup.provenance.source_table import Meaning, Source, source_table

TOP: Final = 2_000  # code points of a text whose places count
WHOLE: Final = 50_000  # code points of a text that may spell a code out


def source_meant(source: Source, article: Article, dateline: str = "") -> str:
    """Return the name of a source that `article` credits; of a shared code, the one that it means there.

    Empty where nothing tells a code's meanings apart, or where it means no agency.

    >>> cns = source_table().spelled["CNS"].source
    >>> source_meant(cns, Article(text="A man was shot."), "SAN DIEGO (CNS) -")
    'City News Service'
    >>> source_meant(cns, Article(text="The factory in Shenzhen makes phones."))
    'China News Service'
    >>> source_meant(cns, Article(text="A man was shot."))
    ''
    """
    if not source.means:
        return source.name
    places = [_count(meaning, dateline) for meaning in source.means] if dateline else []
    found = _only_most(source.means, places)
    if found is None:
        text = "\n".join((article.url or "", article.outlet or "", article.title or "", article.text[:WHOLE]))
        found = _only_most(source.means, [_is_spelled_out(meaning, text) for meaning in source.means])
    if found is None:
        top = f"{article.title or ''}\n{article.text[:TOP]}"
        found = _only_most(source.means, [_count(meaning, top) for meaning in source.means])
    if found is None:
        found = next((meaning for meaning in source.means if meaning.usual), None)
    return found.source if found else ""


def _only_most(meanings: list[Meaning], counts: list[int]) -> Meaning | None:
    """Return the meaning with the highest count, None where that is 0 or several have it."""
    most = max(counts, default=0)
    return meanings[counts.index(most)] if most and counts.count(most) == 1 else None


def _count(meaning: Meaning, text: str) -> int:
    """Return how many different places of a meaning are in a text."""
    return len({found.casefold() for found in _places(tuple(meaning.places)).findall(text)})


def _is_spelled_out(meaning: Meaning, text: str) -> bool:
    source = source_table().by_name.get(meaning.source)
    names = [*meaning.names, *(source.hosts if source else ())]
    names += [alias for alias in source.aliases if " " in alias] if source else []
    return any(name in text for name in names)


@cache
def _places(places: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of whole words, as they are written or in capitals."""
    both = sorted({*places, *(place.upper() for place in places)}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, both))})(?!\w)")
