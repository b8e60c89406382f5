"""Reads a pattern in the syntax of the regex package, as far as it is needed to look it up by literals.

What the reader does not understand may match anything.
"""

from __future__ import annotations

import re
import string
from typing import Final

from dedup.artifacts.needed_literals import (
    ANYTHING,
    LINE_END,
    LINE_START,
    NOTHING,
    UNKNOWN,
    WORD_BORDER,
    Border,
    Literals,
    Lookaround,
    PatternPart,
    character,
    lead_bytes,
    one_of,
    plain,
    plain_alternatives,
    repeated,
    sequence,
)
from dedup.literals import characters as kinds

CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b"}
LETTERS: Final = kinds.LOWER | kinds.UPPER
_SPACES: Final = kinds.BLANK | kinds.BREAK | kinds.OTHER | kinds.HIGH
ESCAPED: Final = {
    "w": kinds.WORD | kinds.HIGH,
    "W": kinds.CHARACTER & ~kinds.WORD,
    "d": kinds.DIGIT | kinds.HIGH,
    "D": kinds.CHARACTER & ~kinds.DIGIT,
    "s": _SPACES,
    "h": _SPACES,
    "S": kinds.CHARACTER & ~(kinds.BLANK | kinds.BREAK),
}
PROPERTIES: Final = {
    "Lu": kinds.UPPER | kinds.HIGH, "Lt": kinds.HIGH, "Ll": kinds.LOWER | kinds.HIGH, "L": LETTERS | kinds.HIGH,
    "N": kinds.DIGIT | kinds.HIGH, "Nd": kinds.DIGIT | kinds.HIGH,
}  # fmt: skip
# Rare letters, which later versions of Unicode add to: found by the first byte, as emoji are
_BEYOND: Final = "\U00010000-\U0010ffff"
_SCRIPT_RANGES: Final = {
    "Cyrillic": "\u0400-\u052f\u1c80-\u1c8f\u1d2b-\u1d78\u2de0-\u2dff\ua640-\ua69f\ufe2e-\ufe2f",
    "Arabic": "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Hebrew": "\u0591-\u05f4\ufb1d-\ufb4f",
    "Greek": "\u0370-\u03ff\u1d26-\u1dbf\u1f00-\u1fff\u2126-\u2126\uab65-\uab65",
    "Hiragana": "\u3041-\u309f",
    "Katakana": "\u30a1-\u32fe\u3300-\u3357\uff66-\uff9d",
    "Han": "\u2e80-\u303b\u3400-\u9fff\uf900-\ufad9",
}
SCRIPTS: Final = {
    name: lead_bytes(zip((r + _BEYOND)[::3], (r + _BEYOND)[2::3], strict=True)) for name, r in _SCRIPT_RANGES.items()
}

PatternItem = PatternPart | Lookaround | Border

UNBOUNDED: Final = 60  # repeats that an open repeat is taken for: no word or name is longer
WIDEST: Final = 2_000  # characters that a match is supposed to reach at most, whatever the pattern says
MEMBERS: Final = 8  # of a class that is taken for alternatives
_DEEPEST: Final = 40  # nested groups

_FLAGS: Final = re.compile(r"([aimsxurLbepwfV01]+)(?:-[a-zA-Z]+)?[:)]")
_PLAIN: Final = re.compile(r"[A-Za-z0-9 ,'’:;-]{2,}(?![*+?{])")  # the last one is repeated by what follows
_WORDS: Final = re.compile(r"[A-Za-z0-9 ,'’:;-]+(?:\|[A-Za-z0-9 ,'’:;-]+)+(?=\))")


class _UnreadableError(Exception):
    """The pattern has what this reader does not know."""


def read_pattern(pattern: str, *, ignore_case: bool = False) -> PatternPart:
    """Return what is known of a pattern's matches; one that cannot be read may match anything of WIDEST characters."""
    reader = _Reader(pattern, ignore_case)
    try:
        part = sequence(reader.alternatives(0))
        if reader.at < len(pattern):
            raise _UnreadableError(pattern)
    except (_UnreadableError, IndexError, ValueError):
        return UNKNOWN._replace(width=WIDEST)
    return part._replace(width=min(part.width, WIDEST))


def ignores_case(pattern: str, ignore_case: bool = False) -> bool:
    """Return whether the case of letters is ignored in any part of the pattern; its literals are then in lower case."""
    return ignore_case or "i" in _flags(pattern)


def _flags(pattern: str) -> set[str]:
    """Return the flags that are in force in some part of the pattern."""
    heads = (_FLAGS.match(head) for head in pattern.split("(?")[1:])
    return {flag for head in heads if head is not None for flag in head[1]}


