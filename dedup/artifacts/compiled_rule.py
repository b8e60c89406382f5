"""A rule made ready to run: its pattern is compiled when it is first needed, and sees stretches of bounded length."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import regex

from dedup.artifacts.checks import CHECKS, Check
from dedup.artifacts.document import Document, Span
from dedup.artifacts.needed_literals import share_of_literals
from dedup.artifacts.pattern_table import known_needs
from dedup.artifacts.quick_patterns import engines_agree, overlapping_matches, quick_pattern
from dedup.artifacts.regex_reader import ignores_case
from dedup.artifacts.rule import SCOPES, BuiltInRule, Rule
from dedup.cached_property import cached_property
from dedup.literals import WHOLE, Literal, LiteralUse

PIECE: Final = 4_000  # characters that a pattern is tried on at once
LONGEST_CHECKED: Final = 100_000  # characters that a check sees at once; longer texts are cut at line breaks
TIME_LIMIT: Final = 1.0
"""Seconds that a rule of the user may take on one article. A pattern that gets a stretch of PIECE characters done in a
millisecond has a million times the time that it needs on a long article; one that grows exponentially never ends."""
BUILT_IN_LIMIT: Final = 20.0
"""The same for a rule that ships, a net that was never needed so far: the bounds above catch what it would."""
SELDOM: Final = (
    1.1e-3  # share of a text's places: to look up literals at fewer costs less than the tries that they spare
)
COMMON: Final = 0.02  # share of a text's places: literals that are at more of them make the whole text one window


class RuleMark(NamedTuple):
    """What a rule marks: [start, end) of a document's text, and what its check says of it."""

    start: int
    end: int
    note: str


def _mark_of(span: tuple[int, int] | tuple[int, int, str]) -> RuleMark:
    start, end, *note = span
    return RuleMark(start, end, str(note[0]) if note else "")


class RulePattern:
    """A pattern of a rule, compiled when it is first run: by `re` for stretches on which the engines agree, if the rule
    ships (`re` knows no time limit) and `re` can express it; else by `regex`. `needs` is what a match cannot do
    without, `reach` how many characters around a place decide whether one is there."""

    def __init__(self, source: str, rule: Rule) -> None:
        self._source = source
        self._rule = rule
        self.needs = known_needs(source, ignore_case=rule.ignore_case)
        self.reach = self.needs.width + 2

    @cached_property
    def full(self) -> Any:
        """The pattern as `regex` compiles it."""
        return regex.compile(self._source, regex.VERSION1 | (regex.IGNORECASE if self._rule.ignore_case else 0))

    @cached_property
    def quick(self) -> re.Pattern[str] | None:
        """The pattern as `re` compiles it, None where `regex` alone may run it."""
        if not isinstance(self._rule, BuiltInRule):
            return None
        return quick_pattern(self._source, ignore_case=self._rule.ignore_case)

    def matches(self, document: Document, start: int, end: int, seconds: float) -> Iterator[Any]:
        """Return the matches in a stretch of a document. Raises TimeoutError while they are read."""
        if self._engines_agree(document, start, end) and self.quick is not None:
            return self.quick.finditer(document.text, start, end)
        found: Iterator[Any] = self.full.finditer(document.text, start, end, timeout=seconds)
        return found

    def overlapping(self, document: Document, start: int, end: int, seconds: float) -> Iterator[Any]:
        """Return the same, with matches that overlap one another."""
        if self._engines_agree(document, start, end) and self.quick is not None:
            return overlapping_matches(self.quick, document.text, start, end)
        found: Iterator[Any] = self.full.finditer(document.text, start, end, overlapped=True, timeout=seconds)
        return found

    def _engines_agree(self, document: Document, start: int, end: int) -> bool:
        """Return whether the engines see the same characters in a stretch, and before it as far as they look back."""
        return document.is_usual or engines_agree(document.text[max(0, start - self.reach) : end])


