"""The table of rates is of the rules that exist, and the weights follow from the hits."""

import sys
from pathlib import Path

import msgspec
import pytest

from dedup.artifacts import load_rules
from dedup.artifacts.rule import is_measured, read_rates, weight_of, weights

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))
artifact_rates = pytest.importorskip("artifact_rates")
RULES = load_rules()


def test_the_table_names_no_rule_that_does_not_exist() -> None:
    """A rule may be without rates; rates of a rule that was removed or renamed go with it."""
    assert set(read_rates().rules) <= {rule.id for rule in RULES}


def test_the_table_says_where_it_is_from() -> None:
    about = read_rates().about
    assert about["script"].startswith("training/") and about["data"] and about["what"]
    assert {"human", "human_translation", "machine", "spun"} <= set(about["articles"])
    for rate in read_rates().rules.values():
        assert set(rate.hits) == set(about["articles"])
        assert all(0 <= hits <= 1000 for hits in rate.hits.values())


def test_the_weights_follow_from_the_hits() -> None:
    size = read_rates().about["articles"]
    for rule in filter(lambda rule: is_measured(rule.id), RULES):
        rate = read_rates().rules[rule.id]
        hits = {label: round(per_thousand * size[label] / 1000) for label, per_thousand in rate.hits.items()}
        assert rate.weight == pytest.approx(artifact_rates.weight(rule, hits, size), abs=0.02)
        assert weight_of(rule.id) == rate.weight


def test_a_rule_without_rates_weighs_nothing() -> None:
    assert not is_measured("a-new-rule")
    assert weight_of("a-new-rule") == 0
    assert "a-new-rule" not in weights()


def test_a_weight_is_smoothed_and_capped() -> None:
    rule = msgspec.structs.replace(RULES[0], claims="machine")
    size = {"human": 1000, "human_translation": 500, "machine": 500, "crude": 50, "spun": 10}
    weight = artifact_rates.weight
    assert weight(rule, {}, size) == 0
    assert weight(rule, {"crude": 1}, size) < weight(rule, {"crude": 10}, size) <= artifact_rates.CAP
    assert weight(rule, {"spun": 1}, size) == 0  # says nothing of this claim
    assert weight(rule, {"machine": 500, "crude": 50}, size) == artifact_rates.CAP
    assert weight(rule, {"human": 30}, size) < 0 < weight(rule, {"human": 3, "machine": 30}, size)
