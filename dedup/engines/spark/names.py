"""Names on Spark: what the parts of the input have of them is put together on the driver, part by part."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from dedup.names.gather import gather_names
from dedup.names.mention_collection import CollectedMentions, MentionCollection
from dedup.names.name_reader import CapitalRun
from dedup.records import Family, NameRecord
from dedup.scan_run import story_groups
from dedup.text.tables import I64

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

PIECE: Final = 1 << 20  # bytes of a cell: Java copies it several times
_FASTEST: Final = 1  # zlib's level: half the bytes at 10 microseconds an article


def packed_mentions(mentions: CollectedMentions) -> Iterator[bytes]:
    """Yield what was collected in pieces."""
    texts = "\n".join(run.text for run in mentions.runs)  # a run has no line feed
    bits = np.array([run.at_start + 2 * run.headline for run in mentions.runs], np.uint8)
    whole = zlib.compress(pickle.dumps((texts, bits, *mentions[1:]), pickle.HIGHEST_PROTOCOL), _FASTEST)
    for begin in range(0, len(whole), PIECE):
        yield whole[begin : begin + PIECE]


def unpacked_mentions(pieces: Sequence[bytes]) -> CollectedMentions:
    """Return what was packed, from all its pieces in order."""
    texts, bits, *rest = pickle.loads(zlib.decompress(b"".join(pieces)))
    listed = texts.split("\n") if bits.size else []
    runs = [CapitalRun(text, bool(b & 1), bool(b & 2)) for text, b in zip(listed, bits.tolist(), strict=True)]
    return CollectedMentions(runs, *rest)


def names_of(
    pieces: DataFrame, ids: Sequence[str], families: Sequence[Family], expected: int | None
) -> list[NameRecord]:
    """Return the names of all articles, whose ids are in the order of their numbers; `pieces` are rows (part, place,
    notes), `expected` is the size of all text as the executors know it."""
    of_part: dict[str, dict[int, bytes]] = {}
    for part, place, piece in pieces.toLocalIterator():
        of_part.setdefault(part, {})[place] = bytes(piece)
    mentions = MentionCollection(expected)
    for part in sorted(of_part):
        held = of_part.pop(part)
        mentions.add_collected(unpacked_mentions([held[place] for place in sorted(held)]))
    return gather_names(mentions, ids, story_groups(families, {id: number for number, id in enumerate(ids)}))


def numbered_ids(stored: DataFrame) -> list[str]:
    """Return the ids of all articles in the order of their numbers."""
    rows = stored.select("number", "id").toArrow()
    order: I64 = np.argsort(rows.column("number").to_numpy())
    ids: list[str] = rows.column("id").take(order).to_pylist()
    return ids
