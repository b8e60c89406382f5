"""Figures of an index in Redis, and what is damaged in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from dedup.article import Article
from dedup.errors import DedupError, FormatError
from dedup.index.article_store import ArticleRow
from dedup.index.contents import IndexStats
from dedup.index.keys import KeyMaker
from dedup.index.nearest import KEPT
from dedup.index.redis.bucket_entries import ENTRY
from dedup.index.redis.buckets import read_buckets
from dedup.index.redis.redis_store import PAGE, RedisStore
from dedup.index.settings import IndexSettings, format_time
from dedup.index.stored_article import ArticlePacker, unpack_sketch
from dedup.text.corpus import CorpusReader

_SCANNED: Final = 1_000  # keys that Redis is asked to go through at a time
_REPORTED: Final = 20  # articles or buckets of one kind of damage that are named


def read_stats(store: RedisStore) -> IndexStats:
    """See `Prefilter.stats`: `bytes` are the memory of the whole server, 0 where it does not say; `key_bytes` those of
    the entries."""
    counts = store.counts()
    header = store.header()
    if header is None:
        raise FormatError(f"{store.server.shown} holds no index any more; open it again to make one.")
    first, last = next(iter(store.rows()), None), next(_newest(store), None)
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
        first_seen=format_time(first.seen) if first else None,
        last_seen=format_time(last.seen) if last else None,
        header=header,
    )


def _newest(store: RedisStore) -> Iterator[ArticleRow]:
    """Yield the articles, the newest first."""
    lowest = store.lowest()
    for above in range(store.last() + 1, lowest, -PAGE):
        yield from reversed(store.by_number(range(max(lowest, above - PAGE), above)))


def _memory(store: RedisStore) -> int:
    try:
        found = store.server.ask("INFO", "memory")
    except DedupError:  # INFO may be forbidden
        return 0
    return int(found.get("used_memory", 0))


def find_damage(store: RedisStore, settings: IndexSettings) -> list[str]:
    """See `Prefilter.check_index`. Articles that others add or forget meanwhile may be reported as damage."""
    last = store.last()
    having = np.zeros(last + 2, np.bool_)
    found = list(_of_buckets(store, last, having))
    found += _of_ids(store, last)
    articles = 0
    bodies = ArticlePacker(store.dictionary())
    for row in _readable(store, last, found):
        articles += 1
        try:
            if settings.text:
                article = bodies.unpack(row).article
                if not having[row.number] and (problem := _without_keys(store, settings, row, article)):
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
    if store.last() == last and articles != store.held():
        found.append(f"{articles} articles are there and {store.held()} ids; restore a copy of the database")
    return found


def _readable(store: RedisStore, last: int, found: list[str]) -> Iterator[ArticleRow]:
    """Yield the articles up to a number; those that cannot be read are noted."""
    for page in store.pages():
        numbers = range(page.start, min(page.stop, last + 1))
        try:
            yield from store.by_number(numbers)
        except FormatError:
            for number in numbers:
                try:
                    yield from store.by_number([number])
                except FormatError as error:
                    found.append(str(error))


def _of_buckets(store: RedisStore, last: int, having: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Iterator[str]:
    """Buckets that are not as they should be; `having` is set for each article that has entries."""
    reported = 0
    cursor = 0
    while True:
        cursor, names = store.server.ask("SCAN", cursor, "MATCH", f"{store.server.prefix}k:*", "COUNT", _SCANNED)
        cursor = int(cursor)
        for name, held in zip(names, store.server.ask("MGET", *names) if names else [], strict=True):
            whole = np.frombuffer((held or b"")[: len(held or b"") // ENTRY * ENTRY], np.uint8).reshape(-1, ENTRY)
            numbers = whole[:, 2:].copy().view("<u4").reshape(-1).astype(np.int64)
            having[numbers[numbers <= last]] = True
            if (len(held or b"") % ENTRY or np.any(np.diff(numbers) < 0)) and reported < _REPORTED:
                reported += 1
                yield (
                    f"the bucket {name[-3:].hex()} of keys is cut or out of order; export the index and import it anew"
                )
        if cursor == 0:
            return


def _of_ids(store: RedisStore, last: int) -> Iterator[str]:
    reported = 0
    cursor = 0
    while True:
        cursor, pairs = store.server.ask("HSCAN", f"{store.server.prefix}ids", cursor, "COUNT", PAGE)
        cursor = int(cursor)
        numbers = {int(number): name for name, number in pairs.items() if int(number) <= last}
        held = store.names(numbers)
        for number, name in numbers.items():
            if held.get(number) != name.decode("utf-8", "replace") and reported < _REPORTED:
                reported += 1
                yield f"the id {name.decode('utf-8', 'replace')[:200]!r} has no article; restore a copy of the database"
        if cursor == 0:
            return


def _without_keys(store: RedisStore, settings: IndexSettings, row: ArticleRow, article: Article) -> str | None:
    """Of an article without entries: whether it should have some, since its keys are not full of newer ones."""
    sketch = KeyMaker(settings.copies_alone)(CorpusReader()([article]).columns)
    counts, _ = read_buckets(store.server, sketch, row.id).matching(sketch.keys, 0)
    if np.any(counts < KEPT):
        return f"article {row.id[:200]!r} has no keys; forget it and add it again"
    return None
