"""Aliases: names of one bearer that share no letters, joined where a text or the hand-kept table says so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from dedup.names.comparison import KnownAs
from dedup.names.forms import FormCompany, Forms
from dedup.names.known_names import FormRelation
from dedup.names.name_links import NameLink
from dedup.names.name_spans import NameKey, name_spans
from dedup.records import AliasKind
from dedup.text.background import background
from dedup.text.terms import stems_of

SHARE: Final = 0.6  # of an acronym's links that must go to one name for it to be that name's
# Names that links of links may connect; of more, only those linked with the first are its aliases
MOST_CONNECTED: Final = 8
DISTINCT: Final = 4  # letters from which a known acronym needs no article that has its name too
ENGLISH: Final = 5  # documents of the background that have a word of English, at least
PLAIN: Final = 0.5  # share of ordinary English words from which a name is a translation


class AliasLink(NamedTuple):
    """A cluster `alias` that is another name of the cluster `name`, and the articles that say so."""

    name: int
    alias: int
    relation: AliasKind
    articles: tuple[int, ...]


class ClusterLink(NamedTuple):
    """Two clusters that are names of one bearer, by these articles."""

    a: int
    b: int
    articles: frozenset[int]


def alias_links(
    forms: Forms, joined: Sequence[ClusterLink], ordinary: Callable[[str], bool], known: Sequence[KnownAs | None]
) -> list[AliasLink]:
    """Return the aliases: of names that links connect, the first is the name and the others are its aliases.

    A transliterated name comes before a translated one and that before an acronym, then the one in most articles.
    """
    links: defaultdict[int, dict[int, set[int]]] = defaultdict(dict)
    for one, other, articles in joined:
        for a, b in ((one, other), (other, one)):
            links[a].setdefault(b, set()).update(articles)
    out: list[AliasLink] = []
    seen: set[int] = set()

    def rank(cluster: int) -> tuple[bool, float, int, int]:
        plain = _plain(forms.keys[cluster], ordinary)
        return forms.hint(cluster) == "acronym", plain >= PLAIN, -int(forms.frequency[cluster]), cluster

    for start in sorted(links, key=rank):
        if start in seen:
            continue
        members = _reached(start, links)
        if len(members) > MOST_CONNECTED:
            members = {start, *links[start]}
        members -= seen
        seen |= members
        for alias in sorted(members - {start}):
            saying = {article for other, articles in links[alias].items() if other in members for article in articles}
            out.append(AliasLink(start, alias, _relation(forms, alias, ordinary, known[alias]), tuple(sorted(saying))))
    return out


def _reached(start: int, links: dict[int, dict[int, set[int]]]) -> set[int]:
    out, open_ends = {start}, [start]
    while open_ends:
        for other in links[open_ends.pop()]:
            if other not in out:
                out.add(other)
                open_ends.append(other)
    return out


def links_by_texts(
    forms: Forms, links: Sequence[tuple[int, NameLink]], home: Sequence[int], ordinary: Callable[[str], bool]
) -> Iterator[ClusterLink]:
    """Yield clusters that texts join; an acronym of several names belongs to the one that most texts give it to."""
    said: defaultdict[tuple[int, int, str], set[int]] = defaultdict(set)
    for article, link in links:
        one = _form(forms, link.name, ordinary, last=True, whole=link.relation == "acronym")
        other = _form(forms, link.other, ordinary, last=False, whole=False)
        if one is None or other is None or home[one] == home[other]:
            continue
        if link.sure or "acronym" in (forms.hint(one), forms.hint(other)) or _translates(forms, one, other):
            said[home[one], home[other], link.relation].add(article)
    taken: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for (one, other, relation), articles in said.items():
        if relation == "acronym":
            taken[other][one] += len(articles)
    for (one, other, relation), articles in sorted(said.items()):
        if relation != "acronym" or taken[other][one] >= SHARE * taken[other].total():
            yield ClusterLink(one, other, frozenset(articles))


def links_by_table(
    forms: Forms, known: Sequence[KnownAs | None], home: Sequence[int], company: FormCompany
) -> Iterator[ClusterLink]:
    """Yield clusters that the hand-kept table joins. A short acronym must be in an article with the name, since other
    names may share it."""
    by_name: defaultdict[str, list[tuple[int, FormRelation]]] = defaultdict(list)
    for form, found in enumerate(known):
        if found is not None and not (found.relation == "acronym" and forms.hint(form) != "acronym"):
            by_name[found.name.name].append((form, found.relation))
    order = {"spelling": 0, "translated": 1, "acronym": 2}
    for _, listed in sorted(by_name.items()):
        ranked = sorted((order[relation], -int(forms.frequency[form]), form, relation) for form, relation in listed)
        long = [form for _, _, form, relation in ranked if relation != "acronym"]
        (_, _, name, _), *others = ranked
        for _, _, form, relation in others:
            if home[form] == home[name]:
                continue
            beside = [company.beside(form, other) for other in long if other != form]
            both = np.unique(np.concatenate(beside)) if beside else np.empty(0, np.int64)
            (first_word, *_) = forms.keys[form]
            if both.size or relation != "acronym" or len(first_word) >= DISTINCT:
                saying = both if both.size else company.articles(form)
                yield ClusterLink(home[name], home[form], frozenset(saying.tolist()))


def _form(forms: Forms, text: str, ordinary: Callable[[str], bool], *, last: bool, whole: bool) -> int | None:
    """Return the last or the first name in a linked text; a `whole` one must begin where the text does ("Transport for
    London" is not London)."""
    spans = [span for span in name_spans(text, False, ordinary) if span.hint != "people"]
    found = [(span, number) for span in spans if (number := forms.number(span.key)) is not None]
    if not found:
        return None
    span, number = found[-1] if last else found[0]
    if whole and ((span.start and text[: span.start].lower() != "the ") or span.end < len(text)):
        return None
    return number


def _plain(key: NameKey, ordinary: Callable[[str], bool]) -> float:
    """Return the share of a name's words that are ordinary English: 1 for "popular mobilisation forces"."""
    return sum(ordinary(word) for word in key) / len(key)


def _translates(forms: Forms, one: int, other: int) -> bool:
    """Return whether of two names one is several words of plain English and the other no English at all, nor a
    place."""
    original, translated = sorted((one, other), key=lambda form: _english(forms.keys[form]))
    english = len(forms.keys[translated]) > 1 and _english(forms.keys[translated]) == 1
    return english and _english(forms.keys[original]) == 0 and forms.hint(original) != "place"


def _english(key: NameKey) -> float:
    """Return the share of a name's words that news in English has often, with or without a capital letter."""
    counts = background().counts
    return sum(counts.get(stem, 0) >= ENGLISH for stem in stems_of(key)) / len(key)


def _relation(forms: Forms, form: int, ordinary: Callable[[str], bool], known: KnownAs | None) -> AliasKind:
    if forms.hint(form) == "acronym":
        return "acronym"
    if known is not None and known.relation != "spelling":
        return known.relation
    return "translated" if _plain(forms.keys[form], ordinary) >= PLAIN else "also_known_as"
