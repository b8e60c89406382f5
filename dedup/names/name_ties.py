"""Whether a comma, an "and", an "of" or an owner's s is within a name or between two names."""

from __future__ import annotations

from typing import Final

from dedup.names import run_words as of
from dedup.names.name_hints import STATES, is_body
from dedup.names.name_lists import name_lists
from dedup.names.run_pieces import OrdinaryTest, is_everyday, is_place, is_plain
from dedup.names.run_words import RunWord
from dedup.names.word_lists import word_lists

LONGEST: Final = 6  # words of a name; a longer run with ordinary words in it is a headline
# Bits of words that no person's name has behind the given one.
_THINGS: Final = of.GROUP | of.PLACE | of.LEGAL | of.GENERIC | of.COMPANY | of.OUTLET | of.TITLE
_PARTNERS: Final = frozenset({"co", "company", "partners", "associates", "bros", "brothers", "sons", "daughters"})
_TAKES_ON: Final = frozenset({"agreement", "convention", "committee", "subcommittee", "conference", "treaty"})


def split_piece(
    piece: list[RunWord], at_start: bool, ordinary: OrdinaryTest, *, office: bool = False
) -> list[list[RunWord]]:
    """Return the pieces on both sides of a comma, an "and" or an "of" that belongs to no name ("Bank of England" is
    one), of an owner's s, behind the "U.S." of "U.S. Agencies", and behind the land of an office."""
    for place, word in enumerate(piece):
        if not place:
            continue
        before, behind = piece[:place], piece[place + 1 :]
        if word.tie == "," and not _ties_with_comma(piece, place, ordinary):
            return [before, piece[place:]]
        if word.lower and word.form == "and" and not _ties_with_and(piece, place, ordinary):
            return [side for side in (before, behind) if side]
        if word.lower and word.form in ("of", "for") and not _ties_with_of(piece, place, at_start, ordinary):
            return [side for side in (before, behind) if side]
        if word.form == "s" and word.tie == "'" and behind and not _ties_as_owner(piece, place, ordinary):
            return [before, behind]
    if office and len(piece) > 2 and _begins_with_land(piece):
        return [piece[:1], piece[1:]]
    person = _person_behind_office(piece) if len(piece) > 3 else 0
    if person:
        return [piece[:person], piece[person:]]
    if len(piece) == 2 and piece[0].form in STATES and piece[1].bits & of.GENERIC and not is_body(piece[1:]):
        return [piece[:1]]  # U.K. Government
    whole = len(piece) < 2 or is_body(piece[1:]) or bool(piece[-1].bits & (of.COMPANY | of.OUTLET))
    if not whole and piece[0].form == "us" and piece[1].tie == " ":
        if not all(ordinary(word.form) for word in piece[1:]):
            return [piece[:1], piece[1:]]
        if len(piece) == 2 and not piece[1].bits & of.KEPT:
            return [piece[:1]]  # U.S. Officials, but U.S. Open
    return [piece]


def _person_behind_office(piece: list[RunWord]) -> int:
    """Return the place of a person's name behind the land or town of the office: United States Donald Trump,
    Archbishop of Canterbury Justin Welby; 0 where there is none."""
    for place in range(max(2, len(piece) - 3), len(piece) - 1):
        person = piece[place:]
        if not person[0].bits & of.GIVEN or any(word.tie != " " or word.lower for word in person):
            continue
        last = person[-1].bits
        if not last & of.FAMILY or last & (of.GROUP | of.PLACE | of.LEGAL | of.GENERIC | of.TITLE):
            continue
        before = [word.form for word in piece[:place] if word.form != "the"]
        named = bool(piece[place - 1].bits & (of.COUNTRY | of.GREAT | of.TOWN))
        office = named or piece[0].form in word_lists().titles
        if is_region(before) or (office and piece[0].bits & of.HEAD and piece[place - 2].form == "of"):
            return place
    return 0


def _begins_with_land(piece: list[RunWord]) -> bool:
    """Return whether words begin with a land or state, and what may be a person's name is behind it."""
    land, given = piece[:2]
    if not land.bits & (of.COUNTRY | of.AREA) or not given.bits & of.GIVEN or given.bits & of.TITLE:
        return False
    return not any(word.tie != " " or word.lower or word.bits & _THINGS for word in piece[1:])


