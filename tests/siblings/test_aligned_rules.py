"""Every rule that compares versions is explained, and its example is one."""

from collections.abc import Callable

import pytest

from dedup.siblings import sibling_findings
from dedup.siblings.aligned_rules import ALIGNED, DETECTORS, RULES, AlignedRule
from tests.siblings.conftest import Story, hard


def test_every_rule_is_explained_once() -> None:
    assert [rule.id for rule in ALIGNED] == sorted(RULES)
    assert len(set(DETECTORS)) == len(DETECTORS)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in ALIGNED])
def test_the_example_is_marked_as_it_says(story: Callable[..., Story], rule: AlignedRule) -> None:
    told = story(rule.own.replace("⟦", "").replace("⟧", ""), rule.theirs)
    (found,) = sibling_findings(told.relations, told.texts.__getitem__, {"odd": [hard()]})["odd"]
    assert (found.rule, found.text) == (rule.id, rule.own[rule.own.index("⟦") + 1 : rule.own.index("⟧")])
    assert found.claims == ("machine" if rule.strong else "translated")
