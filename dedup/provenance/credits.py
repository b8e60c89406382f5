"""Credits: the places in one article that name where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from dedup.article import Article
from dedup.provenance import datelines, phrases
from dedup.provenance.codes import source_meant
from dedup.provenance.contexts import SIDE, CreditSpan, NameLine, credit_span
from dedup.provenance.origins import address_credits
from dedup.provenance.source_table import ALL, DATELINES, CreditPlaces, SourceName, find_spots
from dedup.records import Credit, CreditField

MAX_CREDITS: Final = 50
HEAD: Final = 200_000  # code points searched at the top of a text, and at its end; credits are nowhere else
TAIL: Final = 20_000
TEXT_SHOWN: Final = 300
_TOP_LINES: Final = 5  # lines from the top where a name alone is a sign-off
_BOTTOM_LINES: Final = 8  # the same from the end
_BLANK: Final = " \t\r"
_TITLE_END: Final = re.compile(r"[ \xa0](?:[|–—-]|--)[ \xa0](?:[Tt]he )?$")


def find_credits(article: Article, *, places: CreditPlaces | None = None) -> list[Credit]:
    """Return the credits of an article: datelines, bylines, credit lines, attributions, urls and origins.

    At most MAX_CREDITS of text and title, sorted by field (text, title, url, origin) and start.

    `places` are those that `credit_places` has found in the text, which make it fast and change nothing; without them
    the whole text is searched. Title and url are always read.

    >>> [(c.kind, c.source, c.text) for c in find_credits(Article(text="PARIS, Nov 3 (AFP) - He told the BBC so."))]
    [('dateline', 'AFP', 'PARIS, Nov 3 (AFP) -'), ('attribution', 'BBC', 'told the BBC')]
    """
    found = _in_text(article, places) if places is None or any(places) else []
    if article.title:
        found += _in_title(article, article.title[:1000])
    return found[:MAX_CREDITS] + address_credits(article)


class _Piece(NamedTuple):
    """A piece of an article's text, and whether it is its top and its bottom."""

    article: Article
    text: str
    top: bool
    bottom: bool


def _in_text(article: Article, places: CreditPlaces | None) -> list[Credit]:
    text = article.text
    if places is not None:
        return _apart(_in_piece(_Piece(article, text, True, True), places))
    if len(text) <= HEAD + TAIL:
        return _apart(_in_piece(_Piece(article, text, True, True), _everywhere(text)))
    top, tail = _Piece(article, text[:HEAD], True, False), _Piece(article, text[-TAIL:], False, True)
    found = _apart(_in_piece(top, _everywhere(top.text)))[: MAX_CREDITS // 2]
    return found + [_moved(c, len(text) - TAIL) for c in _apart(_in_piece(tail, _everywhere(tail.text)))]


def _everywhere(text: str) -> CreditPlaces:
    names, words = find_spots(text)
    return CreditPlaces([(name, True) for name in names], words, ALL)


def _moved(credit: Credit, by: int) -> Credit:
    return Credit(credit.field, credit.kind, credit.source, credit.start + by, credit.end + by, credit.text)


def _apart(found: Iterable[Credit]) -> list[Credit]:
    """Return the credits sorted, without those that overlap an earlier one; names in one place ("AP/AFP", "inputs from
    PTI and ANI") share its start."""
    kept: list[Credit] = []
    taken: set[int] = set()
    sources: dict[int, set[str]] = {}
    for credit in found:
        begun = sources.setdefault(credit.start, set())
        if taken.isdisjoint(range(credit.start, credit.end)) or (begun and credit.source not in begun):
            kept.append(credit)
            begun.add(credit.source)
            taken.update(range(credit.start, credit.end))
    return sorted(kept, key=lambda c: (c.start, c.end, c.source))[:MAX_CREDITS]


def _in_piece(piece: _Piece, places: CreditPlaces) -> Iterator[Credit]:
    article, text, top, bottom = piece
    lined = places.parts & DATELINES or any(apart for _, apart in places.names)
    first = _top_lines(text) if top and lined else []
    if places.parts & DATELINES:
        yield from datelines.find_datelines(article, text, first)
    head = tail = 0
    if lined and top:
        _, head = first[_TOP_LINES - 1] if len(first) >= _TOP_LINES else (0, len(text))
    if lined:
        tail = _bottom_lines(text) if bottom else len(text)
    for name, apart in places.names:
        place = credit_span(text, name, _line(text, name, head, tail) if apart else None)
        if place is not None and (source := source_meant(name.source, article)):
            yield _named("text", text, source, place)
    yield from phrases.find_phrases(article, text, places)


def _named(field: CreditField, text: str, source: str, place: CreditSpan) -> Credit:
    shown = text[place.start : min(place.end, place.start + TEXT_SHOWN)]
    return Credit(field, place.kind, source, place.start, place.end, shown)


def _line(text: str, name: SourceName, head: int, tail: int) -> NameLine:
    """Return the line of a name, at most SIDE code points on either side."""
    start = text.rfind("\n", max(0, name.start - SIDE), name.start) + 1 or max(0, name.start - SIDE)
    end = text.find("\n", name.end, name.end + SIDE)
    if end < 0:
        end = min(len(text), name.end + SIDE)
    return NameLine(start, end, name.start < head, name.start >= tail)


def _top_lines(text: str) -> list[tuple[int, int]]:
    """Return [start, end) of the first lines that are not blank."""
    lines: list[tuple[int, int]] = []
    at = 0
    while len(lines) < datelines.HEAD_LINES and at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].strip(_BLANK):
            lines.append((at, end))
        at = end + 1
    return lines


def _bottom_lines(text: str) -> int:
    """Return where the last _BOTTOM_LINES lines that are not blank begin."""
    at = end = len(text)
    count = 0
    while count < _BOTTOM_LINES and end > 0:
        at = text.rfind("\n", 0, end) + 1
        count += bool(text[at:end].strip(_BLANK))
        end = at - 1
    return at


def _in_title(article: Article, title: str) -> list[Credit]:
    """Return the credits of a title, which names a source at its end ("Thousands rally | Al Jazeera") or attributes."""
    found = []
    for name in find_spots(title).names:
        source = source_meant(name.source, article)
        if not source:
            continue
        end = _TITLE_END.search(title[: name.start])
        if end is not None and not title[name.end :].strip():
            found.append(_named("title", title, source, CreditSpan("credit", end.start() + 1, name.end)))
            continue
        place = credit_span(title, name, NameLine(0, len(title), False, False))
        if place is not None and place.kind == "attribution":
            found.append(_named("title", title, source, place))
    return found
