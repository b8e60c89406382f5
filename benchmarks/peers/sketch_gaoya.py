"""gaoya: its index tokenises, hashes and inserts in Rust; the insertion cannot be left out and is the faster way even
so.

(`tokenize_and_minhash` and `bulk_hash_docs` of the inner class hand each signature to Python as a list, which costs
more.)
"""
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

from typing import Any

from gaoya.minhash import MinHashStringIndex
from timing import Sketch, main

BANDS, ROWS = 16, 8


def _index(texts: list[str]) -> Any:
    index = MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=0.7,
        num_bands=BANDS,
        band_size=ROWS,
        analyzer="word",
        ngram_range=(5, 5),
        id_container="smallvec",
    )
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    return index


def _shape(index: Any) -> tuple[int, int]:
    return index.size(), BANDS * ROWS


if __name__ == "__main__":
    main({"index": Sketch("MinHashStringIndex.par_bulk_insert_docs, smallvec (insertion included)", _index, _shape)})
