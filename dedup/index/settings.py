"""What an index is opened with, the bounds within which it works, and how times are read and written."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from dedup.errors import SettingsError
from dedup.index.redis.address import is_address, read_address, shown_path
from dedup.relations.calibration import Calibration
from dedup.text.corpus import LARGEST_TEXT

PARTS: Final = ("copies", "relations")
_SPAN: Final = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)\s{0,3}(s|min|h|d|w)")
_UNITS: Final = {"s": 1, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
_LONGEST: Final = 100 * 366 * 86_400  # seconds
EARLIEST: Final = -62_135_596_800_000
"""The year 1, in milliseconds since 1970: times outside of the years 1 to 9999 cannot be shown."""
LATEST: Final = 253_402_300_799_999


class IndexSettings(msgspec.Struct, frozen=True, kw_only=True):
    """See `Prefilter`; `window` is in milliseconds, `calibration` the user's model.

    `noted_model` is the digest of a model that the index notes though nothing is judged by it: that of an index which
    is only looked at. Raises SettingsError for values that mean nothing.
    """

    path: str
    text: bool = True
    window: int | None = None
    max_articles: int | None = None
    copies_alone: bool = False
    translation: bool = False
    names: bool = False
    house_style: bool = True
    min_probability: float = 0.5
    calibration: Calibration | None = None
    noted_model: str = ""

    def __post_init__(self) -> None:
        if self.max_articles is not None and self.max_articles < 1:
            raise SettingsError(f"max_articles is {self.max_articles}; choose at least 1, or None for no bound.")
        if not 0 <= self.min_probability <= 1:
            raise SettingsError(f"min_probability is {self.min_probability}; choose a number from 0 to 1.")
        if is_address(self.path):
            read_address(self.path)
        elif self.path in ("", ":memory:") or Path(self.path).is_dir():
            raise SettingsError(f"The index needs the path of a file, not {self.path!r}.")

    @property
    def model(self) -> str:
        """The digest of the user's model that the index notes, "" for none."""
        return self.noted_model if self.calibration is None else self.calibration.digest

    @property
    def shown(self) -> str:
        """The path, or the address without what is secret."""
        return shown_path(self.path)


def wants_copies_alone(only: Sequence[str]) -> bool:
    """Return whether these parts are copies and nothing else. Raises SettingsError for an unknown part."""
    unknown = sorted(set(only) - set(PARTS))
    if unknown:
        raise SettingsError(f"Unknown part {unknown[0]!r} for only; choose from {', '.join(PARTS)}.")
    return set(only) == {"copies"}


class IndexLimits(NamedTuple):
    """Bounds of the work of an index. Tests pass smaller ones."""

    longest_text: int = LARGEST_TEXT  # code points of an article
    tries: int = 20  # of a call that meets a list of segments which another process is replacing
    versions: int = 6  # with which an article is compared for its translation verdict, as many as in a scan; 2 ms each
    matches_with_names: int = 6  # whose spellings are reported, the nearest
    most_names: int = 500  # of an article, in the order in which they come; five times as many as a long one has
    most_places: int = 100  # of one spelling
    # Code points of a text in which names are looked for: as ten articles have; 1 MB of names would take 20 seconds
    text_with_names: int = 30_000
    tail_keys: int = 1 << 20  # in the tail from which they become a segment: 5,000 articles, 17 MB in memory
    tail_articles: int = 200_000  # that are taken at a time: of texts so short that they have no keys
    # Entries of a segment that is mapped, at 24 MB; a larger one is read (see `segment_search`)
    mapped_entries: int = 1 << 22
    merged_entries: int = 1 << 20  # that a merge holds at a time
    counted_lines: int = 50_000  # 6 MB
    learned_lines: int = 20_000  # 6 MB, and 160 KB in the memory of each process
    outlets: int = 100_000  # whose house style is counted; 200 bytes each
    learned_text: int = 1 << 20  # code points of text whose lines are counted together


LIMITS: Final = IndexLimits()


def milliseconds(span: str | float | timedelta) -> int:
    """Return a span of time in milliseconds; a number is in seconds. Raises SettingsError.

    >>> milliseconds("30d") == milliseconds(timedelta(days=30)) == milliseconds(30 * 86_400)
    True
    """
    if isinstance(span, timedelta):
        seconds = span.total_seconds()
    elif isinstance(span, str):
        match = _SPAN.fullmatch(span.strip())
        seconds = float(match[1]) * _UNITS[match[2]] if match else -1.0
    else:
        seconds = float(span)
    if not 0 < seconds <= _LONGEST:
        raise SettingsError(f"{span!r} is no span of time; write a number and s, min, h, d or w, as in 30d.")
    return round(seconds * 1000)


def format_time(seen: int) -> str:
    """Return a time in milliseconds since 1970 as ISO 8601 in UTC.

    >>> format_time(0)
    '1970-01-01T00:00:00.000Z'
    """
    return datetime.fromtimestamp(seen / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_time(value: str | float | datetime) -> int:
    """Return a time in milliseconds since 1970. It is given as ISO 8601, seconds since 1970, or a datetime; without a
    zone it is UTC. Raises SettingsError."""
    try:
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        if isinstance(value, datetime):
            value = (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
        read = round(float(value) * 1000)
        if not EARLIEST <= read <= LATEST:
            raise ValueError("it is not in the years 1 to 9999")
        return read
    except (ValueError, OverflowError) as error:
        raise SettingsError(f"{value!r} is no time ({error}); write it as in 2024-05-01T12:00:00Z.") from error


def current_time() -> int:
    """Return the time of the clock in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def time_of_arrival(value: str | float | datetime | None, now: int) -> int:
    """Return when an article was first seen, in milliseconds since 1970: `now` unless given (see `read_time`), and not
    after it. A time in the future would end the expiry of all that comes after it."""
    return now if value is None else min(read_time(value), now)
