"""Paragraphs, sentences and word classes of a corpus, as one flag byte a token."""

from __future__ import annotations

import sys
from functools import cache
from typing import Final

import numpy as np

from dedup.text.tables import I64, U8, U64, hash_set
from dedup.text.token_classes import flag_tokens, mark_sentences
from dedup.text.tokens import Tokens

PARAGRAPH, SENTENCE, CAPITAL, CAPITALS, NUMBER = 1, 2, 4, 8, 16
# Words whose full stop ends no sentence; a single letter (an initial, "U.S.") counts as one of them.
ABBREVIATIONS: Final = (
    "adm", "al", "apr", "approx", "aug", "ave", "capt", "cmdr", "co", "col", "corp", "cpl", "dec", "dept", "dr",
    "drs", "est", "etc", "eg",
    "feb", "fig", "fr", "gen", "gov", "hon", "ie", "inc", "jan", "jr", "jul", "jun", "lt", "ltd", "maj", "mar",
    "messrs", "mr", "mrs", "ms",
    "mt", "no", "nos", "nov", "oct", "pfc", "ph", "pres", "prof", "pvt", "rep", "reps", "rev", "sen", "sens", "sep",
    "sept", "sgt", "sr",
    "st", "supt", "univ", "viz", "vol", "vs",
)  # fmt: skip


@cache
def capital_letters() -> U8:
    """Return 1 for each upper-case or title-case letter of the basic plane, by code point."""
    return np.array(
        [chr(code).isupper() or chr(code).istitle() for code in range(min(0x10000, sys.maxunicode))], np.uint8
    )


@cache
def _short_words() -> U64:
    return hash_set(ABBREVIATIONS)


def letter_tables() -> tuple[U8, U64]:
    """Return the tables by which kernels know capital letters and abbreviations: 1 for each upper-case letter by code
    point, and the hashes of ABBREVIATIONS."""
    return capital_letters(), _short_words()


def sentence_begins(buffer: U8, offsets: I64, tokens: Tokens) -> U8:
    """Return 1 for each place of the token columns where a sentence begins (SENTENCE of `token_flags`), else 0."""
    out = np.empty(tokens.starts.size, np.uint8)
    mark_sentences(buffer, offsets, tokens, capital_letters(), _short_words(), out)
    return out


def token_flags(buffer: U8, offsets: I64, tokens: Tokens) -> U8:
    """Return a byte for each place of the token columns: PARAGRAPH and SENTENCE where one begins, CAPITAL for a first
    capital letter, CAPITALS for a word all in capitals, NUMBER for one that begins with a digit.

    A paragraph begins behind a line feed; a sentence behind a full stop, an exclamation or a question mark where the
    next word is not in lower case, but not behind an abbreviation or a single letter.
    """
    out = np.zeros(tokens.starts.size, np.uint8)
    flag_tokens(buffer, offsets, tokens, capital_letters(), _short_words(), out)
    return out
