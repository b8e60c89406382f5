"""`check_and_add` on a growing index: time a call, bytes an article, memory of the process.

usage: python benchmarks/prefilter.py [--sizes 10000 100000] [--corpus FILE.jsonl] [--no-text] [--only-copies]
       python benchmarks/prefilter.py --at 1000000 [--index FILE] [--compare] ...
       python benchmarks/prefilter.py --index FILE --corpus FILE.jsonl

One process feeds one corpus; at each size the last articles are measured. With `--at` an index is filled to that size
first, by `add` (no relations are looked for, which takes a fraction of the time; with `--compare` by `check_and_add`),
and the 5,000 articles that follow in the corpus are measured. `--index` names that index: it stays, and is filled on
where it holds less; what is measured is a copy of it, fed with the articles of the corpus after as many as it holds. It
must have been filled from the same corpus, by nobody else meanwhile.

Bytes are those on the disk: of the database with its log, and of the keys in the folder beside it. Times are of the
wall clock and of the processor (the machine may have other work); memory is what the process holds by itself
(anonymous) and with the mapped files that it has touched.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Final

import corpora
import numpy as np

import dedup

MEASURED: Final = 5_000  # articles before each size, or after the size that is asked for
HEAD: Final = (
    " articles  median ms   p99 ms   max ms  cpu median  cpu p99  bytes each  database  keys each  segments  MB "
    "own  MB all  matched"
)


def memory() -> tuple[float, float]:
    """Anonymous and resident memory in MB; where the system does not tell, the peak for both."""
    status = Path("/proc/self/status")
    if not status.is_file():
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return peak, peak
    fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return tuple(int(fields[name].split()[0]) / 1024 for name in ("RssAnon", "VmRSS"))  # type: ignore[return-value]


def articles(path: Path, last: int, first: int = 0) -> Iterator[dedup.Article]:
    with path.open(encoding="utf-8") as lines:
        for line in itertools.islice(lines, first, last):
            read = json.loads(line)
            yield dedup.Article(id=read["id"], text=read["text"])


def measure(seen: dedup.Prefilter, feed: Iterable[dedup.Article], sizes: Container[int], held: int = 0) -> None:
    """Feed an index that holds so many articles; print a line where it has reached one of the sizes."""
    walls, cpus, matched = [], [], []
    print(HEAD)
    for number, article in enumerate(feed, held + 1):
        wall, cpu = time.perf_counter(), time.thread_time()
        verdict = seen.check_and_add(article)
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.thread_time() - cpu))
        matched.append(bool(verdict.matches))
        if verdict.known:
            raise SystemExit(f"{article.id} is held already: measure with articles that the index has not seen")
        if number in sizes:
            figures = seen.stats()
            own, whole = memory()
            wall_ms, cpu_ms = np.array(walls[-MEASURED:]), np.array(cpus[-MEASURED:])
            print(
                f"{number:>9,}  {np.median(wall_ms):>9.2f}  {np.percentile(wall_ms, 99):>7.2f}  {wall_ms.max():>7.1f}  "
                f"{np.median(cpu_ms):>10.2f}  {np.percentile(cpu_ms, 99):>7.2f}  {figures.bytes / number:>10.0f}  "
                f"{(figures.bytes - figures.key_bytes) / number:>8.0f}  {figures.key_bytes / number:>9.0f}  "
                f"{figures.segments:>8}  "
                f"{own:>6.0f}  {whole:>6.0f}  {np.mean(matched[-MEASURED:]):>7.3f}",
                flush=True,
            )


def fill(seen: dedup.Prefilter, corpus: Path, size: int, compare: bool) -> None:
    begun, held = time.perf_counter(), seen.stats().articles
    for article in articles(corpus, size, held):
        (seen.check_and_add if compare else seen.add)(article)
    if (reached := seen.stats().articles) < size:
        raise SystemExit(f"{corpus} has too few articles: the index holds {reached:,}, not {size:,}")
    print(f"filled from {held:,} to {reached:,} in {time.perf_counter() - begun:.0f} s", file=sys.stderr)


def copied(index: Path, folder: Path) -> Path:
    """A copy of the database, its log and its keys."""
    copy = folder / "copy.db"
    shutil.copy(index, copy)
    for beside in ("-wal", ".keys"):
        source = Path(f"{index}{beside}")
        if source.is_dir():
            shutil.copytree(source, f"{copy}{beside}")
        elif source.exists():
            shutil.copy(source, f"{copy}{beside}")
    if hasattr(os, "sync"):
        os.sync()  # else the disk is busy with the copy while calls are measured
    return copy


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--at", type=int, help="fill an index to this size, then measure")
    parser.add_argument("--index", type=Path, help="an index that stays; what is measured is a copy of it")
    parser.add_argument("--compare", action="store_true", help="fill by check_and_add")
    parser.add_argument(
        "--corpus", type=Path, help="articles to feed, as engine/make_corpus.py writes them; made where none is given"
    )
    parser.add_argument("--no-text", action="store_true")
    parser.add_argument("--only-copies", action="store_true")
    asked = parser.parse_args()
    opened = functools.partial(dedup.Prefilter, text=not asked.no_text, only=["copies"] if asked.only_copies else [])
    if asked.index and not asked.at and not (asked.corpus and asked.index.is_file()):
        parser.error("--index without --at needs an index that is there, and the corpus from which it was filled")
    last = asked.at + MEASURED if asked.at else max(asked.sizes)
    corpus = asked.corpus or corpora.prepare([last])[last].path
    with tempfile.TemporaryDirectory(dir=corpus.parent) as folder:
        index = asked.index or Path(folder) / "seen.db"
        if asked.at:
            with opened(index) as seen:
                fill(seen, corpus, asked.at, asked.compare)
        if asked.index:
            index = copied(index, Path(folder))
        with opened(index) as seen:
            held = seen.stats().articles
            if asked.at or asked.index:
                if sum(1 for _ in articles(corpus, held + MEASURED, held)) < MEASURED:
                    raise SystemExit(
                        f"{corpus} has fewer than {MEASURED:,} articles after the {held:,} that the index holds"
                    )
                measure(seen, articles(corpus, held + MEASURED, held), [held + MEASURED], held)
            else:
                measure(seen, articles(corpus, last), asked.sizes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
