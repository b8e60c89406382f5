"""Credits that may name anyone: "Source: Arab News", "© 2018 Hawaii News Now", "This story first appeared on ...", and
bare urls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dedup.article import Article
from dedup.provenance.codes import source_meant
from dedup.provenance.source_table import PHRASES, URLS, CreditPlaces, lookup
from dedup.records import Credit, CreditKind
from dedup.text.lazy_pattern import LazyPattern

MAX_HITS: Final = 200  # places of one literal in one article that are read
_REACH: Final = 250  # code points from the word or literal of a phrase to its end
# What an unmistakable credit names: up to six capitalised words, or a host; a sentence or the line ends behind it.
_WORD: Final = r"[\w&'’-]{0,30}(?:\.[\w&'’-]{1,30}){0,3}"
_NAME: Final = (
    rf"(?:the )?([A-Z]{_WORD}(?: (?:of|the|and|&|de|la|[A-Z0-9]{_WORD})){{0,5}}"
    r"|[a-z0-9-]{2,40}(?:\.[a-z]{2,10}){1,3})"
)
_END: Final = r"(?=[.,;)\]*_ \t\r]{0,4}(?:\n|$)|\. |,? (?:https?:|www\.|[Aa]ll [Rr]ights)|, (?:and|on|where|in) )"
_WORK: Final = r"(?:story|article|report|piece|post|item|column|essay|interview|version|dispatch)"
_YEARS: Final = r"\d{4}(?:[-–]\d{2,4})? (?:by )?"
# The word of PHRASE_WORDS that a phrase begins with, and the phrase from there on.
_BEGUN: Final = {
    word: LazyPattern(pattern + _NAME + _END)
    for word, pattern in (
        ("Source", r"Source ?[:|] ?"),
        ("Sources", r"Sources ?[:|] ?"),
        ("SOURCE", r"SOURCE ?[:|] ?"),
        ("SOURCES", r"SOURCES ?[:|] ?"),
        ("Original", r"Original [Ss]ource ?[:|] ?"),
        ("Information", r"Information from: ?"),
        ("Copyright", rf"Copyright (?:\([Cc]\) |© ?)?{_YEARS}"),
    )
}
_LINE_BEGINS: Final = re.compile(r"(?:^|[\n([.])[ \t*_]{0,4}(?:News )?$")
# Phrases that a literal finds, which they may begin BACK before.
_BACK: Final = 130
_PHRASES: Final[tuple[tuple[str, LazyPattern], ...]] = tuple(
    (literal, LazyPattern(pattern + _NAME + _END))
    for literal, pattern in (
        ("©", rf"(?<!opyright )(?<!opyright)© ?{_YEARS}"),
        *((f"{how} {done}", rf"\b[Tt]h(?:is|e) [^\n.!?]{{0,60}}?\b{_WORK}\b[^\n.!?]{{0,60}}? {how} {done} "
           r"(?:on|by|in|at) ")
          for how in ("originally", "first") for done in ("published", "appeared", "posted")),
        ("appeared first", r"\b[Tt]h(?:is|e) [^\n!?]{0,120}? appeared first (?:on|in|at) "),
    )
)  # fmt: skip
PHRASE_LITERALS: Final = tuple(literal for literal, _ in _PHRASES)
URL_LITERALS: Final = ("http", "www.")
_NOT_A_NAME: Final = re.compile(r"(?i)(?:twitter|facebook|instagram|youtube|reddit|tiktok|getty.*|.)")
_PICTURED: Final = re.compile(r"(?i)\b(?:photos?|images?|pictures?|video|caption)[ :|]{0,3}$")
_URL_START: Final = re.compile(
    r"(?<![^\n])[ \t*_]{0,4}[<(\[]?((?:https?://|www\.)[^\s<>()\[\]]{3,2000})[>)\]]?[ \t\r*_.]{0,4}(?=\n|$)"
)
_HOST: Final = re.compile(r"(?i)(?:https?://)?(?:[^/@\s]{0,100}@)?([a-z0-9.-]{3,253})")
_FILE: Final = re.compile(r"(?i)\.(?:jpe?g|png|gif|webp|svg|mp4|mp3|pdf)(?:[?#]|$)")
_SOCIAL: Final = re.compile(
    r"(?:.*\.)?(?:t\.co|twitter\.com|x\.com|facebook\.com|instagram\.com|youtube\.com|youtu\.be|tiktok\.com|t\.me|bit\.ly|goo\.gl"
    r"|linkedin\.com|reddit\.com|pinterest\.com)"
)


def find_phrases(article: Article, text: str, places: CreditPlaces) -> Iterator[Credit]:
    """Yield the phrases and bare urls that are credits in `text`, which is the article's or a part of it; only these
    places are searched."""
    for word, at in places.words:
        match = _BEGUN[word].compiled.match(text, at, at + _REACH)
        if match is not None and not _NOT_A_NAME.fullmatch(match[1]) and _may_begin(text, word, at):
            yield from _named(article, text, match)
    if places.parts & PHRASES and ("©" in text or "appeared" in text or "ly p" in text or "st p" in text):
        for literal, lazy in _PHRASES:
            for at in _places(text, literal):
                match = lazy.compiled.search(text, max(0, at - _BACK), at + _REACH)
                if (
                    match is not None
                    and match.end() > at
                    and not _NOT_A_NAME.fullmatch(match[1])
                    and not _is_picture(text, match.start())
                ):
                    yield from _named(article, text, match)
    for literal in URL_LITERALS if places.parts & URLS else ():
        for at in _places(text, literal):
            url = _URL_START.match(text, text.rfind("\n", max(0, at - 8), at) + 1)
            host = host_of(url[1]) if url and url.start(1) == at else None
            if url and host and not _SOCIAL.fullmatch(host) and not _FILE.search(url[1]):
                yield _credit(text, "url", host, *url.span(1))


def _may_begin(text: str, word: str, at: int) -> bool:
    return (
        not _is_picture(text, at)
        if word == "Copyright"
        else _LINE_BEGINS.search(text[max(0, at - 20) : at]) is not None
    )


def _is_picture(text: str, at: int) -> bool:
    return _PICTURED.search(text[max(0, at - 20) : at]) is not None


def _named(article: Article, text: str, match: re.Match[str]) -> Iterator[Credit]:
    known = lookup(match[1])
    source = source_meant(known, article) if known else match[1]
    if source:
        yield _credit(text, "credit", source, match.start(), match.end())


def _places(text: str, literal: str) -> Iterator[int]:
    at = text.find(literal)
    hits = 0
    while at >= 0 and hits < MAX_HITS:
        yield at
        at = text.find(literal, at + len(literal))
        hits += 1


def _credit(text: str, kind: CreditKind, source: str, start: int, end: int) -> Credit:
    return Credit("text", kind, source, start, end, text[start : min(end, start + 300)])


def host_of(url: str) -> str | None:
    """Return the host of a url, without www.; None where it has none.

    >>> host_of("https://www.radiohc.cu/en/noticias"), host_of("nonsense")
    ('radiohc.cu', None)
    """
    match = _HOST.match(url.strip()[:2300])
    host = match[1].lower().removeprefix("www.").strip(".-") if match else ""
    return host if "." in host and (match is None or "/" in url or url.startswith("www.")) else None
