"""Folded hashes for tokens that hold non-ASCII characters: each distinct token is folded once, whatever the number of
articles."""

from __future__ import annotations

import numpy as np

from dedup.text.folding import fold
from dedup.text.tables import I64, U8, U32, U64, HashTable, hash_tokens

_KEPT = 1 << 21  # distinct foreign tokens remembered, about 50 MB; a corpus that has more only folds some of them again


class FoldTable:
    """Remembers the folded hash of every distinct non-ASCII token it has seen."""

    def __init__(self) -> None:
        self._raw = HashTable()
        self._folded: U64 = np.empty(0, np.uint64)

    def fold_in_place(self, buffer: U8, text_starts: I64, starts: U32, ends: U32, hashes: U64, odd: I64) -> None:
        """Replace hashes[i] by that of the folded form, for the tokens i in `odd`; text_starts[k] is the place of
        odd[k]'s article."""
        if odd.size == 0:
            return
        if len(self._raw) > _KEPT:
            self.__init__()  # type: ignore[misc]
        raw = hashes[odd]
        numbers = self._raw.find(raw)
        unknown = np.flatnonzero(numbers < 0)
        if unknown.size:
            new, where = np.unique(raw[unknown], return_index=True)
            chosen = unknown[where]
            begins = (text_starts[chosen] + starts[odd[chosen]]).tolist()
            stops = (text_starts[chosen] + ends[odd[chosen]]).tolist()
            text = buffer.data
            tokens = [
                fold(str(text[begin:stop], "utf-8", "replace")) for begin, stop in zip(begins, stops, strict=True)
            ]
            self._raw.add(new)
            self._folded = np.concatenate((self._folded, hash_tokens(tokens)))
            numbers = self._raw.find(raw)
        hashes[odd] = self._folded[numbers]
