"""One article in every format and under every compression that is read, made by the test itself."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from html import escape
from typing import Any, Final

TITLE: Final = "Bridge over the Marl to close, “at last”"
PARAGRAPHS: Final = (
    "The old bridge over the Marl will be closed from Monday until the end of the year, the city council said on "
    "Thursday after a long debate about the costs of the repair and the time it will take.",
    "Engineers had found cracks in two of its piers during an inspection in spring, and lorries have been sent round "
    "since; shopkeepers on both banks fear for their trade & have asked for a ferry.",
    "The mayor said: “We have waited for too long, and nobody wants to cross a bridge that may fall.” Work is to begin "
    "in the night to Monday, and the last bus will cross at eleven in the evening.",
)
TEXT: Final = "\n".join(PARAGRAPHS)
URL: Final = "https://ledger.example/news/bridge"
DAY: Final = "2022-01-02"
OUTLET: Final = "The Ledger"
ID: Final = "a17"

RECORD: Final = {"id": ID, "title": TITLE, "text": TEXT, "url": URL, "published": DAY, "outlet": OUTLET}
SECOND: Final = {**RECORD, "id": "a18", "title": "Ferry planned", "text": TEXT[::-1], "url": f"{URL}/2"}

PARTS: Final = ("id", "title", "text", "url", "published", "outlet")
"""What a format holds of an article, unless it says less."""


def table(rows: list[dict[str, Any]], delimiter: str) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def columns() -> Any:
    import pyarrow

    return pyarrow.table({name: [RECORD[name], SECOND[name]] for name in RECORD})


def parquet() -> bytes:
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(columns(), out)
    return out.getvalue()


def feather() -> bytes:
    from pyarrow import feather

    out = io.BytesIO()
    feather.write_feather(columns(), out)
    return out.getvalue()


def arrow_stream() -> bytes:
    import pyarrow

    out = io.BytesIO()
    with pyarrow.ipc.new_stream(out, columns().schema) as writer:
        writer.write_table(columns())
    return out.getvalue()


def page() -> bytes:
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in PARAGRAPHS)
    return f"""<!DOCTYPE html><html lang="en"><head><title>{TITLE} - News | {OUTLET}</title>
<meta property="og:title" content="{TITLE} - News | {OUTLET}"><meta property="og:site_name" content="{OUTLET}">
<meta property="article:published_time" content="{DAY}"><link rel="canonical" href="{URL}">
<meta property="og:url" content="{URL}"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>{TITLE}</h1>{paragraphs}</article><footer><p>Copyright, all rights reserved</p></footer></body></html>
""".encode()


def warc() -> bytes:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page()
    picture = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"
    out = b""
    for number, (target, content) in enumerate(((URL, body), (f"{URL}.png", picture)), 1):
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{number}>\r\n"
            f"WARC-Date: 2024-05-05T00:00:00Z\r\nWARC-Target-URI: {target}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        out += head.encode() + content + b"\r\n\r\n"
    return out


def rss() -> bytes:
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in PARAGRAPHS)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>{OUTLET}</title>
<link>https://ledger.example/</link><item><title>{TITLE}</title><link>{URL}</link>
<guid isPermaLink="false">{ID}</guid><pubDate>Sun, 02 Jan 2022 00:00:00 GMT</pubDate>
<description>The bridge will be closed.</description><content:encoded><![CDATA[{body}]]></content:encoded></item>
</channel></rss>""".encode()


def atom() -> bytes:
    body = escape("".join(f"<p>{escape(paragraph)}</p>" for paragraph in PARAGRAPHS))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>{OUTLET}</title><id>urn:feed</id><updated>2022-01-03T00:00:00Z</updated>
