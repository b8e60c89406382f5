"""How an index is laid out in Redis.

| key | type | |
|---|---|---|
| header, dictionary | string | as in an index on the disk |
| last, floor, lowest | string | the largest number ever given; below `floor` all were evicted, below `lowest` none is |
| counts | hash | families, relations, entries, outlets |
| ids | hash | id -> number |
| a:NUMBER | string | an article: seen (8 bytes), family (8, 0 for none), length of the id (2), id, body |
| r:NUMBER | hash | its relations: number of the earlier article -> kind, probability and the two coverages |
| n:NUMBER | set | the later articles whose relations name it |
| f:FAMILY | sorted set | the members of a copy family, by number |
| k:BUCKET | string | the entries of the keys whose upper BUCKET_BITS bits are the three bytes BUCKET, by article |
| s:OUTLET | hash | its house style: a rule -> English articles with a mark of it; "" -> all its English articles |
| c:CLIENT | string | the answer to a client's last request, for ten minutes: one which is sent twice is done once |

Integers are little-endian. An entry is six bytes: the lower bits of the key (2) and the number of the article (4).

How many bits name a bucket trades memory for bytes that a look-up reads, since a bucket costs some hundred bytes by
itself. With the 217 keys of an article of 3.3 KB, the memory that the keys of an article take and the bytes of a
look-up were:

| bits | 5,000 articles | 20,000 articles | 100,000 articles |
|---|---|---|---|
| 20 | 12.6 KB, 3 KB | 5.9 KB, 8 KB | 2.8 KB, 33 KB |
| 22 | 15.7 KB, 2 KB | 12.1 KB, 3 KB | |

So all buckets of 20 bits come to 0.1 GB however few articles there are, those of 22 to 0.4; a look-up grows by 0.3 KB a
thousand articles.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any, Final

import msgspec
import numpy as np

from dedup.errors import FormatError
from dedup.index.article_store import MOST_NUMBERS, ArticleRow, is_relation, is_row, stored_relation
from dedup.index.index_keys import KEY_BITS, LOW_BITS
from dedup.index.outlet_style import NO_COUNTS, OutletCounts
from dedup.records import Relation
from dedup.text.tables import I64, U64

BUCKET_BITS: Final = KEY_BITS - LOW_BITS
_DIGITS: Final = 10  # of the largest number
_ROW: Final = struct.Struct("<QQH")
_note: Final = msgspec.msgpack.Decoder(tuple[str, float, float, float])


def prefix_of(name: str) -> str:
    """Return what all keys of an index begin with; the braces keep them on one node of a cluster."""
    return f"{{{name}}}:"


def pack_row(seen: int, family: int, article: bytes) -> bytes:
    """Return the fixed part of an article, and its id."""
    return _ROW.pack(seen, family, len(article)) + article


def unpack_row(number: int, packed: bytes) -> ArticleRow:
    """Return the article of a number. Raises FormatError where the bytes are damaged."""
    try:
        if len(packed) < _ROW.size:
            raise ValueError("it is cut")
        seen, family, length = _ROW.unpack_from(packed)
        article = packed[_ROW.size : _ROW.size + length]
        if len(article) != length:
            raise ValueError("it is cut")
        row = ArticleRow(number, article.decode(), seen, family or None, packed[_ROW.size + length :])
        if not is_row(row):
            raise ValueError("its time or its family is out of range")
        return row
    except ValueError as error:
        raise FormatError(
            f"Article {number} of the index is damaged ({error}); restore a copy of the database."
        ) from error


def pack_family(family: int | None) -> bytes:
    """Return a family as an article has it."""
    return (family or 0).to_bytes(8, "little")


def pack_relation(relation: Relation) -> bytes:
    """Return a relation whose a is the later article."""
    return msgspec.msgpack.encode((relation.relation, relation.probability, relation.coverage.a, relation.coverage.b))


def unpack_relation(number: int, other: bytes, packed: bytes) -> Relation:
    """See `stored_relation`. Raises FormatError where the bytes are damaged."""
    try:
        relation = number, number_of(other, "number of an article"), *_note.decode(packed)
        if not is_relation(*relation):
            raise ValueError("its kind or its shares are out of range")
        return stored_relation(*relation)
    except (msgspec.MsgspecError, ValueError) as error:
        raise FormatError(
            f"A relation of article {number} of the index is damaged ({error}); restore a copy of the database."
        ) from error


def unpack_style(outlet: str, packed: Mapping[bytes, bytes]) -> OutletCounts:
    """Return the counts of an outlet. Raises FormatError where they are damaged."""
    counted = {rule.decode("utf-8", "replace"): number_of(held, "count of marks") for rule, held in packed.items()}
    if not counted:
        return NO_COUNTS
    try:
        return OutletCounts.checked(counted.pop("", 0), counted)
    except ValueError as error:
        raise FormatError(
            f"The house style of {outlet[:200]!r} in the index is damaged ({error}); restore a copy of the database."
        ) from error


def bucket_names(prefix: str, buckets: U64) -> list[bytes]:
    """Return the keys of these buckets."""
    start, packed = f"{prefix}k:".encode(), pack_buckets(buckets)
    return [start + packed[at : at + 3] for at in range(0, len(packed), 3)]


def pack_buckets(buckets: U64) -> bytes:
    """Three bytes a bucket, the highest first."""
    return np.ascontiguousarray(buckets.astype(">u4").view(np.uint8).reshape(-1, 4)[:, 1:]).tobytes()


def pack_lengths(lengths: I64) -> bytes:
    """Four bytes each."""
    return lengths.astype("<u4").tobytes()


def pack_low(keys: U64) -> bytes:
    """Return the lower bits of keys, two bytes each."""
    return (keys & np.uint64((1 << LOW_BITS) - 1)).astype("<u2").tobytes()


def number_of(value: Any, what: str) -> int:
    """Return a counter of the index, 0 where there is none. Raises FormatError for what is none: anybody with access to
    the server may have written it."""
    text = bytes(value or b"0")
    if not (text.isdigit() and len(text) <= _DIGITS) or int(text) >= MOST_NUMBERS:
        shown = text[:40].decode("utf-8", "replace")
        raise FormatError(
            f"The {what} of the index in Redis is {shown!r} and not a number below 2^32; restore a copy of the "
            "database, or choose another prefix."
        )
    return int(text)


def count_of(value: Any, what: str) -> int:
    """Return how many there are of something by the count of the index. Raises FormatError for what is no number."""
    try:
        return max(0, int(value or 0))
    except ValueError as error:
        raise FormatError(f"The count of {what} of the index in Redis is no number; restore a copy.") from error
