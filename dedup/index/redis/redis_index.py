"""RedisIndex: an index in Redis, open in one process of a fleet.

No lock is held. What a verdict was drawn from is sent with the article, and a script takes the article in unless
something that bears on the verdict has come since. Then the caller looks at what is new and tries again; whoever made
it wait has gone on.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Final, NamedTuple

from dedup.errors import DedupError
from dedup.index.backend import AddedArticle, Addition
from dedup.index.contents import IndexStats
from dedup.index.family_changes import FamilyChanges, copy_family_changes
from dedup.index.header import make_header
from dedup.index.keys import ArticleKeys
from dedup.index.learned_furniture import NO_FURNITURE_LEARNED, LearnedFurniture, LearnedLine
from dedup.index.redis.buckets import KeyBuckets, read_buckets
from dedup.index.redis.connection import RedisServer, check_policy
from dedup.index.redis.redis_checks import find_damage, read_stats
from dedup.index.redis.redis_store import RedisStore
from dedup.index.redis.request import NEW, WatchedStore, make_request
from dedup.index.settings import IndexSettings, current_time
from dedup.index.stored_article import make_dictionary

_EVERY: Final = 32  # additions after which old articles are taken out
_EVICTED: Final = 256  # at most so many at a time, so that no call takes long
_TIDIED: Final = 4  # additions without a look-up after which buckets are looked at for dead entries


class BucketLookUp(NamedTuple):
    """A look-up in the buckets of an article's keys; see `KeyLookUp`."""

    buckets: KeyBuckets
    keys: ArticleKeys
    copies_alone: bool

    @property
    def last(self) -> int:
        """See `KeyLookUp`."""
        return self.buckets.last

    @property
    def may_be_stored(self) -> bool:
        """See `KeyLookUp`."""
        return self.buckets.taken

    def nearest(self, above: int) -> list[int]:
        """See `KeyLookUp`."""
        return self.buckets.nearest(self.keys, above, self.copies_alone)


class RedisIndex:
    """See `IndexBackend`. An index in Redis learns no lines, since nobody reads again the articles that it has taken
    in."""

    furniture: LearnedFurniture = NO_FURNITURE_LEARNED

    def __init__(self, settings: IndexSettings, server: RedisServer | None = None) -> None:
        self._settings = settings
        self._server = server or RedisServer(settings.path)
        self.store = RedisStore(self._server)
        try:
            check_policy(self._server)
            self.store.open(make_header(settings.text, settings.copies_alone, settings.model), make_dictionary())
        except BaseException:
            self._server.close()
            raise

    def close(self) -> None:
        """Close the connection."""
        self._server.close()

    def look_up(self, keys: ArticleKeys, article: str) -> BucketLookUp:
        """See `IndexBackend`."""
        return BucketLookUp(read_buckets(self._server, keys, article), keys, self._settings.copies_alone)

    def writing(self) -> AbstractContextManager[None]:
        """Return an empty context: others may write at any time, which `add` finds out."""
        return nullcontext()

    def add(self, addition: Addition) -> AddedArticle | None:
        """See `IndexBackend`."""
        buckets = None if addition.look_up is None else addition.look_up.buckets
        watched: WatchedStore | None = None
        changes: FamilyChanges = {}
        if buckets is not None:
            watched = WatchedStore(self.store, addition.matches)
            changes = copy_family_changes(watched, NEW, addition.matches)
        result, *values = self.store.add(make_request(addition, buckets, watched, changes))
        if result != b"added":
            return None
        number, name, first = int(values[0]), values[1].decode(), values[2].decode()
        if buckets is None and number % _TIDIED == 0:
            buckets = read_buckets(self._server, addition.keys, name)
        self._tidy(number, buckets)
        return AddedArticle(number, name, first or name)

    def _tidy(self, number: int, buckets: KeyBuckets | None) -> None:
        """Take out old articles now and then, and what is of no use in the buckets that were read."""
        window, bound = self._settings.window, self._settings.max_articles
        # The article is in the index, which the caller must learn; the next call reports what is wrong with the server
        with suppress(DedupError):
            if number % _EVERY == 0 and (window is not None or bound is not None):
                self.store.evict(None if window is None else current_time() - window, bound, _EVICTED)
            if buckets is not None:
                self.store.trim(buckets.trims())

    def forget(self, article: str) -> int:
        """See `IndexBackend`."""
        row = self.store.by_id(article)
        return self.store.forget([row.number]) if row else 0

    def forget_before(self, seen: int) -> int:
        """See `IndexBackend`."""
        return sum(self.store.forget(numbers) for numbers in self.store.seen_before(seen) if numbers)

    def learned_lines(self) -> list[LearnedLine]:
        """See `IndexBackend`."""
        return []

    def unlearn(self, line: int) -> bool:
        """See `IndexBackend`."""
        return False

    def stats(self) -> IndexStats:
        """See `IndexBackend`."""
        return read_stats(self.store)

    def find_damage(self) -> list[str]:
        """See `IndexBackend`."""
        return find_damage(self.store, self._settings)
