"""The pieces of a run of capitalised words: what is between titles, days, peoples, amounts of money and, in a headline,
ordinary words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from dedup.names import run_words as of
from dedup.names.name_hints import STATES
from dedup.names.run_words import RunWord
from dedup.names.word_lists import word_lists
from dedup.text.background import background
from dedup.text.terms import stems_of

OrdinaryTest = Callable[[str], bool]

# Letters up to which a word in capitals is an acronym even if small letters make a word of it (IS, WHO)
ALWAYS_ACRONYM: Final = 3
COMPASS: Final = frozenset({"west", "east", "north", "south"})
_DAYS: Final = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
EVERYDAY: Final = 10  # documents of the background from which a word counts as an everyday one
_REMEMBERED: Final = 1 << 14  # words looked up
# Media that every people has; other ones are called after a people: Irish Times.
_OF_ALL_PEOPLES: Final = frozenset({"press", "radio", "tv", "television", "agency", "news", "star", "standard"})
_NO_SURNAME: Final = of.GROUP | of.PLACE | of.GENERIC | of.TITLE | of.DATE | of.PEOPLE | of.COUNTRY


def segments_of(words: list[RunWord], headline: bool, ordinary: OrdinaryTest) -> Iterator[list[RunWord]]:
    """Yield the whole run, or of a headline and of several words in capitals the stretches without ordinary words."""
    if headline:
        yield from _unordinary(words, ordinary)
        return
    capitals = 0
    while capitals < len(words) and words[capitals].bits & of.CAPITALS:
        capitals += 1
    if capitals < 2 or not any(len(word.form) > ALWAYS_ACRONYM and ordinary(word.form) for word in words[:capitals]):
        yield words
        return
    yield from _unordinary(words[:capitals], ordinary)
    if capitals < len(words):
        yield words[capitals:]


def _unordinary(words: list[RunWord], ordinary: OrdinaryTest) -> Iterator[list[RunWord]]:
    """Yield the stretches of a headline without ordinary words."""
    held: list[RunWord] = []
    for place, word in enumerate(words):
        tied = word.tie in ("-", "'") and bool(held)
        small = word.bits & (of.FUNCTION | of.PARTICLE) or word.lower
        listed = word.bits & (of.PARTICLE | of.ARTICLE | of.TITLE) or begins_place(words, place, ordinary)
        ends_body = bool(held) and word.bits & of.CAPITALS and word.bits & (of.OUTLET | of.GROUP | of.LEGAL)
        listed = listed or bool(ends_body)
        if not tied and ((small and not held) or (ordinary(word.form) and not listed)):
            if held:
                yield held
            held = []
        else:
            held.append(word)
    if held:
        yield held


def begins_place(words: list[RunWord], place: int, ordinary: OrdinaryTest) -> bool:
    """Return whether a word is the "New" of "New Delhi"."""
    if not words[place].bits & of.FIRST or place + 1 == len(words):
        return False
    following = words[place + 1]
    return not (following.bits & of.CAPITALS or ordinary(following.form))


def pieces_of(words: list[RunWord], ordinary: OrdinaryTest) -> Iterator[tuple[list[RunWord], bool]]:
    """Yield the pieces between titles, days and peoples, and whether a title is before each; a people is a piece of its
    own."""
    piece: list[RunWord] = []
    titled = False
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else None
        if word.bits & (of.TITLE | of.DATE) and not (
            _belongs(word, piece, following, ordinary) or _owns_office(words, place)
        ):
            if word.bits & of.TITLE:
                piece = _without_office(piece, ordinary)
            if piece:  # "Interior Minister" is no name
                yield piece, titled
            piece, titled = [], bool(word.bits & of.TITLE)
        elif (word.bits & of.UNIT and word.tie == " ") or _is_currency(words, place, ordinary):
            if piece:
                yield piece, titled
            piece, titled = [], False  # "U.S. Dlrs", "New Zealand Dollars"
        elif word.bits & of.PEOPLE and _is_given(words, place, ordinary):
            piece.append(word._replace(bits=word.bits & ~of.PEOPLE))
        elif word.bits & of.PEOPLE and not (word.tie == "-" and piece and not piece[-1].bits & of.PREFIX):
            compass = piece and piece[-1].form in ("middle", *COMPASS)
            if (following is not None and following.bits & of.TAKES_PEOPLE) or compass or _owns_body(words, place):
                piece.append(word)
                continue
            if piece and not (len(piece) == 1 and piece[0].bits & of.PREFIX):
                yield piece, titled
            yield [word], False
            piece, titled = [], False
        else:
            # A title or month that belongs to the name is no word to cut it at any more.
            cutting = of.TITLE | of.DATE if not word.bits & of.DATE else of.DATE | of.FUNCTION
            piece.append(word._replace(bits=word.bits & ~cutting) if word.bits & (of.TITLE | of.DATE) else word)
    if piece:
        yield piece, titled


def _is_given(words: list[RunWord], place: int, ordinary: OrdinaryTest) -> bool:
    """Return whether a people's name is a given name before a surname: Christian Nielsen, but Christian Democrats."""
    if place + 1 == len(words) or not words[place].bits & of.GIVEN:
        return False
    following = words[place + 1]
    if following.tie != " " or following.lower or following.bits & _NO_SURNAME:
        return False
    return bool(following.bits & of.FAMILY) and not (ordinary(following.form) or is_everyday(following.form))


