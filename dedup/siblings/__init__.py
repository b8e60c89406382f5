"""Siblings: what one version of a story alone changed, told by the versions that it is aligned with."""

from __future__ import annotations

from dedup.siblings.find import sibling_findings
from dedup.siblings.finding import AlignedFinding

__all__ = ["AlignedFinding", "sibling_findings"]
