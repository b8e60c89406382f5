"""Aliases: names of one bearer that share no letters, joined where a text itself or the hand-kept table joins them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from dedup.names.context import Context
from dedup.names.evidence import KnownAs
from dedup.names.forms import Forms
from dedup.names.links import Link
from dedup.names.runs import Key, parts_of
from dedup.records import AliasKind

SHARE: Final = 0.6  # of an acronym's links that must go to one name for it to be that name's
# Names that may hang together by links of links; of more, only those linked with the first are its aliases
MOST_TIED: Final = 8
DISTINCT: Final = 4  # letters from which a known acronym needs no article that holds its name too
PLAIN: Final = 0.5  # share of ordinary English words from which a name is a translation


class Tie(NamedTuple):
    """A cluster that is another name of `name`, and the articles that say so."""

    name: int
    alias: int
    relation: AliasKind
    articles: tuple[int, ...]


class Joined(NamedTuple):
    """Two clusters that are names of one bearer, by these articles."""

    a: int
    b: int
    articles: frozenset[int]


def ties(
    forms: Forms, joined: Sequence[Joined], ordinary: Callable[[str], bool], known: Sequence[KnownAs | None]
) -> list[Tie]:
    """The aliases: of names that hang together, the first is the name and the others are its aliases.

    A transliterated name comes before a translated one and that before an acronym, then the one in most articles.
    """
    links: defaultdict[int, dict[int, set[int]]] = defaultdict(dict)
    for one, other, articles in joined:
        for a, b in ((one, other), (other, one)):
            links[a].setdefault(b, set()).update(articles)
    out: list[Tie] = []
    seen: set[int] = set()

    def rank(cluster: int) -> tuple[bool, float, int, int]:
        plain = _plain(forms.keys[cluster], ordinary)
        return forms.hint(cluster) == "acronym", plain >= PLAIN, -int(forms.frequency[cluster]), cluster

    for start in sorted(links, key=rank):
        if start in seen:
            continue
        members = _reached(start, links)
        if len(members) > MOST_TIED:
            members = {start, *links[start]}
        members -= seen
        seen |= members
        for alias in sorted(members - {start}):
            told = {article for other, articles in links[alias].items() if other in members for article in articles}
            out.append(Tie(start, alias, _relation(forms, alias, ordinary, known[alias]), tuple(sorted(told))))
    return out


def _reached(start: int, links: dict[int, dict[int, set[int]]]) -> set[int]:
    out, open_ends = {start}, [start]
    while open_ends:
        for other in links[open_ends.pop()]:
            if other not in out:
                out.add(other)
                open_ends.append(other)
    return out


def told_by_texts(
    forms: Forms, links: Sequence[tuple[int, Link]], home: Sequence[int], ordinary: Callable[[str], bool]
) -> Iterator[Joined]:
    """Clusters that texts join; an acronym that several names share is of the one that most texts give it to."""
    said: defaultdict[tuple[int, int, str], set[int]] = defaultdict(set)
    for article, link in links:
        one = _form(forms, link.name, ordinary, last=True, whole=link.relation == "acronym")
        other = _form(forms, link.other, ordinary, last=False, whole=False)
        if one is None or other is None or home[one] == home[other]:
            continue
        if link.sure or "acronym" in (forms.hint(one), forms.hint(other)) or _translates(forms, one, other, ordinary):
            said[home[one], home[other], link.relation].add(article)
    taken: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for (one, other, relation), articles in said.items():
        if relation == "acronym":
            taken[other][one] += len(articles)
    for (one, other, relation), articles in sorted(said.items()):
        if relation != "acronym" or taken[other][one] >= SHARE * taken[other].total():
            yield Joined(one, other, frozenset(articles))


def told_by_table(
    forms: Forms, known: Sequence[KnownAs | None], home: Sequence[int], context: Context
) -> Iterator[Joined]:
    """Clusters that the hand-kept table joins. A short acronym must stand in an article with the name, since others may
    share it."""
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for form, found in enumerate(known):
        if found is not None and not (found.relation == "acronym" and forms.hint(form) != "acronym"):
            by_name[found.name.name].append(form)
    order = {"spelling": 0, "translated": 1, "acronym": 2}
    for _, listed in sorted(by_name.items()):
        ranked = sorted(listed, key=lambda form: (order[known[form].relation], -int(forms.frequency[form]), form))  # type: ignore[union-attr]
        long = [form for form in ranked if known[form].relation != "acronym"]  # type: ignore[union-attr]
        for form in ranked[1:]:
            if home[form] == home[ranked[0]]:
                continue
            beside = [context.beside(form, other) for other in long if other != form]
            both = np.unique(np.concatenate(beside)) if beside else np.empty(0, np.int64)
            if both.size or known[form].relation != "acronym" or len(forms.keys[form][0]) >= DISTINCT:  # type: ignore[union-attr]
                told = both if both.size else context.articles(form)
                yield Joined(home[ranked[0]], home[form], frozenset(told.tolist()))


def _form(forms: Forms, text: str, ordinary: Callable[[str], bool], *, last: bool, whole: bool) -> int | None:
    """The last or the first name in a linked text; a `whole` one must begin where the text does ("Transport for London"
    is not London)."""
    parts = [part for part in parts_of(text, False, ordinary) if part.hint != "people"]
    found = [(part.start, number) for part in parts if (number := forms.number(part.key)) is not None]
    if not found:
        return None
    start, number = found[-1] if last else found[0]
    return None if whole and start and text[:start].lower() != "the " else number


def _plain(key: Key, ordinary: Callable[[str], bool]) -> float:
    """The share of a name's words that are ordinary English: 1 for "popular mobilisation forces"."""
    return sum(ordinary(word) for word in key) / len(key)


def _translates(forms: Forms, one: int, other: int, ordinary: Callable[[str], bool]) -> bool:
    """Whether of two names one is plain English of several words and the other is not English at all, nor a place."""
    original, translated = sorted((one, other), key=lambda form: _plain(forms.keys[form], ordinary))
    english = len(forms.keys[translated]) > 1 and _plain(forms.keys[translated], ordinary) == 1
    return english and _plain(forms.keys[original], ordinary) == 0 and forms.hint(original) != "place"


def _relation(forms: Forms, form: int, ordinary: Callable[[str], bool], known: KnownAs | None) -> AliasKind:
    if forms.hint(form) == "acronym":
        return "acronym"
    if known is not None and known.relation != "spelling":
        return known.relation
    return "translated" if _plain(forms.keys[form], ordinary) >= PLAIN else "also_known_as"
