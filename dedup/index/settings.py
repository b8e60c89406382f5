"""Settings of a pre-filter: what it is opened with; they alone are pickled."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from dedup.errors import SettingsError
from dedup.index.redis.address import is_address, read_address, shown_path

PARTS: Final = ("copies", "relations")
_SPAN: Final = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)\s{0,3}(s|min|h|d|w)")
_UNITS: Final = {"s": 1, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
_LONGEST: Final = 100 * 366 * 86_400  # seconds


class IndexSettings(msgspec.Struct, frozen=True, kw_only=True):
    """See `Prefilter`; `window` is in milliseconds."""

    path: str
    text: bool = True
    window: int | None = None
    max_articles: int | None = None
    copies_alone: bool = False
    translation: bool = False
    names: bool = False
    min_probability: float = 0.5

    @property
    def shown(self) -> str:
        """The path, or the address without what is secret."""
        return shown_path(self.path)


def make_settings(
    path: str | os.PathLike[str],
    text: bool,
    window: str | float | timedelta | None,
    max_articles: int | None,
    only: Sequence[str],
    translation: bool,
    min_probability: float,
    names: bool = False,
) -> IndexSettings:
    """Check what a caller asks for. Raises SettingsError."""
    unknown = sorted(set(only) - set(PARTS))
    if unknown:
        raise SettingsError(f"Unknown part {unknown[0]!r} for only; choose from {', '.join(PARTS)}.")
    if max_articles is not None and max_articles < 1:
        raise SettingsError(f"max_articles is {max_articles}; choose at least 1, or None for no bound.")
    if not 0 <= min_probability <= 1:
        raise SettingsError(f"min_probability is {min_probability}; choose a number from 0 to 1.")
    if is_address(path):
        read_address(os.fspath(path))
    elif os.fspath(path) in ("", ":memory:") or Path(path).is_dir():
        raise SettingsError(f"The index needs the path of a file, not {os.fspath(path)!r}.")
    return IndexSettings(
        path=os.fspath(path),
        text=text,
        window=None if window is None else milliseconds(window),
        max_articles=max_articles,
        copies_alone=not text or set(only) == {"copies"},
        translation=translation,
        names=names,
        min_probability=min_probability,
    )


def milliseconds(span: str | float | timedelta) -> int:
    """A span of time; a number is in seconds. Raises SettingsError.

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
    """Milliseconds since 1970 as ISO 8601 in UTC.

    >>> format_time(0)
    '1970-01-01T00:00:00.000Z'
    """
    return datetime.fromtimestamp(seen / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_time(value: str | float | datetime) -> int:
    """A moment as milliseconds since 1970: ISO 8601, seconds since 1970, or a datetime; without a zone it is UTC.
    Raises SettingsError."""
    try:
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        if isinstance(value, datetime):
            return round((value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp() * 1000)
        return round(float(value) * 1000)
    except (ValueError, OverflowError) as error:
        raise SettingsError(f"{value!r} is no time ({error}); write it as in 2024-05-01T12:00:00Z.") from error
