"""Compressed bytes -> bytes, by content and not by name; bounded, so that a small file cannot become a huge one."""

from __future__ import annotations

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple, Protocol

from dedup.sources import skip_reasons
from dedup.sources.storage import DamagedError

PIECE: Final = 16 * 1024
"""Compressed bytes given to a decompressor at once; where one of them is damaged, they are read byte by byte."""
OUTPUT: Final = 128 * 1024
"""Bytes asked of a decompressor at once."""

MAX_RATIO: Final = 500
"""Times its own size to which data may unpack. One sentence over and over reaches 260 with gzip and 160 with zstd;
zeros alone reach 1,030 with gzip."""
FREE_OUTPUT: Final = 64 * 2**20
"""Bytes that may come out whatever the ratio: less than one text file may have."""
MAX_LAYERS: Final = 3
"""Compressions and archives inside one another; `.tar.gz` in a `.zip` has three."""

_ZSTD_PIECE: Final = 512
"""Compressed bytes given to zstd at once: in the worst case each four of them are a block of 128 KiB, 16 MiB in all."""
_XZ_MEMORY: Final = 1 << 28
"""Bytes that xz may use; its highest preset takes 65 MiB."""
_LARGEST_WINDOW: Final = 27
"""zstd may ask for any window; 2**27 bytes (128 MiB) is what `zstd --ultra` and the format's own tools allow."""


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes) -> Iterator[bytes]: ...


class _Gzip:
    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes) -> Iterator[bytes]:
        """Yield what the data give. zlib gives nothing of a piece in which it fails, but byte by byte it gives what is
        before the damage."""
        while data:
            before = self._inflate.copy()
            try:
                out = self._inflate.decompress(data, OUTPUT)
            except zlib.error:
                for at in range(len(data)):
                    yield before.decompress(data[at : at + 1])
                raise
            yield out
            while len(out) == OUTPUT and not self._inflate.unconsumed_tail and not self._inflate.eof:
                yield (out := self._inflate.decompress(b"", OUTPUT))  # zlib took all and still has output
            data = b"" if self._inflate.eof else self._inflate.unconsumed_tail


class _Standard:
    """bz2 and lzma of the standard library."""

    def __init__(self, made: Any) -> None:
        self._made = made

    @property
    def eof(self) -> bool:
        return bool(self._made.eof)

    @property
    def unused_data(self) -> bytes:
        return bytes(self._made.unused_data)

    def decompress(self, data: bytes) -> Iterator[bytes]:
        yield self._made.decompress(data, OUTPUT)
        while not self._made.eof and not self._made.needs_input:
            yield self._made.decompress(b"", OUTPUT)


class _Zstd:
    """zstandard gives all that a piece holds at once."""

    def __init__(self) -> None:
        import zstandard

        self._made = zstandard.ZstdDecompressor(max_window_size=1 << _LARGEST_WINDOW).decompressobj()
        self._rest = b""

    @property
    def eof(self) -> bool:
        return self._made.eof

    @property
    def unused_data(self) -> bytes:
        return self._made.unused_data + self._rest

    def decompress(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), _ZSTD_PIECE):
            yield self._made.decompress(data[start : start + _ZSTD_PIECE])
            if self._made.eof:
                self._rest = data[start + _ZSTD_PIECE :]
                return


class Compression(NamedTuple):
    """`name` as it is shown; `magic` begins its data; `padding` may be between its members."""

    name: str
    magic: bytes
    start: Callable[[], _Decompressor]
    padding: bytes = b""


COMPRESSIONS: Final = (
    Compression("gzip", b"\x1f\x8b\x08", _Gzip, padding=b"\0"),
    Compression("zstd", b"\x28\xb5\x2f\xfd", _Zstd),
    Compression("xz", b"\xfd7zXZ\0", lambda: _Standard(lzma.LZMADecompressor(lzma.FORMAT_XZ, _XZ_MEMORY)), b"\0"),
    Compression("bzip2", b"BZh", lambda: _Standard(bz2.BZ2Decompressor())),
)
_FIRST_BYTES: Final = frozenset(found.magic[:1] for found in COMPRESSIONS)
LONGEST_MAGIC: Final = 10
_BZIP_BLOCKS: Final = (b"1AY&SY", b"\x17rE8P\x90")
"""What is behind the header and the size of a block: pi, or the root of pi where there is no block."""


