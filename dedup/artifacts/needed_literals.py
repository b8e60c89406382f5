"""What a match of a pattern cannot do without: literals, one of which is in each match, and how far a match can reach.

The idea is that of RE2's prefilter (R. Cox, "Regular expression matching with a trigram index", 2012): each part of a
pattern is either one of a few exact strings, or needs one of some literals, or says nothing. Whatever is not
understood says nothing, so that the answer is never too narrow.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Final, NamedTuple

from dedup.artifacts.rarity import rarity
from dedup.literals import Literal, kind_of
from dedup.literals.characters import ANY, CHARACTER, EDGE, HIGH, WORD

EXACT: Final = 256  # exact strings that a part may be one of
NEEDED: Final = 4_000  # literals that a pattern may need one of
WORTH: Final = 1e-7  # share of a text's places that a further literal must save: each makes the automaton longer
LONGEST: Final = 14  # characters of a literal; more make it hardly rarer


Literals = tuple[Literal, ...]


class PatternPart(NamedTuple):
    """What is known of a part of a pattern: the longest text it takes in characters, whether it may take none, the
    kinds that it begins and ends with, the exact strings that it is one of, and the literals that it needs one of
    (None: not known)."""

    width: int
    empty: bool
    first: int
    last: int
    exact: tuple[str, ...] | None = None
    needs: Literals | None = None


class Lookaround(NamedTuple):
    """A positive lookahead or lookbehind."""

    part: PatternPart
    ahead: bool


class Border(NamedTuple):
    """A place between two characters; `word`: one of them is of a word and one is not; else `left` and
    `right` are the kinds that may be before and behind it."""

    word: bool = False
    left: int = ANY
    right: int = ANY


NOTHING: Final = PatternPart(0, True, ANY, ANY, ("",))


def share_of_literals(literals: Literals | None) -> float:
    """Estimate the share of a text's places that have one of these literals; 1 where no literals are known."""
    return 1.0 if literals is None else min(1.0, sum(rarity(*literal) for literal in literals))


def rarest(candidates: Iterable[Literals | None]) -> Literals | None:
    """Return the candidate that is at the fewest places of a text."""
    known = [c for c in candidates if c is not None and len(c) <= NEEDED]
    return (
        None
        if not known
        else known[0]
        if len(known) == 1
        else min(known, key=lambda c: share_of_literals(c) + len(c) * WORTH)
    )


def one_of(parts: list[PatternPart]) -> PatternPart:
    """Return the part that is one of some alternatives."""
    exact = None
    if all(p.exact is not None for p in parts):
        exact = tuple(dict.fromkeys(s for p in parts for s in p.exact or ()))
        exact = exact if len(exact) <= EXACT else None
    needs = None
    if all(p.needs is not None for p in parts):
        needs = tuple(dict.fromkeys(t for p in parts for t in p.needs or ()))
    first = last = 0
    for part in parts:
        first |= part.first
        last |= part.last
    return PatternPart(max(p.width for p in parts), any(p.empty for p in parts), first, last, exact, needs)


def repeated(part: PatternPart, least: int, most: int) -> PatternPart:
    """Return `part` from `least` to `most` times."""
    exact: tuple[str, ...] | None = None
    if part.exact is not None:
        if least == most and len(part.exact) ** most <= EXACT and most <= LONGEST:
            exact = tuple("".join(strings) for strings in product(part.exact, repeat=most))
        elif least == 0 and most == 1 and len(part.exact) < EXACT:
            exact = tuple(dict.fromkeys((*part.exact, "")))
    needs = part.needs or (tuple(map(Literal, part.exact)) if part.exact and all(part.exact) else None)
    return PatternPart(
        part.width * most, part.empty or least == 0, part.first, part.last, exact, needs if least else None
    )


class _Strings:
    """Exact strings one behind the other in a sequence, until something comes that is none."""

    def __init__(self, strings: tuple[str, ...], left: int, *, border: bool) -> None:
        self.strings = strings
        self._last = strings
        self.left = left
        self.left_border = border
        self.right = ANY
        self.right_border = False

    def join(self, strings: tuple[str, ...]) -> bool:
        """Put these strings behind; return False where there would be too many."""
        if len(self.strings) * len(strings) > EXACT:
            return False
        self.strings = tuple(dict.fromkeys(a + b for a in self.strings for b in strings))
        self._last = strings
        self.right, self.right_border = ANY, False
        return True

    def cut_short(self) -> tuple[str, ...]:
        """Return the strings that were put behind last: a run that grew too long may go on from them."""
        return self._last if all(self._last) else ("",)

    def literals(self, right: int = ANY, behind: tuple[str, ...] = ("",)) -> Literals | None:
        """Return what a text needs to have one of the strings, with one of `behind` behind it."""
        found = []
        for string in self.strings:
            for more in behind:
                literal = string + more
                if not literal:
                    return None
                left = _bordered(self.left, literal[0]) if self.left_border else self.left
                end = right if more else right & self.right
                end = _bordered(end, literal[-1]) if self.right_border and not more else end
                found.append(Literal(literal[:LONGEST], left, end if len(literal) <= LONGEST else ANY))
        return tuple(dict.fromkeys(found))


