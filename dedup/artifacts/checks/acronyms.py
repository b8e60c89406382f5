"""Acronyms beside what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final

import regex

from dedup.artifacts.document import Document

_AGAIN: Final = regex.compile(r" of (?P<short>[A-Z]{2,6}) \((?P<again>[A-Z]{2,7})\)")
_BRACKET: Final = re.compile(r" \(([A-Z]{2,7})\)")
_NAME: Final = regex.compile(r"(?:[A-Z][a-z]+ ){1,6}[A-Z][a-z]+$")
_BREAK: Final = regex.compile(r"[^\p{L}’' -]|  ")
BEFORE: Final = 120  # characters before an acronym that its expansion is looked for in
_SMALL: Final = frozenset(("of", "the", "and", "for", "in", "on", "to", "de", "la", "le", "du", "des", "et"))
# The head noun that most names of bodies end with: Force, Front, Party, Union, Movement, Army, Organisation, Council,
# Group, League ...
_HEADS: Final = frozenset("FPUMAOCGLBDTSI")
MOST_BODIES: Final = 10  # of one text whose other names are looked for
REACH: Final = 120  # characters within which one sentence explains an acronym again


def doubled_acronyms(document: Document) -> Iterator[tuple[int, int]]:
    """Find an expansion, its acronym and the acronym again: "the Islamic State of IS (ISIS)"."""
    for match in _AGAIN.finditer(document.text) if _brackets(document.text) else ():
        name = _NAME.search(document.text, max(0, match.start() - BEFORE), match.start())
        if name is not None:
            initials = "".join(word[0] for word in name[0].split())
            if initials.startswith(match["short"]) and match["again"].startswith(match["short"]):
                yield name.start(), match.end()


def lost_heads(document: Document) -> Iterator[tuple[int, int]]:
    """Find names without the last word that their acronym has: "People's mobilization (PMF)".

    The first word has a capital and the last one none, as in no official name; the words fit all letters of the acronym
    but the last.
    """
    for start, end, _, _ in _lost_heads(document.text):
        yield start, end


def two_names(document: Document) -> Iterator[tuple[int, int]]:
    """Find the full name of a body that `lost_heads` finds without its head noun: "People's Mobilization Force"."""
    for words, head in islice(
        dict.fromkeys((words, head) for _, _, words, head in _lost_heads(document.text)), MOST_BODIES
    ):
        full = r"\s".join(regex.escape(word[0].upper() + word[1:]) for word in words.split())
        for match in regex.finditer(rf"\b{full} {head}\p{{Ll}}{{3,20}}\b", document.text):
            yield match.span()


def _lost_heads(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield start, end, words and the letter of the lost word of each name that has lost its head noun."""
    for opened, end, acronym in _brackets(text):
        before = _words_before(text, opened)
        if before and acronym[-1] in _HEADS and len(acronym) >= 3:
            start = _start_of(before, acronym[:-1])
            # An officer's title, whose head is often left out
            if start is not None and not before[start:].startswith("Chief "):
                yield opened - len(before) + start, end, before[start:], acronym[-1]


@lru_cache(maxsize=1)  # several checks ask for the same text in turn
def _brackets(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return the acronyms in brackets, as start, end and acronym."""
    found = []
    at = text.find(" (")  # several times as fast as a search for the pattern
    while at >= 0:
        match = _BRACKET.match(text, at)
        if match is not None:
            found.append((*match.span(), match[1]))
        at = text.find(" (", at + 1)
    return tuple(found)


def _words_before(text: str, at: int) -> str:
    """Return the text before a place back to a mark that no name has."""
    parts: list[str] = _BREAK.split(text[max(0, at - BEFORE) : at])
    return parts[-1].lstrip(" ")


def _start_of(before: str, letters: str) -> int | None:
    """Return where the words begin that `letters` are the initials of; None unless they begin with a capital and the
    last word with a small letter."""
    words = before.split()
    if not words or words[-1][0].isupper() or words[-1] in _SMALL:
        return None
    left = len(letters)
    for at in range(len(words) - 1, -1, -1):
        if words[at] in _SMALL:
            continue
        left -= 1
        if words[at][0].upper() != letters[left]:
            return None
        if left == 0:
            # With a longer name before it, what the letters leave out is unknown
            head = at > 0 and words[at - 1][0].isupper() and words[at - 1].lower() not in _SMALL
            return None if head or not words[at][0].isupper() else len(before) - len(" ".join(words[at:]))
    return None


def twice_explained(document: Document) -> Iterator[tuple[int, int]]:
    """Find sentences that give an acronym in brackets after the same words twice."""
    last: dict[str, tuple[int, str]] = {}
    for opened, closed, acronym in _brackets(document.text):
        words = " ".join(_words_before(document.text, opened).lower().split()[-2:])
        if acronym in last:
            end, before = last[acronym]
            between = document.text[end:opened]
            if words == before and " " in words and len(between) <= REACH and not regex.search(r"[.!?;\n]", between):
                yield opened - len(words), closed
        last[acronym] = (closed, words)


# One body, the acronyms by which English texts and texts in other languages call it.
_BODIES: Final = (
    ("NATO", "OTAN"),
    ("UN", "ONU"),
    ("EU", "UE"),
    ("WHO", "OMS"),
    ("IMF", "FMI"),
    ("GDP", "PIB"),
    ("ECB", "BCE"),
    ("IAEA", "AIEA"),
    ("AIDS", "SIDA"),
    ("OPEC", "OPEP"),
    ("NGO", "ONG"),
    ("ECHR", "CEDH"),
    ("WTO", "OMC"),
    ("DRC", "RDC"),
    ("USSR", "URSS"),
)
_ACRONYM: Final = regex.compile(r"(?<![\p{L}\p{N}])([A-Z]{2,5})s?(?![\p{L}\p{N}])")
_STATE: Final = frozenset(("IS", "ISIS", "ISIL"))
_RARE: Final = ("ISIL", *(foreign for _, foreign in _BODIES))
_TOLD: Final = regex.compile(
    r"\bIS(?:IS|IL)?\b[^.\n]{0,60}(?i:known|called|abbreviated|acronyms?|formerly|previously|short for)"
    r"|(?i:known|called) as[^.\n]{0,30}\bIS(?:IS|IL)?\b"
    r"|\bIS[A-Z]{0,2}(?:/|,? or )IS|\((?:ISIS|IS)?[ ,/or]{0,4}ISIL\)"
)


def two_acronyms(document: Document) -> Iterator[tuple[int, int]]:
    """Find one body under the acronyms of two languages, or of more conventions than one editor keeps, in a text that
    does not say that they are one.

    "OTAN" in a text that has "NATO" too, or the third of IS, ISIS and ISIL. The acronym that came last is marked.
    """
    if not any(acronym in document.text for acronym in _RARE):
        return
    spans: dict[str, tuple[int, int]] = {}
    for match in _ACRONYM.finditer(document.text):
        spans.setdefault(match[1], match.span())
    for english, foreign in _BODIES:
        if english in spans and foreign in spans:
            yield spans[foreign]
    if spans.keys() >= _STATE and not _TOLD.search(document.text):
        yield max(spans[name] for name in _STATE)
