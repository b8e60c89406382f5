"""Texts for a report that was made before: which article of the report each article of the input is."""

from __future__ import annotations

from collections.abc import Iterable

from dedup.addresses import normal_address
from dedup.article import Article
from dedup.records import ArticleRecord
from dedup.report.html.text_spool import TextSpool


def keep_texts(records: Iterable[ArticleRecord], articles: Iterable[Article], texts: TextSpool) -> None:
    """Put the text of each article that is in the report into `texts`, under the id that the report has.

    An article is known by its id, else by its address, else by its file and line: an input that is named from another
    folder may give other ids. A name that two articles of the report have is nobody's.
    """
    ids, urls, places = set[str](), dict[str, str | None](), dict[tuple[str, int | None], str | None]()
    for record in records:
        ids.add(record.id)
        if record.url and (url := normal_address(record.url)):
            urls[url] = None if url in urls else record.id
        if record.path:
            place = _file_name(record.path), record.line
            places[place] = None if place in places else record.id
    for article in articles:
        known = article.id if article.id in ids else None
        if known is None and article.url and (url := normal_address(article.url)):
            known = urls.get(url)
        if known is None and article.path:
            known = places.get((_file_name(article.path), article.line))
        if known is not None:
            texts.add(article, known)


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]
