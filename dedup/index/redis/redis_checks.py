"""Figures of an index in Redis, and what is damaged in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from dedup.article import Article
from dedup.errors import DedupError, FormatError
from dedup.index.article_store import ArticleRow
from dedup.index.contents import IndexStats
from dedup.index.keys import KeyMaker
from dedup.index.nearest import KEPT
from dedup.index.redis.bucket_entries import ENTRY
from dedup.index.redis.buckets import read_buckets
from dedup.index.redis.layout import number_of
from dedup.index.redis.redis_store import PAGE, RedisStore
from dedup.index.settings import IndexSettings, format_time
from dedup.index.stored_article import ArticlePacker, unpack_sketch
from dedup.text.corpus import CorpusReader
from dedup.text.tables import I64

_SCANNED: Final = 1_000  # keys that Redis is asked to go through at a time
_REPORTED: Final = 20  # articles or buckets of one kind of damage that are named


def read_stats(store: RedisStore) -> IndexStats:
    """See `Prefilter.stats`: `bytes` are the memory of the whole server, 0 where it does not say; `key_bytes` those of
    the entries."""
    counts = store.counts()
    header = store.header()
    if header is None:
        raise FormatError(f"{store.server.shown} holds no index any more; open it again to make one.")
    numbers = store.numbers()
    ends = store.by_number(numbers[[0, -1]].tolist()) if numbers.size else []
    return IndexStats(
        path=store.server.shown,
        articles=store.held(),
        families=counts["families"],
        relations=counts["relations"],
        bytes=_memory(store),
        key_bytes=ENTRY * counts["entries"],
        segments=0,
        in_tail=0,
        learned=0,
        outlets=counts["outlets"],
        first_seen=format_time(ends[0].seen) if ends else None,
        last_seen=format_time(ends[-1].seen) if ends else None,
        header=header,
    )


def _memory(store: RedisStore) -> int:
    try:
        found = store.server.ask("INFO", "memory")
    except DedupError:  # INFO may be forbidden
        return 0
    return int(found.get("used_memory", 0))


def find_damage(store: RedisStore, settings: IndexSettings) -> list[str]:
    """See `Prefilter.check_index`. Articles that others add or forget meanwhile may be reported as damage."""
    found: list[str] = []
    with_ids, last = store.numbers(), store.last()
    if with_ids.size and with_ids[-1] > last:
        found.append(f"the largest number is {last}, and there is an article {with_ids[-1]}; restore a copy")
    held = _look_through(store)
    found += held.damaged_buckets
    found += _in_ids(store)
    found += _in_styles(store)
    bodies = ArticlePacker(store.dictionary())
    for row in _readable(store, np.union1d(with_ids, held.articles), found):
        try:
            if settings.text:
                article = bodies.unpack(row).article
                if row.number not in held.with_keys and (problem := _without_keys(store, settings, row, article)):
                    found.append(problem)
            else:
                unpack_sketch(row)
        except FormatError as error:
            found.append(str(error))
        if (
            row.family is not None
            and store.server.ask("ZSCORE", f"{store.server.prefix}f:{row.family}", row.number) is None
        ):
            found.append(f"article {row.id[:200]!r} is missing in its copy family; forget it and add it again")
    if store.last() == last and held.articles.size != store.held():
        found.append(f"{held.articles.size} articles are there and {store.held()} ids; restore a copy of the database")
    return found


def _readable(store: RedisStore, numbers: I64, found: list[str]) -> Iterator[ArticleRow]:
    """Yield the articles of these numbers; those that cannot be read are noted."""
    for at in range(0, numbers.size, PAGE):
        page = numbers[at : at + PAGE].tolist()
        try:
            yield from store.by_number(page)
        except FormatError:
            for number in page:
                try:
                    yield from store.by_number([number])
                except FormatError as error:
                    found.append(str(error))


class HeldKeys(NamedTuple):
    """What a walk through all keys of an index has found: the numbers of its articles, sorted; those that are in
    buckets; and a sentence for each of the first buckets that are not as they should be."""

    articles: I64
    with_keys: frozenset[int]
    damaged_buckets: list[str]


def _look_through(store: RedisStore) -> HeldKeys:
    articles: list[int] = []
    in_buckets = np.empty(0, np.int64)
    damaged: list[str] = []
    start = store.server.prefix.encode()
    cursor = 0
    while True:
        cursor, names = store.server.ask("SCAN", cursor, "MATCH", f"{store.server.prefix}[ak]:*", "COUNT", _SCANNED)
        cursor = int(cursor)
        of_articles = [name for name in names if name.startswith(start + b"a:")]
        articles += (number_of(name[len(start) + 2 :], "number of an article") for name in of_articles)
        buckets = [name for name in names if name.startswith(start + b"k:")]
        pieces = [in_buckets]
        for name, held in zip(buckets, store.server.ask("MGET", *buckets) if buckets else [], strict=True):
            whole = np.frombuffer((held or b"")[: len(held or b"") // ENTRY * ENTRY], np.uint8).reshape(-1, ENTRY)
            numbers = whole[:, 2:].copy().view("<u4").reshape(-1).astype(np.int64)
            pieces.append(numbers)
            if (len(held or b"") % ENTRY or np.any(np.diff(numbers) < 0)) and len(damaged) < _REPORTED:
                damaged.append(
                    f"the bucket {name[-3:].hex()} of keys is cut or out of order; export the index and import it anew"
                )
        in_buckets = np.unique(np.concatenate(pieces))
        if cursor == 0:
            return HeldKeys(np.unique(np.array(articles, np.int64)), frozenset(in_buckets.tolist()), damaged)


def _in_ids(store: RedisStore) -> Iterator[str]:
    reported = 0
    cursor = 0
    while True:
        cursor, pairs = store.server.ask("HSCAN", f"{store.server.prefix}ids", cursor, "COUNT", PAGE)
        cursor = int(cursor)
        numbers = {number_of(number, "number of an article"): name for name, number in pairs.items()}
        held = store.names(numbers)
        for number, name in numbers.items():
            if held.get(number) != name.decode("utf-8", "replace") and reported < _REPORTED:
                reported += 1
                yield f"the id {name.decode('utf-8', 'replace')[:200]!r} has no article; restore a copy of the database"
        if cursor == 0:
            return


def _in_styles(store: RedisStore) -> list[str]:
    try:
        for _ in store.all_styles():
            pass
    except FormatError as error:
        return [str(error)]
    return []


def _without_keys(store: RedisStore, settings: IndexSettings, row: ArticleRow, article: Article) -> str | None:
    """Of an article without entries: whether it should have some, since its keys are not full of newer ones."""
    sketch = KeyMaker(settings.copies_alone)(CorpusReader()([article]).columns)
    counts, _ = read_buckets(store.server, sketch, row.id).matching(sketch.keys, 0)
    if np.any(counts < KEPT):
        return f"article {row.id[:200]!r} has no keys; forget it and add it again"
    return None
