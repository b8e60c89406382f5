"""What the index stores of one article, as compressed bytes; without text a small sketch."""

from __future__ import annotations

import zlib
from itertools import pairwise
from typing import Final, NamedTuple

import msgspec
import numpy as np
import zstandard
from numpy.typing import NDArray

from dedup.article import Article
from dedup.errors import FormatError
from dedup.index.article_store import ArticleRow
from dedup.provenance.credits import TEXT_SHOWN
from dedup.provenance.origins import address_credits
from dedup.records import Credit, CreditField, CreditKind
from dedup.sketch.candidates import SLOTS
from dedup.text.background import background
from dedup.text.tables import U32, U64
from dedup.text.text_store import Spans

U16 = NDArray[np.uint16]

_LEVEL: Final = 1  # one byte in 15 more than with 5, in a quarter of the time
_STEMS: Final = 1_500  # of the dictionary: 10 KB; twice as many save one byte in 100 more
LARGEST_BODY: Final = 1 << 29  # bytes that a body may unfold to: the longest text has 64 million code points
_SLOT: Final = np.dtype("<u4")
# A slot as indexes without texts once kept it; two that differ agree in it once in 65,536 times
_HALF: Final = np.dtype("<u2")


class _StoredCredit(msgspec.Struct, frozen=True, array_like=True):
    """A credit without its text, which is in the article."""

    field: CreditField
    kind: CreditKind
    source: str
    start: int
    end: int