def _ties_with_of(piece: list[RunWord], place: int, at_start: bool, ordinary: OrdinaryTest) -> bool:
    """Return whether an "of" is within a name: behind the noun of a body or place (Bank of England), or a single
    everyday word with a capital letter within a sentence (Hearts of Oak)."""
    if piece[place].form == "for" and piece[place - 1].form not in word_lists().takes_for:
        return False  # Manchester United for Manchester City
    if any(each.bits & (of.HEAD | of.GROUP) and not each.bits & of.LEGAL for each in piece[:place]):
        return len(piece) <= LONGEST + 4
    if piece[place - 1].bits & of.LEGAL and piece[-1].bits & of.LEGAL and place + 2 < len(piece) <= LONGEST + 2:
        return is_region([word.form for word in piece[place + 1 : -1]])  # Consolidated Edison Co of New York Inc
    first = piece[0]
    alone = place == 1 and not at_start and not first.lower and not first.bits & of.NAMELESS
    return (
        alone and is_plain(first, ordinary) and not first.bits & (of.PEOPLE | of.GENERIC) and piece[place].form == "of"
    )


def _ties_with_and(piece: list[RunWord], place: int, ordinary: OrdinaryTest) -> bool:
    """Return whether an "and" is within a name: Bosnia and Herzegovina, Goldman Sachs and Co, S and P, Food and Drug
    Administration, Department of Health and Human Services."""
    last, following = piece[place - 1], piece[min(place + 1, len(piece) - 1)]
    if following.bits & of.SECOND:
        return True
    if len(last.form) == len(following.form) == 1:
        return True
    if last.bits & (of.GROUP | of.LEGAL | of.PEOPLE | of.COUNTRY):
        return False
    listing = any(word.lower and word.form in ("of", "on", "for") for word in piece[1 : place - 1])
    if listing and any(word.bits & (of.HEAD | of.GROUP) or word.form in _TAKES_ON for word in piece[:place]):
        return not any(
            word.bits & (of.COUNTRY | of.GREAT | of.PEOPLE) or word.form in STATES for word in (last, following)
        )
    rest = _before_small(piece[place + 1 :])
    if len(rest) < 2 or not rest[-1].bits & (of.GROUP | of.LEGAL):
        return False
    if last.bits & following.bits & of.GIVEN and len(rest) > 2:
        return True  # Bill and Melinda Gates Foundation
    return all(_is_plain_part(word, ordinary) for word in (last, *rest[:-1]))


def _before_small(words: list[RunWord]) -> list[RunWord]:
    """Return the words before the first one in small letters."""
    return words[: next((place for place, word in enumerate(words) if word.lower), len(words))]


def _is_plain_part(word: RunWord, ordinary: OrdinaryTest) -> bool:
    """Return whether a word says what a body or company is for: Truth and Reconciliation Commission, Telephone and
    Telegraph Co."""
    if word.bits & (of.COMPANY | of.OUTLET | of.GENERIC) or word.form in word_lists().modifiers:
        return True
    return ordinary(word.form) or is_everyday(word.form)


def _ties_with_comma(piece: list[RunWord], place: int, ordinary: OrdinaryTest) -> bool:
    """Return whether a comma is within a name: Bureau of Alcohol, Tobacco, Firearms and Explosives, Goldman, Sachs and
    Co. Most words of the list must be everyday ones, up to the one behind its "and"."""
    last = next((at for at in range(place, len(piece)) if piece[at].lower and piece[at].form == "and"), len(piece) - 1)
    behind = piece[last + 1 :]
    if not behind:
        return False
    if behind[0].form in _PARTNERS:
        return True
    takes = next((at for at in range(1, place) if piece[at].lower and piece[at].form in ("of", "on", "for")), 0)
    listed = [word for word in piece[takes + 1 : last + 2] if not word.lower]
    if not any(word.form in word_lists().listing for word in piece[:takes]):
        return False
    if any(is_place(word) or word.bits & (of.GREAT | of.SOLE | of.CAPITALS) for word in listed):
        return False
    return 2 * sum(ordinary(word.form) for word in listed) > len(listed)


def _ties_as_owner(piece: list[RunWord], place: int, ordinary: OrdinaryTest) -> bool:
    """Return whether what owns the words behind is part of their name: Sheriff's Office, People's Party, Standard and
    Poor's Corp; "Iran's Parliament" is not one name."""
    owner = piece[place - 1]
    if owner.bits & (of.COUNTRY | of.GREAT | of.LEGAL) or owner.form in STATES:
        return False
    if (
        owner.bits & (of.SECOND | of.TITLE | of.KEPT)
        or owner.form in word_lists().office_owners
        or piece[0].form in ("st", "saint")
    ):
        return True
    return ordinary(owner.form) and not owner.bits & of.GENERIC


def is_region(words: list[str]) -> bool:
    """Return whether words name a place; with a legal form behind them they end a company's name and are no spelling of
    the place."""
    joined = " ".join(words)
    return joined in word_lists().regions or joined in name_lists().great
