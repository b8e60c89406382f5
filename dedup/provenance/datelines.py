"""Datelines: "TEHRAN, Jan. 01 (MNA) –", "(Reuters) -", "(Baghdad)" at the beginning of a line near the top."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dedup.article import Article
from dedup.provenance.codes import source_meant
from dedup.provenance.source_table import Source, lookup, spelled
from dedup.records import Credit

# Lines that are not blank; above a dateline there are at most a headline, a caption and a standfirst
HEAD_LINES: Final = 8
REACH: Final = 100  # code points of a line in which a dateline ends
MARKUP: Final = " \t\r*_>#"  # what may be before the first word of a line
PLACE_ONLY_LINES: Final = 2
_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATE: Final = re.compile(rf",? ?\b(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?,? ?$", re.I)
_DASH: Final = re.compile(r" ?(?:--?|[–—:])")
_SPACED_DASH: Final = re.compile(r"(?:--?|[–—]) ")
_SIGN: Final = re.compile(r"(?:[A-Z][A-Za-z.&]{1,15})(?: [A-Z][A-Za-z.&]{1,15}){0,2}")
_PLACE: Final = re.compile(r"\(([A-Z][\w.'’-]{1,30}(?:[ ,/]{1,2}[A-Z][\w.'’-]{1,30}){0,3})\) (?=[A-Z“\"‘])")
_NO_PLACES: Final = re.compile(
    r"(?i).*\b(?:updated?s?|videos?|photos?|pictures?|images?|watch|exclusive|opinion|analysis|breaking|correct(?:s|ed)|adds|repeats|refiles"
    r"|recasts|live|read|file|editorial|column|comment|gallery|see|note|advertisement|sponsored)\b"
)
_SMALL_WORD: Final = re.compile(r"(?i)(?:of|and|de|del|la|le|las|los|al|the|on|in|under|und|du|da|do|di|al-.*|el-?.*)")


def find_datelines(article: Article, text: str, head: list[tuple[int, int]]) -> Iterator[Credit]:
    """Yield the datelines at the beginning of the `head` lines: [start, end) of the first lines that are not blank of
    `text`, which is the article's or a part of it."""
    for number, (start, end) in enumerate(head[:HEAD_LINES]):
        stop = min(end, start + REACH)
        if text.find("(", start, stop) < 0 and not _SPACED_DASH.search(text, start, stop):
            continue
        line = text[start : min(end, start + 2 * REACH)]
        indent = len(line) - len(line.lstrip(MARKUP))
        found = _dateline(line[indent:]) or (_place(line[indent:]) if number < PLACE_ONLY_LINES else None)
        if found is not None:
            source, length = found
            at = start + indent
            shown = text[at : at + length]
            name = source if isinstance(source, str) else source_meant(source, article, shown)
            if name or isinstance(source, str) or shown.strip(" ()/-–—:") != source.name:
                yield Credit("text", "dateline", name, at, at + length, shown)


def _dateline(line: str) -> tuple[Source | str, int] | None:
    """Return the source, or the name of one that is not in the table, and the length of a dateline that names one."""
    opened = line.find("(", 0, REACH)
    closed = line.find(")", opened + 1, REACH)
    if opened < 0 or closed < 0:
        return _sign_alone(line)
    place, sign = line[:opened].rstrip(), line[opened + 1 : closed].strip()
    dash = _DASH.match(line, closed + 1)
    date = _DATE.search(place)
    if date is not None:
        place = place[: date.start()]
    if place and not _is_place(place):
        return None
    pieces = [piece.strip() for piece in sign.split("/")]
    known = [found for piece in pieces if (found := spelled(piece)) is not None]
    loud = place.split(",")[0].isupper()
    if (
        known
        and (place or len(known) == len(pieces))
        and (dash or date or loud or (not place and line[closed + 1 :].strip()))
    ):
        return known[0], dash.end() if dash else closed + 1
    if dash and date and place and _SIGN.fullmatch(sign):
        return sign, dash.end()
    return None


def _sign_alone(line: str) -> tuple[Source, int] | None:
    """Return the same of a dateline without brackets: "AFP - Thousands of ..." or "PARIS, Nov 3, AFP – ..."."""
    dash = _SPACED_DASH.search(line, 0, REACH)
    if dash is None or line[dash.start() - 1 : dash.start()] != " ":
        return None
    place, _, sign = line[: dash.start()].rpartition(",")
    found = spelled(sign.strip())
    if found is None or not found.is_agency:
        return None
    date = _DATE.search(place)
    place = place[: date.start()] if date else place
    if place and not (_is_place(place) and (date is not None or place.isupper())):
        return None
    return found, dash.end() - 1


def _is_place(place: str) -> bool:
    words = place.replace("/", " ").replace(",", " ").split()
    capital = all(w[0].isupper() or _SMALL_WORD.fullmatch(w) for w in words)
    return 0 < len(words) <= 7 and capital and words[0][0].isupper() and not place.endswith((":", "!", "?"))


def _place(line: str) -> tuple[str, int] | None:
    """Return the same of a dateline that names no source: "(Baghdad) Thousands ...". The source is empty."""
    match = _PLACE.match(line)
    if match is None or match[1].isupper() or lookup(match[1]) is not None:
        return None
    if _NO_PLACES.match(match[1]):
        return None
    return "", match.end() - 1
