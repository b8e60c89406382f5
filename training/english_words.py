"""Write dedup/artifacts/english_words.json: the set of English word forms as a Bloom filter.

usage: python training/english_words.py WORDLIST...

WORDLIST are the lists of SCOWL, size 70, American and British (Debian's wamerican-large and wbritish-large 2020.12.07),
one word a line.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

from dedup.artifacts.english_words import positions

TARGET = Path(__file__).resolve().parents[1] / "dedup/artifacts/english_words.json"
BITS_PER_WORD = 10  # with seven positions a word, one foreign word in a hundred is taken for English
HASHES = 7


def forms(paths: list[Path]) -> set[str]:
    """The words of the lists in lower case, names too, without "'s"."""
    lines = (
        line.strip().removesuffix("'s") for path in paths for line in path.read_text(encoding="utf-8").splitlines()
    )
    return {line.lower() for line in lines if line.isalpha()}


def main() -> None:
    """Fill the filter and write it."""
    words = forms([Path(name) for name in sys.argv[1:]])
    size = BITS_PER_WORD * len(words) // 8 * 8
    bits = bytearray(size // 8)
    for word in words:
        for at in positions(word, size, HASHES):
            bits[at >> 3] |= 1 << (at & 7)
    out = {
        "made_by": "training/english_words.py",
        "data": "SCOWL size 70, American and British, 2020.12.07",
        "licence": "SCOWL, Copyright 2000-2011 by Kevin Atkinson; see english_words.LICENSE",
        "words": len(words),
        "hashes": HASHES,
        "bits": base64.b64encode(bits).decode(),
    }
    TARGET.write_text(json.dumps(out, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
