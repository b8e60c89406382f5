"""Where find_credits has to look in a text."""

from __future__ import annotations

from typing import Final, NamedTuple

from dedup.provenance.credit_search import DATELINES, HELD, URLS
from dedup.provenance.sources import Name

ALL: Final = DATELINES | HELD | URLS


class Places(NamedTuple):
    """What may be a credit in one text.

    names: the sources' names in order, each with whether it may be a byline or a sign-off; words: where PHRASE_WORDS
    stand; parts: what else may be there, as bits (DATELINES, HELD, URLS).
    """

    names: list[tuple[Name, bool]]
    words: list[tuple[str, int]]
    parts: int


NOTHING: Final = Places([], [], 0)
