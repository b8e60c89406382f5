"""Sources: all inputs of the user as one stream of Articles."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import BinaryIO, Final

import msgspec

from dedup.article import Article
from dedup.errors import InputError
from dedup.records import Renamed
from dedup.sources.content import Page, ReadSettings
from dedup.sources.fields import field_names
from dedup.sources.html.extraction import with_pages_read
from dedup.sources.inputs import InputFile, find_sources, readable
from dedup.sources.open_content import articles_in
from dedup.sources.skipped import SkippedPieces
from dedup.sources.storage import ByteStream, DamagedError

MAX_LINE_BYTES: Final = 64 * 2**20
MAX_FILE_BYTES: Final = 64 * 2**20
"""A thousand times the longest article: what is larger is no article, and would cost memory several times over."""


class Sources:
    """The articles of files, folders and standard input ("-"), read one at a time.

    What a file holds decides how it is read, its name only helps: text, HTML, JSON, tables, feeds, web archives and
    others, under any compression and in archives. What cannot be used is listed in `skipped` (see `SkippedPieces`), and
    the rest is read; with `strict` the first record that cannot be used raises InputError. `fields` name the fields of
    records ({"text": "body"}), dots reach into objects; `text_field` and `id_field` are short for two of them. Without
    them the names of `presets` are tried. `workers` are the processes that read pages. `skipped` and `renamed` are
    complete when the iteration has ended.

    Raises InputError at once where an input is missing or a folder is empty.
    """

    def __init__(
        self,
        inputs: Sequence[str | os.PathLike[str]],
        *,
        text_field: str | None = None,
        id_field: str | None = None,
        fields: Mapping[str, str] | Iterable[str] = (),
        strict: bool = False,
        workers: int | None = None,
        max_line_bytes: int = MAX_LINE_BYTES,
        max_file_bytes: int = MAX_FILE_BYTES,
        stdin: BinaryIO | None = None,
    ) -> None:
        self.skipped = SkippedPieces()
        self.renamed: list[Renamed] = []
        self._strict = strict
        self._stdin = stdin
        self._workers = workers
        self._settings = ReadSettings(field_names(text_field, id_field, fields), max_line_bytes, max_file_bytes)
        self._refused: list[tuple[str, str]] = []
        self._sources = find_sources(inputs, lambda path, reason: self._refused.append((path, reason)))
        sizes = [source.size for source in self._sources]
        self.bytes_total: int | None = None if None in sizes else sum(size for size in sizes if size is not None)
        """Bytes of all files as they are stored; None where an input has no size, as standard input."""
        self._places = {source.shown: readable(source.path) for source in self._sources}
        self._bytes_before = 0
        self._stream: ByteStream | None = None

    def place(self, shown: str) -> str:
        """Return the path of the file that a report calls `shown`, as the user named the input: what an editor can
        open."""
        return self._places.get(shown, shown)

    @property
    def bytes_read(self) -> int:
        """Bytes taken from storage so far."""
        return self._bytes_before + (self._stream.consumed if self._stream is not None else 0)

    def __iter__(self) -> Iterator[Article]:
        """Return the articles, with ids that are unique."""
        self.skipped.clear()
        self.renamed.clear()
        self._bytes_before, self._stream = 0, None
        return with_unique_ids(with_pages_read(self._items(), self._workers), self.renamed)

    def _items(self) -> Iterator[Article | Page]:
        for path, reason in self._refused:
            self._skip(path, None, reason)
        for source in self._sources:
            try:
                with ByteStream(source.path, stdin=self._stdin) as self._stream:
                    yield from self._items_in(source, self._stream)
            except DamagedError as damage:
                self._skip(source.shown, damage.line, damage.reason)
            # A file that was not read to its end counts as a whole, so that a progress bar reaches its end.
            self._bytes_before = self.bytes_read if source.size is None else self._bytes_before + source.size
            self._stream = None

    def _items_in(self, source: InputFile, stream: ByteStream) -> Iterator[Article | Page]:
        local = source.path if source.size is not None else None
        return articles_in(
            source.shown,
            stream.chunks(),
            self._settings,
            lambda shown: (partial(self._skip, shown), partial(self._note, shown)),
            named=source.named,
            local=local,
        )

    def _skip(self, path: str, line: int | None, reason: str) -> None:
        if self._strict:
            place = path if line is None else f"{path}, line {line}"
            raise InputError(f"{place}: {reason}")
        self._note(path, line, reason)

    def _note(self, path: str, line: int | None, reason: str) -> None:
        self.skipped.note(path, line, reason)


def with_unique_ids(articles: Iterable[Article], renamed: list[Renamed]) -> Iterator[Article]:
    """Yield the same articles with ids that are unique: a repeated id becomes `id#2`, `id#3` ... and is listed in
    `renamed`.

    An article without an id gets its path and line, else `article:N` with its place in the order. Every id is kept in
    memory: about 100 bytes an article.

    >>> renamed = []
    >>> [a.id for a in with_unique_ids([Article(text="x", id="a"), Article(text="y", id="a")], renamed)]
    ['a', 'a#2']
    >>> renamed[0].new_id
    'a#2'
    """
    seen: set[str] = set()
    last: dict[str, int] = {}
    for place, article in enumerate(articles, 1):
        wanted = article.id
        if not wanted:
            wanted = _made_id(article, place)
            article = msgspec.structs.replace(article, id=wanted)
        if wanted in seen:
            number = last.get(wanted, 1) + 1
            while f"{wanted}#{number}" in seen:
                number += 1
            last[wanted] = number
            article = msgspec.structs.replace(article, id=f"{wanted}#{number}")
            renamed.append(Renamed(path=article.path, line=article.line, id=wanted, new_id=article.id))
        seen.add(article.id)
        yield article


def _made_id(article: Article, place: int) -> str:
    if article.path is None:
        return f"article:{place}"
    return article.path if article.line is None else f"{article.path}:{article.line}"
