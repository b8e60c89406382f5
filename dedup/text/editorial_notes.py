"""Editorial notes: what a desk adds around a story and what is no part of it: flags, agency tags, correction notes."""

from __future__ import annotations

import re
from typing import Final

LONGEST_NOTE: Final = 400  # bytes; what is longer is a paragraph of the story
_EDGE: Final = 4_000  # bytes at the top and at the end of a text that are searched

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
_NOTES: Final = (
    # BREAKING: ..., UPDATE 3-..., 2nd Lead
    re.compile(rb"(?m)^[ \t*>\[(]{0,4}(?:%b)(?:[\])]|[ \t]{0,2}(?::|-|\xe2\x80[\x93\x94]|\||!)+)" % _FLAG),
    re.compile(rb"(?mi)[-\xe2\x80\x93\x94(, \t]{1,4}\d{1,2}(?:st|nd|rd|th) (?:lead|ld)(?:[- ]writethru)?\)?[ \t\r]*$"),
    # (Adds details, quotes, background)
    re.compile(
        rb"(?m)^[ \t]{0,4}[(\[](?:Adds?|Updates?|Updating|Recasts?|Corrects?|Correcting|Refiles?|Repeats?|Rewrites?"
        rb"|Writes? through|Removes?|Fixes|Clarifies|Edits|Changes|Inserts?|Deletes?|With)\b[^()\[\]\n]{0,200}[)\]]"
    ),
    # Correction: ..., Editor's note: ...
    re.compile(
        rb"(?m)^[ \t*_>\[(]{0,4}(?:%b)(?: *\([^()\n]{1,40}\)| *,? [^\n:.]{1,30})?[ \t*_]*(?::|-|\xe2\x80[\x93\x94])"
        rb"[^\n]{0,400}$" % _NOTE_WORD
    ),
    # This story was corrected on Tuesday to show ...
    re.compile(
        rb"[*_(\[]{0,2}(?:This|An? (?:earlier|previous|prior|older|original)(?: version of (?:this|the))?|The original)"
        rb" (?:[A-Z][a-z]{2,8}\.? \d{1,2},? )?%b\b[^\n.]{0,60}?"
        rb"\b(?:corrected|corrects|updated|amended|clarified|clarifies|revised|misstated|misspelled|misidentified"
        rb"|incorrectly|mistakenly|erroneously|wrongly|inaccurate(?:ly)?)\b(?:[^\n.]|\.(?=\d)){0,300}[.)\]]{0,3}"
        % _STORY
    ),
    # © 2024 The Ledger. All rights reserved.
    re.compile(rb"(?m)^[ \t*_(]{0,4}(?:\xc2\xa9|\([cC]\) ?\d{4}|Copyright\b)[^\n]{0,160}$"),
    # This is a developing story. Please check back for updates.
    re.compile(
        rb"[*_(\[]{0,2}This is a (?:developing|breaking)(?: news)? story\b[^\n.]{0,80}\.?"
        rb"(?: ?(?:Please )?(?:[Cc]heck|[Cc]ome) back\b[^\n.]{0,80}\.?| ?It will be updated\b[^\n.]{0,60}\.?)?"
    ),
    re.compile(rb"\b(?:More|More details|Details|Updates) (?:soon|to (?:come|follow))\b ?[.!]{0,3}"),
)


def find_notes(text: bytes) -> list[tuple[int, int]]:
    """Return the spans in bytes of the notes in a text in UTF-8, in no order; they may overlap.

    A flag is found without the words behind it. Only the top and the end of a text are searched.

    >>> text = b"UPDATE 3-Bridge closes"
    >>> [text[start:end] for start, end in find_notes(text)]
    [b'UPDATE 3-']
    >>> find_notes(b"He spoke of a correction: prices had fallen by a tenth, he said.")
    []
    """
    if len(text) <= 2 * _EDGE:
        return _notes_in(text, 0)
    cut = text.rfind(b"\n", 0, _EDGE) + 1 or _EDGE
    tail = text.find(b"\n", len(text) - _EDGE) + 1 or len(text) - _EDGE
    return _notes_in(text[:cut], 0) + _notes_in(text[tail:], tail)


def _notes_in(text: bytes, shift: int) -> list[tuple[int, int]]:
    return [
        (shift + match.start(), shift + match.end())
        for pattern in _NOTES
        for match in pattern.finditer(text)
        if match.end() - match.start() <= LONGEST_NOTE
    ]
