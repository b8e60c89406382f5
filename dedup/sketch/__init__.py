"""Sketches: signatures of texts and the candidate pairs that they propose."""

from dedup.sketch.interchange import from_datasketch, to_datasketch
from dedup.sketch.signatures import signatures, signatures_packed
from dedup.text.packing import pack

__all__ = ["from_datasketch", "pack", "signatures", "signatures_packed", "to_datasketch"]