class CompiledRule:
    """A rule with what the literal finder is to look for.

    `windows` are the literals around which the pattern is tried, `presence` those of which one must be anywhere in the
    text. A rule with neither is tried on every text.
    """

    def __init__(
        self,
        rule: Rule,
        checks: Mapping[str, Check] = CHECKS,
        time_limit: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`checks` are the functions that rules name; `time_limit` is that of one document, in seconds of `clock`."""
        self.rule = rule
        self.anywhere = set(rule.scope) == set(SCOPES)
        self._check = None if rule.check is None else checks[rule.check]
        usual = BUILT_IN_LIMIT if isinstance(rule, BuiltInRule) else TIME_LIMIT
        self._time_limit = usual if time_limit is None else time_limit
        self._clock = clock
        self._deadline = 0.0
        self.source = rule.filtering
        self.windows: LiteralUse | None = None
        self.presence: LiteralUse | None = None
        given = tuple(Literal(text) for text in rule.literals)
        if self.source is None:
            self.presence = LiteralUse(given, True, WHOLE) if given else None
            return
        self.pattern = RulePattern(self.source, rule)
        needs = self.pattern.needs
        if needs.literals is not None and needs.share < COMMON:
            self.windows = LiteralUse(needs.literals, ignores_case(self.source, rule.ignore_case), self.pattern.reach)
        if given and share_of_literals(given) < max(needs.share, SELDOM):
            self.presence = LiteralUse(given, True, WHOLE)

    @cached_property
    def _antipatterns(self) -> list[RulePattern]:
        return [RulePattern(source, self.rule) for source in self.rule.antipatterns]

    def find(self, document: Document, windows: Iterable[Span]) -> Iterable[RuleMark]:
        """Return what the rule marks in these windows of the document (a check: in all of it). Raises TimeoutError, at
        once or while the marks are read.

        Time is that of the wall between two stretches. Within one it is what the process computes, since nothing else
        ends a pattern that is under way: on a busy machine one stretch may take longer.
        """
        if self._check is None:
            return self._searched(document, windows)
        if self.source is None and len(document.text) <= LONGEST_CHECKED:
            return map(_mark_of, self._check(document))
        return self._checked(self._check, document, windows)

    def _searched(self, document: Document, windows: Iterable[Span]) -> Iterator[RuleMark]:
        for match in self._matches(document, windows):
            if self.rule.literals and not any(literal in document.lower for literal in self.rule.literals):
                return
            if not self._is_forbidden(document, *match.span()):
                marked, behind = match.span("mark" if "mark" in match.re.groupindex else 0)
                if marked < 0:  # a group that is optional, and did not match
                    marked, behind = match.span()
                yield RuleMark(marked, behind, "")

    def _checked(self, check: Check, document: Document, windows: Iterable[Span]) -> Iterator[RuleMark]:
        if self.source is not None and not any(True for _ in self._matches(document, windows)):
            return
        for start, piece in document.cut(LONGEST_CHECKED):
            for mark in map(_mark_of, check(piece)):
                yield RuleMark(start + mark.start, start + mark.end, mark.note)

    def _matches(self, document: Document, windows: Iterable[Span]) -> Iterator[Any]:
        """Yield the matches in some windows of the document."""
        self._deadline = self._clock() + self._time_limit
        text = document.text
        quick = self.pattern.quick if document.is_usual else None
        for start, end in windows:
            if end - start >= PIECE:
                yield from self._matches_by_piece(document, start, min(end, len(text)))
            elif quick is not None:  # as nearly all tries are of a short window, without one more call
                self._left()
                yield from quick.finditer(text, start, end)
            else:
                yield from self.pattern.matches(document, start, end, self._left())

    def _matches_by_piece(self, document: Document, start: int, end: int) -> Iterator[Any]:
        last = start
        for begin in range(start, end, PIECE):
            low, high = max(begin, last), min(begin + PIECE + self.pattern.reach, end)
            for match in self.pattern.matches(document, low, high, self._left()):
                if match.start() >= begin + PIECE:
                    break
                last = match.end()
                yield match

    def _left(self) -> float:
        """Return the seconds that the rule has left on the document. Raises TimeoutError where there are none."""
        left = self._deadline - self._clock()
        if left <= 0:
            raise TimeoutError
        return left

    def _is_forbidden(self, document: Document, start: int, end: int) -> bool:
        """Return whether a match of an antipattern overlaps [start, end)."""
        for pattern in self._antipatterns:
            low, high = max(0, start - pattern.reach), min(len(document.text), end + pattern.reach)
            # One does not hide another
            for match in pattern.overlapping(document, low, high, self._left()):
                if match.start() < end and start < match.end():
                    return True
        return False
