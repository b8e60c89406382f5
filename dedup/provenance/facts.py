"""What is known of an article's origin, from which directions and roots are decided."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec
import numpy as np

from dedup.provenance.source_table import canonical
from dedup.records import ArticleRecord, Credit
from dedup.text.tables import I64

ORIGIN: Final = frozenset({"origin"})
ATTRIBUTION: Final = frozenset({"attribution"})
EXPLICIT: Final = frozenset({"byline", "credit", "dateline"})
MACHINE_MADE: Final = frozenset({"machine_translated", "spun"})
_CALL_SIGN: Final = re.compile(r"([kw][a-z]{2,3})(?:tv)?\.(?:com|org|tv|net)")  # a host named after a station
_ISO: Final = re.compile(r"\s{0,9}(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?(?!\d)")


class ArticleFacts(msgspec.Struct, frozen=True):
    """The outlet and date as the input gave them, the number of body words, the credits that were found, and the
    translation verdict."""

    outlet: str | None
    published: str | None
    words: int
    credits: list[Credit]
    verdict: str = "insufficient"

    @property
    def machine_made(self) -> bool:
        """Whether a machine translated or spun the article, so that no other article derives from it."""
        return self.verdict in MACHINE_MADE

    def own_names(self) -> set[str]:
        """Return the canonical names of the outlet that published the article: its outlet, and the host of its url; of
        a host also the call sign ("KTVB" of ktvb.com), by which a station signs its pages."""
        names = {canonical(self.outlet)} if self.outlet else set()
        names |= {canonical(c.source) for c in self.credits if c.field == "url"}
        return names | {match[1].upper() for name in names if (match := _CALL_SIGN.fullmatch(name))}

    def credited(self) -> list[Credit]:
        """Return the credits that name a source; the article's own url says where it is, not where it comes from."""
        return [c for c in self.credits if c.source and c.field != "url"]


def facts_of(record: ArticleRecord) -> ArticleFacts:
    """Return the facts in the record of an article."""
    return ArticleFacts(record.outlet, record.published, record.words, record.credits, record.translation.verdict)


def days_of(dates: Iterable[str | None]) -> I64:
    """Return the day of each date as a proleptic ordinal, -1 where there is none; shape (dates,).

    >>> days_of(["2021-03-04T09:12:00Z", None]).tolist()
    [737853, -1]
    """
    moments = map(published_at, dates)
    return np.array([-1 if moment is None else moment[0].toordinal() for moment in moments], np.int64)


def published_at(published: str | None) -> tuple[datetime, bool] | None:
    """Return the date of an ISO prefix (YYYY-MM-DD, with THH:MM or without) and whether it has a time; None where it
    has none.

    >>> published_at("2021-03-04T09:12:00Z")
    (datetime.datetime(2021, 3, 4, 9, 12), True)
    >>> published_at("March 4, 2021") is None
    True
    """
    if not published:
        return None
    match = _ISO.match(published)
    if match is None:
        return None
    try:
        return datetime.fromisoformat(f"{match[1]}T{match[2] or '00:00'}"), match[2] is not None
    except ValueError:
        return None
