"""Provenance: credits in the articles, directions of relations, roots of families."""

from dedup.provenance.directions import direction_of
from dedup.provenance.facts import ArticleFacts
from dedup.provenance.find import find_credits
from dedup.provenance.hints import credit_places
from dedup.provenance.roots import assign_roots

__all__ = ["ArticleFacts", "assign_roots", "credit_places", "direction_of", "find_credits"]
