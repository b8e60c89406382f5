"""Prefilter: the index of the articles seen so far, one call for one article."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import wraps
from types import TracebackType
from typing import Concatenate, Final, ParamSpec, Self, TypeVar

from dedup.article import Article
from dedup.errors import DedupError, InputError, SettingsError
from dedup.index.article_store import ArticleRow, ArticleStore, Matches
from dedup.index.backend import AddedArticle, Addition, IndexBackend, KeyLookUp, MissingSegmentError
from dedup.index.comparer import ArticleComparer, PreparedArticle
from dedup.index.contents import IndexRecord, IndexStats, families_of, records_of
from dedup.index.learned_furniture import LearnedLine
from dedup.index.outlet_style import HouseStyleMark, house_styles
from dedup.index.redis.address import is_address
from dedup.index.settings import (
    LIMITS,
    IndexLimits,
    IndexSettings,
    current_time,
    milliseconds,
    time_of_arrival,
    wants_copies_alone,
)
from dedup.index.stored_article import TextSketch
from dedup.index.verdict import (
    Verdict,
    nearest_first,
    seen_from,
    verdict_as_stored,
    verdict_on_known,
    verdict_on_new,
)
from dedup.records import COPY_RELATIONS, Family
from dedup.relations.calibration import least_probability, read_calibration

P = ParamSpec("P")
R = TypeVar("R")
OpenBackend = Callable[[IndexSettings, IndexLimits], IndexBackend]
MakeComparer = Callable[[IndexSettings, IndexLimits, ArticleStore], ArticleComparer]
_ATTEMPTS: Final = 1_000  # to take one article in; each that fails means that others were taken in
_of_parents: list[IndexBackend | None] = []


def open_backend(settings: IndexSettings, limits: IndexLimits) -> IndexBackend:
    """Open the file or the Redis that the settings name."""
    if is_address(settings.path):
        from dedup.index.redis.redis_index import RedisIndex

        return RedisIndex(settings)
    from dedup.index.sqlite.sqlite_index import SqliteIndex

    return SqliteIndex(settings, limits)


def _one_at_a_time(method: Callable[Concatenate[Prefilter, P], R]) -> Callable[Concatenate[Prefilter, P], R]:
    """Let one thread at a time call a method of an open index; call it again where another process is replacing the
    list of segments."""

    @wraps(method)
    def call(self: Prefilter, /, *given: P.args, **named: P.kwargs) -> R:
        with self._alone():
            for left in range(self._limits.tries, -1, -1):
                try:
                    return method(self, *given, **named)
                except MissingSegmentError:
                    if not left:
                        raise
                    time.sleep(0.01)
        raise AssertionError

    return call


class Prefilter:
    """A persistent index of articles, safe to use from many threads and processes.

    >>> import tempfile, pathlib
    >>> folder = tempfile.TemporaryDirectory()
    >>> with Prefilter(pathlib.Path(folder.name) / "seen.db") as seen:
    ...     text = "The minister said on Monday that the bridge would be closed for repairs until the end of the year."
    ...     first = seen.check_and_add(Article(id="a", text=text))
    ...     second = seen.check_and_add(Article(id="b", text=text))
    >>> first.decision, second.decision, second.matches[0].id
    ('new', 'identical', 'a')
    >>> folder.cleanup()
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        text: bool = True,
        window: str | float | timedelta | None = None,
        max_articles: int | None = None,
        only: Sequence[str] = (),
        translation: bool = False,
        names: bool = False,
        min_probability: float | None = None,
        model: str | os.PathLike[str] | None = None,
        house_style: bool = True,
    ) -> None:
        """Open the index at `path`, or make it; its keys are in a folder PATH.keys beside the file. Several machines
        can share an index in Redis, `redis://host:6379/0`, or with `?prefix=NAME` several indexes in one database
        (extra `redis`).

        With `text=False` the index stores no texts: it finds copies only, by sketches, and reports no passages.
        `only=["copies"]` looks for copies and for nothing else. `window` ("30d", "12h", seconds) forgets what was seen
        longer ago, `max_articles` the oldest above this number. `translation` adds to each verdict whether the text is
        a translation, `names` the names in it; both read its nearest matches as well, where texts are stored. `model`
        is a file that `dedup calibrate` wrote; matches below `min_probability` (default: the threshold of the model,
        else 0.5) are left out. With `house_style`, marks of a translation that an outlet has in a large part of its
        articles are no evidence; they are counted in the index, for all processes. Raises SettingsError, InputError for
        a model that cannot be read, and FormatError for a file that is damaged, made with other settings, or by another
        version.
        """
        calibration = None if model is None else read_calibration(model)
        settings = IndexSettings(
            path=os.fspath(path),
            text=text,
            window=None if window is None else milliseconds(window),
            max_articles=max_articles,
            copies_alone=wants_copies_alone(only) or not text,
            translation=translation,
            names=names,
            min_probability=least_probability(min_probability, calibration),
            calibration=calibration,
            house_style=house_style,
        )
        self._begin(settings, LIMITS, open_backend)

    @classmethod
    def within(
        cls,
        settings: IndexSettings,
        limits: IndexLimits = LIMITS,
        open_backend: OpenBackend = open_backend,
        make_comparer: MakeComparer = ArticleComparer,
    ) -> Self:
        """Open an index within other bounds, over another backend, or with another comparer; for tests and for new
        backends."""
        self = cls.__new__(cls)
        self._begin(settings, limits, open_backend, make_comparer)
        return self

    def _begin(
        self,
        settings: IndexSettings,
        limits: IndexLimits,
        open_backend: OpenBackend,
        make_comparer: MakeComparer = ArticleComparer,
    ) -> None:
        self._settings, self._limits = settings, limits
        self._open_backend, self._make_comparer = open_backend, make_comparer
        self._lock = threading.RLock()
        self._process = os.getpid()
        self._opened: IndexBackend | None = open_backend(settings, limits)
        try:
            self._comparer = make_comparer(settings, limits, self._opened.store)
        except BaseException:
            self._opened.close()
            raise

    def __getstate__(self) -> tuple[IndexSettings, IndexLimits, OpenBackend, MakeComparer]:
        return self._settings, self._limits, self._open_backend, self._make_comparer

    def __setstate__(self, state: tuple[IndexSettings, IndexLimits, OpenBackend, MakeComparer]) -> None:
        self._begin(*state)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Finish what is under way. The index is whole at any time; this only frees what the process uses for it."""
        with self._lock:
            backend, self._opened = self._opened, None
            if backend is not None and self._process == os.getpid():
                backend.close()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # After a fork, connection, lock and thread belong to the parent, which alone may close them.
        if self._process != os.getpid():
            _of_parents.append(self._opened)
            self._begin(*self.__getstate__())
        with self._lock:
            yield

    @property
    def _backend(self) -> IndexBackend:
        if self._opened is None:
            raise DedupError(f"The index {self._settings.shown} was closed; open it again.")
        return self._opened

    @_one_at_a_time
    def check(self, article: Article) -> Verdict:
        """Return the verdict on an article, and do not add the article. Raises InputError for a text of more than
        64 million characters."""
        prepared = self._prepare(article)
        with self._backend.store.reading():
            look_up, stored, name = self._look_up(prepared)
            matches = self._matches(prepared, name, look_up) if stored is None or self._comparer.needs_matches else []
            stored = stored or self._comparer.find_same(prepared, matches)
            if stored is None:
                family = self._family_of_nearest(matches) or name
                verdict = verdict_on_new(name, matches, family, current_time(), verified=prepared.sketch is None)
            else:
                verdict = self._known(prepared, stored)
        return self._comparer.complete(verdict, prepared, matches)

    @_one_at_a_time
    def check_and_add(
        self,
        article: Article,
        *,
        first_seen: str | float | datetime | None = None,
        keep_id: bool = False,
        token: bytes = b"",
    ) -> Verdict:
        """Return the verdict on an article, and add the article, in one step: of two copies that come at the same time
        one is reported as a copy of the other.

        An article that is stored under this id with this text, or (unless `keep_id`) as this very article under another
        id, is not added again; its verdict is `known`. `first_seen` is the present unless given. `token` is stored with
        the article where it is added, and tells afterwards by whom it was: see `token_of`. When the call returns, the
        article is in the index whatever becomes of the process. Raises InputError for a text of more than 64 million
        characters.
        """
        return self._check_and_add(self._prepare(article), first_seen, keep_id, token)

    @_one_at_a_time
    def add_sketch(self, id: str, sketch: TextSketch, *, first_seen: str | float | datetime | None = None) -> Verdict:
        """Add an article of which there is a sketch and no text, as in `records()` of an index without texts, or in an
        export of one.

        The verdict is the one that the article itself would have got. `first_seen` is the present unless given. Raises
        SettingsError where the index stores texts, and for a sketch that is not whole.
        """
        if self._settings.text:
            raise SettingsError(
                f"{self._settings.shown} keeps texts and takes no sketches; add them to an index that keeps none "
                "(--no-text)."
            )
        if not sketch.whole:
            raise SettingsError(
                f"The sketch of {id[:200]!r} has {len(sketch.slots)} bytes of slots, which are not all; sketch the "
                "text anew."
            )
        return self._check_and_add(self._comparer.prepare_sketch(Article(id=id, text=""), sketch), first_seen)

    @_one_at_a_time
    def add(self, article: Article, *, first_seen: str | float | datetime | None = None) -> str:
        """Add an article without comparing it; return the id under which it is stored.

        `first_seen` is the present unless given. Raises InputError for a text of more than 64 million characters.
        """
        prepared = self._prepare(article)
        seen = time_of_arrival(first_seen, current_time())
        body, marks = self._comparer.pack(prepared), self._comparer.outlet_marks(prepared)
        with self._backend.writing():
            for _ in range(_ATTEMPTS):
                stored, name = self._comparer.find_stored(prepared)
                if stored is not None:
                    return stored.id
                addition = Addition(prepared.article.id, name, seen, body, prepared.keys, [], marks=marks)
                added = self._backend.add(addition)
                if added is not None:
                    return added.id
        raise self._no_moment(article)

    def _check_and_add(
        self,
        prepared: PreparedArticle,
        first_seen: str | float | datetime | None,
        keep_id: bool = False,
        token: bytes = b"",
    ) -> Verdict:
        """Compare an article with what is stored while others may write, then take it in, after comparing it with what
        came since."""
        seen = time_of_arrival(first_seen, current_time())
        with self._backend.store.reading():
            look_up, stored, name = self._look_up(prepared)
            matches = self._matches(prepared, name, look_up) if stored is None or self._comparer.needs_matches else []
            stored = stored or (None if keep_id else self._comparer.find_same(prepared, matches))
            verdict = None if stored is None else self._known(prepared, stored)
        if verdict is None:
            body, marks = self._comparer.pack(prepared, token), self._comparer.outlet_marks(prepared)
            with self._backend.writing():
                for _ in range(_ATTEMPTS):
                    addition = Addition(prepared.article.id, name, seen, body, prepared.keys, matches, look_up, marks)
                    added = self._backend.add(addition)
                    if added is not None:
                        verdict = self._new(prepared, added, matches, seen)
                        break
                    last = look_up.last
                    look_up, stored, name = self._look_up(prepared)
                    if stored is not None:
                        verdict = self._known(prepared, stored)
                        break
                    matches = nearest_first(
                        self._still_stored(matches) + self._matches(prepared, name, look_up, above=last)
                    )
                    stored = None if keep_id else self._comparer.find_same(prepared, matches)
                    if stored is not None:
                        verdict = self._known(prepared, stored)
                        break
                else:
                    raise self._no_moment(prepared.article)
        return self._comparer.complete(verdict, prepared, matches)

    def _prepare(self, article: Article) -> PreparedArticle:
        longest = self._limits.longest_text
        if len(article.text) > longest:
            raise InputError(
                f"{article.id[:200] or 'The article'}: the text has {len(article.text)} characters, more than "
                f"{longest}; split it into its articles."
            )
        return self._comparer.prepare(article)

    def _look_up(self, prepared: PreparedArticle) -> tuple[KeyLookUp, ArticleRow | None, str]:
        """Return the look-up of an article's keys, the row that holds this very article, if there is one, and the id
        that it has or would get."""
        look_up = self._backend.look_up(prepared.keys, prepared.article.id)
        if look_up.may_be_stored:
            return look_up, *self._comparer.find_stored(prepared)
        return look_up, None, prepared.article.id or f"#{look_up.last + 1}"

    def _matches(self, prepared: PreparedArticle, name: str, look_up: KeyLookUp, above: int = 0) -> Matches:
        """Return the related articles with a number above `above`, the nearest first."""
        numbers = look_up.nearest(above)
        return nearest_first(self._comparer.find_matches(prepared, name, numbers, self._backend.furniture))

    def _still_stored(self, matches: Matches) -> Matches:
        """Return the matches with their rows as they are now, without those that were taken out since."""
        rows = {row.number: row for row in self._backend.store.by_number([row.number for row, _ in matches])}
        return [(rows[row.number], relation) for row, relation in matches if row.number in rows]

    def _new(self, prepared: PreparedArticle, added: AddedArticle, matches: Matches, seen: int) -> Verdict:
        return verdict_on_new(added.id, matches, added.family, seen, verified=prepared.sketch is None)

    def _known(self, prepared: PreparedArticle, stored: ArticleRow) -> Verdict:
        return verdict_on_known(stored, self._family(stored), verified=prepared.sketch is None)

    def _family(self, row: ArticleRow) -> str:
        """Return the id of the first member of the copy family of an article."""
        return row.id if row.family is None else self._backend.store.first_of(row.family)

    def _family_of_nearest(self, matches: Matches) -> str | None:
        copies = (row for row, relation in matches if relation.relation in COPY_RELATIONS)
        nearest = next(copies, None)
        return None if nearest is None else self._family(nearest)

    def _no_moment(self, article: Article) -> DedupError:
        return DedupError(
            f"{self._settings.shown} takes in so much that {article.id[:200] or 'an article'!r} found no moment; ask "
            "from fewer processes."
        )

    @_one_at_a_time
    def recall(self, id: str) -> Verdict | None:
        """Return the verdict that a stored article got when it was added, without passages; None for an id that is not
        stored.

        Matches that were forgotten since are left out.
        """
        store = self._backend.store
        with store.reading():
            row = store.by_id(id)
            if row is None:
                return None
            relations = store.relations([row.number])
            others = {other.number: other for other in store.by_number([int(relation.a) for relation in relations])}
            matches = [(others[int(r.a)], seen_from(r, r.b)) for r in relations if int(r.a) in others]
            return verdict_as_stored(row, matches, self._family(row), verified=self._settings.text)

    @_one_at_a_time
    def token_of(self, id: str) -> bytes | None:
        """Return the token that `check_and_add` was given with a stored article, b"" where it was given none; None for
        an id that is not stored."""
        store = self._backend.store
        with store.reading():
            row = store.by_id(id)
            return None if row is None else self._comparer.token(row)

    @_one_at_a_time
    def forget(self, id: str | None = None, *, older_than: str | float | timedelta | None = None) -> int:
        """Take out the article of this id, or those that came in longer ago than `older_than`; return how many. Raises
        SettingsError unless one of the two is given."""
        if id is not None and older_than is None:
            return self._backend.forget(id)
        if id is None and older_than is not None:
            return self._backend.forget_before(current_time() - milliseconds(older_than))
        raise SettingsError("forget needs an id or older_than, one of the two.")

    @_one_at_a_time
    def learned(self) -> list[LearnedLine]:
        """Return the lines that the index has found to be furniture, by outlet: text that returns across unrelated
        articles of one outlet and is left out of comparison. An index in Redis learns none."""
        return self._backend.learned_lines()

    @_one_at_a_time
    def unlearn(self, id: int) -> bool:
        """Let a learned line count in comparisons again, for good; return whether there was one with this number."""
        return self._backend.unlearn(id)

    @_one_at_a_time
    def house_styles(self) -> list[HouseStyleMark]:
        """Return the marks that are the house style of an outlet and no evidence of a translation, by outlet. They are
        counted where articles are added with `translation` and `house_style`."""
        with self._backend.store.reading():
            return house_styles(self._backend.store.all_styles())

    @_one_at_a_time
    def stats(self) -> IndexStats:
        """Return figures of the index."""
        return self._backend.stats()

    @_one_at_a_time
    def check_index(self) -> list[str]:
        """Return one sentence for everything that is damaged, none where all is well. Reads the whole index."""
        return self._backend.find_damage()

    @_one_at_a_time
    def families(self) -> list[Family]:
        """Return the copy, wire and event families of the stored articles, as a batch scan groups them."""
        return families_of(self._backend.store)

    @_one_at_a_time
    def records(self) -> Iterator[IndexRecord]:
        """Yield all stored articles, the oldest first, as `check_and_add` takes them in again."""
        return records_of(self._backend.store, texts=self._settings.text)
