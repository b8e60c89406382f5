"""Several processes add to one index while one after the other is killed: is anything lost that was acknowledged, or
held twice?

usage: python benchmarks/processes.py [--articles 40000] [--processes 4] [--every 1.0] [--minutes N] [--index PATH]
[--corpus FILE]

Articles are dealt to the processes in turn, so that copies of one another come at the same time. A process writes a
line for each article when `check_and_add` has returned. Every second one of those at work (its first article of this
start is acknowledged) is killed by SIGKILL and started again; it goes on after its last line. In the end the index must
hold every article once, with its text, and `check_index` must find nothing. Exits with 1 where it does not. `--index`
is passed to Prefilter as it stands and must be new.

Processes are forks of this one, which has loaded all that they need and has neither an index open nor threads: a new
Python would take longer to load than it lives between two kills. The rate is that of these processes with the kills:
each of them reads the newest keys again, up to those of 5,000 articles. `--minutes` ends the run early, by killing all;
what was acknowledged until then is checked.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import corpora
from prefilter import articles

import dedup

RANDOM_SEED: Final = 7
LOOK: Final = 0.05  # seconds between two looks at the processes
FORK: Final = multiprocessing.get_context("fork")
WARM_UP: Final = 50  # articles after which every kernel was called
SHOWN: Final = 10.0  # seconds between two lines of progress


def work(index: str, part: Path, acknowledged: Path) -> None:
    """Take in the articles of `part` from where the last acknowledged one ends: each line has the byte after it, id,
    decision, known."""
    told = lines(acknowledged)
    with dedup.Prefilter(index) as seen, part.open("rb") as source, acknowledged.open("ab", buffering=0) as done:
        source.seek(int(told[-1][0]) if told else 0)
        for line in iter(source.readline, b""):
            read = json.loads(line)
            verdict = seen.check_and_add(dedup.Article(id=read["id"], text=read["text"]))
            done.write(f"{source.tell()} {read['id']} {verdict.decision} {int(verdict.known)}\n".encode())


def lines(acknowledged: Path) -> list[list[str]]:
    """What a process has told; a line that its end has cut is not told."""
    told = acknowledged.read_text(encoding="utf-8").splitlines(keepends=True) if acknowledged.exists() else []
    return [line.split() for line in told if line.endswith("\n")]


class Worker:
    """One process after the other that takes in one part."""

    def __init__(self, index: str, part: Path) -> None:
        self.done = part.with_suffix(".done")
        self._arguments = (index, part, self.done)
        self.start()

    def start(self) -> None:
        """Go on after the last whole line."""
        if self.done.exists():
            os.truncate(self.done, self.done.read_bytes().rfind(b"\n") + 1)
        self._size = self.size()
        self._process = FORK.Process(target=work, args=self._arguments)
        self._process.start()

    def size(self) -> int:
        return self.done.stat().st_size if self.done.exists() else 0

    def running(self) -> bool:
        """Raises SystemExit where the process has failed by itself."""
        if self._process.exitcode:
            raise SystemExit(f"a process failed with exit code {self._process.exitcode}")
        return self._process.is_alive()

    def at_work(self) -> bool:
        return self.size() > self._size and self.running()

    def kill(self) -> None:
        self._process.kill()
        self._process.join()


def warm_up(corpus: Path, folder: Path) -> None:
    """Load modules, models and kernels."""
    with dedup.Prefilter(folder / "warm.db") as seen:
        for article in articles(corpus, WARM_UP):
            seen.check_and_add(article)


def deal(corpus: Path, last: int, processes: int, folder: Path) -> list[Path]:
    """The first articles of a corpus, one to each part in turn."""
    parts = [folder / f"part-{n}.jsonl" for n in range(processes)]
    dealt: list[list[str]] = [[] for _ in parts]
    for number, article in enumerate(articles(corpus, last)):
        dealt[number % processes].append(json.dumps({"id": article.id, "text": article.text}) + "\n")
    for part, told in zip(parts, dealt, strict=True):
        part.write_text("".join(told), encoding="utf-8")
    return parts


def run(workers: Sequence[Worker], every: float, seconds: float) -> int:
    """Kill one worker after the other until all are done or the time is over; returns the number of kills."""
    draw, kills = random.Random(RANDOM_SEED), 0
    begun = time.monotonic()
    due, shown = begun + every, begun
    while sum(worker.running() for worker in workers):
        time.sleep(LOOK)
        now = time.monotonic()
        if now >= begun + seconds:
            break
        if now >= due and (victims := [worker for worker in workers if worker.at_work()]):
            victim = draw.choice(victims)
            victim.kill()
            victim.start()
            kills += 1
            due = max(due + every, now)
        if now >= shown + SHOWN:
            shown = now
            count = sum(worker.done.read_bytes().count(b"\n") for worker in workers if worker.done.exists())
            print(f"{now - begun:>6.0f} s  {count:>8,} acknowledged  {kills:>5} kills", file=sys.stderr, flush=True)
    return kills


def faults(index: str, corpus: Path, last: int, told: Sequence[Sequence[str]]) -> Iterator[tuple[str, int]]:
    """What may be wrong, and how often it is."""
    texts = {article.id: article.text for article in articles(corpus, last)}
    acknowledged = Counter(line[1] for line in told)
    held: Counter[str] = Counter()
    changed = 0
    with dedup.Prefilter(index) as seen:
        for record in seen.records():
            held[record.article.id] += 1
            changed += record.article.text != texts.get(record.article.id)
        damage = seen.check_index()
    yield "acknowledged and not held", len(acknowledged.keys() - held.keys())
    yield "held twice, or under a second id", sum(held.values()) - len(held.keys() & texts.keys())
    yield "held with another text", changed
    yield "never acknowledged", len(texts.keys() - acknowledged.keys())
    yield "acknowledged twice", sum(acknowledged.values()) - len(acknowledged)
    yield "found by check_index", len(damage)
    for line in damage:
        print(line, file=sys.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=40_000)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--every", type=float, default=1.0, help="seconds from one kill to the next")
    parser.add_argument("--minutes", type=float, default=math.inf, help="after which the run ends, done or not")
    parser.add_argument("--index", help="what to pass to Prefilter; a file of its own where none is given")
    parser.add_argument(
        "--corpus", type=Path, help="articles to feed, as engine/make_corpus.py writes them; made where none is given"
    )
    asked = parser.parse_args()
    if not hasattr(signal, "SIGKILL"):
        raise SystemExit("this system has no SIGKILL")
    corpus = asked.corpus or corpora.prepare([asked.articles])[asked.articles].path
    with tempfile.TemporaryDirectory(dir=corpus.parent) as name:
        folder = Path(name)
        index = asked.index or str(folder / "seen.db")
        with dedup.Prefilter(index) as seen:
            if seen.stats().articles:
                raise SystemExit(f"{index} holds articles already; name a new one")
        warm_up(corpus, folder)
        parts = deal(corpus, asked.articles, asked.processes, folder)
        begun = time.monotonic()
        workers = [Worker(index, part) for part in parts]
        try:
            kills = run(workers, asked.every, 60 * asked.minutes)
        finally:
            for worker in workers:
                worker.kill()
        seconds = time.monotonic() - begun
        told = [line for worker in workers for line in lines(worker.done)]
        print(
            f"{len(told):,} articles acknowledged by {asked.processes} processes in {seconds:.0f} s, "
            f"{len(told) / seconds:.0f} a second"
        )
        again = sum(line[3] == "1" for line in told)
        print(
            f"{kills} kills, one in {seconds / max(1, kills):.2f} s; {again} articles were held when asked about again"
        )
        print(f"decisions: {', '.join(f'{kind} {n:,}' for kind, n in Counter(line[2] for line in told).most_common())}")
        wrong = dict(faults(index, corpus, asked.articles, told))
        for what, count in wrong.items():
            print(f"{what}: {count}")
        if math.isfinite(asked.minutes):
            del wrong["never acknowledged"]
    return int(any(wrong.values()))


if __name__ == "__main__":
    sys.exit(main())
