"""A line of JSON with one key more, the rest of its bytes as they were."""

from __future__ import annotations

import json
from typing import Any, Final

import msgspec

from dedup.sources.encoding import Decoder

KEY: Final = "dedup"


def annotated(raw: bytes, value: Any) -> bytes:
    r"""`raw`, an object of JSON, with `value` under the key `dedup`, which takes the place of one that is there.

    The bytes of a line in UTF-8 without that key stay as they are; any other line is written anew.

    >>> annotated(b'{"text": "a" }\n', {"decision": "new"})
    b'{"text": "a","dedup":{"decision":"new"}}\n'
    """
    if b'"dedup"' not in raw and _is_utf8(raw):
        body = raw.rstrip()[:-1].rstrip()
        return b"%b,%b:%b}\n" % (body, b'"dedup"', msgspec.json.encode(value))
    text = Decoder().decode(raw).text or raw.decode("utf-8", "replace")
    record = json.loads(text.removeprefix("\ufeff"))
    record[KEY] = msgspec.to_builtins(value)
    # Escaped: the record may hold lone surrogates, which UTF-8 cannot.
    return json.dumps(record).encode() + b"\n"


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
