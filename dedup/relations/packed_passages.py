"""Passages in little memory: of many pairs, most are not listed in the report, and their passages are asked for once or
never."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, cast, overload

from msgspec import msgpack, structs

from dedup.records import Passage, Relation

MOST_UNPACKED: Final = 100_000
"""Passages of a scan that are held as records, 1.1 KB each; those of later pairs are packed to a tenth."""

_encode: Final = msgpack.Encoder().encode
_decode: Final = msgpack.Decoder(list[Passage]).decode


class PackedPassages(Sequence[Passage]):
    """The passages of one relation; each look at them makes the records anew."""

    __slots__ = ("_packed", "_size")

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Pack the passages, and let go of them."""
        self._size = len(passages)
        self._packed = zlib.compress(_encode(passages), 1)

    def unpacked(self) -> list[Passage]:
        """Return the passages."""
        return _decode(zlib.decompress(self._packed))

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Passage]:
        return iter(self.unpacked())

    @overload
    def __getitem__(self, index: int) -> Passage: ...
    @overload
    def __getitem__(self, index: slice) -> list[Passage]: ...
    def __getitem__(self, index: int | slice) -> Passage | list[Passage]:
        return self.unpacked()[index]


class PassagePacker:
    """Packs the passages of relations from the one on with which too many are held."""

    def __init__(self, most: int = MOST_UNPACKED) -> None:
        """`most` is the number of passages that are held as records."""
        self._most = most
        self._held = 0

    def __call__(self, relations: Iterable[Relation]) -> list[Relation]:
        """Return the relations; `with_all_passages` gives back those that were packed."""
        out = []
        for relation in relations:
            if self._held + len(relation.passages) <= self._most:
                self._held += len(relation.passages)
                out.append(relation)
            else:
                packed = cast("list[Passage]", PackedPassages(relation.passages))  # which is a sequence of the same
                out.append(structs.replace(relation, passages=packed))
        return out


def with_all_passages(relations: Iterable[Relation]) -> list[Relation]:
    """Return the relations with their passages as records."""
    return [
        structs.replace(r, passages=list(r.passages)) if isinstance(r.passages, PackedPassages) else r
        for r in relations
    ]
