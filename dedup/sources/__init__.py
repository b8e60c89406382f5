"""Sources: bytes -> Articles. Files, folders and standard input; text and JSON Lines, each also gzipped."""

from __future__ import annotations

from dedup.sources.ids import with_unique_ids
from dedup.sources.sources import Sources

__all__ = ["Sources", "with_unique_ids"]
