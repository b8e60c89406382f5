"""Credit: a place in an article that names where it comes from (report format, `articles[].credits`)."""

from __future__ import annotations

from typing import Literal

import msgspec

Field = Literal["text", "title", "url"]
Kind = Literal["dateline", "byline", "credit", "attribution", "url"]


class Credit(msgspec.Struct, frozen=True):
    """`start` and `end` are code points in `field` ("text" is the text as read); `text` is that span, at most 300 characters.

    `source` is the canonical name of an agency or outlet, for a url its host; it is empty for a dateline that names a place alone.
    """

    field: Field
    kind: Kind
    source: str
    start: int
    end: int
    text: str
