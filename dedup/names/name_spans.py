"""The names in a run of capitalised words, cut from titles, peoples, days and the words that begin sentences."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from typing import Final, NamedTuple

import regex

from dedup.names import run_words as of
from dedup.names.name_hints import STATES, NameHint, hint_of, is_body
from dedup.names.name_lists import name_lists
from dedup.names.run_words import RunWord, word_info, words_of_run
from dedup.names.word_lists import word_lists

NameKey = tuple[str, ...]
OrdinaryTest = Callable[[str], bool]

LONGEST: Final = 6  # words of a name; a longer run with ordinary words in it is a headline
# Letters up to which a word in capitals is an acronym even if small letters make a word of it (IS, WHO)
ALWAYS_ACRONYM: Final = 3


class NameSpan(NamedTuple):
    """A name within a run: [start, end) in the run's characters, and its words folded, without articles; `hint` is what
    its words show."""

    start: int
    end: int
    key: NameKey
    hint: NameHint
    titled: bool = False


def name_spans(run: str, at_start: bool, ordinary: OrdinaryTest, headline: bool = False) -> list[NameSpan]:
    """Return the names in a run; `ordinary` decides whether a folded word is mostly written in lower case.

    In a headline, where every word has a capital letter, only words that are not ordinary make names.

    >>> common = {"thousands", "supporters", "former", "force", "president", "arrested", "killing", "brother"}
    >>> [(p.key, p.hint) for p in name_spans("Former US President Donald Trump", True, common.__contains__)]
    [(('us',), 'acronym'), (('donald', 'trump'), 'person')]
    >>> [p.key for p in name_spans("Arrested For Killing Brother In Noida", True, common.__contains__, headline=True)]
    [('noida',)]
    """
    if not headline and run.isalpha():
        return _single(run, at_start, ordinary)
    words = words_of_run(run)
    out: list[NameSpan] = []
    for segment in _segments(words, headline, ordinary):
        for piece, titled in _pieces(segment, ordinary):
            out += _spans_of_piece(run, piece, titled, at_start and piece[0] is words[0], ordinary)
    return out


def _single(run: str, at_start: bool, ordinary: OrdinaryTest) -> list[NameSpan]:
    """Return the name in a run of one word, as `name_spans` finds it in any run; many runs are one word."""
    form, bits = word_info(run)
    word = RunWord(0, len(run), form, bits, "", run[0].islower())
    if bits & (of.TITLE | of.DATE | of.UNIT | of.LEGAL | of.SUFFIX) and not bits & of.PEOPLE:
        return []
    if bits & of.PEOPLE:
        return [NameSpan(0, len(run), (form,), "people")]
    if not _stands_alone(word, at_start, False, ordinary) or _is_local([word]):
        return []
    return [NameSpan(0, len(run), (form,), hint_of([word], False))]


def changes_at_start(run: str, ordinary: OrdinaryTest) -> bool:
    """Return whether the names of a run may be others where it begins a sentence: its first word may be no part."""
    first, _, rest = run.partition(" ")
    form, bits = word_info(first)
    if not rest or len(form) < 2 or bits & (of.FUNCTION | of.SOLE | of.CAPITALS) or form in _COMPASS:
        return True
    return ordinary(form) or not first.isalpha() or form.endswith(_PLAIN_ENDINGS)


def _segments(words: list[RunWord], headline: bool, ordinary: OrdinaryTest) -> Iterator[list[RunWord]]:
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
        listed = word.bits & (of.PARTICLE | of.ARTICLE | of.TITLE) or _begins_place(words, place, ordinary)
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


def _begins_place(words: list[RunWord], place: int, ordinary: OrdinaryTest) -> bool:
    """Return whether a word is the "New" of "New Delhi"."""
    if not words[place].bits & of.FIRST or place + 1 == len(words):
        return False
    following = words[place + 1]
    return not (following.bits & of.CAPITALS or ordinary(following.form))


def _pieces(words: list[RunWord], ordinary: OrdinaryTest) -> Iterator[tuple[list[RunWord], bool]]:
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
        elif word.bits & of.PEOPLE and not (word.tie == "-" and piece and not piece[-1].bits & of.PREFIX):
            compass = piece and piece[-1].form in ("middle", *_COMPASS)
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


def _is_currency(words: list[RunWord], place: int, ordinary: OrdinaryTest) -> bool:
    """Return whether a word is the money of the country or people before it, and no name begins with it: "German Mark"
    is money, "American Mark Spitz" a person."""
    if not place or words[place].tie != " " or words[place].form not in word_lists().currencies:
        return False
    before, behind = words[place - 1], words[place + 1 : place + 2]
    country = _is_place(before) or (place > 1 and f"{words[place - 2].form} {before.form}" in word_lists().regions)
    return country and (not behind or behind[0].lower or ordinary(behind[0].form))


def _without_office(piece: list[RunWord], ordinary: OrdinaryTest) -> list[RunWord]:
    """Return the words before a title without those that belong to it: "Interior" before "Minister"."""
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
    behind = [word for word in words[place + 1 : end] if not word.lower]
    if not behind:
        return False
    last = behind[-1].bits
    if last & of.LEGAL and len(behind) > 1:
        return True  # American Video Group Inc
    if len(behind) == 1:
        return bool(last & (of.GROUP | of.SOLE)) and behind[0].form != "police"
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
        return bool(following.bits & (of.GROUP | of.COMPANY)) or _is_plain(following, ordinary)
    return False


def _is_plain(word: RunWord, ordinary: OrdinaryTest) -> bool:
    """Return whether a word is an everyday one and nobody's name: General Electric, but General Brown."""
    return ordinary(word.form) and not word.bits & (of.TITLE | of.FAMILY | of.GIVEN | of.DATE)


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


