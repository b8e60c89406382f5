"""The JSON Schema of a report, made from the records themselves so that the two cannot differ."""

from __future__ import annotations

from inspect import cleandoc
from typing import Any, Final

import msgspec

from dedup.report.meanings import COUNTS, MEANINGS, SHARES
from dedup.report.report import SCHEMA, Report

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def _described(record: str, field: str, value: dict[str, Any]) -> dict[str, Any]:
    described = {"description": MEANINGS[record][field], **{key: item for key, item in value.items() if key != "default"}}
    if (record, field) in SHARES:
        described |= {"minimum": 0, "maximum": 1}
    if (record, field) in COUNTS:
        described["minimum"] = 0
    if field == "line":
        described["anyOf"] = [{"type": "integer", "minimum": 1}, {"type": "null"}]
    return described


def _closed(name: str, record: dict[str, Any]) -> dict[str, Any]:
    """A record as it is written: every field stands in it, and no other."""
    return {
        "description": cleandoc(record["description"]),
        "type": "object",
        "properties": {field: _described(name, field, value) for field, value in record["properties"].items()},
        "required": list(record["properties"]),
        "additionalProperties": False,
    }


def json_schema() -> dict[str, Any]:
    """The schema (JSON Schema 2020-12) that every report of this format is valid against.

    >>> json_schema()["properties"]["schema"]["enum"]
    ['dedup-report/1']
    """
    _, records = msgspec.json.schema_components([Report], ref_template="#/$defs/{name}")
    closed = {name: _closed(name, record) for name, record in records.items()}
    report = closed.pop("Report")
    return {"$schema": DIALECT, "title": SCHEMA, **report, "$defs": closed}


def schema_text() -> str:
    """The schema as `schema.json` holds it and `dedup schema` prints it."""
    return msgspec.json.format(msgspec.json.encode(json_schema()), indent=2).decode() + "\n"
