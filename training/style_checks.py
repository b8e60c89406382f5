"""Whether the style model learned translation or a corpus: figures with sets, years, systems left out, and with the
layout changed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
from articles import labelled
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold
from style_articles import HUMAN, MACHINE, NATIVE, PRESS, Floats, Texts, load, matrix
from style_figures import auc, figures, probabilities
from style_fit import Linear, fit_translated, out_of_fold

from dedup.artifacts.style import Calibration, style_of
from dedup.artifacts.style_features import NgramTable

SYSTEM_FOLDS, GROUP_FOLDS = 4, 3
AGREE = 0.002  # probabilities of training and of the shipped file, which are rounded


def run(bench: Path, texts: Texts, known: NgramTable, whole: Any, pieces: Any, calibration: Calibration) -> None:
    """Print all checks."""
    given = (texts, whole, pieces, calibration)
    for name, told in (
        ("a set of human articles left out", lambda: by_set(*given)),
        ("learned without 2022, told for 2022", lambda: by_year(*given)),
        ("systems and groups left out", lambda: by_system(*given)),
        ("laid out in other ways", lambda: laid_out_otherwise(bench, known, *given)),
        ("layout alone, no words", lambda: layout_alone(bench)),
    ):
        print(f"{name}:", json.dumps(told(), indent=1), flush=True)


def _share(p: Floats, rows: Any, at: float) -> float:
    return round(float(np.mean(p[rows] >= at)), 3)


def by_set(texts: Texts, whole: Any, pieces: Any, calibration: Calibration) -> dict[str, Any]:
    """Each set of human articles told by models that never saw it."""
    told = {}
    for one in (*NATIVE, PRESS):
        p = probabilities(texts, calibration, out_of_fold(texts, whole, pieces, texts.name == one))
        told[one] = {kind: auc(p[texts.name == one], p[texts.name == kind]) for kind in (MACHINE, HUMAN)}
        told[one] |= {"P >= .5": _share(p, texts.name == one, 0.5), "P >= .9": _share(p, texts.name == one, 0.9)}
    return told


def by_year(texts: Texts, whole: Any, pieces: Any, calibration: Calibration) -> dict[str, Any]:
    """WMT 2022 by a model that saw 2021 alone."""
    learned, tested = np.flatnonzero(texts.year != 2022), texts.year == 2022
    score = fit_translated(texts, whole, pieces, learned).scores(whole)[:, 0]
    p = probabilities(texts, calibration, (score, score))
    kinds = {
        kind: auc(p[tested & (texts.name == "wmt")], p[tested & (texts.name == kind)]) for kind in (MACHINE, HUMAN)
    }
    return {**kinds, "P >= .5": {one: _share(p, tested & (texts.name == one), 0.5) for one in ("wmt", MACHINE, HUMAN)}}


def by_system(texts: Texts, whole: Any, pieces: Any, calibration: Calibration) -> dict[str, Any]:
    """Machine translations by models that saw neither their system nor their source text."""
    systems = sorted(set(texts.system[texts.name == MACHINE].tolist()))
    fold = {system: n % SYSTEM_FOLDS for n, system in enumerate(systems)}
    of_system = np.array(
        [fold.get(s, -1) if n == MACHINE else -1 for s, n in zip(texts.system, texts.name, strict=True)]
    )
    score = np.zeros(len(texts.words))
    for learned, tested in GroupKFold(GROUP_FOLDS).split(whole, groups=texts.group):
        for k in range(SYSTEM_FOLDS):
            model = fit_translated(texts, whole, pieces, learned[of_system[learned] != k])
            these = tested[of_system[tested] == k]
            humans = tested[of_system[tested] == -1]
            score[these] = model.scores(whole[these])[:, 0]
            score[humans] += model.scores(whole[humans])[:, 0] / SYSTEM_FOLDS
    return figures(texts, calibration, (score, score))


def laid_out_otherwise(
    bench: Path, known: NgramTable, texts: Texts, whole: Any, pieces: Any, calibration: Calibration
) -> dict[str, Any]:
    """Texts whose lines are joined, and texts of one sentence a line, by models that saw them as they are."""
    told = {}
    for name, change in (("one paragraph", joined), ("a sentence a line", one_a_line), ("numbers are 7", sevens)):
        changed = matrix(load(bench, change).streams, known)
        score = np.zeros(len(texts.words))
        for learned, tested in GroupKFold(GROUP_FOLDS).split(whole, groups=texts.group):
            score[tested] = fit_translated(texts, whole, pieces, learned).scores(changed[tested])[:, 0]
        told[name] = {k: v for k, v in figures(texts, calibration, (score, score)).items() if "by language" not in k}
    return told


def joined(text: str) -> str:
    """One paragraph; a line without an end gets a full stop, so that its words stay a sentence."""
    return re.sub(
        r"([^.!?:\n])?[ \t]*\n\s*", lambda m: f"{m[1]}. " if m[1] and m[1] not in "\"'”’" else f"{m[1] or ''} ", text
    )


def one_a_line(text: str) -> str:
    """A line feed behind what looks like the end of a sentence."""
    return re.sub(r"([a-z0-9)][.!?][\"”’]?) +(?=[A-Z\"“])", r"\1\n", text)


def sevens(text: str) -> str:
    """Every run of digits with its separators and currency is 7."""
    return re.sub(r"[£$€]?\d+(?:[.,]\d+)*(?:bn|m)?", "7", text)


def layout_alone(bench: Path) -> dict[str, float]:
    """How well trees tell translations by the shape of paragraphs, quotes, digits and signs alone: what the score must
    not use."""
    kept = [one for one in labelled(bench) if one.label != "spun"]
    rows = np.array([layout(one.text) for one in kept])
    name = np.array([("bbc" if one.year == 2004 else "wmt") if one.label == "human" else one.label for one in kept])
    group = np.array([one.group for one in kept])
    truth = np.isin(name, [MACHINE, HUMAN])
    used = np.isin(name, [*NATIVE, PRESS, MACHINE, HUMAN])
    rows, name, group, truth = rows[used], name[used], group[used], truth[used]
    score = np.zeros(len(rows))
    weight = np.where(truth, 1.0, np.where(name == "wmt", 8.0, 1.0))
    for learned, tested in GroupKFold(5).split(rows, groups=group):
        trees = HistGradientBoostingClassifier(max_iter=100).fit(
            rows[learned], truth[learned], sample_weight=weight[learned]
        )
        score[tested] = trees.decision_function(rows[tested])
    return {one: auc(score[name == one], score[name == MACHINE]) for one in (*NATIVE, PRESS)}


def layout(text: str) -> list[float]:
    """Shares of signs, and the length of lines."""
    size = max(1, len(text))
    signs = [
        text.count(sign) / size
        for sign in ('"', "“", "'", "’", "\n", "(", "-", "–", "—", "$", "£", "%", ";", ":", "!", "?", "  ")
    ]
    return [*signs, sum(c.isdigit() for c in text) / size, size / (1 + text.count("\n")), text.find("\n")]


def same_as_shipped(bench: Path, texts: Texts, whole: Any, model: Linear, calibration: Calibration) -> None:
    """The file gives the same probabilities as the model that was fitted, through the kernels that score articles."""
    p = probabilities(texts, calibration, (model.scores(whole)[:, 0],) * 2)
    sample = [one.text for one in labelled(bench) if one.label != "spun"]
    shipped = [style.probability for text in sample if (style := style_of(text)).probability is not None]
    worst = float(np.max(np.abs(np.array(shipped) - p)))
    print("largest difference of the shipped file:", worst)
    assert worst <= AGREE, "the file does not give what was fitted"
