"""rensa: the digest matrix of full-set R-MinHash, which makes no Python object for a text.

Its rho pipeline is faster, but samples token positions: no MinHash of all shingles, so it is not measured.
"""
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

from typing import Any

from rensa import RMinHash
from timing import Sketch, main, word_shingles


def _matrix(texts: list[str]) -> Any:
    return RMinHash.digest_matrix_from_token_sets(map(word_shingles, texts), 128, 1)


def _shape(matrix: Any) -> tuple[int, int]:
    return matrix.len(), matrix.get_num_perm()


if __name__ == "__main__":
    main({"matrix": Sketch("RMinHash.digest_matrix_from_token_sets", _matrix, _shape)})
