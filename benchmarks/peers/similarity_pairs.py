"""What every similarity of pairs has in common: load articles and pairs, time one call, write a score a pair.

usage: python similarity_NAME.py ARTICLES.jsonl PAIRS.jsonl SCORES.json

`ARTICLES` has {"text"} a line, `PAIRS` two line numbers of it a line. The last line of the output is JSON: the call in
words, and the CPU seconds of it, imports and the loading of a model left out.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

WARM_UP_TEXTS = 16
Pairs = list[tuple[int, int]]
Score = Callable[[list[str], Pairs], Sequence[float]]


def main(call: str, score: Score) -> None:
    articles, pairs_file, out = map(Path, sys.argv[1:4])
    with articles.open(encoding="utf-8") as lines:
        texts: list[str] = [json.loads(line)["text"] for line in lines]
    with pairs_file.open(encoding="utf-8") as lines:
        pairs: Pairs = [(a, b) for a, b in map(json.loads, lines)]
    score(texts[:WARM_UP_TEXTS], [(k, k + 1) for k in range(WARM_UP_TEXTS - 1)])
    gc.collect()
    cpu = time.process_time()
    scores = score(texts, pairs)
    cpu = time.process_time() - cpu
    out.write_text(json.dumps([float(x) for x in scores]), encoding="utf-8")
    print(json.dumps({"call": call, "articles": len(texts), "pairs": len(pairs), "cpu": cpu}))
