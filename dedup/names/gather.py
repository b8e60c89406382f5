"""The names of a corpus: its forms, joined to clusters, with their spellings, aliases and what they must not be taken for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from dedup.names.aliases import Tie, ties
from dedup.names.clusters import Clustering, Compare, cluster
from dedup.names.forms import TIED_TO_ONE, Forms, bearers, by_article, company
from dedup.names.collection import Mentions
from dedup.names.name import Alias, Convention, Kind, NameRecord, Spelling

Conventions = Callable[[str], Sequence[tuple[str, float]]]
SPOKEN: Final = 0.15  # share of the occurrences beside a verb of saying from which a name is a person's
MOST_LISTED: Final = 100  # articles that a spelling or alias names; its count tells how many occurrences there are
PLACED: Final = 0.4  # share behind a preposition of place from which it is a place's


def gather(
    mentions: Mentions,
    ids: Sequence[str],
    compare: Compare,
    conventions: Conventions,
    groups: Mapping[int, int] | None = None,
) -> list[NameRecord]:
    """The names of the articles, by name. `ids` are the articles'; `groups` the family of each article that has one, by number."""
    forms = Forms(mentions)
    held = by_article(forms, len(ids))
    borne = bearers(forms, held)
    frequency = np.bincount(np.concatenate(held), minlength=len(forms.keys)).tolist() if held and forms.keys else []
    families = _families(held, groups or {})

    def together(a: int, b: int) -> bool:
        return bool(families[a] & families[b])

    clustering = cluster(forms.keys, frequency, compare, company(forms, held), together, [forms.hint(f) == "people" for f in range(len(forms.keys))])
    _tie_clusters(borne, held, clustering.cluster, forms)
    tied = ties(forms, mentions.links, clustering.cluster, mentions.ordinary)
    spelled = _spelled(forms, borne, clustering.cluster)
    return _records(forms, ids, spelled, clustering, tied, conventions)


def _families(held: Sequence[np.ndarray], groups: Mapping[int, int]) -> list[set[int]]:
    out: defaultdict[int, set[int]] = defaultdict(set)
    for article, family in groups.items():
        for form in held[article].tolist():
            out[form].add(family)
    size = max((int(own.max()) for own in held if own.size), default=-1) + 1
    return [out[form] for form in range(size)]


def _tie_clusters(borne: Sequence[dict[int, int]], held: Sequence[np.ndarray], home: Sequence[int], forms: Forms) -> None:
    """A word without a longer name in its article stands for the one that its other spellings stand for elsewhere ("Hashid")."""
    ties: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for told in borne:
        for form, full in told.items():
            ties[home[form]][home[full]] += 1
    sole = {}
    for single, names in ties.items():
        full, count = names.most_common(1)[0]
        if count >= TIED_TO_ONE * names.total():
            sole[single] = full
    for told, own in zip(borne, held, strict=True):
        for form in own.tolist():
            if len(forms.keys[form]) == 1 and form not in told and home[form] in sole and not forms.is_place(form):
                told[form] = sole[home[form]]


Spelled = dict[int, dict[str, tuple[int, list[int]]]]  # cluster -> spelling -> (count, articles)


def _spelled(forms: Forms, borne: Sequence[Mapping[int, int]], home: Sequence[int]) -> Spelled:
    """How often each spelling of each cluster stands where; a word that stands for a full name counts for that."""
    out: Spelled = {}
    form_of = forms.form_of
    for surface, article, count in forms.occurrences.tolist():
        form = form_of[surface]
        own = out.setdefault(home[borne[article].get(form, form)], {})
        text = forms.surfaces[surface]
        before = own.get(text)
        if before is None:
            own[text] = (count, [article])
        else:
            before[1].append(article)
            own[text] = (before[0] + count, before[1])
    return out


def _records(
    forms: Forms, ids: Sequence[str], spelled: Spelled, clustering: Clustering, tied: Sequence[Tie], conventions: Conventions
) -> list[NameRecord]:
    members: defaultdict[int, list[int]] = defaultdict(list)
    for form, name in enumerate(clustering.cluster):
        members[name].append(form)
    titles = {name: _title(spelled[name], forms) for name in spelled}
    aliases: defaultdict[int, list[Tie]] = defaultdict(list)
    for tie in tied:
        aliases[tie.name].append(tie)
    hidden = {tie.alias for tie in tied}
    apart: defaultdict[int, set[str]] = defaultdict(set)
    for a, b in clustering.ambiguous:
        one, other = clustering.cluster[a], clustering.cluster[b]
        if one in titles and other in titles:
            apart[one].add(titles[other])
            apart[other].add(titles[one])
    out = []
    for name, own in spelled.items():
        if name in hidden or all(forms.hint(form) == "people" for form in members[name]):
            continue
        listed = _aliases(aliases[name], spelled, ids)
        articles = {article for _, held in own.values() for article in held}
        if len(articles) > 1 or len(own) > 1 or listed:
            kind = _kind(forms, members[name])
            out.append(
                NameRecord(
                    name=titles[name],
                    kind=kind,
                    spellings=_spellings(own, ids, conventions),
                    aliases=listed,
                    ambiguous_with=sorted(apart[name] - {titles[name]}),
                )
            )
    return sorted(out, key=lambda record: (record.name, record.kind, [s.text for s in record.spellings]))


def _title(own: Mapping[str, tuple[int, list[int]]], forms: Forms) -> str:
    """The spelling that most articles use, of those with most words: a full name before a surname that stands for it."""
    full = [text for text in own if " " in text]
    often = [text for text in full if 4 * own[text][0] >= max(own[t][0] for t in full)] if full else list(own)
    return min(often, key=lambda text: (-own[text][0], text.isupper(), text))


def _spellings(own: Mapping[str, tuple[int, list[int]]], ids: Sequence[str], conventions: Conventions) -> list[Spelling]:
    several = len(own) > 1
    ranked = sorted(own, key=lambda text: (-own[text][0], text))
    return [
        Spelling(
            text=text,
            count=own[text][0],
            articles=sorted({ids[article] for article in own[text][1]})[:MOST_LISTED],
            conventions=[Convention(name, share) for name, share in conventions(text)] if several else [],
        )
        for text in ranked
    ]


def _aliases(tied: Sequence[Tie], spelled: Spelled, ids: Sequence[str]) -> list[Alias]:
    found: dict[tuple[str, str], set[str]] = {}
    for tie in tied:
        for text in spelled.get(tie.alias, ()):
            found.setdefault((text, tie.relation), set()).update(ids[article] for article in tie.articles)
    return [Alias(text, relation, sorted(articles)[:MOST_LISTED]) for (text, relation), articles in sorted(found.items())]  # type: ignore[arg-type]


def _kind(forms: Forms, members: Sequence[int]) -> Kind:
    votes: Counter[str] = Counter()
    spoken = placed = total = 0
    for form in members:
        votes += forms.hints[form]
        spoken, placed, total = spoken + forms.spoken[form], placed + forms.placed[form], total + forms.hints[form].total()
    told: list[Kind] = ["outlet", "group", "place", "person"]
    for kind in told:
        if votes[kind] * 3 >= total:  # type: ignore[index]
            return kind
    if placed >= PLACED * total and placed > spoken:
        return "place"
    return "person" if votes["person"] or spoken >= SPOKEN * total else "other"
