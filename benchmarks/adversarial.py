"""What articles cost that were made to cost much: no article may take long, whatever it holds.

usage: python benchmarks/adversarial.py [KIND]... [--only STAGE]... [--jobs N] [--scale N]

Each kind of article is scanned at n, 2n and 4n, in a process of its own. Printed are

- CPU milliseconds for 3 KB of text; what the program needs to start is taken off;
- KB of memory that each further article takes beyond its text: from n to 2n, and from n to 4n. Tables that are loaded
  once are in both and count for nothing. In some kinds `n` is sentences of one long article: their memory is for 3 KB;
- how the CPU time grew when n doubled for the last time, where at least half a second was measured.

Asked: 50 ms for 3 KB, 60 KB an article, growth 2.1. The exit code is 1 where the last figure of a kind misses one.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import measure

ROOT: Final = Path(__file__).resolve().parent.parent
MOST_MILLISECONDS: Final = 50.0  # for 3 KB
MOST_KILOBYTES: Final = 60.0  # an article, beyond its text
MOST_GROWTH: Final = 2.1
PLENTY: Final = 0.5  # seconds, from which growth is measured and not the noise of the start
UNIT: Final = 3 * 1024  # bytes of text that are an article
COMMON: Final = "the of to and a in that is was for it with as his on be at by i".split()  # noqa: SIM905
VOWELS: Final = ("a", "e", "i", "o", "u", "aa", "ou", "ei")


@cache
def news_words() -> list[str]:
    """Return the words of the seed articles as they are written."""
    return [word for path in sorted((ROOT / "seeds").glob("*.txt")) for word in path.read_text("utf-8").split()]


def sentence(rnd: random.Random, size: int = 18, pool: Sequence[str] = ()) -> str:
    words = rnd.choices(pool or news_words(), k=size)
    return f"{words[0].capitalize()} {' '.join(word.strip('.,;') for word in words[1:])}."


def spelling(rnd: random.Random, consonants: str) -> str:
    """One of the many spellings of a name."""
    return "".join(consonant + rnd.choice(VOWELS) for consonant in consonants).capitalize()


def article(seed: int, size: int = 500) -> str:
    """Half news, half words that nobody else has."""
    rnd = random.Random(seed)
    syllables = [consonant + vowel for consonant in "bcdfghklmnprstvw" for vowel in "aeiou"]
    own = ["".join(rnd.choices(syllables, k=rnd.randrange(1, 4))) for _ in range(150)]
    sentences = (
        " ".join(rnd.choice(news_words() if rnd.random() < 0.5 else own) for _ in range(rnd.randrange(8, 22)))
        for _ in range(size // 15)
    )
    return " ".join(f"{s[0].upper()}{s[1:].rstrip('.,;')}." for s in sentences)


def names_of_one_skeleton(rnd: random.Random, n: int) -> list[str]:
    def one() -> str:
        name = f"{spelling(rnd, 'mhmd')} {spelling(rnd, 'slmn')}"
        return f"On Monday {name} said that {rnd.choice(news_words())} was {rnd.choice(news_words())}."

    return [" ".join(one() for _ in range(60)) for _ in range(n)]


def words_of_one_skeleton(rnd: random.Random, n: int) -> list[str]:
    def one() -> str:
        told, ended = rnd.choices(news_words(), k=2)
        return f"Yesterday {spelling(rnd, 'krstn')} told the {told} that {ended} ended."

    return [" ".join(one() for _ in range(60)) for _ in range(n)]


def reworded(rnd: random.Random, n: int) -> list[str]:
    """One story in n versions, a third of the words of each sentence changed."""
    story = [sentence(rnd).split() for _ in range(28)]

    def version(words: list[str]) -> str:
        words = words[:]
        for _ in range(6):
            words[rnd.randrange(1, len(words) - 1)] = rnd.choice(news_words()).strip(".")
        return " ".join(words)

    return [" ".join(map(version, story)) for _ in range(n)]


def shared_sentences(rnd: random.Random, n: int) -> list[str]:
    """The same thirty sentences in n orders."""
    sentences = [sentence(rnd) for _ in range(30)]
    return [" ".join(rnd.sample(sentences, len(sentences))) for _ in range(n)]


def shared_quotation(rnd: random.Random, n: int) -> list[str]:
    quoted = f"“{' '.join(sentence(rnd) for _ in range(12))}” he said. "
    return [f"{article(k, 200)} {quoted}{article(10**6 + k, 200)}" for k in range(n)]


def near_copies(rnd: random.Random, n: int) -> list[str]:
    words = article(1).split()

    def copy() -> str:
        changed = words[:]
        for _ in range(10):
            changed[rnd.randrange(len(changed))] = rnd.choice(news_words())
        return " ".join(changed)

    return [copy() for _ in range(n)]


def shuffled_words(rnd: random.Random, n: int) -> list[str]:
    bag = rnd.choices(news_words(), k=400)
    orders = (rnd.sample(bag, len(bag)) for _ in range(n))
    return [" ".join(" ".join(order[k : k + 16]) + "." for k in range(0, 400, 16)) for order in orders]


def capitals(rnd: random.Random, n: int) -> list[str]:
    def name() -> str:
        return spelling(rnd, "".join(rnd.choices("bcdfghklmnprst", k=rnd.randrange(2, 4))))

    return [
        " ".join(f"{name()} {name()} said {name()} {name()} met." for _ in range(60)) for _ in range(n)
    ]  # fmt: skip


def common_words(rnd: random.Random, n: int) -> list[str]:
    return [" ".join(sentence(rnd, 18, COMMON) for _ in range(28)) for _ in range(n)]


def quoted_sentences(rnd: random.Random, n: int) -> list[str]:
    return [" ".join(f"“{sentence(rnd, 6)}” said Ali Ahmed." for _ in range(10 * n))]


class Kind(NamedTuple):
    """A generator of texts and its smallest n; `long`: it makes one article, whose size n is."""

    make: Callable[[random.Random, int], list[str]]
    n: int
    long: bool = False


KINDS: Final[dict[str, Kind]] = {
    "skeleton": Kind(names_of_one_skeleton, 64),
    "skeleton-word": Kind(words_of_one_skeleton, 64),
    "reworded": Kind(reworded, 50),
    "shared-sentences": Kind(shared_sentences, 500),
    "shared-quotation": Kind(shared_quotation, 200),
    "near-copies": Kind(near_copies, 200),
    "shuffled-words": Kind(shuffled_words, 200),
    "capitals": Kind(capitals, 100),
    "common-words": Kind(common_words, 100),
    "plain": Kind(lambda _, n: [article(k) for k in range(n)], 500),
    "one-sentence": Kind(lambda _, n: ["Police in Ankara said Abdul Wahid was held on Friday. " * n], 5_000, long=True),
    "titles": Kind(
        lambda _, n: ["President Minister Mohammed Hamdi Abu Ali al Saleh ibn Khalid " * n], 4_000, long=True
    ),
    "letters": Kind(lambda _, n: [". ".join("A" * n)], 100_000, long=True),
    "quotation-marks": Kind(lambda _, n: ["“" + '" ' * n + " he said."], 100_000, long=True),
    "paragraphs": Kind(lambda _, n: ["\n".join(f"Word {k} here." for k in range(n))], 20_000, long=True),
    "credits": Kind(
        lambda _, n: ["(Reuters) - AFP, AP, said the BBC, according to Reuters, Al Jazeera reported. " * n],
        3_000,
        long=True,
    ),
    "numbers": Kind(lambda rnd, n: [" ".join(str(rnd.randrange(10**6)) for _ in range(n))], 40_000, long=True),
    "quoted-sentences": Kind(quoted_sentences, 500, long=True),
    "one-word": Kind(lambda _, n: ["x" * n], 300_000, long=True),
}


class Figures(NamedTuple):
    """CPU seconds without those of the start, bytes of memory, bytes of text, and articles."""

    cpu: float
    memory: int
    text: int
    articles: int

    @property
    def milliseconds(self) -> float:
        """CPU milliseconds for 3 KB of text."""
        return 1000 * self.cpu / (self.text / UNIT)

    def kilobytes_from(self, smaller: Figures, long: bool) -> float:
        """KB of memory beyond the text that each article takes that a smaller scan lacks, or 3 KB of a long one."""
        text = self.text - smaller.text
        units = text / UNIT if long else self.articles - smaller.articles
        return (self.memory - smaller.memory - text) / 1024 / units


def scan(texts: Sequence[str], options: Sequence[str], folder: Path) -> measure.Cost:
    """Scan texts in a process of its own. Raises RuntimeError where that fails."""
    path = folder / "articles.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for k, text in enumerate(texts):
            out.write(json.dumps({"id": f"a{k}", "text": text, "outlet": f"o{k % 7}", "title": "T"}) + "\n")
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "dedup",
        "scan",
        path,
        "--quiet",
        "-o",
        folder / "report.json",
        *options,
    ]
    done = measure.run(command, cwd=ROOT, timeout=600)
    if done.error is not None:
        raise RuntimeError(f"the scan of {path} failed: {done.error}")
    return done.cost


def measured(kind: Kind, n: int, options: Sequence[str], start: measure.Cost, folder: Path) -> Figures:
    texts = kind.make(random.Random(5), n)
    cost = scan(texts, options, folder)
    return Figures(
        max(0.0, cost.cpu - start.cpu),
        cost.peak_anonymous,
        sum(len(text.encode()) for text in texts),
        len(texts),
    )


def main() -> int:
    """Print a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"one of {', '.join(KINDS)}")
    parser.add_argument("--only", action="append", default=[], help="as in `dedup scan`")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1.0, help="begin at this many times n")
    given = parser.parse_args()
    unknown = sorted(set(given.kinds) - set(KINDS))
    if unknown:
        parser.error(f"no such kind: {', '.join(unknown)}; there are {', '.join(KINDS)}")
    options = [f"--jobs={given.jobs}", *(f"--only={stage}" for stage in given.only)]
    missed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = scan([article(k, 150) for k in range(2)], options, folder)
        print(f"start: {start.cpu:.2f} s, {start.peak_anonymous / 2**20:.0f} MB")
        print(f"{'kind':18} {'n':>8}  {'ms per 3 KB at n, 2n, 4n':>29} {'KB an article':>19} growth")
        for label, kind in KINDS.items():
            if given.kinds and label not in given.kinds:
                continue
            n = round(given.scale * kind.n)
            rows = [measured(kind, times * n, options, start, folder) for times in (1, 2, 4)]
            growth = rows[2].cpu / rows[1].cpu if rows[1].cpu >= PLENTY else None
            costs = [row.milliseconds for row in rows]
            memory = [row.kilobytes_from(rows[0], kind.long) for row in rows[1:]]
            over = costs[-1] > MOST_MILLISECONDS or memory[-1] > MOST_KILOBYTES or (growth or 0) > MOST_GROWTH
            missed = missed or over
            grown = "-" if growth is None else f"{growth:.2f}"
            print(
                f"{label:18} {n:8,}  {_columns(costs)} {_columns(memory)} {grown:>6}{'  missed' if over else ''}",
                flush=True,
            )
    return int(missed)


def _columns(figures: Sequence[float]) -> str:
    return " ".join(f"{figure:9.1f}" for figure in figures)


if __name__ == "__main__":
    sys.exit(main())
