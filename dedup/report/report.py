"""Report: everything that a scan found (format `dedup-report/2`), and its JSON Schema, made from the records themselves
so that the two cannot differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from inspect import cleandoc
from itertools import chain
from operator import attrgetter
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, overload

import msgspec

import dedup
from dedup.errors import InputError
from dedup.records import (
    LEVELS,
    SCHEMA,
    ArticleRecord,
    Family,
    FamilyCounts,
    InputRecord,
    NameRecord,
    Relation,
    RelationCounts,
    Summary,
    Tool,
    VerdictCounts,
    Weak,
    means,
)  # fmt: skip
from dedup.report.memberships import with_memberships
from dedup.report.tables import TableName
from dedup.sources.skipped import total

if TYPE_CHECKING:
    import pandas

    from dedup.report.html.text_spool import Texts

TOOL: Final = "dedup-news"


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Articles, how they are related, and the families that they form; made by `make_report`, which sorts and
    counts."""

    schema: Annotated[Literal["dedup-report/2"], means("The version of this format.")] = SCHEMA
    tool: Annotated[Tool, means("The program that made the report.")]
    settings: Annotated[
        dict[str, Any],
        means("The settings of the scan that change what is found; nothing about jobs, memory or output."),
    ]
    input: Annotated[InputRecord, means("What was read, what was not, and which ids were changed.")]
    articles: Annotated[list[ArticleRecord], means("Every article that was read, by id.")]
    names: Annotated[list[NameRecord], means("Every name found, by its most frequent spelling.")]
    relations: Annotated[list[Relation], means("Pairs at or above the probability threshold, by their ids.")]
    weak: Annotated[
        list[Weak], means("Pairs below the threshold that may be derived all the same, without their passages.")
    ]
    families: Annotated[
        list[Family],
        means(
            "Articles that belong together: copy families first, then wire, event and template families, each by id."
        ),
    ]
    summary: Annotated[Summary, means("The report in figures.")]

    @overload
    def to_json(self) -> bytes: ...
    @overload
    def to_json(self, path: str | PathLike[str]) -> None: ...
    def to_json(self, path: str | PathLike[str] | None = None) -> bytes | None:
        """The report as one JSON object, one record a line: written to `path` (gzipped where it ends in .gz), else
        returned."""
        from dedup.report import writing

        if path is None:
            return writing.json_bytes(self)
        writing.write_json(self, path)
        return None

    def to_jsonl(self, path: str | PathLike[str]) -> None:
        """The same records one a line, each with its `type`; a pair below the threshold is a relation with `"weak":
        true`."""
        from dedup.report import writing

        writing.write_jsonl(self, path)

    def to_html(self, path: str | PathLike[str], *, texts: Texts | None = None) -> None:
        """The report as a page for a browser, in one file; in a folder where `path` ends in a slash, and with a folder
        of data beside it above 5,000 articles.

        `texts` are the texts of the articles by id, a dict for example; without them the page shows the passages alone.
        Raises SettingsError for a folder that holds something else.
        """
        from dedup.report.html.document import write_html

        write_html(self, path, texts)

    def write(self, path: str | PathLike[str], *, texts: Texts | None = None, raw: bool = False) -> None:
        """Write the report as the ending of `path` says: .json, .jsonl, .csv, .parquet, .graphml or .html.

        `texts` are for HTML, see `to_html`.

        CSV and Parquet are three files, NAME.csv with the articles and NAME.relations.csv and NAME.families.csv beside
        it; cells that a spreadsheet would take for a formula begin with ' unless `raw`. Raises SettingsError for an
        ending that is not known.
        """
        from dedup.report import writing

        writing.write(self, path, texts, raw=raw)

    def to_dict(self) -> dict[str, Any]:
        """The report as dicts, lists and plain values, as its JSON has them."""
        made: dict[str, Any] = msgspec.to_builtins(self)
        return made

    def to_pandas(self, table: TableName = "articles") -> pandas.DataFrame:
        """One of the tables "articles", "relations" and "families" as a pandas DataFrame: the columns of the CSV.

        Raises MissingExtraError without pandas, and SettingsError for another table.
        """
        from dedup.report.frames import to_pandas

        return to_pandas(self, table)

    def families_of(self, article: str) -> list[Family]:
        """The families that an article belongs to, copy families first. Raises InputError where no article has this
        id."""
        if not any(record.id == article for record in self.articles):
            raise InputError(f"the report has no article {article[:200]!r}: use an id of report.articles")
        return [family for family in self.families if article in family.members]

    def __repr__(self) -> str:
        """One line with counts: a notebook prints what it ends with."""
        from dedup.report.frames import one_line

        return f"<Report: {one_line(self)}>"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """The same for rich."""
        return [("articles", len(self.articles)), ("relations", len(self.relations)), ("families", len(self.families))]

    def _repr_html_(self) -> str:
        """What a notebook shows: counts and the largest families."""
        from dedup.report.frames import html_summary

        return html_summary(self)

    @staticmethod
    def read(path: str | PathLike[str]) -> Report:
        """Return the report in a .json or .jsonl file, gzipped or not, or in a folder that a scan on Spark wrote;
        raises FormatError where it is damaged.

        A report of an earlier format is returned in this one: fields that it lacks are empty, but for the families of
        each article.
        """
        from dedup.report import reading
        from dedup.report.parquet_folder import read_folder

        if Path(path).is_dir():
            made: Report = read_folder(path, make_report)
            return made
        report = reading.read(path, Report)
        return msgspec.structs.replace(report, articles=with_memberships(report.articles, report.families))


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
    """Sort every array, count the summary and put the tool's own name in: the same findings always give the same
    report.

    Articles are sorted by id, names by name and kind, pairs by their ids, families by level and id. Each article gets
    the ids of its families.
    """
    input = InputRecord(
        articles=input.articles,
        skipped=sorted(input.skipped, key=lambda skipped: (skipped.path, skipped.line or 0, skipped.reason)),
        renamed=sorted(
            input.renamed, key=lambda renamed: (renamed.path or "", renamed.line or 0, renamed.id, renamed.new_id)
        ),
    )
    families = sorted(families, key=lambda family: (LEVELS.index(family.level), family.id))
    articles = with_memberships(sorted(articles, key=attrgetter("id")), families)
    names = sorted(names, key=attrgetter("name", "kind"))
    relations = sorted(relations, key=attrgetter("a", "b"))
    weak = sorted(weak, key=attrgetter("a", "b"))
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


