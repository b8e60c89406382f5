"""Whatever the files of an index hold: an answer, or a sentence that says what is damaged.

An input is a list of changes to the files of a small index, of six bytes each: which file, where in it (32 bits), and
the byte that is put there.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from tests.fuzz.harness import Target, fuzz, scratch_folder

CHANGE = 6
ARTICLES = 30
TAIL_KEYS = 2_000
"""So few that the index has a segment besides its tail."""


def text_of(seed: int) -> str:
    """Return a text of its own."""
    draw = random.Random(seed)
    words = ["".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(3)) for _ in range(40)]
    return " ".join([draw.choice(words) for _ in range(120)]).capitalize() + "."


def make_target() -> Target:
    """Return a target that changes an index, asks it, and puts it back."""
    from dedup.article import Article
    from dedup.errors import DedupError
    from dedup.index.prefilter import Prefilter
    from dedup.index.settings import LIMITS, IndexSettings

    folder = scratch_folder()
    limits = LIMITS._replace(tail_keys=TAIL_KEYS)

    def opened(place: Path) -> Prefilter:
        return Prefilter.within(IndexSettings(path=str(place / "seen.db")), limits)

    made, used = folder / "made", folder / "used"
    made.mkdir()
    with opened(made) as seen:
        for n in range(ARTICLES):
            seen.check_and_add(Article(id=f"a{n}", text=text_of(n)))
    files = sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file())
    assert any(name.suffix == ".keys" for name in files), files

    def change(data: bytes) -> None:
        for at in range(0, len(data) - CHANGE + 1, CHANGE):
            path = used / files[data[at] % len(files)]
            place, value = int.from_bytes(data[at + 1 : at + 5], "little"), data[at + 5 : at + 6]
            with path.open("r+b") as file:
                file.seek(place % max(1, path.stat().st_size))
                file.write(value)

    def ask() -> None:
        with opened(used) as seen:
            seen.check(Article(id="q", text=text_of(3)))
            seen.check_and_add(Article(id="new", text=text_of(100)))
            seen.check_index()
            seen.stats()
            list(seen.records())
            seen.families()

    def target(data: bytes) -> None:
        shutil.rmtree(used, ignore_errors=True)
        shutil.copytree(made, used)
        change(data)
        try:
            ask()
        except DedupError as error:
            assert str(error)

    return target


if __name__ == "__main__":
    fuzz(make_target)
