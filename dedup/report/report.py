"""Report: everything that a scan found (format `dedup-report/1`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from os import PathLike
from typing import Any, Final, Literal, overload

import msgspec

import dedup
from dedup.families.family import Family
from dedup.names.name import NameRecord
from dedup.relations.relation import Relation, Weak
from dedup.report.records import ArticleRecord, InputRecord, Tool
from dedup.report.summary import Summary, summarise

SCHEMA: Final = "dedup-report/1"
TOOL: Final = "dedup-news"

_LEVELS = {"copy": 0, "wire": 1, "event": 2}


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Articles, how they are related, and the families that they form; made by `make_report`, which sorts and counts."""

    schema: Literal["dedup-report/1"] = SCHEMA
    tool: Tool
    settings: dict[str, Any]
    input: InputRecord
    articles: list[ArticleRecord]
    names: list[NameRecord]
    relations: list[Relation]
    weak: list[Weak]
    families: list[Family]
    summary: Summary

    @overload
    def to_json(self) -> bytes: ...
    @overload
    def to_json(self, path: str | PathLike[str]) -> None: ...
    def to_json(self, path: str | PathLike[str] | None = None) -> bytes | None:
        """The report as one JSON object, one record a line: written to `path` (gzipped where it ends in .gz), else returned."""
        from dedup.report import writing

        if path is None:
            return writing.json_bytes(self)
        writing.write_json(self, path)
        return None

    def to_jsonl(self, path: str | PathLike[str]) -> None:
        """The same records one a line, each with its `type`; a pair below the threshold is a relation with `"weak": true`."""
        from dedup.report import writing

        writing.write_jsonl(self, path)

    def write(self, path: str | PathLike[str]) -> None:
        """Write the report as the ending of `path` says; raises SettingsError for an ending that is not known."""
        from dedup.report import writing

        writing.write(self, path)

    @staticmethod
    def read(path: str | PathLike[str]) -> Report:
        """The report that stands in a .json or .jsonl file, gzipped or not; raises FormatError where it is damaged."""
        from dedup.report import reading

        return reading.read(path)


def make_report(
    *,
    settings: Mapping[str, Any],
    input: InputRecord,
    articles: Iterable[ArticleRecord],
    names: Iterable[NameRecord] = (),
    relations: Iterable[Relation] = (),
    weak: Iterable[Weak] = (),
    families: Iterable[Family] = (),
) -> Report:
    """Sort every array, count the summary and put the tool's own name in: the same findings always give the same report.

    Articles stand by id, names by name and kind, pairs by their ids, families by level (copy, wire, event) and id.
    """
    input = InputRecord(
        articles=input.articles,
        skipped=sorted(input.skipped, key=lambda skipped: (skipped.path, skipped.line or 0, skipped.reason)),
        renamed=sorted(input.renamed, key=lambda renamed: (renamed.path or "", renamed.line or 0, renamed.id, renamed.new_id)),
    )
    articles = sorted(articles, key=attrgetter("id"))
    names = sorted(names, key=attrgetter("name", "kind"))
    relations = sorted(relations, key=attrgetter("a", "b"))
    weak = sorted(weak, key=attrgetter("a", "b"))
    families = sorted(families, key=lambda family: (_LEVELS[family.level], family.id))
    return Report(
        tool=Tool(name=TOOL, version=dedup.__version__),
        settings=dict(settings),
        input=input,
        articles=articles,
        names=names,
        relations=relations,
        weak=weak,
        families=families,
        summary=summarise(input, articles, names, relations, weak, families),
    )
