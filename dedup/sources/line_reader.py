"""JSON Lines -> every line with its bytes and its article: for a filter, which passes on the lines themselves."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, cast

import msgspec

from dedup.article import Article
from dedup.errors import InputError
from dedup.sources import skip_reasons
from dedup.sources.compression import unpacked
from dedup.sources.decoding import Decoder, as_utf8
from dedup.sources.fields import field_names
from dedup.sources.inputs import is_device
from dedup.sources.jsonl import JsonLines
from dedup.sources.line_batches import Overlong, batches
from dedup.sources.storage import CHUNK, ByteStream, DamagedError, standard_input

MAX_LINE_BYTES: Final = 16 * 2**20
"""Bytes of a line that is read. The longest article seen has 64 KB; a line is in memory several times while it is read,
in a process that may run for months."""

STDIN: Final = "-"


class InputLine(NamedTuple):
    """A line that is not blank: its number from 1, its bytes, the article in it or None, and what is to be reported of
    it.

    `made_up` says that the id of the article is not the user's. `raw` ends with a newline unless it is the last line of
    its file, and is empty where the line was too long to be kept or the rest of the file cannot be read (then `number`
    is 0 if lines do not count).
    """

    number: int
    raw: bytes
    article: Article | None
    notes: tuple[str, ...]
    made_up: bool = False


class LineReader:
    """The lines of one JSON Lines file, of a pipe that is named like a file, or of standard input ("-"), plain or
    compressed.

    A pipe is read as it fills: a line comes as soon as its newline is there. UTF-16 and UTF-32 become UTF-8, a
    byte-order mark is dropped. The id of an article without one is its url, else by path and line, on standard input by
    a hash of its text, since lines begin at 1 there every time. Raises InputError where there is no such file.
    """

    def __init__(
        self,
        path: str,
        *,
        text_field: str | None = None,
        id_field: str | None = None,
        fields: Mapping[str, str] | Iterable[str] = (),
        max_line_bytes: int = MAX_LINE_BYTES,
    ) -> None:
        self.path = path
        self.shown = path if path == STDIN else Path(path).name
        self._json_lines = JsonLines(field_names(text_field, id_field, fields), max_line_bytes=max_line_bytes)
        self._limit = max_line_bytes
        status = None if path == STDIN else _status(path)
        if path != STDIN and status is None:
            raise InputError(
                f"there is no file {skip_reasons.shown(path, 200)}; check the name, or give - for standard input"
            )
        if status is not None and stat.S_ISDIR(status.st_mode):
            raise InputError(f"{skip_reasons.shown(path, 200)} is a folder; name one JSON Lines file")
        if status is not None and is_device(status):
            raise InputError(f"{skip_reasons.shown(path, 200)}: {skip_reasons.DEVICE}")

    @property
    def again(self) -> bool:
        """Whether the lines can be read a second time: a file on a disk, no pipe."""
        status = None if self.path == STDIN else _status(self.path)
        return status is not None and stat.S_ISREG(status.st_mode)

    def __iter__(self) -> Iterator[InputLine]:
        """Yield the lines from the beginning; blank ones are left out."""
        decoder = Decoder()
        try:
            with _open(self.path) as file:
                first = file.read(CHUNK)
                if len(first) == 1:
                    first += file.read(CHUNK)
                stored = ByteStream(STDIN, stdin=cast("BinaryIO", _Rejoined(first, file)))
                with stored:
                    transcoded, utf8 = as_utf8(unpacked(stored.chunks())[1])
                    for batch in batches(utf8, self._limit):
                        if isinstance(batch, Overlong):
                            yield InputLine(
                                batch.line, b"", None, (skip_reasons.line_too_long(batch.length, self._limit),)
                            )
                            continue
                        for number, raw in enumerate(batch.lines, batch.start):
                            line = self._line(raw, number, decoder, transcoded)
                            if line.article is not None or line.notes:
                                yield line
        except DamagedError as damage:
            yield InputLine(damage.line or 0, b"", None, (damage.reason,))
        except OSError as error:
            yield InputLine(0, b"", None, (skip_reasons.unreadable(error),))

    def _line(self, raw: bytes, number: int, decoder: Decoder, transcoded: bool) -> InputLine:
        notes: list[str] = []
        article = self._json_lines.article(
            raw, self.shown, number, lambda _, reason: notes.append(reason), decoder, transcoded
        )
        if article is None:
            return InputLine(number, raw, None, tuple(notes))
        made_up = article.id in (f"{self.shown}:{number}", article.url)
        if made_up and article.id != article.url:
            article = self._named(article)
        if not article.id.isascii():
            # Lone surrogates, which JSON can have and nothing can write, become "?".
            article = msgspec.structs.replace(article, id=article.id.encode("utf-8", "replace").decode())
        return InputLine(number, raw, article, tuple(notes), made_up)

    def _named(self, article: Article) -> Article:
        if self.path != STDIN:
            return article
        digest = hashlib.blake2b(article.text.encode("utf-8", "surrogatepass"), digest_size=8)
        return msgspec.structs.replace(article, id=f"text:{digest.hexdigest()}")


class _Rejoined:
    """A stream whose first bytes were read to see what it is."""

    def __init__(self, first: bytes, file: BinaryIO) -> None:
        self._first = first
        self._file = file

    def read(self, size: int) -> bytes:
        """Return what is there, at most `size` bytes, b"" at the end."""
        if self._first:
            first, self._first = self._first, b""
            return first
        return self._file.read(size)


def _open(path: str) -> BinaryIO:
    """Return the file, unbuffered, so that a read returns what a pipe has and does not wait for more."""
    if path == STDIN:
        return cast("BinaryIO", open(standard_input().fileno(), "rb", buffering=0, closefd=False))
    return cast("BinaryIO", Path(path).open("rb", buffering=0))


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)  # noqa: PTH116 `path` may be what no Path can be
    except (OSError, ValueError):
        return None
