"""One JSON record, of whatever scraper, -> the values of an Article."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import Any, Final, NamedTuple

import msgspec

from dedup.addresses import host_of, is_elsewhere
from dedup.article import Article
from dedup.errors import SettingsError
from dedup.sources import presets, skip_reasons
from dedup.sources.csv_head import normal_name
from dedup.sources.dates import iso_date
from dedup.sources.markup import is_page, without_markup

MAX_ID: Final = 1024
"""Code points of the longest id: a longer one is content in the wrong field, and ids are everywhere in a report."""

_LONGEST_NULL: Final = max(map(len, presets.NULLS))
_URL_SCHEMES: Final = ("http://", "https://")

_PARTS: Final = (
    presets.ID, presets.TEXT, presets.TITLE, presets.URL, presets.PUBLISHED, presets.OUTLET, presets.ORIGIN,
    presets.EVOLVED, presets.AUTHOR,
)  # fmt: skip
_NAMES: Final = tuple(name for part in _PARTS for name in part)

FieldValues = tuple[Any, ...]
"""The values of a record under all known names, in the order of the presets, None where a name is missing."""

_STARTS: Final = tuple(accumulate(map(len, _PARTS), initial=0))
_ID, _TEXT, _TITLE, _URL, _PUBLISHED, _OUTLET, _ORIGIN, _EVOLVED, _AUTHOR = (slice(*e) for e in pairwise(_STARTS))
_ID_0, _TEXT_0, _TITLE_0, _URL_0, _PUBLISHED_0, _OUTLET_0, _ORIGIN_0, _EVOLVED_0, *_ = _STARTS
_RARE: Final = slice(_EVOLVED_0, None)
_ORIGINS: Final = _ORIGIN_0 + presets.ORIGIN.index(presets.ORIGINS)
_HOSTS: Final = tuple(_OUTLET_0 + presets.OUTLET.index(name) for name in presets.HOST)
_hosts_in: Final[Callable[[FieldValues], tuple[Any, ...]]] = itemgetter(*_HOSTS)
_URL_OR_OUTLET: Final = _OUTLET_0 + presets.OUTLET.index(presets.URL_OR_OUTLET)
_OPTIONAL: Final = slice(_TITLE_0, None)

Record: Final = msgspec.defstruct(
    "Record",
    [(f"field_{place}", Any, None) for place in range(len(_NAMES))],
    rename={f"field_{place}": name for place, name in enumerate(_NAMES)},
    gc=False,
)
"""A line of JSON with the known fields alone: for other fields no objects are built. Any type is accepted, so that a
strange value in one field does not lose the article. `msgspec.structs.astuple` makes its FieldValues."""


class FieldNames(NamedTuple):
    """The fields of a record that hold each part of an article, by the user's own word; None where the known names are
    tried."""

    text: str | None = None
    id: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    outlet: str | None = None
    author: str | None = None

    @property
    def given(self) -> dict[str, str]:
        """The parts that the user named."""
        return {part: name for part, name in self._asdict().items() if name is not None}

    def columns(self) -> frozenset[str]:
        """Return the names of the user for the text."""
        return frozenset() if self.text is None else frozenset({self.text})


def field_names(
    text_field: str | None = None, id_field: str | None = None, fields: Mapping[str, str] | Iterable[str] = ()
) -> FieldNames:
    """Return the names of fields that options give: `fields` are `{"title": "head"}`, or texts like "title=head".

    "date" is another word for "published". Raises SettingsError for a part that is not known.
    """
    pairs = fields.items() if isinstance(fields, Mapping) else [_pair(text) for text in fields]
    named = {"published" if part == "date" else part: name for part, name in pairs}
    for part, name in named.items():
        if part not in FieldNames._fields or not name:
            known = ", ".join(FieldNames._fields)
            raise SettingsError(f"{skip_reasons.shown(part)} names no part of an article: use PART=NAME with {known}")
    if text_field is not None:
        named["text"] = text_field
    if id_field is not None:
        named["id"] = id_field
    return FieldNames(**named)


def _pair(text: str) -> tuple[str, str]:
    part, _, name = text.partition("=")
    return part.strip(), name.strip()


_SLICES: Final = {
    "text": _TEXT, "id": _ID, "title": _TITLE, "url": _URL, "published": _PUBLISHED, "outlet": _OUTLET,
    "author": _AUTHOR,
}  # fmt: skip


def row_reader(names: FieldNames = FieldNames()) -> Callable[[Mapping[str, Any]], FieldValues]:  # noqa: B008 it is a constant
    """Return a function from a dict to its FieldValues; the user's own fields take the place of the known ones."""
    own = [(_SLICES[part], field) for part, field in names.given.items()]

    def row(record: Mapping[str, Any]) -> FieldValues:
        values = list(map(record.get, _NAMES))
        for part, field in own:
            values[part] = [_at(record, field)] + [None] * (part.stop - part.start - 1)
        return tuple(values)

    return row


