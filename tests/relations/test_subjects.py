"""Notices that begin with two companies are of two companies."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.article import Article
from dedup.relations.subjects import LEAD, SubjectColumns
from dedup.text.corpus import CorpusReader


def are_others(one: str, other: str) -> bool:
    columns = CorpusReader()([Article(id="a", text=one), Article(id="b", text=other)]).columns
    subjects = SubjectColumns(columns)
    pairs = np.array([[0, 1], [1, 0]])
    found = subjects.are_others(pairs, np.ones(2, np.bool_)).tolist()
    assert found[0] is found[1]
    assert not subjects.are_others(pairs, np.zeros(2, np.bool_)).any()
    return bool(found[0])


BRILL = "Brill Marine Corp said it has filed for an offering of notes."


@pytest.mark.parametrize(
    ("one", "other", "others"),
    [
        (BRILL, "Vantor Mills Inc said it has filed for an offering of notes.", True),
        (BRILL, "Vantor said it has filed for an offering of notes.", False),
        (BRILL, "Vantor Mills Inc, a unit of Brill, said it has filed for an offering.", False),
        (BRILL, BRILL, False),
        (BRILL, "", False),
    ],
)
def test_each_begins_with_a_company_that_the_other_does_not_name(one: str, other: str, others: bool) -> None:
    assert are_others(one, other) is others


@pytest.mark.parametrize(("words", "others"), [(LEAD, True), (LEAD + 1, False)])
def test_the_legal_form_is_among_the_first_words(words: int, others: bool) -> None:
    name = " ".join(["Vantor", *["Northern"] * (words - 2), "Ltd"])
    assert are_others(BRILL, f"{name} has filed for an offering of notes.") is others
