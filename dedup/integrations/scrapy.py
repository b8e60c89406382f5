"""Scrapy: an item pipeline that drops the articles which the index has seen.

    ITEM_PIPELINES = {"dedup.integrations.scrapy.DedupPipeline": 300}
    DEDUP_INDEX = "seen.db"

Works with Scrapy 2.11 and later, under any reactor. The index is asked in one thread beside the event loop: one writer,
which never holds up the downloads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, TypeVar

from dedup.errors import MissingExtraError, SettingsError
from dedup.filter.annotate import verdict_summary
from dedup.filter.choice import ONE_STORY
from dedup.integrations.gate import Gate, GateDecision
from dedup.records import NOTHING_NEW

try:
    from itemadapter import ItemAdapter
    from scrapy.exceptions import DropItem
except ImportError as error:
    raise MissingExtraError("the Scrapy pipeline", "scrapy") from error

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings
    from scrapy.statscollectors import StatsCollector

MODES: Final = ("drop", "annotate")
T = TypeVar("T")


class DedupPipeline:
    """Drops items whose article is a version of one that came before, or with DEDUP_MODE = "annotate" marks every item.

    | setting | default | |
    |---|---|---|
    | DEDUP_INDEX | | the file of the index, or the address of one in Redis; made where there is none |
    | DEDUP_MODE | "drop" | "annotate" sets the verdict as a field of the item |
    | DEDUP_REMOVE | identical, near_verbatim, trimmed, rewrite | relations that drop |
    | DEDUP_NOVELTY | 0.1 | drop only what has at most this share of words that no earlier article has |
    | DEDUP_VERSIONS | "keep" | "latest", "drop": which later versions of one article pass |
    | DEDUP_FIELD | "dedup" | the field that annotating sets |
    | DEDUP_TEXT_FIELD, DEDUP_ID_FIELD | known names | the fields of the text and of the id |
    | DEDUP_WINDOW, DEDUP_MAX_ARTICLES | | forget what was seen longer ago ("30d"), or the oldest beyond a number |
    | DEDUP_KEEP_TEXT | True | False: a smaller index, which finds copies only |
    | DEDUP_ONLY | | "copies": look for copies alone |
    | DEDUP_TRANSLATION, DEDUP_NAMES | False | add to the field whether the article is a translation; the names in it |
    | DEDUP_HOUSE_STYLE | True | False: what an outlet writes in many articles counts as a mark of a translation |

    Items without text pass. Stats: dedup/checked, dedup/no_text, dedup/dropped/RELATION, when annotating
    dedup/found/RELATION. Raises SettingsError where a setting is missing or unknown.
    """

    def __init__(self, settings: BaseSettings, stats: StatsCollector) -> None:
        index = settings.get("DEDUP_INDEX")
        if not index:
            raise SettingsError("DEDUP_INDEX is not set; name the file of the index in the settings of the project")
        self._mode = settings.get("DEDUP_MODE", MODES[0])
        if self._mode not in MODES:
            raise SettingsError(f"DEDUP_MODE is {self._mode!r}; choose from {', '.join(MODES)}")
        more = {name: settings.getbool(f"DEDUP_{name.upper()}") for name in ("translation", "names")}
        if self._mode == "drop" and any(more.values()):
            raise SettingsError(
                'DEDUP_TRANSLATION and DEDUP_NAMES mark items, which are dropped; set DEDUP_MODE to "annotate"'
            )
        self._field = settings.get("DEDUP_FIELD", "dedup")
        self._stats = stats
        self._gate = Gate(
            index,
            remove=settings.getlist("DEDUP_REMOVE", list(ONE_STORY)),
            novelty=settings.getfloat("DEDUP_NOVELTY", NOTHING_NEW),
            versions=settings.get("DEDUP_VERSIONS", "keep"),
            text_field=settings.get("DEDUP_TEXT_FIELD"),
            id_field=settings.get("DEDUP_ID_FIELD"),
            fields=settings.getdict("DEDUP_FIELDS"),
            text=settings.getbool("DEDUP_KEEP_TEXT", True),
            window=settings.get("DEDUP_WINDOW"),
            max_articles=settings.getint("DEDUP_MAX_ARTICLES") or None,
            only=tuple(settings.getlist("DEDUP_ONLY")),
            house_style=settings.getbool("DEDUP_HOUSE_STYLE", True),
            **more,
        )
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="dedup")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DedupPipeline:
        """Return what Scrapy calls."""
        assert crawler.stats is not None
        return cls(crawler.settings, crawler.stats)

    # Not coroutines: older Scrapy, as 2.13, does not wait for these two.
    def open_spider(self, spider: Any = None) -> None:
        """Open the index before the first page is fetched, so that a crawl does not begin with one that cannot be
        used."""
        self._writer.submit(self._gate.open).result()

    def close_spider(self, spider: Any = None) -> None:
        """Close the index when all that was asked is answered."""
        self._writer.submit(self._gate.close).result()
        self._writer.shutdown()

    async def process_item(self, item: Any, spider: Any = None) -> Any:
        """Return the item, unless it is dropped."""
        passage = await self._aside(self._gate, ItemAdapter(item).asdict())
        if passage is None:
            self._stats.inc_value("dedup/no_text")
            return item
        self._stats.inc_value("dedup/checked")
        if self._mode == "annotate":
            return self._annotated(item, passage)
        if passage.kept_instead is not None:
            self._stats.inc_value(f"dedup/dropped/{passage.kept_instead.relation}")
            raise DropItem(f"{passage.kept_instead.relation} with {passage.kept_instead.other}")
        return item

    def _annotated(self, item: Any, passage: GateDecision) -> Any:
        self._stats.inc_value(f"dedup/found/{passage.verdict.decision}")
        try:
            ItemAdapter(item)[self._field] = verdict_summary(passage.verdict)
        except KeyError as error:
            raise SettingsError(
                f"{type(item).__name__} has no field {self._field!r} for the verdict; add one, or name another with "
                "DEDUP_FIELD"
            ) from error
        return item

    async def _aside(self, work: Callable[..., T], *given: Any) -> T:
        """Work done by the one writer while the event loop goes on."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            done: T = await _deferred(self._writer.submit(work, *given))
            return done
        return await loop.run_in_executor(self._writer, work, *given)


def _deferred(future: Future[T]) -> Any:
    """Return the future for a Twisted reactor that does not run on asyncio."""
    from twisted.internet import reactor
    from twisted.internet.defer import Deferred

    deferred: Deferred[T] = Deferred()

    def tell(done: Future[T]) -> None:
        error = done.exception()
        if error is None:
            reactor.callFromThread(deferred.callback, done.result())
        else:
            reactor.callFromThread(deferred.errback, error)

    future.add_done_callback(tell)
    return deferred