def column_places(columns: Iterable[str], names: FieldNames) -> list[tuple[int, int]]:
    """Return (place in FieldValues, place in a row) for each column of a table whose name is known.

    A name counts as it is, else without case, spaces and underscores.
    """
    found: dict[int, int] = {}
    given = list(columns)
    own = {_SLICES[part].start: (_SLICES[part], field) for part, field in names.given.items()}
    taken = {place for part, _ in own.values() for place in range(part.start, part.stop)}
    for part, field in own.values():
        at = next((n for n, name in enumerate(given) if name == field), None)
        if at is None:
            at = next((n for n, name in enumerate(given) if normal_name(name) == normal_name(field)), None)
        if at is not None:
            found[part.start] = at
    for known in (_EXACT, _NORMAL):
        for n, name in enumerate(given):
            place = known.get(name if known is _EXACT else normal_name(name))
            if place is not None and place not in taken:
                found.setdefault(place, n)
    return sorted(found.items())


KNOWN_NAMES: Final = frozenset(_NAMES)
VALUES: Final = len(_NAMES)
"""Values of a FieldValues."""
_EXACT: Final = {name: place for place, name in enumerate(_NAMES)}
_NORMAL: Final[dict[str, int]] = {}
for _place, _name in enumerate(_NAMES):
    _NORMAL.setdefault(normal_name(_name), _place)


