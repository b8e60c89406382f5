"""The JSON Schema: valid itself, the same as the shipped file, and as strict as the format."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

import jsonschema
import pytest

from dedup.report import Report
from dedup.report.report import json_schema, schema_text


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    return jsonschema.Draft202012Validator(json_schema())


def objects(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "Report", schema
    yield from schema["$defs"].items()


def test_the_shipped_file_is_the_schema() -> None:
    """After a change of the records: `dedup schema > dedup/report/schema.json`."""
    assert resources.files("dedup.report").joinpath("schema.json").read_text(encoding="utf-8") == schema_text()


def test_a_full_report_is_valid(report: Report, validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(json.loads(report.to_json()))


def test_every_record_is_closed_and_every_field_required_and_described() -> None:
    for name, record in objects(json_schema()):
        assert record["additionalProperties"] is False, name
        assert [*record["required"], *(["count"] if name == "Skipped" else [])] == list(record["properties"]), name
        assert record["description"], name
        assert all(field["description"] for field in record["properties"].values()), name


def set_at(data: Any, path: str, value: object) -> None:
    *way, last = path.split(".")
    for step in way:
        data = data[int(step)] if isinstance(data, list) else data[step]
    data[last] = value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema", "dedup-report/1"),
        ("extra", 1),
        ("articles.0.words", -1),
        ("articles.0.words", 1.5),
        ("articles.0.line", 0),
        ("articles.0.extra", None),
        ("articles.2.furniture.0.start", -1),
        ("articles.2.credits.0.kind", "rumour"),
        ("articles.0.translation.verdict", "guilty"),
        ("articles.2.translation.probability", 1.2),
        ("articles.2.artifacts.0.evidence", "hearsay"),
        ("names.0.kind", "ship"),
        ("names.0.aliases.0.relation", "cousin"),
        ("relations.0.relation", "copied"),
        ("relations.0.probability", 1.01),
        ("relations.0.coverage.a", -0.1),
        ("relations.0.direction", "both"),
        ("relations.0.passages.0.a", [1]),
        ("relations.0.passages.0.a", [1, 2, 3]),
        ("relations.0.version", "second"),
        ("articles.0.families.wire", None),
        ("families.0.member_facts.0.novelty", 1.1),
        ("families.0.root.probability", 2),
        ("weak.0.probability", "high"),
        ("families.0.level", "clan"),
        ("families.0.omitted_pairs", -1),
        ("summary.relations.partial", -1),
        ("input.skipped.0.reason", None),
    ],
)
def test_what_the_format_does_not_allow_is_invalid(
    report: Report, validator: jsonschema.Draft202012Validator, path: str, value: object
) -> None:
    data = json.loads(report.to_json())
    set_at(data, path, value)
    assert not validator.is_valid(data)


def test_a_missing_field_is_invalid(report: Report, validator: jsonschema.Draft202012Validator) -> None:
    data = json.loads(report.to_json())
    del data["articles"][0]["title"]
    assert not validator.is_valid(data)
