"""The model file: what of it is checked, and the arithmetic of its scores."""

from __future__ import annotations

from importlib.resources import files

import msgspec
import numpy as np
import pytest

from dedup.artifacts.style import LinearPart, StyleModelFile, checksum, logistic, model_of, style_model
from dedup.artifacts.style_features import NgramCounts, symbols
from dedup.artifacts.style_ngrams import mixed, weigh
from dedup.errors import FormatError

RAW = files("dedup.artifacts").joinpath("style_model.json").read_bytes()
FILE = msgspec.json.decode(RAW, type=StyleModelFile)


def test_the_file_is_small_and_says_where_it_comes_from() -> None:
    assert len(RAW) < 500_000
    assert FILE.made_by == "training/style.py"
    assert FILE.data and FILE.result


def test_the_file_fits_the_words_of_this_version() -> None:
    assert FILE.symbols == checksum(symbols())
    assert checksum(symbols()._replace(words=symbols().words[::-1].copy())) != FILE.symbols


def test_a_model_of_other_words_is_refused() -> None:
    with pytest.raises(FormatError, match="run training/style"):
        model_of(msgspec.structs.replace(FILE, symbols=FILE.symbols + 1))


def test_an_unknown_symbol_is_reported() -> None:
    part = msgspec.structs.replace(FILE.translated, ngrams=["the zeppelin", *FILE.translated.ngrams[1:]])
    with pytest.raises(FormatError, match="zeppelin"):
        model_of(msgspec.structs.replace(FILE, translated=part))


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="as many"):
        LinearPart(ngrams=["the", "of"], scales=[1, 2], weights=[[1]])


def test_ngrams_keep_their_own_weights() -> None:
    """Those of both parts share one table; what a part does not have has no scale there."""
    known = style_model()
    numbers = {name: n for n, name in enumerate(symbols().names, 1)}
    for part, scales, weights in (
        (FILE.translated, known.scales, known.weights),
        (FILE.languages, known.language_scales, known.language_weights),
    ):
        assert np.count_nonzero(scales) == len(part.ngrams) == len(set(part.ngrams))
        for n in range(0, len(part.ngrams), 97):
            key = 0
            for name in part.ngrams[n].split(" "):
                key = key << 10 | numbers[name]
            place = int(known.ngrams.values[known.ngrams.keys == mixed(np.array([key], np.uint64))[0]][0])
            assert scales[place] == part.scales[n] / 100
            assert weights[place].tolist() == [row[n] / 100 for row in part.weights]


def test_weights_of_a_row_of_length_one() -> None:
    """Square roots of the counts, scaled, over their Euclidean length; features of scale 0 and rows without features
    count nothing."""
    counts = NgramCounts(np.array([0, 3, 3, 4]), np.array([2, 0, 1, 1], np.int32), np.array([4, 9, 7, 1], np.int32))
    scales, weights = np.array([1.0, 0.0, 2.0]), np.array([[1.0, -1.0], [100.0, 100.0], [3.0, 0.5]])
    out = np.zeros((3, 2))
    weigh(np.array([0, 1, 2]), counts, scales, weights, out)
    x = np.array([3.0, 4.0]) / 5
    assert out.tolist() == [pytest.approx([x @ [1.0, 3.0], x @ [-1.0, 0.5]]), [0, 0], [0, 0]]
    some = np.zeros((1, 2))
    weigh(np.array([0]), counts, scales, weights, some)
    assert some.tolist() == out[:1].tolist()


@pytest.mark.parametrize(("score", "told"), [(0.0, 0.5), (1e9, 1.0), (-1e9, 0.0), (float("inf"), 1.0), (1.0, 0.731)])
def test_probabilities_are_rounded(score: float, told: float) -> None:
    assert logistic(score) == told
