"""Copies on Spark: the CPU of a scan with `only="copies"` beside that of the jobs of other packages.

usage: python benchmarks/spark_peers.py [--sizes 20000,50000] [--engines NAME,...] [--bench FOLDER] [--dump FILE]

| engine | what is run |
|---|---|
| `spark` | this package (see spark.py), from JSON Lines |
| `distributed-curator` | its `partition_aware_deduplicate`, from Parquet |
| `text-dedup` | its `minhash_spark`, from Parquet, its components found by a stand-in for GraphFrames |

All run on `local[2]`, each in a process of its own; CPU is that of the whole tree of processes. *Marginal* CPU is what
each further article takes: the difference between the largest and the smallest size. Making the Parquet files is not
measured, nor is anything written by `spark` and `distributed-curator`. `copies` are the articles beyond one of each
group, of those that were planted in the last line.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import corpora
import environments
import spark
from process_tree import tree_cpu

PEERS: Final = {"distributed-curator": "spark_distributed_curator.py", "text-dedup": "spark_text_dedup.py"}
PROGRAMS: Final = Path(__file__).resolve().parent / "peers"
ROWS: Final = 2_000  # of a row group, which is what Spark reads in one task


def as_parquet(corpus: corpora.Corpus) -> Path:
    """Return a corpus as a Parquet file with the columns id and text; one that is there is used again."""
    import pyarrow.json
    import pyarrow.parquet

    path = corpus.path.with_suffix(".parquet")
    if not path.is_file():
        options = pyarrow.json.ReadOptions(block_size=16 << 20)
        table = pyarrow.json.read_json(corpus.path, read_options=options).select(["id", "text"])
        pyarrow.parquet.write_table(table, path, row_group_size=ROWS)
    return path


def run_peer(name: str, corpus: corpora.Corpus) -> dict[str, Any]:
    """Run one job of a peer; return what it took, or why it did not run."""
    environment = environments.prepare(environments.SPARK_PEERS)
    if environment.python is None:
        return {"engine": name, "articles": corpus.articles, "error": f"not installed: {environment.error}"}
    source = as_parquet(corpus)
    with tempfile.TemporaryDirectory() as folder, Path(folder, "errors").open("wb") as errors:
        command = [str(environment.python), str(PROGRAMS / PEERS[name]), str(source), folder]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=folder
        )
        assert process.stdout is not None
        last = next((line for line in process.stdout if line.startswith('{"copies":')), None)
        cpu = tree_cpu(process.pid)
        process.communicate()
        if last is None:
            said = Path(folder, "errors").read_text(errors="replace").splitlines()[-15:]
            return {"engine": name, "articles": corpus.articles, "error": "\n".join(said)}
    return {"engine": name, "articles": corpus.articles, "cpu": cpu, **json.loads(last)}


def run_own(corpus: corpora.Corpus) -> dict[str, Any]:
    """Run a scan for copies; its start counts, as that of the peers does."""
    run = spark.measure("spark", corpus.path, "copies")
    return {"engine": "spark", "articles": run["articles"], "cpu": run["start"] + run["cpu"], "copies": run["copies"]}


def table(runs: Sequence[dict[str, Any]]) -> str:
    """Return the runs, and what each further article takes, as Markdown."""
    out = ["| engine | articles | CPU s, start included | copies | each further article, us |", "|---|---|---|---|---|"]
    for engine in dict.fromkeys(run["engine"] for run in runs):
        own = [run for run in runs if run["engine"] == engine]
        for run in own:
            if "error" in run:
                out.append(f"| {engine} | {run['articles']:,} | failed | | |")
                continue
            first, further = own[0], ""
            if run is not first and "error" not in first:
                marginal = (run["cpu"] - first["cpu"]) / (run["articles"] - first["articles"])
                further = f"{1e6 * marginal:,.0f}"
            out.append(f"| {engine} | {run['articles']:,} | {run['cpu']:.1f} | {run['copies']:,} | {further} |")
    return "\n".join(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="20000,50000")
    parser.add_argument("--engines", default="spark,distributed-curator,text-dedup")
    parser.add_argument("--bench", type=Path, default=corpora.BENCH)
    parser.add_argument("--dump", type=Path)
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    made = corpora.prepare(sizes, given.bench)
    spark.write_warm_up(made[sizes[0]].path.parent)
    runs = []
    for engine in given.engines.split(","):
        for size in sizes:
            runs.append(run_own(made[size]) if engine == "spark" else run_peer(engine, made[size]))
            print(json.dumps(runs[-1]), file=sys.stderr, flush=True)
    print(table(runs))
    for size in sizes:
        print(f"planted among {size:,}: {len(made[size].pairs.read_text().splitlines()):,}")
    if given.dump:
        given.dump.write_text(json.dumps(runs, indent=1) + "\n")


if __name__ == "__main__":
    main()
