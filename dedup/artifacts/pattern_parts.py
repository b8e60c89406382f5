"""Reads a pattern in the syntax of the regex package as far as triggers need it; what is not understood tells nothing."""

from __future__ import annotations

import re
import string
from typing import Final

from dedup.artifacts import contexts as kinds
from dedup.artifacts.triggers import (
    ANYTHING,
    LINE_END,
    LINE_START,
    NOTHING,
    UNKNOWN,
    WORD_BORDER,
    Border,
    Look,
    Part,
    character,
    one_of,
    plain,
    plain_alternatives,
    repeated,
    sequence,
)

UNBOUNDED: Final = 60  # repeats that an open repeat is taken for: no word or name is longer
WIDEST: Final = 2_000  # characters that a match is supposed to reach at most, whatever the pattern says
MEMBERS: Final = 8  # of a class that is taken for alternatives
_DEEPEST: Final = 40  # nested groups

_CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b"}
_LETTERS: Final = kinds.LOWER | kinds.UPPER
_SPACES: Final = kinds.BLANK | kinds.BREAK | kinds.OTHER | kinds.HIGH
_ESCAPED: Final = {
    "w": kinds.WORD | kinds.HIGH,
    "W": kinds.CHARACTER & ~kinds.WORD,
    "d": kinds.DIGIT | kinds.HIGH,
    "D": kinds.CHARACTER & ~kinds.DIGIT,
    "s": _SPACES,
    "h": _SPACES,
    "S": kinds.CHARACTER & ~(kinds.BLANK | kinds.BREAK),
}
_PROPERTIES: Final = {
    "Lu": kinds.UPPER | kinds.HIGH, "Lt": kinds.HIGH, "Ll": kinds.LOWER | kinds.HIGH, "L": _LETTERS | kinds.HIGH,
    "N": kinds.DIGIT | kinds.HIGH, "Nd": kinds.DIGIT | kinds.HIGH,
}  # fmt: skip
_PLAIN: Final = re.compile(r"[A-Za-z0-9 ,'’:;-]{2,}(?![*+?{])")  # the last one is repeated by what follows
_WORDS: Final = re.compile(r"[A-Za-z0-9 ,'’:;-]+(?:\|[A-Za-z0-9 ,'’:;-]+)+(?=\))")


class _Unreadable(Exception):
    """The pattern holds what this reader does not know."""


def read_pattern(pattern: str, *, ignore_case: bool = False) -> Part:
    """What is known of a pattern's matches; a pattern that cannot be read may match anything of WIDEST characters."""
    reader = _Reader(pattern, ignore_case)
    try:
        part = reader.alternatives(0)
        if reader.at < len(pattern):
            raise _Unreadable(pattern)
    except (_Unreadable, IndexError, ValueError):
        return UNKNOWN._replace(width=WIDEST)
    return part._replace(width=min(part.width, WIDEST))