class _Reader:
    def __init__(self, pattern: str, ignore_case: bool) -> None:
        self.pattern = pattern
        self.at = 0
        flags = _flags(pattern)
        self.folds = ignores_case(pattern, ignore_case)
        self.verbose = "x" in flags
        self.lines = "m" in flags
        self._groups: dict[str, PatternPart] = {}  # by name: what a back reference to a group may be

    def alternatives(self, depth: int) -> list[PatternItem]:
        """Read up to the closing bracket or the end; what is between bars is one item."""
        if depth > _DEEPEST:
            raise _UnreadableError(self.pattern)
        words = None if self.verbose else _WORDS.match(self.pattern, self.at)
        if words is not None:
            self.at = words.end()
            part = plain_alternatives((words[0].lower() if self.folds else words[0]).split("|"))
            return [part._replace(first=self._kinds(part.first), last=self._kinds(part.last))]
        branches = [self._sequence(depth)]
        while self._next("|"):
            branches.append(self._sequence(depth))
        return branches[0] if len(branches) == 1 else [one_of([sequence(branch) for branch in branches])]

    def _next(self, text: str) -> bool:
        if self.pattern.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def _until(self, mark: str) -> str:
        end = self.pattern.index(mark, self.at)
        piece = self.pattern[self.at : end]
        self.at = end + len(mark)
        return piece

    def _sequence(self, depth: int) -> list[PatternItem]:
        items: list[PatternItem] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            if self.verbose and self._skipped():
                continue
            item = self._item(depth)
            if isinstance(item, list):  # a group, whose items join those around it unless it is repeated
                if self._at_repeat():
                    least, most = self._times()
                    rest = repeated(sequence(item), max(0, least - 1), most - (1 if least else 0))
                    # The first time is beside what is before it
                    items += [*(item if least else []), self._repeat(rest)]
                else:
                    items += item
            elif isinstance(item, PatternPart):
                items.append(self._repeat(item))
            elif item is not None:
                items.append(item)
        return items

    def _skipped(self) -> bool:
        if self.pattern[self.at] == "#":
            self.at = (self.pattern.find("\n", self.at) + 1) or len(self.pattern)
            return True
        if self.pattern[self.at].isspace():
            self.at += 1
            return True
        return False

    def _at_repeat(self) -> bool:
        while self.verbose and self.at < len(self.pattern) and self._skipped():
            pass
        return self.pattern[self.at : self.at + 1] in tuple("*+?{")

    def _item(self, depth: int) -> PatternItem | list[PatternItem] | None:
        mark = self.pattern[self.at]
        self.at += 1
        if mark == "(":
            return self._group(depth + 1)
        if mark == "[":
            return self._class()
        if mark == "\\":
            return self._escape()
        if mark == ".":
            return ANYTHING
        if mark in "^$":
            return (LINE_START if mark == "^" else LINE_END) if self.lines else Border()
        if mark in "*+?{":
            raise _UnreadableError(self.pattern)
        match = None if self.verbose else _PLAIN.match(self.pattern, self.at - 1)
        if match is None:
            return self._literal(mark)
        self.at = match.end()
        text = match[0].lower() if self.folds else match[0]
        return plain(text, self._kinds(kinds.kind_of(text[0])), self._kinds(kinds.kind_of(text[-1])))

    def _kinds(self, found: int) -> int:
        """Return what matches where these kinds of characters do: with case ignored, letters of the other case too."""
        return found | LETTERS if self.folds and found & LETTERS else found

    def _literal(self, mark: str) -> PatternPart:
        lower = mark.lower() if self.folds and len(mark.lower()) == 1 else mark
        return character(self._kinds(kinds.kind_of(mark)), (lower,))

    def _repeat(self, part: PatternPart) -> PatternPart:
        while self._at_repeat():
            part = repeated(part, *self._times())
        return part

    def _times(self) -> tuple[int, int]:
        mark = self.pattern[self.at]
        self.at += 1
        times = {"*": (0, UNBOUNDED), "+": (1, UNBOUNDED), "?": (0, 1)}.get(mark) or self._counts()
        if self.pattern[self.at : self.at + 1] in ("?", "+"):
            self.at += 1  # lazy and possessive repeats take no other texts
        return times

    def _counts(self) -> tuple[int, int]:
        counts = self._until("}").split(",")
        if not 1 <= len(counts) <= 2 or not all(c.strip().isdigit() or not c.strip() for c in counts):
            raise _UnreadableError(self.pattern)  # a fuzzy match
        least = int(counts[0] or 0)
        return least, least if len(counts) == 1 else int(counts[1]) if counts[1].strip() else max(least, UNBOUNDED)

    def _group(self, depth: int) -> PatternItem | list[PatternItem] | None:
        look: tuple[bool, bool] | None = None  # ahead, positive
        name = ""
        if self._next("?"):
            if self._next("#"):
                self._until(")")
                return None
            if self._next("<=") or self._next("<!"):
                look = (False, self.pattern[self.at - 1] == "=")
            elif self._next("=") or self._next("!"):
                look = (True, self.pattern[self.at - 1] == "=")
            elif self._next("P<") or self._next("<"):
                name = self._until(">")
            elif self._next("P="):
                return self._groups.get(self._until(")"), UNKNOWN)
            elif not (self._next(":") or self._next(">") or self._next("|")):
                flags = self.pattern[self.at :]
                rest = flags.lstrip(string.ascii_letters + "-01")
                self.at += len(flags) - len(rest)
                if self._next(")"):
                    return None
                if not self._next(":") or len(flags) == len(rest):
                    raise _UnreadableError(self.pattern)  # a condition or a recursion
        items = self.alternatives(depth)
        if not self._next(")"):
            raise _UnreadableError(self.pattern)
        if look is None:
            if name:
                self._groups[name] = sequence(items)._replace(exact=None, needs=None)
            return items
        ahead, positive = look
        part = sequence(items)
        return Lookaround(part if positive else NOTHING._replace(width=part.width), ahead)

    def _escape(self) -> PatternPart | Border:
        mark = self.pattern[self.at]
        self.at += 1
        if mark in "bmM":
            return WORD_BORDER
        if mark in "BAZzGK":
            return Border()
        if mark in ESCAPED:
            return character(ESCAPED[mark])
        if mark in "pP":
            name = self._property()
            leads = SCRIPTS.get(name) if mark == "p" else None
            return character(
                self._kinds(PROPERTIES.get(name, kinds.CHARACTER)) if mark == "p" else kinds.CHARACTER, None, leads
            )
        if mark.isdigit() or mark in "gLXRN":
            if mark in "gLN" and self.pattern[self.at : self.at + 1] in ("<", "{"):
                self._until(">" if self.pattern[self.at] == "<" else "}")
            return UNKNOWN._replace(width=UNKNOWN.width if mark not in "LXRN" else 200)
        return self._literal(self._escaped_character(mark))

    def _escaped_character(self, mark: str) -> str:
        size = {"x": 2, "u": 4, "U": 8}.get(mark)
        if size is None:
            if mark.isalpha() and mark not in CONTROLS:
                raise _UnreadableError(self.pattern)
            return CONTROLS.get(mark, mark)
        digits = self.pattern[self.at : self.at + size]
        self.at += size
        return chr(int(digits, 16))

    def _property(self) -> str:
        if self._next("{"):
            return self._until("}").removeprefix("IsScript=").removeprefix("Script=")
        self.at += 1
        return self.pattern[self.at - 1]

    def _class(self) -> PatternPart:
        negated = self._next("^")
        members: list[str] | None = []
        found = 0
        leads: Literals | None = ()
        first = True
        while first or self.pattern[self.at] != "]":
            if not first and any(self._next(operator) for operator in ("--", "&&", "||", "~~")):
                members = None  # the union of both sides has whatever the operation leaves
                continue
            mark = self.pattern[self.at]
            self.at += 1
            first = False
            if mark == "[":
                if self._next(":"):
                    self._until(":]")
                    found, members, leads = kinds.CHARACTER, None, None
                else:
                    inner = self._class()
                    found, members, leads = found | inner.first, None, _union(leads, inner.needs)
                continue
            if mark == "\\" and self.pattern[self.at] in "wWdDsShpP":
                escaped = self._escape()
                found, members = found | (escaped.first if isinstance(escaped, PatternPart) else 0), None
                leads = _union(leads, escaped.needs if isinstance(escaped, PatternPart) else None)
                continue
            if mark == "\\":
                self.at += 1
                mark = "\b" if self.pattern[self.at - 1] == "b" else self._escaped_character(self.pattern[self.at - 1])
            if self.pattern[self.at] == "-" and self.pattern[self.at + 1] not in "]-":
                self.at += 1
                last = self.pattern[self.at]
                self.at += 1
                if last == "\\":
                    self.at += 1
                    last = self._escaped_character(self.pattern[self.at - 1])
                found |= kinds_between(mark, last)
                leads = _union(leads, lead_bytes([(mark, last)]))
                if members is not None and 0 <= ord(last) - ord(mark) < MEMBERS:
                    members += map(chr, range(ord(mark), ord(last) + 1))
                else:
                    members = None
                continue
            found |= kinds.kind_of(mark)
            leads = _union(leads, lead_bytes([(mark, mark)]))
            if members is not None:
                members.append(mark)
        self.at += 1
        if negated:
            return ANYTHING
        if self.folds:
            members = [m.lower() if len(m.lower()) == 1 else m for m in members] if members is not None else None
        known = tuple(dict.fromkeys(members or ()))
        return character(self._kinds(found), known if 0 < len(known) <= MEMBERS else None, None if known else leads)


def _union(one: Literals | None, other: Literals | None) -> Literals | None:
    return None if one is None or other is None else tuple(dict.fromkeys((*one, *other)))


def kinds_between(first: str, last: str) -> int:
    """Return the kinds of the characters from one to another."""
    found = kinds.HIGH if last > "\x7f" else 0
    for code in range(ord(first), min(ord(last), 127) + 1):
        found |= kinds.kind_of(chr(code))
    return found
