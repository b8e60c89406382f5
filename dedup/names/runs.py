"""Parts: the names that a run of capitalised words holds, cut from titles, peoples, days and the words that begin sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Literal

import msgspec
import regex

from dedup.names.words import words
from dedup.text.folding import fold

Hint = Literal["person", "place", "group", "outlet", "people", "acronym", ""]

_WORD: Final = regex.compile(r"\p{L}[\p{L}\p{M}\p{N}]*|\p{N}+")
_APOSTROPHES: Final = "'’‘ʼ`ʻ"
_GLUED: Final = regex.compile(r"(\p{Lu}[\p{L}\p{M}]{3,}\p{Ll})(?:He|She|They|It|We|The|This|That|In|On|At|But|And|However|His|Her)")
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "vi", "vii", "viii", "xi", "xii", "xiv", "xvi", "phd", "obe", "mbe", "cbe", "mp", "mep", "qc", "kc"})
LONGEST: Final = 6  # words of a name; a longer run with ordinary words in it is a headline


class Part(msgspec.Struct, frozen=True):
    """A name within a run: [start, end) in the run's characters, and its words folded, without particles; `hint` is what its words show."""

    start: int
    end: int
    key: tuple[str, ...]
    hint: Hint
    titled: bool = False


class _Token(msgspec.Struct):
    start: int
    end: int
    text: str
    form: str
    tie: str  # what stands before it: "" for the first, else " ", "-", "'", "."


def tokens_of(run: str) -> list[_Token]:
    """The words of a run; what apostrophes tie is one word (Sha'abi), and so are dotted letters (U.S.)."""
    found: list[_Token] = []
    for match in _WORD.finditer(run):
        start, end = match.span()
        between = run[found[-1].end : start] if found else ""
        tie = "'" if between[:1] and between in _APOSTROPHES else "-" if between in ("-", "‐", "‑", "‒") else "." if between == "." else " " if found else ""
        if found and (tie == "'" or (tie == "." and len(match[0]) == 1 and len(found[-1].text.split(".")[-1]) == 1)):
            last = found[-1]
            if tie == "'" and match[0].lower() == "s":
                last.tie = last.tie
                found.append(_Token(start, end, match[0], "s", "'"))
                continue
            last.end, last.text = end, run[last.start : end]
            last.form = fold(last.text.translate(_PLAIN))
            continue
        found.append(_Token(start, end, match[0], fold(match[0]), tie))
    return found


_PLAIN: Final = str.maketrans("", "", _APOSTROPHES + ".")


def parts_of(run: str, at_start: bool, ordinary: Callable[[str], bool]) -> list[Part]:
    """The names in a run. `ordinary` tells of a folded word whether it is mostly written in lower case.

    >>> common = {"thousands", "supporters", "former", "force", "president"}
    >>> [(p.key, p.hint) for p in parts_of("Former US President Donald Trump", True, common.__contains__)]
    [(('us',), 'acronym'), (('donald', 'trump'), 'person')]
    """
    known = words()
    tokens = tokens_of(run)
    out: list[Part] = []
    for piece, titled in _pieces(tokens):
        out += _named(run, piece, titled, at_start and piece[0] is tokens[0], ordinary)
    return [part for part in out if part.key not in {(word,) for word in known.function}]


def _pieces(tokens: list[_Token]) -> Iterator[tuple[list[_Token], bool]]:
    """Runs between titles, days and peoples; a people is a piece of its own. With each, whether a title stands before it."""
    known = words()
    piece: list[_Token] = []
    titled = False
    for place, token in enumerate(tokens):
        tied = place + 1 < len(tokens) and tokens[place + 1].tie in ("'", "-") and tokens[place + 1].form != "s"
        title = token.form in known.titles and not (piece and token.tie == "-") and not tied
        # "King's College", "Prince of Wales": a title that a name is made of
        title = title and not (place + 1 < len(tokens) and (tokens[place + 1].form in ("of", "s")) and token.form in known.heads)
        if title or token.form in known.dates:
            if piece:
                yield piece, titled
            piece, titled = [], title
            continue
        if token.form in known.demonyms and not (token.tie == "-" and piece and piece[-1].form not in known.prefixes):
            following = tokens[place + 1].form if place + 1 < len(tokens) else ""
            if following not in _TAKES_PEOPLE and not (piece and piece[-1].form in ("middle", "south", "north")):
                if piece and not (len(piece) == 1 and piece[0].form in known.prefixes):
                    yield piece, titled
                yield [token], False
                piece, titled = [], False
                continue
        piece.append(token)
    if piece:
        yield piece, titled


_TAKES_PEOPLE: Final = frozenset(
    "airlines airways ocean sea express idol dream open league premier grand prix derby film museum academy broadcasting union medical red telecom".split()
)