def summarise(
    input: InputRecord,
    articles: Sequence[ArticleRecord],
    names: Sequence[NameRecord],
    relations: Iterable[Relation],
    weak: Sequence[Weak],
    families: Sequence[Family],
) -> Summary:
    """Count what is in the records."""
    copies = [family.members for family in families if family.level == "copy"]
    wires = [family.members for family in families if family.level == "wire"]
    copied = set(chain.from_iterable(copies))
    return Summary(
        articles=len(articles),
        words=sum(article.words for article in articles),
        skipped=total(input.skipped),
        renamed=len(input.renamed),
        relations=RelationCounts(**Counter[str](relation.relation for relation in relations)),
        weak=len(weak),
        families=FamilyCounts(**Counter[str](family.level for family in families)),
        in_copy_families=len(copied),
        redundant=len(copied) - len(copies),
        in_wire_families=len(copied.union(chain.from_iterable(wires))),
        largest_copy_family=max(map(len, copies), default=0),
        verdicts=VerdictCounts(**Counter[str](article.translation.verdict for article in articles)),
        artifacts=sum(len(article.artifacts) for article in articles),
        names=len(names),
    )


DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


MAY_LACK: Final = ("count",)
"""Fields that are left out where they have their default."""


def _closed(record: dict[str, Any]) -> dict[str, Any]:
    """A record as it is written: every field is in it but those of MAY_LACK, and no other."""
    fields = record["properties"].items()
    required = record.get("required", [])
    return {
        "description": cleandoc(record["description"]),
        "type": "object",
        "properties": {
            field: {key: item for key, item in value.items() if key != "default"} for field, value in fields
        },
        "required": [field for field in record["properties"] if field in required or field not in MAY_LACK],
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
