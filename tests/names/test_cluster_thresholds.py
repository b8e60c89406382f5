"""Each number that decides whether two forms are one name, with a case on either side of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from dedup.names.clusters import Clustering, alike_forms, cluster
from dedup.names.name_blocks import blocks
from dedup.names.pair_measures import AMBIGUOUS, SAME, PairVerdicts
from dedup.text.tables import I64


class Company:
    """Every pair has this share of its company in common."""

    def __init__(self, shared: float) -> None:
        self._shared = shared

    def shared(self, a: int, b: int) -> float | None:
        return self._shared

    def together(self, a: int, b: int) -> bool:
        return False

    def beside(self, a: int, b: int) -> np.ndarray:
        return np.arange(0)


def clustered(names: Sequence[str], verdict: int, score: float, shared: float) -> Clustering:
    """The clusters of names that all have this verdict on one another."""

    def compare(spellings: Sequence[str], pairs: I64) -> PairVerdicts:
        return PairVerdicts(np.full(len(pairs), verdict, np.int8), np.full(len(pairs), score))

    keys = [tuple(name.split()) for name in names]
    alike = alike_forms(keys, [1] * len(keys), compare, [False] * len(keys))
    return cluster(keys, alike, compare, Company(shared), [None] * len(keys))


@pytest.mark.parametrize(
    ("one", "other", "verdict", "score", "shared", "joined"),
    [
        # The company of names of several words whose letters say "same"
        ("qasem varga", "qassem varga", SAME, 3.0, 0.12, True),
        ("qasem varga", "qassem varga", SAME, 3.0, 0.11, False),
        # The company of single words, and where the letters leave it open
        ("qasem", "qassem", SAME, 3.0, 0.2, True),
        ("qasem", "qassem", SAME, 3.0, 0.19, False),
        ("qasem varga", "qassem varga", AMBIGUOUS, 3.0, 0.2, True),
        ("qasem varga", "qassem varga", AMBIGUOUS, 3.0, 0.19, False),
        # The score of an ambiguous pair
        ("qasem varga", "qassem varga", AMBIGUOUS, 1.0, 0.5, True),
        ("qasem varga", "qassem varga", AMBIGUOUS, 0.99, 0.5, False),
        ("qasem", "qassem", AMBIGUOUS, 1.5, 0.5, True),
        ("qasem", "qassem", AMBIGUOUS, 1.49, 0.5, False),
        # The letters in common of an ambiguous pair: three of five, half of six
        ("karam", "kerem", AMBIGUOUS, 3.0, 0.5, True),
        ("karama", "kereme", AMBIGUOUS, 3.0, 0.5, False),
        # The same where they say "same": half of four, two of five
        ("kara", "kere", SAME, 3.0, 0.5, True),
        ("kaara", "keere", SAME, 3.0, 0.5, False),
    ],
)
def test_two_forms_are_one_name(one: str, other: str, verdict: int, score: float, shared: float, joined: bool) -> None:
    assert (clustered([one, other], verdict, score, shared).home == [0, 0]) == joined


@pytest.mark.parametrize(("score", "reported"), [(2.0, True), (1.99, False)])
def test_an_ambiguous_pair_is_reported_from_a_score_of_two(score: float, reported: bool) -> None:
    assert bool(clustered(["qasem", "qassem"], AMBIGUOUS, score, 0.0).ambiguous) == reported


@pytest.mark.parametrize(("forms", "names"), [(64, 1), (65, 2)])
def test_a_name_has_sixty_four_forms_at_most(forms: int, names: int) -> None:
    written = [f"k{'aeiou'[n % 5]}{'aeiou'[n // 5 % 5]}{'aeiou'[n // 25]}r" for n in range(forms)]
    words = sorted(f"{word} {'k' * 6}{'t' * 6}" for word in written)
    assert len(set(clustered(words, SAME, 3.0, 1.0).home)) == names


@pytest.mark.parametrize(
    ("one", "other", "compared"),
    [
        ("kar", "ker", True),  # two consonants
        ("ka", "ke", False),  # one
        ("karat", "kara", False),  # none is left out of three consonants
        ("karatin", "karati", True),  # one of four is
        ("kata" * 20, "kete" * 20, True),  # forty
        ("kata" * 20 + "ka", "kete" * 20 + "ke", False),
    ],
)
def test_names_are_compared_by_their_consonants(one: str, other: str, compared: bool) -> None:
    assert bool(blocks([(one,), (other,)], [1, 1]).size) == compared
