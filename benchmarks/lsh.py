"""Copies, one article at a time: `Prefilter(only=["copies"])` against datasketch's MinHashLSH, in one process and in
turns.

usage: python benchmarks/lsh.py [--sizes 20000 100000] [--corpus FILE.jsonl]

Each contestant takes in every article of the corpus, from its text on, and is asked about it first. They take turns
block by block, and a block begins with another one each time, so that other work of the machine meets all alike.

What datasketch does: words by `str.lower` and `str.split`, the MinHash of their 5-grams, with xxh32 and with SHA1, its
default; query and insert, everything in memory. It compares nothing: its answers are candidates, false ones among them.
Nothing of it outlives the process. What we do: the same from the text on, with page furniture left out; every answer
was verified, by the texts where they are kept, else by the whole sketches; at the end of each call the article is on
the disk for all processes.

Times are of the calling thread and of the wall clock. What threads in the background did (ours alone has any) is told
by itself.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import corpora
import numpy as np
from datasketch import MinHash, MinHashLSH
from prefilter import MEASURED, articles

import dedup
from dedup.sketch.candidates import SLOTS

# Articles between two contestants' turns: long enough for caches to fill, short against other work of the machine
BLOCK: Final = 250
THRESHOLD: Final = 0.5
WORDS: Final = 5
AGAINST: Final = "datasketch, xxh32"
HEAD: Final = (
    " articles  contestant              cpu median  cpu mean  cpu p99  wall median  wall mean  wall p99    found "
    " cpu to xxh32"
)
WIDTHS: Final = (12, 10, 9, 13, 11, 10)
Contestant = Callable[[dedup.Article], bool]


def in_memory(hashfunc: Callable[[bytes], int] | None) -> Contestant:
    """datasketch: whether anything held may be a copy; then the article is held."""
    blank = MinHash(SLOTS, **({} if hashfunc is None else {"hashfunc": hashfunc}))
    held = MinHashLSH(threshold=THRESHOLD, num_perm=SLOTS)

    def take(article: dedup.Article) -> bool:
        words = article.text.lower().encode().split()
        sketch = blank.copy()
        sketch.update_batch(
            list(map(b" ".join, zip(*(words[i:] for i in range(WORDS)), strict=False))) or [b" ".join(words)]
        )
        found = bool(held.query(sketch))
        held.insert(article.id, sketch)
        return found

    return take


def on_disk(seen: dedup.Prefilter) -> Contestant:
    return lambda article: bool(seen.check_and_add(article).matches)


def contestants(folder: Path, stack: ExitStack) -> dict[str, Contestant]:
    """Ours, and datasketch with the fastest hash that is installed and with its default."""
    found = {
        "ours, with text": on_disk(stack.enter_context(dedup.Prefilter(folder / "text.db", only=["copies"]))),
        "ours, sketches alone": on_disk(
            stack.enter_context(dedup.Prefilter(folder / "sketches.db", only=["copies"], text=False))
        ),
    }
    try:
        import xxhash
    except ImportError:
        print("xxhash is not installed: datasketch runs with SHA1 alone", file=sys.stderr)
    else:
        found[AGAINST] = in_memory(xxhash.xxh32_intdigest)
    found["datasketch, SHA1"] = in_memory(None)
    return found


def _p99(times: np.typing.NDArray[np.float64]) -> np.floating:
    return np.percentile(times, 99)


class Times:
    """Milliseconds of each call of one contestant, and whether it found anything."""

    def __init__(self) -> None:
        self.cpu: list[float] = []
        self.wall: list[float] = []
        self.found: list[bool] = []

    def call(self, take: Contestant, article: dedup.Article) -> None:
        wall, cpu = time.perf_counter(), time.thread_time()
        self.found.append(take(article))
        self.cpu.append(1000 * (time.thread_time() - cpu))
        self.wall.append(1000 * (time.perf_counter() - wall))

    def row(self, base: float | None) -> str:
        """Figures of the last calls, and how many times the median of `base` they took."""
        cpu, wall = np.array(self.cpu[-MEASURED:]), np.array(self.wall[-MEASURED:])
        figures = [summary(times) for times, summary in itertools.product((cpu, wall), (np.median, np.mean, _p99))]
        ratio = "" if base is None else f"{np.median(cpu) / base:>13.2f}x"
        times = "".join(f"{x:>{n}.3f}" for x, n in zip(figures, WIDTHS, strict=True))
        return f"{times}{np.mean(self.found[-MEASURED:]):>9.3f}{ratio}"


def show(size: int, times: dict[str, Times], background: float) -> None:
    base = float(np.median(times[AGAINST].cpu[-MEASURED:])) if AGAINST in times else None
    for name, spent in times.items():
        print(f"{size:>9,}  {name:<22}{spent.row(base)}")
    print(
        f"{size:>9,}  {'ours, in the background':<22}{'':12}{1000 * background / size:>10.3f}  (both together, mean "
        "of all)",
        flush=True,
    )


def blocks(feed: Iterator[dedup.Article], sizes: list[int]) -> Iterator[list[dedup.Article]]:
    """The articles in blocks, of which one ends at each size."""
    taken = 0
    for size in sorted(sizes):
        while block := list(itertools.islice(feed, min(BLOCK, size - taken))):
            taken += len(block)
            yield block


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 100_000])
    parser.add_argument(
        "--corpus", type=Path, help="articles to feed, as engine/make_corpus.py writes them; made where none is given"
    )
    asked = parser.parse_args()
    last = max(asked.sizes)
    corpus = asked.corpus or corpora.prepare([last])[last].path
    with tempfile.TemporaryDirectory(dir=corpus.parent) as folder, ExitStack() as stack:
        taking = contestants(Path(folder), stack)
        times = {name: Times() for name in taking}
        turns = deque(taking)
        background, taken = 0.0, 0
        print(HEAD)
        for block in blocks(articles(corpus, last), asked.sizes):
            process, thread = time.process_time(), time.thread_time()
            for name, article in itertools.product(turns, block):
                times[name].call(taking[name], article)
            background += time.process_time() - process - (time.thread_time() - thread)
            turns.rotate()
            taken += len(block)
            if taken in asked.sizes:
                show(taken, times, background)
    return 0


if __name__ == "__main__":
    sys.exit(main())
