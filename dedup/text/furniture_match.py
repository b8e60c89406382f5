"""What a folded line or sentence is: the matching half of `furniture`."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import msgspec

from dedup.text import furniture_rules as rules
from dedup.text.lazy_pattern import LazyPattern

CAPTION_WORDS: Final = 60  # a longer line with a picture credit at its end is a paragraph with a caption glued to it

WRITER_WORDS: Final = 50  # a longer line is a paragraph that says who the writer is

_MARKS: Final = " \t\r\n\xa0\u200b\ufeff*_#>•·●■▪►▶→»›<‹←|–—~=-+@^"
_LEFT: Final = _MARKS + "([{."
_RIGHT: Final = _MARKS + ".:!?…,;)]}*"
_FIRST_WORD: Final = re.compile(r"[a-z0-9]+|©")
_SENTENCE_END: Final = re.compile(r"[.!?…][\"”’')\]]{0,3}\s+")
_LONGEST_HEAD: Final = 60  # marks and the first word of a sentence
_LINK: Final = re.compile(r"<?(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S{2,1900}>?\Z", re.IGNORECASE)
_LINK_HEADS: Final = frozenset({"http", "https", "www", "pic", "t"})
_LABELLED_LINK: Final = re.compile(r"(?:[\w.'’&-]{1,30} ){0,3}[\w.'’&-]{1,30}: <?(?:https?://|www\.)\S{2,1900}\Z")
_MARKUP_LINE: Final = re.compile(r"!?\[[^\]]{0,500}\](?:\([^)]{0,1000}\))?\Z|!\[|<[/!a-zA-Z][^>]{0,1900}>\Z")
_HASHTAGS: Final = re.compile(r"#\w{2,60}(?:[ ,]{1,3}#\w{2,60}){0,30}\Z")
_BRACKET_TEASER: Final = re.compile(
    r"\[ .{10,200} \]\Z"
    r"|\[(?:read|watch|see|video|photos?|related|also|more|gallery|graphic|quiz|live|analysis|opinion)\b.{5,200}\]\Z",
    re.IGNORECASE,
)
_DESK_CODE: Final = re.compile(r"-- ?[A-Z]{2,5} [\w/]{2,40}\Z")


class FurnitureTables(msgspec.Struct, frozen=True):
    """Phrases and their kinds, those that open a section, patterns by first word, how lines end, and the words that it
    begins with."""

    phrases: dict[str, str]
    sections: frozenset[str]
    patterns: dict[str, tuple[tuple[LazyPattern, rules.Pattern], ...]]
    caption_end: re.Pattern[str]
    contributed_end: re.Pattern[str]
    read_more_end: re.Pattern[str]
    writer_end: re.Pattern[str]
    first_words: frozenset[str]


@cache
def load_tables() -> FurnitureTables:
    """Return the rules as look-ups, made once."""
    phrases = {phrase.lstrip("+"): kind for kind, group in rules.PHRASES.items() for phrase in group}
    sections = frozenset(phrase[1:] for group in rules.PHRASES.values() for phrase in group if phrase[0] == "+")
    patterns: dict[str, list[tuple[LazyPattern, rules.Pattern]]] = {}
    for pattern in rules.PATTERNS:
        lazy = LazyPattern(pattern.regex)
        for first in pattern.first:
            patterns.setdefault(first, []).append((lazy, pattern))
    heads = {first_word(phrase) for phrase in phrases if " " in phrase}
    return FurnitureTables(
        phrases=phrases,
        sections=sections,
        patterns={first: tuple(group) for first, group in patterns.items()},
        caption_end=re.compile(rules.CAPTION_END),
        contributed_end=re.compile(rules.CONTRIBUTED_END),
        read_more_end=re.compile(rules.READ_MORE_END),
        writer_end=re.compile(rules.WRITER_END),
        first_words=frozenset({*patterns, *heads}),
    )


def first_word(key: str) -> str:
    """Return the first run of ASCII letters and digits, or a copyright sign."""
    match = _FIRST_WORD.search(key)
    return match[0] if match else ""


def fold(unit: str) -> str:
    """Return a line or sentence in lower case, with straight apostrophes and single spaces, without the marks around
    it."""
    return " ".join(unit.lower().replace("’", "'").lstrip(_LEFT).rstrip(_RIGHT).split())


def line_kind(line: str, key: str, tables: FurnitureTables) -> str | None:
    """Return the kind of a whole line, or None when it is body, or furniture only in part."""
    kind = tables.phrases.get(key)
    if kind is not None:
        return kind
    if not key:
        return "markup"
    symbol = line[0]
    if symbol in "<[!#-":
        kind = _symbol_kind(line)
        if kind is not None:
            return kind
    if "/" in key and " " not in key and _LINK.match(line.strip("*_ ")):
        return "url"
    kind = _pattern_kind(line, key, tables, whole=True, last=True)
    if kind is not None:
        return kind
    if "//" in key and _LABELLED_LINK.match(line):
        return "url"
    return _end_kind(line, key, tables) or _list_kind(key, tables)


def _symbol_kind(line: str) -> str | None:
    if line[0] == "<" and _LINK.match(line):
        return "url"
    if _MARKUP_LINE.match(line):
        return "teaser" if _BRACKET_TEASER.match(line) else "markup" if line[0] != "[" or line[-1] == ")" else None
    if _HASHTAGS.match(line):
        return "tags"
    return "news_code" if _DESK_CODE.match(line) else None


def _pattern_kind(unit: str, key: str, tables: FurnitureTables, *, whole: bool, last: bool) -> str | None:
    if unit[0] in "\"“‘'«":  # somebody's words, not the page's
        return None
    first = _FIRST_WORD.search(key)
    if first is None:
        return None
    for lazy, pattern in tables.patterns.get(first[0], ()):
        in_scope = whole or pattern.scope == "unit" or (last and pattern.scope == "end")
        if in_scope and lazy.compiled.match(key, first.start()) and key.count(" ") < pattern.max_words:
            if pattern.without_stop and unit[-1] in ".!?":
                continue
            return pattern.kind
    return None


def _end_kind(line: str, key: str, tables: FurnitureTables) -> str | None:
    """Return the kind of a line that is known by its end: captions, contributors, "... Read more"."""
    if key.endswith(("more", "story")) and key.count(" ") < 24 and tables.read_more_end.search(key):
        return "teaser"
    if "contributed " in key and key.count(" ") < 50 and tables.contributed_end.search(key):
        return "credit_line"
    on_writer = ("reached" in key or "writer" in key) and key.count(" ") < WRITER_WORDS
    if on_writer and line[0] not in "\"“‘'«" and tables.writer_end.search(key):
        return "contact"
    pictured = "phot" in key or "ima" in key or "pic" in key or "getty" in key or "caption" in key
    if (
        pictured
        and key.count(" ") < CAPTION_WORDS
        and line[-1] not in '"”'
        and tables.caption_end.search(key, max(0, len(key) - 110))
    ):
        return "media_placeholder"
    return None


def _list_kind(key: str, tables: FurnitureTables) -> str | None:
    """Return the kind of a line that is a list: sharing buttons, agencies, the parts of a time stamp, phrases with bars
    between them."""
    if "|" in key:
        parts = [tables.phrases.get(part.strip(" .:")) for part in key.split("|", 12)]
        if len(parts) > 1 and None not in parts:
            return parts[0]
    if len(key) > 160:
        return None
    words = re.findall(r"[a-z]+", key)
    if not words:
        return None
    if (
        words[0] in rules.SHARE_WORDS
        and not rules.SHARE_NAMES.isdisjoint(words)
        and rules.SHARE_WORDS.issuperset(words)
    ):
        return "share"
    if (
        words[0] in rules.AGENCY_WORDS
        and not rules.AGENCY_NAMES.isdisjoint(words)
        and rules.AGENCY_WORDS.issuperset(words)
    ):
        return "credit_line"
    if words[0] in rules.STAMP_HEADS and any(map(str.isdigit, key)) and rules.STAMP_WORDS.issuperset(words):
        return "timestamp"
    return None


def sentence_kind(unit: str, tables: FurnitureTables, *, last: bool) -> str | None:
    """Return the kind of one sentence of a line that is not furniture as a whole; `last` says whether it ends the
    line."""
    first = _FIRST_WORD.search(unit[:60].lower())
    if (first is None or first[0] not in tables.first_words) and "contributed " not in unit:
        return None
    key = fold(unit)
    kind = tables.phrases.get(key) if " " in key else None  # a single word between two full stops may be anything
    kind = kind or _pattern_kind(unit, key, tables, whole=False, last=last)
    if kind is None and "contributed " in key and tables.contributed_end.search(key):
        return "credit_line"
    return kind


def sentences_worth_a_look(line: str, tables: FurnitureTables) -> list[tuple[int, int, bool]]:
    """Return the sentences that begin as furniture does, [start, end), and whether they end the line; in nearly every
    paragraph there is none.

    A sentence that begins otherwise can be furniture where it has "contributed", or the commission of an affiliate.
    """
    ends = [match.end() for match in _SENTENCE_END.finditer(line)]
    if not ends:
        return []
    lowered = line.lower()
    anyone = len(lowered) != len(line) or "contributed " in lowered or "affiliate" in lowered or "commission" in lowered
    ends.append(len(line))
    found = []
    start = 0
    for end in ends:
        first = _FIRST_WORD.search(lowered, start, min(end, start + _LONGEST_HEAD))
        if anyone or (first and first[0] in tables.first_words and _may_open(lowered, first, end)):
            found.append((start, end, end == len(line)))
        start = end
    return found


def _may_open(lowered: str, first: re.Match[str], end: int) -> bool:
    """Return whether the words at `first`, in a sentence that ends at `end`, are `opening_phrases`; one word alone
    may be."""
    if first[0] in opening_phrases():
        return True
    second = _FIRST_WORD.search(lowered, first.end(), end)
    return second is None or f"{first[0]} {second[0]}" in opening_phrases()


def is_inside_quotation(line: str, position: int) -> bool:
    """Return whether `position` is inside a quotation that was opened earlier in the line."""
    return line.count('"', 0, position) % 2 == 1 or line.count("“", 0, position) > line.count("”", 0, position)


@cache
def opening_phrases() -> frozenset[str]:
    """Return how a line or a sentence of furniture of two words or more begins: a word, or two in a row where the
    first is common in body text."""
    tables = load_tables()
    openings = {first for first in tables.patterns if first not in rules.NEXT_WORDS}
    openings |= {f"{first} {word}" for first, words in rules.NEXT_WORDS.items() for word in words}
    phrases = [re.findall("[a-z0-9]+", phrase) for phrase in tables.phrases]
    return frozenset(openings | {" ".join(words[:2]) for words in phrases if len(words) > 1} | _LINK_HEADS)


@cache
def head_words() -> frozenset[str]:
    """Return the words with which a line or a sentence of furniture begins."""
    lists = (rules.SHARE_WORDS - rules.SHARE_FILLERS) | rules.AGENCY_WORDS | rules.STAMP_HEADS
    return load_tables().first_words | lists | {first_word(phrase) for phrase in load_tables().phrases}
