"""What a page says of its article outside the text: JSON-LD, meta elements, headlines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LARGEST_LD: Final = 1 << 20
"""Characters of a JSON-LD element that is read; with the text of a long article inside it has a tenth of that."""
_DEEPEST: Final = 12
_MOST_HEADLINES: Final = 8

_ARTICLE_TYPES: Final = re.compile(r"(?:article|blogposting|report|review)$", re.IGNORECASE)
_DAY: Final = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")


class PageMetadata(NamedTuple):
    """What the page says of its article: headlines in the order of trust, the day of publication as it is written
    there, names of the site, its section and authors, and addresses."""

    og_title: str | None
    headlines: tuple[str, ...]
    title_element: str | None
    published: str | None
    site: tuple[str, ...]
    sections: tuple[str, ...]
    og_url: str | None
    canonical: str | None
    saved_from: str | None


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner, depth + 1)


def _is_article(record: dict[str, Any]) -> bool:
    kinds = record.get("@type")
    return any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in _listed(kinds))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def ld_articles(tree: HtmlElement) -> list[dict[str, Any]]:
    """Return the JSON-LD objects of a page that describe an article, in their order."""
    found = []
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        text = script.text or ""
        if len(text) > _LARGEST_LD:
            continue
        try:
            found += [record for record in _objects(json.loads(text, strict=False)) if _is_article(record)]
        except (ValueError, RecursionError):
            continue
    return found


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("name")
    if not isinstance(value, str):
        return None
    return " ".join(unescape(value).split()) or None


def metas(tree: HtmlElement) -> dict[str, str]:
    """Return the content of the meta elements by name, property or itemprop in lower case; the first of a name."""
    found: dict[str, str] = {}
    for meta in tree.iterfind(".//meta[@content]"):
        content = meta.get("content", "").strip()
        for attribute in ("property", "name", "itemprop"):
            if content and (name := meta.get(attribute)):
                found.setdefault(name.strip().lower(), content)
    return found


def page_metadata(tree: HtmlElement, source: str) -> PageMetadata:
    """Return what a parsed page says of itself; `source` is the page as text, for its comments."""
    meta, articles = metas(tree), ld_articles(tree)
    heads = [" ".join(head.text_content().split()) for head in list(tree.iter("h1"))[:_MOST_HEADLINES]]
    told = [_text(record.get("headline")) for record in articles[:1]]
    title = next((" ".join(element.text_content().split()) for element in tree.iter("title")), None)
    site = [meta.get("og:site_name"), meta.get("application-name"), meta.get("apple-mobile-web-app-title")]
    site += [meta.get("twitter:site", "").lstrip("@")]
    site += [name for record in articles for name in map(_text, _listed(record.get("publisher")))]
    authors = [name for record in articles for name in map(_text, _listed(record.get("author")))]
    sections = [meta.get("article:section"), meta.get("section")]
    sections += [name for record in articles for name in map(_text, _listed(record.get("articleSection")))]
    return PageMetadata(
        og_title=_text(meta.get("og:title")) or _text(meta.get("twitter:title")),
        headlines=tuple(name for name in (*told, *heads) if name),
        title_element=title or None,
        published=_published(articles, meta),
        site=tuple(name for name in (*site, *authors, meta.get("author")) if name and len(name) < 100),
        sections=tuple(name for name in sections if name and len(name) < 60),
        og_url=meta.get("og:url"),
        canonical=next(
            (href for link in tree.iterfind('.//link[@rel="canonical"]') if (href := link.get("href"))), None
        ),
        saved_from=_saved_from(source),
    )


_PUBLISHED: Final = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "pubdate",
    "publish-date", "date.issued", "dc.date.issued", "dcterms.created", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
"""Names of meta elements that hold when an article was published, not when it was changed."""


def _published(articles: list[dict[str, Any]], meta: dict[str, str]) -> str | None:
    given = [record.get("datePublished") for record in articles] + [meta.get(name) for name in _PUBLISHED]
    for value in given:
        if isinstance(value, str) and _DAY.match(value.strip()) and len(value) < 40:
            return value.strip()
    return None


_SAVED: Final = re.compile(r"<!-- saved from url=\(\d{4}\)(https?://[^\s>]{1,2000}) -->|"
                           r"<!--\s*Page saved with SingleFile\s*\n url: (https?://\S{1,2000})")  # fmt: skip


def _saved_from(source: str) -> str | None:
    """Return the address that a browser wrote into the page when it saved it."""
    found = _SAVED.search(source, 0, 4096)
    return (found[1] or found[2]) if found else None
