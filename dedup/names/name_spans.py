"""The names in a run of capitalised words, cut from titles, peoples, days and the words that begin sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Literal, NamedTuple

import regex

from dedup.names import run_words as of
from dedup.names.run_words import RunWord, word_info, words_of_run
from dedup.names.word_lists import word_lists

NameHint = Literal["person", "place", "group", "outlet", "people", "acronym", ""]
NameKey = tuple[str, ...]
OrdinaryTest = Callable[[str], bool]

LONGEST: Final = 6  # words of a name; a longer run with ordinary words in it is a headline
LONGEST_ACRONYM: Final = 5
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
    words = words_of_run(run)
    out: list[NameSpan] = []
    for segment in _segments(words, headline, ordinary):
        for piece, titled in _pieces(segment, ordinary):
            out += _spans_of_piece(run, piece, titled, at_start and piece[0] is words[0], ordinary)
    return out


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
        if word.bits & (of.TITLE | of.DATE) and not _belongs(word, piece, following):
            office = word.bits & of.TITLE and all(each.bits & of.PORTFOLIO or ordinary(each.form) for each in piece)
            if piece and not office:  # "Interior Minister" is no name
                yield piece, titled
            piece, titled = [], bool(word.bits & of.TITLE)
        elif word.bits & of.PEOPLE and not (word.tie == "-" and piece and not piece[-1].bits & of.PREFIX):
            compass = piece and piece[-1].form in ("middle", "south", "north", "east", "west")
            if (following is not None and following.bits & of.TAKES_PEOPLE) or compass:
                piece.append(word)
                continue
            if piece and not (len(piece) == 1 and piece[0].bits & of.PREFIX):
                yield piece, titled
            yield [word], False
            piece, titled = [], False
        else:
            piece.append(word)
    if piece:
        yield piece, titled


def _belongs(word: RunWord, piece: list[RunWord], following: RunWord | None) -> bool:
    """Return whether a title or day is part of a name: "King's College", "Stephen King", "General Motors", "Black
    Friday"."""
    if piece and (word.tie == "-" or word.bits & of.RANK):
        return True
    if following is None:
        ended = (
            bool(piece) and bool(word.bits & of.SURNAME) and not piece[-1].bits & (of.PEOPLE | of.COUNTRY | of.GROUP)
        )
        return ended and not piece[-1].lower
    if following.tie in ("'", "-") and following.form != "s":
        return not following.bits & (of.TITLE | of.DATE)
    if word.bits & of.HEAD and following.form in ("of", "s"):
        return True
    return word.form in ("general", "major", "royal", "premier") and bool(following.bits & of.GROUP)


def _spans_of_piece(
    run: str, piece: list[RunWord], titled: bool, at_start: bool, ordinary: OrdinaryTest
) -> list[NameSpan]:
    if len(piece) == 1 and piece[0].bits & of.PEOPLE:
        return [_span(run, piece, "people", False)]
    piece = _trimmed(piece, at_start, ordinary)
    split = _split_at_of(piece)
    if len(split) > 1:
        first = split[0]
        return [
            p
            for each in split
            for p in _spans_of_piece(run, each, titled and each is first, at_start and each is first, ordinary)
        ]
    while len(piece) > 1 and piece[0].bits & of.PREFIX and piece[1].tie == "-":
        piece = piece[1:]
    if not piece:
        return []
    if len(piece) == 2 and piece[1].tie == "-" and all(_is_place(word) for word in piece):
        return [_span(run, [word], _hint([word], False), False) for word in piece]
    if len(piece) == 1 and not _stands_alone(piece[0], at_start, titled, ordinary):
        return []
    if len(piece) > 1 and piece[-1].bits & of.CAPITALS and piece[-1].form in _STATES and piece[-1].tie == " ":
        # A headline's "Trump US"
        return [*_spans_of_piece(run, piece[:-1], titled, at_start, ordinary), _span(run, piece[-1:], "acronym", False)]
    if len(piece) > LONGEST and sum(ordinary(word.form) for word in piece) > 1:
        return []
    return [_span(run, piece, _hint(piece, titled), titled)]


def _span(run: str, piece: list[RunWord], hint: NameHint, titled: bool) -> NameSpan:
    bare: list[str] = []
    for word in piece:
        if word.tie == "'" and bare:
            bare[-1] += word.form  # People's
        elif not word.bits & of.ARTICLE:
            bare.append(word.form)
    bare = bare or [word.form for word in piece]
    while len(bare) > 2 and word_info(bare[-1]).bits & of.SUFFIX:
        bare.pop()
    start, end = piece[0].start, piece[-1].end
    if run[end : end + 1] == "." and end - piece[-1].start > 1 and run[end - 2] == ".":
        end += 1  # the last full stop of U.S.
    return NameSpan(start, end, tuple(bare), hint, titled)


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
                _span(run, one, _hint(one, span.titled), span.titled),
                _span(run, other, _hint(other, False), False),
            )
        held += not (word.bits & of.ARTICLE or word.tie == "'")
    return None


