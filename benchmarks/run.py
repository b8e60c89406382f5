"""`make bench`: peers and ourselves in one run on one machine; writes benchmarks/RESULTS.md and
benchmarks/.data/results.json.

usage: python benchmarks/run.py [--quick] [--articles N] [--large N | --no-large] [--peer-articles N] [--rounds N]
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path
from typing import Final

import corpora
import engines
import environments
import machine
import results
import sketches
import startup
from corpora import Corpus
from engines import EngineRow
from environments import Environment

RESULTS: Final = Path(__file__).resolve().parent / "RESULTS.md"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, help="articles of the sketch table")
    parser.add_argument("--sizes", type=int, nargs="+", default=[50_000, 100_000], help="articles of our engine runs")
    parser.add_argument(
        "--peer-articles", type=int, default=20_000, help="articles of the peers' engine runs, and of one of ours"
    )
    parser.add_argument("--large", type=int, default=500_000, help="articles of our largest engine run")
    parser.add_argument("--no-large", action="store_const", const=0, dest="large", help="leave the largest run out")
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds of the sketch table")
    parser.add_argument(
        "--quick", action="store_true", help="small sizes, one round, written to .data: does everything work?"
    )
    asked = parser.parse_args()
    if asked.quick:
        asked.articles, asked.sizes, asked.peer_articles, asked.large, asked.rounds = 4_000, [2_000, 4_000], 500, 0, 1
    return asked


def engine_rows(
    sizes: list[int], peer_articles: int, made: dict[int, Corpus], peers: dict[str, Environment]
) -> list[EngineRow]:
    """Ours at every size on one and two threads, the peers at theirs; text-dedup, quick enough for it, also on a larger
    corpus."""
    small, larger = made[peer_articles], made[sizes[min(2, len(sizes) - 1)]]
    rows = [engines.ours(made[size], mode, jobs) for size in sizes for mode in engines.MODES for jobs in (1, 2)]
    rows += [engines.text_dedup(peers["text-dedup"], small, workers) for workers in (1, 2)]
    rows.append(engines.text_dedup(peers["text-dedup"], larger, 1))
    for tokenizer in ("spacy", "split"):
        rows += [engines.datatrove(peers["datatrove"], small, workers, tokenizer) for workers in (1, 2)]
    return rows


def main() -> None:
    asked, measured_on = arguments(), machine.describe()
    sizes = sorted({asked.peer_articles, *asked.sizes} | ({asked.large} if asked.large else set()))
    made = corpora.prepare([*sizes, asked.articles])
    peers = {name: environments.prepare(name) for name in environments.REQUIREMENTS if name != environments.SIMILARITY}
    measured = results.Measured(
        machine=measured_on,
        asked=vars(asked),
        corpora=list(made.values()),
        environments=list(peers.values()),
        startup=startup.measure_startup(),
        sketches=sketches.compare(made[asked.articles], peers, asked.rounds),
        engines=engine_rows(sizes, asked.peer_articles, made, peers),
        again=[engines.ours(made[asked.peer_articles], mode, 1) for mode in engines.MODES],
    )
    page = corpora.DATA / "RESULTS-quick.md" if asked.quick else RESULTS
    page.write_text(results.render(measured), encoding="utf-8")
    stored = json.dumps(dataclasses.asdict(measured), default=str, indent=1)
    (corpora.DATA / "results.json").write_text(stored, encoding="utf-8")
    print(f"{page} and {corpora.DATA / 'results.json'} are written.", file=sys.stderr)


if __name__ == "__main__":
    main()