def _is_currency(words: list[RunWord], place: int, ordinary: OrdinaryTest) -> bool:
    """Return whether a word is the money of the country or people before it, and no name begins with it: "German Mark"
    is money, "American Mark Spitz" a person."""
    if not place or words[place].tie != " " or words[place].form not in word_lists().currencies:
        return False
    before, behind = words[place - 1], words[place + 1 : place + 2]
    country = is_place(before) or (place > 1 and f"{words[place - 2].form} {before.form}" in word_lists().regions)
    return country and (not behind or behind[0].lower or ordinary(behind[0].form))


def is_place(word: RunWord) -> bool:
    """Return whether a word is a country or its people."""
    return bool(word.bits & (of.PEOPLE | of.COUNTRY)) or word.form in STATES


def _without_office(piece: list[RunWord], ordinary: OrdinaryTest) -> list[RunWord]:
    """Return the words before a title without the words of the title: "Interior" before "Minister"."""
    if not piece or piece[-1].bits & of.GROUP:
        return piece
    if all(word.bits & of.PORTFOLIO or ordinary(word.form) for word in piece):
        return []
    end = len(piece)
    while piece[end - 1].bits & of.PORTFOLIO:
        end -= 1
    return piece[:end]


def _owns_office(words: list[RunWord], place: int) -> bool:
    """Return whether a title owns the office behind it: "Culpeper County Sheriff's Office", but not "Mayor's"."""
    if place + 2 >= len(words) or words[place + 1].form != "s" or words[place + 1].tie != "'":
        return False
    return bool(words[place + 2].bits & (of.GROUP | of.GENERIC | of.PLACE))


def _owns_body(words: list[RunWord], place: int) -> bool:
    """Return whether a people belongs to the body behind it: "Indian National Congress", "Swiss Admissions Board", but
    not "Iraqi Popular Mobilization Forces", whose own words name it."""
    end = place + 1
    while end < len(words) and words[end].tie == " " and not words[end].bits & (of.TITLE | of.DATE | of.PEOPLE):
        if words[end].lower and words[end].form not in ("of", "for", "and", "on"):
            break
        end += 1
    cut = next((at for at in range(place + 1, end) if words[at].lower), end)
    if cut == place + 2 < end and words[cut].form == "of" and words[place + 1].bits & of.HEAD:
        end = cut  # European Court of Human Rights
    behind = [word for word in words[place + 1 : end] if not word.lower]
    if not behind:
        return False
    last = behind[-1].bits
    if last & of.LEGAL and len(behind) > 1:
        return True  # American Video Group Inc
    if len(behind) == 1:
        paper = bool(last & of.OUTLET) and behind[0].form not in _OF_ALL_PEOPLES
        return paper or (bool(last & (of.GROUP | of.SOLE)) and behind[0].form != "police")
    if not any(word.bits & (of.GROUP | of.SOLE) for word in behind):
        return False
    return all(
        word.bits & (of.GENERIC | of.GROUP | of.SOLE | of.PORTFOLIO) or word.form in word_lists().modifiers
        for word in behind
    )


