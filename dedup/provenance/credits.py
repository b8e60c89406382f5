"""Credits: the places in an article that name where it comes from.

Every capitalised word that may begin a name of the table is looked at (`mentions`), every literal that announces a credit
("Source:", "Copyright", "originally published") leads to its line (`notices`), and the first lines may be datelines. Names that the
table does not know count only where nothing else can be meant, and are kept as they stand.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, Literal

from dedup.article import Article
from dedup.provenance.credit import Credit
from dedup.provenance.mentions import find_mentions, title_credit
from dedup.provenance.notices import NOTICE_WORDS, find_notices
from dedup.provenance.outlets import host_of, outlets
from dedup.provenance.spans import DATELINE_HEAD, Span

MOST_CREDITS: Final = 50
HEAD: Final = 200_000  # code points searched at the beginning of a text
TAIL: Final = 20_000  # and at its end

_ORDER: Final = {"byline": 0, "credit": 0, "dateline": 0, "url": 0, "attribution": 1}
_FIELDS: Final = {"text": 0, "title": 1, "url": 2}
_LONGEST: Final = 300
_WORDS: Final = re.compile(r"[a-z0-9]+")

# Words, and two words in a row; see `may_have_credits_in`.
CREDIT_TRIGGERS: Final = outlets().words | NOTICE_WORDS
CREDIT_SIGN: Final = "©"


def find_credits(article: Article) -> list[Credit]:
    """Credits in the text, the title and the URL of an article, at most MOST_CREDITS, by field and place.

    Only the first HEAD and the last TAIL code points of a text are searched. `source` is the table's name where it knows the name;
    it is empty for a dateline that names no source, such as "(Baghdad)", and "agencies" where that is all a credit says.

    >>> [(c.kind, c.source, c.text) for c in find_credits(Article(text="PARIS, Nov 3 (AFP) - Trains ran late.\\n\\nSource: Arab News"))]
    [('dateline', 'AFP', 'PARIS, Nov 3 (AFP) -'), ('credit', 'Arab News', 'Source: Arab News')]
    """
    text = article.text
    found: list[Credit] = []
    for offset, part in _parts(text):
        spans = find_notices(part, offset, len(text))
        spans += find_mentions(part, offset, len(text), spans)
        found += [_credit("text", span, part, offset) for span in spans]
    if article.title:
        found += [_credit("title", span, article.title, 0) for span in title_credit(article.title)]
    if article.url:
        found += url_credits(article.url)
    if len(found) > MOST_CREDITS:
        found.sort(key=lambda c: (_ORDER[c.kind], _FIELDS[c.field] == 0, c.start))
        del found[MOST_CREDITS:]
    return sorted(set(found), key=lambda c: (_FIELDS[c.field], c.start, c.end, c.kind, c.source))


def url_credits(url: str) -> list[Credit]:
    """The credit of an article's own URL: its host. For callers that skip `find_credits` where nothing else can be found."""
    host = host_of(url)
    return [] if host is None else [Credit("url", "url", host, 0, min(len(url), _LONGEST), url[:_LONGEST])]


def may_have_credits_in(text: str) -> bool:
    """Whether `find_credits` could find anything in this text or title; the reference for a faster filter.

    True where a word or two words in a row of CREDIT_TRIGGERS stand in it (words are runs of ASCII letters and digits in lower case),
    or a ©, or where the first DATELINE_HEAD code points hold a "(". Of an article, text and title are asked apart; a URL is a credit of
    its own.
    """
    words = _WORDS.findall(text.lower())
    return CREDIT_SIGN in text or "(" in text[:DATELINE_HEAD] or not CREDIT_TRIGGERS.isdisjoint([*words, *map(" ".join, pairwise(words))])


def _parts(text: str) -> list[tuple[int, str]]:
    if len(text) <= HEAD + TAIL:
        return [(0, text)]
    return [(0, text[:HEAD]), (len(text) - TAIL, text[-TAIL:])]


def _credit(field: Literal["text", "title"], span: Span, part: str, offset: int) -> Credit:
    end = min(span.end, span.start + _LONGEST)
    return Credit(field, span.kind, span.source, span.start + offset, end + offset, part[span.start : end])
