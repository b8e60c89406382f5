"""Web archives (WARC) -> the pages in them. Needs the extra `warc`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any, Final

from dedup.article import Article
from dedup.sources import skip_reasons
from dedup.sources.content import ChunkFile, Content, Page
from dedup.sources.html.pool import MAX_PAGE_BYTES

_PAGES: Final = ("text/html", "application/xhtml+xml", "")
"""Content types of pages; responses without one are looked at as well."""


def warc_pages(content: Content) -> Iterator[Page]:
    """Yield the pages of all responses of type HTML that the server gave as found; others are no articles, and their
    number is noted."""
    if find_spec("fastwarc") is None:
        content.note(None, skip_reasons.missing_extra("reading WARC", "warc"))
        return
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    number, others = 0, 0
    file: Any = ChunkFile(content.chunks)
    try:
        wanted = WarcRecordType.response | WarcRecordType.resource
        for number, record in enumerate(ArchiveIterator(file, record_types=wanted), 1):
            page = _page(record, number, content)
            if page is None:
                others += 1
            else:
                yield page
    except (ValueError, RuntimeError, OSError, MemoryError) as error:
        content.skip(number + 1, skip_reasons.damaged("WARC", str(error)))
    except BaseException as error:
        # What fastwarc does not foresee ends as a panic of its compiled code, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        content.skip(number + 1, skip_reasons.damaged("WARC", "the record cannot be read"))
    if not number:
        content.skip(None, skip_reasons.NO_RESPONSE)
    elif others:
        content.note(None, skip_reasons.other_responses(others))


def _page(record: Any, number: int, content: Content) -> Page | None:
    http = record.http_headers
    if http is not None and (http.status_code or 200) != 200:
        return None
    kind = (record.http_content_type or "").lower() if http is not None else record.headers.get("Content-Type", "")
    if kind.partition(";")[0].strip() not in _PAGES:
        return None
    data = record.reader.read(MAX_PAGE_BYTES + 1)
    if not kind and b"<html" not in data[:4096].lower():
        return None
    url = record.headers.get("WARC-Target-URI", "").strip("<>") or None
    if len(data) > MAX_PAGE_BYTES:
        content.skip(number, skip_reasons.file_too_long(MAX_PAGE_BYTES))
        return None
    charset = record.http_charset if http is not None else None
    given = Article(id="", text="", url=url, path=content.shown, line=number)
    return Page(_decoded(data, charset), given, content.skip)


def _decoded(data: bytes, charset: str | None) -> bytes | str:
    """Return a page as text where the server named an encoding that fits."""
    if not charset:
        return data
    try:
        return data.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return data
