"""Provenance: credits in the articles, directions of relations, roots of families."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dedup.provenance.directions import directed as directed
    from dedup.provenance.directions import direction_of as direction_of
    from dedup.provenance.facts import ArticleFacts as ArticleFacts
    from dedup.provenance.find import find_credits as find_credits
    from dedup.provenance.hints import credit_places as credit_places
    from dedup.provenance.roots import assign_roots as assign_roots

_HOME = {
    "ArticleFacts": "facts",
    "assign_roots": "roots",
    "credit_places": "hints",
    "directed": "directions",
    "direction_of": "directions",
    "find_credits": "find",
}
__all__ = ["ArticleFacts", "assign_roots", "credit_places", "directed", "direction_of", "find_credits"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: a scan for copies alone does without the patterns of credits."""
    if name not in _HOME:
        raise AttributeError(f"module 'dedup.provenance' has no attribute {name!r}")
    return getattr(import_module(f"dedup.provenance.{_HOME[name]}"), name)