class _ArticleBody(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """What is packed; the formats 1 and 2 had no credits. `token` is what the caller gave to know the article by."""

    text: str
    title: str | None = None
    url: str | None = None
    published: str | None = None
    outlet: str | None = None
    furniture: list[int] = []
    mended: bool = False
    credits: list[_StoredCredit] | None = None
    origins: list[str] = []
    token: bytes = b""


class StoredArticle(NamedTuple):
    """An article as the index stores it.

    `furniture` are byte spans of its cleaned text, which is the text as read unless `mended`. `credits` are None where
    it was stored by format 1 or 2. `token` is that with which it was packed.
    """

    article: Article
    furniture: Spans
    mended: bool
    credits: list[Credit] | None = None
    token: bytes = b""


class TextSketch(msgspec.Struct, frozen=True, array_like=True):
    """The sketch of an article whose text is not kept: a digest of its words, their number, and the slots as
    little-endian uint32.

    Of an article that came in when less was kept, `slots` are the lower halves, two bytes each: they still show a copy,
    and travel no more.
    """

    digest: int
    words: int
    slots: bytes

    @property
    def whole(self) -> bool:
        """Whether the slots are there in full, so that band keys can be made of them."""
        return len(self.slots) == SLOTS * _SLOT.itemsize

    @property
    def signature(self) -> U32:
        """The slots of a whole sketch, shape (SLOTS,)."""
        return np.frombuffer(self.slots, _SLOT)

    def jaccard(self, other: TextSketch) -> float:
        """Return the share of equal slots, which estimates the Jaccard similarity of the two texts; by halves where one
        has no more (b-bit MinHash, Li and König 2010)."""
        if self.whole and other.whole:
            return float(np.mean(self.signature == other.signature))
        return float(np.mean(self._halves() == other._halves()))

    def _halves(self) -> U16:
        halves = np.frombuffer(self.slots, _HALF)
        return halves[::2] if self.whole else halves


class _SketchBody(TextSketch, frozen=True, array_like=True, omit_defaults=True):
    """What is packed of an article without its text; see `_ArticleBody` for `token`."""

    token: bytes = b""


_encoder: Final = msgspec.msgpack.Encoder()
_body: Final = msgspec.msgpack.Decoder(_ArticleBody)
_sketch: Final = msgspec.msgpack.Decoder(_SketchBody)


def readable(text: str) -> str:
    """Return the text as it can be written in UTF-8: each lone surrogate becomes "?", so that the number of code points
    stays."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def make_dictionary() -> bytes:
    """Return what new indexes compress with: the commonest stems of news, the commonest last, which saves a tenth of an
    article."""
    counts = background().counts
    common = sorted((stem for stem in counts if len(stem) > 2), key=lambda stem: (-counts[stem], stem))[:_STEMS]
    return f" {' '.join(reversed(common))} ".encode()


def _span(article: Article, credit: _StoredCredit) -> str:
    """Return the text of a credit."""
    text = {"text": article.text, "title": article.title, "url": article.url, "origin": None}[credit.field]
    return (text or "")[credit.start : credit.end][:TEXT_SHOWN]


class ArticlePacker:
    """Packs and unpacks articles with the dictionary that the index carries."""

    def __init__(self, dictionary: bytes, largest: int = LARGEST_BODY) -> None:
        self._dictionary = dictionary
        self._largest = largest
        words = zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        words.precompute_compress(level=_LEVEL)
        self._compress = zstandard.ZstdCompressor(
            _LEVEL, dict_data=words, write_checksum=True, write_dict_id=False
        ).compress
        self._decompress = zstandard.ZstdDecompressor(dict_data=words).decompress

    def pack(self, stored: StoredArticle, token: bytes = b"") -> bytes:
        """Return an article with its text, and a token of the caller, as bytes; lone surrogates become "?"."""
        a = stored.article
        title, url, published, outlet = (
            f if f is None else readable(f) for f in (a.title, a.url, a.published, a.outlet)
        )
        furniture = [place for span in stored.furniture for place in span]
        credits = None
        if stored.credits is not None:
            # Origins are made again from the addresses
            credits = [
                _StoredCredit(c.field, c.kind, readable(c.source), c.start, c.end)
                for c in stored.credits
                if c.field != "origin"
            ]
        return self._compress(
            _encoder.encode(
                _ArticleBody(
                    readable(a.text),
                    title,
                    url,
                    published,
                    outlet,
                    furniture,
                    stored.mended,
                    credits,
                    [readable(address) for address in a.origins],
                    token,
                )
            )
        )

    def unpack(self, row: ArticleRow) -> StoredArticle:
        """Return the article of a row. Raises FormatError where the bytes are damaged."""
        body = self._body(row)
        article = Article(
            id=row.id, text=body.text, title=body.title, url=body.url, published=body.published, outlet=body.outlet,
            origins=tuple(body.origins),
        )  # fmt: skip
        furniture = list(zip(body.furniture[::2], body.furniture[1::2], strict=False))
        credits = None
        if body.credits is not None:
            credits = [
                Credit(c.field, c.kind, c.source, c.start, c.end, _span(article, c))
                for c in body.credits
                if c.field != "origin"
            ] + [c for c in address_credits(article) if c.field == "origin"]
        return StoredArticle(article, furniture, body.mended, credits, body.token)

    def token(self, row: ArticleRow) -> bytes:
        """Return the token that was packed with an article, b"" for none. Raises FormatError as `unpack` does."""
        return self._body(row).token

    def _body(self, row: ArticleRow) -> _ArticleBody:
        try:
            body = _body.decode(self._unfolded(_whole_body(row)))
            _check_spans(body)
            return body
        except (zlib.error, zstandard.ZstdError, msgspec.MsgspecError) as error:
            raise FormatError(
                f"Article {row.id[:200]!r} of the index is damaged ({error}); forget it and add it again."
            ) from error

    def _unfolded(self, body: bytes) -> bytes:
        if body.startswith(zstandard.FRAME_HEADER):
            claimed = zstandard.frame_content_size(body)
            if claimed < 0:  # none of ours: room for the longest would be made for it
                raise zstandard.ZstdError("it does not say how long it is")
            if claimed > self._largest:
                raise zstandard.ZstdError("it claims to be longer than a text can be")
            return self._decompress(body)
        # Format 1 kept a deflate stream and its check sum; none begins as a frame of Zstandard does.
        unfolded = zlib.decompressobj(-zlib.MAX_WBITS, self._dictionary).decompress(body[:-4], self._largest)
        if zlib.crc32(unfolded).to_bytes(4, "little") != body[-4:]:
            raise zlib.error("the check sum differs")
        return unfolded


def _whole_body(row: ArticleRow) -> bytes:
    if not row.is_body_whole():
        raise msgspec.ValidationError("the checksum differs")
    return row.body or b""


def _check_spans(body: _ArticleBody) -> None:
    """Raise ValidationError unless the furniture are spans whose starts rise, and the credits are spans."""
    starts, ends = body.furniture[::2], body.furniture[1::2]
    if len(starts) != len(ends) or any(not 0 <= s <= e < LARGEST_BODY for s, e in zip(starts, ends, strict=True)):
        raise msgspec.ValidationError("its furniture is outside of the text")
    if any(before > after for before, after in pairwise(starts)):
        raise msgspec.ValidationError("its furniture is out of order")
    if any(not 0 <= credit.start <= credit.end for credit in body.credits or ()):
        raise msgspec.ValidationError("a credit ends before it begins")


def sketch_words(signature: U32, hashes: U64) -> TextSketch:
    """Return what is kept of an article with this signature and these token hashes."""
    places = np.arange(1, hashes.size + 1, dtype=np.uint64)
    digest = int(np.bitwise_xor.reduce(hashes * (places * np.uint64(2) + np.uint64(1)))) if hashes.size else 0
    return TextSketch(digest, hashes.size, signature.astype(_SLOT).tobytes())


def pack_sketch(small: TextSketch, token: bytes = b"") -> bytes:
    """Return a sketch, and a token of the caller, as bytes."""
    return _encoder.encode(_SketchBody(small.digest, small.words, small.slots, token) if token else small)


def unpack_sketch(row: ArticleRow) -> TextSketch:
    """Return the sketch of a row. Raises FormatError where the bytes are damaged."""
    body = _sketch_body(row)
    return TextSketch(body.digest, body.words, body.slots)


def sketch_token(row: ArticleRow) -> bytes:
    """Return the token that was packed with a sketch, b"" for none. Raises FormatError as `unpack_sketch` does."""
    return _sketch_body(row).token


def _sketch_body(row: ArticleRow) -> _SketchBody:
    try:
        small = _sketch.decode(_whole_body(row))
    except msgspec.MsgspecError as error:
        raise FormatError(
            f"Article {row.id[:200]!r} of the index is damaged ({error}); forget it and add it again."
        ) from error
    if not small.whole and len(small.slots) != SLOTS * _HALF.itemsize:
        raise FormatError(
            f"Article {row.id[:200]!r} of the index is damaged (its sketch is cut); forget it and add it again."
        )
    return small
