"""Scans on a Spark cluster: a DataFrame of articles -> the tables of the report that `dedup.scan` gives for it.

Needs the extra `spark`, and Java 17 or later.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dedup.engines.spark.session import check_installed, start_session
from dedup.sources.fields import field_names

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from dedup.engines.spark.scan import Result

__all__ = ["scan", "scan_files", "sketches", "start_session"]


def scan(
    rows: DataFrame,
    *,
    only: str | Sequence[str] = (),
    text_field: str | None = None,
    id_field: str | None = None,
    fields: Mapping[str, str] | Iterable[str] = (),
    min_probability: float | None = None,
    model: str | os.PathLike[str] | None = None,
    rules: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    ignore: str | Sequence[str] = (),
    house_style: bool = True,
    progress: Callable[[str], None] | None = None,
) -> Result:
    """Find which rows of a DataFrame are copies or reuse parts of one another, and group them into families.

    A row is an article; the columns and the settings are those of `dedup.scan`, and so is what is found. The rows count
    as they are ordered by `collect`: read them anew in the same order, from files and not from a shuffle. The result
    has DataFrames (articles, relations, families, names), each with the record as JSON in its last column; its `write`
    makes a folder that `dedup report` opens. `progress` is called with what is done next. Raises InputError where no
    article could be read or no column holds the texts, MissingExtraError without pyspark.
    """
    check_installed()
    from dedup.engines.spark.scan import scan_rows
    from dedup.engines.spark.sources import given_rows
    from dedup.pipeline import scan_settings

    settings = scan_settings(
        only=only, text_field=text_field, id_field=id_field, fields=fields, min_probability=min_probability,
        model=model, rules=rules, ignore=ignore, house_style=house_style,
    )  # fmt: skip
    given = given_rows(rows, field_names(text_field, id_field, fields))
    return scan_rows(rows.sparkSession, given, settings, progress or (lambda stage: None))


def scan_files(
    session: SparkSession,
    inputs: Sequence[str],
    *,
    text_field: str | None = None,
    id_field: str | None = None,
    fields: Mapping[str, str] | Iterable[str] = (),
    progress: Callable[[str], None] | None = None,
    **settings: Any,
) -> Result:
    """Scan files and folders that the cluster reads: JSON Lines, Parquet or CSV, under any address of Hadoop (s3a://,
    hdfs://). See `scan` for the rest."""
    check_installed()
    from dedup.engines.spark.scan import scan_rows
    from dedup.engines.spark.sources import rows_of_files
    from dedup.pipeline import scan_settings

    made = scan_settings(text_field=text_field, id_field=id_field, fields=fields, **settings)
    given = rows_of_files(session, inputs, field_names(text_field, id_field, fields))
    return scan_rows(session, given, made, progress or (lambda stage: None))


def sketches(
    rows: DataFrame,
    *,
    text_field: str | None = None,
    id_field: str | None = None,
    fields: Mapping[str, str] | Iterable[str] = (),
) -> DataFrame:
    """Return the id and the sketch of each row that has a text, in the columns of `dedup index export --no-text`.

    Written as Parquet, they fill an index in bulk: `dedup index import`. A row without an id of its own is left out.
    Raises InputError where no column holds the texts.
    """
    check_installed()
    from pyspark.sql.pandas.types import from_arrow_schema

    from dedup.engines.spark.reading import articles_of_rows
    from dedup.engines.spark.sources import given_rows
    from dedup.index.spark_sketches import sketch_rows, sketch_schema

    given = given_rows(rows, field_names(text_field, id_field, fields))
    reader = given.reader
    return given.rows.mapInArrow(
        lambda batches: sketch_rows(batches, lambda found: articles_of_rows(found, reader())),
        from_arrow_schema(sketch_schema()),
    )
