"""Parts: the names that a run of capitalised words holds, cut from titles, peoples, days and the words that begin
sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Literal, NamedTuple

import regex

from dedup.names import spelled as of
from dedup.names.run_words import Token, tokens_of
from dedup.names.spelled import spelled
from dedup.names.words import words

Hint = Literal["person", "place", "group", "outlet", "people", "acronym", ""]
Key = tuple[str, ...]
Ordinary = Callable[[str], bool]

LONGEST: Final = 6  # words of a name; a longer run with ordinary words in it is a headline
LONGEST_ACRONYM: Final = 5
# Letters up to which a word in capitals is an acronym even if small letters make a word of it (IS, WHO)
ALWAYS_ACRONYM: Final = 3


class Part(NamedTuple):
    """A name within a run: [start, end) in the run's characters, and its words folded, without articles; `hint` is what
    its words show."""

    start: int
    end: int
    key: Key
    hint: Hint
    titled: bool = False


def parts_of(run: str, at_start: bool, ordinary: Ordinary, headline: bool = False) -> list[Part]:
    """The names in a run. `ordinary` tells of a folded word whether it is mostly written in lower case.

    In a headline, where every word has a capital letter, only words that are not ordinary make names.

    >>> common = {"thousands", "supporters", "former", "force", "president", "arrested", "killing", "brother"}
    >>> [(p.key, p.hint) for p in parts_of("Former US President Donald Trump", True, common.__contains__)]
    [(('us',), 'acronym'), (('donald', 'trump'), 'person')]
    >>> [p.key for p in parts_of("Arrested For Killing Brother In Noida", True, common.__contains__, headline=True)]
    [('noida',)]
    """
    tokens = tokens_of(run)
    out: list[Part] = []
    for segment in _segments(tokens, headline, ordinary):
        for piece, titled in _pieces(segment, ordinary):
            out += _named(run, piece, titled, at_start and piece[0] is tokens[0], ordinary)
    return out


def _segments(tokens: list[Token], headline: bool, ordinary: Ordinary) -> Iterator[list[Token]]:
    """The whole run, or of a headline and of several words in capitals the stretches without ordinary words."""
    if headline:
        yield from _unordinary(tokens, ordinary)
        return
    capitals = 0
    while capitals < len(tokens) and tokens[capitals].bits & of.CAPITALS:
        capitals += 1
    if capitals < 2 or not any(
        len(token.form) > ALWAYS_ACRONYM and ordinary(token.form) for token in tokens[:capitals]
    ):
        yield tokens
        return
    yield from _unordinary(tokens[:capitals], ordinary)
    if capitals < len(tokens):
        yield tokens[capitals:]


def _unordinary(tokens: list[Token], ordinary: Ordinary) -> Iterator[list[Token]]:
    """Stretches of a headline without ordinary words."""
    held: list[Token] = []
    for place, token in enumerate(tokens):
        tied = token.tie in ("-", "'") and bool(held)
        small = token.bits & (of.FUNCTION | of.PARTICLE) or token.lower
        listed = token.bits & (of.PARTICLE | of.ARTICLE | of.TITLE) or _begins_place(tokens, place, ordinary)
        if not tied and ((small and not held) or (ordinary(token.form) and not listed)):
            if held:
                yield held
            held = []
        else:
            held.append(token)
    if held:
        yield held


def _begins_place(tokens: list[Token], place: int, ordinary: Ordinary) -> bool:
    """Whether a word is the "New" of "New Delhi"."""
    if not tokens[place].bits & of.FIRST or place + 1 == len(tokens):
        return False
    following = tokens[place + 1]
    return not (following.bits & of.CAPITALS or ordinary(following.form))


def _pieces(tokens: list[Token], ordinary: Ordinary) -> Iterator[tuple[list[Token], bool]]:
    """Runs between titles, days and peoples; a people is a piece of its own. With each, whether a title stands before
    it."""
    piece: list[Token] = []
    titled = False
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if token.bits & (of.TITLE | of.DATE) and not _belongs(token, piece, following):
            office = token.bits & of.TITLE and all(each.bits & of.PORTFOLIO or ordinary(each.form) for each in piece)
            if piece and not office:  # "Interior Minister" holds no name
                yield piece, titled
            piece, titled = [], bool(token.bits & of.TITLE)
        elif token.bits & of.PEOPLE and not (token.tie == "-" and piece and not piece[-1].bits & of.PREFIX):
            compass = piece and piece[-1].form in ("middle", "south", "north", "east", "west")
            if (following is not None and following.bits & of.TAKES_PEOPLE) or compass:
                piece.append(token)
                continue
            if piece and not (len(piece) == 1 and piece[0].bits & of.PREFIX):
                yield piece, titled
            yield [token], False
            piece, titled = [], False
        else:
            piece.append(token)
    if piece:
        yield piece, titled


def _belongs(token: Token, piece: list[Token], following: Token | None) -> bool:
    """Whether a title or day is part of a name: "King's College", "Stephen King", "General Motors", "Black Friday"."""
    if piece and (token.tie == "-" or token.bits & of.RANK):
        return True
    if following is None:
        ended = (
            bool(piece) and bool(token.bits & of.SURNAME) and not piece[-1].bits & (of.PEOPLE | of.COUNTRY | of.GROUP)
        )
        return ended and not piece[-1].lower
    if following.tie in ("'", "-") and following.form != "s":
        return not following.bits & (of.TITLE | of.DATE)
    if token.bits & of.HEAD and following.form in ("of", "s"):
        return True
    return token.form in ("general", "major", "royal", "premier") and bool(following.bits & of.GROUP)


def _named(run: str, piece: list[Token], titled: bool, at_start: bool, ordinary: Ordinary) -> list[Part]:
    if len(piece) == 1 and piece[0].bits & of.PEOPLE:
        return [_part(run, piece, "people", False)]
    piece = _trimmed(piece, at_start, ordinary)
    split = _split_at_of(piece)
    if len(split) > 1:
        first = split[0]
        return [
            p
            for each in split
            for p in _named(run, each, titled and each is first, at_start and each is first, ordinary)
        ]
    while len(piece) > 1 and piece[0].bits & of.PREFIX and piece[1].tie == "-":
        piece = piece[1:]
    if not piece:
        return []
    if len(piece) == 2 and piece[1].tie == "-" and all(_is_place(token) for token in piece):
        return [_part(run, [token], _hint([token], False), False) for token in piece]
    if len(piece) == 1 and not _stands_alone(piece[0], at_start, titled, ordinary):
        return []
    if len(piece) > 1 and piece[-1].bits & of.CAPITALS and piece[-1].form in _STATES and piece[-1].tie == " ":
        # A headline's "Trump US"
        return [*_named(run, piece[:-1], titled, at_start, ordinary), _part(run, piece[-1:], "acronym", False)]
    if len(piece) > LONGEST and sum(ordinary(token.form) for token in piece) > 1:
        return []
    return [_part(run, piece, _hint(piece, titled), titled)]


def _part(run: str, piece: list[Token], hint: Hint, titled: bool) -> Part:
    bare: list[str] = []
    for token in piece:
        if token.tie == "'" and bare:
            bare[-1] += token.form  # People's
        elif not token.bits & of.ARTICLE:
            bare.append(token.form)
    bare = bare or [token.form for token in piece]
    while len(bare) > 2 and spelled(bare[-1]).bits & of.SUFFIX:
        bare.pop()
    start, end = piece[0].start, piece[-1].end
    if run[end : end + 1] == "." and end - piece[-1].start > 1 and run[end - 2] == ".":
        end += 1  # the last full stop of U.S.
    return Part(start, end, tuple(bare), hint, titled)


def cut_at(run: str, part: Part, words: int) -> list[Part] | None:
    """The two names that a part is, the first of `words` compared words; None where it cannot be cut there."""
    tokens = [
        token._replace(start=token.start + part.start, end=token.end + part.start)
        for token in tokens_of(run[part.start : part.end])
    ]
    held = 0
    for place, token in enumerate(tokens):
        if held == words:
            if token.tie != " " or tokens[place - 1].lower:
                return None
            one, other = tokens[:place], tokens[place:]
            return [
                _part(run, one, _hint(one, part.titled), part.titled),
                _part(run, other, _hint(other, False), False),
            ]
        held += not (token.bits & of.ARTICLE or token.tie == "'")
    return None


def _trimmed(piece: list[Token], at_start: bool, ordinary: Ordinary) -> list[Token]:
    """Without the words that begin a sentence or join it to what follows."""
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


def _split_at_of(piece: list[Token]) -> list[list[Token]]:
    """The pieces on both sides of an "of" that belongs to no name ("Bank of England" is one)."""
    for place, token in enumerate(piece):
        if place and token.lower and token.form in ("of", "for"):
            if any(each.bits & of.HEAD for each in piece[:place]) and len(piece) <= LONGEST + 2:
                continue
            return [part for part in (piece[:place], piece[place + 1 :]) if part]
    return [piece]


def _is_place(token: Token) -> bool:
    return bool(token.bits & (of.PEOPLE | of.COUNTRY)) or token.form in _STATES


_STATES: Final = frozenset({"us", "uk", "eu", "un", "usa"})


_AMOUNT: Final = regex.compile("rs|(?:rs|inr|usd|us|r|rm|aud|cad|eur|gbp)[0-9]++")  # Rs178
_COMPASS: Final = frozenset({"west", "east", "north", "south"})
# Endings of words that are no names where nothing else is known of them.
_PLAIN_ENDINGS: Final = ("ly", "ing", "ness", "tion", "tions", "ment", "ments", "ings", "less", "ful", "ists")


def _stands_alone(token: Token, at_start: bool, titled: bool, ordinary: Ordinary) -> bool:
    """Whether a single capitalised word is a name."""
    form, bits = token.form, token.bits
    if len(form) < 2 or form.isdigit() or token.lower or _AMOUNT.fullmatch(form):
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


def _hint(piece: list[Token], titled: bool) -> Hint:
    last, first = piece[-1], piece[0]
    several = len(piece) > 1
    if (several and last.bits & of.OUTLET) or " ".join(token.form for token in piece) in words().outlet_names:
        return "outlet"
    if not several and first.bits & of.COUNTRY:
        return "place"
    if not several and first.bits & of.CAPITALS and len(first.form) <= LONGEST_ACRONYM + 1:
        return "acronym"
    if several and any(token.bits & of.GROUP for token in piece):
        return "group"
    if several and (last.bits & of.PLACE or first.form in ("lake", "mount", "gulf", "bay", "cape")):
        return "place"
    return "person" if titled else ""
