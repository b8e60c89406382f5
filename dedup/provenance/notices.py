"""Credits that a set word announces: "Source: X", "Copyright 2013 X", "originally published by X", Reuters' sign-off, bare URLs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from dedup.provenance.outlets import canonical, host_of, is_known
from dedup.provenance.spans import MARKS, Span, line_around, trimmed

# One of these, a word or two words in a row, stands in every text that `find_notices` finds something in, but for a copyright sign.
NOTICE_WORDS: Final = frozenset({"source", "sources", "copyright", "inputs", "agencies", "reporting by", "originally", "republished", "first appeared", "appeared first", "http", "https", "www"})
AGENCIES: Final = "agencies"  # a credit that names none

_MOST_PLACES: Final = 200  # of one literal: bounds the cost on a page that repeats it
_SOCIAL: Final = frozenset(
    "facebook.com twitter.com x.com instagram.com youtube.com youtu.be t.co bit.ly pic.twitter.com linkedin.com t.me telegram.me wa.me "
    "pinterest.com tiktok.com reddit.com".split()
)  # buttons, not sources
_NAME: Final = r"[A-Z0-9][\w&.'’-]{0,40}(?: (?:of |of the |the |and |for |de |& )?[A-Z0-9][\w&.'’-]{0,40}){0,5}"
_FULL_NAME: Final = re.compile(_NAME)
_SOURCE: Final = re.compile(r"[\W_]{0,8}(?:(?:Original|News|Story|Article) )?(?:Sources?|SOURCES?|source) ?[:|] ?(\S.{1,120})")
_BETWEEN: Final = re.compile(r" ?[,/;|] ?(?:and )?| and ")
_COPYRIGHT: Final = re.compile(
    r"(?:©|\([cC]\)|Copyright|COPYRIGHT) ?(?:©|\([cC]\))?,? ?(?:\d{4}(?: ?[-–] ?\d{2,4})?)?[,.:]? ?(?:by |BY )?(?:[Tt]he |THE )?(" + _NAME + ")"
)
_INPUTS: Final = re.compile(r"(?:[Ww]ith |WITH )?(?:agency )?[Ii]nputs from (?:the |The )?(" + _NAME + ")")
_PUBLISHED: Final = re.compile(
    r"(?:was |were |is |has been |been )?(?:originally|first|re-?)? ?(?:published|appeared|posted|produced|written) (?:first )?"
    r"(?:on|by|in|at|with|from) (?:the website |the )?(?:The )?(" + _NAME + ")"
)
_PIECE: Final = re.compile(r"(?:^|[\s(\[*])(?:[Tt]h(?:is|e) (?:[\w-]{1,20} )?(?:article|story|report|post|piece|item|column|interview|analysis|commentary|dispatch)\b)")
_PICTURES: Final = re.compile(r"(?:image|photo|picture|video|media|graphic)s? ?$|/$|copyright ?$", re.IGNORECASE)
_STOCK: Final = frozenset("getty shutterstock alamy istock unsplash flickr wikimedia all epa".split())
_REUTERS: Final = re.compile(r"\(?(?:Additional )?(?:Reporting|Writing) .{2,250}?(?:Editing|[Ee]diting) (?:and \w{1,20} )?by [^\n)]{2,120}\)?")
_URL: Final = re.compile(r"(?:(?:(?:Original |News )?(?:Source|SOURCE|Link|URL)|Original article|Originally published|Read the original|From|Via) ?:? ?)?<?((?:https?://|www\.)[^\s<>\"]{3,1900}?)[>)\]*_.,]{0,4}")


def find_notices(text: str, offset: int, length: int) -> list[Span]:
    """Credits announced by set words in a piece of text that begins at `offset` of `length` code points."""
    found: list[Span] = []
    for literals, read in _READERS:
        for literal in literals:
            for place in _places(text, literal):
                found += read(text, place)
    return list(dict.fromkeys(found))


def _places(text: str, literal: str) -> Iterator[int]:
    place = text.find(literal)
    for _ in range(_MOST_PLACES):
        if place < 0:
            return
        yield place
        place = text.find(literal, place + len(literal))


def _source_line(text: str, place: int) -> list[Span]:
    start, end = line_around(text, place)
    match = _SOURCE.fullmatch(text, start, _without_marks(text, start, end))
    if match is None:
        return []
    spans: list[Span] = []
    at = match.start(1)
    for part in _BETWEEN.split(match[1], 6):
        at = text.index(part, at)
        name = part.strip(MARKS + ".")
        if not _FULL_NAME.fullmatch(name):
            return []
        name_start = text.index(name, at)
        start_of_credit = trimmed(text, start, end)[0] if not spans else name_start
        spans.append(Span(start_of_credit, name_start + len(name), "credit", _source_of(name)))
        at += len(part)
    return spans


def _copyright(text: str, place: int) -> list[Span]:
    match = _COPYRIGHT.match(text, place, place + LONGEST_NOTICE)
    if match is None or _PICTURES.search(text, max(0, place - 12), place):
        return []
    name = match[1].split(". ")[0].rstrip(".")
    after = text[match.start(1) + len(name) : match.start(1) + len(name) + 1]
    if after == "/" or name.split()[0].lower() in _STOCK or name.isdigit():
        return []
    if not is_known(name):
        signed = text[place] == "©" or re.search(r"©|\(|\d", text[place : match.start(1)])
        at_start = not text[line_around(text, place)[0] : place].strip(MARKS)
        if not (signed and at_start):
            return []
    return [Span(place, match.start(1) + len(name), "credit", _source_of(name))]


def _inputs(text: str, place: int) -> list[Span]:
    low = max(0, place - 14)
    match = _INPUTS.search(text, low, place + LONGEST_NOTICE)
    if match is None:
        return []
    source = AGENCIES if match[1].lower().startswith("agenc") else _source_of(match[1].rstrip("."))
    return [Span(match.start(), match.start() + len(match[0].rstrip(".")), "credit", source)]


def _published(text: str, place: int) -> list[Span]:
    start, end = line_around(text, place)
    match = _PUBLISHED.search(text, max(start, place - 24), min(end, place + LONGEST_NOTICE))
    lead = text[start : match.start()] if match else ""
    if match is None or not (_PIECE.search(lead) or lead.lstrip(MARKS).startswith("The post ")):
        return []
    name = match[1].split(". ")[0].rstrip(".")
    if not is_known(name) and _MONTHS.match(name):
        return []
    return [Span(match.start(), match.start(1) + len(name), "credit", _source_of(name))]


def _reuters(text: str, place: int) -> list[Span]:
    """"(Reporting by A; Editing by B)" is how Reuters signs off, and nobody else."""
    start, end = line_around(text, place)
    match = _REUTERS.search(text, start, end)
    return [] if match is None else [Span(*match.span(), "byline", "Reuters")]


def _url(text: str, place: int) -> list[Span]:
    start, end = line_around(text, place)
    start, end = trimmed(text, start, end)
    match = _URL.fullmatch(text, start, end)
    if match is None:
        return []
    host = host_of(match[1])
    return [] if host is None or host in _SOCIAL else [Span(*match.span(1), "url", host)]


def _agencies(text: str, place: int) -> list[Span]:
    start, end = trimmed(text, *line_around(text, place))
    whole = text[start:end].strip(".").lower()
    return [Span(start, end, "credit", AGENCIES)] if whole in ("agencies", "with agencies", "by agencies", "from agencies", "news agencies") else []


def _without_marks(text: str, start: int, end: int) -> int:
    return trimmed(text, start, end)[1]


def _source_of(name: str) -> str:
    return canonical(name.strip(MARKS + ".,;:"))


LONGEST_NOTICE: Final = 200
_MONTHS: Final = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|\d)")

_READERS: Final[tuple[tuple[tuple[str, ...], Callable[[str, int], list[Span]]], ...]] = (
    (("Source", "SOURCE"), _source_line),
    (("Copyright", "COPYRIGHT", "©"), _copyright),
    (("nputs from",), _inputs),
    (("originally ", "republished", "first appeared", "appeared first"), _published),
    (("eporting by",), _reuters),
    (("gencies", "GENCIES"), _agencies),
    (("http", "www."), _url),
)