def _bordered(kinds: int, character: str) -> int:
    """Return those of `kinds` that make a word border with a character."""
    kind = kind_of(character)
    return kinds if kind == HIGH else kinds & ~WORD if kind & WORD else kinds & (WORD | HIGH)


def sequence(items: list[PatternPart | Lookaround | Border]) -> PatternPart:
    """Return the part that is some items one behind the other."""
    candidates: list[Literals | None] = []
    exact: tuple[str, ...] | None = ("",)
    run: _Strings | None = None
    before, border = ANY, False
    first, opened, last, width, empty = 0, True, 0, 0, True
    for item in items:
        if isinstance(item, Border):
            if run is None:
                before, border = before & item.left, border or item.word
            else:
                run.right, run.right_border = run.right & item.right, run.right_border or item.word
            continue
        if isinstance(item, Lookaround):
            width += item.part.width
            candidates.append(item.part.needs)
            if item.ahead and run is not None:
                if item.part.exact is not None and len(item.part.exact) * len(run.strings) <= EXACT:
                    candidates.append(run.literals(behind=item.part.exact))
                if not item.part.empty:
                    run.right &= item.part.first
            elif not item.ahead and run is None and not item.part.empty:
                before &= item.part.last
            continue
        width += item.width
        first |= item.first if opened else 0
        opened = opened and item.empty
        last = item.last if not item.empty else last | item.last
        empty = empty and item.empty
        candidates.append(item.needs)
        exact = _crossed(exact, item.exact)
        if item.exact is None or run is None or not run.join(item.exact):
            if run is not None:
                candidates.append(run.literals(ANY if item.empty else item.first))
                before = before if all(run.strings) else ANY
            run = _next_run(run, item, before, border=border)
        before, border = item.last if not item.empty else item.last | before, False
    if run is not None:
        candidates.append(run.literals())
    anything = empty and not last
    return PatternPart(
        width, empty, ANY if opened else first, ANY if anything or empty else last, exact, rarest(candidates)
    )


def _next_run(run: _Strings | None, item: PatternPart, before: int, *, border: bool) -> _Strings | None:
    if item.exact is None:
        return None
    ending = ("",) if run is None else run.cut_short()
    if ending == ("",) or len(ending) * len(item.exact) > EXACT:
        return _Strings(item.exact, before, border=border)
    return _Strings(tuple(dict.fromkeys(a + b for a in ending for b in item.exact)), ANY, border=False)


def _crossed(first: tuple[str, ...] | None, second: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if first is None or second is None or len(first) * len(second) > EXACT:
        return None
    return tuple(dict.fromkeys(a + b for a in first for b in second))


def plain(text: str, first: int, last: int) -> PatternPart:
    """Return the part of characters that stand for themselves, with the kinds of the first and of the last."""
    return PatternPart(len(text), False, first, last, (text,))


def plain_alternatives(texts: list[str]) -> PatternPart:
    """Return the part that is one of several texts that stand for themselves."""
    first = last = 0
    for text in texts:
        first |= kind_of(text[0])
        last |= kind_of(text[-1])
    known = tuple(dict.fromkeys(texts))
    needs = tuple(Literal(text[:LONGEST]) for text in known)
    return PatternPart(max(map(len, texts)), False, first, last, known if len(known) <= EXACT else None, needs)


def character(kinds: int, members: tuple[str, ...] | None = None, leads: Literals | None = None) -> PatternPart:
    """Return the part of one character of these kinds, of `members` if known; `leads` are its first bytes (see
    `lead_bytes`)."""
    return PatternPart(1, False, kinds, kinds, members, leads or None)


def lead_bytes(ranges: Iterable[tuple[str, str]]) -> Literals | None:
    """Return the first byte or two in UTF-8 of the characters of these ranges, each byte as its surrogate; None if some
    are ASCII."""
    found: list[tuple[int, ...]] = []
    for first, last in ranges:
        if first < "\x80":
            return None
        low, high = first.encode("utf-8", "replace"), last.encode("utf-8", "replace")
        for lead in range(low[0], high[0] + 1):
            second = range(low[1] if lead == low[0] else 0x80, (high[1] if lead == high[0] else 0xBF) + 1)
            found += [(lead,)] if lead < 0xE0 or len(second) == 64 else [(lead, byte) for byte in second]
    return tuple(Literal("".join(chr(0xDC00 + byte) for byte in prefix)) for prefix in sorted(set(found)))


LINE_START: Final = Border(left=EDGE | kind_of("\n"))
LINE_END: Final = Border(right=EDGE | kind_of("\n"))
WORD_BORDER: Final = Border(word=True)
UNKNOWN: Final = PatternPart(60, True, ANY, ANY)  # a back reference, say
ANYTHING: Final = character(CHARACTER)
