"""Engine: runs rules over a text and returns their findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Literal

import regex

from dedup.artifacts.checks import CHECKS
from dedup.artifacts.document import Document
from dedup.artifacts.finding import Finding
from dedup.artifacts.loading import load_rules
from dedup.artifacts.rule import Rule

Span = tuple[int, int]


class _Compiled:
    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        flags = regex.VERSION1 | (regex.IGNORECASE if rule.ignore_case else 0)
        self.pattern = regex.compile(rule.pattern, flags) if rule.pattern else None
        self.antipatterns = [regex.compile(p, flags) for p in rule.antipatterns]

    def spans(self, document: Document, lower: str) -> Iterator[Span]:
        if self.rule.literals and not any(literal in lower for literal in self.rule.literals):
            return
        if self.rule.check:
            yield from CHECKS[self.rule.check](document)
            return
        assert self.pattern is not None
        named = "mark" in self.pattern.groupindex
        forbidden: list[Span] | None = None
        for match in self.pattern.finditer(document.text):
            if forbidden is None:
                forbidden = [m.span() for p in self.antipatterns for m in p.finditer(document.text)]
            if not any(start < match.end() and match.start() < end for start, end in forbidden):
                yield match.span("mark") if named else match.span()


class Engine:
    """A set of rules, compiled once."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = [_Compiled(rule) for rule in rules]

    def __call__(self, text: str, title: str | None = None, furniture: list[Span] | None = None) -> list[Finding]:
        """The findings in a text and its title, by place. `furniture` are spans that are no text of the article (default: looked for)."""
        found = list(self._findings(Document(text, furniture), text, "text"))
        if title:
            found += self._findings(Document(title, []), title, "title")
        return sorted(found, key=lambda f: (f.field, f.start, f.end, f.rule))

    def _findings(self, document: Document, raw: str, field: Literal["text", "title"]) -> Iterator[Finding]:
        lower = document.text.lower()
        for compiled in self._rules:
            rule = compiled.rule
            for start, end in compiled.spans(document, lower):
                place = "title" if field == "title" else "quotation" if document.is_quoted(start) else "body"
                if place in rule.scope:
                    message = rule.message.replace("{text}", raw[start:end])
                    yield Finding(
                        rule.id, rule.family, rule.category, rule.claims, field, start, end, raw[start:end], message, rule.languages
                    )


@cache
def _built_in() -> Engine:
    return Engine(load_rules())


def check(text: str, title: str | None = None, *, rules: Sequence[Rule] | None = None) -> list[Finding]:
    """The findings of the rules (default: the built-in ones) in one text."""
    return (_built_in() if rules is None else Engine(rules))(text, title)
