"""`dedup explain`: why a rule exists, what it marks and leaves alone, and what was measured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dedup.artifacts.loading import load_rules
from dedup.artifacts.rule import read_rates
from dedup.cli.explain import LABELS, WIDTH
from dedup.siblings.aligned_rules import ALIGNED, AlignedRule
from tests.cli.artifact_texts import rule_folder

Run = Callable[..., tuple[int, str, str]]


def test_a_built_in_rule_is_explained_with_its_examples_and_rates(run: Run, folder: Path) -> None:
    code, out, err = run("explain", "doubled-alternative")
    assert (code, err) == (0, "")
    (rule,) = load_rules(selected=["doubled-alternative"])
    assert out.startswith(f"doubled-alternative: {rule.category}\nClaims `machine`: ")
    assert rule.why in " ".join(out.split())
    assert out.count("\n  + ") == len(rule.matches) and out.count("\n  - ") == len(rule.misses)
    assert "[" in out and "⟦" not in out
    assert "Of 1,000 articles it hits:\n  native English news" in out


def test_every_label_that_was_measured_is_named() -> None:
    assert {label for rate in read_rates().rules.values() for label in rate.hits} <= set(LABELS)


def test_the_languages_that_a_rule_points_to_are_told(run: Run, folder: Path) -> None:
    assert "Claims `translated`, from fr, es: " in run("explain", "afp-correspondent-noted")[1]


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in ALIGNED])
def test_a_rule_that_compares_versions_is_explained_too(run: Run, folder: Path, rule: AlignedRule) -> None:
    code, out, err = run("explain", rule.id)
    assert (code, err) == (0, "")
    assert out.startswith(f"{rule.id}: {rule.category}\nClaims `{'machine' if rule.strong else 'translated'}`")
    assert rule.theirs in out and rule.own.replace("⟦", "[").replace("⟧", "]") in out
    assert "`dedup scan`" in out


def test_an_own_rule_is_explained_without_rates(run: Run, folder: Path) -> None:
    out = run("explain", "stacked-fish", "--rules", rule_folder(folder / "own"))[1]
    assert "Nobody writes so." in out and "  + a [fish fish] here" in out
    assert "was not measured" in out and "Of 1,000" not in out


def test_own_rules_cannot_move_the_cursor(run: Run, folder: Path) -> None:
    why = "Nobody\x1b[2J \u202ewrites so. " * 40
    out = run("explain", "stacked-fish", "--rules", rule_folder(folder / "own", why=why, category="c\x07"))[1]
    assert not {"\x1b", "\x07", "\u202e"} & set(out)
    assert out.count("\N{REPLACEMENT CHARACTER}writes") == 40  # it is wrapped and not cut
    assert max(map(len, out.splitlines())) <= WIDTH


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["glued-sentense"], "There is no rule 'glued-sentense'; did you mean 'glued-sentence'"),
        (["sibling-nam"], "did you mean 'sibling-name'"),
        ([], "RULE"),
        (["glued-sentence", "--rules", "nowhere"], "there is no such folder of rules"),
        (["x\x1b[31m\u202e"], "There is no rule"),
    ],
)
def test_errors_are_one_sentence(run: Run, folder: Path, args: list[str], told: str) -> None:
    code, out, err = run("explain", *args)
    assert (code, out) == (2, "")
    assert err.startswith("dedup: ") and err.count("\n") == 1
    assert told in err
    assert "\x1b" not in err and "\u202e" not in err


def test_a_rule_that_hit_nothing_says_so(run: Run) -> None:
    rule = next(rule for rule, rate in sorted(read_rates().rules.items()) if not any(rate.hits.values()))
    code, out, _ = run("explain", rule)
    assert code == 0
    assert "hit none of the articles" in out
    assert "Of 1,000 articles" not in out
