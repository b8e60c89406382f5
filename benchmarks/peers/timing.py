"""What every sketch measurement has in common: load the texts, warm up, time one call, print one JSON line.

usage: python sketch_NAME.py CORPUS.jsonl ARTICLES VARIANT
"""

from __future__ import annotations

import gc
import itertools
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WARM_UP_TEXTS = 256


@dataclass(frozen=True)
class Sketch:
    """`sketch(prepare(texts))` is what is timed, without `prepare`; `shape` tells (articles, slots) of its result.

    `call` is the timed call in words, for the table of results.
    """

    call: str
    sketch: Callable[[Any], Any]
    shape: Callable[[Any], tuple[int, int]]
    prepare: Callable[[list[str]], Any] = list


def main(variants: dict[str, Sketch]) -> None:
    path, articles, variant = Path(sys.argv[1]), int(sys.argv[2]), variants[sys.argv[3]]
    with path.open(encoding="utf-8") as lines:
        texts: list[str] = [json.loads(line)["text"] for line in itertools.islice(lines, articles)]
    variant.sketch(variant.prepare(texts[:WARM_UP_TEXTS]))
    given = variant.prepare(texts)
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    result = variant.sketch(given)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    rows, slots = variant.shape(result)
    line = {"what": "sketch", "call": variant.call, "articles": rows, "slots": slots, "wall": wall, "cpu": cpu}
    print(json.dumps(line))


def word_shingles(text: str, size: int = 5) -> list[str]:
    """Word n-grams the cheapest way that plain Python knows; no lower case, no punctuation removed."""
    words = text.split()
    return list(map(" ".join, zip(*(words[i:] for i in range(size)), strict=False))) or [text]


def byte_shingles(text: str, size: int = 5) -> list[bytes]:
    """The same as bytes, for hash functions that want them: encoded once a text, not once a shingle."""
    words = text.encode().split()
    return list(map(b" ".join, zip(*(words[i:] for i in range(size)), strict=False))) or [text.encode()]
