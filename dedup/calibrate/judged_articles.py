"""Where the texts of judged pairs come from: files of articles, the files that a report names, or paths in the labels
themselves."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from dedup.article import Article
from dedup.calibrate.labels import Label
from dedup.errors import InputError
from dedup.records import RelationKind
from dedup.report import Report
from dedup.scan_reading import Inputs
from dedup.sources import Sources
from dedup.sources.one_article import find_articles

Pair = tuple[str, str]
"""Two ids, the smaller first."""


class JudgedArticles(NamedTuple):
    """What is read for the labels, the fields of its records, and what a report calls its pairs (None: no report)."""

    inputs: Inputs
    text_field: str | None
    id_field: str | None
    called: dict[Pair, RelationKind] | None


def pair_of(a: str, b: str) -> Pair:
    """Return two ids, the smaller first."""
    return (a, b) if a < b else (b, a)


def judged_articles(
    labels: Sequence[Label],
    articles: Sequence[str | os.PathLike[str]],
    report: str | os.PathLike[str] | None,
    *,
    text_field: str | None = None,
    id_field: str | None = None,
) -> JudgedArticles:
    """Return where the articles of the labels are: in `articles`, else where `report` found them, else in the files
    that the labels name. Raises InputError where a file is missing, FormatError for a damaged report."""
    if report is None:
        inputs: Inputs = list(articles) if articles else _named(labels, text_field, id_field)
        return JudgedArticles(inputs, text_field, id_field, None)
    read = Report.read(report)
    text_field = text_field or read.settings.get("text_field")
    id_field = id_field or read.settings.get("id_field")
    called: dict[Pair, RelationKind] = {pair_of(each.a, each.b): each.relation for each in read.weak}
    called |= {pair_of(each.a, each.b): each.relation for each in read.relations}
    found: Inputs = list(articles) if articles else list(_of_report(read, Path(report), text_field, id_field))
    return JudgedArticles(found, text_field, id_field, called)


def _named(labels: Sequence[Label], text_field: str | None, id_field: str | None) -> list[Article]:
    """Return the articles that the labels name as files, FILE#ID or FILE#LINE; their ids are these names."""
    names = sorted({name for label in labels for name in (label.a, label.b)})
    found = find_articles(names, text_field=text_field, id_field=id_field)
    return [replace(each.article, id=name) for name, each in zip(names, found, strict=True)]


def _of_report(report: Report, place: Path, text_field: str | None, id_field: str | None) -> Iterator[Article]:
    """Yield the articles of a report, with its ids, from files under the current folder or that of the report."""
    files: dict[str, dict[int | None, str]] = {}
    for record in report.articles:
        files.setdefault(record.path or "", {})[record.line] = record.id
    for path, ids in files.items():
        for article in Sources([_file(path, place)], text_field=text_field, id_field=id_field):
            if article.line in ids:
                yield replace(article, id=ids[article.line])


def _file(path: str, report: Path) -> Path:
    # A report may be a stranger's: it names files below these folders and no others
    below = path and not Path(path).is_absolute() and ".." not in Path(path).parts
    for folder in (Path(), report.parent):
        if below and (folder / path).is_file():
            return folder / path
    raise InputError(
        f"{os.fspath(report)!r} names the file {path[:200]!r}, which is neither in this folder nor in that of the "
        "report; name the articles with --articles"
    )
