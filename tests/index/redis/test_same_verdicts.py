"""For one stream of articles an index in Redis says what one in a file says."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dedup import Article, Prefilter
from dedup.index.sketch_records import TextSketcher

Invented = Callable[[int], str]
BEGIN = 1_700_000_000.0  # seconds since 1970
STEP = 6 * 3600.0


def stream(invented: Invented, size: int, seed: int = 3) -> Iterator[tuple[Article, float]]:
    """Articles with the times at which they come: new ones, copies, cut and edited copies, parts in other texts, ids
    used twice or none."""
    draw = random.Random(seed)
    texts: list[str] = []
    for n in range(size):
        kind = draw.choice(("new", "new", "copy", "cut", "edited", "part", "again")) if texts else "new"
        words = draw.choice(texts[-60:]).split() if texts else []
        if kind == "new":
            text = invented(10_000 + n)
        elif kind == "cut":
            text = " ".join(words[: len(words) * 2 // 3])
        elif kind == "edited":
            text = " ".join("yesterday" if draw.random() < 0.04 else word for word in words)
        elif kind == "part":
            text = f"{invented(20_000 + n)} {' '.join(words[30:80])}"
        else:
            text = " ".join(words)
        texts.append(text)
        name = "" if draw.random() < 0.1 else f"n{draw.randrange(n + 1) if kind == 'again' else n}"
        yield Article(id=name, text=text, title=f"Title {n}", published=f"2023-{1 + n % 12:02d}-01"), BEGIN + n * STEP


def said(answer: Any) -> Any:
    """What was answered, without the moments at which it was asked."""
    told = msgspec.json.encode(answer)
    return msgspec.json.decode(re.sub(rb'"first_seen":"[^"]*"', b'"first_seen":""', told))


@pytest.mark.parametrize(
    "settings",
    [{}, {"max_articles": 90}, {"window": "3650d"}, {"text": False}, {"only": ["copies"]}],
    ids=["all", "bound", "window", "no text", "copies"],
)
def test_one_stream_has_the_same_verdicts_in_both(
    path: Path, redis_address: str, invented: Invented, settings: dict[str, Any]
) -> None:
    size = 300 if not settings else 130
    decisions = set()
    with Prefilter(path, **settings) as file, Prefilter(redis_address, **settings) as fleet:
        for n, (article, time) in enumerate(stream(invented, size)):
            asked, told = (index.check_and_add(article, first_seen=time) for index in (file, fleet))
            assert said(told) == said(asked), n
            decisions.add(told.decision)
            if n % 37 == 36 or n == size - 1:
                gone = f"n{n - 20}" if n < size - 1 else told.id
                assert file.forget(gone) == fleet.forget(gone)
            if n % 11 == 10:
                assert said(fleet.check(article)) == said(file.check(article))
                assert said(fleet.recall(f"n{n - 5}")) == said(file.recall(f"n{n - 5}"))
                assert fleet.add(article, first_seen=time) == file.add(article, first_seen=time)
        assert list(fleet.records()) == list(file.records())
        assert said(fleet.families()) == said(file.families())
        held, expected = fleet.stats(), file.stats()
        assert [
            getattr(held, name) for name in ("articles", "families", "relations", "first_seen", "last_seen", "header")
        ] == [
            getattr(expected, name)
            for name in ("articles", "families", "relations", "first_seen", "last_seen", "header")
        ]
        assert fleet.check_index() == file.check_index() == []
    assert decisions >= (
        {"new", "identical"} if settings else {"new", "identical", "near_verbatim", "trimmed", "partial"}
    )


def test_what_is_old_is_forgotten_as_in_a_file(path: Path, redis_address: str, invented: Invented) -> None:
    articles = [Article(id=f"n{n}", text=invented(n // 2)) for n in range(60)]
    yesterday = time.time() - 86_400
    with Prefilter(path) as file, Prefilter(redis_address) as fleet:
        for index in (file, fleet):
            for n, article in enumerate(articles):
                index.check_and_add(article, first_seen="2020-01-01" if n % 3 else yesterday)
        assert fleet.forget(older_than="30d") == file.forget(older_than="30d") == 40
        assert list(fleet.records()) == list(file.records())
        assert [said(fleet.check(a)) for a in articles] == [said(file.check(a)) for a in articles]
        assert fleet.check_index() == []


def test_several_indexes_share_one_database_by_their_prefixes(redis_address: str, whole: str) -> None:
    with Prefilter(f"{redis_address}?prefix=one") as one, Prefilter(f"{redis_address}?prefix=two", text=False) as two:
        one.add(Article(id="a", text=whole))
        assert two.check(Article(id="b", text=whole)).is_new
        assert (one.stats().articles, two.stats().articles) == (1, 0)


def test_an_article_has_a_bounded_number_of_keys(redis_address: str, invented: Invented) -> None:
    with Prefilter(redis_address) as seen:
        seen.add(Article(id="a", text=" ".join(invented(n) for n in range(300))))
        assert 0 < seen.stats().key_bytes < 6 * 250


def test_sketches_are_judged_as_in_a_file(path: Path, redis_address: str, whole: str, unrelated: str) -> None:
    sketch = TextSketcher()
    with Prefilter(path, text=False) as file, Prefilter(redis_address, text=False) as fleet:
        for index in (file, fleet):
            index.add(Article(id="a", text=whole), first_seen=BEGIN)
        for name, text, decision in (("b", whole, "identical"), ("c", unrelated, "new"), ("a", whole, "identical")):
            asked, told = (
                index.add_sketch(name, sketch(Article(text=text)), first_seen=BEGIN) for index in (file, fleet)
            )
            assert said(told) == said(asked)
            assert told.decision == decision
        assert list(fleet.records()) == list(file.records())
        assert fleet.check(Article(id="d", text=unrelated)).decision == "identical"
