"""An index in Redis against one in a file: the same verdicts, the pace of several clients, memory; and datasketch's
storage in Redis.

usage: python benchmarks/fleet.py [--corpus FILE.jsonl] [--articles 20000] [--clients 8] [--compared 5000] [--lsh 2000]

Needs redis-server, which is started for the measurement alone, on a socket, with an append-only file written every
second.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import corpora
import msgspec
import numpy as np
from prefilter import articles

import dedup

BANDS, ROWS = 42, 3  # of our own index for copies; datasketch gets the same


@contextmanager
def server(folder: Path) -> Iterator[str]:
    place = folder / "redis.sock"
    options = ("--port", "0", "--unixsocket", str(place), "--save", "", "--appendonly", "yes", "--dir", str(folder))
    running = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
    try:
        while not place.exists() and running.poll() is None:
            time.sleep(0.05)
        yield f"unix://{place}"
    finally:
        running.terminate()
        running.wait()


def memory(address: str) -> int:
    import redis

    with redis.Redis.from_url(address) as client:
        return int(client.info("memory")["used_memory"])


def emptied(address: str) -> int:
    """Empties the server; returns the memory that is left in use."""
    import redis

    with redis.Redis.from_url(address) as client:
        client.flushall()
    return memory(address)


def without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_times(held) for key, held in value.items() if key != "first_seen"}
    return [without_times(held) for held in value] if isinstance(value, list) else value


def compare(corpus: Path, folder: Path, address: str, size: int) -> None:
    """One client feeds both, in the same order."""
    different = 0
    times: list[list[float]] = [[], []]
    start = emptied(address)
    with dedup.Prefilter(folder / "compared.db") as file, dedup.Prefilter(address) as fleet:
        for article in articles(corpus, size):
            told = []
            for index, noted in zip((file, fleet), times, strict=True):
                begin = time.perf_counter()
                told.append(without_times(msgspec.to_builtins(index.check_and_add(article))))
                noted.append(1000 * (time.perf_counter() - begin))
            different += told[0] != told[1]
    print(f"{size:,} verdicts compared, {different} different")
    for name, noted in zip(("SQLite", "Redis"), times, strict=True):
        print(f"  {name:6}  one client  median {np.median(noted):.2f} ms  p99 {np.percentile(noted, 99):.2f} ms")
    print(f"  Redis holds {(memory(address) - start) / size:,.0f} bytes an article", flush=True)


def feed(place: str, corpus: Path, size: int, first: int, step: int, begin: Any, done: Any) -> None:
    mine = list(islice(articles(corpus, size), first, None, step))
    with dedup.Prefilter(place) as seen:
        seen.check(mine[0])  # what is compiled or loaded at the first call is not counted
        begin.wait()
        for article in mine:
            seen.check_and_add(article)
        done.wait()


def pace(place: str, corpus: Path, size: int, clients: int) -> float:
    """Articles a second that so many clients get through together."""
    spawn = multiprocessing.get_context("spawn")
    begin, done = spawn.Barrier(clients + 1), spawn.Barrier(clients + 1)
    workers = [spawn.Process(target=feed, args=(place, corpus, size, n, clients, begin, done)) for n in range(clients)]
    for worker in workers:
        worker.start()
    begin.wait()
    started = time.perf_counter()
    done.wait()
    spent = time.perf_counter() - started
    for worker in workers:
        worker.join()
    return size / spent


def lsh(corpus: Path, folder: Path, address: str, size: int) -> None:
    """Copies alone: datasketch's storage with our signatures against our index without text, sketching left out and
    counted."""
    from datasketch import MinHashLSH

    read = list(articles(corpus, size))
    begin = time.perf_counter()
    sketches = dedup.sketch.to_datasketch(dedup.sketch.signatures([a.text for a in read]))
    sketching = 1000 * (time.perf_counter() - begin) / size
    start = emptied(address)
    storage = {"type": "redis", "basename": b"lsh", "redis": {"unix_socket_path": address.removeprefix("unix://")}}
    index = MinHashLSH(num_perm=128, params=(BANDS, ROWS), storage_config=storage)
    times = []
    for article, sketch in zip(read, sketches, strict=True):
        begin = time.perf_counter()
        index.query(sketch)
        index.insert(article.id, sketch)
        times.append(1000 * (time.perf_counter() - begin))
    print(f"copies alone, {size:,} articles, one client")
    print(
        f"  datasketch MinHashLSH in Redis  median {np.median(times):.2f} ms and {sketching:.2f} for the sketch  ",
        end="",
    )
    print(f"{(memory(address) - start) / size:,.0f} bytes an article")
    for text in (False, True):
        start = emptied(address)
        times = []
        with dedup.Prefilter(address, only=["copies"], text=text) as seen:
            for article in read:
                begin = time.perf_counter()
                seen.check_and_add(article)
                times.append(1000 * (time.perf_counter() - begin))
            kind = "texts kept and compared" if text else "sketches alone"
            print(f"  dedup in Redis, {kind:24}  median {np.median(times):.2f} ms, sketch included  ", end="")
            print(f"{(memory(address) - start) / size:,.0f} bytes an article", flush=True)


def stop(*_: object) -> None:
    raise SystemExit(143)


def main() -> int:
    signal.signal(signal.SIGTERM, stop)  # so that the server ends with it
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="articles to feed, JSON Lines; made where none is given")
    parser.add_argument("--articles", type=int, default=20_000, help="fed by all clients together")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--compared", type=int, default=5_000)
    parser.add_argument("--lsh", type=int, default=2_000, help="articles for the comparison with datasketch")
    asked = parser.parse_args()
    most = max(asked.articles, asked.compared, asked.lsh)
    corpus = asked.corpus or corpora.prepare([most])[most].path
    with tempfile.TemporaryDirectory(prefix="dedup") as name, server(Path(name)) as address:
        folder = Path(name)
        if asked.compared:
            compare(corpus, folder, address, asked.compared)
        if asked.lsh:
            lsh(corpus, folder, address, asked.lsh)
        if asked.articles:
            print(f"{asked.articles:,} articles, {asked.clients} clients at a time, {os.cpu_count()} cores")
            print(
                f"  SQLite  {pace(str(folder / 'seen.db'), corpus, asked.articles, asked.clients):,.0f} articles/s",
                flush=True,
            )
            start = emptied(address)
            print(f"  Redis   {pace(address, corpus, asked.articles, asked.clients):,.0f} articles/s", end="  ")
            print(f"{(memory(address) - start) / asked.articles:,.0f} bytes an article")
    return 0


if __name__ == "__main__":
    sys.exit(main())
