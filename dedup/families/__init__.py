"""Families: articles grouped by their relations, on the copy, the wire and the event level."""

from dedup.families.build import build_families
from dedup.families.large import missing_with_anchor, shorten

__all__ = ["build_families", "missing_with_anchor", "shorten"]
