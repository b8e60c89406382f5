"""Links: places where a text itself says that two names are one, "X (ABC)" and "X, also known as Y"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

import msgspec
import numpy as np
import regex

from dedup.names.link_kernels import find_links
from dedup.text.columns import Columns
from dedup.text.tables import U8, hash_tokens

REACH: Final = 160  # bytes looked at on either side of a link
MOST: Final = 64  # links of one article

_SHORT: Final = regex.compile(r"\((?:the |or |known as |formerly )?(?P<short>\p{Lu}[\p{L}\p{N}&.-]{1,9})\)")
_KNOWN: Final = regex.compile(
    r"(?:,? ?\(?(?:also|better|otherwise|formerly|commonly|locally|previously|widely|then) (?:known|called|referred to)(?: \w+){0,4}? as|,? a\.?k\.?a\.?|,? also called) ?(?:the )?"
)
_NAME: Final = r"\p{Lu}[\p{L}\p{M}'’‘ʼ-]*"
_LONG: Final = regex.compile(
    rf"(?:(?:al|el|de|von|van|bin)-?)?{_NAME}(?:[ -](?:of the |of |for |and |the |al-|el-|bin |de )?{_NAME}|[ ]\p{{Ll}}+(?=s?,? ?$)){{0,7}}"
)


class Link(msgspec.Struct, frozen=True):
    """Two names as they stand in the text, and what ties them; of an acronym, `other` is the short form."""

    name: str
    other: str
    relation: Literal["acronym", "also_known_as"]


def links_in(columns: Columns, flags: U8) -> Iterator[tuple[int, Link]]:
    """(article in the batch, link) of each link in a batch."""
    buffer, offsets, tokens = columns
    marks = np.sort(hash_tokens(["known", "aka", "called"]))
    out = np.empty((4096, 3), np.int64)
    while True:
        number = find_links(
            buffer, offsets, tokens.first, tokens.counts, tokens.starts, tokens.ends, tokens.hashes, flags, marks, MOST, out
        )
        if number <= out.shape[0]:
            break
        out = np.empty((2 * number, 3), np.int64)
    for article, begin, end in out[:number].tolist():
        base, last = int(offsets[article]), int(offsets[article + 1])
        before = bytes(buffer[max(base, base + begin - REACH) : base + begin]).decode("utf-8", "ignore")
        here = bytes(buffer[base + begin : base + end]).decode("utf-8", "replace")
        after = bytes(buffer[base + end : min(last, base + end + REACH)]).decode("utf-8", "ignore")
        link = _acronym(before, here) if here.startswith("(") else _known_as(before + here, after)
        if link is not None:
            yield article, link


def _acronym(before: str, here: str) -> Link | None:
    """The words before "(ABC)" that its letters stand for (after Schwartz and Hearst 2003)."""
    short = here[1:-1]
    letters = [c.lower() for c in short if c.isalnum()]
    words = list(regex.finditer(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*", before))
    words = words[-2 * len(letters) - 3 :]
    at = len(words) - 1
    place = len(letters) - 1
    first = None
    while place >= 0 and at >= 0:
        word = words[at][0].lower()
        if word[0] == letters[place]:
            place -= 1
            first = at
        elif word not in _SMALL and first is not None and not words[at][0][0].isupper():
            return None
        at -= 1
    if place >= 0 or first is None or not words[first][0][0].isupper():
        return None
    name = before[words[first].start() :].rstrip(" \"'”’")
    if len(name.split()) < 2 or any(c in name for c in ".;:!?\n()"):
        return None
    return Link(name, short, "acronym")


_SMALL: Final = frozenset(["of", "the", "for", "and", "in", "on", "de", "al", "el", "la", "du", "des", "y", "und"])


def _known_as(before: str, after: str) -> Link | None:
    found = None
    for found in _KNOWN.finditer(before + after[:60]):
        pass
    if found is None:
        return None
    text = before + after
    left = regex.sub(r"[,\s(]+$", "", text[: found.start()])
    left = regex.sub(r"\s*\([^()]{1,12}\)$", "", left)
    right = text[found.end() :].lstrip(" \"'“‘")
    name = None
    for name in _LONG.finditer(left[-100:]):
        pass
    other = _LONG.match(right)
    if name is None or other is None or name.end() < len(left[-100:]):
        return None
    return Link(name[0], other[0], "also_known_as")