def _named(run: str, piece: list[_Token], titled: bool, at_start: bool, ordinary: Callable[[str], bool]) -> list[Part]:
    known = words()
    if len(piece) == 1 and piece[0].form in known.demonyms:
        return [Part(piece[0].start, piece[0].end, (piece[0].form,), "people")]
    piece = _trimmed(piece, at_start, ordinary)
    split = _split_at_of(piece, ordinary)
    if len(split) > 1:
        return [part for each in split for part in _named(run, each, titled and each is split[0], False, ordinary)]
    if len(piece) == 3 and piece[1].tie == "-" and piece[0].form in known.prefixes:
        piece = piece[1:]
    while piece and (piece[0].form in known.prefixes and len(piece) > 1 and piece[1].tie == "-"):
        piece = piece[1:]
    if not piece:
        return []
    if len(piece) == 2 and piece[1].tie == "-" and all(_is_place(token) for token in piece):
        return [Part(t.start, t.end, (t.form,), _hint([t], False)) for t in piece]
    if len(piece) == 1 and not _stands_alone(piece[0], at_start, titled, ordinary):
        return []
    if len(piece) > LONGEST and sum(ordinary(token.form) for token in piece) > 1:
        return []
    key = tuple(_key(token) for token in piece if token.form not in known.particles) or tuple(_key(token) for token in piece)
    while len(key) > 1 and key[-1] in _SUFFIXES:
        key = key[:-1]
    end = piece[-1].end
    if piece[-1].text.count(".") and run[end : end + 1] == ".":
        end += 1
    return [Part(piece[0].start, end, key, _hint(piece, titled), titled)]


def _key(token: _Token) -> str:
    """A word as it counts: what a link glued to it is cut off, full stops and apostrophes are left out."""
    glued = _GLUED.fullmatch(token.text)
    return fold(glued[1]) if glued else token.form


def _trimmed(piece: list[_Token], at_start: bool, ordinary: Callable[[str], bool]) -> list[_Token]:
    known = words()
    while piece:
        first = piece[0]
        tied = len(piece) > 1 and piece[1].tie in ("-", "'")
        named = first.form in known.particles or first.form in known.outlets or first.form in known.groups
        loose = first.form in known.function or first.form in ("of", "for", "the") or (at_start and len(piece) > 1 and ordinary(first.form) and not named)
        if not loose or (tied and first.form not in known.function) or (first.text.isupper() and len(first.text) > 1 and first.form not in ("the", "of")):
            break
        if at_start and len(piece) > 1 and first.form in known.heads and piece[1].form == "of":
            break
        piece = piece[1:]
    while piece and (piece[-1].form in ("of", "for", "the", "s") or (piece[-1].form in known.function and not piece[-1].text.isupper())):
        piece = piece[:-1]
    return piece


def _split_at_of(piece: list[_Token], ordinary: Callable[[str], bool]) -> list[list[_Token]]:
    known = words()
    for place, token in enumerate(piece):
        if place and token.form in ("of", "for") and token.text.islower():
            before = piece[:place]
            if any(each.form in known.heads for each in before) and len(piece) <= LONGEST + 2:
                continue
            return [part for part in (before, piece[place + 1 :]) if part]
    return [piece]


def _is_place(token: _Token) -> bool:
    known = words()
    return token.form in known.demonyms or token.form in known.place_names or token.form in ("us", "uk", "eu", "usa")


def _stands_alone(token: _Token, at_start: bool, titled: bool, ordinary: Callable[[str], bool]) -> bool:
    """Whether a single capitalised word is a name."""
    known = words()
    if token.form in known.function and not (token.text.isupper() and len(token.text) > 1):
        return False
    if len(token.form) < 2 or token.form.isdigit() or token.form in known.titles or token.form in known.dates:
        return False
    if token.text.isupper() and len(token.text) <= 5:
        return not (at_start and ordinary(token.form))
    return titled or not ordinary(_key(token))


def _hint(piece: list[_Token], titled: bool) -> Hint:
    known = words()
    last, first = piece[-1], piece[0]
    if " ".join(token.form for token in piece) in known.outlet_names or (len(piece) > 1 and (last.form in known.outlets)):
        return "outlet"
    if len(piece) == 1 and first.form in known.place_names:
        return "place"
    if len(piece) == 1 and first.text.isupper() and len(first.form) <= 6:
        return "acronym"
    if len(piece) > 1 and (last.form in known.groups or any(token.form in known.groups for token in piece)):
        return "group"
    if len(piece) > 1 and (last.form in known.places or first.form in ("lake", "mount", "gulf", "bay", "cape")):
        return "place"
    return "person" if titled else ""
