"""Is the report of a scan on Spark that of a local scan?

usage: python benchmarks/spark_same.py [--input NAME]... [--master local|standalone|killed]... [--bench FOLDER]
[--only PART]...

| input | what |
|---|---|
| `seeds` | the five seed articles |
| `real`, `grouping` | the labelled sets of these names, where they are at hand |
| `corpus` | 20,000 recombined articles (see `corpora`) |

| master | what |
|---|---|
| `local` | `local[2]` |
| `standalone` | a master and two workers on 127.0.0.1 |
| `killed` | the same, and one of the workers is killed by its process id while pairs are compared |

Every record of articles, relations, families and names is compared as JSON, order aside, and so is what was skipped and
renamed. Two lines of each input are no articles. The exit code is 1 where a record differs.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import corpora
import msgspec
from spark_cluster import cluster

import dedup
from dedup.spark import scan_files, start_session

INPUTS: Final = ("seeds", "real", "grouping", "corpus")
MASTERS: Final = ("local", "standalone", "killed")
TABLES: Final = ("articles", "relations", "families", "names")
LABELLED: Final = {"real": "real/articles.jsonl.gz", "grouping": "families/grouping.jsonl.gz"}
CORPUS: Final = 20_000
NO_ARTICLES: Final = (b"not JSON\n", b'{"id": "no text"}\n')
KILLED_AT: Final = "compare"
POLL: Final = 0.05  # seconds
SHOWN: Final = 300


def lines_of(name: str, bench: Path) -> list[bytes] | None:
    """Return the lines of an input, None where it is not at hand."""
    if name == "seeds":
        seeds = sorted((corpora.ROOT / "seeds").glob("*.txt"))
        return [json.dumps({"id": path.name, "text": path.read_text()}).encode() + b"\n" for path in seeds]
    if name == "corpus":
        with corpora.prepare([CORPUS], bench)[CORPUS].path.open("rb") as file:
            return file.readlines()
    path = bench / LABELLED[name]
    if not path.is_file():
        return None
    with gzip.open(path) as file:
        return file.readlines()


@contextmanager
def session_on(master: str) -> Iterator[tuple[Any, Callable[[str], None]]]:
    """Yield a session, and what is to be called with each stage."""
    if master == "local":
        session = start_session("local[2]")
        try:
            yield session, lambda stage: None
        finally:
            session.stop()
        return
    with cluster() as own:
        session = start_session(own.url)
        killed: list[int] = []

        def kill_while_a_job_runs() -> None:
            tracker = session.sparkContext.statusTracker()
            while not tracker.getActiveStageIds():
                time.sleep(POLL)
            killed.append(own.kill_worker())

        def kill(stage: str) -> None:
            if master == "killed" and stage == KILLED_AT:
                threading.Thread(target=kill_while_a_job_runs, daemon=True).start()

        try:
            yield session, kill
            if master == "killed" and not killed:
                raise SystemExit("no worker was killed: the stage has another name, or no job ran in it")
        finally:
            session.stop()


def records_of(report: dedup.Report) -> dict[str, list[str]]:
    """Return the records of a report by table, as JSON."""
    tables: dict[str, Sequence[msgspec.Struct]] = {
        "articles": report.articles,
        "relations": [*report.relations, *report.weak],
        "families": report.families,
        "names": report.names,
    }
    return {name: [msgspec.json.encode(record).decode() for record in records] for name, records in tables.items()}


def differences(expected: Sequence[str], found: Sequence[str]) -> list[str]:
    """Return the records that are missing, with -, and those that should not be there, with +."""
    one, other = Counter(expected), Counter(found)
    return [f"- {each}" for each in (one - other).elements()] + [f"+ {each}" for each in (other - one).elements()]


def compare(name: str, path: Path, masters: Sequence[str], only: Sequence[str]) -> int:
    """Compare one input on each master; return how many records differ."""
    begun = time.monotonic()
    report = dedup.scan(path, only=only)
    expected = records_of(report)
    print(f"{name}: {len(report.articles):,} articles, local {time.monotonic() - begun:.0f} s", flush=True)
    wrong = 0
    for master in masters:
        with session_on(master) as (session, stage):
            begun = time.monotonic()
            result = scan_files(session, [str(path)], only=only, progress=stage)
            found = {table: [row[0] for row in getattr(result, table).select("record").collect()] for table in TABLES}
            took = time.monotonic() - begun
        apart = {table: differences(expected[table], found[table]) for table in TABLES}
        same_input = result.header.input == report.input
        counts = ", ".join(f"{table} {len(expected[table]):,}/{len(found[table]):,}" for table in TABLES)
        differ = sum(map(len, apart.values())) + (not same_input)
        print(f"  {master}: {took:.0f} s; {counts}; {differ:,} differ; input {'same' if same_input else 'differs'}")
        for table in TABLES:
            for line in apart[table][:4]:
                print(f"    {table} {line[:SHOWN]}")
        wrong += differ
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", dest="inputs", action="append", choices=INPUTS)
    parser.add_argument("--master", dest="masters", action="append", choices=MASTERS)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--bench", type=Path, default=corpora.BENCH)
    given = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in given.inputs or INPUTS:
            lines = lines_of(name, given.bench)
            if lines is None:
                print(f"{name}: not at hand")
                continue
            path = Path(folder, f"{name}.jsonl")
            lines[len(lines) // 2 : len(lines) // 2] = NO_ARTICLES
            path.write_bytes(b"".join(lines))
            wrong += compare(name, path, given.masters or MASTERS, given.only)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
