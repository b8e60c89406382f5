"""Checks: what a rule looks for that no pattern can say; each takes a Document and yields spans [start, end) of its text.

A third item of a span, if there is one, is a note that the rule's message may tell as {note}.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from dedup.artifacts.checks.acronyms import doubled_acronyms
from dedup.artifacts.document import Document

Check = Callable[[Document], Iterable[tuple[int, int] | tuple[int, int, str]]]

CHECKS: Final[dict[str, Check]] = {
    "doubled-acronym": doubled_acronyms,
}
