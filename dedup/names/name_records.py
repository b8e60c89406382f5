"""The records of names in a report: spellings with their articles, aliases, kind, and what looks alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from dedup.names.aliases import AliasLink
from dedup.names.clusters import Clustering
from dedup.names.comparison import KnownAs
from dedup.names.forms import Forms, pairs_of
from dedup.names.graphemes import letters
from dedup.names.romanisation import conventions
from dedup.records import Alias, AliasKind, Convention, NameKind, NameRecord, Spelling
from dedup.text.tables import I32, I64, run_begins

LISTED_CONVENTIONS: Final = 3  # romanisations of a spelling, the most probable
LEAST_CONVENTION: Final = 0.1
MOST_LISTED: Final = 100  # articles that a spelling or alias names; its count is of all occurrences
FEW: Final = 50  # articles that are sorted one by one
MOST_AMBIGUOUS: Final = 10
_LOOKED_UP: Final = 1 << 19  # rows of names and articles that are looked up at a time
MOST_CONVENTIONS: Final = 8  # spellings of one name, the most frequent ones, whose romanisation is looked for


class _ClusterSpelling(NamedTuple):
    """One spelling of a cluster: how often it occurs and in which articles."""

    text: str
    times: int
    articles: I32


class _ArticleIds(NamedTuple):
    """Sorted ids, and the rank of each article among them."""

    ordered: Sequence[str]
    rank: I64
    place: list[int]  # the same as `rank`, which is read faster one by one

    def first(self, articles: I32 | I64) -> list[str]:
        """Return the first MOST_LISTED ids of some articles."""
        if articles.size <= FEW:
            ranked = sorted({self.place[article] for article in articles.tolist()})
        else:
            ranked = np.unique(self.rank[articles])[:MOST_LISTED].tolist()
        return [self.ordered[place] for place in ranked]


class NameClusters(NamedTuple):
    """All that is known of the names of a corpus.

    `full_names` is the cluster of each row of `forms.presence`, `known` what the hand-kept table has of
    each form.
    """

    forms: Forms
    full_names: I32
    clustering: Clustering
    aliases: Sequence[AliasLink]
    known: Sequence[KnownAs | None]


def name_records(clusters: NameClusters, ids: Sequence[str], *, every: bool, romanised: bool) -> list[NameRecord]:
    """Return the records of the names worth listing, or of `every` one, sorted; `romanised`: with the conventions of
    their spellings."""
    forms, home = clusters.forms, clusters.clustering.home
    order = np.array(sorted(range(len(ids)), key=lambda article: (ids[article], article)), np.int64)
    rank = np.empty(len(ids), np.int64)
    rank[order] = np.arange(len(ids))
    article_ids = _ArticleIds([ids[article] for article in order.tolist()], rank, rank.tolist())
    members: defaultdict[int, list[int]] = defaultdict(list)
    for form, name in enumerate(home):
        members[name].append(form)
    aliases: defaultdict[int, list[AliasLink]] = defaultdict(list)
    for link in clusters.aliases:
        aliases[link.name].append(link)
    hidden = {link.alias for link in clusters.aliases}
    spellings = _cluster_spellings(
        forms, clusters.full_names, set(range(len(home))) if every else hidden | set(aliases)
    )
    titles = {name: _title(own) for name, own in spellings.items()}
    apart: defaultdict[int, set[str]] = defaultdict(set)
    for a, b in clusters.clustering.ambiguous:
        one, other = home[a], home[b]
        if one in titles and other in titles:
            apart[one].add(titles[other])
            apart[other].add(titles[one])
    people = forms.hinted("people").tolist()
    out = []
    for name, own in spellings.items():
        if name in hidden or all(people[form] for form in members[name]):
            continue
        out.append(
            NameRecord(
                name=titles[name],
                kind=_kind(forms, members[name], clusters.known),
                spellings=_spellings(own, article_ids, romanised),
                aliases=_aliases(aliases[name], spellings, article_ids),
                ambiguous_with=sorted(apart[name] - {titles[name]})[:MOST_AMBIGUOUS],
            )
        )
    return sorted(out, key=lambda record: (record.name, record.kind, [(s.text, s.count) for s in record.spellings]))


def _cluster_spellings(forms: Forms, full_names: I32, kept: set[int]) -> dict[int, list[_ClusterSpelling]]:
    """Return the spellings of each cluster that has two articles or two spellings, or is `kept`; the most frequent
    first."""
    surface, article, count = forms.occurrences
    name = _names_of(forms, full_names)
    order = np.argsort(name, kind="stable")  # the rows are sorted by surface and article
    name, surface, article, count = name[order], surface[order], article[order], count[order]
    cuts = run_begins(pairs_of(name, surface))  # where each spelling of a cluster begins
    times = np.add.reduceat(count, cuts, dtype=np.int64) if cuts.size else cuts
    firsts = run_begins(name[cuts])  # the first spelling of each cluster
    lasts = np.append(firsts, cuts.size)[1:] - 1
    cuts = np.append(cuts, name.size)
    several = (firsts != lasts) | (article[cuts[firsts]] != article[cuts[lasts + 1] - 1])
    several |= np.isin(name[cuts[firsts]], np.array(sorted(kept), np.int32))
    out: dict[int, list[_ClusterSpelling]] = {}
    for first, last in zip(firsts[several].tolist(), lasts[several].tolist(), strict=True):
        begins = cuts[first : last + 2].tolist()
        own = [
            _ClusterSpelling(forms.surfaces[surface[begin]], number, article[begin:end])
            for (begin, end), number in zip(pairwise(begins), times[first : last + 1].tolist(), strict=True)
        ]
        if len(own) > 1:
            own.sort(key=lambda spelling: (-spelling.times, spelling.text))
        out[int(name[begins[0]])] = own
    return out


def _names_of(forms: Forms, full_names: I32) -> I32:
    """Return the cluster of each row of `forms.occurrences`."""
    surface, article, _ = forms.occurrences
    keys = forms.presence.key()
    out = np.empty(surface.size, np.int32)
    for first in range(0, surface.size, _LOOKED_UP):
        some = slice(first, first + _LOOKED_UP)
        out[some] = full_names[keys.searchsorted(pairs_of(article[some], forms.form_of[surface[some]]))]
    return out


def _title(own: Sequence[_ClusterSpelling]) -> str:
    """Return the spelling that most articles use, of those with several words: a full name before a surname.

    Spellings that differ in capital letters, hyphens or apostrophes alone are counted as one.
    """
    full = [spelling for spelling in own if " " in spelling.text] or list(own)
    if len(full) == 1:
        return full[0].text
    alike: Counter[str] = Counter()
    for spelling in full:
        alike[letters(spelling.text)] += spelling.articles.size
    return min(
        full, key=lambda one: (-alike[letters(one.text)], -one.articles.size, -one.times, one.text.isupper(), one.text)
    ).text


def _spellings(own: Sequence[_ClusterSpelling], ids: _ArticleIds, romanised: bool) -> list[Spelling]:
    """Return the spellings, with the romanisation of each if asked for and where two differ in their letters."""
    first = own[:MOST_CONVENTIONS] if romanised and len(own) > 1 else []
    differing = len({letters(one.text.casefold()) for one in first}) > 1 and len({_last(one.text) for one in first}) > 1
    guesses = (
        {one.text: conventions(one.text, [other.text for other in first if other is not one]) for one in first}
        if differing
        else {}
    )
    return [
        Spelling(
            text=one.text,
            count=one.times,
            articles=ids.first(one.articles),
            conventions=[
                Convention(c.convention, c.probability)
                for c in guesses.get(one.text, ())[:LISTED_CONVENTIONS]
                if c.probability >= LEAST_CONVENTION
            ],
        )
        for one in own
    ]


def _last(text: str) -> str:
    return letters(text.split()[-1])


def _aliases(
    links: Sequence[AliasLink], spellings: Mapping[int, Sequence[_ClusterSpelling]], ids: _ArticleIds
) -> list[Alias]:
    found: dict[tuple[str, AliasKind], set[int]] = {}
    for link in links:
        own = spellings.get(link.alias, ())
        full = [one for one in own if " " in one.text] or own  # without the surnames that stand for it
        for one in full:
            found.setdefault((one.text, link.relation), set()).update(link.articles)
    return [
        Alias(text, relation, ids.first(np.array(sorted(articles), np.int64)))
        for (text, relation), articles in sorted(found.items())
    ]


def _kind(forms: Forms, members: Sequence[int], known: Sequence[KnownAs | None]) -> NameKind:
    """Return the kind of a cluster: as the hand-kept table has it, else the one that most articles' forms have."""
    votes: Counter[NameKind] = Counter()
    for form in members:
        if (found := known[form]) is not None:
            return found.name.kind
        if forms.kinds[form] != "other":
            votes[forms.kinds[form]] += int(forms.frequency[form])
    return min(votes, key=lambda kind: (-votes[kind], kind), default="other")
