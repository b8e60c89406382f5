"""Hugging Face datasets: a callable for `.filter` and one for `.map`, which can be sent to other processes.

    rows = rows.filter(NewArticles("seen.db"), load_from_cache_file=False)
    rows = rows.map(Verdicts("seen.db"), load_from_cache_file=False)

Without `load_from_cache_file=False` a second run gets the answers of the first and does not ask the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import msgspec

from dedup.integrations.gate import Gate, GateDecision

if TYPE_CHECKING:
    from dedup.index import Verdict


_COLUMNS: Final = ("dedup_decision", "dedup_family", "dedup_kept", "dedup_novelty", "dedup_version_of")


class NewArticles:
    """Whether a row is no version of one that came before; with `batched=True` a list for a batch. Rows without text
    stay.

    Takes what `Gate` takes.
    """

    def __init__(self, *given: Any, **settings: Any) -> None:
        self._gate = Gate(*given, **settings)

    def __call__(self, rows: Mapping[str, Any]) -> bool | list[bool]:
        """True for what stays."""
        if _is_batch(rows):
            return [_stays(self._gate(row)) for row in _rows(rows)]
        return _stays(self._gate(rows))


class Verdicts:
    """The columns `dedup_decision`, `dedup_family`, `dedup_kept` (the article that a row would be left out for),
    `dedup_novelty` (the share of its words that is new) and `dedup_version_of` (the version before it); None without
    text.

    With `translation=True` there is `dedup_translation`, the verdict in a word, with `names=True` `dedup_names`, the
    names as JSON: a list of objects as `dedup.Prefilter` gives them, in a string since the type of a column must not
    depend on its first rows.
    """

    def __init__(self, *given: Any, **settings: Any) -> None:
        self._gate = Gate(*given, **settings)
        self._more = [name for name in ("translation", "names") if settings.get(name)]

    def __call__(self, rows: Mapping[str, Any]) -> dict[str, Any]:
        """Return the new columns."""
        if not _is_batch(rows):
            return self._columns(self._gate(rows))
        each = [self._columns(self._gate(row)) for row in _rows(rows)]
        return {name: [columns[name] for columns in each] for name in self._columns(None)}

    def _columns(self, passage: GateDecision | None) -> dict[str, Any]:
        more = dict.fromkeys(f"dedup_{name}" for name in self._more) if passage is None else _more(passage.verdict)
        return {**_columns(passage), **more}


def _is_batch(rows: Mapping[str, Any]) -> bool:
    """datasets gives a batch as columns: lists, all of one length. One row of an article has a text that is no list."""
    return bool(rows) and all(isinstance(column, list) for column in rows.values())


def _rows(columns: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    names = list(columns)
    for values in zip(*(columns[name] for name in names), strict=True):
        yield dict(zip(names, values, strict=True))


def _stays(passage: GateDecision | None) -> bool:
    return passage is None or passage.kept_instead is None


def _columns(passage: GateDecision | None) -> dict[str, Any]:
    if passage is None:
        return dict.fromkeys(_COLUMNS)
    verdict = passage.verdict
    kept = passage.kept_instead.other if passage.kept_instead is not None else None
    values = (verdict.decision, verdict.family, kept, verdict.novelty, verdict.version_of)
    return dict(zip(_COLUMNS, values, strict=True))


def _more(verdict: Verdict) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if verdict.translation is not None:
        more["dedup_translation"] = verdict.translation.verdict
    if verdict.names is not None:
        more["dedup_names"] = msgspec.json.encode(verdict.names).decode()
    return more
