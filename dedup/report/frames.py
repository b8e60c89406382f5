"""A report in a notebook: its tables as data frames, and what is shown of it."""

from __future__ import annotations

from html import escape
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from dedup.errors import MissingExtraError, SettingsError
from dedup.records import LEVELS, Family
from dedup.report.printable import printable
from dedup.report.tables import COLUMNS, TABLES, TableName, root_of, rows

if TYPE_CHECKING:
    import pandas

    from dedup.report.report import Report

_FAMILIES_SHOWN: Final = 10
_LONGEST: Final = 80


def to_pandas(report: Report, table: TableName) -> pandas.DataFrame:
    """Return a table of a report as a DataFrame; see `Report.to_pandas`."""
    if table not in TABLES:
        raise SettingsError(f"a report has no table {str(table)[:80]!r}: choose from {', '.join(TABLES)}")
    if find_spec("pandas") is None:
        raise MissingExtraError("a DataFrame", "pandas")
    import pandas

    columns = COLUMNS[table]
    made = pandas.DataFrame.from_records(list(rows(report, table)), columns=list(columns))
    types: dict[type, Any] = {int: "Int64", float: "Float64", bool: "boolean"}
    return made.astype({name: types[kind] for name, kind in columns.items() if kind in types})


def _counted(count: int, noun: str, plural: str = "") -> str:
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def one_line(report: Report) -> str:
    """Return the counts of a report in one line."""
    summary = report.summary
    parts = [_counted(summary.articles, "article")]
    for level in LEVELS:
        if count := getattr(summary.families, level):
            parts.append(_counted(count, f"{level} family", f"{level} families"))
    parts.append(_counted(len(report.relations), "related pair"))
    if summary.skipped:
        parts.append(_counted(summary.skipped, "entry skipped", "entries skipped"))
    return ", ".join(parts)


def html_summary(report: Report) -> str:
    """Return a short page with the counts and the largest families; everything from articles is escaped."""
    largest = sorted(report.families, key=lambda family: (-len(family.members), family.id))[:_FAMILIES_SHOWN]
    out = [f"<p><b>dedup report</b>: {escape(one_line(report))}</p>"]
    if largest:
        titles = {article.id: article.title or article.id for article in report.articles}
        out.append("<table><thead><tr><th>family</th><th>level</th><th>articles</th><th>root</th><th>first article</th>"
                   "</tr></thead><tbody>")  # fmt: skip
        out += [_row(family, titles) for family in largest]
        out.append("</tbody></table>")
    if len(report.families) > len(largest):
        out.append(f"<p>... and {len(report.families) - len(largest):,} more families</p>")
    out.append("<p><code>report.to_pandas()</code>, <code>report.families_of(id)</code>, "
               "<code>report.write('report.json')</code></p>")  # fmt: skip
    return "".join(out)


def _row(family: Family, titles: dict[str, str]) -> str:
    first = family.members[0]
    cells = (family.id, family.level, f"{len(family.members):,}", root_of(family) or "", titles.get(first, first))
    return "<tr>" + "".join(f"<td>{escape(printable(text)[:_LONGEST])}</td>" for text in cells) + "</tr>"
