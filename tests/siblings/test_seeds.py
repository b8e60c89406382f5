"""The seed articles: a spun version is told by the two newsrooms that carry the same story."""

import json
from pathlib import Path
from typing import Any

import pytest

import dedup
from dedup.siblings import AlignedFinding, sibling_findings
from tests.siblings.conftest import hard

SEEDS = Path(__file__).parents[2] / "seeds"
SPUN = "000_7af648a3aa86c892.txt"
MARKS: list[dict[str, Any]] = json.loads((SEEDS / "truth" / "seed_artifacts.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def told() -> dict[str, list[AlignedFinding]]:
    texts = {path.name: path.read_text(encoding="utf-8") for path in SEEDS.glob("*.txt")}
    return sibling_findings(dedup.scan([SEEDS]).relations, texts.__getitem__, {SPUN: [hard()]})


def on(finding: AlignedFinding, mark: dict[str, Any]) -> bool:
    """Whether a finding of the spun version lies on a mark and is about as long."""
    near = bool(mark["file"] == SPUN and finding.start < mark["end"] and mark["start"] < finding.end)
    return near and bool(finding.end - finding.start <= max(40, 3 * (mark["end"] - mark["start"])))


def test_the_spun_version_alone_is_marked(told: dict[str, list[AlignedFinding]]) -> None:
    assert list(told) == [SPUN]


def test_what_it_changed_is_found_and_nearly_nothing_else(told: dict[str, list[AlignedFinding]]) -> None:
    strong = [m for m in MARKS if m["evidence"] == "aligned" and m["strength"] == "strong"]
    assert sum(any(on(f, m) for f in told[SPUN]) for m in strong) >= 0.8 * len(strong)
    artifacts = [m for m in MARKS if m["polarity"] == "artifact"]
    assert sum(any(on(f, m) for m in artifacts) for f in told[SPUN]) >= 0.85 * len(told[SPUN])
    assert not [f for f in told[SPUN] for m in MARKS if m["polarity"] == "trap" and on(f, m)]


def test_without_a_hard_finding_nobody_is_accused() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in SEEDS.glob("*.txt")}
    assert sibling_findings(dedup.scan([SEEDS]).relations, texts.__getitem__, {}) == {}
