"""What annotating adds: a line of JSON with one key more, the rest of its bytes as they were."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import msgspec

from dedup.sources.encoding import Decoder

if TYPE_CHECKING:
    from dedup.prefilter.verdict import Verdict

KEY: Final = "dedup"
_MATCH: Final = ("id", "relation", "score", "direction")


def summary(verdict: Verdict) -> dict[str, Any]:
    """What a record tells of the verdict on it: the same for the same articles in the same order, without times and passages."""
    matches = [{name: getattr(match, name) for name in _MATCH} for match in verdict.matches]
    return {"decision": verdict.decision, "family": verdict.family, "matches": matches}


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
    record[KEY] = value
    # Escaped: the record may hold lone surrogates, which UTF-8 cannot.
    return json.dumps(record).encode() + b"\n"


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
