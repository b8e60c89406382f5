"""SqliteIndex: an index on the disk, open in one process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from dedup.index.backend import AddedArticle, Addition
from dedup.index.contents import IndexStats
from dedup.index.family_changes import copy_family_changes
from dedup.index.header import make_header
from dedup.index.keys import ArticleKeys
from dedup.index.learned_furniture import LearnedFurniture, LearnedLine
from dedup.index.settings import LIMITS, IndexLimits, IndexSettings, current_time
from dedup.index.sqlite import upkeep
from dedup.index.sqlite.connection import real_path
from dedup.index.sqlite.database import Database
from dedup.index.sqlite.snapshot import IndexSnapshot
from dedup.index.sqlite.sqlite_checks import find_damage, read_stats
from dedup.index.stored_article import make_dictionary

_EVERY: Final = 32  # additions after which old articles are taken out
_EVICTED: Final = 256  # at most so many at a time, so that no call takes long
_FORGOTTEN: Final = 500  # articles that are taken out at a time where a caller asks for it
_LOG: Final = 500  # additions after which the log is emptied in the background


class SnapshotLookUp(NamedTuple):
    """A look-up in the snapshot; see `KeyLookUp`. `version` is that of the database at its moment."""

    snapshot: IndexSnapshot
    keys: ArticleKeys
    last: int
    version: tuple[int, int]
    may_be_stored: bool = True

    def nearest(self, above: int) -> list[int]:
        """See `KeyLookUp`."""
        return self.snapshot.nearest(self.keys, above)


class SqliteIndex:
    """See `IndexBackend`. While one process writes, no other does, so that an addition is refused at most once."""

    def __init__(
        self,
        settings: IndexSettings,
        limits: IndexLimits = LIMITS,
        make_snapshot: Callable[[Path, bool, IndexLimits], IndexSnapshot] = IndexSnapshot,
    ) -> None:
        self._settings = settings
        self._path = real_path(settings.path)
        header = make_header(settings.text, settings.copies_alone, settings.model)
        self.store = Database(self._path, header, make_dictionary, limits=limits)
        self._snapshot = make_snapshot(upkeep.folder_of(self._path), settings.copies_alone, limits)
        self._upkeep = upkeep.BackgroundUpkeep(self._path, limits)
        self._limits = limits
        self._additions = 0
        self._last_added: tuple[int, ArticleKeys] | None = None
        self._evicted = False

    def close(self) -> None:
        """Wait for what is under way, then close."""
        self._upkeep.wait()
        self._snapshot.close()
        self.store.close()

    @property
    def furniture(self) -> LearnedFurniture:
        """See `IndexBackend`."""
        return self._snapshot.furniture

    def look_up(self, keys: ArticleKeys, article: str) -> SnapshotLookUp:
        """See `IndexBackend`. Raises what went wrong in the background since the last call."""
        self._raise_problem()
        self._snapshot.refresh(self.store)
        return SnapshotLookUp(self._snapshot, keys, self._snapshot.recent.last, self._snapshot.version)

    def _raise_problem(self) -> None:
        problem, self._upkeep.problem = self._upkeep.problem, None
        if problem is not None:
            raise problem

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let no other process write; all that is written inside is there afterwards, or nothing."""
        self._last_added = None
        with self.store.writing():
            yield
        if self._last_added is not None:
            self._after_adding(*self._last_added)

    def add(self, addition: Addition) -> AddedArticle | None:
        """See `IndexBackend`."""
        if addition.look_up is None:
            self._raise_problem()
            self._snapshot.refresh(self.store)
        elif self.store.version() != addition.look_up.version:
            return None
        self._snapshot.stale = True  # until `_after_adding`: an interrupt may come in between
        number = self._snapshot.recent.last + 1
        self.store.insert(number, addition.id, addition.seen, addition.body, addition.keys.keys)
        for row, r in addition.matches:
            self.store.relate(number, row.number, r.relation, r.probability, r.coverage.a, r.coverage.b)
        if addition.marks is not None:
            self.store.styles.count(addition.marks)
        family = addition.id
        for joined, numbers in copy_family_changes(self.store, number, addition.matches).items():
            self.store.join(joined, numbers)
            if joined is not None and number in numbers:
                family = self.store.first_of(joined)
        if number % _EVERY == 0:  # when it has been related to the oldest
            self._evict()
        self._last_added = number, addition.keys
        return AddedArticle(number, addition.id, family)

    def _after_adding(self, number: int, keys: ArticleKeys) -> None:
        self._snapshot.recent.add(number, keys.keys)
        self._snapshot.stale, self._evicted = self._evicted, False
        self._additions += 1
        if len(self._snapshot.recent) >= self._limits.tail_keys:
            self._upkeep.start(self._limits.tail_keys)
        elif self._additions % _LOG == 0:
            self._upkeep.start(None)

    def _evict(self) -> None:
        """Take out the oldest articles that are beyond the window or the bound, at most _EVICTED."""
        window, bound = self._settings.window, self._settings.max_articles
        if window is None and bound is None:
            return
        rows = self.store.oldest(_EVICTED)
        first = rows[0][0]
        below = 0
        if window is not None:
            now = current_time()
            below, undated = _expired(rows, now - window, now)
            if undated:
                self.store.set_seen(now, undated)
        if bound is not None:
            excess = self.store.held() - bound
            if excess > 0:
                below = max(below, rows[min(excess, len(rows)) - 1][0] + 1)
        if below > first:
            self.store.evict(below)
            self._evicted = True

    def forget(self, article: str) -> int:
        """See `IndexBackend`."""
        with self.store.writing():
            number = self.store.number_of(article)
            return self.store.forget([number]) if number is not None else 0

    def forget_before(self, seen: int) -> int:
        """See `IndexBackend`."""
        gone = 0
        while True:
            with self.store.writing():
                numbers = self.store.seen_before(seen, _FORGOTTEN)
                gone += self.store.forget(numbers)
            if len(numbers) < _FORGOTTEN:
                break
        self._upkeep.wait()
        upkeep.maintain_index(self._path, self._limits.tail_keys, limits=self._limits)
        return gone

    def learned_lines(self) -> list[LearnedLine]:
        """See `IndexBackend`."""
        with self.store.reading():
            return self.store.line_counts.shown()

    def unlearn(self, line: int) -> bool:
        """See `IndexBackend`."""
        with self.store.writing():
            self._snapshot.stale = True
            return self.store.line_counts.drop(line)

    def stats(self) -> IndexStats:
        """See `IndexBackend`."""
        return read_stats(self.store, self._settings)

    def find_damage(self) -> list[str]:
        """See `IndexBackend`."""
        return find_damage(self.store, self._settings)


def _expired(rows: Sequence[tuple[int, int]], oldest: int, now: int) -> tuple[int, list[int]]:
    """Return the number below which articles came in before `oldest`, 0 for none, and those of which nobody can say.

    An article whose time is in the future, by a clock that was wrong, goes with the first expired one behind it. Where
    there are no others its time counts from now on.

    >>> _expired([(1, 99), (2, 5), (3, 99), (4, 20)], 10, 30), _expired([(1, 99), (2, 99)], 10, 30)
    ((3, []), (0, [1, 2]))
    """
    below = 0
    for number, seen in rows:
        if oldest <= seen <= now:
            return below, []
        if seen < oldest:
            below = number + 1
    return below, [] if below else [number for number, _ in rows]
