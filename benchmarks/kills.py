"""Commands are killed at random moments and begun again: is anything lost, doubled or changed against one whole run?

usage: python benchmarks/kills.py [KIND]... [--kills N] [--articles 1500] [--seed 1] [--folder FOLDER]

KIND is one of
    drop, annotate, longest, no-text   `dedup filter` in this mode, killed by SIGKILL, SIGTERM or SIGINT (100 times)
    import                             `dedup index import` (25 times)
    upgrade                            `dedup index upgrade` of an index with older sketches (25 times)
    migration                          an index of an older format, opened (25 times)
    redis                              `dedup filter` on a server of Redis, which is killed by SIGKILL (25 times)
all of them where none is named. `--kills` is for each kind.

A command that was killed is run again until it ends by itself. Then output and removed lines must be those of one run,
byte for byte, the index must hold the same articles with the same texts, and `check_index` must find nothing. A command
may end by itself with a signal's exit code, or, where the server is gone, with a sentence and 2. Anything else, and any
difference, is a fault; the program exits with 1 then.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from dedup.errors import DedupError
from dedup.index.checksums import checksum
from dedup.index.existing import open_existing
from dedup.text.corpus import TEXT_VERSION

ROOT: Final = Path(__file__).resolve().parents[1]
OLD_FORMATS: Final = ("format1.db", "format2.db")
SIGNALS: Final = (signal.SIGTERM, signal.SIGKILL, signal.SIGKILL, signal.SIGINT)
LONGEST_WAIT: Final = 0.4  # seconds between the first sign of work and the end of a process
LOOK: Final = 0.005  # seconds between two looks at a process
HANGS: Final = 300.0  # seconds after which a command that nobody kills is taken to hang
KILLED: Final = (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, 128 + signal.SIGTERM, 128 + signal.SIGINT)
COMMON: Final = ("the", "council", "said", "that", "a", "bridge", "would", "be", "closed", "after", "an", "inspection")


class Outcome(NamedTuple):
    """What became of one kind: how often it was killed, and what was wrong."""

    kills: int
    faults: list[str]


class Bench:
    """A folder for one kind, and the means to run a command in it until it is done."""

    def __init__(self, folder: Path, kills: int, articles: int, draw: random.Random) -> None:
        self.folder, self.wanted, self.draw = folder, kills, draw
        self.kills = 0
        self.faults: list[str] = []
        self.input = folder / "in.jsonl"
        self.input.write_text("".join(lines(articles, draw)), encoding="utf-8")

    def start(self, *args: str) -> subprocess.Popen[str]:
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "dedup", *args]
        return subprocess.Popen(
            command, cwd=self.folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    def whole(self, *args: str) -> None:
        """Run a command that nobody kills."""
        with self.start(*args) as running:
            _, told = running.communicate(timeout=HANGS)
        if running.returncode:
            raise SystemExit(f"{' '.join(args)} failed by itself: {told}")

    def killed(
        self, args: Sequence[str], sign: Callable[[], object], most: int, is_done: Callable[[], bool] = lambda: False
    ) -> int:
        """Run a command again and again until it ends by itself, killing it at most so often at a random time after
        `sign` has changed; returns how often it was. A kill may also come when all `is_done`."""
        kills = 0
        while True:
            with self.start(*args) as running:
                ended = kills >= most or not self.is_at_work(running, sign)
                try:
                    running.wait(HANGS if ended else self.draw.uniform(0, LONGEST_WAIT))
                except subprocess.TimeoutExpired:
                    if ended:
                        self.faults.append(f"{args[0]} hangs")
                    running.send_signal(signal.SIGKILL if ended else self.draw.choice(SIGNALS))
                    running.wait()
                    kills += not ended
                told = running.stderr.read() if running.stderr else ""
            if running.returncode == 0 or (running.returncode in KILLED and is_done()):
                return kills
            if running.returncode not in KILLED:
                self.faults.append(f"exit code {running.returncode}: {told.strip()[-300:]}")
                return kills

    def is_at_work(self, running: subprocess.Popen[str], sign: Callable[[], object]) -> bool:
        """Wait until a sign changes; return False where the process ends before."""
        before = sign()
        while running.poll() is None:
            if sign() != before:
                return True
            time.sleep(LOOK)
        return False

    def compare(self, what: str, one: object, many: object) -> None:
        if one != many:
            self.faults.append(f"{what} differs from that of one run")

    def outcome(self) -> Outcome:
        return Outcome(self.kills, self.faults)


def lines(count: int, draw: random.Random) -> Iterator[str]:
    """Articles as JSON Lines: copies, cut and longer ones, ids that return or are missing, and what is no JSON."""
    texts: list[list[str]] = []
    for n in range(count):
        if texts and draw.random() < 0.3:
            words = list(draw.choice(texts[-200:]))
            words = words[: len(words) * 2 // 3] if draw.random() < 0.3 else words
            words += ["Nobody", "was", "hurt", "there."] if draw.random() < 0.3 else []
        else:
            words = invented(draw)
        texts.append(words)
        number = n if draw.random() < 0.9 else draw.randrange(n + 1)
        record = {"id": f"a{number}", "title": f"T{n}", "text": " ".join(words)}
        if draw.random() < 0.05:
            del record["id"]
        if draw.random() < 0.03:
            yield "{broken\n"
        yield json.dumps(record) + "\n"


def invented(draw: random.Random, sentences: int = 10, words: int = 15) -> list[str]:
    """Return the words of a text of its own."""
    own = ["".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(3)) for _ in range(80)]
    found = []
    for _ in range(sentences):
        sentence = [draw.choice(COMMON) if draw.random() < 0.5 else draw.choice(own) for _ in range(words)]
        found += [sentence[0].capitalize(), *sentence[1:-1], f"{sentence[-1]}."]
    return found


def held(index: Path | str) -> list[tuple[str, str, object]]:
    """What an index holds, in its order; raises SystemExit where something is damaged."""
    with open_existing(index) as seen:
        damage = seen.check_index()
        if damage:
            raise SystemExit(f"{index}: {damage[0]}")
        return [(record.article.id, record.article.text, record.sketch) for record in seen.records()]


def size_of(*paths: Path) -> Callable[[], object]:
    """A sign of work: the sizes and times of files."""
    return lambda: [(path.stat().st_size, path.stat().st_mtime_ns) for path in paths if path.exists()]


def run_filter(bench: Bench, *options: str, logged: bool = True) -> None:
    """Kill a filter; a run that is done before it was killed often enough is followed by another one."""

    def command(tag: str, index: str) -> list[str]:
        log = ["--removed", f"{tag}.removed"] if logged else []
        return ["filter", "--index", index, bench.input.name, "-o", f"{tag}.out", *log, "--quiet", *options]

    bench.whole(*command("one", "one.db"))
    one, wanted = held(bench.folder / "one.db"), outputs_of(bench.folder, "one")
    while bench.kills < bench.wanted and not bench.faults:
        tag = f"many{bench.kills}"
        out, journal = bench.folder / f"{tag}.out", bench.folder / f"{tag}.out.resume"

        def is_done(out: Path = out, journal: Path = journal) -> bool:
            return out.exists() and not journal.exists()

        sign = size_of(journal.with_name(f"{journal.name}-wal"))
        bench.kills += bench.killed(command(tag, f"{tag}.db"), sign, bench.wanted - bench.kills, is_done)
        bench.compare("the output", wanted, outputs_of(bench.folder, tag))
        bench.compare("the index", one, held(bench.folder / f"{tag}.db"))


def outputs_of(folder: Path, tag: str) -> list[bytes]:
    return [
        (folder / f"{tag}.{part}").read_bytes() for part in ("out", "removed") if (folder / f"{tag}.{part}").exists()
    ]


def run_import(bench: Bench) -> None:
    """Kill an import; it goes over the whole file again each time, and adds what is missing."""
    bench.whole("index", "build", "made.db", bench.input.name)
    bench.whole("index", "export", "made.db", "-o", "made.jsonl")
    bench.whole("index", "import", "one.db", "made.jsonl")
    one = held(bench.folder / "one.db")
    while bench.kills < bench.wanted and not bench.faults:
        many = bench.folder / f"many{bench.kills}.db"
        sign = size_of(many, many.with_name(f"{many.name}-wal"))
        command = ["index", "import", many.name, "made.jsonl"]
        bench.kills += bench.killed(command, sign, bench.wanted - bench.kills)
        bench.compare("the index", one, held(many))


def run_upgrade(bench: Bench) -> None:
    """Kill an upgrade; it goes on where it ended."""
    bench.whole("index", "build", "made.db", bench.input.name)
    made = held(bench.folder / "made.db")
    change_header(bench.folder / "made.db", TEXT_VERSION - 1)
    while bench.kills < bench.wanted and not bench.faults:
        many = bench.folder / f"many{bench.kills}.db"
        shutil.copy(bench.folder / "made.db", many)
        if (bench.folder / "made.db.keys").exists():  # made when the first keys leave the database
            shutil.copytree(bench.folder / "made.db.keys", many.with_name(f"{many.name}.keys"))
        new = many.with_name(f"{many.name}.upgrade")
        sign = size_of(new, new.with_name(f"{new.name}-wal"), many)
        bench.kills += bench.killed(["index", "upgrade", many.name], sign, bench.wanted - bench.kills)
        bench.compare("the index", made, held(many))


def change_header(index: Path, text_version: int) -> None:
    """Let an index say that its texts were read by another version."""
    with closing(sqlite3.connect(index)) as file, file:
        ((value,),) = file.execute("SELECT value FROM meta WHERE key='header'").fetchall()
        header = json.dumps({**json.loads(value), "text_version": text_version})
        file.execute("UPDATE meta SET value=? WHERE key='header'", (header,))
        if any(column == "sum" for _, column, *_ in file.execute("PRAGMA table_info(meta)")):  # not in older formats
            file.execute("UPDATE meta SET sum=? WHERE key='header'", (checksum("header", header),))


def run_migration(bench: Bench) -> None:
    """Kill what opens an index of an older format, at any time from its first to its last moment."""
    for name in OLD_FORMATS:
        old = bench.folder / name
        shutil.copy(ROOT / "tests" / "index" / "sqlite" / "data" / name, old)
        change_header(old, TEXT_VERSION)
        one = bench.folder / f"one-{name}"
        shutil.copy(old, one)
        begun = time.monotonic()
        bench.whole("index", "stats", one.name)
        seconds, wanted = time.monotonic() - begun, held(one)
        for _ in range((bench.wanted + 1) // len(OLD_FORMATS)):
            many = bench.folder / f"many{bench.kills}-{name}"
            shutil.copy(old, many)
            with bench.start("index", "stats", many.name) as running:
                time.sleep(bench.draw.uniform(seconds / 2, seconds))
                running.kill()
            bench.kills += 1
            bench.compare(f"the index of {name}", wanted, held(many))


@contextmanager
def redis_server(folder: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """A function that starts a server which writes each change to the disk before it answers; it ends in the end."""
    place, running = folder / "redis.sock", list[subprocess.Popen[bytes]]()
    options = [
        "--port",
        "0",
        "--unixsocket",
        str(place),
        "--save",
        "",
        "--appendonly",
        "yes",
        "--appendfsync",
        "always",
    ]

    def start() -> subprocess.Popen[bytes]:
        place.unlink(missing_ok=True)
        running.append(subprocess.Popen(["redis-server", *options, "--dir", str(folder)], stdout=subprocess.DEVNULL))
        while not place.exists() and running[-1].poll() is None:
            time.sleep(LOOK)
        return running[-1]

    try:
        yield start
    finally:
        for server in running:
            server.kill()
            server.wait()


def run_redis(bench: Bench) -> None:
    """Kill the server under a filter, start it again, and go on."""
    if shutil.which("redis-server") is None:
        raise SystemExit("redis-server is not installed")
    # The path of a socket must be short.
    with tempfile.TemporaryDirectory(prefix="dedup") as name, redis_server(Path(name)) as start:
        server, address = start(), f"unix://{name}/redis.sock"

        def command(tag: str) -> list[str]:
            index = f"{address}?prefix={tag}"
            return [
                "filter",
                "--index",
                index,
                bench.input.name,
                "-o",
                f"{tag}.out",
                "--removed",
                f"{tag}.removed",
                "--quiet",
            ]

        bench.whole(*command("one"))
        one, wanted = held(f"{address}?prefix=one"), outputs_of(bench.folder, "one")
        while bench.kills < bench.wanted and not bench.faults:
            tag = f"many{bench.kills}"
            sign = size_of(bench.folder / f"{tag}.out.resume-wal")
            code = None
            while code != 0 and not bench.faults:
                with bench.start(*command(tag)) as running:
                    if bench.kills < bench.wanted and bench.is_at_work(running, sign):
                        time.sleep(bench.draw.uniform(0, LONGEST_WAIT))
                        server.kill()
                        server.wait()
                        bench.kills += 1
                        server = start()
                    _, told = running.communicate(timeout=HANGS)
                code = running.returncode
                if code not in (0, 2) or "Traceback" in told:
                    bench.faults.append(f"exit code {code}: {told.strip()[-300:]}")
            bench.compare("the output", wanted, outputs_of(bench.folder, tag))
            bench.compare("the index", one, held(f"{address}?prefix={tag}"))


KINDS: Final[dict[str, tuple[Callable[[Bench], None], int]]] = {
    "drop": (run_filter, 100),
    "annotate": (lambda bench: run_filter(bench, "--mode", "annotate", logged=False), 100),
    "longest": (lambda bench: run_filter(bench, "--keep", "longest"), 100),
    "no-text": (lambda bench: run_filter(bench, "--no-text"), 100),
    "import": (run_import, 25),
    "upgrade": (run_upgrade, 25),
    "migration": (run_migration, 25),
    "redis": (run_redis, 25),
}
"""How each kind is run, and how often it is killed unless told otherwise."""


def main(args: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--kills", type=int, help="of each kind")
    parser.add_argument("--articles", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the files of each kind stay; a temporary one by default")
    asked = parser.parse_args(args)
    unknown = sorted(set(asked.kinds) - KINDS.keys())
    if unknown:
        parser.error(f"unknown kind {unknown[0]!r}; choose from {', '.join(KINDS)}")
    faults = 0
    with tempfile.TemporaryDirectory(prefix="dedup-kills-") as name:
        for kind in asked.kinds or KINDS:
            run, usual = KINDS[kind]
            folder = (asked.folder or Path(name)) / kind
            folder.mkdir(parents=True)
            bench = Bench(
                folder, usual if asked.kills is None else asked.kills, asked.articles, random.Random(asked.seed)
            )
            begun = time.monotonic()
            try:
                run(bench)
            except (SystemExit, DedupError) as error:
                bench.faults.append(str(error))
            kills, told = bench.outcome()
            faults += len(told)
            shown = "; ".join(told) or "nothing lost, doubled or changed"
            print(f"{kind:10} {kills:4} kills  {time.monotonic() - begun:6.0f} s  {shown}", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
