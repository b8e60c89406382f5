"""The names of a corpus: its forms, joined to clusters, with their spellings, aliases and what they must not be taken
for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

import numpy as np

from dedup.names.aliases import ties, told_by_table, told_by_texts
from dedup.names.bearers import bearers
from dedup.names.clusters import Verdict, cluster
from dedup.names.collection import Mentions
from dedup.names.comparison import VERDICTS, measure
from dedup.names.context import Context
from dedup.names.evidence import KnownAs, known_as
from dedup.names.forms import Forms
from dedup.names.graphemes import letters
from dedup.names.known import KnownName
from dedup.names.listing import records
from dedup.records import NameRecord

_BATCH: Final = 1 << 16  # pairs compared at once


def gather(
    mentions: Mentions,
    ids: Sequence[str],
    groups: Mapping[int, int] | None = None,
    *,
    every: bool = False,
    romanised: bool = True,
) -> list[NameRecord]:
    """The names of the articles, by name: those in two articles, in two spellings or with aliases, or else `every` one.

    `ids` are the articles' in the order in which they were added to `mentions`; `groups` gives the family of each
    article that has one, by number. By which romanisation spellings go, which takes a third of the time, is told if
    `romanised`.
    """
    forms = Forms(mentions)
    if not forms.keys:
        return []
    reading = mentions.reading()
    context = Context(forms, groups or {})
    known = _known(forms)
    alone = forms.hinted("people", "acronym").tolist()
    clustering = cluster(forms.keys, forms.frequency.tolist(), _compare, context, alone, _settled(forms, known))
    home = np.array(clustering.home, np.int64)
    joined = [
        *told_by_table(forms, known, clustering.home, context),
        *told_by_texts(forms, mentions.links, clustering.home, reading.ordinary),
    ]
    tied = ties(forms, joined, reading.ordinary, known)
    return records(forms, ids, bearers(forms, home), clustering, tied, known, every, romanised)


def _compare(pairs: Sequence[tuple[str, str]]) -> list[tuple[Verdict, float]]:
    out: list[tuple[Verdict, float]] = []
    for begin in range(0, len(pairs), _BATCH):
        found = measure([spelling for pair in pairs[begin : begin + _BATCH] for spelling in pair])
        scores = np.round(found.scores, 3).tolist()
        out.extend((VERDICTS[verdict], score) for verdict, score in zip(found.verdicts.tolist(), scores, strict=True))
    return out


def _known(forms: Forms) -> list[KnownAs | None]:
    """What the hand-kept table knows of each form, by its surfaces; it must name every word ("France 3" is not
    France)."""
    out: list[KnownAs | None] = [None] * len(forms.keys)
    for surface, form in zip(forms.surfaces, forms.form_of.tolist(), strict=True):
        if out[form] is None:
            found = known_as(surface)
            if found is not None and all(
                word.isalpha() and letters(word) in _words(found.name) for word in forms.keys[form]
            ):
                out[form] = found
    return out


@cache
def _words(name: KnownName) -> frozenset[str]:
    return frozenset(letters(word) for words, _ in name.forms() for word in words) | {"of", "the", "group"}


def _settled(forms: Forms, known: Sequence[KnownAs | None]) -> list[str | None]:
    """The name in the table of each form that is a spelling of it. People of one family name are many: they need
    context."""
    out: list[str | None] = [None] * len(known)
    for form, found in enumerate(known):
        if (
            found is not None
            and found.relation == "spelling"
            and found.name.kind != "person"
            and forms.hint(form) != "people"
        ):
            out[form] = found.name.name
    return out
