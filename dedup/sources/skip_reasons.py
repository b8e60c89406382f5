"""Why a piece of input was not used: one sentence each, which ends with what to do and quotes at most a few
characters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

SHOWN: Final = 40
"""Characters of raw input that a sentence quotes; long enough to find the place, short enough for one line of a
terminal."""

EMPTY_FILE: Final = "the file is empty; remove it or fetch it again"
BLANK_FILE: Final = "the file holds only white space; remove it or fetch it again"
BINARY: Final = (
    "this is binary data and not text (it holds NUL bytes or mostly control characters); convert it to UTF-8 text first"
)
UNKNOWN_ENCODING: Final = "the text is not UTF-8 and its encoding cannot be told; convert it to UTF-8 first"
NOT_OBJECT: Final = "the line is JSON but not an object; write one object a line, with the article's text in it"
TOO_DEEP: Final = "the line is nested too deeply to be read; write the article's fields as one flat object"
DISGUISED_GZIP: Final = "this is gzip data under a name that does not say so; name it .gz or decompress it first"
NOT_GZIP: Final = "the name ends in .gz but this is not gzip data; name it without .gz or fetch it again"
NOT_A_FILE: Final = "this is a pipe or a device and no file; give it to standard input as -"
CUT_GZIP: Final = "the gzip data ends too early"
FETCH_AGAIN: Final = "fetch the file again"
LINES_BEFORE: Final = "the lines before this one were read"


def shown(value: object, limit: int = SHOWN) -> str:
    """Return a piece of input in quotation marks: at most `limit` characters, what is not printable escaped.

    >>> print(shown("a\\x1b[31m"), shown("x" * 50, limit=5))
    "a\\x1b[31m" "xxxxx..."
    """
    text = str(value)
    parts = (
        c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode("ascii") for c in text[:limit]
    )
    quoted = "".join(parts)
    cut = len(text) > limit or len(quoted) > limit
    return f'"{quoted[:limit]}..."' if cut else f'"{quoted}"'


def size(number: int) -> str:
    """Return a limit in bytes, as people write it.

    >>> size(64 * 2**20), size(100)
    ('64 MiB', '100 bytes')
    """
    return f"{number >> 20} MiB" if number and number % 2**20 == 0 else f"{number:,} byte{'' if number == 1 else 's'}"


def file_too_long(limit: int) -> str:
    """Return the reason for a file with more bytes than one article may have."""
    return f"the file holds more than {size(limit)}, the limit for one article; split it into articles"


def line_too_long(length: int, limit: int) -> str:
    """Return the reason for a line with more bytes than one record may have."""
    return f"the line has {length:,} bytes, the limit is {size(limit)}; split it into records"


def not_json(detail: str) -> str:
    """Return the reason for a line that neither of the two JSON readers can read."""
    return f"the line is not JSON ({shown(detail, 60)[1:-1]}); write one JSON object a line"


def no_text(names: Iterable[str]) -> str:
    """Return the reason for a record with these fields, of which none is known to have the text."""
    listed = shown(", ".join(names), 60)[1:-1]
    return f"no field is known to hold the text (the line has: {listed}); name the field with --text-field"


def no_such_text(field: str) -> str:
    """Return the reason for a record without the field that the user named."""
    return f"there is no field {shown(field)}; name the field that holds the text with --text-field"


def text_is(field: str, kind: str) -> str:
    """Return the reason for a text field without text: `kind` is "empty" or what it is instead of a string."""
    return f"the field {shown(field)} is {kind}; name the field that holds the text with --text-field"


def broken_bytes(bad: int, where: str, encoding: str) -> str:
    """Return the note on broken bytes, of which the first is at `where`; the article is read all the same."""
    if bad == 1:
        return f"1 byte is not valid {encoding}, {where}, and is read as U+FFFD; fetch the page again"
    return f"{bad:,} bytes are not valid {encoding}, the first {where}, and are read as U+FFFD; fetch the page again"


def unreadable(error: OSError) -> str:
    """Return the reason for a file that the operating system cannot read."""
    return f"this cannot be read ({error.strerror or type(error).__name__}); check its permissions and the disk"
