"""datasketch 2: MinHash.bulk over byte shingles, with its default SHA1 or with xxh32 as `hashfunc`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import xxhash
from datasketch import MinHash
from timing import Sketch, byte_shingles, main


def _bulk(**options: Any) -> Callable[[list[str]], Any]:
    return lambda texts: MinHash.bulk(map(byte_shingles, texts), num_perm=128, **options)


def _shape(sketches: list[Any]) -> tuple[int, int]:
    return len(sketches), len(sketches[0].hashvalues)


if __name__ == "__main__":
    main(
        {
            "sha1": Sketch("MinHash.bulk, SHA1", _bulk(), _shape),
            "xxh32": Sketch("MinHash.bulk, hashfunc=xxh32", _bulk(hashfunc=xxhash.xxh32_intdigest), _shape),
        }
    )
