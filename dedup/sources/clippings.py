"""Downloads of press databases: one text file with many articles, each with its headline, outlet and date above it.

Known are the plain-text downloads of LexisNexis ("1 of 20 DOCUMENTS"), Nexis Uni ("End of Document") and Factiva (with
and without the two-letter codes of its fields).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from dedup.article import Article
from dedup.sources import skip_reasons
from dedup.sources.content import Content, whole
from dedup.sources.dates import iso_date
from dedup.sources.decoding import Decoder, as_utf8

_LEXIS: Final = re.compile(
    r"^[ \t]*(?:Dokument |Document )?\d{1,6} (?:of|von|de) \d{1,6}(?: DOCUMENTS?| DOKUMENTEN?)?[ \t]*$", re.MULTILINE
)
_LEXIS_HEAD: Final = re.compile(rb"^[ \t]*\d{1,6} of \d{1,6} DOCUMENTS?[ \t\r]*$", re.MULTILINE)
_NEXIS: Final = re.compile(r"^[ \t]*End of Document[ \t]*$", re.MULTILINE)
_NEXIS_HEAD: Final = re.compile(rb"^[ \t]*(?:End of Document|Load-Date: .{3,40})[ \t\r]*$", re.MULTILINE)
_BODY: Final = re.compile(rb"^[ \t]*Body[ \t\r]*$", re.MULTILINE)
_FACTIVA: Final = re.compile(r"^[ \t]*Document ([A-Z]{2,12}0?\d{9,10}[a-z0-9]{5,12})[ \t]*$", re.MULTILINE)
_FACTIVA_HEAD: Final = re.compile(rb"^[ \t]*Document [A-Z]{2,12}0?\d{9,10}[a-z0-9]{5,12}[ \t\r]*$", re.MULTILINE)
_CODES_HEAD: Final = re.compile(
    rb"^HD(?:[ \t]+\S.*|[ \t\r]*)\r?\n(?:.*\r?\n){1,12}?(?:WC|PD|SN|BY)(?:[ \t]|\r?\n)", re.MULTILINE
)

_CODE: Final = re.compile(
    r"^(SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN|ART|CLM|DLN)"
    r"(?:[ \t]+(.*)|[ \t]*)$", re.MULTILINE,
)  # fmt: skip
"""The fields of Factiva, each on a line of its own or in front of its value."""
_FIELD: Final = re.compile(
    r"^[ \t]*(HEADLINE|BYLINE|SECTION|LENGTH|DATELINE|BODY|HIGHLIGHT|LOAD-DATE|LANGUAGE|URL|GRAPHIC|PUBLICATION-TYPE"
    r"|TYPE|SUBJECT|CITY|JOURNAL-CODE|ACC-NO|DOCUMENT-TYPE|COPYRIGHT|Byline|Section|Length|Dateline|Highlight"
    r"|Load-Date|Language|Graphic|Publication-Type|Subject|Link to Image)(?::[ \t]*(.*)|[ \t]*)$", re.MULTILINE,
)  # fmt: skip
_AFTER: Final = frozenset(
    [
        "LOAD-DATE", "LANGUAGE", "PUBLICATION-TYPE", "SUBJECT", "TYPE", "JOURNAL-CODE", "ACC-NO", "DOCUMENT-TYPE",
        "COPYRIGHT", "URL", "GRAPHIC",
    ]
)  # fmt: skip
"""Fields of LexisNexis that come behind the text."""
_DATE_LINE: Final = re.compile(
    r"(?:[A-Z][a-z]+day,? )?(?:[A-Z][a-z]{2,8}\.? \d{1,2},? (?:19|20)\d\d|\d{1,2} [A-Z][a-z]{2,8} (?:19|20)\d\d)\b"
)
_CLOCK: Final = re.compile(r"\d\d?:\d\d(?: GMT)?")
_COUNT: Final = re.compile(r"[\d,.]{1,9} words", re.IGNORECASE)
_COPYRIGHT: Final = re.compile(r"(?:Copyright|©|\(c\)) ", re.IGNORECASE)
_MOST_HEAD: Final = 14
"""Lines above a body that may be outlet, date and headline."""


class _Clipping(NamedTuple):
    text: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    author: str | None = None
    id: str = ""
    url: str | None = None


def is_clippings(head: bytes) -> bool:
    """Return whether a text begins as a download of a press database does.

    >>> is_clippings(b"   1 of 20 DOCUMENTS\\n\\n   The Ledger\\n"), is_clippings(b"One of 20 documents was found.")
    (True, False)
    """
    if _LEXIS_HEAD.search(head, 0, 4096) or _FACTIVA_HEAD.search(head):
        return True
    return bool(_NEXIS_HEAD.search(head) and _BODY.search(head)) or _CODES_HEAD.match(head.lstrip()) is not None


def clipping_articles(content: Content) -> Iterator[Article]:
    """Yield the articles of a download; `line` is where each begins. A piece without a text is passed to `skip`."""
    transcoded, utf8 = as_utf8(content.chunks)
    data = whole(content._replace(chunks=utf8))
    if data is None:
        return
    decoded = Decoder().decode(data, transcoded=transcoded)
    if decoded.text is None:
        content.skip(None, decoded.reason)
        return
    if decoded.bad:
        content.skip(None, skip_reasons.broken_bytes(decoded.bad, f"at byte {decoded.first:,}", decoded.encoding))
    text = decoded.text.replace("\r\n", "\n")
    line, at, found = 1, 0, 0
    for start, end, ident in _pieces(text):
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        line, at = line + text.count("\n", at, first), first
        clipping = _clipping(text[first:end])
        if not clipping.text.strip():
            content.skip(line, skip_reasons.NO_CLIPPING)
            continue
        found += 1
        own = ident or clipping.id
        yield Article(
            id=own or f"{content.shown}:{line}", text=clipping.text, title=clipping.title, url=clipping.url,
            published=clipping.published, outlet=clipping.outlet, author=clipping.author, path=content.shown, line=line,
        )  # fmt: skip


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and id of each article of a download."""
    ends = [(match.start(), match.end(), match[1]) for match in _FACTIVA.finditer(text)]
    if not ends:
        ends = [(match.start(), match.end(), "") for match in _NEXIS.finditer(text)]
    if ends:
        start = 0
        for end, behind, ident in ends:
            yield start, end, ident
            start = behind
        if len(text[start:].split()) > 20:  # the last article may lack its end
            yield start, len(text), ""
        return
    starts = [(match.start(), match.end()) for match in _LEXIS.finditer(text)]
    if starts:
        for number, (_, behind) in enumerate(starts):
            yield behind, starts[number + 1][0] if number + 1 < len(starts) else len(text), ""
        return
    heads = [match.start() for match in _CODE.finditer(text) if match[1] == "HD"]
    for number, start in enumerate(heads):
        yield start, heads[number + 1] if number + 1 < len(heads) else len(text), ""


