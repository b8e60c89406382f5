"""Sources: all inputs of the user as one stream of Articles."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import BinaryIO, Final

import msgspec

from dedup.article import Article
from dedup.errors import InputError
from dedup.records import Renamed, Skipped
from dedup.sources import skip_reasons
from dedup.sources.decoding import Decoder, as_utf8
from dedup.sources.inputs import InputFile, InputKind, find_sources, readable
from dedup.sources.jsonl import JsonLines, SkipNote
from dedup.sources.storage import ByteStream, DamagedError

MAX_LINE_BYTES: Final = 64 * 2**20
MAX_FILE_BYTES: Final = 64 * 2**20
"""A thousand times the longest article: what is larger is no article, and would cost memory several times over."""


class Sources:
    """The articles of files, folders and standard input ("-"), read one at a time.

    .txt and .md hold one article each, .jsonl and .ndjson one a line; each also with .gz. Standard input holds JSON
    Lines where it begins with "{", else one text. What cannot be used is listed in `skipped`, one entry each, and the
    rest is read; with `strict` the first such thing raises InputError. `text_field` and `id_field` name the fields of
    JSON Lines, dots reach into objects; without them the names of `presets` are tried. `skipped` and `renamed` are
    complete when the iteration has ended.

    Raises InputError at once where an input is missing, a folder has nothing to read or the ending of a file is not
    known.
    """

    def __init__(
        self,
        inputs: Sequence[str | os.PathLike[str]],
        *,
        text_field: str | None = None,
        id_field: str | None = None,
        strict: bool = False,
        max_line_bytes: int = MAX_LINE_BYTES,
        max_file_bytes: int = MAX_FILE_BYTES,
        stdin: BinaryIO | None = None,
    ) -> None:
        self.skipped: list[Skipped] = []
        self.renamed: list[Renamed] = []
        self._strict = strict
        self._max_file_bytes = max_file_bytes
        self._stdin = stdin
        self._json_lines = JsonLines(text_field=text_field, id_field=id_field, max_line_bytes=max_line_bytes)
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
        return with_unique_ids(self._articles(), self.renamed)

    def _articles(self) -> Iterator[Article]:
        for path, reason in self._refused:
            self._skip(path, None, reason)
        for source in self._sources:
            skip = partial(self._skip, source.shown)
            try:
                with ByteStream(source.path, gzipped=source.gzipped, stdin=self._stdin) as self._stream:
                    yield from self._articles_in(source, self._stream.chunks(), skip)
            except DamagedError as damage:
                skip(None, damage.reason)
            # A file that was not read to its end counts as a whole, so that a progress bar reaches its end.
            self._bytes_before = self.bytes_read if source.size is None else self._bytes_before + source.size
            self._stream = None

    def _articles_in(self, source: InputFile, chunks: Iterator[bytes], skip: SkipNote) -> Iterator[Article]:
        kind = source.kind
        if kind == "stdin":
            kind, chunks = _kind_by_content(chunks, self._max_file_bytes)
        if kind == "lines":
            yield from self._json_lines.articles(chunks, source.shown, skip)
        else:
            article = text_article(chunks, source.shown, self._max_file_bytes, skip)
            if article is not None:
                yield article

    def _skip(self, path: str, line: int | None, reason: str) -> None:
        if self._strict:
            place = path if line is None else f"{path}, line {line}"
            raise InputError(f"{place}: {reason}")
        self.skipped.append(Skipped(path, line, reason))


def _kind_by_content(chunks: Iterator[bytes], limit: int) -> tuple[InputKind, Iterator[bytes]]:
    """Return what standard input holds, and its chunks: JSON Lines where the first byte that is not white space opens
    an object; only the first `limit` bytes are read."""
    taken: list[bytes] = []

    def record() -> Iterator[bytes]:
        for chunk in chunks:
            taken.append(chunk)
            yield chunk

    length = 0
    kind: InputKind = "text"
    for chunk in as_utf8(record())[1]:
        start = chunk.lstrip()
        length += len(chunk)
        if start or length > limit:
            kind = "lines" if start.startswith(b"{") else "text"
            break
    return kind, chain(taken, chunks)


def text_article(chunks: Iterable[bytes], path: str, limit: int, skip: SkipNote) -> Article | None:
    """Return the Article of a text file, its headline part of the text, which is exactly as decoded.

    None where there is none; the reason is passed to `skip`. A file that cannot be read to its end is left out: half an
    article would be reported as a cut copy.
    """
    try:
        transcoded, utf8 = as_utf8(chunks)
        data = _whole(utf8, limit)
    except DamagedError as damage:
        skip(None, damage.reason)
        return None
    if not data:
        skip(None, skip_reasons.EMPTY_FILE if data is not None else skip_reasons.file_too_long(limit))
        return None
    decoded = Decoder().decode(data, transcoded=transcoded)
    if decoded.text is None:
        skip(None, decoded.reason)
        return None
    if decoded.text.isspace():
        skip(None, skip_reasons.BLANK_FILE)
        return None
    if decoded.bad:
        skip(None, skip_reasons.broken_bytes(decoded.bad, f"at byte {decoded.first:,}", decoded.encoding))
    return Article(id=path, text=decoded.text, path=path)


def _whole(chunks: Iterable[bytes], limit: int) -> bytes | None:
    pieces: list[bytes] = []
    length = 0
    for chunk in chunks:
        length += len(chunk)
        if length > limit:
            return None
        pieces.append(chunk)
    return b"".join(pieces)


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