_DAYS: Final = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])


def _spans_of_piece(
    run: str, piece: list[RunWord], titled: bool, at_start: bool, ordinary: OrdinaryTest
) -> list[NameSpan]:
    if len(piece) == 1 and piece[0].bits & of.PEOPLE:
        return [_span(run, piece, "people", False)]
    piece = _trimmed(piece, at_start, ordinary)
    split = _split(piece, at_start, ordinary)
    if len(split) > 1:
        first = split[0]
        return [
            p
            for each in split
            for p in _spans_of_piece(run, each, titled and each is first, at_start and each is first, ordinary)
        ]
    while len(piece) > 1 and piece[0].bits & of.PREFIX and piece[1].tie == "-":
        piece = piece[1:]
    if not piece or all(word.bits & (of.LEGAL | of.SUFFIX) for word in piece) or _is_local(piece) or _is_common(piece):
        return []
    if len(piece) == 2 and piece[0].form in _COMPASS and piece[1].bits & of.PEOPLE:
        return [_span(run, piece, "people", False)]  # West German
    if len(piece) == 2 and piece[1].tie == "-" and all(_is_place(word) for word in piece):
        return [_span(run, [word], hint_of([word], False), False) for word in piece]
    if len(piece) == 1 and not _stands_alone(piece[0], at_start, titled, ordinary):
        return []
    if len(piece) > 1 and piece[-1].bits & of.CAPITALS and piece[-1].form in STATES and piece[-1].tie == " ":
        # A headline's "Trump US"
        return [*_spans_of_piece(run, piece[:-1], titled, at_start, ordinary), _span(run, piece[-1:], "acronym", False)]
    if len(piece) > LONGEST and not is_body(piece) and sum(ordinary(word.form) for word in piece) > 1:
        return []
    return [_span(run, piece, hint_of(piece, titled), titled)]


def _is_local(piece: list[RunWord]) -> bool:
    """Return whether words are what such a body is called everywhere: "Sheriff's Office", but not "Supreme Court"."""
    local = any(word.bits & of.LOCAL for word in piece)
    return local and all(word.bits & (of.LOCAL | of.GENERIC | of.GROUP) or word.form == "s" for word in piece)


