"""Rates: how often each measured rule hits texts of known origin, and the weight that follows; a generated table.

A rule without rates is allowed, a built-in one too: its findings are marked, and it weighs nothing in P(translated)
until training/artifact_rates.py has measured it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

TABLE: Final = Path(__file__).with_name("rates.json")


class RuleRate(msgspec.Struct, frozen=True):
    """`weight`: logarithm of how many times likelier the rule hits a text that its claim is true of; `hits`: texts of
    1,000, by label."""

    weight: float
    hits: dict[str, float]


class RateTable(msgspec.Struct, frozen=True):
    """The table; `about` says from which data and by which script it comes."""

    about: dict[str, Any]
    rules: dict[str, RuleRate]


@cache
def read_rates() -> RateTable:
    """Return the table that ships, read once."""
    return msgspec.json.decode(TABLE.read_bytes(), type=RateTable)


def is_measured(rule: str) -> bool:
    """Return whether the table has the rates of a rule."""
    return rule in read_rates().rules


def weight_of(rule: str) -> float:
    """Return the weight of a rule, 0 for one that was not measured."""
    rate = read_rates().rules.get(rule)
    return rate.weight if rate is not None else 0.0


def weights() -> dict[str, float]:
    """Return the weights of the measured rules, by id."""
    return {rule: rate.weight for rule, rate in read_rates().rules.items()}
