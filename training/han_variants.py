"""Write dedup/text/han_variants.json: for each traditional Chinese character the simplified one that it is folded to.

usage: python training/han_variants.py

Needs `uconv` of ICU (Debian: icu-devtools), whose transliterator Traditional-Simplified is asked for each character.
Chains are followed to their end, so that folding twice is folding once.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "dedup/text/han_variants.json"
IDEOGRAPHS = (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x323B0))


def main() -> None:
    """Ask for all characters and write the pairs that differ."""
    asked = [chr(code) for code in IDEOGRAPHS]
    command = ["uconv", "-f", "utf-8", "-t", "utf-8", "-x", "Traditional-Simplified"]
    found = subprocess.run(command, input="\n".join(asked).encode(), capture_output=True, check=True).stdout.decode()
    pairs = {one: other for one, other in zip(asked, found.split("\n"), strict=True) if one != other}
    for source in pairs:
        seen = {source}
        while pairs[source] in pairs and pairs[source] not in seen:
            seen.add(pairs[source])
            pairs[source] = pairs[pairs[source]]
    ordered = sorted((source, target) for source, target in pairs.items() if len(target) == 1 and source != target)
    table = {
        "made_by": "training/han_variants.py",
        "source": "ICU, Traditional-Simplified",
        "licence": "Unicode-3.0",
        "traditional": "".join(source for source, _ in ordered),
        "simplified": "".join(target for _, target in ordered),
    }
    TARGET.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(ordered)} characters, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
