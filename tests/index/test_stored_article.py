"""Bodies: what an index has written is read again, however it was packed, and no bytes unfold to more than a text can
be."""

from __future__ import annotations

import zlib

import msgspec
import pytest
import zstandard

from dedup import Article
from dedup.errors import FormatError
from dedup.index.article_store import ArticleRow
from dedup.index.stored_article import (
    LARGEST_BODY,
    ArticlePacker,
    StoredArticle,
    TextSketch,
    pack_sketch,
    sketch_token,
    unpack_sketch,
)
from dedup.provenance import find_credits
from dedup.sketch.candidates import SLOTS

DICTIONARY = b" the harbour board of the northern ferry line voted on Tuesday "
TEXT = "The harbour board of Ellmouth voted on Tuesday to close the northern ferry line. " * 40


def row(packed: bytes) -> ArticleRow:
    return ArticleRow(1, "a", 0, None, packed)


def frame(claimed: int) -> bytes:
    """A frame of Zstandard that holds three bytes and claims to unfold to so many."""
    one_segment_and_eight_bytes_of_size = b"\xe0"
    last_block_of_three_raw_bytes = (3 << 3 | 1).to_bytes(3, "little")
    return (
        zstandard.FRAME_HEADER
        + one_segment_and_eight_bytes_of_size
        + claimed.to_bytes(8, "little")
        + last_block_of_three_raw_bytes
        + b"abc"
    )


def deflated(text: str) -> bytes:
    """As format 1 kept an article: a deflate stream with the dictionary, and its check sum."""
    kept = msgspec.msgpack.encode([text])
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS, zdict=DICTIONARY)
    return stream.compress(kept) + stream.flush() + zlib.crc32(kept).to_bytes(4, "little")


def test_an_article_comes_back_as_it_was() -> None:
    article = Article(
        id="a", text=TEXT, title="Ferry", outlet="Post", url="https://post.example/1", published="2024-03-01"
    )
    bodies = ArticlePacker(DICTIONARY)
    assert bodies.unpack(row(bodies.pack(StoredArticle(article, [(3, 9), (20, 31)], True)))) == StoredArticle(
        article, [(3, 9), (20, 31)], True
    )


def test_credits_come_back_with_their_texts() -> None:
    article = Article(
        id="a",
        text=f"PARIS, Nov 3 (AFP) - {TEXT}\n\nJane Doe told the BBC so. © 2024 Reuters. " + "Reporting by AP, " * 3,
        title="Thousands rally | Al Jazeera",
        url="https://post.example/1",
    )
    found = find_credits(article)
    assert {credit.field for credit in found} == {"text", "title", "url"}
    packer = ArticlePacker(DICTIONARY)
    for credits in (found, [], None):
        assert packer.unpack(row(packer.pack(StoredArticle(article, [], False, credits)))).credits == credits


@pytest.mark.parametrize("claimed", [LARGEST_BODY + 1, 1 << 45, (1 << 63) - 1])
def test_a_frame_that_claims_more_than_a_text_can_be_is_not_unfolded(claimed: int) -> None:
    assert zstandard.frame_content_size(frame(claimed)) == claimed
    with pytest.raises(
        FormatError, match=r"Article 'a' of the index is damaged \(it claims to be longer than a text can be\)"
    ):
        ArticlePacker(DICTIONARY).unpack(row(frame(claimed)))


def test_a_frame_that_does_not_say_its_size_is_not_unfolded() -> None:
    """What packs articles always says it, and of half a gigabyte nobody would know before it is there."""
    words = zstandard.ZstdCompressionDict(DICTIONARY, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    packed = zstandard.ZstdCompressor(dict_data=words, write_content_size=False).compress(
        msgspec.msgpack.encode([TEXT])
    )
    with pytest.raises(FormatError, match="it does not say how long it is"):
        ArticlePacker(DICTIONARY).unpack(row(packed))


@pytest.mark.parametrize(
    ("furniture", "reason"),
    [
        ([5, 3], "outside of the text"),
        ([-1, 3], "outside of the text"),
        ([1, 2, 3], "outside of the text"),
        ([0, LARGEST_BODY], "outside of the text"),
        ([8, 9, 1, 2], "out of order"),
    ],
)
def test_furniture_that_is_no_spans_is_told(furniture: list[int], reason: str) -> None:
    body = zstandard.ZstdCompressor().compress(msgspec.msgpack.encode([TEXT, None, None, None, None, furniture]))
    with pytest.raises(FormatError, match=reason):
        ArticlePacker(b"").unpack(row(body))


def test_what_format_1_kept_is_read() -> None:
    assert ArticlePacker(DICTIONARY).unpack(row(deflated(TEXT))) == StoredArticle(Article(id="a", text=TEXT), [], False)


@pytest.mark.parametrize("harm", [lambda packed: packed[:-1] + b"?", lambda packed: b"", lambda packed: b"\xff" * 40])
def test_a_deflated_body_that_was_changed_is_told(harm: object) -> None:
    assert callable(harm)
    with pytest.raises(FormatError, match="Article 'a' of the index is damaged"):
        ArticlePacker(DICTIONARY).unpack(row(harm(deflated(TEXT))))


def test_a_deflated_body_unfolds_to_no_more_than_a_text_can_be() -> None:
    with pytest.raises(FormatError, match="the check sum differs"):
        ArticlePacker(DICTIONARY, largest=1_000).unpack(row(deflated(TEXT)))


def test_a_token_is_packed_with_an_article_and_changes_nothing_else() -> None:
    bodies = ArticlePacker(DICTIONARY)
    stored = StoredArticle(Article(id="a", text=TEXT), [], False)
    with_token, without = row(bodies.pack(stored, b"of a run")), row(bodies.pack(stored))
    assert bodies.unpack(without) == stored
    assert bodies.unpack(with_token) == stored._replace(token=b"of a run")
    assert (bodies.token(with_token), bodies.token(without)) == (b"of a run", b"")


def test_a_token_is_packed_with_a_sketch_and_changes_nothing_else() -> None:
    sketch = TextSketch(7, 3, b"\0" * SLOTS * 4)
    with_token, without = row(pack_sketch(sketch, b"of a run")), row(pack_sketch(sketch))
    assert unpack_sketch(with_token) == unpack_sketch(without) == sketch
    assert (sketch_token(with_token), sketch_token(without)) == (b"of a run", b"")
