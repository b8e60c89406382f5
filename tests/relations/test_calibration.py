"""A model of the user maps scores to probabilities in one place, and its file is checked as a stranger's."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from dedup.errors import DedupError, FormatError, InputError
from dedup.records import Relation, Weak
from dedup.relations.calibration import (
    LARGEST_MODEL,
    SCORES,
    Calibration,
    PairScores,
    ScoreMap,
    Thresholds,
    calibration_of,
    least_probability,
    log_odds,
    models_that_ship,
    read_calibration,
)
from dedup.relations.copies import LEAST_PROBABILITY
from dedup.text.tables import F64, I64
from dedup.text.terms import Terms

Found = tuple[list[Relation], list[Weak]]
Compared = Callable[..., Found]
Prose = Callable[[int, int], str]
CASES: dict[str, Any] = json.loads((Path(__file__).parents[1] / "cases/rewordings.json").read_text(encoding="utf-8"))
STORY, REWORDED, INDEPENDENT = (" ".join(CASES[name]) for name in ("story", "reworded", "independent"))


def model(**maps: Any) -> Calibration:
    return Calibration(made_for=models_that_ship(), labels=200, **maps)


def shifted(score: str, by: float) -> ScoreMap:
    """The score that ships, with its log-odds shifted."""
    return ScoreMap(**{name: float(name == score) for name in SCORES}, intercept=by)


class Unchanged:
    """A calibrator that leaves everything as it ships, and notes which pairs it was asked for."""

    def __init__(self) -> None:
        self.copied: list[tuple[int, int]] = []
        self.scored: list[tuple[int, int]] = []

    def copies(self, pairs: I64, probability: F64) -> F64:
        self.copied += map(tuple, pairs.tolist())
        return probability

    def aligned(self, pairs: I64, scores: PairScores) -> tuple[F64, F64]:
        self.scored += map(tuple, pairs.tolist())
        return scores.derived, scores.event

    def least_event(self, min_probability: float) -> float:
        return max(0.5, min_probability)


@pytest.fixture(scope="module")
def texts(prose: Prose) -> list[str]:
    """A rewrite, a report of the same event, a near-verbatim copy, a copy of the whole, and pairs that share ever more
    words."""
    shared = [prose(900 + k, 8 + 3 * k) for k in range(7)]
    sharing = [f"{prose(2 * k, 24)} {passage} {prose(2 * k + 1, 24)}" for k, passage in enumerate(shared)]
    others = [f"{prose(100 + 2 * k, 24)} {passage} {prose(101 + 2 * k, 24)}" for k, passage in enumerate(shared)]
    long = prose(500, 240)
    return [STORY, REWORDED, INDEPENDENT, long, f"{long} {prose(501, 8)}", long, *sharing, *others]


@pytest.fixture(scope="module")
def shipped(compared: Compared, texts: list[str]) -> Found:
    return compared(texts, terms=Terms())


def test_what_changes_no_score_changes_no_relation(compared: Compared, texts: list[str], shipped: Found) -> None:
    for calibrate in (Unchanged(), model()):
        assert compared(texts, terms=Terms(), calibrate=calibrate) == shipped


def test_each_pair_is_asked_for_once(compared: Compared, texts: list[str], shipped: Found) -> None:
    """By copied words or by aligned sentences; identical texts are no matter of probability."""
    asked = Unchanged()
    compared(texts, terms=Terms(), calibrate=asked)
    assert not set(asked.copied) & set(asked.scored)
    assert set(asked.copied) == {(3, 4), (4, 5)}
    assert (0, 1) in asked.scored


def probabilities(found: Found) -> dict[tuple[str, str], float]:
    relations, weak = found
    listed = {(each.a, each.b): each.probability for each in weak}
    return listed | {(each.a, each.b): each.probability for each in relations if each.relation != "same_event"}


@pytest.mark.parametrize("by", [-3.0, -1.0, 1.0, 3.0])
def test_probabilities_follow_the_map(compared: Compared, texts: list[str], shipped: Found, by: float) -> None:
    before = probabilities(shipped)
    after = probabilities(compared(texts, terms=Terms(), calibrate=model(derived_map=shifted("derived", by))))
    sharing = [(f"{n:03}", f"{n + 7:03}") for n in range(6, 13)]
    moved = 0
    for pair in sharing:
        odds = float(log_odds(np.array([before[pair]]))[0]) + by
        expected = 1 / (1 + np.exp(-odds))
        if expected >= LEAST_PROBABILITY:
            assert after[pair] == pytest.approx(expected, abs=0.001)
            moved += 1
        else:
            assert pair not in after
    assert moved >= 2


def test_a_relation_that_a_model_makes_improbable_is_weak(compared: Compared, texts: list[str], shipped: Found) -> None:
    relations, weak = compared(texts, terms=Terms(), calibrate=model(derived_map=shifted("derived", -2.0)))
    fewer = derived(shipped[0]) - derived(relations)
    assert fewer
    assert fewer <= {(each.a, each.b) for each in weak}
    assert all(each.probability < 0.5 for each in weak)


def derived(relations: list[Relation]) -> set[tuple[str, str]]:
    return {(each.a, each.b) for each in relations if each.relation != "same_event"}


def test_pairs_that_no_report_lists_stay_out(compared: Compared, texts: list[str], shipped: Found) -> None:
    """Nobody judged them, so that no label says what they are."""
    sure = model(derived_map=shifted("derived", 900.0), event_map=shifted("event", 900.0))
    relations, weak = compared(texts, terms=Terms(), calibrate=sure)
    listed = derived(shipped[0]) | {(each.a, each.b) for each in shipped[1]}
    assert derived(relations) <= listed | {(each.a, each.b) for each in shipped[0]}
    assert weak == []


def test_copies_have_a_map_of_their_own_and_identical_texts_none(compared: Compared, texts: list[str]) -> None:
    doubted = {
        (each.a, each.b): each.probability
        for each in compared(texts, terms=Terms(), calibrate=model(copy_map=shifted("derived", -9.0)))[0]
    }
    assert doubted["003", "005"] == 1.0
    assert ("003", "004") not in doubted
    by_copies = compared(texts, calibrate=model(copy_map=shifted("derived", -9.0)))[0]
    assert [(each.a, each.b) for each in by_copies] == [("003", "005")]


def test_copied_words_do_not_bring_back_what_a_model_doubts(compared: Compared, prose: Prose) -> None:
    """Where passages cover little, the probability of the copied words counts, and a model may lower that as well."""
    passage = prose(900, 90)
    long = [f"{prose(k, 480)} {passage} {prose(k + 1, 480)}" for k in (1, 3)]
    assert compared(long, terms=Terms())[0]
    assert compared(long, terms=Terms(), calibrate=model(derived_map=shifted("derived", -20.0))) == ([], [])


@pytest.mark.parametrize(("event", "reported"), [(0.89, True), (0.9, False)])
def test_one_event_is_reported_from_its_threshold_on(compared: Compared, event: float, reported: bool) -> None:
    even = ScoreMap(derived=0.0, copy=0.0, rewrite=0.0, event=0.0, novelty=0.0, intercept=2.095)  # P = 0.89
    calibrate = model(event_map=even, thresholds=Thresholds(event=event))
    relations, _ = compared([STORY, INDEPENDENT], terms=Terms(), calibrate=calibrate)
    assert [each.relation for each in relations] == (["same_event"] if reported else [])


def test_who_asks_for_more_than_the_model_asks_for_more_of_events() -> None:
    calibrated = model(thresholds=Thresholds(derived=0.4, event=0.6))
    assert [calibrated.least_event(asked) for asked in (0.0, 0.4, 0.5, 0.7)] == [0.6, 0.6, 0.6, 0.7]
    assert [model().least_event(asked) for asked in (0.0, 0.5, 0.7)] == [0.5, 0.5, 0.7]


def test_the_threshold_is_the_users_then_the_models_then_one_half() -> None:
    calibrated = model(thresholds=Thresholds(derived=0.4))
    assert [least_probability(None, None), least_probability(None, calibrated)] == [0.5, 0.4]
    assert [least_probability(0.0, calibrated), least_probability(0.9, None)] == [0.0, 0.9]


# The file


def written(**changes: Any) -> bytes:
    sound = json.loads(msgspec.json.encode(model(derived_map=shifted("derived", 0.5))))
    return json.dumps({**sound, **changes}).encode()


def test_a_model_file_is_read_as_it_was_written_and_named_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_bytes(written())
    found = read_calibration(path)
    assert found == model(derived_map=shifted("derived", 0.5))
    path.write_bytes(msgspec.json.format(written(), indent=4))
    assert read_calibration(path).digest == found.digest
    assert len(found.digest) == 16
    assert model(derived_map=shifted("derived", 0.4)).digest != found.digest


WEIGHTS = dict.fromkeys(SCORES, 0.0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no model or damaged"),
        (b"null", "no model or damaged"),
        (b"\xff\xfe{}", "no model or damaged"),
        (b"[" * 60_000, "no model or damaged"),
        (written()[:-5], "no model or damaged"),
        (written(labels=-1), "no model or damaged"),
        (written(extra=1), "no model or damaged"),
        (written(made_for="x" * 101), "no model or damaged"),
        (written(derived_map={**WEIGHTS, "intercept": 1e6}), "no model or damaged"),
        (written(derived_map=WEIGHTS), "no model or damaged"),
        (written(derived_map={**WEIGHTS, "intercept": 0.0}).replace(b"0.0", b"NaN", 1), "no model or damaged"),
        (written(derived_map={**WEIGHTS, "intercept": 0.0}).replace(b"0.0", b"1e999", 1), "no model or damaged"),
        (written(thresholds={"derived": 0.0}), "no model or damaged"),
        (written(thresholds={"event": 1.0}), "no model or damaged"),
        (written(format=2), "format 2 and this version reads 1"),
        (written(format=2, maps=[]), "format 2 and this version reads 1"),
        (written(made_for="0-0"), "for the models of another version"),
        (b" " * (LARGEST_MODEL + 1), "more than 65,536 bytes"),
    ],
)
def test_what_is_no_model_of_this_version_is_refused_in_one_sentence(content: bytes, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        calibration_of(content, "m.json")
    assert message in str(refused.value)
    assert str(refused.value).startswith("'m.json' ")
    assert str(refused.value).count("\n") == 0
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("name", ["missing.json", ".", "a\0b"])
def test_a_model_that_cannot_be_read_is_an_error_of_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        read_calibration(name)
    assert issubclass(InputError, DedupError)
