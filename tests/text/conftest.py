"""The tokeniser once more in plain Python, as the specification of the kernels."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dedup.text.tables import character_classes
from dedup.text.tokenizing import EXTEND, INVISIBLE, SEPARATOR, SINGLE, WORD

Spans = list[tuple[int, int]]


def spell(text: str) -> Spans:
    """[start, end) of the tokens in code points of `text`, character by character."""
    classes = character_classes()
    spans: Spans = []
    opened, begin = SEPARATOR, 0
    for at, char in enumerate(text):
        kind = int(classes[ord(char)])
        if kind in (EXTEND, INVISIBLE) or (kind == WORD and opened == WORD):
            continue  # a mark belongs to what it follows, and to nothing behind a separator
        if opened != SEPARATOR:
            spans.append((begin, at))
        assert kind in (SEPARATOR, WORD, SINGLE)
        opened, begin = kind, at
    if opened != SEPARATOR:
        spans.append((begin, len(text)))
    return spans


@pytest.fixture(scope="session")
def oracle() -> Callable[[str], Spans]:
    return spell