def _clipping(piece: str) -> _Clipping:
    codes = list(_CODE.finditer(piece))
    if any(code[1] == "HD" for code in codes) and any(code[1] in ("LP", "TD") for code in codes):
        return _coded(piece, codes)
    if _FIELD.search(piece):
        return _lexis(piece)
    return _displayed(piece)


def _coded(piece: str, codes: list[re.Match[str]]) -> _Clipping:
    """Read an article of Factiva whose fields have codes: HD headline, SN source, PD day, LP and TD text."""
    fields: dict[str, str] = {}
    for code, following in zip(codes, [*codes[1:], None], strict=True):
        value = (code[2] or "") + piece[code.end() : following.start() if following is not None else len(piece)]
        fields.setdefault(code[1], value.strip())
    body = "\n\n".join(filter(None, (fields.get("LP"), fields.get("TD"))))
    own = re.search(r"Document (\S{8,60})", fields.get("AN", ""))
    return _Clipping(
        text=body,
        title=_line(fields.get("HD")),
        outlet=_line(fields.get("SN")),
        published=_date(fields.get("PD", "")),
        author=_line(fields.get("BY")),
        id=own[1] if own else "",
    )


def _lexis(piece: str) -> _Clipping:
    """Read an article of LexisNexis: lines with outlet, date and headline, then LENGTH and such, then the text."""
    fields = {match[1].upper(): (match[2] or "").strip() for match in reversed(list(_FIELD.finditer(piece)))}
    first = _FIELD.search(piece)
    head = [line.strip() for line in piece[: first.start() if first else 0].splitlines() if line.strip()][:_MOST_HEAD]
    head = [line for line in head if not _COPYRIGHT.match(line) and line.lower() != "all rights reserved"]
    dated = next((n for n, line in enumerate(head) if _DATE_LINE.match(line)), None)
    body = re.search(r"^[ \t]*(?:Body|BODY:?)[ \t]*\n", piece, re.MULTILINE)
    begin = body.end() if body else _behind_fields(piece)
    end = next((m.start() for m in _FIELD.finditer(piece, begin) if m[1].upper() in _AFTER), len(piece))
    classified = re.compile(r"^[ \t]*Classification[ \t]*$", re.MULTILINE).search(piece, begin, end)
    text = piece[begin : classified.start() if classified else end]
    title: str | None
    outlet: str | None
    if dated is not None and dated > 1 and body is not None and "HEADLINE" not in fields:
        title, outlet = head[0], head[dated - 1]  # Nexis Uni: headline, outlet, date
    elif dated is not None and body is not None and dated == 1 and "HEADLINE" not in fields:
        title, outlet = None, head[0]
    else:
        outlet = head[0] if head and (dated is None or dated > 0) else None
        behind = [line for line in head[(dated or 0) + 1 :] if not re.search(r"\bedition\b", line, re.IGNORECASE)]
        title = fields.get("HEADLINE") or (behind[-1] if behind else None)
    return _Clipping(
        text=_unwrapped(text),
        title=title,
        outlet=outlet,
        published=_date(head[dated]) if dated is not None else _date(fields.get("LOAD-DATE", "")),
        author=fields.get("BYLINE") or None,
        url=fields["URL"] if fields.get("URL", "").startswith("http") and len(fields["URL"]) > 30 else None,
    )


