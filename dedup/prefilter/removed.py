"""What `--removed` writes: a line of JSON for everything that is not in the output as it stood in the input."""

from __future__ import annotations

import msgspec


class Removed(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="removed"):
    """An article that was left out, and the one that stays for it."""

    line: int
    id: str
    kept: str
    relation: str
    score: float
    family: str | None = None


class Unread(msgspec.Struct, frozen=True, tag_field="kind", tag="unread"):
    """A line that holds no article, or the rest of an input that cannot be read (`line` is None where lines do not
    count)."""

    line: int | None
    reason: str


class Noted(msgspec.Struct, frozen=True, tag_field="kind", tag="noted"):
    """An article that was odd and taken all the same."""

    line: int
    id: str
    reason: str


class Renamed(msgspec.Struct, frozen=True, tag_field="kind", tag="renamed"):
    """An article whose id was taken: `id` is the user's, `as` the one that it has in the index."""

    line: int
    id: str
    new_id: str = msgspec.field(name="as")
    reason: str = "another article of this id came before; give each its own id"


Entry = Removed | Unread | Noted | Renamed
_ENCODER = msgspec.json.Encoder()


def encoded(entry: Entry) -> bytes:
    """The entry as a line of JSON.

    >>> encoded(Unread(3, "the line is not JSON"))
    b'{"kind":"unread","line":3,"reason":"the line is not JSON"}\\n'
    """
    return _ENCODER.encode(entry) + b"\n"
