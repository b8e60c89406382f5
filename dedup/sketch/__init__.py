"""Sketches: signatures of texts, and the candidate pairs that they propose."""

from dedup.sketch.signatures import from_datasketch, signatures, signatures_packed, to_datasketch
from dedup.text.packing import pack

__all__ = ["from_datasketch", "pack", "signatures", "signatures_packed", "to_datasketch"]
