"""Literals: one engine that finds many literals in a batch at once; rules and credits look up their texts by it."""

from __future__ import annotations

from dedup.literals.characters import kind_of
from dedup.literals.literal_finder import WHOLE, Literal, LiteralFinder, LiteralUse, LiteralWindows

__all__ = ["WHOLE", "Literal", "LiteralFinder", "LiteralUse", "LiteralWindows", "kind_of"]
