"""Aliases: names of one bearer that share no letters, joined where a text itself joins them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from dedup.names.forms import Forms, Key
from dedup.names.links import Link
from dedup.names.runs import parts_of

Relation = Literal["translated", "acronym", "also_known_as"]
SHARE: Final = 0.6  # of an acronym's links that must go to one name for it to be that name's


class Tie(NamedTuple):
    """A cluster that is another name of `name`, and the articles that say so."""

    name: int
    alias: int
    relation: Relation
    articles: tuple[int, ...]


def ties(forms: Forms, links: Sequence[tuple[int, Link]], home: Mapping[int, int] | Sequence[int], ordinary: Callable[[str], bool]) -> list[Tie]:
    """The aliases of clusters: of two names that a text joins, the translated one and the acronym are the aliases.

    `home` gives the cluster of each form. An acronym that several names share belongs to the one that most texts give it to.
    """
    said: defaultdict[tuple[int, int, str], set[int]] = defaultdict(set)
    for article, link in links:
        one, other = _form(forms, link.name, ordinary, last=True), _form(forms, link.other, ordinary, last=False)
        if one is not None and other is not None and home[one] != home[other]:
            said[home[one], home[other], link.relation].add(article)
    taken: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for (one, other, relation), articles in said.items():
        if relation == "acronym":
            taken[other][one] += len(articles)
    acronyms = {short: names.most_common(1)[0][0] for short, names in taken.items() if names.most_common(1)[0][1] >= SHARE * names.total()}
    joined: list[Tie] = []
    heads: dict[int, int] = {}
    for (one, other, relation), articles in sorted(said.items(), key=lambda item: (item[0][2] != "also_known_as", -len(item[1]), item[0])):
        told = tuple(sorted(articles))
        if relation == "acronym":
            if acronyms.get(other) == one:
                joined.append(Tie(heads.get(one, one), other, "acronym", told))
            continue
        first, second = _short(forms, one), _short(forms, other)
        if first or second:
            alias, name = (one, other) if first else (other, one)
            name = heads.get(name, name)
            owner = acronyms.get(alias)
            if owner is not None and owner != name and owner not in heads:
                heads[owner] = name
                joined.append(Tie(name, owner, _relation(forms, owner, ordinary), told))
            joined.append(Tie(name, alias, "acronym", told))
            continue
        name, alias = (other, one) if _plain(forms.keys[one], ordinary) > _plain(forms.keys[other], ordinary) else (one, other)
        name = heads.get(name, name)
        if alias != name and alias not in heads:
            heads[alias] = name
            joined.append(Tie(name, alias, _relation(forms, alias, ordinary), told))
    return [tie for tie in joined if tie.name != tie.alias]


def _form(forms: Forms, text: str, ordinary: Callable[[str], bool], *, last: bool) -> int | None:
    parts = [part for part in parts_of(text, False, ordinary) if part.hint != "people"]
    found = [number for part in parts if (number := forms.number(part.key)) is not None]
    if not found:
        return None
    return found[-1] if last else found[0]


def _short(forms: Forms, form: int) -> bool:
    return forms.hints[form].most_common(1)[0][0] == "acronym"


def _plain(key: Key, ordinary: Callable[[str], bool]) -> float:
    """The share of a name's words that are ordinary English: 1 for "popular mobilisation forces"."""
    return sum(ordinary(word) for word in key) / len(key)


def _relation(forms: Forms, form: int, ordinary: Callable[[str], bool]) -> Relation:
    return "translated" if _plain(forms.keys[form], ordinary) >= 0.5 else "also_known_as"
