"""A scan on Spark, job by job: describe, learn furniture, propose and decide pairs, compare, conclude.

On the driver are counts, the parts of the input, and what only the whole corpus shows; texts never are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa

from dedup.artifacts.house_style import HouseStyle
from dedup.describe import ScanSettings
from dedup.engines.spark import entries, learned, pairs
from dedup.engines.spark.compared import (
    FOUND,
    RELATION,
    ROUTES,
    WEAK,
    compare_block,
    routes,
    split_blocks,
)
from dedup.engines.spark.components import components
from dedup.engines.spark.concluded import CONCLUDED, Corpuswide, conclude_alone, conclude_components, weak_rows
from dedup.engines.spark.described import (
    ARTICLE,
    COUNTER,
    PART,
    SCHEMA,
    SLICES,
    DescribeSettings,
    NotesOfPart,
    describe,
)
from dedup.engines.spark.packed import cells, table_of
from dedup.engines.spark.renamed import RENAMED, rename
from dedup.engines.spark.session import set_partitions
from dedup.engines.spark.shared_addresses import ADDRESSES, addresses
from dedup.engines.spark.sources import SparkInput
from dedup.engines.spark.stored import COLUMNS
from dedup.errors import InputError
from dedup.records import InputRecord, Renamed, Skipped
from dedup.scan_reading import nothing_read
from dedup.sketch.candidates import most_occurrences
from dedup.sources.skipped import SkippedPieces
from dedup.text.corpus import BATCH_BYTES, LARGEST_TEXT
from dedup.text.tables import U32

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ARTICLES_OF_BUCKET: Final = 25_000  # whose entries meet in one bucket: up to 100 MB
ARTICLES_OF_BLOCK: Final = (
    2_000  # whose pairs are compared in one block, about 8 MB of text with those of their partners
)
MOST_OF_BLOCK: Final = 4  # times as many articles, from which a block is divided
ARTICLES_OF_COMPONENTS: Final = 2_000  # concluded at a time
ARTICLES_OF_PARTITION: Final = 10_000  # of a shuffle: about 40 MB of text
_SLICES: Final = pa.schema([("place", pa.int64()), ("notes", pa.binary())])
_PAIRS_OF_BLOCK: Final = pa.schema([("block", pa.int64()), ("pairs", pa.binary())])
SENT_TO_ALL: Final = 300_000  # rows of a small table that is sent to all executors instead of moving the texts to it

Progress = Callable[[str], None]
"""Called with what is done next."""
STEPS: Final = ("read and describe", "learn furniture", "candidate pairs", "compare", "conclude", "names", "write")
"""What is done in a scan with everything, in order."""


class ScanTables(NamedTuple):
    """What a scan gives: rows of `concluded.CONCLUDED`, what was read, and the articles as they were described and as
    they are stored with their numbers."""

    rows: DataFrame
    input: InputRecord
    described: DataFrame
    stored: DataFrame


class Parts(NamedTuple):
    """The parts of the input in order, with the number of the first article of each, the rows of its file before it,
    and the moment before it."""

    keys: list[str]
    notes: list[NotesOfPart]
    first: list[int]
    rows_before: list[int]
    moments: list[int]

    @property
    def articles(self) -> int:
        """How many articles there are."""
        return sum(notes.articles for notes in self.notes)


_EARLIEST: Final = 86_400  # datetime.min: the moment of an article before which none has a date


class SparkRun:
    """One run of a scan; `keep` makes a DataFrame that is stored on the cluster."""

    def __init__(self, session: SparkSession, settings: ScanSettings, progress: Progress) -> None:
        self._session = session
        self._settings = settings
        self._progress = progress
        self._kept: list[DataFrame] = []
        self._cores = session.sparkContext.defaultParallelism

    def keep(self, rows: DataFrame) -> DataFrame:
        """Return the rows, stored by the executors when they are first asked for."""
        # The default is MEMORY_AND_DISK_DESER. Behind MEMORY_AND_DISK, Java serialises all columns, and reads the texts
        # again for a job that asks for numbers.
        kept = rows.persist()
        self._kept.append(kept)
        return kept

    def free(self) -> None:
        """Free what is stored, but for the result."""
        while self._kept:
            self._kept.pop().unpersist()

    def checkpoint(self, rows: DataFrame) -> DataFrame:
        """Return the rows without what they were made of: behind a checkpoint where the context has a folder for it."""
        if self._session.sparkContext.getCheckpointDir() is not None:
            return rows.checkpoint()
        return self.keep(rows)

    def _doing(self, what: str) -> None:
        self._session.sparkContext.setJobDescription(f"dedup: {what}")
        self._progress(what)

    def tables(self, given: SparkInput) -> ScanTables:
        """Read, compare, conclude. Raises InputError where no article could be read."""
        self._doing("read and describe")
        described = self._described(given)
        parts = self._parts(described)
        skipped = _skipped(parts, given)
        if not parts.articles:
            raise InputError(nothing_read(skipped))
        set_partitions(self._session, max(self._cores, parts.articles // ARTICLES_OF_PARTITION + 1))
        stored, renamed = self._stored(described, parts)
        found = None
        if self._settings.pairs_wanted:
            stored = self._with_learned(stored, parts)
            found = self._found(stored, described, parts)
        input = InputRecord(articles=parts.articles, skipped=skipped, renamed=renamed)
        return ScanTables(self._concluded(stored, found, parts), input, described, stored)

    # Describe.

    def _described(self, given: SparkInput) -> DataFrame:
        task = DescribeSettings(self._settings, given.reader, given.files, given.size, BATCH_BYTES, LARGEST_TEXT)

        def run(batches: Any) -> Any:
            from pyspark import TaskContext

            context = TaskContext.get()
            return describe(batches, task, 0 if context is None else context.partitionId())

        return self.keep(self._map(given.rows, run, SCHEMA))

    def _parts(self, described: DataFrame) -> Parts:
        rows = described.where(f"kind = {PART}").select("part", "notes").toArrow().sort_by("part")
        decode = msgspec.msgpack.Decoder(NotesOfPart).decode
        keys = rows.column("part").to_pylist()
        notes = [decode(cell) for cell in cells(rows.column("notes")) if cell is not None]
        first, before, moments = [], [], []
        articles, moment, counted, file = 0, _EARLIEST, 0, ""
        for key, note in zip(keys, notes, strict=True):
            own_file = key.partition(":")[0]
            counted, file = (counted if own_file == file else 0), own_file
            first.append(articles)
            before.append(counted)
            moments.append(moment)
            articles += note.articles
            counted += note.rows
            moment = note.last_moment if note.last_moment is not None else moment
        return Parts(keys, notes, first, before, moments)

    def _stored(self, described: DataFrame, parts: Parts) -> tuple[DataFrame, list[Renamed]]:
        """Return the articles with their numbers and ids, and which were renamed."""
        from pyspark.sql import functions as F  # noqa: N812

        places = self._small(
            {
                "part": parts.keys,
                "first": np.array(parts.first, np.int64),
                "rows_before": np.array(parts.rows_before, np.int64),
                "moment_before": np.array(parts.moments, np.int64),
            }
        )
        articles = described.where(f"kind = {ARTICLE}").join(F.broadcast(places), "part")
        number = F.col("first") + F.col("place")
        line = F.col("line") + F.col("rows_before")
        made = (
            F.when(F.col("path").isNull(), F.concat(F.lit("article:"), number + 1))
            .when(F.col("line").isNull(), F.col("path"))
            .otherwise(F.concat(F.col("path"), F.lit(":"), line))
        )
        articles = articles.select(
            number.alias("number"),
            F.when(F.col("id") == "", made).otherwise(F.col("id")).alias("given"),
            line.alias("line"),
            F.coalesce("moment", "moment_before").alias("moment"),
            *("path", "outlet", "text", "record", "evidence", "furniture", "mended", "bands", "digest", "sentences"),
        )
        base = F.regexp_replace("given", "(#[0-9]+)+$", "")
        named = articles.select("number", "given", "path", "line", base.alias("base"))
        several = named.groupBy("base").count().where("count > 1").select("base")
        again = named.join(several, "base")
        renamed = self._apply(again.groupBy("base"), rename, RENAMED).toArrow()
        listed = [
            Renamed(path=row["path"], line=row["line"], id=row["given"], new_id=row["id"])
            for row in renamed.select(["path", "line", "given", "id"]).to_pylist()
        ]
        if not listed:
            return articles.withColumn("id", F.col("given")), []
        new = self._small({"number": renamed.column("number"), "new": renamed.column("id")})
        articles = articles.join(self._sent(new, len(listed)), "number", "left")
        return articles.withColumn("id", F.coalesce("new", "given")).drop("new"), listed

    # Furniture that is learned.

    def _with_learned(self, stored: DataFrame, parts: Parts) -> DataFrame:
        from pyspark.sql import functions as F  # noqa: N812

        nothing = F.lit(None).cast("binary")
        bare = stored.withColumns({"learned": nothing, "relabelled": nothing})
        if not self._settings.wants("relations"):
            return bare
        self._doing("learn furniture")
        buckets = self._buckets(parts)
        sentences = self._map(
            stored.select("number", "outlet", "sentences"),
            partial(learned.sentences_by_hash, buckets=buckets),
            learned.SENTENCES,
        )
        found = self._apply(sentences.groupBy("bucket"), learned.returning_sentences, learned.OF_ARTICLES)
        found = self.keep(found.groupBy("number").agg(F.collect_list("returning").alias("pieces")))
        count = found.count()
        if not count:
            return bare
        joined = F.expr("aggregate(pieces, cast('' as binary), (whole, piece) -> concat(whole, piece))")
        found = found.select("number", joined.alias("returning"))
        rests = self._map(
            bare.join(self._sent(found, count), "number").select(*COLUMNS, "returning"),
            partial(learned.rests_by_hash, buckets=buckets),
            learned.RESTS,
        )
        spans = self._apply(rests.groupBy("bucket"), learned.learn, learned.LEARNED)
        spans = self.keep(spans.groupBy("number").agg(F.collect_list("learned").alias("pieces")))
        count = spans.count()
        if not count:
            return bare
        spans = spans.select("number", joined.alias("learned"))
        relabelled = self._map(
            bare.drop("learned").join(self._sent(spans, count), "number").select(*COLUMNS),
            learned.relabel,
            learned.LEARNED,
        )
        return stored.join(self._sent(self.keep(relabelled), count), "number", "left")

    # Candidate pairs.

    def _buckets(self, parts: Parts) -> int:
        return int(max(self._cores, parts.articles // ARTICLES_OF_BUCKET + 1))

    def _blocks(self, stored: DataFrame, described: DataFrame, parts: Parts) -> DataFrame:
        """Return the candidate pairs by the block in which they are compared."""
        self._doing("candidate pairs")
        buckets = self._buckets(parts)
        ranges = pairs.Ranges(ARTICLES_OF_BUCKET, parts.articles // ARTICLES_OF_BUCKET + 1)
        settings = entries.EntrySettings(buckets, None, 0)
        made = self._map(
            stored.select("number", "bands", "digest"), partial(entries.copy_entries, settings=settings), entries.SCHEMA
        )
        if self._settings.wants("relations"):
            counted = settings._replace(two_grams=self._two_grams(described), most=most_occurrences(parts.articles))
            reuse = self._map(
                _without(stored, "record", "evidence"), partial(entries.reuse_entries, settings=counted), entries.SCHEMA
            )
            made = made.unionAll(reuse)
        proposed = self._apply_keyed(made.groupBy("bucket"), partial(pairs.propose, ranges=ranges), pairs.PROPOSALS)
        decided = self._apply_keyed(proposed.groupBy("range"), partial(pairs.decide, ranges=ranges), pairs.PAIRS)
        blocks = self._apply_keyed(
            decided.groupBy("range"), partial(pairs.to_blocks, block_size=ARTICLES_OF_BLOCK), pairs.BLOCKS
        )
        return self.keep(blocks)

    def _two_grams(self, described: DataFrame) -> U32:
        """Return the counters of 2-grams of all tasks together."""
        counters = described.where(f"kind = {COUNTER}").select("place", "notes")
        summed = self._apply(counters.groupBy("place"), _sum_slices, _SLICES).toArrow().sort_by("place")
        whole = [np.frombuffer(cell or b"", np.uint32) for cell in cells(summed.column("notes"))]
        assert len(whole) == SLICES
        return np.concatenate(whole)

    # Compare.

    def _found(self, stored: DataFrame, described: DataFrame, parts: Parts) -> DataFrame:
        """Return relations, weak pairs and what is covered."""
        blocks = self._blocks(stored, described, parts)
        sizes = blocks.groupBy("block").sum("articles").toArrow()
        large = {
            block: -(-size // (MOST_OF_BLOCK * ARTICLES_OF_BLOCK))
            for block, size in zip(*(sizes.column(n).to_pylist() for n in (0, 1)), strict=True)
            if size > MOST_OF_BLOCK * ARTICLES_OF_BLOCK
        }
        self._doing("compare")
        split = self._map(blocks.select("block", "pairs"), partial(split_blocks, parts=large), _PAIRS_OF_BLOCK)
        wanted = self.keep(self._apply(split.groupBy("block"), routes, ROUTES))
        count = wanted.count()
        texts = _without(stored, "evidence").join(self._sent(wanted, count), "number")
        settings = self._settings
        found = (
            texts.groupBy("block")
            .cogroup(split.groupBy("block"))
            .applyInArrow(lambda articles, rows: compare_block(articles, rows, settings), self._schema(FOUND))
        )
        return self.keep(found)

    # Conclude.

    def _concluded(self, stored: DataFrame, found: DataFrame | None, parts: Parts) -> DataFrame:
        from pyspark.sql import functions as F  # noqa: N812

        settings = self._settings
        nothing = F.lit(None).cast("binary")
        if found is None:
            self._doing("conclude")
            bare = stored.withColumns({"learned": nothing, "relabelled": nothing}).withColumn("text", nothing)
            corpus = Corpuswide(self._styles(parts), frozenset())
            alone = partial(conclude_alone, settings=settings, corpus=corpus)
            return self._map(bare.select(*COLUMNS), alone, CONCLUDED)
        edges = found.where(f"kind = {RELATION}").select("a", "b")
        homes = self.keep(components(edges, self.checkpoint))
        related = homes.count()
        self._doing("conclude")
        corpus = Corpuswide(self._styles(parts), self._shared_addresses(stored, homes, related))
        buckets = max(self._cores, related // ARTICLES_OF_COMPONENTS + 1)
        bucket = F.pmod(F.hash("component"), F.lit(buckets)).alias("bucket")
        homes = homes.select("number", bucket)
        rows = stored.select(*COLUMNS).join(self._sent(homes, related), "number", "left")
        alone = self._map(
            _without(rows.where("bucket is null"), "text"),
            partial(conclude_alone, settings=settings, corpus=corpus),
            CONCLUDED,
        )
        owners = homes.select(F.col("number").alias("a"), F.col("bucket").alias("home"))
        of_component = found.where(f"kind != {WEAK}").join(self._sent(owners, related), "a")
        together = (
            rows.where("bucket is not null")
            .groupBy("bucket")
            .cogroup(of_component.groupBy("home"))
            .applyInArrow(
                lambda articles, own: conclude_components(articles, own, settings, corpus), self._schema(CONCLUDED)
            )
        )
        weak = self._map(found.where(f"kind = {WEAK}").select("data"), weak_rows, CONCLUDED)
        return alone.unionAll(together).unionAll(weak)

    def _styles(self, parts: Parts) -> dict[str, frozenset[str]]:
        if not self._settings.house_style:
            return {}
        style = HouseStyle()
        for notes in parts.notes:
            style.add_counts(notes.outlets, notes.marks)
        return {outlet: rules for outlet in style.outlets if (rules := style.rules_of(outlet))}

    def _shared_addresses(self, stored: DataFrame, homes: DataFrame, related: int) -> frozenset[str]:
        """Return the addresses that related articles of several outlets have."""
        from pyspark.sql import functions as F  # noqa: N812

        rows = stored.select("number", "record").join(self._sent(homes.select("number"), related), "number")
        named = self._map(rows.select("record"), addresses, ADDRESSES)
        several = named.groupBy("address").agg(F.countDistinct("outlet").alias("outlets")).where("outlets > 1")
        return frozenset(several.select("address").toArrow().column(0).to_pylist())

    # DataFrames.

    def _schema(self, schema: pa.Schema) -> Any:
        from pyspark.sql.pandas.types import from_arrow_schema

        return from_arrow_schema(schema)

    def _map(self, rows: DataFrame, run: Callable[[Any], Any], schema: pa.Schema) -> DataFrame:
        return rows.mapInArrow(run, self._schema(schema))

    def _apply(self, groups: Any, run: Callable[[pa.Table], pa.Table], schema: pa.Schema) -> DataFrame:
        made: DataFrame = groups.applyInArrow(lambda rows: run(rows), self._schema(schema))
        return made

    def _apply_keyed(self, groups: Any, run: Callable[[Any, pa.Table], pa.Table], schema: pa.Schema) -> DataFrame:
        made: DataFrame = groups.applyInArrow(lambda key, rows: run(key, rows), self._schema(schema))
        return made

    def _small(self, columns: dict[str, Any]) -> DataFrame:
        return self._session.createDataFrame(pa.table(columns))

    def _sent(self, rows: DataFrame, count: int) -> DataFrame:
        """Return rows that are joined with the articles: few are sent to all executors, so that no text moves."""
        from pyspark.sql import functions as F  # noqa: N812

        return F.broadcast(rows) if count <= SENT_TO_ALL else rows


def _without(stored: DataFrame, *columns: str) -> DataFrame:
    """Return the columns of stored articles, of which a job does without some: these are null, and do not move."""
    from pyspark.sql import functions as F  # noqa: N812

    return stored.withColumns({name: F.lit(None).cast("binary") for name in columns}).select(*COLUMNS)


def _sum_slices(rows: pa.Table) -> pa.Table:
    whole = np.zeros(0, np.uint32)
    for cell in cells(rows.column("notes")):
        piece = np.frombuffer(cell or b"", np.uint32)
        whole = piece.copy() if not whole.size else whole + piece
    return table_of(_SLICES, {"place": [rows.column("place")[0].as_py()], "notes": [whole.tobytes()]})


def _skipped(parts: Parts, given: SparkInput) -> list[Skipped]:
    """Return what was not used, with the lines of the whole files; of a DataFrame the rows of all partitions."""
    out = SkippedPieces()
    rows = 0
    for before, notes in zip(parts.rows_before, parts.notes, strict=True):
        moved = before if given.files is not None else rows
        for entry in notes.skipped:
            line = None if entry.line is None else entry.line + moved
            out.note(entry.path, line, entry.reason, entry.count)
        rows += notes.rows
    return out
