"""Body: what the index keeps of one article, as compressed bytes; without text a small sketch."""

from __future__ import annotations

import zlib
from typing import Final, NamedTuple

import msgspec
import numpy as np

from dedup.article import Article
from dedup.errors import FormatError
from dedup.prefilter.database import Row
from dedup.sketch.candidates import SLOTS
from dedup.text.store import Spans
from dedup.text.tables import U32, U64

_LEVEL: Final = 4  # one byte in 150 more than with 6, in two thirds of the time
_LARGEST: Final = 1 << 29  # bytes that a body may unfold to: the longest text has 64 million code points
_LOW: Final = 0xFFFF  # of a slot that are kept: two slots that differ agree in them once in 65,536 times (b-bit MinHash, Li and König 2010)


class _Kept(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    text: str
    title: str | None = None
    url: str | None = None
    published: str | None = None
    outlet: str | None = None
    furniture: list[int] = []
    mended: bool = False


class Held(NamedTuple):
    """An article as the index keeps it: `furniture` are byte spans of its cleaned text, which is the text as read unless `mended`."""

    article: Article
    furniture: Spans
    mended: bool


class Small(msgspec.Struct, frozen=True, array_like=True):
    """The sketch of an article whose text is not kept: a digest of its words, their number, and the lower halves of the slots."""

    digest: int
    words: int
    slots: bytes


_encoder: Final = msgspec.msgpack.Encoder()
_kept: Final = msgspec.msgpack.Decoder(_Kept)
_small: Final = msgspec.msgpack.Decoder(Small)


def pack_article(held: Held) -> bytes:
    """An article with its text; lone surrogates become "?"."""
    a = held.article
    title, url, published, outlet = (f if f is None else readable(f) for f in (a.title, a.url, a.published, a.outlet))
    furniture = [place for span in held.furniture for place in span]
    return zlib.compress(_encoder.encode(_Kept(readable(a.text), title, url, published, outlet, furniture, held.mended)), _LEVEL)


def readable(text: str) -> str:
    """The text as it can be written in UTF-8: each lone surrogate becomes "?", so that the number of code points stays."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def unpack_article(row: Row) -> Held:
    """The article of a row. Raises FormatError where the bytes are damaged."""
    try:
        unfolding = zlib.decompressobj()
        kept = _kept.decode(unfolding.decompress(row.body or b"", _LARGEST))
    except (zlib.error, msgspec.MsgspecError) as error:
        raise FormatError(f"Article {row.id[:200]!r} of the index is damaged ({error}); forget it and add it again.") from error
    article = Article(id=row.id, text=kept.text, title=kept.title, url=kept.url, published=kept.published, outlet=kept.outlet)
    return Held(article, list(zip(kept.furniture[::2], kept.furniture[1::2], strict=False)), kept.mended)


def small_sketch(signature: U32, hashes: U64) -> Small:
    """What is kept of an article with this signature and these token hashes."""
    places = np.arange(1, hashes.size + 1, dtype=np.uint64)
    digest = int(np.bitwise_xor.reduce(hashes * (places * np.uint64(2) + np.uint64(1)))) if hashes.size else 0
    return Small(digest, hashes.size, signature.astype(np.uint16).tobytes())


def pack_small(small: Small) -> bytes:
    """See `Small`."""
    return _encoder.encode(small)


def unpack_small(row: Row) -> Small:
    """The sketch of a row. Raises FormatError where the bytes are damaged."""
    try:
        small = _small.decode(row.body or b"")
    except msgspec.MsgspecError as error:
        raise FormatError(f"Article {row.id[:200]!r} of the index is damaged ({error}); forget it and add it again.") from error
    if len(small.slots) != 2 * SLOTS:
        raise FormatError(f"Article {row.id[:200]!r} of the index is damaged (its sketch is cut); forget it and add it again.")
    return small
