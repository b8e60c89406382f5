"""RSS and Atom -> the articles of the entries. Needs the extra `feeds`."""

from __future__ import annotations

import time
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from io import BytesIO
from typing import Any, Final

from dedup.article import Article
from dedup.sources import skip_reasons
from dedup.sources.content import Content, whole
from dedup.sources.fields import MAX_ID, made_id
from dedup.sources.markup import without_markup

_PLAIN: Final = "text/plain"


def feed_articles(content: Content) -> Iterator[Article]:
    """Yield the articles of a feed: the full content of an entry where the feed has it, else its summary, which is
    noted. `line` is the place of the entry, from 1."""
    if find_spec("feedparser") is None:
        content.note(None, skip_reasons.missing_extra("reading feeds", "feeds"))
        return
    import feedparser

    data = whole(content)
    if data is None:
        return
    try:
        feed = feedparser.parse(BytesIO(data), resolve_relative_uris=False)
    except (RecursionError, ValueError, AssertionError, LookupError) as error:
        content.skip(None, skip_reasons.damaged("feed", str(error)))
        return
    if not feed.entries:
        broken = feed.get("bozo_exception")
        content.skip(None, skip_reasons.damaged("feed", str(broken)) if broken else skip_reasons.NO_ENTRIES)
        return
    summaries = 0
    for number, entry in enumerate(feed.entries, 1):
        text, is_full = _text(entry)
        if not text:
            content.skip(number, skip_reasons.NO_ENTRY_TEXT)
            continue
        summaries += not is_full
        yield _article(entry, feed.feed, text, content.shown, number)
    if summaries:
        content.note(None, skip_reasons.summaries(summaries, len(feed.entries)))


def _text(entry: Any) -> tuple[str, bool]:
    """Return the text of an entry, and whether it is its full content."""
    contents = [part for part in entry.get("content", []) if part.get("value")]
    contents.sort(key=lambda part: len(part["value"]), reverse=True)
    for part in contents:
        text = part["value"] if part.get("type") == _PLAIN else without_markup(part["value"])
        if text.strip():
            return text, True
    return without_markup(entry.get("summary") or ""), False


def _article(entry: Any, feed: Any, text: str, path: str, number: int) -> Article:
    url = entry.get("link") or None
    source = (entry.get("source") or {}).get("title") or feed.get("title") or None
    own = entry.get("id") or ""
    # A guid that is the link is no id of its own.
    ident = own if own and own != url and len(own) <= MAX_ID else ""
    return Article(
        id=ident or made_id(url, path, number),
        text=text,
        title=without_markup(entry.get("title") or "") or None,
        url=url,
        published=_day(entry.get("published_parsed") or entry.get("updated_parsed")),
        outlet=source,
        author=entry.get("author") or None,
        path=path,
        line=number,
    )


def _day(parsed: time.struct_time | None) -> str | None:
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC).isoformat()
    except (OverflowError, ValueError, OSError):
        return None
