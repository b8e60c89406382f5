"""Checks: what a rule looks for that no pattern can say; each takes a Document and yields spans of its text, some with a note."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from dedup.artifacts.checks.acronyms import doubled_acronyms
from dedup.artifacts.checks.spinner import tortured_collocations, tortured_names, tortured_phrases, tortured_renderings
from dedup.artifacts.document import Document

CHECKS: Final[dict[str, Callable[[Document], Iterable[tuple[int, int] | tuple[int, int, str]]]]] = {
    "doubled-acronym": doubled_acronyms,
    "tortured-collocation": tortured_collocations,
    "tortured-name": tortured_names,
    "tortured-phrase": tortured_phrases,
    "tortured-rendering": tortured_renderings,
}
