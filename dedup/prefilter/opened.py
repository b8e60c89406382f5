"""Opened: an index in use by one process."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from dedup.article import Article
from dedup.prefilter import upkeep
from dedup.prefilter.body import Bodies, Held, Small, make_dictionary, pack_small, readable, small_sketch, unpack_small
from dedup.prefilter.database import Database, Row
from dedup.prefilter.header import make_header
from dedup.prefilter.keys import Sketch, Sketcher
from dedup.prefilter.kinship import join_families
from dedup.prefilter.nearest import NEAREST
from dedup.prefilter.settings import Settings, milliseconds, told_time
from dedup.prefilter.translated import Translator
from dedup.prefilter.verdict import Match, Verdict, match_of, seen_from, strength
from dedup.prefilter.verify import Verifier, by_sketch
from dedup.prefilter.view import View
from dedup.relations.relation import COPY_KINDS, Relation, Sides
from dedup.text.corpus import Corpus, CorpusReader

LONGEST_ID: Final = 2_000  # characters; a longer id is cut
_EVERY: Final = 32  # additions after which old articles are taken out
_EVICTED: Final = 256  # at most so many a time, so that no call waits long
_FORGOTTEN: Final = 500  # articles that are taken out at a time where a caller asks for it
_LOG: Final = 500  # additions after which the log is emptied in the background


class Own(NamedTuple):
    """The article asked about."""

    article: Article
    held: Held
    sketch: Sketch
    small: Small | None
    corpus: Corpus


class Opened:
    """Not safe for threads by itself."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        path = Path(settings.path)
        self.database = Database(path, make_header(settings.text, settings.copies_alone), make_dictionary)
        self._bodies = Bodies(self.database.dictionary())
        self._read = CorpusReader()
        self._sketch = Sketcher(settings.copies_alone)
        self._verify = Verifier()
        self._view = View(upkeep.folder_of(path), settings.copies_alone)
        self._upkeep = upkeep.Upkeep(path)
        self._translate = Translator() if settings.translation else None
        self._added = 0

    def close(self) -> None:
        """Wait for what is under way, then close."""
        self._upkeep.wait()
        self.database.close()

    def _own(self, article: Article) -> Own:
        problem, self._upkeep.problem = self._upkeep.problem, None
        if problem is not None:
            raise problem
        if len(article.id) > LONGEST_ID or not article.id.isascii():
            article = _with_id(article, readable(article.id[:LONGEST_ID]))
        corpus = self._read([article])
        sketch = self._sketch(corpus.columns)
        tokens = corpus.tokens
        small = None if self.settings.text else small_sketch(sketch.signature, tokens.hashes[tokens.of(0)])
        return Own(article, Held(article, corpus.furniture_bytes.get(0, []), 0 in corpus.repaired), sketch, small, corpus)

    def check(self, article: Article) -> Verdict:
        """See `Prefilter.check`."""
        own = self._own(article)
        with self.database.reading():
            self._view.refresh(self.database)
            held, name = self._named(own)
            found = [] if held else self._related(own, name, 0)
            return self._verdict(own, name, found, held)

    def check_and_add(self, article: Article, seen: int | None) -> Verdict:
        """See `Prefilter.check_and_add`: compared with what is there while others may write, then with what came since while none may."""
        own = self._own(article)
        with self.database.reading():
            self._view.refresh(self.database)
            held, name = self._named(own)
            last = self.database.last()
            found = [] if held else self._related(own, name, 0)
        if held:
            return self._verdict(own, name, found, held)
        body = self._body(own)
        with self.database.writing():
            self._view.refresh(self.database)
            if self.database.last() > last:
                held, name = self._named(own)
                if held:
                    return self._verdict(own, name, [], held)
                found += self._related(own, name, last)
            number = self._insert(name, seen, body, own)
            join_families(self.database, number, _nearest_first(found))
            verdict = self._verdict(own, name, found, None)
        self._after(number, own)
        return verdict

    def add(self, article: Article, seen: int | None) -> str:
        """See `Prefilter.add`."""
        own = self._own(article)
        body = self._body(own)
        with self.database.writing():
            self._view.refresh(self.database)
            held, name = self._named(own)
            if held:
                return held.id
            number = self._insert(name, seen, body, own)
        self._after(number, own)
        return name

    def _body(self, own: Own) -> bytes:
        return self._bodies.pack(own.held) if own.small is None else pack_small(own.small)

    def _insert(self, name: str, seen: int | None, body: bytes, own: Own) -> int:
        number = self.database.insert(name, now() if seen is None else seen, body, own.sketch.keys)
        if number % _EVERY == 0:
            self._evict(_EVICTED)
        return number

    def _after(self, number: int, own: Own) -> None:
        self._view.tail.add(number, own.sketch.keys)
        self._added += 1
        if len(self._view.tail) >= upkeep.TAIL_ENTRIES:
            self._upkeep.start(upkeep.TAIL_ENTRIES)
        elif self._added % _LOG == 0:
            self._upkeep.start(None)

    def _named(self, own: Own) -> tuple[Row | None, str]:
        """The row that holds this very article, and the id that it has or would have."""
        article = own.article
        if not article.id:
            return None, f"#{self.database.last() + 1}"
        name = article.id
        for again in (2, 3, 0):
            row = self.database.by_id(name)
            if row is None:
                return None, name
            if self._same(own, row):
                return row, name
            name = f"{article.id}#{again or self.database.last() + 1}"
        return None, name

    def _same(self, own: Own, row: Row) -> bool:
        if own.small is not None:
            held = unpack_small(row)
            return (held.digest, held.words) == (own.small.digest, own.small.words)
        return self._bodies.unpack(row).article.text == readable(own.article.text)

    def _related(self, own: Own, name: str, above: int) -> list[tuple[Row, Relation]]:
        """The related articles of the index with a number above `above`; in each relation a is the article asked about."""
        rows = self._alive(self._view.nearest(own.sketch, above))
        if not rows:
            return []
        held = {row.id: row for row in rows}
        if own.small is not None:
            shown = [by_sketch(name, own.small, row.id, unpack_small(row)) for row in rows]
            relations = [r for r in shown if r is not None]
        else:
            terms = None if self.settings.copies_alone else self._sketch.terms
            asked = own.held._replace(article=_with_id(own.article, name))
            relations = self._verify(asked, [self._bodies.unpack(row) for row in rows], terms, self.settings.min_probability)
        turned = [seen_from(r, name) for r in relations]
        return [(held[r.b], r) for r in turned]

    def _alive(self, numbers: list[int]) -> list[Row]:
        """The first NEAREST of these articles that are still held and in the window."""
        oldest = 0 if self.settings.window is None else now() - self.settings.window
        rows: list[Row] = []
        while numbers and len(rows) < NEAREST:
            some, numbers = numbers[:NEAREST], numbers[NEAREST:]
            rows += [row for row in self.database.by_number(some) if row.seen >= oldest]
            if len(rows) == len(some):
                break
        return rows[:NEAREST]

    def _verdict(self, own: Own, name: str, found: list[tuple[Row, Relation]], held: Row | None) -> Verdict:
        matches = sorted((match_of(r, row.id, told_time(row.seen)) for row, r in found), key=strength)
        seen = min([now(), *(row.seen for row, r in found if r.relation in COPY_KINDS)])
        if held is not None:
            seen = held.seen
            whole = Sides(1.0, 1.0)
            matches = [Match(id=held.id, score=1.0, relation="identical", coverage=whole, first_seen=told_time(seen))]
        return Verdict(
            id=name,
            decision=matches[0].relation if matches else "new",
            matches=matches,
            family=self._family(name, found),
            first_seen=told_time(seen),
            known=held is not None,
            verified=own.small is None,
            translation=self._translate(own.corpus) if self._translate else None,
        )

    def _family(self, name: str, found: list[tuple[Row, Relation]]) -> str:
        """The copy family of a held article; of one that is not held the family of its nearest copy."""
        row = self.database.by_id(name)
        if row is None:
            near = [row for row, r in _nearest_first(found) if r.relation in COPY_KINDS]
            row = near[0] if near else None
        if row is None:
            return f"copy:{name}"
        return f"copy:{row.id if row.family is None else self.database.first_of(row.family)}"

    def recall(self, article: str) -> Verdict | None:
        """See `Prefilter.recall`."""
        with self.database.reading():
            row = self.database.by_id(article)
            if row is None:
                return None
            matches = []
            earliest = row.seen
            for r in self.database.relations([row.number]):
                for other in self.database.by_number([int(r.a)]):
                    matches.append(match_of(seen_from(r, r.b), other.id, told_time(other.seen)))
                    earliest = min(earliest, other.seen) if r.relation in COPY_KINDS else earliest
            matches.sort(key=strength)
            return Verdict(
                id=row.id,
                decision=matches[0].relation if matches else "new",
                matches=matches,
                family=self._family(row.id, []),
                first_seen=told_time(earliest),
                known=True,
                verified=self.settings.text,
            )

    def forget(self, article: str | None, older_than: str | float | timedelta | None) -> int:
        """See `Prefilter.forget`."""
        if article is not None:
            with self.database.writing():
                row = self.database.by_id(article)
                return self.database.forget([row.number]) if row else 0
        assert older_than is not None
        oldest = now() - milliseconds(older_than)
        gone = 0
        while True:
            with self.database.writing():
                numbers = self.database.seen_before(oldest, _FORGOTTEN)
                gone += self.database.forget(numbers)
            if len(numbers) < _FORGOTTEN:
                break
        self._upkeep.wait()
        upkeep.tend(Path(self.settings.path), upkeep.TAIL_ENTRIES)
        return gone

    def _evict(self, most: int) -> None:
        """Take out the oldest articles that are beyond the window or the bound, at most so many."""
        window, bound = self.settings.window, self.settings.max_articles
        if window is None and bound is None:
            return
        rows = self.database.oldest(most)
        below = 0
        if window is not None:
            oldest = now() - window
            below = next((number for number, seen in rows if seen >= oldest), rows[-1][0] + 1)
        if bound is not None:
            excess = self.database.held() - bound
            if excess > 0:
                below = max(below, rows[min(excess, len(rows)) - 1][0] + 1)
        if below > rows[0][0]:
            self.database.evict(below)


def _nearest_first(found: list[tuple[Row, Relation]]) -> list[tuple[Row, Relation]]:
    return sorted(found, key=lambda pair: strength(match_of(pair[1], pair[0].id, "")))


def _with_id(article: Article, name: str) -> Article:
    return msgspec.structs.replace(article, id=name)


def now() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000
