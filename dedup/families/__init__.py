"""Families: articles grouped by their relations, on the copy, the wire, the event and the template level."""

from dedup.families.build import build_families
from dedup.families.composites import find_composites, with_composites_named
from dedup.families.large import missing_with_anchor, shorten

__all__ = ["build_families", "find_composites", "missing_with_anchor", "shorten", "with_composites_named"]
