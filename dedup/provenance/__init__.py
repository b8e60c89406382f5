"""Provenance: credits in the articles, directions of relations, roots of families."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dedup.provenance.directions import direction_of as direction_of
    from dedup.provenance.facts import ArticleFacts as ArticleFacts
    from dedup.provenance.find import find_credits as find_credits
    from dedup.provenance.hints import may_have_credits as may_have_credits
    from dedup.provenance.roots import assign_roots as assign_roots

_HOME = {
    "ArticleFacts": "facts",
    "assign_roots": "roots",
    "direction_of": "directions",
    "find_credits": "find",
    "may_have_credits": "hints",
}
__all__ = ["ArticleFacts", "assign_roots", "direction_of", "find_credits", "may_have_credits"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: a scan for copies alone does without the patterns of credits."""
    if name not in _HOME:
        raise AttributeError(f"module 'dedup.provenance' has no attribute {name!r}")
    return getattr(import_module(f"dedup.provenance.{_HOME[name]}"), name)
