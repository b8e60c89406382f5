"""What a scan of everything costs: articles a second, CPU an article and memory, with one worker process and with two.

usage: python benchmarks/scan.py [FILE...] [--sizes 20000,100000] [--jobs 1,2] [--memory 1GB] [--bench FOLDER]

Each run is `dedup scan FILE -o REPORT` from the start of the program to its end. Files are JSON Lines, also gzipped;
`--sizes` adds recombined corpora of so many articles, and `--bench` the labelled ones of that folder. Memory is the
largest sum of RssAnon over all processes, and of PSS, which counts a page that processes share once. With several
numbers of jobs, speed is also shown as a ratio of the first.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
from pathlib import Path
from typing import Final

import corpora
import measure

LABELLED: Final = ("real/articles.jsonl.gz", "stations/articles.jsonl.gz", "reuters/articles.jsonl.gz")
COLUMNS: Final = "{:34} {:>8} {:>4} {:>8} {:>7} {:>10} {:>9} {:>9}"


def main() -> None:
    """Run all, a line each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--sizes", default="", help="recombined corpora, by number of articles")
    parser.add_argument("--jobs", default="1,2")
    parser.add_argument("--memory", default="1GB")
    parser.add_argument("--bench", type=Path, default=None, metavar="FOLDER")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",") if size]
    files = [*given.files, *(made.path for made in corpora.prepare(sizes).values())]
    if given.bench is not None:
        files += [given.bench / name for name in LABELLED if (given.bench / name).is_file()]
    print(COLUMNS.format("file", "articles", "jobs", "a second", "ratio", "CPU ms each", "RssAnon", "PSS"))
    for file in files:
        articles, first = count_articles(file), 0.0
        for jobs in given.jobs.split(","):
            cost = scan(file, jobs, given.memory)
            speed = articles / cost.wall
            first = first or speed
            figures = f"{speed:,.0f}", f"{speed / first:.2f}", f"{1000 * cost.cpu / articles:.2f}"
            memory = (f"{size / 1e9:.2f} GB" for size in (cost.peak_anonymous, cost.peak_pss))
            print(COLUMNS.format("/".join(file.parts[-2:])[-34:], f"{articles:,}", jobs, *figures, *memory), flush=True)


def count_articles(path: Path) -> int:
    """Return the lines of a file, which may be gzipped."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
        return sum(1 for _ in lines)


def scan(file: Path, jobs: str, memory: str) -> measure.Cost:
    """Scan a file; raises SystemExit with what the program said where it failed."""
    program = Path(sys.executable).with_name("dedup")
    with tempfile.TemporaryDirectory() as folder:
        options = ["-o", f"{folder}/report.json", "--jobs", jobs, "--memory", memory, "-q", "--no-progress"]
        done = measure.run([program, "scan", file.resolve(), *options], cwd=Path(folder))
    if done.error is not None:
        raise SystemExit(f"{file}: {done.error}")
    return done.cost


if __name__ == "__main__":
    main()
