"""The first pass for credits: the literal engine reads a batch and leaves `find_credits` a few places to look at.

They are read again (contexts, datelines, phrases), so the first pass may find too many and never too few.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from dedup.provenance.contexts import may_stand_apart
from dedup.provenance.credits import HEAD, TAIL
from dedup.provenance.datelines import MARKUP, REACH
from dedup.provenance.phrases import PHRASE_LITERALS, URL_LITERALS
from dedup.provenance.source_table import (
    BORDER,
    DATELINES,
    FLAT,
    NO_PLACES,
    PHRASE_WORDS,
    PHRASES,
    URLS,
    CreditPlaces,
    SourceName,
    SourceSpelling,
    source_table,
)

if TYPE_CHECKING:
    from dedup.literals import LiteralFinder
    from dedup.text.corpus import Corpus

MANY: Final = 500  # names in one text, true or not, above which it is searched whole; fewer than source_table.MAX_SPOTS
_LINE_BEGINS: Final = 8  # code points before a url in its line, as in phrases.py

# What is behind the brackets of a dateline whose source is not in the table
_BRACKET_ENDS: Final = tuple(f"){space}{dash}" for space in ("", " ") for dash in "-–—:")
_SIGN_ENDS: Final = frozenset(")/-–—")  # what is behind the source of any other dateline
_BRACKET_ABOVE: Final = re.compile(rf"[\n{MARKUP}]*(?:\(|[^\n]*\n[\n{MARKUP}]*\()")  # one begins the first lines
_BRACKETED, _PHRASE, _URL, _FIRST_SPELLING = range(4)  # numbers of uses of the literal engine


class CreditSearch(NamedTuple):
    """The literal engine and, by the number of a use, what it finds: a spelling of a source or one of PHRASE_WORDS."""

    find: LiteralFinder
    spellings: Sequence[SourceSpelling | str]
    lengths: Sequence[int]


@cache
def _search() -> CreditSearch:
    from dedup.literals import Literal, LiteralFinder, LiteralUse
    from dedup.literals.characters import ANY, DIGIT, LOWER, UPPER

    ended = ANY - LOWER - UPPER - DIGIT
    texts = [*source_table().spelled, *PHRASE_WORDS]
    uses = [[Literal(text) for text in texts] for texts in (_BRACKET_ENDS, PHRASE_LITERALS, URL_LITERALS)]
    uses += [[Literal(form, ANY, ended) for form in _forms(text)] for text in texts]
    spellings: list[SourceSpelling | str] = [*[""] * _FIRST_SPELLING, *source_table().spelled.values(), *PHRASE_WORDS]
    lengths = [*[0] * _FIRST_SPELLING, *map(len, texts)]
    return CreditSearch(LiteralFinder([LiteralUse(one, False, 0) for one in uses]), spellings, lengths)


def _forms(spelling: str) -> list[str]:
    """Return what `flat` makes this spelling of."""
    return ["".join(form) for form in product(*((c, *(old for old, new in FLAT if new == c)) for c in spelling))]


def credit_places(corpus: Corpus) -> list[CreditPlaces | None]:
    """Return for each article of a batch where `find_credits` has to look in its text, so that it finds the same as in
    the whole text.

    None, for a search of the whole text, where the text was repaired, is long or has very many names.
    """
    search = _search()
    places: list[CreditPlaces | None] = [
        CreditPlaces([], [], DATELINES) if _BRACKET_ABOVE.match(article.text) else NO_PLACES
        for article in corpus.articles
    ]
    for article, windows in search.find(corpus.buffer, corpus.offsets).by_article():
        above = places[article]
        places[article] = _places(corpus.articles[article].text, windows, search, above.parts if above else 0)
    for article in [*(corpus.offsets[1:] - corpus.offsets[:-1] > HEAD + TAIL).nonzero()[0].tolist(), *corpus.repaired]:
        places[article] = None
    return places


def _places(
    text: str, windows: Sequence[tuple[int, int, int]], search: CreditSearch, parts: int
) -> CreditPlaces | None:
    """Return the places in a text with these windows, as (use, start, end)."""
    spots: list[tuple[int, int, int]] = []
    for use, start, end in windows:
        if use >= _FIRST_SPELLING:
            spots.append((end - search.lengths[use], -end, use))
        elif use == _PHRASE:
            parts |= PHRASES
        elif use == _URL:
            if text[max(0, start - _LINE_BEGINS) : start].rstrip(" \t*_<([")[-1:] in ("", "\n"):
                parts |= URLS
        elif _is_near_line_start(text, start):
            parts |= DATELINES
    if len(spots) > MANY:
        return None
    names: list[tuple[SourceName, bool]] = []
    words: list[tuple[str, int]] = []
    free = 0  # code points before this one belong to a spelling already
    for start, minus_end, use in sorted(spots):
        end = -minus_end
        if text[end : end + REACH].lstrip()[:1] in _SIGN_ENDS and _is_near_line_start(text, start):
            parts |= DATELINES
        if start < free:
            continue
        free = end
        if (start and text[start - 1] not in BORDER) or (end < len(text) and text[end] not in BORDER):
            continue
        spelling = search.spellings[use]
        if isinstance(spelling, str):
            words.append((spelling, start))
        else:
            names.append((SourceName(start, end, spelling.source, spelling.careful), may_stand_apart(text, start, end)))
    return CreditPlaces(names, words, parts) if names or words or parts else NO_PLACES


def _is_near_line_start(text: str, at: int) -> bool:
    """Return whether a dateline may reach so far from the beginning of its line."""
    return at <= 2 * REACH or text.find("\n", at - 2 * REACH, at) >= 0