<entry><title>{TITLE}</title><link href="{URL}"/><id>{ID}</id><published>{DAY}T00:00:00Z</published>
<updated>2022-01-03T00:00:00Z</updated><content type="html">{body}</content></entry></feed>""".encode()


def nitf() -> bytes:
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in PARAGRAPHS)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.4/specification/dtd/nitf-3-4.dtd">
<nitf><head><title>{TITLE}</title><docdata><doc-id id-string="{ID}"/><date.issue norm="20220102"/></docdata>
<pubdata name="{OUTLET}" ex-ref="{URL}"/></head><body><body.head><hedline><hl1>{TITLE}</hl1></hedline></body.head>
<body.content><media media-type="image"><media-caption><p>A caption.</p></media-caption></media>{paragraphs}
</body.content></body></nitf>""".encode()


def newsml_g2() -> bytes:
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in PARAGRAPHS)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem guid="{ID}" version="1">
<itemMeta><provider><name>{OUTLET}</name></provider><firstCreated>{DAY}</firstCreated></itemMeta>
<contentMeta><contentCreated>{DAY}</contentCreated><headline>{TITLE}</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>
<title>x</title></head><body>{paragraphs}</body></html></inlineXML></contentSet></newsItem></itemSet></newsMessage>
""".encode()


def ninjs() -> bytes:
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in PARAGRAPHS)
    return json.dumps(
        {"uri": ID, "type": "text", "headline": TITLE, "body_xhtml": body, "versioncreated": DAY, "url": URL,
         "copyrightholder": OUTLET, "evolvedfrom": "tag:ledger.example:a16"}, indent=2
    ).encode()  # fmt: skip


def news_please() -> bytes:
    return json.dumps(
        {"authors": ["Jane Doe"], "date_download": "2023-01-01 00:00:00", "date_publish": DAY, "filename": "x.json",
         "language": "en", "maintext": TEXT, "source_domain": OUTLET, "title": TITLE, "url": URL}, indent=4
    ).encode()  # fmt: skip


def fundus() -> bytes:
    body = {"summary": [], "sections": [{"headline": [], "paragraphs": list(PARAGRAPHS)}]}
    return json.dumps(
        [{"title": TITLE, "body": body, "publishing_date": DAY, "publisher": OUTLET, "url": URL}]
    ).encode()


def lexis() -> bytes:
    body = "\r\n\r\n".join(PARAGRAPHS)
    one = (
        f"{OUTLET:^70}\r\n\r\n{'January 2, 2022 Sunday':^70}\r\n{'Late Edition':^70}\r\n\r\n{TITLE}\r\n\r\n"
        f"BYLINE: By JANE DOE\r\n\r\nSECTION: Section A; Pg. 8\r\n\r\nLENGTH: 120 words\r\n\r\n{body}\r\n\r\n"
        f"LOAD-DATE: January 3, 2022\r\n\r\nLANGUAGE: ENGLISH\r\n\r\nPUBLICATION-TYPE: Newspaper\r\n\r\n"
        f"{'Copyright 2022 The Ledger':^70}\r\n{'All Rights Reserved':^70}\r\n\r\n"
    )
    return "".join(f"{f'{n} of 2 DOCUMENTS':^70}\r\n\r\n\r\n{one}" for n in (1, 2)).encode()


def nexis_uni() -> bytes:
    body = "\n\n".join(PARAGRAPHS)
    one = (
        f"{TITLE}\n{OUTLET}\nJanuary 2, 2022 Sunday\n\nCopyright 2022 The Ledger All Rights Reserved\nSection: NEWS\n"
        f"Length: 120 words\nByline: Jane Doe\nBody\n\n{body}\n\nClassification\n\nLanguage: ENGLISH\n"
        f"Load-Date: January 3, 2022\n\nEnd of Document\n"
    )
    return (one * 2).encode()


def factiva() -> bytes:
    lead, *rest = PARAGRAPHS
    body = "\n\n".join(rest)
    one = (
        f"HD\n{TITLE}\nBY\nJane Doe\nWC\n120 words\nPD\n2 January 2022\nSN\n{OUTLET}\nSC\nLEDG\nLA\nEnglish\nCY\n"
        f"Copyright 2022\nLP\n{lead}\nTD\n{body}\nAN\nDocument LEDG000020220102ei1200{{}}\n\n"
    )
    return (one.format("01x") + one.format("02x")).encode()


Expected = dict[str, Any]
EXPECTED: Final[Expected] = {**RECORD}
CLIPPING: Final[Expected] = {"title": TITLE, "published": DAY, "outlet": OUTLET, "text": "\n\n".join(PARAGRAPHS)}
PAGE: Final[Expected] = {**RECORD, "id": URL, "text": f"{TITLE}\n{TEXT}"}
"""The headline is part of the text, as trafilatura has it."""
FORMATS: Final[dict[str, tuple[Callable[[], bytes], list[Expected]]]] = {
    "a.txt": (TEXT.encode, [{"text": TEXT}]),
    "a.md": (f"# {TITLE}\n\n{TEXT}".encode, [{"text": f"# {TITLE}\n\n{TEXT}"}]),
    "a.html": (page, [PAGE]),
    "object.json": (lambda: json.dumps(RECORD, indent=2).encode(), [EXPECTED]),
    "one line.json": (lambda: json.dumps(RECORD).encode(), [EXPECTED]),
    "array.json": (lambda: json.dumps([RECORD, SECOND], indent=1).encode(), [EXPECTED, SECOND]),
    "wrapped.json": (lambda: json.dumps({"status": "ok", "articles": [RECORD, SECOND]}).encode(), [EXPECTED, SECOND]),
    "lines.json": (lambda: b"\n".join(json.dumps(r).encode() for r in (RECORD, SECOND)), [EXPECTED, SECOND]),
    "lines.jsonl": (lambda: b"".join(json.dumps(r).encode() + b"\n" for r in (RECORD, SECOND)), [EXPECTED, SECOND]),
    "array.jsonl": (lambda: json.dumps([RECORD, SECOND], indent=1).encode(), [EXPECTED, SECOND]),
    "table.csv": (lambda: table([RECORD, SECOND], ","), [EXPECTED, SECOND]),
    "semicolons.csv": (lambda: table([RECORD, SECOND], ";"), [EXPECTED, SECOND]),
    "table.tsv": (lambda: table([RECORD, SECOND], "\t"), [EXPECTED, SECOND]),
    "a table.txt": (lambda: table([RECORD, SECOND], ","), [EXPECTED, SECOND]),
    "a.parquet": (parquet, [EXPECTED, SECOND]),
    "a.feather": (feather, [EXPECTED, SECOND]),
    "a.arrow": (arrow_stream, [EXPECTED, SECOND]),
    "a.warc": (warc, [PAGE]),
    "feed.rss": (rss, [{**EXPECTED, "published": f"{DAY}T00:00:00+00:00"}]),
    "feed.xml": (atom, [{**EXPECTED, "published": f"{DAY}T00:00:00+00:00"}]),
    "item.ninjs": (ninjs, [EXPECTED]),
    "item.xml": (nitf, [EXPECTED]),
    "g2.xml": (newsml_g2, [{**EXPECTED, "url": None}]),
    "please.json": (news_please, [{**EXPECTED, "id": URL}]),
    "fundus.json": (fundus, [{**EXPECTED, "id": URL, "text": "\n\n".join(PARAGRAPHS)}]),
    "lexis.txt": (lexis, [CLIPPING, CLIPPING]),
    "nexis.txt": (nexis_uni, [CLIPPING, CLIPPING]),
    "factiva.txt": (factiva, [
        {"id": f"LEDG000020220102ei12000{n}x", "title": TITLE, "published": DAY, "outlet": OUTLET,
         "text": "\n\n".join(PARAGRAPHS)} for n in (1, 2)
    ]),
}  # fmt: skip


def zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)  # without the time of day
    return out.getvalue()


def tarred(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zstd(name: str, data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor().compress(data)


PACKED: Final[dict[str, Callable[[str, bytes], bytes]]] = {
    "": lambda name, data: data,
    ".gz": lambda name, data: gzip.compress(data),
    ".zst": zstd,
    ".xz": lambda name, data: lzma.compress(data),
    ".bz2": lambda name, data: bz2.compress(data),
    ".zip": zipped,
    ".tar": tarred,
    ".tar.gz": lambda name, data: gzip.compress(tarred(name, data)),
}
