"""distributed-curator as its own page shows it, with the threshold of the other peers and partitions for two cores. See
spark_session.

Its session is of its own making. The result is counted and not written.
"""
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

import sys

from distributed_curator import partition_aware_deduplicate
from distributed_curator.spark_utils import create_spark_session_partition_aware
from spark_session import done, use_two_cores

THRESHOLD = 0.7
PARTITIONS = 16  # its default, 1000, is for a cluster: 20,000 articles take twice the CPU with it


def main(source: str) -> None:
    session = create_spark_session_partition_aware()
    session.conf.set("spark.sql.shuffle.partitions", str(PARTITIONS))
    articles = session.read.parquet(source).withColumnRenamed("id", "doc_id")
    result = partition_aware_deduplicate(
        spark=session, input_df=articles, text_column="text", similarity_threshold=THRESHOLD,
        num_partitions=PARTITIONS, is_input_doc_id_unique=True,
    )  # fmt: skip
    done(result.where("is_duplicate").count())


if __name__ == "__main__":
    use_two_cores()
    main(sys.argv[1])