class _Reader:
    def __init__(self, pattern: str, ignore_case: bool) -> None:
        self.pattern = pattern
        self.at = 0
        heads = [head for head in pattern.split("(?")[1:] if head[:1].isalpha() or head[:1] == "-"]
        flags = {flag for head in heads for flag in head[: len(head) - len(head.lstrip(string.ascii_letters + "-01"))]}
        self.folds = ignore_case or "i" in flags  # a flag in force for a part is taken for one of the whole
        self.verbose = "x" in flags and any(not h.startswith("P") for h in heads)
        self.lines = "m" in flags

    def alternatives(self, depth: int) -> Part:
        """Up to the closing bracket or the end."""
        if depth > _DEEPEST:
            raise _Unreadable(self.pattern)
        words = None if self.verbose else _WORDS.match(self.pattern, self.at)
        if words is not None:
            self.at = words.end()
            part = plain_alternatives((words[0].lower() if self.folds else words[0]).split("|"))
            return part._replace(first=self._kinds(part.first), last=self._kinds(part.last))
        branches = [self._sequence(depth)]
        while self._next("|"):
            branches.append(self._sequence(depth))
        return branches[0] if len(branches) == 1 else one_of(branches)

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

    def _sequence(self, depth: int) -> Part:
        items: list[Part | Look | Border] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            if self.verbose and self._skipped():
                continue
            item = self._item(depth)
            if item is None:
                continue
            if isinstance(item, Part):
                item = self._repeat(item)
            items.append(item)
        return sequence(items)

    def _skipped(self) -> bool:
        if self.pattern[self.at] == "#":
            self.at = (self.pattern.find("\n", self.at) + 1) or len(self.pattern)
            return True
        if self.pattern[self.at].isspace():
            self.at += 1
            return True
        return False

    def _item(self, depth: int) -> Part | Look | Border | None:
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
            raise _Unreadable(self.pattern)
        match = None if self.verbose else _PLAIN.match(self.pattern, self.at - 1)
        if match is None:
            return self._literal(mark)
        self.at = match.end()
        text = match[0].lower() if self.folds else match[0]
        return plain(text, self._kinds(kinds.kind_of(text[0])), self._kinds(kinds.kind_of(text[-1])))

    def _kinds(self, found: int) -> int:
        """What matches where these kinds of characters do: with case ignored, letters of the other case too."""
        return found | _LETTERS if self.folds and found & _LETTERS else found

    def _literal(self, mark: str) -> Part:
        lower = mark.lower() if self.folds and len(mark.lower()) == 1 else mark
        return character(self._kinds(kinds.kind_of(mark)), (lower,))

    def _repeat(self, part: Part) -> Part:
        while self.at < len(self.pattern):
            if self.verbose and self._skipped():
                continue
            mark = self.pattern[self.at]
            if mark not in "*+?{":
                return part
            self.at += 1
            least, most = {"*": (0, UNBOUNDED), "+": (1, UNBOUNDED), "?": (0, 1)}.get(mark) or self._counts()
            if not (self._next("?") or self._next("+")):
                pass  # greedy; lazy and possessive repeats take no other texts
            part = repeated(part, least, most)
        return part

    def _counts(self) -> tuple[int, int]:
        counts = self._until("}").split(",")
        if not 1 <= len(counts) <= 2 or not all(c.strip().isdigit() or not c.strip() for c in counts):
            raise _Unreadable(self.pattern)  # a fuzzy match
        least = int(counts[0] or 0)
        return least, least if len(counts) == 1 else int(counts[1]) if counts[1].strip() else max(least, UNBOUNDED)

    def _group(self, depth: int) -> Part | Look | None:
        look: tuple[bool, bool] | None = None  # ahead, positive
        if self._next("?"):
            if self._next("#"):
                self._until(")")
                return None
            if self._next("<=") or self._next("<!"):
                look = (False, self.pattern[self.at - 1] == "=")
            elif self._next("=") or self._next("!"):
                look = (True, self.pattern[self.at - 1] == "=")
            elif self._next("P<") or self._next("<"):
                self._until(">")
            elif self._next("P="):
                self._until(")")
                return UNKNOWN
            elif not (self._next(":") or self._next(">") or self._next("|")):
                flags = self.pattern[self.at :]
                rest = flags.lstrip(string.ascii_letters + "-01")
                self.at += len(flags) - len(rest)
                if self._next(")"):
                    return None
                if not self._next(":") or len(flags) == len(rest):
                    raise _Unreadable(self.pattern)  # a condition or a recursion
        part = self.alternatives(depth)
        if not self._next(")"):
            raise _Unreadable(self.pattern)
        if look is None:
            return part
        ahead, positive = look
        return Look(part if positive else NOTHING._replace(width=part.width), ahead)

    def _escape(self) -> Part | Border:
        mark = self.pattern[self.at]
        self.at += 1
        if mark in "bmM":
            return WORD_BORDER
        if mark in "BAZzGK":
            return Border()
        if mark in _ESCAPED:
            return character(_ESCAPED[mark])
        if mark in "pP":
            return character(self._property(mark))
        if mark.isdigit() or mark in "gLXRN":
            if mark in "gLN" and self.pattern[self.at : self.at + 1] in ("<", "{"):
                self._until(">" if self.pattern[self.at] == "<" else "}")
            return UNKNOWN._replace(width=UNKNOWN.width if mark not in "LXRN" else 200)
        return self._literal(self._escaped_character(mark))

    def _escaped_character(self, mark: str) -> str:
        size = {"x": 2, "u": 4, "U": 8}.get(mark)
        if size is None:
            if mark.isalpha() and mark not in _CONTROLS:
                raise _Unreadable(self.pattern)
            return _CONTROLS.get(mark, mark)
        digits = self.pattern[self.at : self.at + size]
        self.at += size
        return chr(int(digits, 16))

    def _property(self, mark: str) -> int:
        name = self._until("}")[1:] if self.pattern[self.at] == "{" else self.pattern[self.at]
        if mark == "P" or name.startswith("^"):
            return kinds.CHARACTER
        return self._kinds(_PROPERTIES.get(name, kinds.CHARACTER))

    def _class(self) -> Part:
        negated = self._next("^")
        members: list[str] | None = []
        found = 0
        first = True
        while first or self.pattern[self.at] != "]":
            if not first and any(self._next(operator) for operator in ("--", "&&", "||", "~~")):
                members = None  # the union of both sides holds whatever the operation leaves
                continue
            mark = self.pattern[self.at]
            self.at += 1
            first = False
            if mark == "[":
                if self._next(":"):
                    self._until(":]")
                    found, members = kinds.CHARACTER, None
                else:
                    inner = self._class()
                    found, members = found | inner.first, None
                continue
            if mark == "\\" and self.pattern[self.at] in "wWdDsShpP":
                escaped = self._escape()
                found, members = found | (escaped.first if isinstance(escaped, Part) else 0), None
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
                found |= _range(mark, last)
                if members is not None and 0 <= ord(last) - ord(mark) < MEMBERS:
                    members += map(chr, range(ord(mark), ord(last) + 1))
                else:
                    members = None
                continue
            found |= kinds.kind_of(mark)
            if members is not None:
                members.append(mark)
        self.at += 1
        if negated:
            return ANYTHING
        if self.folds:
            members = [m.lower() if len(m.lower()) == 1 else m for m in members] if members is not None else None
        known = tuple(dict.fromkeys(members or ()))
        return character(self._kinds(found), known if 0 < len(known) <= MEMBERS else None)


def _range(first: str, last: str) -> int:
    found = kinds.HIGH if last > "\x7f" else 0
    for code in range(ord(first), min(ord(last), 127) + 1):
        found |= kinds.kind_of(chr(code))
    return found
