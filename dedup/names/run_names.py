"""The names of all runs of a collection as columns, and what the runs show of each name."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.names.name_hints import HINTS
from dedup.names.name_kinds import Evidence
from dedup.names.name_reader import CapitalRun
from dedup.names.name_spans import NameKey, NameSpan
from dedup.text.tables import I32, I64


class RunNames(NamedTuple):
    """The names of runs, in the order of these; the columns are of the shape (names,).

    `keys` are the distinct names in the order in which they first occur. A name is characters [start, end) of a run;
    `key` is its number among `keys`, `hint` that of what its words show among HINTS.
    """

    keys: list[NameKey]
    run: I32
    start: I32
    end: I32
    key: I32
    hint: I32


def read_runs(runs: Sequence[CapitalRun], names: Callable[[CapitalRun], Sequence[NameSpan]]) -> RunNames:
    """Return the names of distinct runs; `names` reads one."""
    numbers: dict[NameKey, int] = {}
    hints = {hint: number for number, hint in enumerate(HINTS)}
    rows = array("i")
    for run, read in enumerate(runs):
        for span in names(read):
            key = numbers.setdefault(span.key, len(numbers))
            rows.extend((run, span.start, span.end, key, hints[span.hint]))
    columns = np.frombuffer(rows, np.int32).reshape(-1, 5).T if rows else np.empty((5, 0), np.int32)
    return RunNames(list(numbers), *np.ascontiguousarray(columns))


class NameEvidence(Mapping[NameKey, Evidence]):
    """What the runs show of each name; an `Evidence` is made when it is asked for."""

    def __init__(self, names: RunNames, totals: I64, contexts: I64, before: Sequence[bool]) -> None:
        """`totals` says how often each run occurs, `contexts` how often each context is beside it, shape (runs,
        contexts); a context `before` a run speaks of its first name, the others of its last."""
        self._numbers = {key: number for number, key in enumerate(names.keys)}
        self._hints: I64 = np.zeros((len(names.keys), len(HINTS)), np.int64)
        np.add.at(self._hints, (names.key, names.hint), totals[names.run])
        self._beside: I64 = np.zeros((len(names.keys), contexts.shape[1]), np.int64)
        other_run = np.diff(names.run) != 0
        first, last = np.append(True, other_run), np.append(other_run, True)
        for edge, columns in ((first, np.flatnonzero(before)), (last, np.flatnonzero(~np.array(before)))):
            self._add_beside(names, edge, columns, contexts)

    def _add_beside(self, names: RunNames, edge: NDArray[np.bool_], columns: I64, contexts: I64) -> None:
        """Count these contexts for the names that are at one edge of their runs."""
        if names.run.size:
            key, run = names.key[edge], names.run[edge]
            for column in columns.tolist():
                np.add.at(self._beside[:, column], key, contexts[run, column])

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[NameKey]:
        return iter(self._numbers)

    def __getitem__(self, key: NameKey) -> Evidence:
        number = self._numbers[key]
        counted = self._hints[number].tolist()
        shown = {hint: times for hint, times in zip(HINTS, counted, strict=True) if times}
        return Evidence(sum(counted), shown, *self._beside[number].tolist())
