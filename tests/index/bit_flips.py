"""Flip one bit in each page of an index, and look what becomes of it.

usage: python -m tests.index.bit_flips [--articles 1000] [--seeds 1 2 3] [--every 1] [--processes 2]

Each flip is tried on a copy, in a child process. Counted are

- crashed: the child was killed by a signal, or an error came that is no sentence;
- wrong: an answer that differs from that of the whole index, without an error;
- unseen: a value that is read was changed, or an answer was an error, and the check says that nothing is damaged;
- seen: the check, or the opening, says what is damaged;
- unused: bytes that hold nothing, all answers are as before.

The first three must be 0, else the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from operator import methodcaller
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from dedup import Article, Prefilter
from dedup.errors import DedupError
from dedup.index.existing import open_existing
from dedup.index.outlet_style import OutletCounts
from dedup.index.sqlite.database import Database
from dedup.index.sqlite.upkeep import folder_of, maintain_index

PAGE: Final = 8192  # bytes
NAME: Final = "seen.db"
FOOT: Final = "Readers of the {} may write to the editors of the paper at the address below."
OUTLETS: Final = ("Ellmouth Post", "Torvik Courier", "Karsund Herald")
FAILURES: Final = ("crashed", "wrong", "unseen")
_TREES: Final = (
    ("articles", "sqlite_autoindex_articles_1", "id, number", "id > ''"),
    ("articles", "ids_twin", "id, number", "id > ''"),
    ("articles", "members", "family, number", "family > 0"),
    ("articles", "members_twin", "family, number", "family > 0"),
    ("relations", "relations_twin", "number, other", "number > 0"),
    ("lines", "sqlite_autoindex_lines_1", "hash, outlet, id", "hash > -9223372036854775808"),
    ("lines", "lines_by_state", "state, stories, id", "state >= 0"),
    ("styles", "sqlite_autoindex_styles_1", "outlet, number", "outlet > ''"),
    ("styles", "styles_twin", "outlet, number", "outlet > ''"),
)
_TABLES: Final = (
    "meta",
    "articles",
    "relations",
    "tail",
    "segments",
    "forgotten",
    "lines",
    "styles",
    "sqlite_sequence",
)


class Flip(NamedTuple):
    """One bit of a file: its number, from the beginning of the file."""

    file: str
    bit: int


class Outcome(NamedTuple):
    """What became of a flip, and why."""

    flip: Flip
    kind: str
    reason: str


def text_of(seed: int) -> str:
    """Return sixty invented words and the line that the outlet has below each article."""
    words = 60
    draw = random.Random(seed)
    drawn = ["".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(4)) for _ in range(words)]
    return f"{' '.join(drawn[: words // 2])}. {' '.join(drawn[words // 2 :])}.\n\n{FOOT.format(OUTLETS[seed % 3])}"


def article_of(number: int) -> Article:
    """Every tenth article is the copy of one before, and every tenth a part of one."""
    text = text_of(number)
    if number % 10 == 8:
        text = text_of(number - 3)
    elif number % 10 == 9:
        text = f"{text_of(number - 6)} {text}"
    return Article(id=f"n{number}", text=text, outlet=OUTLETS[number % 3], title=f"Title {number}")


def make_index(path: Path, articles: int) -> None:
    """Make an index: of four in five articles the keys are in a segment; some are forgotten, a line is learned, and
    styles of outlets are counted."""
    with Prefilter(path) as seen:
        for number in range(articles):
            seen.check_and_add(article_of(number), first_seen=1e9 + number)
            if number in (articles * 2 // 5, articles * 4 // 5):
                seen.forget(f"n{number // 2}")
                maintain_index(path, 1, wait=True)
    _count_styles(path, articles)


def _count_styles(path: Path, outlets: int) -> None:
    database = Database(path)
    with database.writing():
        for number in range(outlets):
            database.styles.put(f"outlet {number}", OutletCounts(30, {"spaced-colon": 10 + number % 20}))
    database.close()


def flips_of(folder: Path, seed: int, every: int) -> Iterator[Flip]:
    """Yield a bit of each page (of the keys, of one page in so many), the same ones for a seed."""
    for file in (folder / NAME, *sorted(folder_of(folder / NAME).glob("*.[ka]*"))):
        step = 1 if file.name == NAME else every
        size = file.stat().st_size
        for page in range(0, size, PAGE * step):
            draw = random.Random(f"{seed}:{file.name}:{page}")
            bit = 8 * page + draw.randrange(8 * min(PAGE * step, size - page))
            yield Flip(str(file.relative_to(folder)), bit)


def questions(articles: int) -> Iterator[tuple[str, Callable[[Prefilter], Any]]]:
    """Yield what an index is asked, by name; the last ones change it."""
    draw = random.Random(articles)
    for number in [0, *draw.sample(range(articles), min(articles // 5, 25))]:
        article = article_of(number)
        yield f"again {number}", methodcaller("check", article)
        yield f"copy {number}", methodcaller("check", Article(id="x", text=article.text))
        yield f"recall {number}", methodcaller("recall", article.id)
    yield "new", methodcaller("check", Article(id="new", text=text_of(-1)))
    yield "lines", methodcaller("learned")
    yield "styles", methodcaller("house_styles")
    yield "families", methodcaller("families")
    yield "records", lambda seen: list(seen.records())
    for number in (1, articles // 2, articles - 1):
        copy = Article(id=f"copy{number}", text=text_of(number))
        yield f"add {number}", methodcaller("check_and_add", copy, first_seen=1e9 + articles)
    yield "forget", methodcaller("forget", "n3")


def answers_of(path: Path, articles: int) -> dict[str, Any]:
    """Return the answers by question: "error" where it is a sentence."""
    answers: dict[str, Any] = {}
    try:
        with Prefilter(path) as seen:
            for name, ask in questions(articles):
                try:
                    answers[name] = _without_present(msgspec.to_builtins(ask(seen)))
                except DedupError:
                    answers[name] = "error"
    except DedupError:
        answers["open"] = "error"
    return answers


def _without_present(answer: Any) -> Any:
    """Return an answer without the time of a verdict on an article that is not stored, which is the present."""
    if isinstance(answer, dict) and answer["first_seen"] > "2020":
        del answer["first_seen"]
    return answer


def check(path: Path) -> list[str]:
    """Return what the check says, or the opening."""
    try:
        with open_existing(path) as seen:
            return seen.check_index()
    except DedupError as error:
        return [str(error)]


def values_of(path: Path) -> dict[str, Any]:
    """Return all that the files hold, table by table and tree by tree, as far as SQLite reads it."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    connection.text_factory = bytes
    values: dict[str, Any] = {}
    asked = {table: f"SELECT * FROM {table}" for table in _TABLES}
    for table, tree, columns, which in _TREES:
        asked[tree] = f"SELECT {columns} FROM {table} INDEXED BY {tree} WHERE {which}"
    for name, query in asked.items():
        try:
            values[name] = repr(connection.execute(query).fetchall())
        except sqlite3.Error as error:
            values[name] = f"error: {error}"
    connection.close()
    for file in folder_of(path).glob("*.[ka]*"):
        values[file.name] = file.read_bytes()
    return values


