"""A text file -> its one article."""

from __future__ import annotations

from collections.abc import Iterable

from dedup.article import Article
from dedup.sources import skip_reasons
from dedup.sources.content import SkipNote
from dedup.sources.decoding import Decoder, as_utf8
from dedup.sources.storage import DamagedError


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