def _is_common(piece: list[RunWord]) -> bool:
    """Return whether words are what every country or town calls such a body: "Central Bank", "City Council"."""
    lists = word_lists()
    return len(piece) == 2 and piece[0].form in lists.common_adjectives and piece[1].form in lists.common_bodies


def _span(run: str, piece: list[RunWord], hint: NameHint, titled: bool) -> NameSpan:
    bare: list[str] = []
    for word in piece[1:] if len(piece) > 2 and piece[0].form == "the" else piece:
        if word.tie == "'" and bare:
            bare[-1] += word.form  # People's
        elif not word.bits & of.ARTICLE:
            bare.append(word.form)
    bare = bare or [word.form for word in piece]
    if bare[-2:] == ["international", "airport"] and len(bare) > 2:
        del bare[-2]  # Baghdad airport is Baghdad International Airport
    while len(bare) > 2 and word_info(bare[-1]).bits & (of.SUFFIX | of.LEGAL) and not _is_region(bare[:-1]):
        bare.pop()
        if len(bare) > 2 and bare[-1] == "and":
            bare.pop()  # Merrill Lynch and Co
    start, end = piece[0].start, piece[-1].end
    if run[end : end + 1] == "." and (
        piece[-1].bits & of.DOTTED or (end - piece[-1].start > 1 and run[end - 2] == ".")
    ):
        end += 1  # the last full stop of U.S. and of Jr.
    return NameSpan(start, end, tuple(bare), hint, titled)


def _is_region(words: list[str]) -> bool:
    """Return whether words name a place; with a legal form behind them they end a company's name and are no spelling of
    the place."""
    joined = " ".join(words)
    return joined in word_lists().regions or joined in name_lists().great


def split_span(run: str, span: NameSpan, count: int) -> tuple[NameSpan, NameSpan] | None:
    """Cut a name of a run into two, the first of `count` compared words; return None where it cannot be cut there."""
    words = [
        word._replace(start=word.start + span.start, end=word.end + span.start)
        for word in words_of_run(run[span.start : span.end])
    ]
    held = 0
    for place, word in enumerate(words):
        if held == count:
            if word.tie != " " or words[place - 1].lower:
                return None
            one, other = words[:place], words[place:]
            return (
                _span(run, one, hint_of(one, span.titled), span.titled),
                _span(run, other, hint_of(other, False), False),
            )
        held += not (word.bits & of.ARTICLE or word.tie == "'")
    return None


def short_company(run: str, companies: Container[NameKey]) -> NameSpan | None:
    """Return a run whose words begin the name of a company, without an owner's s: "American Video" of the American
    Video Group Inc; None where they do not."""
    words = words_of_run(run)
    if words and words[-1].form == "s" and not (len(words) > 1 and words[-2].bits & of.BRAND):
        words.pop()
    while words and words[0].bits & of.FUNCTION:
        words = words[1:]
    if len(words) < 2 or any(word.lower for word in words):
        return None
    span = _span(run, words, "company", False)
    return span if span.key in companies else None


def _trimmed(piece: list[RunWord], at_start: bool, ordinary: OrdinaryTest) -> list[RunWord]:
    """Return the words of a name without those that begin a sentence or join it to what follows."""
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
        office = begin > 0 and piece[begin - 1].form == "of" and (first.form == "state" or first.bits & of.PORTFOLIO)
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
    if first.bits & (of.PARTICLE | of.ARTICLE | of.OUTLET | of.GROUP | of.KEPT) or _begins_place(
        piece, place, ordinary
    ):
        return True
    if piece[-1].bits & of.LEGAL and not piece[-1].lower:
        return True  # Control Data Corp
    if first.bits & of.GIVEN and following.bits & (of.FAMILY | of.SURNAME) and following is not first:
        return not following.bits & (of.GROUP | of.PLACE)  # Mark Carney
    # 2nd Avenue, "S and P"
    if (
        all(word.bits & (of.GENERIC | of.GROUP) or word.form in word_lists().modifiers for word in piece)
        and piece[-1].bits & of.GROUP
    ):
        return len(piece) > 1  # Central Bank
    return first.form[0].isdigit() or (len(first.form) == 1 and following.form == "and")


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