def _behind_fields(piece: str) -> int:
    """Return where the text begins that no heading announces: behind the last field of the head, which may go on over
    several lines up to an empty one."""
    last = None
    for match in _FIELD.finditer(piece):
        if match[1].upper() in _AFTER:
            break
        last = match
    if last is None:
        return 0
    empty = piece.find("\n\n", last.end())
    return len(piece) if empty < 0 else empty + 2


def _displayed(piece: str) -> _Clipping:
    """Read an article of Factiva without codes: section, headline, author, "523 words", day, time, outlet, code,
    language and copyright, one a line, then the text."""
    lines = piece.splitlines()
    head = [(n, line.strip()) for n, line in enumerate(lines) if line.strip()][:_MOST_HEAD]
    count = next((k for k, (_, line) in enumerate(head) if _COUNT.fullmatch(line)), None)
    if count is None:
        return _Clipping(piece.strip())
    behind = head[count + 1 :]
    dated = next((line for _, line in behind if _DATE_LINE.match(line)), "")
    names = [
        line for _, line in behind if not _DATE_LINE.match(line) and not re.fullmatch(r"\d\d?:\d\d(?: GMT)?", line)
    ]
    mark = next((n for n, line in behind if _COPYRIGHT.match(line)), None)
    start = mark if mark is not None else head[min(count + 5, len(head) - 1)][0]
    above = [line for _, line in head[:count]]
    author = above[-1] if len(above) > 1 and re.match(r"(?:By|Von|Par|Por) ", above[-1]) else None
    titles = above[:-1] if author else above
    return _Clipping(
        text="\n".join(lines[start + 1 :]).strip(),
        title=titles[-1] if titles else None,
        outlet=names[0] if names else None,
        published=_date(dated),
        author=author,
    )


def _unwrapped(text: str) -> str:
    """Return the paragraphs of a text whose lines were broken at a width, one a line."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", text))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _line(text: str | None) -> str | None:
    return (" ".join(text.split()) or None) if text else None


def _date(text: str) -> str | None:
    found = _DATE_LINE.search(text)
    return iso_date(found[0]) if found else None
