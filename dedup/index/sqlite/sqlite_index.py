"""Opened: an index on the disk in use by one process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from dedup.article import Article
from dedup.index.backend import ArticleRow
from dedup.index.contents import IndexRecord, IndexStats, damage, families_of, read_stats, records_of
from dedup.index.family_changes import copy_family_changes
from dedup.index.header import make_header
from dedup.index.judge import Judge, Matches, PreparedArticle, nearest_first, now
from dedup.index.learned_furniture import LearnedLine
from dedup.index.settings import IndexSettings, milliseconds
from dedup.index.sqlite import upkeep
from dedup.index.sqlite.database import Database
from dedup.index.sqlite.snapshot import IndexSnapshot
from dedup.index.stored_article import TextSketch, make_dictionary
from dedup.index.verdict import Verdict
from dedup.records import Family

_EVERY: Final = 32  # additions after which old articles are taken out
_EVICTED: Final = 256  # at most so many a time, so that no call waits long
_FORGOTTEN: Final = 500  # articles that are taken out at a time where a caller asks for it
_LOG: Final = 500  # additions after which the log is emptied in the background


class SqliteIndex:
    """Not safe for threads by itself."""

    def __init__(self, settings: IndexSettings) -> None:
        self.settings = settings
        path = Path(settings.path)
        self._database = Database(path, make_header(settings.text, settings.copies_alone), make_dictionary)
        self._judge = Judge(settings, self._database)
        self._view = IndexSnapshot(upkeep.folder_of(path), settings.copies_alone)
        self._upkeep = upkeep.BackgroundUpkeep(path)
        self._added = 0
        self._evicted = False

    def close(self) -> None:
        """Wait for what is under way, then close."""
        self._upkeep.wait()
        self._view.close()
        self._database.close()

    def _own(self, article: Article, sketch: TextSketch | None = None) -> PreparedArticle:
        problem, self._upkeep.problem = self._upkeep.problem, None
        if problem is not None:
            raise problem
        return self._judge.own(article) if sketch is None else self._judge.prepare_sketch(article, sketch)

    def _related(self, own: PreparedArticle, name: str, above: int) -> Matches:
        """The related articles with a number above `above`."""
        return self._judge.related(own, name, self._view.nearest(own.sketch, above), self._view.learned)

    def _found(self, own: PreparedArticle, name: str, held: ArticleRow | None) -> Matches:
        """All related articles; those of one that is held are looked for only where the verdict tells what hangs on
        them."""
        return self._related(own, name, 0) if held is None or self._judge.asks_more else []

    def check(self, article: Article) -> Verdict:
        """See `Prefilter.check`."""
        own = self._own(article)
        with self._database.reading():
            self._view.refresh(self._database)
            held, name = self._judge.named(own)
            found = self._found(own, name, held)
            verdict = self._judge.verdict(own, name, found, held, self._judge.family(name, found))
        return self._judge.with_more(verdict, own, found)

    def check_and_add(self, article: Article, seen: int | None, sketch: TextSketch | None = None) -> Verdict:
        """See `Prefilter.check_and_add`: compared with what is there while others may write, then with what came since
        while none may.

        See `Prefilter.add_sketch` for an article that comes as its `sketch`.
        """
        own = self._own(article, sketch)
        judge, database = self._judge, self._database
        with database.reading():
            self._view.refresh(database)
            held, name = judge.named(own)
            last = self._view.tail.last
            found = self._found(own, name, held)
            known = judge.verdict(own, name, found, held, judge.family(name, found)) if held else None
        if known is not None:
            return judge.with_more(known, own, found)
        body = judge.pack(own)
        seen = now() if seen is None else seen
        with database.writing():
            self._view.refresh(database)
            if self._view.tail.last > last:
                held, name = judge.named(own)
                if held:
                    return judge.with_more(judge.verdict(own, name, found, held, judge.family(name, found)), own, found)
                found += self._related(own, name, last)
            number = self._insert(name, seen, body, own)
            for row, r in found:
                database.relate(number, row.number, r.relation, r.probability, r.coverage.a, r.coverage.b)
            for joined, numbers in copy_family_changes(database, number, nearest_first(found)).items():
                database.join(joined, numbers)
            family = judge.family(name, found) if found else f"copy:{name}"
            verdict = judge.verdict(own, name, found, None, family, seen)
            self._make_room(number)
        self._after(number, own)
        return judge.with_more(verdict, own, found)

    def add(self, article: Article, seen: int | None) -> str:
        """See `Prefilter.add`."""
        own = self._own(article)
        body = self._judge.pack(own)
        with self._database.writing():
            self._view.refresh(self._database)
            held, name = self._judge.named(own)
            if held:
                return held.id
            number = self._insert(name, seen, body, own)
            self._make_room(number)
        self._after(number, own)
        return name

    def _insert(self, name: str, seen: int | None, body: bytes, own: PreparedArticle) -> int:
        self._view.stale = True  # until `_after`: an interrupt may come in between
        return self._database.insert(name, now() if seen is None else seen, body, own.sketch.keys)

    def _make_room(self, number: int) -> None:
        """Now and then take out what is old, when the article of this number has been related to it."""
        if number % _EVERY == 0:
            self._evict(_EVICTED)

    def _after(self, number: int, own: PreparedArticle) -> None:
        self._view.tail.add(number, own.sketch.keys)
        self._view.stale, self._evicted = self._evicted, False
        self._added += 1
        if len(self._view.tail) >= upkeep.TAIL_ENTRIES:
            self._upkeep.start(upkeep.TAIL_ENTRIES)
        elif self._added % _LOG == 0:
            self._upkeep.start(None)

    def recall(self, article: str) -> Verdict | None:
        """See `Prefilter.recall`."""
        with self._database.reading():
            return self._judge.recall(article)

    def stats(self) -> IndexStats:
        """See `Prefilter.stats`."""
        return read_stats(self._database, self.settings)

    def damage(self) -> list[str]:
        """See `Prefilter.check_index`."""
        return damage(self._database, self.settings)

    def families(self) -> list[Family]:
        """See `Prefilter.families`."""
        return families_of(self._database)

    def records(self) -> Iterator[IndexRecord]:
        """See `Prefilter.records`."""
        return records_of(self._database, self.settings)

    def learned(self) -> list[LearnedLine]:
        """See `Prefilter.learned`."""
        with self._database.reading():
            return self._database.line_counts.shown()

    def unlearn(self, line: int) -> bool:
        """See `Prefilter.unlearn`."""
        with self._database.writing():
            self._view.stale = True
            return self._database.line_counts.drop(line)

    def forget(self, article: str | None, older_than: str | float | timedelta | None) -> int:
        """See `Prefilter.forget`."""
        if article is not None:
            with self._database.writing():
                row = self._database.by_id(article)
                return self._database.forget([row.number]) if row else 0
        assert older_than is not None
        oldest = now() - milliseconds(older_than)
        gone = 0
        while True:
            with self._database.writing():
                numbers = self._database.seen_before(oldest, _FORGOTTEN)
                gone += self._database.forget(numbers)
            if len(numbers) < _FORGOTTEN:
                break
        self._upkeep.wait()
        upkeep.maintain_index(Path(self.settings.path), upkeep.TAIL_ENTRIES)
        return gone

    def _evict(self, most: int) -> None:
        """Take out the oldest articles that are beyond the window or the bound, at most so many."""
        window, bound = self.settings.window, self.settings.max_articles
        if window is None and bound is None:
            return
        rows = self._database.oldest(most)
        below = 0
        if window is not None:
            oldest = now() - window
            below = next((number for number, seen in rows if seen >= oldest), rows[-1][0] + 1)
        if bound is not None:
            excess = self._database.held() - bound
            if excess > 0:
                below = max(below, rows[min(excess, len(rows)) - 1][0] + 1)
        if below > rows[0][0]:
            self._database.evict(below)
            self._evicted = True
