"""`dedup rules`: every rule once, under its family."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dedup.artifacts.loading import load_rules
from dedup.artifacts.rule import is_measured
from dedup.siblings.aligned_rules import ALIGNED
from tests.cli.artifact_texts import rule_folder

Run = Callable[..., tuple[int, str, str]]


def listed(out: str) -> dict[str, list[str]]:
    """The ids by family, in the order printed."""
    families: dict[str, list[str]] = {}
    name = ""
    for line in filter(None, out.splitlines()):
        if line.startswith("  "):
            families[name].append(line.split()[1])
        else:
            name = line
            families[name] = []
    return families


def test_all_rules_stand_under_their_families(run: Run, folder: Path) -> None:
    code, out, err = run("rules")
    assert (code, err) == (0, "")
    families = listed(out)
    assert list(families) == sorted(families)
    known = {(rule.family, rule.id) for rule in load_rules()} | {("siblings", rule.id) for rule in ALIGNED}
    assert {(family, rule) for family, rules in families.items() for rule in rules} == known


def test_a_line_tells_what_is_claimed_marked_and_pointed_to(run: Run, folder: Path) -> None:
    lines = run("rules", "--family", "agency-formula")[1].splitlines()
    assert lines[0] == "agency-formula"
    assert lines[1].split() == [
        "translated",
        "afp-correspondent-noted",
        *["the", "agency", "vouches", "for", "what", "it", "saw", "or", "read", "(fr,", "es)"],
    ]


def test_families_and_claims_choose(run: Run, folder: Path) -> None:
    assert set(listed(run("rules", "--family", "joins", "--family", "siblings")[1])) == {"joins", "siblings"}
    spun = run("rules", "--claims", "spun")[1]
    assert "tortured-phrase" in spun
    assert {line.split()[0] for line in spun.splitlines() if line.startswith("  ")} == {"spun"}


def test_own_rules_are_listed(run: Run, folder: Path) -> None:
    assert listed(run("rules", "--rules", rule_folder(folder / "own"), "--family", "stacking")[1]) == {
        "stacking": ["stacked-fish"]
    }


def test_a_rule_without_rates_is_listed_as_not_measured(run: Run, folder: Path) -> None:
    lines = run("rules", "--rules", rule_folder(folder / "own"))[1].splitlines()
    unmeasured = {line.split()[1] for line in lines if line.endswith(", not measured")}
    assert unmeasured == {"stacked-fish"} | {rule.id for rule in load_rules() if not is_measured(rule.id)}


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--family", "joints"], "There is no family of rules 'joints'; did you mean 'joins'"),
        (["--claims", "robot"], "robot"),
        (["--rules", "nowhere"], "there is no such folder of rules"),
        (["--rules", "broken"], "own.toml: rule 'stacked-fish': it has 1 matches; give at least 3 examples"),
    ],
)
def test_errors_are_one_sentence(run: Run, folder: Path, args: list[str], told: str) -> None:
    rule_folder(folder / "broken", matches=["⟦fish fish⟧"])
    code, out, err = run("rules", *args)
    assert (code, out) == (2, "")
    assert err.startswith("dedup: ") and err.count("\n") == 1
    assert told in err
