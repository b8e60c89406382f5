"""One page -> its article, by trafilatura, with headline and day as the page itself gives them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from dedup.sources.html.metadata import page_metadata
from dedup.sources.html.titles import clean_title
from dedup.sources.markup import has_markup, without_markup

if TYPE_CHECKING:
    from lxml.html import HtmlElement


class PageArticle(msgspec.Struct, frozen=True, kw_only=True):
    """The article of a page. `url` is the address that was fetched as far as the page shows it, `origin` the canonical
    one where it differs; `published` is as the page writes it, else a day."""

    text: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    origin: str | None = None


_EMBEDDED: Final = "//blockquote[" + " or ".join(
    f'contains(@class, "{name}")'
    for name in ("twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed", "bluesky-embed", "reddit-embed")
) + "]"  # fmt: skip
"""Posts of others that a page embeds."""

_PAGE: Final = re.compile(r"<(?:html|head|body|script|frameset)\b", re.IGNORECASE)
_LEAST_LINKED: Final = 2
"""Items of a list of links; a single one may be a list that an article has."""
_LINKED: Final = 0.8
"""Share of the letters of a list that are links from which it is navigation: lists of further articles have .95 and
more, lists with sources in an article under .5."""


def read_page(data: bytes | str, url: str | None = None) -> PageArticle | None:
    """Return the article of a page, None where it has none. `url` is the address it was fetched from, if known."""
    from trafilatura import bare_extraction, load_html

    tree = load_html(data)
    if tree is None:
        return None
    source = data[:4096].decode("utf-8", "replace") if isinstance(data, bytes) else data[:4096]
    page = page_metadata(tree, source)
    address = url or page.saved_from
    pruned = _prune(tree)
    settings: dict[str, Any] = {"url": address, "with_metadata": True, "include_comments": False}
    found: Any = bare_extraction(tree, **settings)
    if found is None:
        found = bare_extraction(load_html(data) if pruned else tree, favor_recall=True, **settings)
    if found is None or not (found.text or "").strip():
        return _fragment(data)
    canonical = _absolute(page.canonical) or found.url
    fetched = address or _absolute(page.og_url) or canonical
    return PageArticle(
        text=found.text,
        title=clean_title(page, found.title, fetched),
        published=page.published or found.date,
        outlet=found.sitename or found.hostname,
        author=found.author,
        url=fetched,
        origin=canonical if canonical != fetched else None,
    )


def _fragment(data: bytes | str) -> PageArticle | None:
    """Return the text of markup that is no page, but a piece of one; None for a page."""
    source = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
    if _PAGE.search(source) is not None or not has_markup(source):
        return None
    text = without_markup(source)
    return PageArticle(text=text) if text else None


def _absolute(address: str | None) -> str | None:
    return address if address and address.startswith(("http://", "https://")) else None


def _prune(tree: HtmlElement) -> bool:
    """Remove what is certainly of another text: embedded posts, lists of links, and articles behind the first that have
    a main headline of their own; return whether anything was."""
    doomed = list(tree.xpath(_EMBEDDED))
    doomed += [element for element in tree.iter("ul", "ol", "dl") if _is_link_list(element)]
    doomed += later_articles(tree)
    for element in doomed:
        if element.getparent() is not None:
            element.drop_tree()
    return bool(doomed)


def later_articles(tree: HtmlElement) -> list[HtmlElement]:
    """Return the article elements behind that of the first main headline which have a main headline of their own."""
    heads = [(head, next(head.iterancestors("article"), None)) for head in tree.iter("h1")]
    if not heads or heads[0][1] is None:
        return []
    first = heads[0][1]
    return [
        article
        for _, article in heads[1:]
        if article is not None and article is not first and first not in article.iterancestors()
        and article not in first.iterancestors()
    ]  # fmt: skip


def _is_link_list(element: HtmlElement) -> bool:
    items = element.findall("li")
    if len(items) < _LEAST_LINKED:
        return False
    whole = len("".join(element.text_content().split()))
    linked = sum(len("".join(link.text_content().split())) for link in element.iter("a"))
    return whole > 0 and linked >= _LINKED * whole
