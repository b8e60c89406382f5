"""A text file -> one Article; the headline is part of the text."""

from __future__ import annotations

from collections.abc import Iterable

from dedup.article import Article
from dedup.sources import reasons
from dedup.sources.encoding import Decoder, as_utf8
from dedup.sources.jsonl import Tell
from dedup.sources.stored import DamagedError


def text_article(chunks: Iterable[bytes], path: str, limit: int, tell: Tell) -> Article | None:
    """The Article, its text exactly as decoded; None where there is none, which is told.

    A file that cannot be had to its end is not read: half an article would be reported as a cut copy.
    """
    try:
        transcoded, utf8 = as_utf8(chunks)
        data = _whole(utf8, limit)
    except DamagedError as damage:
        tell(None, damage.reason)
        return None
    if not data:
        tell(None, reasons.EMPTY_FILE if data is not None else reasons.file_too_long(limit))
        return None
    decoded = Decoder().decode(data, transcoded=transcoded)
    if decoded.text is None:
        tell(None, decoded.reason)
        return None
    if decoded.text.isspace():
        tell(None, reasons.BLANK_FILE)
        return None
    if decoded.bad:
        tell(None, reasons.broken_bytes(decoded.bad, f"at byte {decoded.first:,}", decoded.encoding))
    return Article(id=path, text=decoded.text, path=path)


def _whole(chunks: Iterable[bytes], limit: int) -> bytes | None:
    held: list[bytes] = []
    length = 0
    for chunk in chunks:
        length += len(chunk)
        if length > limit:
            return None
        held.append(chunk)
    return b"".join(held)
