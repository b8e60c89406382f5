"""Markup in a field that should hold text -> the text: what content systems and feeds write as a body."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

_TAGS: Final = "p|div|br|h[1-6]|li|ul|ol|blockquote|figure|span|strong|em|a|b|i|section|article|img|table|td|tr"
_MARKUP: Final = re.compile(
    rf"</(?:{_TAGS})\s?>|<br\s?/?>|<p(?:\s[^<>]{{0,500}})?>|<img\s[^<>]{{1,2000}}>", re.IGNORECASE
)
"""What shows that a text has markup: the end of an element, a paragraph or a break. "a < b" is none."""
_ENTITIES: Final = re.compile(r"&lt;(?:p|div|br|h[1-6]|blockquote)\b[^<>]{0,500}?&gt;", re.IGNORECASE)
"""Markup that was escaped once too often."""
_PAGE: Final = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE | re.DOTALL
)

_UNSEEN: Final = re.compile(
    r"<!--.*?-->|<(script|style|noscript|template|svg|iframe)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL
)
_BLOCK: Final = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|dl|dt|dd|blockquote|figure|figcaption|section|article|header|footer|aside|table|tr|hr"
    r"|pre|main|body|html|hl2|media)(?:\s[^<>]*)?/?>", re.IGNORECASE
)  # fmt: skip
_BREAK: Final = re.compile(r"<br(?:\s[^<>]*)?/?>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>|<![^<>]*>|<\?[^<>]*>")
_WHITE: Final = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_LINES: Final = re.compile(r"[ \u00a0]*\n[\n \u00a0]*")


def has_markup(text: str) -> bool:
    """Return whether a text has elements of HTML in it.

    >>> has_markup("<p>Closed.</p>"), has_markup("Is a<b and b>c?"), has_markup("Closed.<br>Until May.")
    (True, False, True)
    """
    return _MARKUP.search(text) is not None or _ENTITIES.search(text) is not None


def is_page(text: str) -> bool:
    """Return whether a text is a whole page of HTML, with more than the article in it."""
    return _PAGE.match(text) is not None


def without_markup(text: str) -> str:
    r"""Return the text of a fragment of HTML, one line for each paragraph; a text without markup as it is.

    >>> without_markup("<p>Closed&nbsp;until\n <b>May</b>.</p><p>Ferries run.</p>"), without_markup("Is a < b?")
    ('Closed until May.\nFerries run.', 'Is a < b?')
    """
    if not has_markup(text):
        return text
    if _MARKUP.search(text) is None:
        text = unescape(text)
    text = _WHITE.sub(" ", _UNSEEN.sub(" ", text))
    text = _TAG.sub("", _BREAK.sub("\n", _BLOCK.sub("\n", text)))
    return _LINES.sub("\n", unescape(text).replace("\u00a0", " ")).strip()
