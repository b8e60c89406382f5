"""The tokens of a text that the checks of single words have to look at: nearly all words were seen in other texts."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import Final

from dedup.artifacts.checks.token_memory import TokenMemory
from dedup.artifacts.document import Document

MEMORY: Final = 100_000  # tokens remembered as harmless, in 2 MB
WORDS: Final = 10_000  # whose judgement a check keeps: those that one check lets pass and another does not


class WordCheck(IntEnum):
    """The checks that look at single words."""

    FOREIGN = 0
    GLUED = 1


HARMLESS: Final = TokenMemory(MEMORY, len(WordCheck))


@lru_cache(maxsize=1)  # several checks ask for the same text in turn
def unknown_tokens(document: Document) -> tuple[bytes, ...]:
    """Return the tokens of a text (UTF-8), each once, that are not known to be harmless to all checks."""
    return tuple(dict.fromkeys(HARMLESS.unknown(document.encoded)))
