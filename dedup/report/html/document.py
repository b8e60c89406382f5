"""Report -> the files of its pages: one file with all data inside, or a page with a folder of data beside it."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import Final

from dedup.report.html.chunks import Chunk, ChunkCutter, as_json, packed
from dedup.report.html.detail_records import PageTexts, article_details, name_records, pair_details
from dedup.report.html.index_record import index_record
from dedup.report.html.order import page_order
from dedup.report.html.page import page
from dedup.report.html.targets import FIRST_PAGE, check_folder, is_folder
from dedup.report.html.text_spool import Texts
from dedup.report.html.thresholds import threshold_records
from dedup.report.replacing import in_its_place, mode_of, temporary_beside
from dedup.report.report import Report

MOST_IN_ONE_FILE: Final = 5000
"""Articles up to which one file holds all; 1,304 real ones are 2.4 MB."""
_DATA: Final = "data"
_INDEX: Final = "index"


def write_html(
    report: Report, path: str | PathLike[str], texts: Texts | None = None, *, start: str | None = None
) -> list[str]:
    """Write the pages of a report, and return the ids of articles whose text in `texts` is another one than was
    scanned: they are shown without it.

    A path that ends in .html becomes one file up to MOST_IN_ONE_FILE articles; above that its data go into a folder
    beside it, NAME_files. A path that ends in a slash becomes a folder with index.html. `start` is the address that the
    page opens with, as "#pair=a&with=b". Raises SettingsError for a folder that holds something else.
    """
    if is_folder(path):
        check_folder(path)
        with _replacing_folder(Path(path)) as folder:
            return _write_parts(report, texts, start, folder / FIRST_PAGE, _DATA)
    target = Path(os.path.realpath(path))
    if len(report.articles) > MOST_IN_ONE_FILE:
        return _write_parts(report, texts, start, target, _free_name(target))
    pages = _Pages(report, texts, start)
    data = list(pages.chunks())
    _replace_text(target, page(report, data))
    return pages.texts.unlike


class _Pages:
    """The chunks of a report, the index last: it says where the others begin."""

    def __init__(self, report: Report, texts: Texts | None, start: str | None) -> None:
        self._report = report
        self._order = page_order(report)
        self.texts = PageTexts(texts, self._order)
        self._start = start

    def chunks(self) -> Iterator[Chunk]:
        report, order = self._report, self._order
        articles, pairs = ChunkCutter("articles"), ChunkCutter("pairs")
        yield from articles.chunks(article_details(order, self.texts))
        # A pair of two articles of which one has no text is shown by its passages.
        whole = self.texts.found == len(order.articles)
        yield from pairs.chunks(pair_details(order, with_text=not whole))
        yield packed("names", as_json(name_records(report.names, order.numbers)))
        yield packed("thresholds", as_json(threshold_records(report, order.numbers)))
        index = index_record(
            report, order, texts=self.texts.found, first_lines=self.texts.first_lines, start=self._start
        )
        index |= {"article_chunks": articles.starts, "pair_chunks": pairs.starts}
        yield packed(_INDEX, as_json(index))


def _write_parts(report: Report, texts: Texts | None, start: str | None, target: Path, data_folder: str) -> list[str]:
    """Write the page and, in a folder beside it, a script for each chunk: a page opened from the disk may load scripts
    and no other files."""
    pages = _Pages(report, texts, start)
    with _replacing_folder(target.parent / data_folder) as folder:
        for chunk in pages.chunks():
            text = f'dedupChunk("{chunk.name}","{chunk.data}");\n'
            (folder / f"{chunk.name}.js").write_text(text, encoding="ascii")
    _replace_text(target, page(report, [], data_folder=data_folder))
    return pages.texts.unlike


def _free_name(target: Path) -> str:
    """Return a name for the data beside a page: NAME_files, with a number where something else has that name."""
    for number in itertools.count(1):
        name = f"{target.stem}_files" if number == 1 else f"{target.stem}_files_{number}"
        folder = target.parent / name
        if not folder.exists() or (folder / f"{_INDEX}.js").is_file():
            return name
    raise AssertionError


def _replace_text(target: Path, text: str) -> None:
    with in_its_place(target) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def _replacing_folder(target: Path) -> Iterator[Path]:
    """A new folder beside `target` that takes its place at the end, with its permissions, and is removed after a
    failure."""
    temporary, mode = temporary_beside(target), mode_of(target)
    temporary.mkdir()
    try:
        if mode is not None:
            temporary.chmod(mode)
        yield temporary
        if target.exists():
            shutil.rmtree(target)
        temporary.replace(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
