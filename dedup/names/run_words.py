"""The words of a run of capitalised words, and what ties each to the one before it."""

from __future__ import annotations

from typing import Final, NamedTuple

import regex

from dedup.names.spelled import APOSTROPHES, spelled

_WORD: Final = regex.compile(r"\p{L}[\p{L}\p{M}\p{N}]*+|\p{N}++")
_HYPHENS: Final = "-‐‑‒"


class Token(NamedTuple):
    """A word of a run; `tie` is what stands before it: "" for the first, else " ", "-", "'" or "."."""

    start: int
    end: int
    form: str
    bits: int
    tie: str
    lower: bool


def tokens_of(run: str) -> list[Token]:
    """The words of a run; what apostrophes tie is one word (Sha'abi), and so are dotted letters (U.S.); the s of an
    owner stands apart."""
    found: list[Token] = []
    for match in _WORD.finditer(run):
        start, end = match.span()
        text = match[0]
        if not found:
            tie = ""
        else:
            last = found[-1]
            between = run[last.end : start]
            tie = "'" if between in APOSTROPHES else "-" if between in _HYPHENS else "." if between == "." else " "
            if tie == "'" and text in ("s", "S"):
                found.append(Token(start, end, "s", 0, "'", True))
                continue
            if tie == "'" or (
                tie == "." and end - start == 1 and (last.end - last.start == 1 or run[last.end - 2] == ".")
            ):
                known = spelled(run[last.start : end])
                found[-1] = Token(last.start, end, known.form, known.bits, last.tie, last.lower)
                continue
        known = spelled(text)
        found.append(Token(start, end, known.form, known.bits, tie, text[0].islower()))
    return found
