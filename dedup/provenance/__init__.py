"""Provenance: credits in the articles, directions of relations, roots of families."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dedup.provenance.credits import find_credits as find_credits
    from dedup.provenance.directions import direction_of as direction_of
    from dedup.provenance.directions import with_directions as with_directions
    from dedup.provenance.facts import ArticleFacts as ArticleFacts
    from dedup.provenance.first_pass import credit_places as credit_places
    from dedup.provenance.roots import assign_roots as assign_roots

_HOME = {
    "ArticleFacts": "facts",
    "assign_roots": "roots",
    "credit_places": "first_pass",
    "with_directions": "directions",
    "direction_of": "directions",
    "find_credits": "credits",
}
__all__ = ["ArticleFacts", "assign_roots", "credit_places", "direction_of", "find_credits", "with_directions"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: a scan for copies alone does without the patterns of credits."""
    if name not in _HOME:
        raise AttributeError(f"module 'dedup.provenance' has no attribute {name!r}")
    return getattr(import_module(f"dedup.provenance.{_HOME[name]}"), name)
