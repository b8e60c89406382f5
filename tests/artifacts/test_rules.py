"""Every rule stands with texts that it must and must not mark; these are its tests."""

from functools import cache

import msgspec
import pytest

from dedup.artifacts import Engine, Finding, Rule, load_rules
from dedup.artifacts.compiled_rule import CompiledRule

RULES = load_rules()


@cache
def engine_of(rule: Rule) -> Engine:
    return Engine([rule])


def found(rule: Rule, text: str) -> list[Finding]:
    return engine_of(rule)(text, furniture=[])


def plain(example: str) -> str:
    return example.replace("⟦", "").replace("⟧", "")


def marks(example: str) -> list[tuple[int, int]]:
    """The spans between ⟦ and ⟧, in the text without these."""
    starts = [at - 2 * n for n, at in enumerate(at for at, c in enumerate(example) if c == "⟦")]
    ends = [at - 2 * n - 1 for n, at in enumerate(at for at, c in enumerate(example) if c == "⟧")]
    return list(zip(starts, ends, strict=True))


def test_the_marks_of_an_example_are_read() -> None:
    example = "a ⟦bc⟧ d⟦e⟧"
    assert [plain(example)[start:end] for start, end in marks(example)] == ["bc", "e"]


@pytest.mark.parametrize(
    ("rule", "example"), [pytest.param(r, e, id=f"{r.id}-{n}") for r in RULES for n, e in enumerate(r.matches)]
)
def test_an_example_is_marked_where_it_says(rule: Rule, example: str) -> None:
    text = plain(example)
    assert found(rule, text)
    assert set(marks(example)) <= {(f.start, f.end) for f in found(rule, text)}
    # They must not hide what the rule is for
    assert not rule.literals or any(literal in text.lower() for literal in rule.literals)


@pytest.mark.parametrize(
    ("rule", "example"), [pytest.param(r, e, id=f"{r.id}-{n}") for r in RULES for n, e in enumerate(r.misses)]
)
def test_a_near_miss_is_left_alone(rule: Rule, example: str) -> None:
    assert found(rule, plain(example)) == []


@pytest.mark.parametrize(
    ("rule", "at"), [pytest.param(r, n, id=f"{r.id}-{n}") for r in RULES for n in range(len(r.antipatterns))]
)
def test_no_antipattern_can_be_deleted(rule: Rule, at: int) -> None:
    """Without it, one of the near misses is marked."""
    without = msgspec.structs.replace(rule, antipatterns=rule.antipatterns[:at] + rule.antipatterns[at + 1 :])
    assert any(found(without, plain(text)) for text in rule.misses)


@pytest.mark.parametrize("rule", [pytest.param(r, id=r.id) for r in RULES])
def test_a_pattern_is_tried_on_a_part_of_a_text(rule: Rule) -> None:
    """A pattern without literals, in itself or given, runs over every text from end to end; a check without literals
    does too."""
    compiled = CompiledRule(rule)
    assert rule.check or compiled.windows or compiled.presence
