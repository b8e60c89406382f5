"""A file of labels -> Labels: pairs of articles that somebody judged, as JSON Lines or CSV."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple, get_args

import msgspec

from dedup.errors import InputError
from dedup.records import WIRE_RELATIONS, RelationKind

LARGEST_FILE: Final = 64 << 20  # bytes; half a million labels
MOST_LABELS: Final = 1 << 19
Judgement = Literal["right", "wrong", "unsure"]
JUDGEMENTS: Final[tuple[Judgement, ...]] = get_args(Judgement)
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=4096)]
_FIELDS: Final = ("a", "b", "judgement", "relation")


class Label(NamedTuple):
    """A pair and what somebody said of it, with its line in the file.

    `relation` is what the pair is. Without it the judgement is of what the report, else the scan calls the pair.
    """

    a: str
    b: str
    judgement: Judgement
    relation: RelationKind | Literal["unrelated"] | None = None
    line: int = 0


class _Row(msgspec.Struct, frozen=True):
    a: Name
    b: Name
    judgement: Judgement
    relation: RelationKind | Literal["unrelated"] | None = None


class Truth(NamedTuple):
    """What a label says of a pair: whether the two are derived, and whether they report one event; None where it does
    not say."""

    derived: bool | None
    event: bool | None


UNKNOWN: Final = Truth(None, None)


def truth_of(label: Label, called: RelationKind | None) -> Truth:
    """Return what a label says of a pair that is called `called` (None: it is not related).

    >>> truth_of(Label("a", "b", "wrong"), "rewrite"), truth_of(Label("a", "b", "wrong", "same_event"), "rewrite")
    (Truth(derived=False, event=None), Truth(derived=False, event=True))
    """
    if label.judgement == "unsure":
        return UNKNOWN
    if label.relation is not None:
        return Truth(label.relation in WIRE_RELATIONS, label.relation in WIRE_RELATIONS | {"same_event"})
    right = label.judgement == "right"
    if called is None or called in WIRE_RELATIONS:
        return Truth(right, True if right else None)
    if called == "same_event":
        return Truth(False, right)
    return Truth(False, False) if right else UNKNOWN  # a pair that is no form may be anything


def read_labels(path: str | os.PathLike[str]) -> list[Label]:
    """Return the labels of a file, JSON Lines where it begins with "{", else CSV with a heading; of labels of one pair
    the last. Raises InputError where it cannot be read or has a row that is no label."""
    name = os.fspath(path)
    try:
        with Path(path).open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"the labels {name!r} cannot be read ({reason}); check the name") from error
    if len(content) > LARGEST_FILE:
        raise InputError(f"{name!r} has more than {LARGEST_FILE:,} bytes; calibrate with a part of the labels")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name!r} is not in UTF-8 ({error.reason} at byte {error.start}); save it so") from error
    rows = _json_rows(text) if text.lstrip()[:1] == "{" else _csv_rows(text, name)
    labels: dict[tuple[str, str], Label] = {}
    try:
        for line, row in rows:
            label = _label(line, row, name)
            pair = min(label.a, label.b), max(label.a, label.b)
            labels.pop(pair, None)
            labels[pair] = label
            if len(labels) > MOST_LABELS:
                raise InputError(f"{name!r} has more than {MOST_LABELS:,} labels; calibrate with a part of them")
    except csv.Error as error:
        raise InputError(f"{name!r} is no CSV that can be read ({error}); save it as JSON Lines") from error
    return list(labels.values())


def _json_rows(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line


def _csv_rows(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    heading = [field.strip().lower() for field in next(reader, [])]
    if missing := [field for field in _FIELDS[:3] if field not in heading]:
        raise InputError(
            f"{name!r} has no column {missing[0]!r}; its first line must name the columns a, b, judgement and, if "
            "there is one, relation"
        )
    for values in reader:
        if any(value.strip() for value in values):
            row = dict(zip(heading, values, strict=False))
            yield reader.line_num, {field: row[field].strip() for field in _FIELDS if row.get(field, "").strip()}


def _label(line: int, row: str | dict[str, Any], name: str) -> Label:
    try:
        found = msgspec.json.decode(row, type=_Row) if isinstance(row, str) else msgspec.convert(row, _Row)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise InputError(
            f"{name!r}, line {line}: this is no label ({error}); write a, b, a judgement ({', '.join(JUDGEMENTS)}) and "
            "perhaps a relation"
        ) from error
    if found.a == found.b:
        raise InputError(f"{name!r}, line {line}: a and b are one article; label pairs of two")
    return Label(found.a, found.b, found.judgement, found.relation, line)
