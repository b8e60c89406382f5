"""Reference pages of the report: a table for each record of the JSON Schema, and what each value of an enumeration
means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from dedup import records
from dedup.report.report import json_schema

PAGE: Final = "reference/report-format.md"
_INTRODUCTION: Final = """\
# Report format

A report is one JSON object of the format `{title}`. This page is made from the schema that `dedup schema` prints: every
field is always there, in this order, and no other is. Readers should ignore fields that they do not know, since later
versions of a format add some.

In a `.jsonl` report the same records are on a line each, with a field `"type"` in front. Two runs over the same input
give the same bytes, whatever the number of threads. Offsets are code points of the article's text as it was read; `end`
is behind the last one.
"""
_MEANINGS: Final = (
    ("Relations", "RELATION_MEANINGS", "From the strongest to the weakest; where two fit, the first is reported."),
    ("Levels of families", "LEVEL_MEANINGS", "From the narrowest to the widest."),
    ("Verdicts on translation", "VERDICT_MEANINGS", ""),
)


def report_page() -> dict[str, str]:
    """Return the page of the report format, by path under docs/."""
    schema = json_schema()
    lines = [_INTRODUCTION.format(title=schema["title"]), "## The report", "", *_table(schema)]
    for title, name, note in _MEANINGS:
        lines += [f"## {title}", "", note, "", "| value | |", "|---|---|"]
        lines += [f"| `{value}` | {_cell(sentence)} |" for value, sentence in getattr(records, name).items()]
        lines.append("")
    for name, record in schema["$defs"].items():
        lines += [f"## {name}", "", _cell(record["description"]), "", *_table(record)]
    return {PAGE: "\n".join(lines) + "\n"}


def _table(record: dict[str, Any]) -> Iterator[str]:
    yield from ("| field | type | |", "|---|---|---|")
    for name, field in record["properties"].items():
        yield f"| `{name}` | {_type(field)} | {_cell(field.get('description', ''))} |"
    yield ""


def _type(field: dict[str, Any]) -> str:
    """The type of a field in words, with a link to the record that it holds."""
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in field:
        return " or ".join(_type(option) for option in field["anyOf"])
    if "allOf" in field:
        return _type(field["allOf"][0])
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if field.get("type") == "array":
        if "prefixItems" in field:
            return f"list of {len(field['prefixItems'])}: {_type(field['prefixItems'][0])}"
        items = field.get("items")
        return f"list of {_type(items)}" if isinstance(items, dict) else "list"
    if field.get("maximum") == 1 and field.get("minimum") == 0:
        return "number from 0 to 1"
    return str(field.get("type", "any"))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