def _trimmed(piece: list[RunWord], at_start: bool, ordinary: OrdinaryTest) -> list[RunWord]:
    """Return the words of a name without those that begin a sentence or join it to what follows."""
    begin, end = 0, len(piece)
    while begin < end:
        first = piece[begin]
        several = begin + 1 < end
        tied = several and piece[begin + 1].tie in ("-", "'")
        listed = first.bits & (of.PARTICLE | of.ARTICLE | of.OUTLET | of.GROUP) or _begins_place(piece, begin, ordinary)
        loose = first.bits & of.FUNCTION or (first.lower and not first.bits & (of.PARTICLE | of.ARTICLE))
        # "Secretary of State Jane Doe": the title before "of" is cut already.
        office = begin > 0 and piece[begin - 1].form == "of" and (first.form == "state" or first.bits & of.PORTFOLIO)
        loose = (
            loose
            or (office and several)
            or (at_start and begin == 0 and several and not listed and ordinary(first.form))
        )
        if (
            not loose
            or (tied and not first.bits & of.FUNCTION)
            or (first.bits & of.CAPITALS and not first.bits & of.FUNCTION)
        ):
            break
        if first.bits & of.CAPITALS and len(first.form) <= ALWAYS_ACRONYM and not (at_start and begin == 0):
            break
        if at_start and several and first.bits & of.HEAD and piece[begin + 1].form == "of":
            break
        begin += 1
    while begin < end and (piece[end - 1].form == "s" or piece[end - 1].lower or piece[end - 1].bits & of.FUNCTION):
        last = piece[end - 1]
        if last.bits & of.CAPITALS or (
            last.lower and last.tie == "-" and end - begin > 2 and not last.bits & of.COMPOUND
        ):
            break  # Lee Ju-ho
        end -= 1
    return piece[begin:end]


def _split_at_of(piece: list[RunWord]) -> list[list[RunWord]]:
    """Return the pieces on both sides of an "of" that belongs to no name ("Bank of England" is one)."""
    for place, word in enumerate(piece):
        if place and word.lower and word.form in ("of", "for"):
            if any(each.bits & of.HEAD for each in piece[:place]) and len(piece) <= LONGEST + 2:
                continue
            return [side for side in (piece[:place], piece[place + 1 :]) if side]
    return [piece]


def _is_place(word: RunWord) -> bool:
    return bool(word.bits & (of.PEOPLE | of.COUNTRY)) or word.form in _STATES


_STATES: Final = frozenset({"us", "uk", "eu", "un", "usa"})


_AMOUNT: Final = regex.compile("rs|(?:rs|inr|usd|us|r|rm|aud|cad|eur|gbp)[0-9]++")  # Rs178
_COMPASS: Final = frozenset({"west", "east", "north", "south"})
# Endings of words that are no names where nothing else is known of them.
_PLAIN_ENDINGS: Final = ("ly", "ing", "ness", "tion", "tions", "ment", "ments", "ings", "less", "ful", "ists")


def _stands_alone(word: RunWord, at_start: bool, titled: bool, ordinary: OrdinaryTest) -> bool:
    """Return whether a single capitalised word is a name."""
    form, bits = word.form, word.bits
    if len(form) < 2 or form.isdigit() or word.lower or _AMOUNT.fullmatch(form):
        return False
    if bits & of.CAPITALS and len(form) <= ALWAYS_ACRONYM:
        return form in _STATES or not (at_start and (bits & of.FUNCTION or ordinary(form)))
    if bits & (of.FUNCTION | of.TITLE | of.DATE):
        return False
    if titled:
        return True
    if at_start and form in _COMPASS:
        return False
    return not ordinary(form) and not (at_start and form.endswith(_PLAIN_ENDINGS) and len(form) > 6)


def _hint(piece: list[RunWord], titled: bool) -> NameHint:
    last, first = piece[-1], piece[0]
    several = len(piece) > 1
    if (several and last.bits & of.OUTLET) or " ".join(word.form for word in piece) in word_lists().outlet_names:
        return "outlet"
    if not several and first.bits & of.COUNTRY:
        return "place"
    if not several and first.bits & of.CAPITALS and len(first.form) <= LONGEST_ACRONYM + 1:
        return "acronym"
    if several and any(word.bits & of.GROUP for word in piece):
        return "group"
    if several and (last.bits & of.PLACE or first.form in ("lake", "mount", "gulf", "bay", "cape")):
        return "place"
    return "person" if titled else ""
