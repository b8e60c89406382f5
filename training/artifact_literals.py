"""Reads off the built-in rules' patterns what a match needs, and writes dedup/artifacts/literals.json.

python training/artifact_literals.py

To be run when a pattern was changed, or the way patterns are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from dedup.artifacts import load_rules
from dedup.artifacts.pattern_table import TABLE, key_of, read_needs, row_of
from dedup.artifacts.rule import Rule


def patterns(rule: Rule) -> Iterator[str]:
    """Yield the patterns of a rule."""
    if rule.filtering is not None:
        yield rule.filtering
    yield from rule.antipatterns


def content() -> str:
    """The table as JSON, one line a pattern."""
    rows = {
        key_of(pattern, rule.ignore_case): row_of(read_needs(pattern, ignore_case=rule.ignore_case))
        for rule in load_rules()
        for pattern in patterns(rule)
    }
    lines = ",\n".join(f'    "{key}": {json.dumps(row, separators=(",", ":"))}' for key, row in sorted(rows.items()))
    about = {
        "what": "width, share of a text's places, and literals [left, right, literal...] of which the pattern under a "
        "hash needs one",
        "script": "training/artifact_literals.py",
        "data": "the rule files",
        "result": f"{len(rows)} patterns",
    }
    return f'{{\n  "about": {json.dumps(about)},\n  "patterns": {{\n{lines}\n  }}\n}}\n'


if __name__ == "__main__":
    TABLE.write_text(content(), encoding="ascii")
