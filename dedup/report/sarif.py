"""SARIF 2.1.0 (OASIS, 2020): findings in the form that editors and code hosts read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from urllib.parse import quote

import dedup
from dedup.artifacts.rule import Rule
from dedup.report.found import Found, Placed, name, placed

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: Final = {"machine": "warning", "spun": "warning", "translated": "note"}


def sarif(rules: Sequence[Rule], found: Iterable[Found]) -> dict[str, Any]:
    """One run over all articles; the rules in the order given, the findings by article and place."""
    index = {rule.id: n for n, rule in enumerate(rules)}
    results = [_result(name(one.article), each, index[each.finding.rule]) for one in found for each in placed(one)]
    driver = {"name": "dedup-news", "version": dedup.__version__, "rules": [_rule(rule) for rule in rules]}
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


def _result(path: str, each: Placed, index: int) -> dict[str, Any]:
    region = {"startLine": each.line, "startColumn": each.column, "endLine": each.end_line, "endColumn": each.end_column}
    return {
        "ruleId": each.finding.rule,
        "ruleIndex": index,
        "level": LEVELS[each.finding.claims],
        "message": {"text": each.finding.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": quote(path)}, "region": region}}],
    }
