"""What is packed in a page, for tests that look at it without a browser."""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any

_CHUNK = re.compile(r'<script type="application/gzip" id="chunk-([^"]+)">([^<]*)</script>')


def unpacked(data: str) -> Any:
    return json.loads(gzip.decompress(base64.b64decode(data)))


def chunks_in(page: Path) -> dict[str, Any]:
    """The data of the chunks inside a page, by name."""
    return {name: unpacked(data) for name, data in _CHUNK.findall(page.read_text(encoding="utf-8"))}


def chunks_beside(folder: Path) -> dict[str, Any]:
    """The data of the chunks in a folder of scripts, by name."""
    found = {}
    for path in folder.glob("*.js"):
        match = re.fullmatch(r'dedupChunk\("([^"]+)","([^"]+)"\);\n', path.read_text(encoding="ascii"))
        assert match is not None and match[1] == path.stem
        found[match[1]] = unpacked(match[2])
    return found


def records_in(chunks: dict[str, Any], name: str) -> list[Any]:
    """The records that were cut into the chunks NAME-0, NAME-1, ..."""
    numbers = sorted(int(key.rpartition("-")[2]) for key in chunks if re.fullmatch(rf"{name}-\d+", key))
    return [record for number in numbers for record in chunks[f"{name}-{number}"]]
