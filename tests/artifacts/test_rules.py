"""Every rule stands with texts that it must and must not mark; these are its tests."""

import msgspec
import pytest

from dedup.artifacts import Engine, Rule, load_rules

RULES = load_rules()


def marks(rule: Rule, text: str) -> list[str]:
    return [f.text for f in Engine([rule])(text, furniture=[])]


@pytest.mark.parametrize(("rule", "example"), [pytest.param(r, e, id=f"{r.id}-{n}") for r in RULES for n, e in enumerate(r.matches)])
def test_an_example_is_marked_where_it_says(rule: Rule, example: str) -> None:
    text = example.replace("⟦", "").replace("⟧", "")
    found = Engine([rule])(text, furniture=[])
    if "⟦" in example:
        start = example.index("⟦")
        assert (start, example.index("⟧") - 1) in {(f.start, f.end) for f in found}
    assert found


@pytest.mark.parametrize(("rule", "example"), [pytest.param(r, e, id=f"{r.id}-{n}") for r in RULES for n, e in enumerate(r.misses)])
def test_a_near_miss_is_left_alone(rule: Rule, example: str) -> None:
    assert marks(rule, example) == []


@pytest.mark.parametrize(("rule", "at"), [pytest.param(r, n, id=f"{r.id}-{n}") for r in RULES for n in range(len(r.antipatterns))])
def test_no_antipattern_can_be_deleted(rule: Rule, at: int) -> None:
    """Without it, one of the near misses is marked."""
    without = msgspec.structs.replace(rule, antipatterns=rule.antipatterns[:at] + rule.antipatterns[at + 1 :])
    assert any(marks(without, text) for text in rule.misses)


@pytest.mark.parametrize("rule", [pytest.param(r, id=r.id) for r in RULES])
def test_a_rule_has_its_examples(rule: Rule) -> None:
    assert len(rule.matches) >= 3
    assert len(rule.misses) >= 3
    assert sum(bool(x) for x in (rule.pattern, rule.phrases, rule.check)) == 1
