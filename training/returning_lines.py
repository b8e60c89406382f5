"""How often a line of body text returns, and what returns more often: what the bounds of
dedup/index/sqlite/learn_furniture.py rest on.

usage: python training/returning_lines.py ../shared/bench [--show 12]

Prints, for rising numbers of articles, how many lines stand in so many: of the real articles within their own outlets;
of all real articles as one outlet; of these lines those on both sides of a labelled derived pair; and of the human and
translated texts as one outlet, by source document. Each real article counts by itself, since most are in no labelled
pair. What is kept apart is left out.
"""

from __future__ import annotations

import argparse
import zlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec
from articles import HELD_OUT, labelled, rows

from dedup.article import Article
from dedup.index.sqlite.learn_furniture import MOST_LINES
from dedup.text.corpus import CorpusReader
from dedup.text.known_lines import lines_of

STEPS: Final = (2, 3, 5, 10, 20)
DERIVED: Final = ("verbatim", "trimmed", "partial", "rewrite")


class Line(msgspec.Struct):
    """Where a line stands: the sources that have it, and its text in one of them."""

    sources: set[str]
    text: str


def lines_by_hash(texts: Iterable[tuple[str, str]]) -> dict[int, Line]:
    """The lines of (source, text) that the index would count."""
    read = CorpusReader()
    found: dict[int, Line] = {}
    for source, text in texts:
        corpus = read([Article(text=text)])
        lines = lines_of(corpus.buffer, corpus.offsets, corpus.tokens, MOST_LINES)
        for _, start, end, line in lines.tolist():
            found.setdefault(line, Line(set(), bytes(corpus.buffer[start:end]).decode())).sources.add(source)
    return found


def counts(lines: Iterable[Line]) -> str:
    """How many of the lines stand in as many sources as each of STEPS."""
    sizes = [len(line.sources) for line in lines]
    return "".join(f"{sum(size >= step for size in sizes):7,}" for step in STEPS)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--show", type=int, default=12, help="lines to print of each set, the most frequent first")
    asked = parser.parse_args()
    folder = asked.bench / "real"
    real = [row for row in rows(folder / "articles.jsonl.gz") if zlib.crc32(row["id"].encode()) % HELD_OUT]
    by_outlet = defaultdict(list)
    for row in real:
        if row["outlet"]:
            by_outlet[row["outlet"]].append((row["id"], row["text"]))
    own = [line for texts in by_outlet.values() for line in lines_by_hash(texts).values()]
    together = lines_by_hash((row["id"], row["text"]) for row in real)
    pairs = [
        row
        for row in rows(folder / "pairs_truth.jsonl.gz")
        if row["label"] in DERIVED and zlib.crc32(row["group"].encode()) % HELD_OUT
    ]
    derived = [line for line in together.values() if any({pair["a"], pair["b"]} <= line.sources for pair in pairs)]
    texts = [
        one
        for one in labelled(asked.bench)
        if one.label in ("human", "human_nonnative", "human_translation", "machine")
    ]
    plain = lines_by_hash((one.group, one.text) for one in texts)
    print(f"{'lines that stand in at least ... articles':52}{''.join(f'{step:7}' for step in STEPS)}")
    for name, lines in (
        (f"{len(real):,} real articles, by outlet", own),
        ("the same, as one outlet", list(together.values())),
        (f"  in both articles of one of {len(pairs)} derived pairs", derived),
        (f"{len(texts):,} human and translated texts, by source", list(plain.values())),
    ):
        print(f"{name:52}{counts(lines)}")
        shown = sorted(lines, key=lambda line: -len(line.sources))[: asked.show]
        print("".join(f"    {len(line.sources):4}  {line.text[:110]}\n" for line in shown), end="")


if __name__ == "__main__":
    main()
