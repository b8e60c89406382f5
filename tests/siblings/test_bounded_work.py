"""However versions differ, the work on them is bounded: it is counted here, not timed."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import pytest

from dedup.records import Passage
from dedup.siblings import sibling_findings
from dedup.siblings.changes import CONTEXT, MOST_CHANGES, MOST_CHARACTERS, budget_of, changes
from dedup.siblings.respelled_names import RESPELLINGS
from dedup.siblings.version_words import VersionWords, WordTypes
from tests.siblings.conftest import hard, related

VOWELS = ("a", "e", "i", "o", "u", "aa", "ou", "ei")


def story_of_spellings(rnd: random.Random, sentences: int) -> list[str]:
    """Sentences that all name one man, each in another spelling."""

    def spelling(consonants: str) -> str:
        return "".join(c + rnd.choice(VOWELS) for c in consonants).capitalize()

    return [
        f"On Monday {spelling('mhmd')} {spelling('slmn')} said that the harbour was closed." for _ in range(sentences)
    ]


def passages_in_any_order(rnd: random.Random, one: list[str], other: list[str]) -> list[Passage]:
    """Each sentence of one linked with a sentence of the other, so that no two passages follow one another."""
    starts = [sum(len(s) + 1 for s in one[:k]) for k in range(len(one))]
    others = [sum(len(s) + 1 for s in other[:k]) for k in range(len(other))]
    order = rnd.sample(range(len(other)), len(other))
    return [
        Passage(
            (starts[k], starts[k] + len(one[k])), (others[n], others[n] + len(other[n])), "", "", "edited", False, 0.8
        )
        for k, n in enumerate(order)
    ]


def compared_names(sentences: int) -> tuple[int, int, int]:
    """Return how many pairs of names were compared, the changes of the first version, and the budget of these."""
    rnd = random.Random(7)
    one, other = story_of_spellings(rnd, sentences), story_of_spellings(rnd, sentences)
    types = WordTypes()
    a, b = VersionWords(" ".join(one), types), VersionWords(" ".join(other), types)
    before = RESPELLINGS.asked
    found, _ = changes(passages_in_any_order(rnd, one, other), a, b)
    return RESPELLINGS.asked - before, len(found), budget_of(a, b).changes


@pytest.mark.parametrize("sentences", [30, 60, 120])
def test_names_of_one_skeleton_are_compared_a_bounded_number_of_times(sentences: int) -> None:
    """Without a bound each of the passages, with its context, would compare all names around it."""
    compared, found, budget = compared_names(sentences)
    assert 0 < found <= budget
    assert compared <= 3 * budget


def test_no_more_changes_are_kept_than_the_budget_allows() -> None:
    rnd = random.Random(7)
    one, other = (
        " ".join(f"harbour {name.split()[2]} closed" for name in story_of_spellings(rnd, 150)) for _ in range(2)
    )
    types = WordTypes()
    a, b = VersionWords(one, types), VersionWords(other, types)
    whole = Passage((0, len(one)), (0, len(other)), "", "", "edited", False, 0.8)
    for found in changes([whole], a, b):
        assert len(found) == budget_of(a, b).changes


def test_the_budget_of_two_versions_grows_with_the_shorter_one_up_to_a_bound() -> None:
    types = WordTypes()
    short, long, huge = (VersionWords("word " * size, types) for size in (60, 600, 60_000))
    assert budget_of(short, long) == budget_of(long, short) == budget_of(short, short)
    assert budget_of(short, huge).changes < budget_of(long, huge).changes < budget_of(huge, huge).changes
    assert budget_of(huge, huge) == (MOST_CHARACTERS, MOST_CHANGES)
    assert budget_of(short, huge).characters >= 300 + 2 * CONTEXT


def test_each_version_is_read_once_however_many_siblings_it_has() -> None:
    verbs = "raised lifted hoisted heaved winched dragged hauled pulled towed moved took got".split()  # noqa: SIM905
    texts = {verb: f"Divers {verb} the old wreck of the ferry near the pier on Monday." for verb in verbs}
    read: Counter[str] = Counter()

    def text(article: str) -> str:
        read[article] += 1
        return texts[article]

    relations = [related(a, b, texts, "rewrite") for a, b in combinations(sorted(texts), 2)]
    sibling_findings(relations, text, {"raised": [hard()]})
    assert set(read.values()) == {1}
