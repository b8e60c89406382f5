"""What the rules found in one article, as `dedup artifacts` prints it: a line each as linters do, or JSON."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, Final

import msgspec
import regex

from dedup.article import Article
from dedup.artifacts.rule import Finding
from dedup.artifacts.translation_verdict import TranslationVerdict
from dedup.records import ACCUSING
from dedup.report.printable import printable

_BREAK: Final = regex.compile(r"\r\n|\r|\n")


class Places:
    """Lines and columns of one text."""

    def __init__(self, text: str) -> None:
        self._begins = [0, *(match.end() for match in _BREAK.finditer(text))]

    def __call__(self, at: int) -> tuple[int, int]:
        r"""(line, column) of the code point at offset `at`.

        >>> Places("one\ntwo")(5)
        (2, 2)
        """
        line = bisect_right(self._begins, at)
        return line, at - self._begins[line - 1] + 1


class MarkedArticle(msgspec.Struct, frozen=True):
    """One article with its findings and the verdict that they allow by themselves, without siblings.

    `place` is where its file lies, as the input was named; `known` says that a baseline holds the verdict.
    """

    article: Article
    findings: list[Finding]
    verdict: TranslationVerdict
    place: str | None = None
    known: bool = False

    @property
    def name(self) -> str:
        """What is shown for the article: where it lies, or its id where it was not read from a file."""
        return self.place or self.article.path or self.article.id

    @property
    def is_verdict_shown(self) -> bool:
        """Whether the verdict says something that is not known."""
        return self.verdict.verdict in ACCUSING and not self.known


class PlacedMark(msgspec.Struct, frozen=True):
    """A finding and where it is in its file, all counted from 1.

    In a text file that is the line and column; of a record in a JSON Lines file, the line of the record and the code
    point of its text.
    """

    finding: Finding
    line: int
    column: int
    end_line: int
    end_column: int


def placed_marks(found: MarkedArticle) -> Iterator[PlacedMark]:
    """The findings of an article with their places; those of a title that is no part of the text are at its
    beginning."""
    article = found.article
    places = Places(article.text) if article.line is None and found.findings else None
    for finding in found.findings:
        start, end = (finding.start, finding.end) if finding.field == "text" else (0, 0)
        if places is None:
            yield PlacedMark(finding, article.line or 1, start + 1, article.line or 1, end + 1)
        else:
            yield PlacedMark(finding, *places(start), *places(end))


def mark_lines(found: MarkedArticle) -> Iterator[str]:
    """`path:line:column: RULE message` for each finding, and the verdict where it says something."""
    shown = printable(found.name)
    for each in placed_marks(found):
        yield f"{shown}:{each.line}:{each.column}: {each.finding.rule} {printable(each.finding.message)}"
    if found.is_verdict_shown:
        yield f"{shown}:{found.article.line or 1}:1: verdict {verdict_line(found.verdict)}"


def verdict_line(verdict: TranslationVerdict) -> str:
    """The verdict in one line: what it is, from which language, and why.

    >>> verdict_line(TranslationVerdict("spun", reasons=("Tortured phrase: “fake consciousness”.",)))
    'spun: Tortured phrase: “fake consciousness”.'
    """
    languages = ", ".join(f"{language} {share:.2f}" for language, share in verdict.languages)
    source = f" (from {languages})" if languages else ""
    return f"{verdict.verdict}{source}: {' '.join(map(printable, verdict.reasons))}"


def mark_record(found: MarkedArticle) -> dict[str, Any]:
    """The same as one JSON object; its verdict is there whether it is known or not."""
    article, verdict = found.article, found.verdict
    return {
        "id": article.id,
        "path": found.place or article.path,
        "line": article.line,
        "translation": {
            "verdict": verdict.verdict,
            "probability": verdict.probability,
            "source_languages": [{"language": language, "probability": share} for language, share in verdict.languages],
            "reasons": list(verdict.reasons),
        },
        "artifacts": [
            {
                **{
                    key: getattr(each.finding, key)
                    for key in ("rule", "category", "claims", "field", "start", "end", "text", "message", "status")
                },
                "line": each.line,
                "column": each.column,
            }
            for each in placed_marks(found)
        ],
    }
