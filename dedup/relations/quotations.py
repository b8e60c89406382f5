"""Which words of an article are somebody else's: quotations, and posts of social networks that pages embed."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numba import uint8

from dedup.text.jit import inlined, kernel
from dedup.text.tables import I64, U8
from dedup.text.tokens import Tokens

POST_WORDS: Final = 90  # before its signature that an embedded post takes at most, within its line: 280 characters and the name


@inlined
def signs_post(text: Any, start: Any, end: Any) -> Any:
    """Whether the word at text[start:end] is the handle in "(@handle)" or stands in a link that embedded posts end with."""
    if start >= 2 and text[start - 1] == uint8(64) and text[start - 2] == uint8(40):
        return text[end] == uint8(41)
    if start >= 4 and text[start - 1] == uint8(46) and text[end] == uint8(46) and end - start == 7:  # pic.twitter.com
        return (
            text[start - 4] == uint8(112) and text[start - 3] == uint8(105) and text[start - 2] == uint8(99)
            and text[start] == uint8(116) and text[start + 1] == uint8(119)
        )  # fmt: skip
    if start >= 4 and text[start - 1] == uint8(46) and text[end] == uint8(47) and end - start == 2:  # //t.co/, not //t.me/
        return (
            text[start - 2] == uint8(116) and text[start - 3] == uint8(47) and text[start - 4] == uint8(47)
            and text[start] == uint8(99) and text[start + 1] == uint8(111)
        )  # fmt: skip
    return False


@kernel
def mark_quoted(text: Any, starts: Any, ends: Any, out: Any) -> Any:
    """out[i] = 1 where word i (bytes starts[i] to ends[i] of the UTF-8 `text`) stands inside quotation marks or in an embedded post.

    Straight marks open and close by turns, the others by their shape; what one kind opened, another does not close, but straight
    and curly marks are mixed. Single marks are left out since they are apostrophes too. A line feed closes what a paragraph left
    open, and a straight mark behind a digit opens nothing (5'10"). A post is the line up to its signature, "(@handle)" or a link of
    Twitter, at most POST_WORDS words.
    """
    opened = 0  # 1 by a straight or curly mark, 2 by a low one, 3 by a guillemet, 4 and 5 by corner brackets
    line = 0
    at = np.int64(0)
    for i in range(starts.size):
        if i > 0:
            at = max(at, np.int64(ends[i - 1]))  # no mark stands inside a word
        while at < starts[i]:
            byte = text[at]
            if byte == uint8(10):
                opened = 0
                line = i
            elif byte == uint8(34):
                if opened == 0:
                    opened = 0 if at > 0 and uint8(48) <= text[at - 1] <= uint8(57) else 1
                elif opened <= 2:
                    opened = 0
            elif byte == uint8(0xE2) and text[at + 1] == uint8(0x80):
                mark = text[at + 2]
                if mark == uint8(0x9C):
                    opened = 1 if opened == 0 else 0 if opened == 2 else opened
                elif mark == uint8(0x9D) and opened <= 2:
                    opened = 0
                elif mark == uint8(0x9E) and opened == 0:
                    opened = 2
            elif byte == uint8(0xC2):
                if text[at + 1] == uint8(0xAB) and opened == 0:
                    opened = 3
                elif text[at + 1] == uint8(0xBB) and opened == 3:
                    opened = 0
            elif byte == uint8(0xE3) and text[at + 1] == uint8(0x80):
                mark = text[at + 2]
                if opened == 0 and (mark == uint8(0x8C) or mark == uint8(0x8E)):
                    opened = 4 if mark == uint8(0x8C) else 5
                elif (mark == uint8(0x8D) and opened == 4) or (mark == uint8(0x8F) and opened == 5):
                    opened = 0
            at += 1
        out[i] = uint8(1 if opened else 0)
        if signs_post(text, np.int64(starts[i]), np.int64(ends[i])):
            out[max(line, i - POST_WORDS) : i + 1] = uint8(1)


@kernel
def mark_articles(buffer: Any, offsets: Any, first: Any, counts: Any, starts: Any, ends: Any, out: Any) -> Any:
    """`mark_quoted` for each article of the token columns, by place."""
    for doc in range(counts.size):
        begin, end = first[doc], first[doc] + counts[doc]
        mark_quoted(buffer[offsets[doc] :], starts[begin:end], ends[begin:end], out[begin:end])
    return 0


@kernel
def count_marked(marks: Any, begins: Any, ends: Any, out: Any) -> Any:
    """out[k] = how many of marks[begins[k] : ends[k]] are set."""
    for k in range(begins.size):
        found = 0
        for place in range(begins[k], ends[k]):
            found += marks[place]
        out[k] = found
    return 0


def quoted_words(buffer: U8, offsets: I64, tokens: Tokens) -> U8:
    """One for each place of the token columns whose word is quoted; places that no article uses hold anything."""
    out = np.empty(tokens.starts.size, np.uint8)
    mark_articles(buffer, offsets, tokens.first, tokens.counts, tokens.starts, tokens.ends, out)
    return out