def copy_index(source: Path, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target / NAME


def judge(whole: tuple[dict[str, Any], dict[str, Any]], path: Path, articles: int) -> tuple[str, str]:
    """Return what kind of outcome a changed index has, and why."""
    answers, values = whole
    changed = [name for name, value in values_of(path).items() if value != values[name]]
    said = check(path)
    found = answers_of(path, articles)
    wrong = [name for name, answer in found.items() if answer not in ("error", answers.get(name))]
    errors = [name for name, answer in found.items() if answer == "error"]
    if wrong:
        return "wrong", f"{wrong[:5]}; changed {changed[:3]}; the check says {said[:1]}"
    if said:
        return "seen", said[0]
    if changed or errors:
        return "unseen", f"changed {changed[:3]}, errors {errors[:3]}"
    return "unused", ""


def work(folder: Path, articles: int, flips: Sequence[Flip]) -> None:
    """Try flips one after the other; print a line before each and one after it."""
    with tempfile.TemporaryDirectory() as own:
        path = copy_index(folder, Path(own) / "index")
        values = values_of(path)
        whole = answers_of(path, articles), values
        assert "error" not in whole[0].values()
        for flip in flips:
            print(json.dumps({"begin": flip}), flush=True)
            path = copy_index(folder, Path(own) / "index")
            with (path.parent / flip.file).open("r+b") as file:
                file.seek(flip.bit // 8)
                (byte,) = file.read(1)
                file.seek(flip.bit // 8)
                file.write(bytes([byte ^ 1 << flip.bit % 8]))
            print(json.dumps({"end": judge(whole, path, articles)}), flush=True)


def outcomes(folder: Path, articles: int, flips: Sequence[Flip]) -> list[Outcome]:
    """Return what becomes of each flip; a child that ended in the middle is started again behind its flip."""
    found: list[Outcome] = []
    while len(found) < len(flips):
        left = flips[len(found) :]
        command = [sys.executable, "-m", "tests.index.bit_flips", "--work", str(folder), "--articles", str(articles)]
        child = subprocess.run(command, input=json.dumps(left), capture_output=True, text=True, check=False)
        lines = [json.loads(line) for line in child.stdout.splitlines()]
        ends = [line["end"] for line in lines if "end" in line]
        found += [Outcome(flip, *end) for flip, end in zip(left, ends, strict=False)]
        if len(ends) < len(left):
            if not lines:
                raise RuntimeError(f"the child did not begin: {child.stderr[-2000:]}")
            reason = f"exit code {child.returncode}: {child.stderr[-1500:]}"
            found.append(Outcome(left[len(ends)], "crashed", reason))
    return found


def count(outcomes: Sequence[Outcome]) -> Counter[str]:
    return Counter(outcome.kind for outcome in outcomes)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--every", type=int, default=1, help="of the segments, take one page in so many")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        work(asked.work, asked.articles, [Flip(*flip) for flip in json.load(sys.stdin)])
        return 0
    failed = 0
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(asked.processes) as pool:
        folder = Path(place)
        make_index(folder / NAME, asked.articles)
        for seed in asked.seeds:
            flips = list(flips_of(folder, seed, asked.every))
            parts = [flips[n :: asked.processes] for n in range(asked.processes)]
            done = [o for part in pool.map(lambda part: outcomes(folder, asked.articles, part), parts) for o in part]
            print(f"seed {seed}: {len(flips)} flips, {dict(sorted(count(done).items()))}", flush=True)
            for outcome in done:
                if outcome.kind in FAILURES:
                    failed += 1
                    print(f"  {outcome.flip.file} bit {outcome.flip.bit}: {outcome.kind}: {outcome.reason}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
