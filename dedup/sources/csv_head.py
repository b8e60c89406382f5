"""The first line of a table in text: what separates its columns, and whether it is one."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Final, NamedTuple

from dedup.sources import presets

DELIMITERS: Final = ",;\t|"
_LONGEST_NAME: Final = 80
"""Characters of the name of a column; a longer one is a piece of a sentence."""
_LONGEST_HEADER: Final = 16 * 1024
_ROWS: Final = 20
"""Rows behind the header that are counted."""


class CsvDialect(NamedTuple):
    """What separates the columns, and their names."""

    delimiter: str
    columns: tuple[str, ...]


def normal_name(name: str) -> str:
    """Return the name of a column as it is compared: without case, spaces, hyphens, dots and underscores.

    >>> normal_name("Article Text") == normal_name("article_text")
    True
    """
    return "".join(c for c in name.casefold() if c.isalnum())


TEXT_NAMES: Final = frozenset(map(normal_name, presets.TEXT))
_OTHER_NAMES: Final = frozenset(
    map(
        normal_name,
        (*presets.ID, *presets.TITLE, *presets.URL, *presets.PUBLISHED, *presets.OUTLET, "author", "byline"),
    )
)


def split_header(line: str, delimiter: str) -> tuple[str, ...]:
    """Return the names of the columns in the first line."""
    try:
        row = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return ()
    return tuple(name.strip() for name in row)


def csv_dialect(head: bytes, text_fields: frozenset[str] = frozenset()) -> CsvDialect | None:
    """Return the dialect of a table whose header names a text, or two other parts of an article; None for other text.

    `csv.Sniffer` guesses from quotes and takes prose with commas for a table; here the header decides.

    >>> csv_dialect(b'id;Title;Text\\n1;"A";"B; C"\\n')
    CsvDialect(delimiter=';', columns=('id', 'Title', 'Text'))
    >>> csv_dialect(b"Text, title and body are words.\\nMore of them.\\n") is None
    True
    """
    first = head.split(b"\n", 1)[0][:_LONGEST_HEADER].strip(b"\r").decode("utf-8", "replace").removeprefix("\ufeff")
    if not any(delimiter in first for delimiter in DELIMITERS):
        return None
    wanted = frozenset(map(normal_name, text_fields))
    for delimiter in sorted(DELIMITERS, key=first.count, reverse=True):
        columns = split_header(first, delimiter)
        names = [normal_name(name) for name in columns]
        if len(columns) < 2 or len(set(names)) < len(names) or max(map(len, columns)) > _LONGEST_NAME:
            continue
        has_text = any(name in TEXT_NAMES or name in wanted for name in names)
        others = sum(name in _OTHER_NAMES for name in names)
        if (has_text and (others or len(names) == 2)) or others > 1:
            if not _fits(head, delimiter, len(columns)):
                continue
            return CsvDialect(delimiter, columns)
    return None


def _fits(head: bytes, delimiter: str, columns: int) -> bool:
    """Return whether most of the first rows have as many cells as the header; the last may be cut."""
    text = head.decode("utf-8", "replace").removeprefix("\ufeff")
    rows = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            rows.append(len(row))
            if len(rows) > _ROWS:
                break
    except csv.Error:
        return False
    rest = [cells for cells in rows[1:-1] if cells] or [cells for cells in rows[1:] if cells]
    return not rest or 2 * sum(cells == columns for cells in rest) >= len(rest)


def guess_delimiter(head: bytes, name: str) -> str:
    """Return what separates the columns of a file that its name calls a table: the tab for .tsv, else the candidate
    with which the first rows have the most cells alike."""
    if name.endswith((".tsv", ".tab")):
        return "\t"
    if name.endswith(".psv"):
        return "|"
    first = head.split(b"\n", 1)[0].decode("utf-8", "replace")
    counts = {d: len(split_header(first, d)) for d in DELIMITERS}
    fitting = [d for d in DELIMITERS if counts[d] > 1 and _fits(head, d, counts[d])]
    return max(fitting or [","], key=lambda d: counts[d])
