"""Pages among articles -> articles, in their order, while the pages behind them are read already."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from typing import Final

import msgspec

from dedup.addresses import host_of, is_elsewhere
from dedup.article import Article
from dedup.sources import skip_reasons
from dedup.sources.content import Page
from dedup.sources.dates import iso_date
from dedup.sources.fields import MAX_ID, made_id
from dedup.sources.html.page import PageArticle
from dedup.sources.html.pool import MAX_PAGE_BYTES, PagePool, is_installed

_AHEAD: Final = 8
"""Pages for each process that wait or are done: enough that none is idle behind a slow one."""
_BYTES_AHEAD: Final = 64 * 2**20

_Waiting = tuple[Page, "Future[PageArticle | str]"] | Article


def with_pages_read(items: Iterable[Article | Page], workers: int | None = None) -> Iterator[Article]:
    """Yield articles as they are, and of each page its article in the same place; a page without one is passed to its
    `skip`."""
    pool = PagePool(workers or os.cpu_count() or 1)
    waiting: deque[_Waiting] = deque()
    held = 0
    try:
        for item in items:
            if isinstance(item, Article):
                if not waiting:
                    yield item
                    continue
                waiting.append(item)
            elif _is_readable(item):
                waiting.append((item, pool.submit(item.data, item.given.url)))
                held += len(item.data)
            while waiting and (len(waiting) > _AHEAD * pool.workers or held > _BYTES_AHEAD or _is_done(waiting[0])):
                first = waiting.popleft()
                held -= 0 if isinstance(first, Article) else len(first[0].data)
                yield from _article(first)
        while waiting:
            yield from _article(waiting.popleft())
    finally:
        pool.close()


def _is_readable(page: Page) -> bool:
    if not is_installed():
        page.skip(page.given.line, skip_reasons.missing_extra("reading HTML", "html"))
    elif len(page.data) > MAX_PAGE_BYTES:
        page.skip(page.given.line, skip_reasons.file_too_long(MAX_PAGE_BYTES))
    else:
        return True
    return False


def _is_done(item: _Waiting) -> bool:
    return isinstance(item, Article) or item[1].done()


def _article(item: _Waiting) -> Iterator[Article]:
    if isinstance(item, Article):
        yield item
        return
    page, future = item
    found = future.result()
    if isinstance(found, str):
        page.skip(page.given.line, found)
        return
    yield _joined(page.given, found)


def _joined(given: Article, found: PageArticle) -> Article:
    """Return the article of a page; what the record around the page says goes first."""
    url = given.url or (found.url if found.url and len(found.url) <= MAX_ID else None)
    ident = given.id
    if not ident or ident == made_id(None, given.path, given.line):
        ident = made_id(url, given.path, given.line)
    origins = given.origins
    for address in (found.origin, found.url):
        if address and address not in origins and is_elsewhere(address, host_of(url)):
            origins = (*origins, address)
    published = given.published or (iso_date(found.published) if found.published else None)
    return msgspec.structs.replace(
        given,
        id=ident,
        text=found.text,
        title=given.title or found.title,
        url=url,
        published=published,
        outlet=given.outlet or found.outlet,
        author=given.author or found.author,
        origins=origins,
    )