def _belongs(word: RunWord, piece: list[RunWord], following: RunWord | None, ordinary: OrdinaryTest) -> bool:
    """Return whether a title or day is part of a name: "King's College", "Stephen King", "General Motors", "Black
    Friday", "Theresa May"."""
    if piece and (word.tie == "-" or word.bits & of.RANK):
        return True
    if _ends_body(word, piece, following):
        return True
    if word.bits & of.DATE:
        return _is_dated_name(word, piece, following)
    if following is None:
        if word.bits & of.OUTLET and piece and piece[-1].bits & (of.GREAT | of.TOWN | of.COUNTRY | of.AREA):
            return True  # The Toronto Star
        ended = (
            bool(piece) and bool(word.bits & of.SURNAME) and not piece[-1].bits & (of.PEOPLE | of.COUNTRY | of.GROUP)
        )
        return ended and not piece[-1].lower
    if piece and following.bits & of.GROUP and following.tie == " ":
        return True  # Albany Police Detective Division
    if following.tie in ("'", "-") and following.form != "s":
        return not following.bits & (of.TITLE | of.DATE)
    if word.bits & of.HEAD and following.form in ("of", "s"):
        return True
    if piece and word.bits & of.SURNAME and following.bits & of.GENERATION:
        return True  # Martin Luther King Jr.
    if word.form == "prime":
        return not following.bits & of.TITLE
    if following.tie != " " or following.lower:
        return False
    if following.bits & of.PLACE and word.form in ("king", "queen", "prince", "princess", "duke", "lord", "captain"):
        return True  # King County
    if word.form in ("general", "major", "royal", "premier"):
        return bool(following.bits & (of.GROUP | of.COMPANY)) or is_plain(following, ordinary)
    return False


def _ends_body(word: RunWord, piece: list[RunWord], following: RunWord | None) -> bool:
    """Return whether a title is what a body is for or of: Department of Justice, Chamber of Deputies."""
    if len(piece) < 2 or not piece[-1].lower or piece[-1].form not in ("of", "for"):
        return False
    if not any(each.bits & (of.HEAD | of.GROUP) for each in piece[:-1]):
        return False
    return following is None or following.tie != " " or following.lower or word.form == "justice"


def is_plain(word: RunWord, ordinary: OrdinaryTest) -> bool:
    """Return whether a word is an everyday one and nobody's name: General Electric, but General Brown."""
    if word.bits & (of.TITLE | of.FAMILY | of.GIVEN | of.DATE):
        return False
    return ordinary(word.form) or is_everyday(word.form)


@lru_cache(_REMEMBERED)
def is_everyday(form: str) -> bool:
    """Return whether news at large mostly has a word in lower case, whatever one corpus has: one that is only about
    Hearts of Oak has no hearts."""
    (stem,) = stems_of([form])
    return background().counts.get(stem, 0) >= EVERYDAY and stem not in background().names


def _is_dated_name(word: RunWord, piece: list[RunWord], following: RunWord | None) -> bool:
    """Return whether a month or day is part of a name: a surname behind a given one, or a given one before a
    surname."""
    if piece and word.form in ("may", "march", "august") and len(piece) <= 2:
        first = piece[0].bits
        return bool(first & of.GIVEN) and not first & (of.TITLE | of.FUNCTION) and word.tie == " "
    if piece and word.form in _DAYS and len(piece) == 1:
        return piece[0].form in ("black", "good", "bloody", "super", "cyber", "ash")
    if word.form in ("april", "june", "august", "jan") and following is not None and following.tie == " " and not piece:
        return bool(following.bits & of.FAMILY) and not following.bits & (of.DATE | of.TITLE | of.FUNCTION | of.PEOPLE)
    return False
