"""FILE, FILE#ID or FILE#LINE -> one Article: for commands that look at single articles."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from dedup.article import Article
from dedup.errors import InputError
from dedup.records import Skipped
from dedup.sources import skip_reasons
from dedup.sources.reader import Sources

SEPARATOR: Final = "#"
_LONGEST_LINE_NUMBER: Final = 15
"""Digits; no file has so many lines, and a longer number can only be an id."""


class OneArticle(NamedTuple):
    """An article, and what was odd about it though it could be read, one sentence each."""

    article: Article
    notes: list[str]


def split_name(name: str) -> tuple[str, str | None]:
    """Return the file, and the id or line behind `#`, None without one. A file whose own name has a `#` comes first.

    >>> split_name("-"), split_name("-#a17"), split_name("missing.jsonl#a#2")
    (('-', None), ('-', 'a17'), ('missing.jsonl', 'a#2'))
    """
    if _is_there(name):
        return name, None
    for at, character in enumerate(name):
        if character == SEPARATOR and _is_there(name[:at]):
            return name[:at], name[at + 1 :]
    path, separator, key = name.partition(SEPARATOR)
    return path, key if separator else None


def _is_there(path: str) -> bool:
    return path == "-" or _mode(path) is not None


def _mode(path: str) -> int | None:
    """Return the mode of the file at `path`, None where there is none that can be asked. The empty path is no file."""
    try:
        return Path(path).stat().st_mode if path else None
    except (OSError, ValueError):
        return None


def find_articles(
    names: Sequence[str],
    *,
    text_field: str | None = None,
    id_field: str | None = None,
    fields: Mapping[str, str] | Iterable[str] = (),
    stdin: BinaryIO | None = None,
) -> list[OneArticle]:
    """Return one article for each name; `-` for standard input may be given once. The fields are those of `Sources`.

    Behind `#` an id counts first, then a line of the file, from 1. A file without `#` must have one article.
    Raises InputError where a name leads to no article or to several.
    """
    split = [split_name(name) for name in names]
    if [path for path, _ in split].count("-") > 1:
        raise InputError("standard input can be read once; give - once")
    found = []
    for path, key in split:
        if not path:
            raise InputError(
                f"there is no file in front of {skip_reasons.shown(SEPARATOR + (key or ''))}; write FILE#ID"
            )
        if path != "-" and stat.S_ISDIR(_mode(path) or 0):
            raise InputError(f"{skip_reasons.shown(path, 200)} is a folder; name one article in it")
        sources = Sources([path], text_field=text_field, id_field=id_field, fields=fields, stdin=stdin)
        found.append(_only(sources, path) if key is None else _with_key(sources, path, key))
    return found


def _only(sources: Sources, path: str) -> OneArticle:
    articles = list(islice(sources, 2))
    if len(articles) == 1:
        # Lines without an article do not matter to the one that has one.
        notes = [entry for entry in sources.skipped if entry.line in (None, articles[0].line)]
        return OneArticle(articles[0], [_sentence(entry) for entry in notes])
    if articles:
        raise InputError(
            f"{skip_reasons.shown(path, 200)} holds more than one article; name one by its id or its line, as FILE#ID"
        )
    raise InputError(
        _sentence(sources.skipped[0])
        if sources.skipped
        else f"{skip_reasons.shown(path, 200)} holds no article; name another file"
    )


def _with_key(sources: Sources, path: str, key: str) -> OneArticle:
    line = int(key) if key.isascii() and key.isdigit() and len(key) <= _LONGEST_LINE_NUMBER else None
    found = None
    for article in sources:
        if article.id == key:
            found = article
            break
        if line is not None and article.line == line:
            found = article
    if found is not None:
        return OneArticle(
            found,
            [_sentence(entry) for entry in sources.skipped if entry.line is not None and entry.line == found.line],
        )
    for entry in sources.skipped:
        if entry.line is None or entry.line == line:
            raise InputError(_sentence(entry))
    raise InputError(
        f"{skip_reasons.shown(path, 200)} holds no article with the id or line {skip_reasons.shown(key)}; look it up "
        f"in the file"
    )


def _sentence(entry: Skipped) -> str:
    place = entry.path if entry.line is None else f"{entry.path}, line {entry.line}"
    return f"{place}: {entry.reason}"
