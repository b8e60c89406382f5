"""The model of languages is unpacked by one process and mapped by the others."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from dedup.text import language_model
from dedup.text.language_model import LanguageModel, shared_model, unpacked_model

ARRAYS = ("moves", "rows", "outputs", "weights", "priors")
LATER = 0.2  # seconds


@pytest.fixture(autouse=True)
def forgotten() -> None:
    shared_model.cache_clear()


def is_same(one: LanguageModel, other: LanguageModel) -> bool:
    pairs = [(getattr(one, name), getattr(other, name)) for name in ARRAYS]
    return one.labels == other.labels and all(a.dtype == b.dtype and np.array_equal(a, b) for a, b in pairs)


def test_the_first_one_writes_it_and_all_read_the_same(tmp_path: Path) -> None:
    assert is_same(shared_model(tmp_path), unpacked_model())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["language", "language.begun"]
    shared_model.cache_clear()
    second = shared_model(tmp_path)
    assert is_same(second, unpacked_model())
    assert isinstance(second.weights, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        second.weights[0, 0] = 1


def test_the_second_one_waits_for_the_first(tmp_path: Path) -> None:
    (tmp_path / "language.begun").touch()
    begun = tmp_path / "language.part"
    begun.mkdir()
    model = unpacked_model()
    for name in ARRAYS:
        np.save(begun / f"{name}.npy", getattr(model, name))
    (begun / "labels").write_text("en fr")
    timer = threading.Timer(LATER, begun.rename, [tmp_path / "language"])
    timer.start()
    assert shared_model(tmp_path).labels == ["en", "fr"]
    timer.join()


def test_nobody_waits_forever(tmp_path: Path) -> None:
    (tmp_path / "language.begun").touch()
    assert shared_model(tmp_path, 0.05) is unpacked_model()


def test_without_room_each_has_its_own(tmp_path: Path) -> None:
    assert is_same(shared_model(tmp_path / "gone"), unpacked_model())
    (tmp_path / "language.part").mkdir()  # so that nothing can be written
    assert is_same(shared_model(tmp_path), unpacked_model())
    assert not (tmp_path / "language").exists()
    assert language_model.unpacked_model.cache_info().currsize == 1
