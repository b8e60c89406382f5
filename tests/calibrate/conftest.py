"""A hundred and forty pairs of invented articles that share a passage, and a user for whom a short passage is none."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

LEAST_WORDS = 22  # of a passage that this user calls derived; the models that ship do so from 15 on
SHORTEST, PAIRS = 8, 28


WORDS = "the of and in to was for on with said by from that is at as it were has had"
COMMON = WORDS.split(" ")


def invented(seed: int, words: int) -> list[str]:
    """Sentences of common English words, between words that no other seed has."""
    chosen = random.Random(seed)
    own = "".join("bcdfghjklm"[int(digit)] for digit in str(seed)) + "x"
    made = [
        chosen.choice(COMMON) if n % 2 else "".join(chosen.choices(("ba", "do", "ke", "li", "mu", "ra"), k=4)) + own
        for n in range(words)
    ]
    return [" ".join(made[k : k + 12]).capitalize() + "." for k in range(0, words, 12)]


def sharing(number: int, words: int) -> tuple[str, str]:
    """Two articles that share a passage of so many words."""
    passage = invented(3 * number, words)
    one, other = (invented(3 * number + k, 60) for k in (1, 2))
    return " ".join([*one[:2], *passage, *one[2:]]), " ".join([*other[:2], *passage, *other[2:]])


def write_lines(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles.jsonl and labels.jsonl."""
    folder = tmp_path_factory.mktemp("judged")
    articles, labels = [], []
    for number in range(5 * PAIRS):
        words = SHORTEST + number % PAIRS
        a, b = sharing(100 + number, words)
        articles += [{"id": f"a{number}", "text": a}, {"id": f"b{number}", "text": b}]
        relation = "partial" if words >= LEAST_WORDS else "unrelated"
        labels.append({"a": f"b{number}", "b": f"a{number}", "judgement": "right", "relation": relation})
    write_lines(folder / "articles.jsonl", articles)
    write_lines(folder / "labels.jsonl", labels)
    return folder
