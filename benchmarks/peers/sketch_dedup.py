"""Ourselves: signatures from Python strings, encoding included, or from a buffer that is already packed."""

from __future__ import annotations

from typing import Any

from timing import Sketch, main

from dedup.sketch import pack, signatures, signatures_packed


def _from_packed(packed: Any) -> Any:
    return signatures_packed(*packed)


def _shape(matrix: Any) -> tuple[int, int]:
    return matrix.shape[0], matrix.shape[1]


if __name__ == "__main__":
    main(
        {
            "strings": Sketch("signatures(texts)", signatures, _shape),
            "packed": Sketch(
                "signatures_packed(buffer, offsets), packed beforehand", _from_packed, _shape, prepare=pack
            ),
        }
    )
