"""Reads off the built-in rules' patterns what a match needs, and writes dedup/artifacts/literals.json.

python training/artifact_literals.py

To be run when a pattern was changed, or the way patterns are read.
"""

from __future__ import annotations

import json

from dedup.artifacts import load_rules
from dedup.artifacts.compiled_rule import TABLE, key_of, row_of
from dedup.artifacts.regex_reader import read_pattern


def content() -> str:
    """The table as JSON, one line a pattern."""
    rows = {}
    for rule in load_rules():
        if rule.filtering is not None:
            rows[key_of(rule.filtering, rule.ignore_case)] = row_of(
                read_pattern(rule.filtering, ignore_case=rule.ignore_case)
            )
    lines = ",\n".join(f'    "{key}": {json.dumps(row, separators=(",", ":"))}' for key, row in sorted(rows.items()))
    about = {
        "what": "width and literals [left, right, literal...] that the pattern under each hash needs one of",
        "script": "training/artifact_literals.py",
        "data": "the rule files",
        "result": f"{len(rows)} patterns",
    }
    return f'{{\n  "about": {json.dumps(about)},\n  "patterns": {{\n{lines}\n  }}\n}}\n'


if __name__ == "__main__":
    TABLE.write_text(content(), encoding="ascii")
