"""Where a name begins and ends in a piece of a run, and which single words are names."""

from __future__ import annotations

from typing import Final

import regex

from dedup.names import run_words as of
from dedup.names.name_hints import STATES
from dedup.names.run_pieces import ALWAYS_ACRONYM, COMPASS, OrdinaryTest, begins_place, is_everyday
from dedup.names.run_words import RunWord
from dedup.names.word_lists import word_lists

_AMOUNT: Final = regex.compile("rs|(?:rs|inr|usd|us|r|rm|aud|cad|eur|gbp)[0-9]++")  # Rs178
# Endings of words that are no names where nothing else is known of them.
PLAIN_ENDINGS: Final = ("ly", "ing", "ness", "tion", "tions", "ment", "ments", "ings", "less", "ful", "ists")

# Bits of words that are no surname behind what may be a given name.
_NO_SURNAME: Final = (
    of.COUNTRY
    | of.GREAT
    | of.GIVEN
    | of.PEOPLE
    | of.TITLE
    | of.DATE
    | of.GENERIC
    | of.FUNCTION
    | of.LEGAL
    | of.CAPITALS
)


def trim_piece(piece: list[RunWord], at_start: bool, ordinary: OrdinaryTest) -> list[RunWord]:
    """Return the words of a name without a word that begins a sentence or joins it to the next."""
    begin, end = 0, len(piece)
    if not at_start and _keeps_article(piece):
        return piece
    while begin < end:
        first = piece[begin]
        several = begin + 1 < end
        tied = several and piece[begin + 1].tie in ("-", "'")
        loose = (first.bits & of.FUNCTION and not _is_named(piece, begin, at_start, ordinary)) or (
            first.lower and not first.bits & (of.PARTICLE | of.ARTICLE)
        )
        # "Secretary of State Jane Doe": the title before "of" is cut already.
        office = (
            begin > 0
            and piece[begin - 1].form == "of"
            and (first.form in ("state", "staff") or first.bits & of.PORTFOLIO)
        )
        loose = (
            loose
            or (office and several)
            or (at_start and begin == 0 and several and ordinary(first.form) and not _is_listed(piece, 0, ordinary))
        )
        if (
            not loose
            or (tied and (not first.bits & of.FUNCTION or piece[begin + 1].form.isdigit()))
            or (first.bits & of.CAPITALS and not first.bits & of.FUNCTION)
        ):
            break
        if first.bits & of.CAPITALS and len(first.form) <= ALWAYS_ACRONYM and not (at_start and begin == 0):
            break
        if at_start and several and first.bits & of.HEAD and piece[begin + 1].form == "of":
            break
        begin += 1
    if _has_airport(piece[begin:end]):
        return piece[begin:end]
    if end - begin > 1 and piece[end - 1].form == "s" and piece[end - 2].bits & of.BRAND:
        return piece[begin:end]  # Moody's
    while begin < end and (piece[end - 1].form == "s" or piece[end - 1].lower or piece[end - 1].bits & of.FUNCTION):
        last = piece[end - 1]
        if last.bits & of.CAPITALS or (
            last.lower and last.tie == "-" and end - begin > 2 and not last.bits & of.COMPOUND
        ):
            break  # Lee Ju-ho
        end -= 1
    return piece[begin:end]


def _has_airport(piece: list[RunWord]) -> bool:
    """Return whether a name is a town and its airport, in small letters too."""
    if len(piece) not in (2, 3) or piece[-1].form != "airport" or piece[0].lower:
        return False
    return bool(piece[0].bits & (of.GREAT | of.TOWN)) and (len(piece) == 2 or piece[1].form == "international")


def _keeps_article(piece: list[RunWord]) -> bool:
    """Return whether a "The" with a capital letter within a sentence belongs to a name: The Toronto Star, The
    Companions of the Cave."""
    if len(piece) < 3 or piece[0].form != "the" or piece[1].lower or piece[-1].lower or piece[-1].form == "s":
        return False
    return bool(piece[-1].bits & of.OUTLET) or any(word.lower and word.form == "of" for word in piece)


