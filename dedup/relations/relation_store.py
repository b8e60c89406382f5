"""RelationStore: the relations of a scan in little memory. Of many pairs most are not listed in the report, and their
passages and reasons are asked for once or never."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, Final, TypeVar, cast, overload

from msgspec import msgpack, structs

from dedup.cached_property import cached_property
from dedup.errors import DedupError
from dedup.records import Passage, Relation, Sides, Similarity

if TYPE_CHECKING:
    import zstandard

MOST_UNPACKED: Final = 20_000
"""Passages of a scan that are held as records, up to 1.1 KB each; those of later pairs are packed to a tenth and put
aside."""
MOST_IN_MEMORY: Final = 8 << 20
"""Bytes of packed passages and reasons that are held in memory; with more, all are in a temporary file."""

_Evidence = tuple[list[Passage], list[str]]
_Value = TypeVar("_Value")
_NO_REASONS: Final[list[str]] = []
_encode: Final = msgpack.Encoder().encode
_decode: Final = msgpack.Decoder(_Evidence).decode


class StoredPassages(Sequence[Passage]):
    """The passages of one relation; each look at them reads them again."""

    __slots__ = ("_packed_size", "_place", "_size", "_store")

    def __init__(self, store: RelationStore, place: int, packed_size: int, size: int) -> None:
        """`place` and `packed_size` say where the packed evidence is in the store, `size` counts passages."""
        self._store = store
        self._place = place
        self._packed_size = packed_size
        self._size = size

    def evidence(self) -> _Evidence:
        """Return the passages and the reasons of the relation."""
        return self._store.read(self._place, self._packed_size)

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Passage]:
        return iter(self.evidence()[0])

    @overload
    def __getitem__(self, index: int) -> Passage: ...
    @overload
    def __getitem__(self, index: slice) -> list[Passage]: ...
    def __getitem__(self, index: int | slice) -> Passage | list[Passage]:
        return self.evidence()[0][index]

    def __reduce__(self) -> tuple[type[list[Passage]], tuple[list[Passage]]]:
        """Reach another process, which cannot read the store, as a list."""
        return list, (self.evidence()[0],)


class RelationStore:
    """Holds relations; what it puts aside is in a temporary file without a name, until it is closed."""

    def __init__(self, most: int = MOST_UNPACKED, in_memory: int = MOST_IN_MEMORY) -> None:
        """`most` is the number of passages that are held as records, `in_memory` the bytes of packed ones."""
        self._most = most
        self._held = 0
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(in_memory, prefix="dedup-")  # noqa: SIM115 (see close)
        self._written = 0
        self._values = SharedValues()

    @cached_property
    def _compressor(self) -> zstandard.ZstdCompressor:
        import zstandard  # what a scan of few relations does without

        return zstandard.ZstdCompressor(level=1)

    @cached_property
    def _decompressor(self) -> zstandard.ZstdDecompressor:
        import zstandard

        return zstandard.ZstdDecompressor()

    def close(self) -> None:
        """Delete the file; what was put aside is gone."""
        with suppress(OSError):  # on a full disk, for evidence that nobody will read
            self._file.close()

    def hold(self, relations: Iterable[Relation]) -> list[Relation]:
        """Return the relations as they are held: from the one on with which there are too many passages, these are
        `StoredPassages`, and there are no reasons; see `restored`."""
        out = []
        for relation in relations:
            if self._held + len(relation.passages) <= self._most:
                self._held += len(relation.passages)
                out.append(relation)
            else:
                out.append(self._put_aside(relation))
        return out

    def _put_aside(self, relation: Relation) -> Relation:
        packed = self._compressor.compress(_encode((relation.passages, relation.reasons)))
        try:
            self._file.seek(self._written)
            self._file.write(packed)
        except OSError as error:
            raise DedupError(
                f"No temporary file can be written ({error}); set TMPDIR to a folder with room."
            ) from error
        passages = StoredPassages(self, self._written, len(packed), len(relation.passages))
        self._written += len(packed)
        held = structs.replace(relation, passages=cast("list[Passage]", passages), reasons=_NO_REASONS)
        return self._values.of_relation(held)

    def read(self, place: int, size: int) -> _Evidence:
        """Return what is packed in so many bytes at a place."""
        self._file.seek(place)
        return _decode(self._decompressor.decompress(self._file.read(size)))


def restored(relations: Iterable[Relation]) -> list[Relation]:
    """Return relations with their passages as records and their reasons; equal parts of them are held once."""
    values = SharedValues()
    return [values.of_passages(relation) for relation in relations]


class SharedValues:
    """Values that are held once, however often they come: the sentences that many articles have, the spans of an
    article, shares."""

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}

    def _one(self, value: _Value) -> _Value:
        known: _Value = self._known.setdefault(value, value)
        return known

    def of_relation(self, relation: Relation) -> Relation:
        """Return the relation with its ids and its figures shared."""
        one, likeness = self._one, relation.similarity
        return structs.replace(
            relation,
            a=one(relation.a),
            b=one(relation.b),
            probability=one(relation.probability),
            coverage=one(Sides(one(relation.coverage.a), one(relation.coverage.b))),
            quoted=one(Sides(one(relation.quoted.a), one(relation.quoted.b))),
            similarity=Similarity(one(likeness.jaccard5), one(likeness.jaccard2), one(likeness.containment)),
        )

    def of_passages(self, relation: Relation) -> Relation:
        """Return the relation with its passages as records, and these and the reasons shared."""
        one = self._one
        held, reasons = relation.passages, relation.reasons
        if isinstance(held, StoredPassages):
            held, reasons = held.evidence()
        passages = [
            Passage(one(p.a), one(p.b), one(p.text_a), one(p.text_b), p.kind, p.quoted, one(p.similarity)) for p in held
        ]
        return structs.replace(relation, passages=passages, reasons=[one(reason) for reason in reasons])
