"""Addresses that several outlets share: the canonical link of all of them, which says where an article comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
import pyarrow as pa

from dedup.addresses import normal_address
from dedup.engines.spark.packed import batch_of, cells
from dedup.provenance.origins import outlet_name
from dedup.records import ArticleRecord

ADDRESSES: Final = pa.schema([("address", pa.string()), ("outlet", pa.string())])
_RECORD: Final = msgspec.msgpack.Decoder(ArticleRecord)


def addresses(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the address and the outlet of each record that has both."""
    for batch in batches:
        columns: dict[str, list[Any]] = {"address": [], "outlet": []}
        for cell in cells(batch.column("record")):
            record = _RECORD.decode(cell or b"")
            if record.url and record.outlet and (address := normal_address(record.url)):
                columns["address"].append(address)
                columns["outlet"].append(outlet_name(record))
        yield batch_of(ADDRESSES, columns)
