"""The data of `furniture`, read from furniture.toml, where each table says what it is for."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Final, Literal

import msgspec


class Pattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A regular expression for folded units that begin with one of `first`."""

    kind: str
    scope: Literal["unit", "end", "line"]
    max_words: int
    first: list[str]
    regex: str
    without_stop: bool = False


class _Triggers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    max_words: int
    symbols: str
    short: frozenset[str]
    strong: frozenset[str]
    free: frozenset[str]


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    share: frozenset[str]
    share_names: frozenset[str]
    share_fillers: frozenset[str]
    stamp_heads: frozenset[str]
    stamp: frozenset[str]
    agency: frozenset[str]
    agency_names: frozenset[str]


class _Ends(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    caption: str
    contributed: str
    read_more: str
    writer: str


class _Glance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    telling: frozenset[str]
    last: frozenset[str]
    next: dict[str, frozenset[str]]


class _Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    triggers: _Triggers
    glance: _Glance
    phrases: dict[str, list[str]]
    words: _Words
    ends: _Ends
    parts: dict[str, str]
    pattern: list[Pattern]


def _load() -> _Rules:
    source = files("dedup.text").joinpath("furniture.toml").read_text(encoding="utf-8")
    rules = msgspec.convert(tomllib.loads(source), _Rules)
    for i, pattern in enumerate(rules.pattern):
        regex = pattern.regex
        for name, part in rules.parts.items():
            regex = regex.replace(f"<{name}>", part)
        rules.pattern[i] = msgspec.structs.replace(pattern, regex=regex)
    return rules


_RULES: Final = _load()

TRIGGERS: Final = _RULES.triggers.short
STRONG_TRIGGERS: Final = _RULES.triggers.strong
FREE_TRIGGERS: Final = _RULES.triggers.free
MAX_WORDS: Final = _RULES.triggers.max_words
SYMBOLS: Final = _RULES.triggers.symbols

TELLING_WORDS: Final = _RULES.glance.telling
LAST_WORDS: Final = _RULES.glance.last
NEXT_WORDS: Final = _RULES.glance.next

PHRASES: Final = _RULES.phrases
FURNITURE_KINDS: Final = tuple(PHRASES)
PARTS: Final = _RULES.parts
PATTERNS: Final = _RULES.pattern

SHARE_WORDS: Final = _RULES.words.share
SHARE_NAMES: Final = _RULES.words.share_names
SHARE_FILLERS: Final = _RULES.words.share_fillers
STAMP_HEADS: Final = _RULES.words.stamp_heads
STAMP_WORDS: Final = _RULES.words.stamp | STAMP_HEADS
AGENCY_WORDS: Final = _RULES.words.agency
AGENCY_NAMES: Final = _RULES.words.agency_names

CAPTION_END: Final = _RULES.ends.caption
CONTRIBUTED_END: Final = _RULES.ends.contributed
READ_MORE_END: Final = _RULES.ends.read_more
WRITER_END: Final = _RULES.ends.writer
