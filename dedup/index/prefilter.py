"""Prefilter: the index of the articles seen so far, one call for one article."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TypeVar, Union

from dedup.article import Article
from dedup.errors import DedupError, InputError, SettingsError
from dedup.index.contents import IndexRecord, IndexStats
from dedup.index.learned_furniture import LearnedLine
from dedup.index.redis.address import is_address
from dedup.index.settings import IndexSettings, make_settings, read_time
from dedup.index.sqlite.key_segment import MissingSegmentError
from dedup.index.sqlite.sqlite_index import SqliteIndex
from dedup.index.stored_article import TextSketch
from dedup.index.verdict import Verdict
from dedup.records import Family
from dedup.text.corpus import LARGEST_TEXT

if TYPE_CHECKING:
    from dedup.index.redis.redis_index import RedisIndex


Result = TypeVar("Result")
IndexInUse = Union[SqliteIndex, "RedisIndex"]
_of_parents: list[IndexInUse | None] = []
_TRIES: Final = 20  # looks at a list of segments that another process is replacing


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
        min_probability: float = 0.5,
    ) -> None:
        """Open the index at `path`, or make it; beside the file stands a folder PATH.keys. A fleet of machines shares
        one in Redis, `redis://host:6379/0`, also with `?prefix=NAME` for several indexes in one database (extra
        `redis`).

        `text=False` keeps no texts: copies are then told by sketches alone, without passages. `only=["copies"]` looks
        for copies and for nothing else. `window` ("30d", "12h", seconds) forgets what was seen longer ago,
        `max_articles` the oldest above so many. `translation` adds to each verdict whether the text is a translation,
        `names` the names in it; both look at its nearest matches as well, where texts are kept. Raises SettingsError,
        and FormatError for a file that is damaged, made with other settings, or by a newer version.
        """
        self._settings = make_settings(path, text, window, max_articles, only, translation, min_probability, names)
        self._begin()

    def _begin(self) -> None:
        self._lock = threading.RLock()
        self._process = os.getpid()
        self._held: IndexInUse | None = _open(self._settings)

    def __getstate__(self) -> IndexSettings:
        return self._settings

    def __setstate__(self, settings: IndexSettings) -> None:
        self._settings = settings
        self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Finish what is under way. The index is whole at any time; this only frees what the process holds."""
        with self._lock:
            held, self._held = self._held, None
            if held is not None and self._process == os.getpid():
                held.close()

    @contextmanager
    def _opened(self) -> Iterator[IndexInUse]:
        # A fork: connection, lock and thread belong to the parent, which alone may close them
        if self._process != os.getpid():
            _of_parents.append(self._held)
            self._begin()
        with self._lock:
            if self._held is None:
                raise DedupError(f"The index {self._settings.shown} was closed; open it again.")
            yield self._held

    def _again(self, call: Callable[[IndexInUse], Result]) -> Result:
        """Call, once more where another process has replaced segments meanwhile."""
        with self._opened() as held:
            for left in range(_TRIES, -1, -1):
                try:
                    return call(held)
                except MissingSegmentError:
                    if not left:
                        raise
                    time.sleep(0.01)
        raise AssertionError

    def check(self, article: Article) -> Verdict:
        """The verdict on an article, which is not taken in. Raises InputError for a text longer than 64 million
        characters."""
        _bounded(article)
        return self._again(lambda held: held.check(article))

    def check_and_add(self, article: Article, *, first_seen: str | float | datetime | None = None) -> Verdict:
        """The verdict on an article, which is taken in, all in one: of two that come at the same time one is told as
        the other's copy.

        An article that is held under this id with this text is not taken in again; its verdict is `known`. `first_seen`
        is the present unless told. When the call returns, the article is in the index whatever becomes of the process.
        """
        _bounded(article)
        seen = None if first_seen is None else read_time(first_seen)
        return self._again(lambda held: held.check_and_add(article, seen))

    def add_sketch(self, id: str, sketch: TextSketch, *, first_seen: str | float | datetime | None = None) -> Verdict:
        """Take an article in of which there is a sketch and no text, as `Record.sketch` of an index without texts or
        one that was exported.

        The verdict is the one that the article itself would have got. Raises SettingsError where the index keeps texts,
        and for a sketch that is not whole.
        """
        if self._settings.text:
            raise SettingsError(
                f"{self._settings.shown} keeps texts and takes no sketches; add them to an index that keeps none (--no-text)."
            )
        if not sketch.whole:
            raise SettingsError(
                f"The sketch of {id[:200]!r} has {len(sketch.slots)} bytes of slots, which are not all; sketch the text anew."
            )
        seen = None if first_seen is None else read_time(first_seen)
        return self._again(lambda held: held.check_and_add(Article(id=id, text=""), seen, sketch))

    def add(self, article: Article, *, first_seen: str | float | datetime | None = None) -> str:
        """Take an article in without comparing it; returns the id under which it is held."""
        _bounded(article)
        seen = None if first_seen is None else read_time(first_seen)
        return self._again(lambda held: held.add(article, seen))

    def recall(self, id: str) -> Verdict | None:
        """The verdict that a held article got when it was taken in, without passages; None for an id that is not held.

        Matches that were forgotten since are left out.
        """
        return self._again(lambda held: held.recall(id))

    def forget(self, id: str | None = None, *, older_than: str | float | timedelta | None = None) -> int:
        """Take out the article of this id, or those that came in longer ago than `older_than`; returns how many."""
        if (id is None) == (older_than is None):
            raise SettingsError("forget needs an id or older_than, one of the two.")
        return self._again(lambda held: held.forget(id, older_than))

    def learned(self) -> list[LearnedLine]:
        """The lines that the index has found to be furniture, by outlet: text that returns across unrelated articles of
        one outlet and is left out of comparison."""
        return self._again(lambda held: held.learned())

    def unlearn(self, id: int) -> bool:
        """Let a learned line count in comparisons again, for good; whether there was one with this number."""
        return self._again(lambda held: held.unlearn(id))

    def stats(self) -> IndexStats:
        """Figures of the index."""
        return self._again(lambda held: held.stats())

    def check_index(self) -> list[str]:
        """What is damaged, one sentence each; nothing where all is well. Reads the whole index."""
        return self._again(lambda held: held.damage())

    def families(self) -> list[Family]:
        """The copy, wire and event families of the articles held, as a batch scan groups them."""
        return self._again(lambda held: held.families())

    def records(self) -> Iterator[IndexRecord]:
        """All articles held, the oldest first, as `check_and_add` takes them in again."""
        return self._again(lambda held: held.records())


def _open(settings: IndexSettings) -> IndexInUse:
    if not is_address(settings.path):
        return SqliteIndex(settings)
    from dedup.index.redis.redis_index import RedisIndex

    return RedisIndex(settings)


def _bounded(article: Article) -> None:
    if len(article.text) > LARGEST_TEXT:
        raise InputError(
            f"{article.id[:200] or 'The article'}: the text has {len(article.text)} characters, more than {LARGEST_TEXT}; "
            "split it into its articles."
        )
