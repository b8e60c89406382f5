"""daft: the `minhash` expression on the native runner with one compute thread, with the fastest of its hash
functions."""
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

from typing import Any

import daft
from daft.functions import minhash
from timing import Sketch, main


def _expression(texts: list[str]) -> Any:
    frame = daft.from_pydict({"text": texts})
    return frame.select(
        minhash(frame["text"], num_hashes=128, ngram_size=5, hash_function="xxhash3_64").alias("signature")
    ).collect()


def _shape(frame: Any) -> tuple[int, int]:
    first = frame.limit(1).to_pydict()["signature"][0]
    return frame.count_rows(), len(first)


if __name__ == "__main__":
    daft.set_runner_native(num_threads=1)
    main({"expression": Sketch("from_pydict, minhash(hash_function=xxhash3_64), collect", _expression, _shape)})
