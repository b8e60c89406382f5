"""SARIF 2.1.0 (OASIS, 2020): findings in the form that editors and code hosts read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import dedup
from dedup.artifacts.rule import Rule
from dedup.records import ACCUSING, VerdictKind
from dedup.report.printable import printable
from dedup.terminal.mark_lines import MarkedArticle, placed_marks, verdict_line

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: Final = {
    "machine": "warning", "spun": "warning", "translated": "note", "machine_translated": "warning",
    "assistant": "warning",
}  # fmt: skip
"""By what a rule claims, and by verdict: what shows no more than a translation is no warning."""
VERDICTS: Final[dict[VerdictKind, str]] = {
    "translated": "The style of the text is that of a translation, by a person or a machine.",
    "machine_translated": "Marks of two kinds that only a machine leaves stand in the text.",
    "spun": "Marks of a synonym machine, and a second kind of mark that only machines leave, stand in the text.",
    "assistant": "A chat assistant left its own words in the text.",
}


def sarif(rules: Sequence[Rule], found: Iterable[MarkedArticle]) -> dict[str, Any]:
    """One run over all articles; the rules in the order given, then the verdicts; the results by article and place.

    `found` is gone through once and not kept, so that memory does not grow with the articles.
    """
    index = {rule.id: n for n, rule in enumerate(rules)}
    results = [result for one in found for result in _results(one, index)]
    driver = {
        "name": "dedup-news",
        "version": dedup.__version__,
        "rules": [*map(_rule, rules), *map(_verdict_rule, ACCUSING)],
    }
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.category},
        "fullDescription": {"text": rule.why},
        "defaultConfiguration": {"level": LEVELS[rule.claims]},
        "properties": {"family": rule.family, "claims": rule.claims},
    }


def _verdict_rule(kind: VerdictKind) -> dict[str, Any]:
    described = {"shortDescription": {"text": f"verdict {kind}"}, "fullDescription": {"text": VERDICTS[kind]}}
    return {"id": _verdict_id(kind), **described, "defaultConfiguration": {"level": LEVELS[kind]}}


def _verdict_id(kind: VerdictKind) -> str:
    return f"verdict-{kind.replace('_', '-')}"


def _results(found: MarkedArticle, index: dict[str, int]) -> Iterator[dict[str, Any]]:
    uri, in_record = _uri(found.name), found.article.line is not None
    for each in placed_marks(found):
        # The line of a record is JSON: a column of its text is none of the file.
        region = {"startLine": each.line}
        if not in_record:
            region |= {"startColumn": each.column, "endLine": each.end_line, "endColumn": each.end_column}
        finding = each.finding
        yield _result(
            finding.rule, index[finding.rule], LEVELS[finding.claims], printable(finding.message), uri, region
        )
    if found.is_verdict_shown:
        kind = found.verdict.verdict
        number, region = len(index) + ACCUSING.index(kind), {"startLine": found.article.line or 1}
        yield _result(_verdict_id(kind), number, LEVELS[kind], verdict_line(found.verdict), uri, region)


def _result(rule: str, index: int, level: str, message: str, uri: str, region: dict[str, int]) -> dict[str, Any]:
    return {
        "ruleId": rule,
        "ruleIndex": index,
        "level": level,
        "message": {"text": message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
    }


def _uri(place: str) -> str:
    """A relative reference, which code hosts take from the root of the repository, or a file URI."""
    return Path(place).as_uri() if Path(place).is_absolute() else quote(place.removeprefix("./"))