def _is_listed(piece: list[RunWord], place: int, ordinary: OrdinaryTest) -> bool:
    """Return whether an ordinary word that begins a sentence begins a name as well."""
    first, following = piece[place], piece[place + 1 if place + 1 < len(piece) else place]
    if first.bits & (of.PARTICLE | of.ARTICLE | of.OUTLET | of.GROUP | of.KEPT) or begins_place(piece, place, ordinary):
        return True
    last = piece[-1]
    if len(piece) == place + 3 and last.lower and last.tie == "-" and not last.bits & of.COMPOUND:
        return True  # Park Geun-hye
    if last.bits & of.LEGAL and not last.lower:
        return True  # Control Data Corp
    if first.bits & of.GIVEN and following is not first and not following.bits & (of.GROUP | of.PLACE):
        if following.bits & (of.FAMILY | of.SURNAME):
            return True  # Mark Carney
        alone = len(piece) == place + 2 and following.tie == " " and not following.lower
        if alone and not following.bits & _NO_SURNAME:
            return not _is_plain(following, ordinary)  # Victor Ponta
    if following is not first and following.form.isdigit():
        return True  # Channel 4 News
    if last.bits & of.GENERATION and last.bits & of.CAPITALS and all(_is_plain(word, ordinary) for word in piece[:-1]):
        return len(piece) > 2  # World War II
    # 2nd Avenue, "S and P"
    if (
        all(word.bits & (of.GENERIC | of.GROUP) or word.form in word_lists().modifiers for word in piece)
        and piece[-1].bits & of.GROUP
    ):
        return len(piece) > 1  # Central Bank
    return first.form[0].isdigit() or (len(first.form) == 1 and following.form == "and")


def _is_plain(word: RunWord, ordinary: OrdinaryTest) -> bool:
    return ordinary(word.form) or is_everyday(word.form)


def _is_named(piece: list[RunWord], place: int, at_start: bool, ordinary: OrdinaryTest) -> bool:
    """Return whether an everyday word is part of a name: "Will" is a given name within a sentence before what may be a
    surname, "First" begins bodies and wars there, and companies where their legal form is behind it."""
    if piece[place].form == "first" and place + 1 < len(piece) and not piece[place + 1].lower:
        return bool(piece[-1].bits & of.LEGAL) or not (at_start or piece[place].bits & of.CAPITALS)
    if piece[place].form != "will" or at_start or place + 1 == len(piece) or piece[place].bits & of.CAPITALS:
        return False
    following = piece[place + 1]
    return not following.bits & (of.FUNCTION | of.COUNTRY) and (
        bool(following.bits & of.FAMILY) or not ordinary(following.form)
    )


def _is_half(word: RunWord) -> bool:
    """Return whether a word is only the beginning of a name: the "Commerce" of the Commerce Department, "San"."""
    if word.bits & of.PORTFOLIO:
        return not word.bits & (of.SOLE | of.KEPT) and word.form not in word_lists().outlet_names
    return word.form in word_lists().never_alone


def _is_amount(form: str) -> bool:
    return (form[-1].isdigit() or form == "rs") and _AMOUNT.fullmatch(form) is not None


def stands_alone(word: RunWord, at_start: bool, titled: bool, ordinary: OrdinaryTest) -> bool:
    """Return whether a single capitalised word is a name."""
    form, bits = word.form, word.bits
    if len(form) < 2 or form[0].isdigit() or word.lower or _is_amount(form):
        return False
    if bits & (of.NAMELESS | of.UNIT) or form in ("jr", "sr") or _is_half(word):
        return False
    if bits & of.CAPITALS and len(form) <= ALWAYS_ACRONYM:
        return form in STATES or not (at_start and (bits & of.FUNCTION or ordinary(form)))
    if bits & (of.FUNCTION | of.TITLE | of.DATE | of.LEGAL):
        return False
    if bits & of.OUTLET and not bits & of.KEPT:
        return False
    if bits & of.SOLE:
        return not at_start or not ordinary(form)
    if bits & of.GENERIC:
        return False
    if titled:
        return True
    if at_start and form in COMPASS:
        return False
    return not ordinary(form) and not (at_start and form.endswith(PLAIN_ENDINGS) and len(form) > 6)
