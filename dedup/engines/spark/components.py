"""Connected components of the related articles: on the driver while the pairs are few, else by alternating large-star
and small-star steps (Kiveris et al. 2014, Connected Components in MapReduce and Beyond)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from dedup.text.tables import I64

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

ON_DRIVER: Final = 5_000_000  # pairs of 16 bytes whose components the driver finds
MOST_ROUNDS: Final = 60  # log2 of the articles squared, at most; real graphs take 4 to 8

Keep = Callable[["DataFrame"], "DataFrame"]
"""Stores a DataFrame so that what it was made of is not needed again."""


def components(edges: DataFrame, keep: Keep, on_driver: int = ON_DRIVER) -> DataFrame:
    """Return (number, component) of each article in the edges (a, b); a component has the smallest number in it.

    `keep` is called with the edges of each round.
    """
    if edges.limit(on_driver + 1).count() > on_driver:
        return star_components(edges, keep)
    pairs = edges.select("a", "b").toArrow()
    numbers, found = joined_numbers(*(pairs.column(side).to_numpy() for side in ("a", "b")))
    table = pa.table({"number": numbers, "component": found})
    return edges.sparkSession.createDataFrame(table)


def joined_numbers(a: I64, b: I64) -> tuple[I64, I64]:
    """Return the distinct numbers of some pairs, ascending, and the smallest number in the component of each."""
    numbers, places = np.unique(np.concatenate([a, b]), return_inverse=True)
    parent = np.arange(numbers.size)
    one, other = places[: a.size], places[a.size :]
    while True:  # each larger root is hung below the smallest one that an edge leads to
        roots = parent[one], parent[other]
        low, high = np.minimum(*roots), np.maximum(*roots)
        apart = low < high
        if not apart.any():
            return numbers, numbers[parent]
        np.minimum.at(parent, high[apart], low[apart])
        while not np.array_equal(parent, parent[parent]):
            parent = parent[parent]


def star_components(edges: DataFrame, keep: Keep) -> DataFrame:
    """Return the components by jobs of Spark alone; `edges` are pairs of two different numbers."""
    from pyspark.sql import functions as F  # noqa: N812

    now = keep(_distinct(edges.select(F.greatest("a", "b").alias("v"), F.least("a", "b").alias("u"))))
    for _ in range(MOST_ROUNDS):
        then = keep(_small_star(_large_star(now)))
        unchanged = _sum_of(then) == _sum_of(now) and then.exceptAll(now).isEmpty()
        now = then
        if unchanged:
            break
    hung = now.select(F.col("v").alias("number"), F.col("u").alias("component"))
    return hung.unionByName(now.select(F.col("u").alias("number"), F.col("u").alias("component")).distinct())


def _large_star(edges: DataFrame) -> DataFrame:
    """Join the larger neighbours of each node to the smallest one of its neighbours and itself."""
    from pyspark.sql import functions as F  # noqa: N812

    both = edges.select("v", "u").unionAll(edges.select(F.col("u").alias("v"), F.col("v").alias("u")))
    least = both.groupBy("v").agg(F.min("u").alias("m")).select("v", F.least("v", "m").alias("m"))
    found = both.join(least, "v").where(F.col("u") > F.col("v")).select(F.col("u").alias("v"), F.col("m").alias("u"))
    return _distinct(found)


def _small_star(edges: DataFrame) -> DataFrame:
    """Join each node and its smaller neighbours to the smallest one of them."""
    from pyspark.sql import functions as F  # noqa: N812

    least = edges.groupBy("v").agg(F.min("u").alias("m"))
    joined = edges.join(least, "v")
    found = joined.select(F.col("u").alias("v"), F.col("m").alias("u")).unionAll(
        least.select("v", F.col("m").alias("u"))
    )
    return _distinct(found.where(F.col("v") != F.col("u")))


def _distinct(edges: DataFrame) -> DataFrame:
    return edges.distinct()


def _sum_of(edges: DataFrame) -> tuple[Any, ...]:
    from pyspark.sql import functions as F  # noqa: N812

    row = edges.agg(F.count(F.lit(1)), F.sum(F.col("u").cast("decimal(38,0)"))).first()
    return () if row is None else tuple(row)
