"""Names on Spark: what the parts of the input have of them is put together on the driver, part by part."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dedup.engines.spark.described import PART
from dedup.engines.spark.packed import cells
from dedup.names.gather import gather_names
from dedup.names.mention_collection import MentionCollection
from dedup.records import Family, NameRecord
from dedup.scan_run import story_groups

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def names_of(
    described: DataFrame, stored: DataFrame, families: Sequence[Family], expected: int | None
) -> list[NameRecord]:
    """Return the names of all articles; `expected` is the size of all text as the executors know it."""
    mentions = MentionCollection(expected)
    parts = described.where(f"kind = {PART}").select("part", "names").toArrow().sort_by("part")
    for cell in cells(parts.column("names")):
        mentions.add_collected(pickle.loads(cell or b""))
    ids: list[str] = stored.select("number", "id").toArrow().sort_by("number").column("id").to_pylist()
    return gather_names(mentions, ids, story_groups(families, {id: number for number, id in enumerate(ids)}))