def compression_of(head: bytes) -> Compression | None:
    """Return the compression whose data begin with `head`, None where it is none.

    >>> compression_of(b"BZh91AY&SY").name, compression_of(b"BZh is a street in the town")
    ('bzip2', None)
    """
    for found in COMPRESSIONS:
        if head.startswith(found.magic):
            if found.name == "bzip2" and not (head[3:4].isdigit() and head[4:10] in _BZIP_BLOCKS):
                return None
            return found
    return None


def unpacked(chunks: Iterator[bytes], layers: int = 0) -> tuple[int, Iterator[bytes]]:
    """Return the number of layers and the bytes under all compressions that `chunks` are in, one inside the other.

    Damage raises DamagedError behind every byte before it; so does data that unpacks to more than it may.
    """
    while True:
        head, chunks = peek(chunks, 1)
        if head[:1] in _FIRST_BYTES:
            # Only then: a pipe may have less for a long time.
            head, chunks = peek(chunks, LONGEST_MAGIC)
        found = compression_of(head)
        if found is None:
            return layers, chunks
        if layers == MAX_LAYERS:
            raise DamagedError(skip_reasons.too_many_layers(MAX_LAYERS))
        layers += 1
        chunks = _bounded(chunks, found)


def peek(chunks: Iterator[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """Return at least `size` bytes, if there are so many, and all chunks as they were.

    What fails meanwhile is raised by the chunks, in its place.
    """
    taken: list[bytes] = []
    length = 0
    failed: list[DamagedError] = []
    try:
        while length < size and (chunk := next(chunks, b"")):
            taken.append(chunk)
            length += len(chunk)
    except DamagedError as damage:
        failed.append(damage)

    def rest() -> Iterator[bytes]:
        yield from taken
        taken.clear()
        if failed:
            raise failed[0]
        yield from chunks

    return b"".join(taken), rest()


def _bounded(chunks: Iterator[bytes], compression: Compression) -> Iterator[bytes]:
    """Yield what the chunks hold as long as it is no bomb."""
    came = gone = 0

    def counted() -> Iterator[bytes]:
        nonlocal came
        for chunk in chunks:
            came += len(chunk)
            yield chunk

    for out in _members(counted(), compression):
        gone += len(out)
        if gone > FREE_OUTPUT and gone > MAX_RATIO * came:
            raise DamagedError(skip_reasons.bomb(MAX_RATIO))
        yield out


def _members(chunks: Iterator[bytes], compression: Compression) -> Iterator[bytes]:
    """Yield every byte before a damage, then raise DamagedError. Members follow one another (RFC 1952, and the others
    alike)."""
    made, inside, members = compression.start(), False, 0
    for piece in _pieces(chunks):
        while piece:
            if not inside and members:
                piece = piece.lstrip(compression.padding) if compression.padding else piece
                if not piece:
                    break
            inside = True
            try:
                yield from filter(None, made.decompress(piece))
            except _errors() as error:
                raise DamagedError(skip_reasons.damaged(compression.name, str(error))) from error
            if not made.eof:
                break
            piece, made, inside, members = made.unused_data, compression.start(), False, members + 1
    if inside:
        raise DamagedError(skip_reasons.cut_short(compression.name))


def _pieces(chunks: Iterator[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        for start in range(0, len(chunk), PIECE):
            yield chunk[start : start + PIECE]


def _errors() -> tuple[type[Exception], ...]:
    errors: tuple[type[Exception], ...] = (zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)
    module = sys.modules.get("zstandard")
    return (*errors, module.ZstdError) if module is not None else errors
