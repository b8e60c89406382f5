"""Dates as feeds, mail, databases and archives write them -> ISO 8601, in which they can be compared."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_LONGEST: Final = 60
_COMPACT: Final = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d:?\d\d)?")
_SLASHED: Final = re.compile(r"((?:19|20)\d\d)[/.](\d\d?)[/.](\d\d?)(?:[T ,]+(\d\d?:\d\d(?::\d\d)?))?")
_EPOCH: Final = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d{1,9})?")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY: Final = r"(?:[A-Z][a-z]+day,? )?"
_MONTH_FIRST: Final = re.compile(_WEEKDAY + r"([A-Z][a-z]{2,8})\.? (\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\d\d)\b")
_DAY_FIRST: Final = re.compile(_WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Z][a-z]{2,8})\.?,?[ -]((?:19|20)\d\d)\b")
_MAIL: Final = re.compile(r"(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d")


def iso_date(text: str) -> str:
    """Return a date in ISO 8601, as exact as it was; a text that is no date, or one that may be read in two ways, as it
    is.

    >>> iso_date("Mon, 03 Jan 2022 10:00:00 GMT"), iso_date("January 3, 2022 Monday"), iso_date("20220103T100000Z")
    ('2022-01-03T10:00:00+00:00', '2022-01-03', '2022-01-03T10:00:00Z')
    >>> iso_date("03/01/2022"), iso_date("2022-01-03")
    ('03/01/2022', '2022-01-03')
    """
    if text[4:5] == "-" or not 6 <= len(text) <= _LONGEST:
        return text
    try:
        return _found(text.strip()) or text
    except (ValueError, OverflowError):
        return text


def _found(text: str) -> str | None:
    if match := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, zone = match.groups()
        datetime(int(year), int(month), int(day))
        return f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second or '00'}{zone or ''}" if hour else "")
    if match := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(match[1]), UTC).isoformat()
    if match := _SLASHED.match(text):
        day = datetime(int(match[1]), int(match[2]), int(match[3])).date().isoformat()
        return f"{day}T{match[4].zfill(5)}" if match[4] else day
    if _MAIL.match(text):
        return parsedate_to_datetime(text).isoformat()
    if match := _MONTH_FIRST.match(text):
        return _day(match[3], match[1], match[2])
    if match := _DAY_FIRST.match(text):
        return _day(match[3], match[2], match[1])
    return None


def _day(year: str, month: str, day: str) -> str | None:
    name = month[:3].lower()
    if name not in _MONTHS:
        return None
    return datetime(int(year), _MONTHS.index(name) + 1, int(day)).date().isoformat()
