"""What the artifact rules cost: articles of 3 KB a second on one core, the dearest rules, and the time for hostile
texts of 30 KB.

usage: python benchmarks/artifacts.py ARTICLES.jsonl.gz... [--rules FOLDER] [--dearest 15]

The articles are any in JSON Lines with a field "text". Reading, repair and furniture are not part of the figures: a
scan does them anyhow.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dedup.article import Article
from dedup.artifacts import Engine, load_rules
from dedup.artifacts.document import Document
from dedup.artifacts.loading import BUILT_IN
from dedup.text.corpus import Corpus, CorpusReader

USUAL: Final = 3_000  # bytes of an article
HOSTILE: Final = 30_000  # characters
ROUNDS: Final = 3


def corpora(paths: list[Path], every: int) -> list[Corpus]:
    """The articles in batches, each with a reader of its own so that all stay valid."""
    texts = []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts += [json.loads(line)["text"] for line in lines]
    texts = texts[::every]
    return [CorpusReader()([Article(text=text) for text in texts[n : n + 500]]) for n in range(0, len(texts), 500)]


def timed(engine: Engine, batches: list[Corpus]) -> float:
    """The best of some rounds, in seconds of processor time."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for corpus in batches:
            engine.batch(corpus)
        best = min(best, time.process_time() - start)
    return best


def dearest(engine: Engine, batches: list[Corpus]) -> Iterator[tuple[str, float, int]]:
    """(rule, seconds, articles that it is tried on), the dearest first."""
    seconds: defaultdict[str, float] = defaultdict(float)
    tried: Counter[str] = Counter()
    for corpus in batches:
        tries = engine.tries(corpus.buffer, corpus.offsets)
        for n, article in enumerate(corpus.articles):
            document = Document(article.text, [(f.start, f.end) for f in corpus.furniture.get(n, ())])
            for rule, windows in tries.get(n, {}).items():
                start = time.process_time()
                for _ in engine.rules[rule].find(document, windows):
                    pass
                seconds[engine.rules[rule].rule.id] += time.process_time() - start
                tried[engine.rules[rule].rule.id] += 1
    for name, spent in sorted(seconds.items(), key=lambda one: -one[1]):
        yield name, spent, tried[name]


def hostile(engine: Engine) -> dict[str, str]:
    """Texts that make bad patterns slow."""
    examples = " ".join(e.strip("⟦⟧") for r in engine.rules for e in (*r.rule.matches, *r.rule.misses))
    literals = " ".join(literal for r in engine.rules for literal in r.rule.literals)
    fill = {
        "brackets": "(",
        "quotes": '"',
        "curly quotes": "“",
        "one word": "a",
        "capitals": "A",
        "NULs": "\0",
        "spaces": " ",
        "stops": ". a",
        "line feeds": "\n",
        "nested": "([{<“",
        "digits": "1",
        "all examples": f"{examples} ",
        "all literals": f"{literals} ",
        "tags": "<a",
        "pipes": "|a",
        "at": "a@",
        "accents": "é",
    }
    return {name: (unit * (HOSTILE // len(unit) + 1))[:HOSTILE] for name, unit in fill.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--rules", type=Path, action="append", default=[], help="another folder of rules")
    parser.add_argument("--every", type=int, default=1, help="take one article in so many")
    parser.add_argument("--dearest", type=int, default=15)
    asked = parser.parse_args()
    start = time.perf_counter()
    rules = load_rules([BUILT_IN, *asked.rules])
    loaded = time.perf_counter()
    engine = Engine(rules)
    print(
        f"{len(rules)} rules: files read in {1000 * (loaded - start):.0f} ms, literals in "
        f"{1000 * (time.perf_counter() - loaded):.0f} ms"
    )
    batches = corpora(asked.articles, asked.every)
    size = sum(int(corpus.offsets[-1]) for corpus in batches)
    count = sum(map(len, batches))
    start = time.process_time()
    for corpus in batches:
        engine.batch(corpus)
    print(
        f"first pass, patterns compiled: {time.process_time() - start:.2f} s of {count} articles, {size / 1e6:.1f} MB"
    )
    seconds = timed(engine, batches)
    start = time.process_time()
    tried = sum(len(t) for corpus in batches for t in engine.tries(corpus.buffer, corpus.offsets).values())
    filtering = 1e6 * (time.process_time() - start) * USUAL / size
    print(f"literal filter alone: {filtering:.0f} us an article of 3 KB, {tried / count:.1f} rules left")
    print(f"all: {1e6 * seconds * USUAL / size:.0f} us, {size / USUAL / seconds:,.0f} articles of 3 KB a second")
    for name, spent, articles in list(dearest(engine, batches))[: asked.dearest]:
        print(f"  {name:36} {1e6 * spent * USUAL / size:6.1f} us an article, tried on {articles / count:.0%}")
    for name, text in hostile(engine).items():
        engine(text)  # patterns are compiled when they are first needed
        start = time.process_time()
        engine(text)
        short = time.process_time() - start
        start = time.process_time()
        engine(text * 4)
        print(
            f"hostile, {name:14} {1000 * short:6.1f} ms, four times as long "
            f"{1000 * (time.process_time() - start):7.1f} ms"
        )


if __name__ == "__main__":
    main()
