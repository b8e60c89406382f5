"""text-dedup's job on Spark, minhash_spark, with 128 permutations and partitions for two cores. See spark_session.

The job is a program that has its 8192 and 4096 partitions written in it. So its source is run with other numbers.

The job finds components with GraphFrames, whose Java library no package of PyPI brings for a Spark of today. A
stand-in collects the edges and joins them here, which is cheaper.
"""
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow.parquet as pq
from spark_session import done, use_two_cores

PARTITIONS = 16


class GraphFrame:
    """The part of GraphFrames that the job uses."""

    def __init__(self, vertices: Any, edges: Any) -> None:
        self._vertices = vertices
        self._edges = edges

    def connectedComponents(self) -> Any:  # noqa: N802
        """Return the smallest id of its component for each vertex."""
        parents: dict[int, int] = {}

        def root(vertex: int) -> int:
            while (parent := parents.setdefault(vertex, vertex)) != vertex:
                parents[vertex] = vertex = parents[parent]
            return vertex

        for source, target in self._edges.collect():
            low, high = sorted((root(source), root(target)))
            parents[high] = low
        rows = [(vertex, root(vertex)) for vertex in parents]
        return self._vertices.sparkSession.createDataFrame(rows, "id long, component long")


def source_of_job() -> str:
    """Return the source of the job, with PARTITIONS."""
    spec = find_spec("text_dedup.minhash_spark")
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).read_text(encoding="utf-8")
    for number in ('"8192"', "4096"):
        assert number in source
        source = source.replace(number, repr(str(PARTITIONS)) if number[0] == '"' else str(PARTITIONS))
    return source


def main(source: str, folder: Path) -> None:
    module = ModuleType("graphframes")
    module.GraphFrame = GraphFrame  # type: ignore[attr-defined]
    sys.modules["graphframes"] = module
    kept = folder / "kept"
    sys.argv = [
        "minhash_spark", "--input", source, "--output", str(kept), "--column", "text", "--num_perm", "128",
        "--checkpoint_dir", str(folder / "checkpoints"),
    ]  # fmt: skip
    exec(compile(source_of_job(), "minhash_spark", "exec"), globals())
    rows = sum(pq.read_metadata(path).num_rows for path in kept.rglob("*.parquet"))
    done(pq.read_metadata(source).num_rows - rows)


if __name__ == "__main__":
    use_two_cores()
    main(sys.argv[1], Path(sys.argv[2]))
