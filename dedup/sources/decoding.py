"""Bytes that are not UTF-8: a legacy encoding, UTF-8 with damage, or no text at all."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from dedup.sources import skip_reasons

_BOMS: Final = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LONGEST_BOM: Final = 4

_SAMPLE: Final = 64 * 1024
"""Bytes shown to charset-normalizer; 3 ms for 2 KB, and it sees no better with more."""
_BEFORE: Final = 1024
"""Bytes of these before the first that is not UTF-8: more plain ASCII says nothing."""

_LEGACY: Final = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874",
    "iso8859_2", "iso8859_5", "koi8_r", "koi8_u", "gb18030", "big5", "euc_jp", "shift_jis", "euc_kr",
]  # fmt: skip
"""The legacy encodings that web pages use (WHATWG Encoding Standard), without those that news never came in.
Left to choose freely, charset-normalizer takes English with curly quotes for DOS code page 775."""

_CUSTOMARY: Final = {
    "Polish": "cp1250", "Czech": "cp1250", "Slovak": "cp1250", "Hungarian": "cp1250", "Slovene": "cp1250",
    "Croatian": "cp1250",
    "Romanian": "cp1250", "Turkish": "cp1254", "Lithuanian": "cp1257", "Latvian": "cp1257", "Estonian": "cp1257",
    "Vietnamese": "cp1258",
}  # fmt: skip
"""Which Windows code page a language is written in; the others of Latin script, cp1252. The code pages differ in a few
letters only, and charset-normalizer scores them alike (French in cp1252: chaos 0.043, read as cp1257: 0.0), so custom
decides among near equals."""
_NEAR_CHAOS: Final = 0.05
_NEAR_COHERENCE: Final = 0.1
"""For Polish, the wrong code page scores up to 0.056 more coherence than its own; a wrong script differs more, in this
or in chaos."""

_STRAY: Final = 3
"""A character cut in half leaves at most this many bad bytes (RFC 3629)."""

_SURE: Final = 16
"""Lines of one file that must agree on an encoding before the file's other lines are taken to be in it."""

_CONTROL: Final = bytes(c for c in range(32) if c not in b"\b\t\n\v\f\r\x1b") + b"\x7f"
_MOSTLY_CONTROL: Final = 0.3
"""Perl's -B test: more than 30 % of strange characters make a file binary."""


class DecodedText(NamedTuple):
    """`text` with U+FFFD for the `bad` bytes, the first of them byte `first`; or no text, and the reason."""

    text: str | None
    encoding: str = "UTF-8"
    bad: int = 0
    first: int = 0
    reason: str = ""


def looks_binary(data: bytes) -> bool:
    """Return whether data has NUL bytes, or mostly control characters in its first 64 KB."""
    if b"\0" in data:
        return True
    sample = data[:_SAMPLE]
    return len(sample) - len(sample.translate(None, _CONTROL)) > _MOSTLY_CONTROL * len(sample)


class Decoder:
    """Decodes what is not UTF-8; one for each file, because the lines of one file mostly agree."""

    def __init__(self) -> None:
        self._last = ""
        self._agreed = 0

    def decode(self, data: bytes, *, transcoded: bool = False) -> DecodedText:
        """Return `data` as text. `transcoded` says that it was UTF-16 or UTF-32 before, so that a bad byte can only be
        damage."""
        if looks_binary(data):
            return DecodedText(None, reason=skip_reasons.BINARY)
        try:
            return DecodedText(data.decode())
        except UnicodeDecodeError as error:
            first = error.start
        valid = data.decode("utf-8", "surrogateescape").encode("utf-8", "ignore")
        bad = len(data) - len(valid)
        text = valid.decode()
        good = len(text) - len(text.encode("ascii", "ignore"))
        # Of 144,000 cuts of 20 to 60 characters from news sentences in 16 legacy encodings, none has as many valid
        # sequences as bad bytes.
        if transcoded or (good and bad <= max(good, _STRAY)):
            return DecodedText(data.decode("utf-8", "replace"), "UTF-8", bad, first)
        return self._decode_legacy(data, first)

    def _decode_legacy(self, data: bytes, first: int) -> DecodedText:
        if self._agreed >= _SURE:
            try:
                return DecodedText(data.decode(self._last), self._last)
            except UnicodeDecodeError:
                self._agreed = 0
        encoding = legacy_encoding(_sample(data, first))
        if not encoding:
            return DecodedText(None, reason=skip_reasons.UNKNOWN_ENCODING)
        self._agreed = self._agreed + 1 if encoding == self._last else 1
        self._last = encoding
        try:
            return DecodedText(data.decode(encoding), encoding)
        except UnicodeDecodeError as error:
            text = data.decode(encoding, "replace")
            return DecodedText(text, encoding, text.count("\ufffd"), error.start)


def _sample(data: bytes, first: int) -> bytes:
    """Return at most 64 KB around byte `first`, cut at white space, which is never half a character."""
    if len(data) <= _SAMPLE:
        return data
    sample = data[max(0, first - _BEFORE) :][:_SAMPLE]
    start, end = sample.find(b" ", 0, _BEFORE), sample.rfind(b" ")
    return sample[max(start, 0) : end if end > _SAMPLE // 2 else None]


def legacy_encoding(sample: bytes) -> str:
    """Return the Python name of the encoding that fits best, "" where none does.

    >>> legacy_encoding("“Été” – le président a déclaré lundi que l'été serait très chaud.".encode("cp1252"))
    'cp1252'
    """
    from charset_normalizer import from_bytes

    matches = list(from_bytes(sample, cp_isolation=_LEGACY))
    if not matches:
        return ""
    best = matches[0]
    customary = _CUSTOMARY.get(best.language, "cp1252")
    for match in matches:
        near = match.chaos <= best.chaos + _NEAR_CHAOS and match.coherence >= best.coherence - _NEAR_COHERENCE
        if near and customary in match.could_be_from_charset:
            return customary
    return best.encoding


def as_utf8(chunks: Iterable[bytes]) -> tuple[bool, Iterator[bytes]]:
    """Return the chunks without their byte-order mark; UTF-16 and UTF-32, known by it, turned into UTF-8 (then the
    first value is True).

    A broken unit of these becomes the byte FF, which is never valid UTF-8, so that it is found as all damage is.
    """
    rest = iter(chunks)
    head = b""
    for chunk in rest:
        head += chunk
        if len(head) >= _LONGEST_BOM:
            break
    for mark, name in _BOMS:
        if head.startswith(mark):
            whole = chain([head[len(mark) :]], rest)
            return name != "utf-8", whole if name == "utf-8" else _transcode(whole, name)
    return False, chain([head], rest)


def _transcode(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    decode = codecs.getincrementaldecoder(name)("dedup.broken").decode
    for chunk in chunks:
        yield decode(chunk).encode("utf-8", "surrogateescape")
    yield decode(b"", True).encode("utf-8", "surrogateescape")


def _broken_unit(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\udcff", error.end


codecs.register_error("dedup.broken", _broken_unit)
