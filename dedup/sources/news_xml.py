"""XML of news agencies (NITF, NewsML-G2, NewsML 1) -> Articles. Entities are not read: no such file has any."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from dedup.article import Article
from dedup.sources import skip_reasons
from dedup.sources.content import Content, whole
from dedup.sources.dates import iso_date
from dedup.sources.fields import MAX_ID, made_id
from dedup.sources.markup import without_markup

_ENTITY: Final = re.compile(rb"<!ENTITY", re.IGNORECASE)
_DEEPEST: Final = 200
_PARAGRAPHS: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "hl2", "pre", "td", "blockquote"})
_LEFT_OUT: Final = frozenset({"media", "script", "style", "figure", "table"})


def xml_articles(content: Content) -> Iterator[Article]:
    """Yield the articles of a file of NITF or NewsML; `line` is the place of the item where there are several."""
    data = whole(content)
    if data is None:
        return
    if _ENTITY.search(data):
        content.skip(None, skip_reasons.XML_ENTITIES)
        return
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        content.skip(None, skip_reasons.damaged("XML", str(error)))
        return
    items = [element for element in root.iter() if _name(element) in ("nitf", "newsItem", "NewsItem")]
    # An item of NewsML has its text as NITF inside.
    inner = {id(below) for item in items for below in item.iter() if below is not item and _name(below) == "nitf"}
    items = [item for item in items if id(item) not in inner]
    several = len(items) > 1
    for number, item in enumerate(items, 1):
        line = number if several else None
        article = _article(item, content.shown, line)
        if article is None:
            content.skip(line, skip_reasons.NO_ITEM_TEXT)
        else:
            yield article
    if not items:
        content.skip(None, skip_reasons.NO_ITEM_TEXT)


def _name(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _first(item: Element, *names: str) -> Element | None:
    """Return the first element with the first of these names that any has."""
    for name in names:
        for element in item.iter():
            if _name(element) == name:
                return element
    return None


def _words(element: Element | None) -> str | None:
    return (" ".join("".join(element.itertext()).split()) or None) if element is not None else None


def _article(item: Element, path: str, line: int | None) -> Article | None:
    text = _body(item)
    if not text:
        return None
    own, url = _own_id(item), _address(item)
    title = _words(_first(item, "hl1", "headline", "HeadLine")) or _words(_first(item, "title"))
    return Article(
        id=own or made_id(url, path, line),
        text=text,
        title=title,
        url=url,
        published=_published(item),
        outlet=_outlet(item),
        author=_words(_first(item, "byline", "byttl", "ByLine")),
        path=path,
        line=line,
    )


def _body(item: Element) -> str:
    """Return the paragraphs of the body, one a line."""
    body = _first(item, "body.content", "inlineXML", "DataContent", "inlineData", "body")
    if body is None:
        return ""
    inner = _first(body, "body.content", "body")
    lines: list[str] = []
    _gather(inner if inner is not None else body, lines, 0)
    if lines:
        return "\n".join(lines)
    return without_markup("".join(body.itertext())).strip()


def _gather(element: Element, lines: list[str], depth: int) -> None:
    for child in element:
        name = _name(child).lower()
        if name in _LEFT_OUT:
            continue
        if name in _PARAGRAPHS and not _has_paragraphs(child):
            words = _words(child)
            if words:
                lines.append(words)
        elif depth < _DEEPEST:
            _gather(child, lines, depth + 1)


def _has_paragraphs(element: Element) -> bool:
    return any(_name(below).lower() in _PARAGRAPHS for below in element.iter() if below is not element)


def _own_id(item: Element) -> str | None:
    document = _first(item, "doc-id")
    found = item.get("guid") or (document.get("id-string") if document is not None else None)
    found = found or _words(_first(item, "PublicIdentifier", "NewsItemId"))
    return found if found and len(found) <= MAX_ID else None


_LINKS: Final = frozenset({"link", "url", "web-url", "itemMeta"})


def _address(item: Element) -> str | None:
    for element in item.iter():
        if _name(element) not in _LINKS:
            continue
        for name in ("href", "uri"):
            if (value := element.get(name, "")).startswith("http"):
                return value
    pubdata = _first(item, "pubdata")
    value = pubdata.get("ex-ref", "") if pubdata is not None else ""
    return value if value.startswith("http") else None


_NITF_DATES: Final = (
    ("date.issue", "norm"), ("story.date", "norm"), ("date.release", "norm"), ("pubdata", "date.publication"),
)  # fmt: skip
_NEWSML_DATES: Final = (
    "contentCreated", "firstCreated", "versionCreated", "FirstCreated", "DateLine", "ThisRevisionCreated",
)  # fmt: skip


def _published(item: Element) -> str | None:
    for name, attribute in _NITF_DATES:
        element = _first(item, name)
        if element is not None and (value := element.get(attribute)):
            return iso_date(value)
    words = _words(_first(item, *_NEWSML_DATES))
    return iso_date(words) if words else None


def _outlet(item: Element) -> str | None:
    pubdata = _first(item, "pubdata")
    if pubdata is not None and (name := pubdata.get("name")):
        return name
    for holder in ("provider", "rightsHolder", "copyrightHolder", "infoSource", "Provider"):
        element = _first(item, holder)
        if element is None:
            continue
        named = _words(_first(element, "name")) or element.get("literal")
        party = _first(element, "Party")
        named = named or element.get("qcode", "").rpartition(":")[2] or _words(element)
        named = named or (party.get("FormalName") if party is not None else None)
        if named:
            return named
    return _words(_first(item, "doc.copyright", "distributor"))