def with_known_names(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record whose fields have the known names, where they differ from these in case, spaces and such alone.

    >>> with_known_names({"Headline": "H", "Full Text": "T", "other": 1})
    {'Headline': 'H', 'Full Text': 'T', 'other': 1, 'headline': 'H', 'full_text': 'T'}
    """
    out = dict(record)
    for name, value in record.items():
        place = _NORMAL.get(normal_name(name)) if isinstance(name, str) and len(name) < 80 else None
        if place is not None:
            out.setdefault(_NAMES[place], value)
    return out


def _at(record: Mapping[str, Any], field: str) -> Any:
    """Return the value of a field of this name, else the one that its dots lead to, as steps into objects and (by
    number) lists; None where there is none."""
    if field in record:
        return record[field]
    inner: Any = record
    for step in field.split("."):
        if isinstance(inner, dict):
            inner = inner.get(step)
        elif (
            isinstance(inner, list) and step.isascii() and step.isdigit() and len(step) < 10 and int(step) < len(inner)
        ):
            inner = inner[int(step)]
        else:
            return None
    return inner


def article_of(row: FieldValues, path: str | None, line: int | None, *, keep_page: bool = False) -> Article | None:
    """Return the Article in a record, None where it has no text.

    Its id is the user's, else its url, else path and line. Markup in the text is cleaned; with `keep_page` a text that
    is a whole page stays as it is.
    """
    text = row[_TEXT_0]
    if type(text) is not str or not text or text.isspace():
        text = _text(row[_TEXT])
        if text is None:
            return None
    if ("<" in text or "&lt;" in text) and not (keep_page and is_page(text)):
        text = without_markup(text)
        if not text or text.isspace():
            return None
    ident = row[_ID_0]
    if type(ident) is not str or not ident or len(ident) > MAX_ID or ident.isspace():
        ident = _id(row[_ID])
    if row[_TITLE_0] is None and not any(row[_OPTIONAL]):
        return Article(id=ident or made_id(None, path, line), text=text, path=path, line=line)
    # A string longer than every spelling of "missing" needs no second look; most values are such.
    title = row[_TITLE_0]
    if type(title) is not str or len(title) <= _LONGEST_NULL or title.isspace():
        title = _first(row[_TITLE])
    url = row[_URL_0]
    if type(url) is not str or len(url) <= _LONGEST_NULL or url.isspace():
        url = _first(row[_URL])
    published = row[_PUBLISHED_0]
    if type(published) is not str or len(published) <= _LONGEST_NULL or published.isspace():
        published = _first(row[_PUBLISHED])
    if published is not None and published[4:5] != "-":
        published = iso_date(published)
    outlet = row[_OUTLET_0]
    if type(outlet) is not str or len(outlet) <= _LONGEST_NULL or outlet.isspace():
        outlet = _outlet(row[_OUTLET])
    origins: tuple[str, ...] = ()
    if not url or any(row[_ORIGIN]) or any(_hosts_in(row)):
        url, origins = _addresses(row, url)
    author = None
    if any(row[_RARE]):
        author, before = _first(row[_AUTHOR]), _first(row[_EVOLVED])
        if before is not None and is_elsewhere(before, host_of(url) or host_of(ident)):
            origins = (*origins, before)
    if not ident:
        ident = made_id(url, path, line)
    return Article(
        id=ident, text=text, title=title, url=url, published=published, outlet=outlet, author=author, path=path,
        line=line, origins=origins,
    )  # fmt: skip


def made_id(url: str | None, path: str | None, line: int | None) -> str:
    """Return the id of an article that has none of its own: its url, else its path and line, "" where there is none.

    >>> made_id("https://example.org/a", "f.jsonl", 3), made_id(None, "f.jsonl", 3), made_id(None, "f.txt", None)
    ('https://example.org/a', 'f.jsonl:3', 'f.txt')
    """
    if url and len(url) <= MAX_ID:
        return url
    if path is None:
        return ""
    return path if line is None else f"{path}:{line}"


def _addresses(row: FieldValues, url: str | None) -> tuple[str | None, tuple[str, ...]]:
    """Return the address that was fetched, as far as it is known, and the addresses of the original elsewhere.

    A tool that writes the canonical link as the url may know the host of the page all the same: an address on another
    site was not fetched.
    """
    among_outlets = row[_URL_OR_OUTLET]
    given = [url, *map(_string, row[_ORIGIN_0:_ORIGINS])]
    if isinstance(among_outlets, str) and among_outlets.startswith(_URL_SCHEMES):
        given.append(among_outlets)
    addresses = [address for address in given if address and address.startswith(_URL_SCHEMES)]
    host = next((host for place in _HOSTS if (host := host_of(_string(row[place])))), None)
    if host is None:
        fetched = url or next(iter(addresses), None)
        host = host_of(fetched)
    else:
        fetched = next((address for address in addresses if not is_elsewhere(address, host)), None)
        if fetched is None and url and host_of(url) is None:
            fetched = url
    elsewhere = [address for address in addresses if is_elsewhere(address, host)]
    listed = row[_ORIGINS] if isinstance(row[_ORIGINS], list) else [row[_ORIGINS]]
    elsewhere += [address for address in listed if isinstance(address, str) and address.startswith(_URL_SCHEMES)]
    return fetched, tuple(dict.fromkeys(elsewhere))


def why_no_text(record: Mapping[str, Any], text_field: str | None = None) -> str:
    """Return why `article_of` returned None for a record, as the list of skipped input says it."""
    names = (text_field,) if text_field is not None else presets.TEXT
    values = [(name, value) for name in names if (value := _at(record, name)) is not None]
    if values:
        name, value = values[0]
        return skip_reasons.text_is(name, "empty" if isinstance(value, str) else _kind(value))
    return skip_reasons.no_such_text(text_field) if text_field is not None else skip_reasons.no_text(record)


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "an object without text"
    return "a list and not a string" if isinstance(value, list) else "no string"


def _text(values: FieldValues) -> str | None:
    for value in values:
        if isinstance(value, list):
            value = next((inner for inner in value if isinstance(inner, dict)), None)
        if isinstance(value, dict):
            value = _fundus_body(value) or next((value[k] for k in presets.INNER_TEXT if value.get(k)), None)
        if isinstance(value, str) and value and not value.isspace():
            return value
    return None


def _fundus_body(body: Mapping[str, Any]) -> str | None:
    """Return the ArticleBody of fundus as its own `plaintext` writes it: summary, headlines and paragraphs, joined with
    blank lines."""
    sections = body.get("sections")
    pieces = [body.get("summary")]
    for section in sections if isinstance(sections, list) else []:
        if isinstance(section, dict):
            pieces += [section.get("headline"), section.get("paragraphs")]
    strings = [string for piece in pieces if isinstance(piece, list) for string in piece if isinstance(string, str)]
    return "\n\n".join(strings) or None


def _id(values: FieldValues) -> str | None:
    for value in values:
        ident = _string(value)
        if ident is not None and len(ident) <= MAX_ID:
            return ident
    return None


def _first(values: FieldValues) -> str | None:
    for value in filter(None, values):
        string = _string(value)
        if string is not None:
            return string
    return None


def _outlet(values: FieldValues) -> str | None:
    for value in filter(None, values):
        string = _string(value)
        if string is not None and not string.startswith(_URL_SCHEMES):
            return string
    return None


def _string(value: Any) -> str | None:
    """Return the value of a field as a string: itself, a number, the first of a list, the name in an object; None for a
    missing value."""
    if type(value) is str and len(value) > _LONGEST_NULL and not value.isspace():
        return value
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, dict):
        value = next((value[key] for key in presets.INNER if isinstance(value.get(key), str)), None)
    if isinstance(value, str):
        return None if not value or value.isspace() or value in presets.NULLS else value
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or (isinstance(value, float) and not math.isfinite(value))
    ):
        return None
    return str(value)
