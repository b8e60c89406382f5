"""What the bytes of a file are: the content decides, the name helps where the content leaves it open."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import Final, Literal, NamedTuple

from dedup.sources import skip_reasons
from dedup.sources.clippings import is_clippings
from dedup.sources.csv_head import csv_dialect
from dedup.sources.decoding import looks_binary

Format = Literal[
    "text", "lines", "json", "csv", "html", "feed", "nitf", "newsml", "clippings", "mhtml",
    "warc", "parquet", "arrow", "zip", "tar", "other",
]  # fmt: skip

HEAD: Final = 64 * 1024
"""Bytes at the beginning of a file by which it is recognised."""

_PACKED: Final = (".gz", ".gzip", ".zst", ".zstd", ".xz", ".bz2")
LINES_ENDINGS: Final = (".jsonl", ".ndjson", ".jl", ".jsonlines")
_TEXT_ENDINGS: Final = (".txt", ".text", ".md", ".markdown", ".story")
_CSV_ENDINGS: Final = (".csv", ".tsv", ".tab", ".psv")
_HTML_ENDINGS: Final = (".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", ".jsp")

_CODE: Final = {
    ".css": "a style sheet", ".js": "a program", ".mjs": "a program", ".py": "a program", ".sh": "a program",
    ".ipynb": "a notebook", ".toml": "a settings file", ".ini": "a settings file", ".cfg": "a settings file",
    ".yaml": "a settings file", ".yml": "a settings file", ".log": "a log", ".sql": "a database dump",
    ".svg": "a picture", ".bib": "a bibliography", ".tex": "a manuscript", ".eml": "a mail", ".rst": "a manual page",
}  # fmt: skip
"""Endings of texts that are no articles."""
_NOTES: Final = re.compile(
    r"(?:readme|licen[sc]e|copying|notice|changelog|changes|authors|contributing|makefile|manifest)(?:[.-].*)?",
    re.IGNORECASE,
)
"""Names of files about a folder."""

_MAGIC: Final[tuple[tuple[bytes, Format, str], ...]] = (
    (b"PAR1", "parquet", ""),
    (b"ARROW1\0\0", "arrow", ""),
    (b"FEA1", "other", "a Feather file of version 1; write it again as Feather 2 or Parquet"),
    (b"PK\x03\x04", "zip", ""),
    (b"PK\x05\x06", "zip", ""),
    (b"WARC/", "warc", ""),
    (b"%PDF-", "other", "a PDF; extract its text first, as `pdftotext` does"),
    (b"{\\rtf", "other", "an RTF document; save it as plain text first"),
    (b"\xd0\xcf\x11\xe0", "other", "an old Office document; save it as plain text or CSV first"),
    (b"\x89PNG", "other", "a picture; leave it out"),
    (b"\xff\xd8\xff", "other", "a picture; leave it out"),
    (b"GIF8", "other", "a picture; leave it out"),
    (b"RIFF", "other", "a picture, sound or film; leave it out"),
    (b"SQLite format 3\0", "other", "a SQLite database; export the table as CSV, or use `dedup index export` "
     "for an index"),
    (b"7z\xbc\xaf", "other", "a 7z archive; unpack it first"),
    (b"Rar!", "other", "a RAR archive; unpack it first"),
    (b"\x04\x22\x4d\x18", "other", "lz4 data; decompress it first"),
    (b"Obj\x01", "other", "an Avro file; convert it to Parquet or JSON Lines first"),
    (b"ORC", "other", "an ORC file; convert it to Parquet first"),
    (b"\x93NUMPY", "other", "a numpy array; write the texts as JSON Lines"),
    (b"\x80\x04\x95", "other", "a pickle, which could run any program; write the texts as JSON Lines"),
)  # fmt: skip
_ARROW_STREAM: Final = b"\xff\xff\xff\xff"
_TAR_MAGIC: Final = slice(257, 262)

_ROOT: Final = re.compile(
    rb"\A\s*(?:<\?[^>]{0,400}\?>\s*|<!--.{0,4000}?-->\s*|<!doctype[^\[>]{0,400}(?:\[[^\]]{0,2000}\]\s*)?>\s*)*"
    rb"<([A-Za-z][\w.-]{0,60}:)?([A-Za-z][\w.-]{0,60})(?=[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
_XML_ROOTS: Final[dict[bytes, Format]] = {
    b"rss": "feed", b"feed": "feed", b"rdf": "feed", b"nitf": "nitf", b"newsml": "newsml", b"newsitem": "newsml",
    b"newsmessage": "newsml", b"packageitem": "newsml", b"html": "html",
}  # fmt: skip
_HTML_TAGS: Final = frozenset(
    b"head body title meta link script style div p article section main header h1 h2 h3 span table ul ol a br img "
    b"strong em b i blockquote figure base noscript nav form center font".split()
)
_HTML_LATER: Final = re.compile(rb"<(?:!doctype html|html[\s>]|body[\s>])", re.IGNORECASE)
_MHTML: Final = re.compile(rb"\A(?:[\w-]+: ?[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){1,20}", re.IGNORECASE)
_ARRAY: Final = re.compile(rb"\[\s*[\[{]")
_EMPTY_ARRAY: Final = re.compile(rb"\[\s*\]\s*\Z")


class Recognised(NamedTuple):
    """The format, and for "other" what the file is, with what to do."""

    format: Format
    what: str = ""


def bare_name(name: str) -> str:
    """Return a file's name without the endings of compressions, in lower case.

    >>> bare_name("news/2024.CSV.gz"), bare_name("a.tgz")
    ('2024.csv', 'a.tgz')
    """
    name = PurePosixPath(name).name.lower()
    while name.endswith(_PACKED):
        name = PurePosixPath(name).stem
    return name


def recognise(head: bytes, name: str, *, named: bool, text_fields: frozenset[str] = frozenset()) -> Recognised:
    """Return what a file is whose first bytes, without a byte-order mark, are `head`.

    `named` says that the user named this very file, or that it is standard input: then any text is an article.
    `text_fields` are names of fields that hold a text beside the known ones.
    """
    for magic, form, what in _MAGIC:
        if head.startswith(magic):
            return Recognised(form, what)
    if head.startswith(_ARROW_STREAM):
        return Recognised("arrow")
    if head[_TAR_MAGIC] == b"ustar":
        return Recognised("tar")
    ending = PurePosixPath(bare_name(name)).suffix
    if ending in _CODE and not named:
        return Recognised("other", f"{_CODE[ending]} by its ending; name the file itself to read it as text")
    text = head.lstrip()
    if looks_binary(head):
        return Recognised("lines" if ending in LINES_ENDINGS else "text" if ending in _TEXT_ENDINGS else "other",
                          skip_reasons.BINARY_KIND)  # fmt: skip
    found = _structured(text, ending, text_fields)
    if found is not None:
        return found
    if ending in LINES_ENDINGS:
        return Recognised("lines")
    if ending == ".json":
        return Recognised("json")
    if ending in _HTML_ENDINGS:
        return Recognised("html")
    if is_clippings(text):
        return Recognised("clippings")
    if named or ending in _TEXT_ENDINGS:
        return Recognised("text")
    if _NOTES.fullmatch(bare_name(name)):
        return Recognised("other", "a note about the folder by its name; name the file itself to read it as text")
    if not ending or ending[1:].isdigit() or not text:
        return Recognised("text")
    return Recognised("other", f"text with the unknown ending {skip_reasons.shown(ending)}; name it .txt, or name the "
                               "file itself to read it as one article")  # fmt: skip


def _structured(text: bytes, ending: str, text_fields: frozenset[str]) -> Recognised | None:
    """Return what begins as a structured format does."""
    if text.startswith(b"<"):
        return _markup(text, ending)
    if text.startswith(b"{"):
        return Recognised("lines" if _is_lines(text, ending) else "json")
    if _ARRAY.match(text) or _EMPTY_ARRAY.match(text):
        return Recognised("json" if ending not in LINES_ENDINGS or text[1:].lstrip()[:1] == b"{" else "lines")
    if ending in LINES_ENDINGS or ending == ".json":
        return None
    if ending in _CSV_ENDINGS or csv_dialect(text, text_fields) is not None:
        return Recognised("csv")
    if ending not in _TEXT_ENDINGS and (headers := _MHTML.match(text)) is not None:
        lower = headers[0].lower()
        if b"mime-version:" in lower and b"multipart/related" in lower:
            return Recognised("mhtml")
    if ending not in _TEXT_ENDINGS and _HTML_LATER.search(text, 0, 2048):
        return Recognised("html")
    return None


def _markup(text: bytes, ending: str) -> Recognised | None:
    found = _ROOT.match(text)
    if found is None:
        return None
    name = found[2].lower()
    if name in _XML_ROOTS:
        return Recognised(_XML_ROOTS[name])
    if name in _HTML_TAGS and not text.startswith(b"<?xml"):
        return Recognised("html")
    if text.startswith(b"<?xml") or ending == ".xml":
        shown = skip_reasons.shown(name.decode("ascii"))
        return Recognised(
            "other", f"XML with the root element {shown}; convert it to NITF, NewsML-G2, RSS or JSON first"
        )
    return None


def _is_lines(text: bytes, ending: str) -> bool:
    """Return whether text that begins with "{" has an object on each line: the first line is a whole object, or the
    name says so and the object does not begin on a line of its own. A file with another ending and one line is one
    document."""
    first, _, rest = text.partition(b"\n")
    if ending in LINES_ENDINGS:
        return first.strip() != b"{"
    rest = rest.lstrip()
    if rest and not rest.startswith(b"{"):
        return False
    if ending and not rest:
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        # Where two lines begin an object each, the lines are read one by one, and what is wrong with one is its own.
        return bool(rest) and first.rstrip() != b"{"
    return True
