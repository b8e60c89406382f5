"""A rule made ready to run: its pattern is compiled when it is first needed, and sees no more than stretches of bounded
length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final

import regex

from dedup.artifacts.checks import CHECKS
from dedup.artifacts.document import Document, Span
from dedup.artifacts.known_parts import known_part
from dedup.artifacts.literal_filter import WHOLE, Use
from dedup.artifacts.pattern_parts import ignores_case, read_pattern
from dedup.artifacts.rule import SCOPES, Rule
from dedup.artifacts.triggers import Trigger, share_of

PIECE: Final = 4_000  # characters that a pattern is tried on at once
LONGEST_CHECKED: Final = 100_000  # characters that a check sees at once; longer texts are cut at line breaks
# Seconds of wall clock a stretch: a net for patterns that the bounds above do not hold, never met in use
TIME_LIMIT: Final = 20.0
COMMON: Final = 0.02  # share of a text's places: literals that stand at more of them make the whole text one window

Marked = tuple[int, int, str]  # start, end, note


class CompiledRule:
    """`uses` is what the literal filter is to look for: the windows of the pattern first, then what must stand anywhere
    in the text."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.anywhere = set(rule.scope) == set(SCOPES)
        self._flags = regex.VERSION1 | (regex.IGNORECASE if rule.ignore_case else 0)
        self.source = rule.filtering
        self.windows: Use | None = None
        self.presence: Use | None = None
        given = tuple(Trigger(literal) for literal in rule.literals)
        if self.source is None:
            self.presence = Use(given, True, WHOLE) if given else None
            return
        part = known_part(self.source, ignore_case=rule.ignore_case)
        self.reach = part.width + 2
        share = share_of(part.needs)
        if part.needs is not None and share < COMMON:
            self.windows = Use(part.needs, ignores_case(self.source, rule.ignore_case), self.reach)
        if given and share_of(given) < share:
            self.presence = Use(given, True, WHOLE)

    @cached_property
    def pattern(self) -> Any:
        """The compiled pattern."""
        return regex.compile(self.source, self._flags)

    @cached_property
    def _antipatterns(self) -> list[tuple[Any, int]]:
        return [
            (regex.compile(source, self._flags), read_pattern(source, ignore_case=self.rule.ignore_case).width + 2)
            for source in self.rule.antipatterns
        ]

    def find(self, document: Document, windows: Iterable[Span]) -> Iterator[Marked]:
        """What the rule marks in these windows of the document (a check: in all of it). Raises TimeoutError."""
        if self.rule.check is not None:
            if self.source is not None and not any(
                True for start, end in windows for _ in self._matches(document.text, start, end)
            ):
                return
            for start, piece in document.cut(LONGEST_CHECKED):
                for begin, end, *note in CHECKS[self.rule.check](piece):
                    yield start + begin, start + end, str(note[0]) if note else ""
            return
        text = document.text
        named = "mark" in self.pattern.groupindex
        for start, end in windows:
            for match in self._matches(text, start, end):
                if self.rule.literals and not any(literal in document.lower for literal in self.rule.literals):
                    return
                if not self._forbidden(text, *match.span()):
                    yield *(match.span("mark") if named else match.span()), ""

    def _matches(self, text: str, start: int, end: int) -> Iterator[Any]:
        last, end = start, min(end, len(text))
        for begin in range(start, end, PIECE):
            for match in self.pattern.finditer(
                text, max(begin, last), min(begin + PIECE + self.reach, end), timeout=TIME_LIMIT
            ):
                if match.start() >= begin + PIECE:
                    break
                last = match.end()
                yield match

    def _forbidden(self, text: str, start: int, end: int) -> bool:
        """Whether a match of an antipattern overlaps [start, end)."""
        for pattern, reach in self._antipatterns:
            low, high = max(0, start - reach), min(len(text), end + reach)
            # One does not hide another
            for match in pattern.finditer(text, low, high, overlapped=True, timeout=TIME_LIMIT):
                if match.start() < end and start < match.end():
                    return True
        return False
