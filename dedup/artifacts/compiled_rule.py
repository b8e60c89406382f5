"""A rule made ready to run: its pattern is compiled when it is first needed, and sees stretches of bounded length.

What the built-in patterns need is in a table, which training/artifact_literals.py generates: to read some hundred
patterns takes as long as a small scan. A pattern that is not in it, or was changed since, is read at its first use.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, NamedTuple

import regex

from dedup.artifacts.checks import CHECKS, Check
from dedup.artifacts.document import Document, Span
from dedup.artifacts.needed_literals import ANYTHING, PatternPart, share_of_literals
from dedup.artifacts.quick_patterns import quick_pattern
from dedup.artifacts.regex_reader import ignores_case, read_pattern
from dedup.artifacts.rule import SCOPES, BuiltInRule, Rule
from dedup.cached_property import cached_property
from dedup.literals import WHOLE, Literal, LiteralUse

TABLE: Final = Path(__file__).with_name("literals.json")


def key_of(pattern: str, ignore_case: bool) -> str:
    """Return the key of a pattern in the table."""
    return blake2b(f"{ignore_case:d}{pattern}".encode("utf-8", "replace"), digest_size=8).hexdigest()


def row_of(part: PatternPart) -> list[Any]:
    """Return the row of a pattern: its width, and its literals by the kinds of characters beside them."""
    beside: dict[tuple[int, int], list[str]] = {}
    for literal in part.needs or ():
        beside.setdefault((literal.left, literal.right), []).append(literal.text)
    return [
        part.width,
        None if part.needs is None else [[left, right, *texts] for (left, right), texts in beside.items()],
    ]


@cache
def rows() -> dict[str, list[Any]]:
    """Return the rows of the table that ships, by `key_of`; none where there is no table."""
    try:
        found: dict[str, list[Any]] = json.loads(TABLE.read_text(encoding="ascii"))["patterns"]
    except FileNotFoundError:
        return {}
    return found


def known_part(pattern: str, *, ignore_case: bool = False) -> PatternPart:
    """Return the width and the needs of a pattern, from the table or by reading it; the rest of the part says
    nothing."""
    row = rows().get(key_of(pattern, ignore_case))
    if row is None:
        return read_pattern(pattern, ignore_case=ignore_case)
    width, groups = row
    needs = (
        None
        if groups is None
        else tuple(Literal(text, left, right) for left, right, *texts in groups for text in texts)
    )
    return ANYTHING._replace(width=width, needs=needs)


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
        self._flags = regex.VERSION1 | (regex.IGNORECASE if rule.ignore_case else 0)
        self.source = rule.filtering
        self.windows: LiteralUse | None = None
        self.presence: LiteralUse | None = None
        given = tuple(Literal(text) for text in rule.literals)
        if self.source is None:
            self.presence = LiteralUse(given, True, WHOLE) if given else None
            return
        part = known_part(self.source, ignore_case=rule.ignore_case)
        self.reach = part.width + 2
        share = share_of_literals(part.needs)
        if part.needs is not None and share < COMMON:
            self.windows = LiteralUse(part.needs, ignores_case(self.source, rule.ignore_case), self.reach)
        if given and share_of_literals(given) < max(share, SELDOM):
            self.presence = LiteralUse(given, True, WHOLE)

    @cached_property
    def pattern(self) -> Any:
        """Return the compiled pattern."""
        return regex.compile(self.source, self._flags)

    @cached_property
    def quick(self) -> re.Pattern[str] | None:
        """Return the same pattern as `re` compiles it, where it can: for rules that ship, as `re` knows no time
        limit."""
        if self.source is None or not isinstance(self.rule, BuiltInRule):
            return None
        return quick_pattern(self.source, ignore_case=self.rule.ignore_case)

    @cached_property
    def _antipatterns(self) -> list[tuple[Any, int]]:
        return [
            (regex.compile(source, self._flags), read_pattern(source, ignore_case=self.rule.ignore_case).width + 2)
            for source in self.rule.antipatterns
        ]

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
            if not self._is_forbidden(document.text, *match.span()):
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
        quick = self.quick if self.quick is not None and document.is_usual else None
        for start, end in windows:
            if end - start >= PIECE:
                yield from self._matches_by_piece(quick, text, start, min(end, len(text)))
            elif quick is not None:  # as nearly all tries are of a short window, without one more call
                self._left()
                yield from quick.finditer(text, start, end)
            else:
                yield from self.pattern.finditer(text, start, end, timeout=self._left())

    def _matches_by_piece(self, quick: re.Pattern[str] | None, text: str, start: int, end: int) -> Iterator[Any]:
        last = start
        for begin in range(start, end, PIECE):
            low, high = max(begin, last), min(begin + PIECE + self.reach, end)
            left = self._left()
            found = quick.finditer(text, low, high) if quick else self.pattern.finditer(text, low, high, timeout=left)
            for match in found:
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

    def _is_forbidden(self, text: str, start: int, end: int) -> bool:
        """Return whether a match of an antipattern overlaps [start, end)."""
        for pattern, reach in self._antipatterns:
            low, high = max(0, start - reach), min(len(text), end + reach)
            # One does not hide another
            for match in pattern.finditer(text, low, high, overlapped=True, timeout=self._left()):
                if match.start() < end and start < match.end():
                    return True
        return False
