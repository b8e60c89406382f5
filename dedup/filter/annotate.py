"""What annotating adds: a line of JSON with one key more, the rest of its bytes as they were."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, Any, Final

import msgspec

from dedup.sources.decoding import Decoder
from dedup.sources.jsonl import read_int

if TYPE_CHECKING:
    from dedup.index.verdict import Verdict

KEY: Final = "dedup"
_raw: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_MATCH: Final = ("id", "relation", "score", "direction")


def verdict_summary(verdict: Verdict) -> dict[str, Any]:
    """Return what an annotated record says of its verdict: the same for the same articles in the same order, without
    times and passages."""
    matches = [{name: getattr(match, name) for name in _MATCH} for match in verdict.matches]
    return {
        "decision": verdict.decision,
        "family": verdict.family,
        "matches": matches,
        "novelty": verdict.novelty,
        "supersedes": verdict.supersedes,
        **version_parts(verdict),
        **requested_parts(verdict),
    }


def version_parts(verdict: Verdict) -> dict[str, Any]:
    """Return what a later version of an article is marked with: the version before it, and what it changes."""
    if verdict.version_of is None:
        return {}
    return {"version_of": verdict.version_of, "changed": msgspec.to_builtins(verdict.changed)}


def requested_parts(verdict: Verdict) -> dict[str, Any]:
    """Return the parts of a verdict that are reported on request: `translation` and `names`, each where it was asked
    for."""
    return {
        name: msgspec.to_builtins(value)
        for name in ("translation", "names")
        if (value := getattr(verdict, name)) is not None
    }


def annotate_line(raw: bytes, value: Any) -> bytes:
    r"""`raw`, an object of JSON, with `value` under the key `dedup`, which takes the place of one that is there.

    The bytes of a line in UTF-8 stay as they are but for that key; any other line is turned into UTF-8.

    >>> annotate_line(b'{"text": "a" }\n', {"decision": "new"})
    b'{"text": "a","dedup":{"decision":"new"}}\n'
    """
    data = _utf8(raw).strip()
    encoded = msgspec.json.encode(value)
    if b'"dedup"' in data:
        return _replaced(data.removeprefix(codecs.BOM_UTF8), encoded)
    return b'%b,"dedup":%b}\n' % (data[:-1].rstrip(), encoded)


def _utf8(raw: bytes) -> bytes:
    try:
        raw.decode()
    except UnicodeDecodeError:
        text = Decoder().decode(raw).text or raw.decode("utf-8", "replace")
        return text.encode()
    return raw


def _replaced(data: bytes, encoded: bytes) -> bytes:
    """Return the values of the other keys as they are; what msgspec does not take, such as NaN, as Python writes
    it."""
    try:
        return msgspec.json.encode({**_raw.decode(data), KEY: msgspec.Raw(encoded)}) + b"\n"
    except msgspec.DecodeError:
        record = json.loads(data, parse_int=read_int)
    # Escaped: the record may hold lone surrogates, which UTF-8 cannot.
    return json.dumps({**record, KEY: json.loads(encoded)}).encode() + b"\n"
