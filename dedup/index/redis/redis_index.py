"""Opened: an index in Redis in use by one process of a fleet.

No lock is held: a verdict is drawn from what was read, and taken in together with what it was drawn from, by a script
that refuses it where something that bears on it has come since. Then what is new is looked at, and it is tried again;
whoever made one wait has gone on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Final

from dedup.article import Article
from dedup.errors import DedupError
from dedup.index.backend import ArticleRow
from dedup.index.contents import IndexRecord, IndexStats, families_of, records_of
from dedup.index.family_changes import copy_family_changes
from dedup.index.header import make_header
from dedup.index.judge import Judge, Matches, PreparedArticle, nearest_first, now
from dedup.index.learned_furniture import LearnedLine
from dedup.index.redis.buckets import KeyBuckets, look
from dedup.index.redis.connection import RedisServer, check_policy
from dedup.index.redis.redis_checks import damage, read_stats
from dedup.index.redis.redis_store import RedisStore
from dedup.index.redis.request import NEW, WatchedStore, addition
from dedup.index.settings import IndexSettings, milliseconds
from dedup.index.stored_article import TextSketch, make_dictionary
from dedup.index.verdict import Verdict
from dedup.records import Family

_EVERY: Final = 32  # additions after which old articles are taken out
_EVICTED: Final = 256  # at most so many a time, so that no call waits long
_TIDIED: Final = 4  # additions without a look after which buckets are looked at for dead entries
_TRIES: Final = 1_000  # of one article; each that fails means that others were taken in


class RedisIndex:
    """Not safe for threads by itself."""

    def __init__(self, settings: IndexSettings) -> None:
        self.settings = settings
        self._server = RedisServer(settings.path)
        try:
            check_policy(self._server)
            self._store = RedisStore(self._server)
            self._store.open(make_header(settings.text, settings.copies_alone), make_dictionary())
            self._judge = Judge(settings, self._store)
        except BaseException:
            self._server.close()
            raise

    def close(self) -> None:
        """Close the connection."""
        self._server.close()

    def _related(self, own: PreparedArticle, name: str, seen: KeyBuckets, above: int) -> Matches:
        """The related articles with a number above `above`."""
        return self._judge.related(own, name, seen.nearest(own.sketch, above, self.settings.copies_alone))

    def _look(self, own: PreparedArticle) -> tuple[KeyBuckets, ArticleRow | None, str]:
        """What is held of its keys, the row that holds this very article, and the id that it has or would have."""
        at = look(self._server, own.sketch, own.article.id)
        if at.taken:
            return at, *self._judge.named(own)
        return at, None, own.article.id or f"#{at.last + 1}"

    def check(self, article: Article) -> Verdict:
        """See `Prefilter.check`."""
        own = self._judge.own(article)
        at, held, name = self._look(own)
        return self._known(own, name, at, held) if held else self._told(own, name, self._related(own, name, at, 0))

    def _known(self, own: PreparedArticle, name: str, at: KeyBuckets, held: ArticleRow) -> Verdict:
        """What is said of an article that is held; its relatives are looked for only where the verdict tells what hangs
        on them."""
        found = self._related(own, name, at, 0) if self._judge.asks_more else []
        return self._told(own, name, found, held)

    def _told(self, own: PreparedArticle, name: str, found: Matches, held: ArticleRow | None = None) -> Verdict:
        verdict = self._judge.verdict(own, name, found, held, self._judge.family(name, found))
        return self._judge.with_more(verdict, own, found)

    def check_and_add(self, article: Article, seen: int | None, sketch: TextSketch | None = None) -> Verdict:
        """See `Prefilter.check_and_add`; see `Prefilter.add_sketch` for an article that comes as its `sketch`."""
        judge = self._judge
        own = judge.own(article) if sketch is None else judge.prepare_sketch(article, sketch)
        body = b""
        found: Matches = []
        known = 0
        for _ in range(_TRIES):
            at, held, name = self._look(own)
            if held:
                return self._known(own, name, at, held)
            found = [*self._still(found), *self._related(own, name, at, known)]
            known = at.last
            watched = WatchedStore(self._store, found)
            moved = copy_family_changes(watched, NEW, nearest_first(found))
            body = body or judge.pack(own)
            time = now() if seen is None else seen
            result, *told = self._store.add(addition(own, name, time, body, at, watched, found, moved))
            if result == b"added":
                number, taken, first = int(told[0]), told[1].decode(), told[2].decode()
                verdict = judge.verdict(own, taken, found, None, f"copy:{first or taken}", time)
                self._after(number, at)
                return judge.with_more(verdict, own, found)
        raise DedupError(
            f"{self._server.shown} takes in so much that this article found no moment; ask from fewer processes."
        )

    def _still(self, found: Matches) -> Matches:
        """The related articles as they are now, without those that were taken out since."""
        rows = {row.number: row for row in self._store.by_number([row.number for row, _ in found])}
        return [(rows[row.number], relation) for row, relation in found if row.number in rows]

    def add(self, article: Article, seen: int | None) -> str:
        """See `Prefilter.add`."""
        own = self._judge.own(article)
        body = self._judge.pack(own)
        for _ in range(_TRIES):
            held, name = self._judge.named(own)
            if held:
                return held.id
            result, *told = self._store.add(
                addition(own, name, now() if seen is None else seen, body, None, None, [], {})
            )
            if result == b"added":
                number = int(told[0])
                self._after(number, look(self._server, own.sketch, name) if number % _TIDIED == 0 else None)
                return str(told[1].decode())
        raise DedupError(
            f"{self._server.shown} takes in so much under the id {article.id[:200]!r} that this article found no moment."
        )

    def _after(self, number: int, at: KeyBuckets | None) -> None:
        """Now and then take out what is old; and what is of no use in the buckets that were read."""
        window, bound = self.settings.window, self.settings.max_articles
        # The article is in, which the caller is to hear; what is wrong with the server the next call tells
        with suppress(DedupError):
            if number % _EVERY == 0 and (window is not None or bound is not None):
                self._store.evict(None if window is None else now() - window, bound, _EVICTED)
            if at is not None:
                self._store.trim(at.trims())

    def recall(self, article: str) -> Verdict | None:
        """See `Prefilter.recall`."""
        return self._judge.recall(article)

    def learned(self) -> list[LearnedLine]:
        """See `Prefilter.learned`: an index in Redis learns no lines, since nobody looks through the articles it has
        taken in."""
        return []

    def unlearn(self, line: int) -> bool:
        """See `Prefilter.unlearn`."""
        return False

    def stats(self) -> IndexStats:
        """See `Prefilter.stats`."""
        return read_stats(self._store)

    def damage(self) -> list[str]:
        """See `Prefilter.check_index`."""
        return damage(self._store, self.settings)

    def families(self) -> list[Family]:
        """See `Prefilter.families`."""
        return families_of(self._store)

    def records(self) -> Iterator[IndexRecord]:
        """See `Prefilter.records`."""
        return records_of(self._store, self.settings)

    def forget(self, article: str | None, older_than: str | float | timedelta | None) -> int:
        """See `Prefilter.forget`."""
        if article is not None:
            row = self._store.by_id(article)
            return self._store.forget([row.number]) if row else 0
        assert older_than is not None
        return sum(
            self._store.forget(numbers)
            for numbers in self._store.seen_before(now() - milliseconds(older_than))
            if numbers
        )
