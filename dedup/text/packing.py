"""Packing: texts -> one UTF-8 buffer with offsets, as the kernels read them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.text.string_encoding import encode_strings
from dedup.text.tokenizing import SPARE


class Packer:
    """Packs one batch after the other into the same memory: the buffer of a batch is valid until the next call."""

    def __init__(self) -> None:
        self._memory: NDArray[np.uint8] = np.empty(SPARE, np.uint8)

    def __call__(self, texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """See `pack`."""
        strings = list(texts)
        strange = set(map(type, strings)) - {str}
        if strange and not all(isinstance(text, str) for text in strings):
            raise TypeError(f"texts are strings, not {min(kind.__name__ for kind in strange)}")
        ends = np.zeros(len(strings) + 1, np.int64)
        packed = 0
        while (packed := encode_strings(strings, packed, self._memory, self._memory.size - SPARE, ends)) < len(strings):
            text = strings[packed]
            rest = sum(map(len, strings[packed + 1 :]))
            self._grow(int(ends[packed]), len(text) * (1 if text.isascii() else 4) + rest + rest // 8 + SPARE)
        size = int(ends[-1])
        self._memory[size : size + SPARE] = 0
        return self._memory[: size + SPARE], ends

    def _grow(self, used: int, room: int) -> None:
        memory = np.empty(used + room, np.uint8)
        memory[:used] = self._memory[:used]
        self._memory = memory


def pack(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return all texts as one UTF-8 buffer with spare bytes behind it, and the n + 1 offsets of the texts in it.

    A lone surrogate becomes "?", so that the number of code points stays.

    >>> buffer, offsets = pack(["Größe", "two"])
    >>> bytes(buffer[: offsets[-1]]).decode(), offsets.tolist()
    ('Größetwo', [0, 7, 10])
    """
    return Packer()(texts)
