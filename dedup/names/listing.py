"""The names as they are listed: spellings with their articles, aliases, kind, and what looks alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from dedup.names.aliases import Tie
from dedup.names.clusters import Clustering
from dedup.names.evidence import KnownAs
from dedup.names.forms import HINTS, Forms
from dedup.names.graphemes import letters
from dedup.names.romanisation import conventions
from dedup.records import Alias, Convention, NameKind, NameRecord, Spelling
from dedup.text.tables import I64

SPOKEN: Final = 0.15  # share of the occurrences beside a verb of saying from which a name is a person's
PLACED: Final = 0.4  # share behind a preposition of place from which it is a place's
HINTED: Final = 1 / 3  # share of the occurrences whose words show a kind from which a name is of that kind
CONVENTIONS_TOLD: Final = 3  # romanisations of a spelling, the most probable
LEAST_CONVENTION: Final = 0.1
MOST_LISTED: Final = 100  # articles that a spelling or alias names; its count tells how many occurrences there are
MOST_AMBIGUOUS: Final = 10
MOST_CONVENTIONS: Final = 8  # spellings of one name, the most frequent ones, whose romanisation is told


class _Spelled(NamedTuple):
    """One spelling of a cluster: how often it stands and in which articles."""

    text: str
    times: int
    articles: I64


class _Lister(NamedTuple):
    """Ids by article, and the rank of each article among the sorted ids."""

    ids: Sequence[str]
    order: I64
    rank: I64

    def first(self, articles: I64) -> list[str]:
        """The first MOST_LISTED ids of some articles."""
        ranks = np.unique(self.rank[articles])[:MOST_LISTED]
        return [self.ids[article] for article in self.order[ranks].tolist()]


def records(
    forms: Forms,
    ids: Sequence[str],
    borne: I64,
    clustering: Clustering,
    tied: Sequence[Tie],
    known: Sequence[KnownAs | None],
    every: bool,
    romanised: bool,
) -> list[NameRecord]:
    """The names worth listing, or `every` one, sorted.

    `borne` is the cluster that each row of `forms.held` stands for; `known` what the table has.
    """
    order = np.array(sorted(range(len(ids)), key=lambda article: (ids[article], article)), np.int64)
    rank = np.empty(len(ids), np.int64)
    rank[order] = np.arange(len(ids))
    lister = _Lister(ids, order, rank)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for form, name in enumerate(clustering.home):
        members[name].append(form)
    aliases: defaultdict[int, list[Tie]] = defaultdict(list)
    for tie in tied:
        aliases[tie.name].append(tie)
    kept = set(range(len(clustering.home))) if every else {tie.alias for tie in tied} | set(aliases)
    spelled = _spelled(forms, borne, kept)
    hidden = {tie.alias for tie in tied}
    titles = {name: _title(own) for name, own in spelled.items()}
    apart: defaultdict[int, set[str]] = defaultdict(set)
    for a, b in clustering.ambiguous:
        one, other = clustering.home[a], clustering.home[b]
        if one in titles and other in titles:
            apart[one].add(titles[other])
            apart[other].add(titles[one])
    people = forms.hinted("people")
    out = []
    for name, own in spelled.items():
        if name in hidden or people[members[name]].all():
            continue
        out.append(
            NameRecord(
                name=titles[name],
                kind=_kind(forms, members[name], known),
                spellings=_spellings(own, lister, romanised),
                aliases=_aliases(aliases[name], spelled, lister),
                ambiguous_with=sorted(apart[name] - {titles[name]})[:MOST_AMBIGUOUS],
            )
        )
    return sorted(out, key=lambda record: (record.name, record.kind, [(s.text, s.count) for s in record.spellings]))


def _spelled(forms: Forms, borne: I64, kept: set[int]) -> dict[int, list[_Spelled]]:
    """The spellings of each cluster that stands in two articles or in two spellings, or is `kept`; the most frequent
    first."""
    surface, article, count = forms.occurrences.T
    rows = forms.held[:, 0] << 32 | forms.held[:, 1]
    name = borne[np.searchsorted(rows, article.astype(np.int64) << 32 | forms.form_of[surface])]
    order = np.lexsort((article, surface, name))
    name, surface, article, count = name[order], surface[order], article[order], count[order]
    begins = np.flatnonzero(np.diff(name, prepend=-1) != 0)
    out: dict[int, list[_Spelled]] = {}
    for begin, end in zip(begins.tolist(), [*begins[1:].tolist(), name.size], strict=True):
        several = surface[begin] != surface[end - 1] or article[begin] != article[end - 1]
        if not several and int(name[begin]) not in kept:
            continue
        cuts = [begin, *(begin + 1 + np.flatnonzero(np.diff(surface[begin:end]))).tolist(), end]
        own = [_Spelled(forms.surfaces[surface[a]], int(count[a:b].sum()), article[a:b]) for a, b in pairwise(cuts)]
        out[int(name[begin])] = sorted(own, key=lambda spelling: (-spelling.times, spelling.text))
    return out


def _title(own: Sequence[_Spelled]) -> str:
    """The spelling that most articles use, of those with several words: a full name before a surname that stands for
    it.

    Spellings that differ in capital letters, hyphens or apostrophes alone are counted as one.
    """
    full = [spelling for spelling in own if " " in spelling.text] or list(own)
    alike: Counter[str] = Counter()
    for spelling in full:
        alike[letters(spelling.text)] += spelling.articles.size
    return min(
        full, key=lambda one: (-alike[letters(one.text)], -one.articles.size, -one.times, one.text.isupper(), one.text)
    ).text


def _spellings(own: Sequence[_Spelled], lister: _Lister, romanised: bool) -> list[Spelling]:
    """With the romanisation of each if asked for, where two differ in their letters."""
    first = own[:MOST_CONVENTIONS] if romanised else []
    differing = len({letters(one.text.casefold()) for one in first}) > 1 and len({_last(one.text) for one in first}) > 1
    told = (
        {one.text: conventions(one.text, [other.text for other in first if other is not one]) for one in first}
        if differing
        else {}
    )
    return [
        Spelling(
            text=one.text,
            count=one.times,
            articles=lister.first(one.articles),
            conventions=[
                Convention(c.convention, c.probability)
                for c in told.get(one.text, ())[:CONVENTIONS_TOLD]
                if c.probability >= LEAST_CONVENTION
            ],
        )
        for one in own
    ]


def _last(text: str) -> str:
    return letters(text.split()[-1])


def _aliases(tied: Sequence[Tie], spelled: Mapping[int, Sequence[_Spelled]], lister: _Lister) -> list[Alias]:
    found: dict[tuple[str, str], set[int]] = {}
    for tie in tied:
        own = spelled.get(tie.alias, ())
        full = [one for one in own if " " in one.text] or own  # without the surnames that stand for it
        for one in full:
            found.setdefault((one.text, tie.relation), set()).update(tie.articles)
    return [
        Alias(text, relation, lister.first(np.array(sorted(articles), np.int64)))  # type: ignore[arg-type]
        for (text, relation), articles in sorted(found.items())
    ]


def _kind(forms: Forms, members: Sequence[int], known: Sequence[KnownAs | None]) -> NameKind:
    for form in members:
        if (found := known[form]) is not None:
            return found.name.kind
    votes = forms.hints[members].sum(0)
    total = int(votes.sum())
    spoken, placed = int(forms.spoken[members].sum()), int(forms.placed[members].sum())
    told: tuple[NameKind, ...] = ("outlet", "group", "place", "person")
    for kind in told:
        if votes[HINTS.index(kind)] >= HINTED * total:
            return kind
    if placed >= PLACED * total and placed > spoken:
        return "place"
    return "person" if votes[HINTS.index("person")] or spoken >= SPOKEN * total else "other"
