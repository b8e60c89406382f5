"""News-like corpora with planted copies: ID.jsonl ({"id", "text"}) and ID.pairs.tsv (original, variant, kind, rate).

Made by the project's corpus program where it stands beside the repository, else from the five seed articles by the same
recipe. The largest size asked for is made once; a smaller corpus is its beginning, which is closed under its planted
pairs.
"""

from __future__ import annotations

import itertools
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
DATA: Final = ROOT / "benchmarks" / ".data"
BENCH: Final = ROOT.parent / "shared" / "bench"
MAKE_CORPUS: Final = Path("engine", "make_corpus.py")
"""The corpus program, in the folder of labelled data."""
RANDOM_SEED: Final = 7

KINDS: Final = ("substitute", "drop", "reorder", "truncate", "furniture")
RATES: Final = (0.05, 0.1, 0.2, 0.3, 0.5)
# Only some 150 sentences are in the seeds: more of their words are replaced, so that articles share no whole runs
# by chance.
NEW_WORDS: Final = 0.7
FURNITURE: Final = (
    "Sign up for our free daily newsletter.",
    "Advertisement",
    "Follow us for the latest updates.",
    "Source link",
)


@dataclass(frozen=True)
class Corpus:
    """`source` is "news sentences" or "seeds"; `bytes` is the size of the texts in UTF-8."""

    articles: int
    path: Path
    pairs: Path
    bytes: int
    source: str


def prepare(sizes: Sequence[int], bench: Path = BENCH) -> dict[int, Corpus]:
    """Return the corpora of these sizes. What an earlier run left in benchmarks/.data is used again."""
    DATA.mkdir(parents=True, exist_ok=True)
    program = bench / MAKE_CORPUS
    source = "news" if program.is_file() else "seeds"
    made = {int(path.stem.rpartition("-")[2]): path for path in DATA.glob(f"{source}-*.jsonl")}
    largest = max([*sizes, *made])
    if largest not in made:
        made[largest] = _make(source, largest, program)
    for size in set(sizes) - set(made):
        made[size] = _begin(made[largest], size)
    return {size: _describe(made[size], size, source) for size in sizes}


def _describe(path: Path, size: int, source: str) -> Corpus:
    with path.open(encoding="utf-8") as lines:
        bytes_ = sum(len(json.loads(line)["text"].encode()) for line in lines)
    return Corpus(size, path, path.with_suffix(".pairs.tsv"), bytes_, "news sentences" if source == "news" else "seeds")


def _make(source: str, size: int, program: Path) -> Path:
    """Made under another name first: a corpus that was interrupted is never taken for a whole one."""
    draft, path = DATA / f"draft-{source}", DATA / f"{source}-{size}.jsonl"
    if source == "news":
        subprocess.run([sys.executable, str(program), str(size), str(draft), "--seed", str(RANDOM_SEED)], check=True)
    else:
        _write(draft, size)
    Path(f"{draft}.pairs.tsv").rename(path.with_suffix(".pairs.tsv"))
    return Path(f"{draft}.jsonl").rename(path)


def _begin(largest: Path, size: int) -> Path:
    path = largest.with_name(f"{largest.stem.rpartition('-')[0]}-{size}.jsonl")
    with largest.open(encoding="utf-8") as lines, path.open("w", encoding="utf-8") as out:
        out.writelines(itertools.islice(lines, size))
    pairs = largest.with_suffix(".pairs.tsv").read_text(encoding="utf-8").splitlines(keepends=True)
    begun = [line for line in pairs if int(line.split("\t")[1].removeprefix("a")) < size]
    path.with_suffix(".pairs.tsv").write_text("".join(begun), encoding="utf-8")
    return path


def _write(draft: Path, size: int) -> None:
    """A corpus recombined from the sentences of the seeds."""
    rnd = random.Random(RANDOM_SEED)
    pool = sorted(set(_sentences()))
    words = [word for sentence in pool for word in sentence.split()]
    recent: list[tuple[str, list[str]]] = []
    with (
        Path(f"{draft}.jsonl").open("w", encoding="utf-8") as out,
        Path(f"{draft}.pairs.tsv").open("w", encoding="utf-8") as pairs,
    ):
        for number in range(size):
            name = f"a{number:07d}"
            if len(recent) > 50 and rnd.random() < 0.18:
                original, sentences = recent.pop(rnd.randrange(len(recent)))
                kind, rate = ("exact", 0.0) if rnd.random() < 0.06 else (rnd.choice(KINDS), rnd.choice(RATES))
                sentences = _variant(kind, rate, sentences, words, rnd)
                pairs.write(f"{original}\t{name}\t{kind}\t{rate}\n")
            else:
                sentences = _variant("substitute", NEW_WORDS, rnd.choices(pool, k=rnd.randint(12, 40)), words, rnd)
                recent = [*recent[-4_999:], (name, sentences)]
            out.write(
                json.dumps({"id": name, "text": "\n".join(_paragraphs(sentences, rnd))}, ensure_ascii=False) + "\n"
            )


def _sentences() -> Iterator[str]:
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        for sentence in re.split(r"(?<=[.!?])\s+|\n", path.read_text(encoding="utf-8")):
            if 30 <= len(sentence.strip()) <= 400:
                yield sentence.strip()


def _variant(kind: str, rate: float, sentences: list[str], words: list[str], rnd: random.Random) -> list[str]:
    if kind == "substitute":
        return [
            " ".join(rnd.choice(words) if rnd.random() < rate else word for word in sentence.split())
            for sentence in sentences
        ]
    if kind == "drop":
        kept = (" ".join(word for word in sentence.split() if rnd.random() >= rate) for sentence in sentences)
        return [sentence for sentence in kept if sentence]
    if kind == "reorder":
        moved = sentences[:]
        for _ in range(max(1, int(rate * len(moved)))):
            i, j = rnd.randrange(len(moved)), rnd.randrange(len(moved))
            moved[i], moved[j] = moved[j], moved[i]
        return moved
    if kind == "truncate":
        return sentences[: max(3, int(len(sentences) * (1 - rate)))]
    if kind == "furniture":
        extra = rnd.choices(FURNITURE, k=max(1, int(rate * len(sentences))))
        return extra[: len(extra) // 2] + sentences + extra[len(extra) // 2 :]
    return sentences


def _paragraphs(sentences: list[str], rnd: random.Random) -> Iterator[str]:
    at = 0
    while at < len(sentences):
        step = rnd.randint(1, 4)
        yield " ".join(sentences[at : at + step])
        at += step
