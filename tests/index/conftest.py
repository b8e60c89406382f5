"""Articles of invented news, and an index in a folder of its own."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dedup import Prefilter

SENTENCES = (
    "The harbour board of Ellmouth voted on Tuesday to close the northern ferry line before the end of the winter "
    "season.",
    "Passengers who hold a yearly ticket will be paid back for the months that remain, the treasurer Ilona Brackwell "
    "said.",
    "A union leader called the decision reckless and announced a protest in front of the town hall for Saturday "
    "morning.",
    "The line carries some 1,400 people a day between the island of Torvik and the mainland, most of them pupils.",
    "Repairs to the landing stage would cost at least nine million crowns, according to an estimate by the engineers.",
    "Last year a storm tore away part of the pier, and since then the boats have landed at a provisional pontoon.",
    "The mayor Petra Osgood promised a bus over the Karsund bridge, which takes forty minutes longer than the boat.",
    "Fishermen fear that the island's only bakery and its small clinic will not survive without the ferry.",
    "An appeal to the county governor is possible until the middle of March, a spokesman for the board said.",
    "In Torvik the school bell rang for a minute after the vote, and several families hung black flags from their "
    "windows.",
    "The board's chairman, Anders Melby, said that the sums no longer added up and that nobody had offered help.",
    "A private company from Grimsholt has shown interest in the route but wants a guarantee of public money for ten "
    "years.",
)
OTHER = (
    "Two mountaineers were rescued from the west face of the Hochkarl after a night in an ice cave, the police said.",
    "A helicopter crew spotted their red tent at dawn when the clouds opened for a few minutes above the glacier.",
    "Both men, aged 31 and 44, suffered from frostbite and were flown to the hospital in Lindental.",
    "The leader of the rescue team, Maria Stolz, spoke of incredible luck in one of the coldest nights of the year.",
    "They had set out on Friday in spite of an avalanche warning, the guard of the Eisner hut told reporters.",
)


def story(*numbers: int, of: tuple[str, ...] = SENTENCES) -> str:
    return "\n\n".join(of[n] for n in numbers)


def invented(seed: int, sentences: int = 8) -> str:
    """A text of its own, made of words that no other seed has."""
    draw = random.Random(seed)
    words = ["".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(4)) for _ in range(60)]
    lines = []
    for _ in range(sentences):
        drawn = [draw.choice(("the", "of", "and", "in")) if n % 3 == 2 else draw.choice(words) for n in range(18)]
        lines.append(" ".join([drawn[0].title(), *drawn[1:]]) + ".")
    return " ".join(lines)


@pytest.fixture(name="invented", scope="session")
def invented_texts() -> Callable[[int], str]:
    """Texts that have nothing to do with one another, by number."""
    return invented


@pytest.fixture(scope="session")
def whole() -> str:
    return story(*range(10))


@pytest.fixture(scope="session")
def cut() -> str:
    return story(*range(5))


@pytest.fixture(scope="session")
def partly() -> str:
    """Two paragraphs of `whole` in a report of its own."""
    return f"{story(0, 1, of=OTHER)}\n\n{story(2, 3)}\n\n{story(2, 3, 4, of=OTHER)}"


@pytest.fixture(scope="session")
def unrelated() -> str:
    return story(0, 1, 2, 3, 4, of=OTHER)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "seen.db"


@pytest.fixture(params=["file", "redis"])
def place(request: pytest.FixtureRequest) -> Path | str:
    """Where an index may be: what is asked of one is asked of all kinds."""
    found: Path | str = request.getfixturevalue("path" if request.param == "file" else "redis_address")
    return found


@pytest.fixture
def seen(place: Path | str) -> Iterator[Prefilter]:
    with Prefilter(place) as index:
        yield index
