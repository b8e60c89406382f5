"""Siblings: what one version of a story alone changed, found by aligning it with its other versions."""

from __future__ import annotations

from dedup.siblings.aligned_findings import AlignedFinding, sibling_findings

__all__ = ["AlignedFinding", "sibling_findings"]
