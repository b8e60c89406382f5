"""Packed columns: whole numpy arrays as binary cells, so that a shuffle moves few large rows instead of many small
ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise, repeat
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.text.tables import I64, U8, U32, U64
from dedup.text.tokenizing import SPARE

LOW: Final = np.uint64(0xFFFFFFFF)
HIGH: Final = np.uint64(32)


def batch_of(schema: pa.Schema, columns: Mapping[str, Any]) -> pa.RecordBatch:
    """Return a record batch of these columns; those of the schema that are not given are null."""
    rows = len(next(iter(columns.values())))
    arrays = [
        pa.array(columns[field.name], field.type) if field.name in columns else pa.nulls(rows, field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def table_of(schema: pa.Schema, columns: Mapping[str, Any]) -> pa.Table:
    """Return the same as a table, which may have no rows."""
    return pa.Table.from_batches([batch_of(schema, columns)], schema)


def joined_array(cells: Iterable[bytes | None], dtype: Any) -> NDArray[Any]:
    """Return the arrays in these cells, one behind the other; it can be written to."""
    return np.frombuffer(bytearray().join(cell for cell in cells if cell), dtype)


def cells(column: pa.ChunkedArray | pa.Array) -> Iterator[memoryview | None]:
    """Yield the binary cells of a column without a copy; valid as long as the column."""
    for chunk in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
        if chunk.null_count == len(chunk):
            yield from repeat(None, len(chunk))
            continue
        width = np.int64 if pa.types.is_large_binary(chunk.type) else np.int32
        _, offsets, data = chunk.buffers()
        borders = np.frombuffer(offsets, width, len(chunk) + 1, chunk.offset * np.dtype(width).itemsize).tolist()
        whole = memoryview(b"" if data is None else data)
        if not chunk.null_count:
            for begin, end in pairwise(borders):
                yield whole[begin:end]
            continue
        for (begin, end), there in zip(pairwise(borders), chunk.is_valid().to_pylist(), strict=True):
            yield whole[begin:end] if there else None


def packed_texts(column: pa.ChunkedArray | pa.Array) -> tuple[U8, I64]:
    """Return the binary cells of a column as one buffer with spare bytes behind it, and their offsets."""
    whole = column.cast(pa.large_binary())
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.combine_chunks() if whole.num_chunks != 1 else whole.chunk(0)
        if isinstance(whole, pa.ChunkedArray):
            whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], pa.large_binary())
    buffers = whole.buffers()
    offsets = (
        np.frombuffer(buffers[1], np.int64, len(whole) + 1, whole.offset * 8) if len(whole) else np.zeros(1, np.int64)
    )
    begin, end = int(offsets[0]), int(offsets[-1])
    buffer = np.zeros(end - begin + SPARE, np.uint8)
    if end > begin:
        buffer[: end - begin] = np.frombuffer(buffers[2], np.uint8, end - begin, begin)
    return buffer, offsets - begin


def split_by(destination: NDArray[Any], parts: int) -> Iterator[tuple[int, I64]]:
    """Yield each destination that occurs, and the places of its entries in their order."""
    if parts == 1:
        if destination.size:
            yield 0, np.arange(destination.size)
        return
    # Of 16 bits, a stable sort is a radix sort.
    narrow = destination.astype(np.uint16) if parts <= 1 << 16 else destination
    order = np.argsort(narrow, kind="stable")
    borders = np.searchsorted(
        narrow[order], np.arange(parts + 1, dtype=narrow.dtype) if parts < 1 << 16 else np.arange(parts + 1)
    )
    for part in np.flatnonzero(np.diff(borders)).tolist():
        yield part, order[borders[part] : borders[part + 1]]


def places_of(values: U64 | U32 | I64, among: NDArray[Any]) -> I64:
    """Return the place of each value among sorted distinct ones, which have them all."""
    return np.searchsorted(among, values)
