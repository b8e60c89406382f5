"""A session of Spark for all tests that need one, and small corpora in which every step of a scan has something to
do."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dedup.errors import DedupError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

REQUIRED = "DEDUP_TEST_SPARK"  # set to "required" where a test that needs Spark must not be skipped
SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A session on two cores of this machine."""
    from dedup.spark import start_session

    try:
        session = start_session("local[2]")
    except DedupError as error:
        if os.environ.get(REQUIRED) == "required":
            pytest.fail(str(error))
        pytest.skip(str(error))
    yield session
    session.stop()


@pytest.fixture(scope="session")
def corpus() -> list[dict[str, str]]:
    """Articles of a few outlets: the seeds, recombined sentences of these with the outlet's own foot below, full
    buckets of copies, ids that are there twice, dates with gaps."""
    rnd = random.Random(3)
    sentences = [
        line.strip()
        for path in sorted(SEEDS.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").replace(". ", ".\n").split("\n")
        if 40 < len(line.strip()) < 400
    ]
    feet = [f"Readers of {name} support our newsroom with a small gift each month." for name in ("Ledger", "Courier")]
    articles = [{"id": path.name, "text": path.read_text(encoding="utf-8")} for path in sorted(SEEDS.glob("*.txt"))]
    for number in range(260):
        body = rnd.sample(sentences, rnd.randint(4, 9))
        words = " ".join(body).split()
        for place in rnd.sample(range(len(words)), len(words) // 4):
            words[place] = f"{rnd.choice('bdfgklmnprst')}{rnd.choice('aeiou')}{words[place][::-1].lower()}"
        outlet = number % 3
        text = " ".join(words) + (f"\n{feet[outlet]}" if outlet < 2 else "")
        articles.append({"id": f"n{number}", "text": text, "outlet": ("Ledger", "Courier", "")[outlet]})
    for number in range(40):  # more than a full bucket
        cut = articles[7]["text"].split()
        articles.append({"id": f"copy{number}", "text": " ".join(cut[: len(cut) - number % 4]), "outlet": f"o{number}"})
    for number in (3, 50, 51):
        articles.append({**articles[number], "id": articles[number]["id"]})
    for number, article in enumerate(articles):
        if number % 3:
            article["published"] = f"2021-03-{1 + number % 28:02d}T{number % 24:02d}:00"
        article["url"] = f"https://example{number % 40}.org/a/{number % 60}"
    return articles
