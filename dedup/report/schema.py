"""The JSON Schema of a report, made from the records themselves so that the two cannot differ."""

from __future__ import annotations

from inspect import cleandoc
from typing import Any, Final

import msgspec

from dedup.records import SCHEMA
from dedup.report.report import Report

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def _closed(record: dict[str, Any]) -> dict[str, Any]:
    """A record as it is written: every field is in it, and no other."""
    fields = record["properties"].items()
    return {
        "description": cleandoc(record["description"]),
        "type": "object",
        "properties": {
            field: {key: item for key, item in value.items() if key != "default"} for field, value in fields
        },
        "required": list(record["properties"]),
        "additionalProperties": False,
    }


def json_schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12) that every report of this format is valid against.

    >>> json_schema()["properties"]["schema"]["enum"]
    ['dedup-report/2']
    """
    _, records = msgspec.json.schema_components([Report], ref_template="#/$defs/{name}")
    closed = {name: _closed(record) for name, record in records.items()}
    report = closed.pop("Report")
    return {"$schema": DIALECT, "title": SCHEMA, **report, "$defs": closed}


def schema_text() -> str:
    """Return the schema as `schema.json` holds it and `dedup schema` prints it."""
    return msgspec.json.format(msgspec.json.encode(json_schema()), indent=2).decode() + "\n"
