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
ENCRYPTED: Final = "this entry is encrypted; unpack the archive with its password first"
UNKNOWN_ZIP_METHOD: Final = "this entry is packed by a method that is not known here; unpack the archive first"
BINARY_KIND: Final = "binary data of an unknown kind; convert it to text, or leave it out"
NO_ARTICLE_IN_PAGE: Final = "the page has no article that can be found; save the page of one article, with its text"
PAGE_FAILED: Final = "the extraction of the text failed on this page; save it again or leave it out"
PAGE_TOO_LONG: Final = "the extraction of the text took too long on this page; save it again or leave it out"
NO_RESPONSE: Final = "the web archive has no response in it; give the archive of a crawl"
NO_ENTRIES: Final = "the feed has no entries; fetch it again"
NO_ENTRY_TEXT: Final = "the entry has neither content nor a summary; fetch its page"
XML_ENTITIES: Final = "this is XML that defines entities of its own, which are not read; write it without them"
NO_ITEM_TEXT: Final = "the item has no text; fetch the item itself, not its announcement"
NO_CLIPPING: Final = "the article has no text behind its head; download it with its full text"
EMPTY_ARCHIVE: Final = "the archive has no files in it; make it again"
NO_ROW_TEXT: Final = "there is no text in it; leave the row out"
NO_ROWS: Final = "the table has no rows below its header; export it again"
ANNOTATION: Final = "this marks a passage of another text (start, end) and is no article; leave it out"
NOT_A_RECORD: Final = "this is JSON but no object with the fields of an article; write one object for each article"
JSON_TOO_DEEP: Final = "the JSON is nested too deeply to be read; write the articles as flat objects"
NO_RECORD: Final = "there is no article in it; name the field that holds the text with --field text=NAME"
NOT_A_FILE: Final = "this is a pipe or a device and no file; give it to standard input as -"
DEVICE: Final = "this is a device and no file; give what it holds to standard input as -"
LINK_OUT: Final = "this link leads out of the folder and was not followed; name what it leads to as an input of its own"
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
    return f"no field is known to hold the text (the line has: {listed}); name the field with --field text=NAME"


def no_such_text(field: str) -> str:
    """Return the reason for a record without the field that the user named."""
    return f"there is no field {shown(field)}; name the field that holds the text with --field text=NAME"


def text_is(field: str, kind: str) -> str:
    """Return the reason for a text field without text: `kind` is "empty" or what it is instead of a string."""
    return f"the field {shown(field)} is {kind}; name the field that holds the text with --field text=NAME"


def broken_bytes(bad: int, where: str, encoding: str) -> str:
    """Return the note on broken bytes, of which the first is at `where`; the article is read all the same."""
    if bad == 1:
        return f"1 byte is not valid {encoding}, {where}, and is read as U+FFFD; fetch the page again"
    return f"{bad:,} bytes are not valid {encoding}, the first {where}, and are read as U+FFFD; fetch the page again"


def unreadable(error: OSError) -> str:
    """Return the reason for a file that the operating system cannot read."""
    return f"this cannot be read ({error.strerror or type(error).__name__}); check its permissions and the disk"


def damaged(compression: str, detail: str) -> str:
    """Return the reason for compressed data that cannot be unpacked."""
    return f"the {compression} data is damaged ({shown(detail, 60)[1:-1]}); {FETCH_AGAIN}"


def cut_short(compression: str) -> str:
    """Return the reason for compressed data without its end."""
    return f"the {compression} data ends too early; {FETCH_AGAIN}"


def bomb(ratio: int) -> str:
    """Return the reason for data that unpacks to very much more than it is."""
    return f"this unpacks to more than {ratio:,} times its size and was not read on; unpack it yourself if you trust it"


def too_many_layers(layers: int) -> str:
    """Return the reason for archives inside archives inside archives."""
    return f"this is compressed or archived more than {layers} times over; unpack it first"


def too_many_entries(entries: int) -> str:
    """Return the reason for the rest of an archive with very many entries."""
    return f"the archive has more than {entries:,} entries, of which the rest was not read; unpack it first"


def too_large_to_unpack(limit: int) -> str:
    """Return the reason for a packed file that would fill the disk of temporary files."""
    return f"this unpacks to more than {size(limit)}, which is not done on the way; unpack it first"


def other_format(what: str) -> str:
    """Return the reason for a file that holds no article: `what` it is, with what to do."""
    return f"this is {what}"


def missing_extra(what: str, extra: str) -> str:
    """Return the reason for a file whose format needs a package that is not installed."""
    return f"{what} needs the extra {extra!r}; install it with: pip install 'dedup-news[{extra}]'"


def record_too_long(limit: int) -> str:
    """Return the reason for a record of JSON with more bytes than one may have."""
    return f"a record is longer than {size(limit)}, and the rest of the file was not read; split it into records"


def bad_document(detail: str) -> str:
    """Return the reason for a document that is not JSON from some place on."""
    return f"this is not JSON ({shown(detail, 60)[1:-1]}); {FETCH_AGAIN} (the records before it were read)"


def no_text_column(columns: Iterable[str], field: str | None) -> str:
    """Return the reason for a table of which no column is known to hold the text."""
    listed = shown(", ".join(columns), 60)[1:-1]
    if field is not None:
        return f"there is no column {shown(field)} (there are: {listed}); name the column with --field text=NAME"
    return f"no column is known to hold the text (there are: {listed}); name the column with --field text=NAME"


def bad_row(detail: str) -> str:
    """Return the reason for a row of a table that cannot be read."""
    return f"the row cannot be read ({shown(detail, 60)[1:-1]}); close its quotation marks or export the table again"


def other_responses(number: int) -> str:
    """Return the note on the records of a web archive that are no pages."""
    records, are = ("record", "is") if number == 1 else ("records", "are")
    return (
        f"{number:,} {records} of it {are} no page that was found (pictures, scripts, errors, redirects) and left out; "
        "give the pages themselves to have them read"
    )


def summaries(number: int, entries: int) -> str:
    """Return the note on a feed that has only the summary of some of its articles."""
    return (
        f"the feed has only a summary of {number:,} of its {entries:,} entries, which is read as the text; "
        "fetch their pages for the whole"
    )
