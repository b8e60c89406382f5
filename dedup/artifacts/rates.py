"""RateTable: how often each built-in rule hits texts of known origin, and the weight that follows; a generated
table."""

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
    """The table of the built-in rules, read once."""
    return msgspec.json.decode(TABLE.read_bytes(), type=RateTable)


def weight_of(rule: str) -> float:
    """The weight of a rule, 0 for one that was not measured: a rule of the user's own marks, and weighs nothing."""
    rate = read_rates().rules.get(rule)
    return rate.weight if rate is not None else 0.0


def weights() -> dict[str, float]:
    """The weights of the built-in rules, by id."""
    return {rule: rate.weight for rule, rate in read_rates().rules.items()}
