"""What stands before a run of names speaks of its first name, what stands behind it of its last."""

from __future__ import annotations

import numpy as np

from dedup.names.name_reader import CapitalRun
from dedup.names.name_spans import NameSpan
from dedup.names.run_names import NameEvidence, read_runs

TWO = CapitalRun("Baghdad Ana Kovac", at_start=False, headline=False)
ONE = CapitalRun("Ana Kovac", at_start=False, headline=False)
NAMES = {
    TWO: [NameSpan(0, 7, ("baghdad",), "place"), NameSpan(8, 17, ("ana", "kovac"), "person")],
    ONE: [NameSpan(0, 9, ("ana", "kovac"), "")],
}


def evidence() -> NameEvidence:
    """The run of two names comes 5 times, twice behind "in" and three times before "said"; the other one 4 times."""
    contexts = np.zeros((2, 6), np.int64)
    contexts[0, :2] = 3, 2
    contexts[1, 0] = 1
    names = read_runs([TWO, ONE], NAMES.__getitem__)
    return NameEvidence(names, np.array([5, 4]), contexts, [False, True, False, False, False, False])


def test_contexts_speak_of_the_name_beside_them() -> None:
    found = evidence()
    assert list(found) == [("baghdad",), ("ana", "kovac")]
    assert (found["baghdad",].spoken, found["baghdad",].placed) == (0, 2)
    assert (found["ana", "kovac"].spoken, found["ana", "kovac"].placed) == (4, 0)


def test_hints_are_counted_over_all_runs() -> None:
    found = evidence()
    assert (found["baghdad",].total, found["baghdad",].hints) == (5, {"place": 5})
    assert (found["ana", "kovac"].total, found["ana", "kovac"].hints) == (9, {"person": 5, "": 4})


def test_no_runs_have_no_names() -> None:
    names = read_runs([], NAMES.__getitem__)
    assert (names.keys, names.run.size) == ([], 0)
    assert len(NameEvidence(names, np.zeros(0, np.int64), np.zeros((0, 6), np.int64), [False] * 6)) == 0
