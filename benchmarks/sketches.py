"""The sketch table: texts in memory -> one 128-slot signature of word 5-grams each, on one thread, peers and
ourselves."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import measure
from corpora import DATA, Corpus
from environments import Environment

PEERS: Final = Path(__file__).resolve().parent / "peers"
SLOTS: Final = 128
OURS: Final = "dedup"
# (name, script, variant); the order of a round, so that noise of the machine meets all alike.
CONTESTANTS: Final = (
    (OURS, "sketch_dedup.py", "strings"),
    (OURS, "sketch_dedup.py", "packed"),
    ("daft", "sketch_daft.py", "expression"),
    ("gaoya", "sketch_gaoya.py", "index"),
    ("rensa", "sketch_rensa.py", "matrix"),
    ("datasketch", "sketch_datasketch.py", "xxh32"),
    ("datasketch", "sketch_datasketch.py", "sha1"),
)


@dataclass(frozen=True)
class SketchRow:
    """Medians over the rounds, in seconds; `rounds` holds (CPU, wall) of each; `error` says why there are no
    figures."""

    name: str
    variant: str
    call: str
    articles: int
    bytes: int
    cpu: float
    wall: float
    rounds: list[tuple[float, float]]
    error: str | None = None

    @property
    def articles_a_second(self) -> float:
        return self.articles / self.cpu


def compare(corpus: Corpus, environments: Mapping[str, Environment], rounds: int) -> list[SketchRow]:
    """Every contestant once a round, round after round."""
    lines: dict[tuple[str, str], list[dict[str, float | str]]] = {}
    errors: dict[tuple[str, str], str] = {}
    for number in range(rounds):
        for name, script, variant in CONTESTANTS:
            if (name, variant) in errors:
                continue
            outcome = _one(name, script, variant, corpus, environments)
            if isinstance(outcome, str):
                errors[name, variant] = outcome
            else:
                lines.setdefault((name, variant), []).append(outcome)
            print(f"sketch, round {number + 1}: {name} {variant}: {outcome}", file=sys.stderr)
    return [
        _row(name, variant, corpus, lines.get((name, variant), []), errors.get((name, variant)))
        for name, _, variant in CONTESTANTS
    ]


def _one(
    name: str, script: str, variant: str, corpus: Corpus, environments: Mapping[str, Environment]
) -> dict[str, float | str] | str:
    """The JSON line of one run, or why there is none."""
    python: Path | None = Path(sys.executable)
    if name != OURS:
        python = environments[name].python
        if python is None:
            return f"not installed: {environments[name].error}"
    assert python is not None
    done = measure.run([python, PEERS / script, corpus.path, str(corpus.articles), variant], cwd=DATA, memory=False)
    if done.error:
        return f"failed: {done.error}"
    line: dict[str, float | str] = json.loads(done.output.splitlines()[-1])
    if (line["articles"], line["slots"]) != (corpus.articles, SLOTS):
        return f"failed: made {line['articles']} signatures of {line['slots']} slots"
    return line


def _row(
    name: str, variant: str, corpus: Corpus, lines: Sequence[dict[str, float | str]], error: str | None
) -> SketchRow:
    if error or not lines:
        return SketchRow(
            name, variant, variant, corpus.articles, corpus.bytes, 0.0, 0.0, [], error or "no round was run"
        )
    rounds = [(float(line["cpu"]), float(line["wall"])) for line in lines]
    cpu, wall = (statistics.median(part) for part in zip(*rounds, strict=True))
    return SketchRow(name, variant, str(lines[0]["call"]), corpus.articles, corpus.bytes, cpu, wall, rounds)
