"""The engine table: a JSONL file -> groups of duplicates on disk, the whole process, peers' commands and ours."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import measure
import msgspec
from corpora import DATA, Corpus
from environments import Environment

PEERS: Final = Path(__file__).resolve().parent / "peers"
WORK: Final = DATA / "work"
MODES: Final[dict[str, tuple[str, ...]]] = {"scan --only copies": ("--only", "copies"), "scan": ()}
OURS: Final = "dedup"


@dataclass(frozen=True)
class EngineRow:
    """One run. `removed` counts the articles beyond one of each group of copies that the tool found."""

    name: str
    variant: str
    articles: int
    bytes: int
    workers: int
    cpu: float
    wall: float
    peak_anonymous: int
    removed: int
    report_sha256: str | None = None
    error: str | None = None

    @property
    def cpu_an_article(self) -> float:
        return self.cpu / self.articles


class _Family(msgspec.Struct):
    level: str
    members: list[str]


class _Report(msgspec.Struct):
    families: list[_Family]


def ours(corpus: Corpus, mode: str, jobs: int) -> EngineRow:
    """`dedup scan` with its report written to a file; the hash of that file tells whether two runs agree."""
    report = WORK / "report.json"
    options = ["-q", "--no-progress", "--jobs", str(jobs), *MODES[mode]]
    command: list[str | Path] = [dedup_command(), "scan", corpus.path, "-o", report, *options]

    def finish() -> tuple[int, str | None]:
        written = report.read_bytes()
        families = msgspec.json.decode(written, type=_Report).families
        return sum(len(family.members) - 1 for family in families if family.level == "copy"), hashlib.sha256(
            written
        ).hexdigest()

    return _measured(OURS, mode, corpus, jobs, command, finish)


def text_dedup(environment: Environment, corpus: Corpus, workers: int) -> EngineRow:
    """Its minhash command with xxh3 for its default SHA1, 128 permutations and the clusters that it removes."""
    variant, kept = "text_dedup.minhash, xxh3", WORK / "kept"
    if environment.python is None:
        return _failed(environment.name, variant, corpus, workers, f"not installed: {environment.error}")
    files = {
        "path": "json",
        "data_files": corpus.path,
        "split": "train",
        "cache_dir": WORK / "cache",
        "output": kept,
        "column": "text",
    }
    settings = {"ngram": 5, "num_perm": 128, "threshold": 0.7, "hash_func": "xxh3", "num_proc": workers}
    command: list[str | Path] = [environment.python, "-m", "text_dedup.minhash"]
    command += [f"--{name}={value}" for name, value in {**files, **settings}.items()]

    def finish() -> tuple[int, None]:
        count = f"import datasets; print(datasets.load_from_disk({str(kept)!r}).num_rows)"
        told = subprocess.run([str(environment.python), "-c", count], capture_output=True, text=True, check=True).stdout
        return corpus.articles - int(told), None

    return _measured(environment.name, variant, corpus, workers, command, finish)


def datatrove(environment: Environment, corpus: Corpus, workers: int, tokenizer: str) -> EngineRow:
    """Its four stages on one file a worker; splitting the corpus into them is not measured."""
    variant = {"spacy": "minhash pipeline", "split": "minhash pipeline, words by str.split"}[tokenizer]
    if environment.python is None:
        return _failed(environment.name, variant, corpus, workers, f"not installed: {environment.error}")
    source, target = WORK / "input", WORK / "output"
    command: list[str | Path] = [
        environment.python,
        PEERS / "engine_datatrove.py",
        source,
        target,
        str(workers),
        tokenizer,
    ]

    def begin() -> None:
        source.mkdir()
        lines = corpus.path.read_bytes().splitlines(keepends=True)
        for worker in range(workers):
            (source / f"part-{worker}.jsonl").write_bytes(b"".join(lines[worker::workers]))

    def finish() -> tuple[int, None]:
        return corpus.articles - sum(path.read_bytes().count(b"\n") for path in (target / "kept").glob("*.jsonl")), None

    return _measured(environment.name, variant, corpus, workers, command, finish, begin)


def dedup_command() -> Path:
    """The `dedup` that stands beside the Python that runs this."""
    return Path(sys.executable).with_name("dedup")


def _measured(
    name: str, variant: str, corpus: Corpus, workers: int, command: Sequence[str | Path],
    finish: Callable[[], tuple[int, str | None]], begin: Callable[[], None] = lambda: None,
) -> EngineRow:  # fmt: skip
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    begin()
    done = measure.run(command, cwd=WORK, threads=workers)
    cost, error = done.cost, done.error
    if not error:
        try:
            removed, sha256 = finish()
        except (OSError, ValueError, subprocess.CalledProcessError, msgspec.MsgspecError) as unread:
            error = f"its result cannot be read: {unread}"
    if error:
        row = _failed(name, variant, corpus, workers, f"failed: {error}")
    else:
        row = EngineRow(
            name,
            variant,
            corpus.articles,
            corpus.bytes,
            workers,
            cost.cpu,
            cost.wall,
            cost.peak_anonymous,
            removed,
            sha256,
        )
    shutil.rmtree(WORK)
    print(f"engine: {re.sub(' +', ' ', str(row))}", file=sys.stderr)
    return row


def _failed(name: str, variant: str, corpus: Corpus, workers: int, error: str) -> EngineRow:
    return EngineRow(name, variant, corpus.articles, corpus.bytes, workers, 0.0, 0.0, 0, 0, error=error)
