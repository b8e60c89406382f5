"""What the words of a name show of its bearer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from dedup.names import run_words as of
from dedup.names.run_words import RunWord
from dedup.names.word_lists import word_lists

NameHint = Literal["person", "place", "group", "outlet", "company", "people", "acronym", ""]
HINTS: Final[tuple[NameHint, ...]] = ("person", "place", "group", "outlet", "company", "people", "acronym", "")

LONGEST_ACRONYM: Final = 6
STATES: Final = frozenset({"us", "uk", "eu", "un", "usa", "uae", "ussr", "hk", "nz"})
# Last words of places that are parts of bodies' names too: Supreme Court Building, White House.
_AMBIGUOUS: Final = frozenset({"house", "block", "way", "gate", "row", "walk", "tower", "standard"})
_PLACE_FIRSTS: Final = frozenset(
    {"lake", "mount", "gulf", "bay", "cape", "strait", "sea", "isle", "isles", "republic", "kingdom", "mt", "fort"}
)

# Last words of lands: Bosnia and Herzegovina, United Kingdom.
_PLACE_ENDS: Final = frozenset(
    ["herzegovina", "barbuda", "tobago", "principe", "nevis", "grenadines", "caicos", "kingdom", "states", "islands"]
)
_SURNAMES: Final = frozenset({"park", "hill", "lake", "west", "north", "beach"})
_STATIONS: Final = frozenset({"channel", "fox", "news", "nbc", "abc", "cbs", "radio", "bbc", "itv"})
_ROADS: Final = frozenset({"i", "highway", "route", "interstate", "hwy", "us"})
_BODIES: Final = frozenset({"white house", "downing street", "state house", "european community", "federal reserve"})
_QUARTERS: Final = frozenset({"ne", "nw", "se", "sw", "n", "s", "e", "w", "north", "south", "east", "west"})


def is_body(piece: Sequence[RunWord]) -> bool:
    """Return whether words are the name of a body: one of them says so, and it is no place."""
    if piece[-1].bits & (of.LEGAL | of.GROUP | of.SOLE):
        return True
    return any(word.bits & (of.GROUP | of.SOLE) for word in piece) and not piece[-1].bits & of.PLACE


def hint_of(piece: Sequence[RunWord], titled: bool) -> NameHint:
    """Return what the words of a name show; `titled`: a title is before it.

    >>> from dedup.names.run_words import words_of_run
    >>> [hint_of(words_of_run(run), False) for run in ("Control Data Corp", "Ferry Party", "East Elm Street", "Oran")]
    ['company', 'group', 'place', '']
    """
    if len(piece) > 1 and piece[-1].form.isdigit():
        if piece[0].form in _STATIONS:
            return "outlet"  # Fox 8
        if piece[0].form in _ROADS:
            return "place"  # I-84
        if len(piece) == 2:
            return ""  # Covid-19
    while len(piece) > 1 and (piece[-1].form[0].isdigit() or piece[-1].form in _QUARTERS):
        piece = piece[:-1]  # Weld County Road 20, Killiam Road NE
    last, first = piece[-1], piece[0]
    several = len(piece) > 1
    joined = " ".join(word.form for word in piece)
    if several and last.form == "airport":
        return "place"
    if several and last.bits & of.LEGAL:
        return "company"
    if joined in _BODIES:
        return "group"
    if last.form == "s" and several and piece[-2].bits & of.BRAND:
        return "company"
    if joined in word_lists().outlet_names or (several and last.bits & of.OUTLET):
        return "outlet"
    if _is_place(piece, several) or (several and joined in word_lists().regions):
        return "place"  # "Soviet Union" too
    if not several and first.bits & of.CAPITALS and len(first.form) <= LONGEST_ACRONYM:
        return "acronym"
    if not several and first.bits & of.SOLE:
        return "group"
    if several and is_body(piece):
        return "group"
    if several and any(word.tie == "&" for word in piece):
        return "company"  # Marks & Spencer
    if several and last.bits & of.COMPANY and (not first.bits & of.GIVEN or first.form in word_lists().titles):
        return "company"
    return "person" if titled else ""


def _is_place(piece: Sequence[RunWord], several: bool) -> bool:
    last, first = piece[-1], piece[0]
    if not several:
        return bool(first.bits & of.COUNTRY)
    if last.form in _AMBIGUOUS and any(word.bits & of.GROUP for word in piece):
        return False
    if first.form in word_lists().place_firsts:
        return not last.bits & of.GROUP
    if last.bits & of.PLACE and last.tie == " ":
        return not (
            first.bits & of.GIVEN
            and last.form in ("park", "hill", "lake", "west", "north", "beach")
            and len(piece) == 2
        )
    if len(piece) == 2 and first.bits & of.FIRST and last.bits & (of.COUNTRY | of.GREAT | of.AREA | of.TOWN):
        return True  # South Korea, East Baltimore
    return last.form in _PLACE_ENDS and not last.bits & of.GROUP
