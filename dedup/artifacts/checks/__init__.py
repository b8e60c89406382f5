"""Checks: what a rule looks for that no pattern can say; each takes a Document and yields spans [start, end) of its text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from dedup.artifacts.checks.acronyms import doubled_acronyms
from dedup.artifacts.checks.romanisation import mixed_romanisations
from dedup.artifacts.document import Document

CHECKS: Final[dict[str, Callable[[Document], Iterable[tuple[int, int]]]]] = {
    "doubled-acronym": doubled_acronyms,
    "mixed-romanisation": mixed_romanisations,
}
