"""An index that judges by a model of the user, and notes which."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import msgspec
import pytest

import dedup
from dedup import Article, Prefilter
from dedup.errors import FormatError, InputError
from dedup.index.existing import open_existing
from dedup.relations.calibration import SCORES, Calibration, ScoreMap, Thresholds, models_that_ship
from tests.calibrate.conftest import sharing

PAIRS = {words: sharing(800 + words, words) for words in (10, 14, 30)}  # weak at .24, partial at .70 and at .99


def write_model(path: Path, by: float, **more: Any) -> str:
    """Write a model that shifts the log-odds of what aligned sentences show; return its digest."""
    even = {name: float(name == "derived") for name in SCORES}
    model = Calibration(made_for=models_that_ship(), labels=0, derived_map=ScoreMap(**even, intercept=by), **more)
    path.write_bytes(msgspec.json.encode(model))
    return model.digest


def in_scan(**settings: Any) -> set[str]:
    """What a scan of each pair calls partial."""
    found: set[str] = set()
    for words, texts in PAIRS.items():
        articles = [Article(id=f"{side}{words}", text=text) for side, text in zip("ab", texts, strict=True)]
        found |= {r.b for r in dedup.scan(articles, **settings).relations if r.relation == "partial"}
    return found


def in_index(seen: Prefilter) -> set[str]:
    found: set[str] = set()
    for words, texts in PAIRS.items():
        seen.add(Article(id=f"a{words}", text=texts[0]))
        verdict = seen.check(Article(id=f"b{words}", text=texts[1]))
        found |= {f"b{words}" for m in verdict.matches if m.relation == "partial"}
    return found


@pytest.mark.parametrize("by", [-2.5, 2.0])
def test_an_index_judges_as_a_scan_does(tmp_path: Path, by: float) -> None:
    model = tmp_path / "model.json"
    write_model(model, by)
    with Prefilter(tmp_path / "own.db", model=model) as seen, Prefilter(tmp_path / "shipped.db") as plain:
        own, shipped = in_index(seen), in_index(plain)
    assert own == in_scan(model=model)
    assert shipped == in_scan()
    assert shipped == {"b14", "b30"}
    assert own < shipped if by < 0 else own > shipped


@pytest.mark.parametrize(("threshold", "found"), [(0.2, 3), (0.9, 1)])
def test_the_threshold_of_the_model_holds_unless_another_is_given(tmp_path: Path, threshold: float, found: int) -> None:
    model = tmp_path / "model.json"
    write_model(model, 0.0, thresholds=Thresholds(derived=threshold))
    with Prefilter(tmp_path / "a.db", model=model) as seen:
        own = in_index(seen)
    assert own == in_scan(model=model)
    assert len(own) == found
    with Prefilter(tmp_path / "b.db", model=model, min_probability=0.5) as seen:
        assert in_index(seen) == in_scan()


def test_an_index_notes_the_model_and_keeps_the_note_where_it_is_only_looked_at(tmp_path: Path) -> None:
    path, model = tmp_path / "seen.db", tmp_path / "model.json"
    one = write_model(model, 0.5)
    shipped = models_that_ship()

    def noted() -> str:
        with open_existing(path) as seen:
            return seen.stats().header.models

    with Prefilter(path, model=model) as seen:
        assert seen.stats().header.models == f"{shipped}-{one}"
        seen.add(Article(id="a", text=PAIRS[30][0]))
    assert noted() == noted() == f"{shipped}-{one}"
    other = write_model(model, 0.6)
    with Prefilter(path, model=model) as seen:
        assert seen.stats().articles == 1
    assert noted() == f"{shipped}-{other}"
    with Prefilter(path):
        pass
    assert noted() == shipped


def test_an_index_without_texts_notes_the_model_as_well(tmp_path: Path) -> None:
    path, model = tmp_path / "seen.db", tmp_path / "model.json"
    digest = write_model(model, 0.5)
    with Prefilter(path, text=False, model=model):
        pass
    with open_existing(path) as seen:
        assert seen.stats().header.models.endswith(f"-{digest}")


def test_an_index_is_pickled_with_its_model(tmp_path: Path) -> None:
    """The file of the model may be gone meanwhile."""
    model = tmp_path / "model.json"
    write_model(model, -1.5)
    expected = in_scan(model=model)
    with Prefilter(tmp_path / "seen.db", model=model) as seen:
        kept = pickle.dumps(seen)
    model.unlink()
    with pickle.loads(kept) as seen:
        assert in_index(seen) == expected


def test_a_model_that_cannot_be_used_makes_no_index(tmp_path: Path) -> None:
    (tmp_path / "damaged.json").write_bytes(b"[]")
    for name, error in (("damaged.json", FormatError), ("missing.json", InputError)):
        with pytest.raises(error, match=name):
            Prefilter(tmp_path / "seen.db", model=tmp_path / name)
    assert not (tmp_path / "seen.db").exists()
