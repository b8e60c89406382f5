"""A page saved as one file by a browser (MHTML) -> the page in it."""

from __future__ import annotations

import email
import email.policy
from email.errors import MessageError

from dedup.article import Article
from dedup.sources import skip_reasons
from dedup.sources.content import Content, Page, whole
from dedup.sources.fields import MAX_ID


def mhtml_page(content: Content) -> Page | None:
    """Return the first page of a saved file; None where it has none, which is noted."""
    data = whole(content)
    if data is None:
        return None
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                page = part.get_payload(decode=True)
                if isinstance(page, bytes):
                    url = part.get("Content-Location") or message.get("Snapshot-Content-Location")
                    address = str(url) if url and str(url).startswith("http") and len(str(url)) <= MAX_ID else None
                    return Page(page, Article(id="", text="", url=address, path=content.shown), content.skip)
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        content.skip(None, skip_reasons.damaged("MHTML", str(error)))
        return None
    content.skip(None, skip_reasons.NO_ARTICLE_IN_PAGE)
    return None
