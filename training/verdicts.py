"""The verdicts on labelled articles, each looked at by itself, and what accuses the human ones.

    python training/verdicts.py ../shared/bench [--held-out] [--show LABEL]

One group of articles in four is kept apart: --held-out looks at these instead, which is to be done once.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from articles import Labelled, labelled

from dedup.article import Article
from dedup.artifacts import Engine, load_rules
from dedup.artifacts.detector import Detector, judge_alone
from dedup.artifacts.translation_verdict import TranslationVerdict
from dedup.text.corpus import CorpusReader

BATCH = 400
VERDICTS = ("clean", "translated", "machine_translated", "spun", "assistant", "insufficient")


def judged(texts: list[Labelled]) -> Iterator[tuple[Labelled, TranslationVerdict]]:
    """Each text with its verdict."""
    reader, detector = CorpusReader(), Detector(Engine(load_rules()))
    rest = iter(texts)
    while batch := list(islice(rest, BATCH)):
        corpus = reader([Article(id=one.id, text=one.text) for one in batch])
        words = corpus.tokens.counts.tolist()
        for one, detected, count in zip(batch, detector(corpus, ["en"] * len(batch)), words, strict=True):
            yield one, judge_alone(detected, count)


def main() -> None:
    """Print the verdicts by label, and with --show the reasons for those accused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--show", help="print what accuses the articles of this label")
    asked = parser.parse_args()
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one, verdict in judged(labelled(asked.bench, held_out=asked.held_out)):
        counts[one.label][verdict.verdict] += 1
        if asked.show == one.label and verdict.verdict in ("machine_translated", "spun"):
            print(one.id, one.language, verdict.verdict, *verdict.reasons, sep="\n    ")
    print(f"{'':18} {'articles':>9} " + " ".join(f"{v:>18}" for v in VERDICTS))
    for label, found in sorted(counts.items()):
        print(f"{label:18} {found.total():9} " + " ".join(f"{found[v] / found.total():18.4f}" for v in VERDICTS))


if __name__ == "__main__":
    main()
