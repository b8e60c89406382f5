"""Sources: bytes -> Articles. Files, folders and standard input; text and JSON Lines, each also gzipped."""

from __future__ import annotations

from dedup.sources.reader import Sources, with_unique_ids

__all__ = ["Sources", "with_unique_ids"]
