"""Report -> the details of the page: what is shown of one article and of one pair, with texts where they are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from dedup.records import PASSAGES, ArticleRecord, NameRecord, Passage, Spelling
from dedup.report.html.index_record import LONGEST_TITLE, cut, thousandths
from dedup.report.html.order import PageOrder
from dedup.report.html.text_spool import Texts
from dedup.report.writing import without_surrogates

LONGEST_FIELD: Final = 20_000
"""Code points of a title on the article's own page; no headline has a hundredth of it."""
SPAN_SHOWN: Final = 300
"""Code points at which a report cuts the text of a passage."""
LOOKED_AT: Final = 2000
"""Code points in which the first line of a text is looked for."""
_MARKDOWN: Final = " #*_>\t"
MOST_COMPARED: Final = 40
"""Spans of an article that are looked up in its text, to see whether it is the text that was scanned."""
MOST_NAMES: Final = 20_000
"""Names in a page, the most frequent ones; a page with more would be slow to open, and nobody reads further."""
MOST_ARTICLES: Final = 1000
"""Articles listed with a spelling."""


class PageTexts:
    """The texts that a page shows: those whose spans are what the report says. `unlike` lists the ids of others, and
    `first_lines` has what lists show of articles without a title; both are complete when each article was asked for."""

    def __init__(self, texts: Texts | None, order: PageOrder) -> None:
        self._texts = texts
        self._spans = _known_spans(order) if texts is not None else {}
        self.unlike: list[str] = []
        self.found = 0
        self.first_lines: dict[str, str] = {}

    def text_of(self, article: ArticleRecord) -> str | None:
        """Return the text of an article, None where it is not given or is another one than was scanned."""
        text = self._texts.get(article.id) if self._texts is not None else None
        if text is None:
            return None
        text = str(without_surrogates(text))
        if any(text[start:end][:SPAN_SHOWN] != shown for start, end, shown in self._spans.get(article.id, ())):
            self.unlike.append(article.id)
            return None
        self.found += 1
        if not article.title:
            self.first_lines[article.id] = first_line(text, article)
        return text


def first_line(text: str, article: ArticleRecord) -> str:
    """Return the first line of a text that is no furniture, cut to the length of a title."""
    start = 0
    for span in sorted(article.furniture, key=lambda span: span.start):
        if text[start : span.start].strip():
            break
        start = max(start, span.end)
    lines = text[start : start + LOOKED_AT].strip().splitlines()
    return cut(lines[0].strip(_MARKDOWN), LONGEST_TITLE) if lines else ""


def _known_spans(order: PageOrder) -> dict[str, list[tuple[int, int, str]]]:
    found: dict[str, list[tuple[int, int, str]]] = {}

    def note(ident: str, start: int, end: int, text: str) -> None:
        spans = found.setdefault(ident, [])
        if len(spans) < MOST_COMPARED:
            spans.append((start, end, str(without_surrogates(text[:SPAN_SHOWN]))))

    for article in order.articles:
        for credit in article.credits:
            if credit.field == "text":
                note(article.id, credit.start, credit.end, credit.text)
    for pair in order.relations:
        for passage in pair.passages[:MOST_COMPARED]:
            note(pair.a, *passage.a, passage.text_a)
            note(pair.b, *passage.b, passage.text_b)
    return found


def article_details(order: PageOrder, texts: PageTexts) -> Iterator[dict[str, Any]]:
    """Yield what the page shows of each article, in the order of the page."""
    for article in order.articles:
        yield {
            "title": cut(article.title or "", LONGEST_FIELD),
            "url": cut(article.url or "", 2000),
            "path": article.path,
            "line": article.line,
            "furniture": [[span.start, span.end, span.kind] for span in article.furniture],
            "credits": [[c.field, c.kind, c.source, c.start, c.end, c.text] for c in article.credits],
            "translation": article.translation,
            "marks": article.artifacts,
            "text": texts.text_of(article),
        }


def pair_details(order: PageOrder, with_text: bool) -> Iterator[dict[str, Any]]:
    """Yield what the page shows of each pair, in the order of the page; the texts of passages only where the page has
    none of articles (`with_text`)."""
    for pair in order.relations:
        yield {
            "passages": [_passage(passage, with_text) for passage in pair.passages],
            "quoted": [thousandths(pair.quoted.a), thousandths(pair.quoted.b)],
            "similarity": [pair.similarity.jaccard5, pair.similarity.jaccard2, pair.similarity.containment],
            "reasons": pair.reasons,
        }


def _passage(passage: Passage, with_text: bool) -> list[Any]:
    figures = [
        *passage.a,
        *passage.b,
        PASSAGES.index(passage.kind),
        int(passage.quoted),
        thousandths(passage.similarity),
    ]
    return [*figures, passage.text_a, passage.text_b] if with_text else figures


def _conventions(spelling: Spelling) -> list[list[Any]]:
    return [[found.convention, thousandths(found.probability)] for found in spelling.conventions]


def name_records(names: Sequence[NameRecord], numbers: Mapping[str, int]) -> list[list[Any]]:
    """Return the most frequent names with their spellings, each with the articles that use it by number."""

    def mentions(name: NameRecord) -> int:
        return sum(spelling.count for spelling in name.spellings)

    def articles(ids: Sequence[str]) -> list[int]:
        return [numbers[ident] for ident in ids[:MOST_ARTICLES] if ident in numbers]

    return [
        [
            name.name,
            name.kind,
            [[s.text, s.count, articles(s.articles), _conventions(s)] for s in name.spellings],
            [[alias.text, alias.relation, articles(alias.articles)] for alias in name.aliases],
            name.ambiguous_with,
        ]
        for name in sorted(names, key=lambda name: (-mentions(name), name.name, name.kind))[:MOST_NAMES]
    ]
