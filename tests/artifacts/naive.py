"""The engine as one would write it first: every pattern over the whole text. What the engine finds must be the same."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from dedup.artifacts import Rule
from dedup.artifacts.checks import CHECKS
from dedup.artifacts.document import Document


def naive_marks(rules: Sequence[Rule], text: str, furniture: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """(start, end, rule) of the marks in a text, by place; overlapping ones of a rule joined."""
    document = Document(text, furniture)
    found = []
    for rule in rules:
        kept: list[list[int]] = []
        for start, end in sorted(_spans(rule, document)):
            if document.place(start) in rule.scope:
                if kept and start < kept[-1][1]:
                    kept[-1][1] = max(end, kept[-1][1])
                else:
                    kept.append([start, end])
        found += [(start, end, rule.id) for start, end in kept]
    return sorted(found)


def _spans(rule: Rule, document: Document) -> list[tuple[int, int]]:
    if rule.literals and not any(literal in document.text.lower() for literal in rule.literals):
        return []
    if rule.check is not None:
        return [(span[0], span[1]) for span in CHECKS[rule.check](document)]
    flags = regex.VERSION1 | (regex.IGNORECASE if rule.ignore_case else 0)
    forbidden = [m.span() for p in rule.antipatterns for m in regex.finditer(p, document.text, flags, overlapped=True)]
    assert rule.source is not None
    return [
        match.span("mark") if "mark" in match.re.groupindex else match.span()
        for match in regex.finditer(rule.source, document.text, flags)
        if not any(start < match.end() and match.start() < end for start, end in forbidden)
    ]
