"""FormCompany: which other names are in the articles of a name, and in which families these articles are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from dedup.names.forms import Forms
from dedup.text.tables import I64, hash_tokens

MOST_ARTICLES: Final = 40  # of a name that are looked at for its company
FEW_NEIGHBOURS: Final = 3  # below, company shows nothing
_REMEMBERED: Final = 1 << 15  # companies in memory


class FormCompany:
    """The company of each form: the other forms of its articles."""

    def __init__(self, forms: Forms, groups: Mapping[int, int]) -> None:
        """`groups` gives the family of each article that has one."""
        self._weights = 1 / np.sqrt(np.maximum(forms.frequency, 1))
        articles, held = forms.presence
        number = int(articles.max()) + 1 if articles.size else 0
        self._held = held
        self._bounds = np.searchsorted(articles, np.arange(number + 1))
        order = np.argsort(held, kind="stable")
        self._articles = articles[order]
        self._of_form = np.searchsorted(held[order], np.arange(len(forms.keys) + 1))
        self._rank = _by_content(forms, articles, held, number)
        self._group = np.full(number, -1, np.int64)
        for article, group in groups.items():
            if article < number:
                self._group[article] = group
        self._companies: dict[int, I64] = {}

    def articles(self, form: int) -> I64:
        """Return the articles that have a form."""
        return self._articles[self._of_form[form] : self._of_form[form + 1]]

    def company(self, form: int) -> I64:
        """Return the other forms of its articles, sorted; of a frequent form, those of MOST_ARTICLES articles chosen by
        content."""
        known = self._companies.get(form)
        if known is None:
            own = self.articles(form)
            if own.size > MOST_ARTICLES:
                own = own[np.argsort(self._rank[own], kind="stable")[:MOST_ARTICLES]]
            listed = [self._held[self._bounds[article] : self._bounds[article + 1]] for article in own.tolist()]
            known = np.unique(np.concatenate(listed))
            if len(self._companies) >= _REMEMBERED:
                self._companies.clear()
            self._companies[form] = known
        return known

    def shared(self, a: int, b: int) -> float | None:
        """Return the share of the smaller company that both have, where rare names count more; None where one has
        hardly any."""
        one, other = (np.setdiff1d(self.company(form), (a, b), assume_unique=True) for form in (a, b))
        if min(one.size, other.size) < FEW_NEIGHBOURS:
            return None
        common = self._weights[np.intersect1d(one, other, assume_unique=True)].sum()
        return float(common / min(self._weights[one].sum(), self._weights[other].sum()))

    def together(self, a: int, b: int) -> bool:
        """Return whether two forms are in one family of articles."""
        one, other = (self._group[self.articles(form)] for form in (a, b))
        return bool(np.intersect1d(one[one >= 0], other[other >= 0]).size)

    def beside(self, a: int, b: int) -> I64:
        """Return the articles that have both."""
        return np.intersect1d(self.articles(a), self.articles(b), assume_unique=True)


def _by_content(forms: Forms, articles: I64, held: I64, number: int) -> np.ndarray:
    """Return a number of each article that depends on its names alone, so that the order of the articles changes no
    choice among them."""
    out = np.zeros(number, np.uint64)
    if forms.keys:
        hashes = hash_tokens([" ".join(key) for key in forms.keys])
        np.add.at(out, articles, hashes[held])
    return out
