"""Artifacts: what shows that a machine translated or spun a text; findings of rules, a style score, and the verdict."""

from __future__ import annotations

from dedup.artifacts.engine import Engine, check
from dedup.artifacts.loading import load_rules
from dedup.artifacts.rule import Finding, Problem, Rule

__all__ = ["Engine", "Finding", "Problem", "Rule", "check", "load_rules"]
