"""Editorial notes: what a desk adds around a story and what is no part of it: flags, agency tags, correction notes."""

from __future__ import annotations

import re
from typing import Final

LONGEST_NOTE: Final = 400  # bytes; what is longer is a paragraph of the story
_EDGE: Final = 4_000  # bytes at the top and at the end of a text whose lines are looked at ...
_NEAR_EDGE: Final = 800  # ... and that are searched for what may be in the middle of a line

_FLAG: Final = (
    rb"BREAKING(?: NEWS)?|URGENTE?|ALERTE?|FLASH|JUST IN|DEVELOPING(?: STORY)?|NEWS ?(?:ALERT|FLASH)|NEWSALERT"
    rb"|EXCLUSIVE|UPDATED?(?: ?\d{1,2})?|CORRECT(?:ED|ION|S)|RPT|REPEAT|REFILE|RECASTS?|WRAPUP(?: ?\d{1,2})?|LEAD"
    rb"|EILMELDUNG|EIL|DERNI\xc3\x88RE MINUTE|\xc3\x9aLTIMA HORA|ULTIM'ORA|SON DAK\xc4\xb0KA"
)
_NOTE_WORD: Final = (
    rb"Corrections?|Corrects|Corrected|Clarifications?|Editor(?:'|\xe2\x80\x99)?s['\xe2\x80\x99]{0,3} [Nn]otes?"
    rb"|CORRECTIONS?|CLARIFICATION|EDITOR(?:'|\xe2\x80\x99)S NOTE|Amendment|Korrektur|Berichtigung"
    rb"|Anmerkung der Redaktion|Rectificatif|Correcci\xc3\xb3n|Fe de errores|Errata corrige|Errata"
)
_STORY: Final = rb"(?:story|article|report|post|version|item|piece|dispatch|headline|page)"
_AT_LINE: Final = (
    # BREAKING: ..., UPDATE 3-...
    re.compile(rb"[ \t*>\[(]{0,4}(?:%b)(?:[\])]|[ \t]{0,2}(?::|-|\xe2\x80[\x93\x94]|\||!)+)" % _FLAG),
    # (Adds details, quotes, background)
    re.compile(
        rb"[ \t]{0,4}[(\[](?:Adds?|Updates?|Updating|Recasts?|Corrects?|Correcting|Refiles?|Repeats?|Rewrites?"
        rb"|Writes? through|Removes?|Fixes|Clarifies|Edits|Changes|Inserts?|Deletes?|With)\b[^()\[\]\n]{0,200}[)\]]"
    ),
    # Correction: ..., Editor's note: ...
    re.compile(
        rb"[ \t*_>\[(]{0,4}(?:%b)(?: *\([^()\n]{1,40}\)| *,? [^\n:.]{1,30})?[ \t*_]*(?::|-|\xe2\x80[\x93\x94])"
        rb"[^\n]{0,400}$" % _NOTE_WORD
    ),
    # © 2024 The Ledger. All rights reserved.
    re.compile(rb"[ \t*_(]{0,4}(?:\xc2\xa9|\([cC]\) ?\d{4}|Copyright\b)[^\n]{0,160}$"),
)
"""Notes that begin a line."""
_MAY_BEGIN: Final = re.compile(
    rb"[ \t*_>\[(]{0,4}(?:[A-Z]{2}|\xc2\xa9|\xc3|[(\[]|C[lo]|Ed|Am|An|Be|Er|Fe|Ko|Re)|[ \t]{0,4}[(\[]"
)
"""How a line of one of them begins."""
_HEADLINE: Final = 160  # bytes of a line that may be a headline
_LEAD: Final = re.compile(
    rb"(?i)[-\xe2\x80\x93\x94(, \t]{1,4}\d{1,2}(?:st|nd|rd|th) (?:lead|ld)(?:[- ]writethru)?\)?[ \t\r]*$"
)
"""The note that ends a line."""
_ANYWHERE: Final = (
    # This story was corrected on Tuesday to show ...
    (
        re.compile(
            rb"[*_(\[]{0,2}(?:This|An? (?:earlier|previous|prior|older|original)(?: version of (?:this|the))?"
            rb"|The original) (?:[A-Z][a-z]{2,8}\.? \d{1,2},? )?%b\b[^\n.]{0,60}?"
            rb"\b(?:corrected|corrects|updated|amended|clarified|clarifies|revised|misstated|misspelled|misidentified"
            rb"|incorrectly|mistakenly|erroneously|wrongly|inaccurate(?:ly)?)\b(?:[^\n.]|\.(?=\d)){0,300}[.)\]]{0,3}"
            % _STORY
        ),
        (
            b"correct",
            b"updated",
            b"amended",
            b"clarifie",
            b"revised",
            b"misstated",
            b"misspelled",
            b"misidentified",
            b"mistakenly",
            b"erroneously",
            b"wrongly",
            b"inaccurate",
        ),
    ),
    # This is a developing story. Please check back for updates.
    (
        re.compile(
            rb"[*_(\[]{0,2}This is a (?:developing|breaking)(?: news)? story\b[^\n.]{0,80}\.?"
            rb"(?: ?(?:Please )?(?:[Cc]heck|[Cc]ome) back\b[^\n.]{0,80}\.?| ?It will be updated\b[^\n.]{0,60}\.?)?"
        ),
        (b"This is a ",),
    ),
    (
        re.compile(rb"\b(?:More|More details|Details|Updates) (?:soon|to (?:come|follow))\b ?[.!]{0,3}"),
        (b" soon", b" to come", b" to follow"),
    ),
)
"""Other notes, each with words of which a text that holds it has one."""


def find_notes(text: bytes) -> list[tuple[int, int]]:
    """Return the spans in bytes of the notes in a text in UTF-8, in no order; they may overlap.

    A flag is found without the words behind it. Only the top and the end of a text are searched.

    >>> text = b"UPDATE 3-Bridge closes"
    >>> [text[start:end] for start, end in find_notes(text)]
    [b'UPDATE 3-']
    >>> find_notes(b"He spoke of a correction: prices had fallen by a tenth, he said.")
    []
    """
    found = [span for start, end in _edges(text, _EDGE) for span in _at_lines(text[start:end], start)]
    found += [span for start, end in _edges(text, _NEAR_EDGE) for span in _anywhere(text[start:end], start)]
    return [(start, end) for start, end in found if end - start <= LONGEST_NOTE]


def _edges(text: bytes, size: int) -> list[tuple[int, int]]:
    """Return the spans of the top and of the end of a text, each of whole lines where it has any."""
    if len(text) <= 2 * size:
        return [(0, len(text))]
    top = text.rfind(b"\n", 0, size) + 1 or size
    tail = text.find(b"\n", len(text) - size) + 1 or len(text) - size
    return [(0, top), (tail, len(text))]


def _at_lines(text: bytes, shift: int) -> list[tuple[int, int]]:
    found = []
    at = shift
    for line in text.split(b"\n"):
        if _MAY_BEGIN.match(line):
            matches = [pattern.match(line) for pattern in _AT_LINE]
            found += [(at + match.start(), at + match.end()) for match in matches if match is not None]
        if len(line) <= _HEADLINE and (match := _LEAD.search(line)):
            found.append((at + match.start(), at + match.end()))
        at += len(line) + 1
    return found


def _anywhere(text: bytes, shift: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for pattern, words in _ANYWHERE:
        if any(word in text for word in words):
            found += [(shift + match.start(), shift + match.end()) for match in pattern.finditer(text)]
    return found
