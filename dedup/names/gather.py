"""Gathers the names of a corpus: its forms, joined to clusters, with their spellings, aliases and look-alikes."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache

import numpy as np

from dedup.names.aliases import alias_links, links_by_table, links_by_texts
from dedup.names.clusters import AlikeForms, alike_forms, cluster
from dedup.names.comparison import KnownAs, known_spellings
from dedup.names.forms import FormCompany, Forms
from dedup.names.full_names import full_names
from dedup.names.graphemes import letters
from dedup.names.known_names import KnownName
from dedup.names.mention_collection import MentionCollection
from dedup.names.name_records import NameClusters, name_records
from dedup.names.pair_measures import compare_spellings
from dedup.records import NameRecord


def gather_names(
    mentions: MentionCollection,
    ids: Sequence[str],
    groups: Mapping[int, int] | None = None,
    *,
    every: bool = False,
    romanised: bool = True,
) -> list[NameRecord]:
    """Return the names of the articles: those in two articles, in two spellings or with aliases, or else `every` one.

    `ids` are the articles' in the order in which they were added to `mentions`; `groups` gives the family of each
    article that has one, by number. `romanised`: with the conventions of the spellings, which take a third of the time.
    """
    return NameGathering(mentions).join(ids, groups, every=every, romanised=romanised)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Do not look for unreachable cycles: there are none among millions of tuples, and looking takes a fifth of the
    time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class NameGathering:
    """The names of some articles, in two steps: they are read from the mentions and compared letter by letter, and
    joined when it is known which articles are of one family."""

    def __init__(self, mentions: MentionCollection) -> None:
        with _without_garbage_collection():
            self._forms = Forms(mentions)
            mentions.forget_names()
            self._known = _known(self._forms)
            self._alike = _alike(self._forms)
        # The rest of the mentions is not needed
        self._is_ordinary = mentions.reader().is_ordinary
        self._links = mentions.links

    def join(
        self, ids: Sequence[str], groups: Mapping[int, int] | None, *, every: bool = False, romanised: bool = True
    ) -> list[NameRecord]:
        """Return the names; see `gather_names`."""
        if not self._forms.keys:
            return []
        with _without_garbage_collection():
            return self._join(ids, FormCompany(self._forms, groups or {}), every=every, romanised=romanised)

    def _join(self, ids: Sequence[str], company: FormCompany, *, every: bool, romanised: bool) -> list[NameRecord]:
        forms, known = self._forms, self._known
        ordinary = self._is_ordinary
        clustering = cluster(forms.keys, self._alike, compare_spellings, company, _settled(forms, known))
        joined = [
            *links_by_table(forms, known, clustering.home, company),
            *links_by_texts(forms, self._links, clustering.home, ordinary),
        ]
        aliases = alias_links(forms, joined, ordinary, known)
        full = full_names(forms, np.array(clustering.home, np.int32))
        clusters = NameClusters(forms, full, clustering, aliases, known)
        return name_records(clusters, ids, every=every, romanised=romanised)


def _alike(forms: Forms) -> AlikeForms:
    """Return the forms that may be one name by their letters."""
    alone = forms.hinted("people", "acronym").tolist()
    return alike_forms(forms.keys, forms.frequency.tolist(), compare_spellings, alone)


def _known(forms: Forms) -> list[KnownAs | None]:
    """Return what the hand-kept table has of each form, by its surfaces: all words count ("France 3" is not France)."""
    out: list[KnownAs | None] = [None] * len(forms.keys)
    for surface, found in known_spellings(forms.surfaces):
        form = int(forms.form_of[surface])
        if out[form] is None and all(
            word.isalpha() and letters(word) in _words(found.name) for word in forms.keys[form]
        ):
            out[form] = found
    return out


@cache
def _words(name: KnownName) -> frozenset[str]:
    return frozenset(letters(word) for words, _ in name.forms() for word in words) | {"of", "the", "group"}


def _settled(forms: Forms, known: Sequence[KnownAs | None]) -> list[str | None]:
    """Return the name in the table of each form that is a spelling of it, without people: a family name has many
    bearers."""
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
