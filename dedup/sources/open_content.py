"""Bytes under a name -> articles: unpacked, recognised, and given to the reader of their format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from dedup.article import Article
from dedup.sources import skip_reasons
from dedup.sources.archives import Entry, tar_entries, zip_entries
from dedup.sources.arrow_table import arrow_articles
from dedup.sources.clippings import clipping_articles
from dedup.sources.compression import MAX_LAYERS, peek, unpacked
from dedup.sources.content import Content, Page, ReadSettings, SkipNote, whole
from dedup.sources.csv_table import csv_articles
from dedup.sources.decoding import as_utf8
from dedup.sources.feed import feed_articles
from dedup.sources.formats import HEAD, Recognised, recognise
from dedup.sources.html.mhtml import mhtml_page
from dedup.sources.html.pool import MAX_PAGE_BYTES
from dedup.sources.json_document import json_articles
from dedup.sources.jsonl import JsonLines
from dedup.sources.markup import is_page
from dedup.sources.news_xml import xml_articles
from dedup.sources.storage import DamagedError, PassedOverError
from dedup.sources.text_file import text_article
from dedup.sources.warc import warc_pages

Notes = Callable[[str], tuple[SkipNote, SkipNote]]
"""Takes what a report calls a file; returns where to put what is skipped, and what a strict reading passes over too."""

_LONGEST_BLANK: Final = 4 * 2**20
"""Bytes of white space in front of the content that are looked behind."""


def articles_in(
    shown: str,
    chunks: Iterator[bytes],
    settings: ReadSettings,
    notes: Notes,
    *,
    named: bool,
    local: str | None = None,
    layers: int = 0,
) -> Iterator[Article | Page]:
    """Yield the articles and pages in the bytes of a file, or of an entry of an archive in it (`layers` deep).

    `named` says that the user named the very file; `local` is its path where it can be read from anywhere.
    Raises DamagedError where nothing of it can be read.
    """
    skip, note = notes(shown)
    deeper, chunks = unpacked(chunks, layers)
    head, chunks = _head(chunks)
    what = recognise(_as_text(head), shown, named=named, text_fields=settings.fields.columns())
    content = Content(shown, chunks, skip, note, settings, local if deeper == layers else None)
    if what.format in ("zip", "tar"):
        yield from _entries(content, what, notes, deeper)
    else:
        yield from _READERS[what.format](content, what)


def _head(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return the bytes by which a file is recognised; those behind white space where it begins with that alone."""
    size = HEAD
    head, chunks = peek(chunks, size)
    while len(head) >= size and head.isspace() and size < _LONGEST_BLANK:
        size *= 4
        head, chunks = peek(chunks, size)
    return head, chunks


def _as_text(head: bytes) -> bytes:
    """Return the head without its byte-order mark, UTF-16 and UTF-32 as UTF-8."""
    return b"".join(as_utf8([head])[1])


def _entries(content: Content, what: Recognised, notes: Notes, layers: int) -> Iterator[Article | Page]:
    if layers >= MAX_LAYERS:
        raise DamagedError(skip_reasons.too_many_layers(MAX_LAYERS))
    entries: Iterator[Entry] = zip_entries(content) if what.format == "zip" else tar_entries(content)
    number, last = 0, [""]
    notes = _remembering(notes, last)
    try:
        for number, entry in enumerate(entries, 1):  # noqa: B007
            try:
                yield from articles_in(
                    entry.shown, entry.chunks, content.settings, notes, named=False, layers=layers + 1
                )
            except DamagedError as damage:
                notes(entry.shown)[0](damage.line, damage.reason)
    except PassedOverError as passed:
        content.note(None, passed.reason)
        return
    except DamagedError as damage:
        # An archive that ends inside an entry is damaged in one place.
        if damage.reason != last[0]:
            raise
    if not number:
        content.note(None, skip_reasons.EMPTY_ARCHIVE)


def _remembering(notes: Notes, last: list[str]) -> Notes:
    """Return the same, and keep the last reason in `last`."""

    def remembering(shown: str) -> tuple[SkipNote, SkipNote]:
        skip, note = notes(shown)

        def remember(line: int | None, reason: str) -> None:
            last[0] = reason
            skip(line, reason)

        return remember, note

    return remembering


def _from_text(content: Content, what: Recognised) -> Iterator[Article | Page]:
    article = text_article(content.chunks, content.shown, content.settings.max_file_bytes, content.skip)
    if article is not None:
        yield article


def _from_lines(content: Content, what: Recognised) -> Iterator[Article | Page]:
    lines = JsonLines(content.settings.fields, max_line_bytes=content.settings.max_line_bytes, whole_records=True)
    return _with_pages(lines.articles(content.chunks, content.shown, content.skip), content.skip)


def _with_pages(articles: Iterator[Article], skip: SkipNote) -> Iterator[Article | Page]:
    """Yield a record whose text is a whole page as a page."""
    for article in articles:
        # A page begins with "<", or with white space: everything else is above that.
        if article.text[0] <= "<" and is_page(article.text):
            yield Page(article.text, msgspec.structs.replace(article, text=""), skip)
        else:
            yield article


def _from_html(content: Content, what: Recognised) -> Iterator[Article | Page]:
    data = whole(content._replace(settings=content.settings._replace(max_file_bytes=MAX_PAGE_BYTES)))
    if data:
        yield Page(data, Article(id="", text="", path=content.shown), content.skip)
    elif data is not None:
        content.skip(None, skip_reasons.EMPTY_FILE)


def _from_mhtml(content: Content, what: Recognised) -> Iterator[Article | Page]:
    page = mhtml_page(content)
    if page is not None:
        yield page


def _other(content: Content, what: Recognised) -> Iterator[Article | Page]:
    if next(content.chunks, None) is not None:
        content.note(None, skip_reasons.other_format(what.what))
    else:
        content.skip(None, skip_reasons.EMPTY_FILE)
    return iter(())


_READERS: Final[dict[str, Callable[[Content, Recognised], Iterator[Article | Page]]]] = {
    "text": _from_text,
    "lines": _from_lines,
    "json": lambda content, what: _with_pages(json_articles(content), content.skip),
    "csv": lambda content, what: _with_pages(csv_articles(content), content.skip),
    "parquet": lambda content, what: _with_pages(arrow_articles(content), content.skip),
    "arrow": lambda content, what: _with_pages(arrow_articles(content), content.skip),
    "html": _from_html,
    "mhtml": _from_mhtml,
    "warc": lambda content, what: iter(warc_pages(content)),
    "feed": lambda content, what: feed_articles(content),
    "nitf": lambda content, what: xml_articles(content),
    "newsml": lambda content, what: xml_articles(content),
    "clippings": lambda content, what: clipping_articles(content),
    "other": _other,
}