def _split(piece: list[RunWord], at_start: bool, ordinary: OrdinaryTest) -> list[list[RunWord]]:
    """Return the pieces on both sides of a comma, an "and" or an "of" that belongs to no name ("Bank of England" is
    one), of an owner's s, and behind the "U.S." of "U.S. Agencies"."""
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
    if len(piece) > 1 and piece[0].form == "us" and not is_body(piece[1:]) and piece[1].tie == " ":
        if all(ordinary(word.form) for word in piece[1:]):
            return [piece[:1]]
        return [piece[:1], piece[1:]]
    return [piece]


def _ties_with_of(piece: list[RunWord], place: int, at_start: bool, ordinary: OrdinaryTest) -> bool:
    """Return whether an "of" is within a name: behind the noun of a body or place (Bank of England), or a single
    everyday word with a capital letter within a sentence (Hearts of Oak)."""
    if any(each.bits & (of.HEAD | of.GROUP) and not each.bits & of.LEGAL for each in piece[:place]):
        return len(piece) <= LONGEST + 4
    if piece[place - 1].bits & of.LEGAL and piece[-1].bits & of.LEGAL and place + 2 < len(piece) <= LONGEST + 2:
        return _is_region([word.form for word in piece[place + 1 : -1]])  # Consolidated Edison Co of New York Inc
    first = piece[0]
    alone = place == 1 and not at_start and not first.lower
    return (
        alone and _is_plain(first, ordinary) and not first.bits & (of.PEOPLE | of.GENERIC) and piece[place].form == "of"
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
    listing = any(word.lower and word.form in ("of", "on") for word in piece[1 : place - 1])
    if listing and any(word.bits & (of.HEAD | of.GROUP) or word.form in _TAKES_ON for word in piece[:place]):
        return not any(
            word.bits & (of.COUNTRY | of.GREAT | of.PEOPLE) or word.form in STATES for word in (last, following)
        )
    rest = piece[place + 1 :]
    return (
        len(rest) > 1
        and bool(rest[-1].bits & of.GROUP)
        and all(ordinary(word.form) or word.form in word_lists().modifiers for word in (last, *rest[:-1]))
    )


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
    if any(_is_place(word) or word.bits & (of.GREAT | of.SOLE | of.CAPITALS) for word in listed):
        return False
    return 2 * sum(ordinary(word.form) for word in listed) > len(listed)


_PARTNERS: Final = frozenset({"co", "company", "partners", "associates", "bros", "brothers", "sons", "daughters"})
_TAKES_ON: Final = frozenset({"agreement", "convention", "committee", "subcommittee", "conference", "treaty"})


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


def _is_place(word: RunWord) -> bool:
    return bool(word.bits & (of.PEOPLE | of.COUNTRY)) or word.form in STATES


_AMOUNT: Final = regex.compile("rs|(?:rs|inr|usd|us|r|rm|aud|cad|eur|gbp)[0-9]++")  # Rs178
_COMPASS: Final = frozenset({"west", "east", "north", "south"})
# Endings of words that are no names where nothing else is known of them.
_PLAIN_ENDINGS: Final = ("ly", "ing", "ness", "tion", "tions", "ment", "ments", "ings", "less", "ful", "ists")


def _is_half(word: RunWord) -> bool:
    """Return whether a word is only the beginning of a name: the "Commerce" of the Commerce Department, "San"."""
    if word.bits & of.PORTFOLIO:
        return not word.bits & (of.SOLE | of.KEPT) and word.form not in word_lists().outlet_names
    return word.form in word_lists().never_alone


def _stands_alone(word: RunWord, at_start: bool, titled: bool, ordinary: OrdinaryTest) -> bool:
    """Return whether a single capitalised word is a name."""
    form, bits = word.form, word.bits
    if len(form) < 2 or form[0].isdigit() or word.lower or _AMOUNT.fullmatch(form):
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
    if at_start and form in _COMPASS:
        return False
    return not ordinary(form) and not (at_start and form.endswith(_PLAIN_ENDINGS) and len(form) > 6)
