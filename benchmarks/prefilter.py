"""`check_and_add` on a growing index: time a call, bytes an article, memory of the process.

usage: python benchmarks/prefilter.py [--sizes 10000 100000] [--corpus FILE.jsonl] [--no-text] [--only-copies]

One process feeds one corpus; at each size the last articles are measured. Times are of the wall clock and of the processor (the machine
may have other work); memory is what the process holds by itself (anonymous) and with the mapped files that it has touched.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import corpora
import numpy as np

import dedup

MEASURED: Final = 5_000  # articles before each size
HEAD: Final = " articles  median ms   p99 ms   max ms  cpu median  cpu p99  bytes each  keys each  segments  MB own  MB all  matched"


def memory() -> tuple[float, float]:
    """Anonymous and resident memory in MB; where the system does not tell, the peak for both."""
    status = Path("/proc/self/status")
    if not status.is_file():
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return peak, peak
    fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return tuple(int(fields[name].split()[0]) / 1024 for name in ("RssAnon", "VmRSS"))  # type: ignore[return-value]


def articles(path: Path, last: int) -> Iterator[dedup.Article]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number == last:
                return
            read = json.loads(line)
            yield dedup.Article(id=read["id"], text=read["text"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--corpus", type=Path, help="articles to feed, as engine/make_corpus.py writes them; made where none is given")
    parser.add_argument("--no-text", action="store_true")
    parser.add_argument("--only-copies", action="store_true")
    asked = parser.parse_args()
    corpus = asked.corpus or corpora.prepare([max(asked.sizes)])[max(asked.sizes)].path
    walls, cpus, matched = [], [], []
    print(HEAD)
    with tempfile.TemporaryDirectory(dir=corpus.parent) as folder:
        index = Path(folder) / "seen.db"
        with dedup.Prefilter(index, text=not asked.no_text, only=["copies"] if asked.only_copies else []) as seen:
            for number, article in enumerate(articles(corpus, max(asked.sizes)), 1):
                wall, cpu = time.perf_counter(), time.thread_time()
                verdict = seen.check_and_add(article)
                walls.append(1000 * (time.perf_counter() - wall))
                cpus.append(1000 * (time.thread_time() - cpu))
                matched.append(bool(verdict.matches))
                if number in asked.sizes:
                    figures = seen.stats()
                    own, whole = memory()
                    wall_ms, cpu_ms = np.array(walls[-MEASURED:]), np.array(cpus[-MEASURED:])
                    print(
                        f"{number:>9,}  {np.median(wall_ms):>9.2f}  {np.percentile(wall_ms, 99):>7.2f}  {wall_ms.max():>7.1f}  "
                        f"{np.median(cpu_ms):>10.2f}  {np.percentile(cpu_ms, 99):>7.2f}  {figures.bytes / number:>10.0f}  "
                        f"{figures.key_bytes / number:>9.0f}  {figures.segments:>8}  {own:>6.0f}  {whole:>6.0f}  "
                        f"{np.mean(matched[-MEASURED:]):>7.3f}",
                        flush=True,
                    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
