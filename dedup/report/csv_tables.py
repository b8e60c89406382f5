"""The tables of a report as CSV, which a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from dedup.report.tables import COLUMNS, TableName, rows

if TYPE_CHECKING:
    from dedup.report.report import Report

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What begins a cell that a spreadsheet takes for a formula (OWASP, CSV Injection)."""
_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")
_PIECE: Final = 1 << 20
"""Characters gathered before a write."""


def cell(value: Any, *, raw: bool) -> Any:
    """Return a cell as it is written: texts that look like a formula with ' in front, unless `raw`.

    >>> cell("=1+1", raw=False), cell("=1+1", raw=True), cell("Bridge closed", raw=False), cell(None, raw=False)
    ("'=1+1", '=1+1', 'Bridge closed', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        value = _UNWRITABLE.sub("\ufffd", value)
        return f"'{value}" if not raw and value.startswith(_FORMULA) else value
    return value


def write_table(report: Report, table: TableName, write: Callable[[bytes], object], *, raw: bool) -> None:
    """Write one table, its first row the names of the columns."""
    buffer = StringIO(newline="")
    # Of RFC 4180; with another end of lines the csv module would not quote a cell with a carriage return.
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS[table])
    for row in rows(report, table):
        writer.writerow([cell(value, raw=raw) for value in row])
        if buffer.tell() >= _PIECE:
            write(buffer.getvalue().encode())
            buffer.seek(0)
            buffer.truncate()
    write(buffer.getvalue().encode())
