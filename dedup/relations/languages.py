"""The language of the pairs at hand, as far as their words must be weighed by it.

English is what the models were learned on. In another language whose commonest words are known these weigh little and
no word counts as a name because the table of English news does not have it. In a script without spaces each letter is a
word, and in a language whose commonest words are not known each word is a rare one: there copied words alone relate two
articles.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.relations.alignment import LINKED, NAME_SHARE, Alignments, LinkThresholds, TermColumns, align
from dedup.relations.block import Block
from dedup.relations.letters import are_letters
from dedup.text.common_words import mask_shares
from dedup.text.tables import F64, I64
from dedup.text.terms import NAME, NUMBER, UNKNOWN, Terms

ENGLISH, UNKNOWN_LANGUAGE = -1, -2  # in the place of a language
LOOKED_AT: Final = 300  # first words of an article
# Share of the words that the table of English news has, from which an article is English: of 15,000 English ones 3
# lists have less, of 3,000 in 29 languages none has as much
SURELY_ENGLISH: Final = 0.75
# The same where no other language has its commonest words: tables and lists
PERHAPS_ENGLISH: Final = 0.5
# Share of the words that must be among the commonest of a language
KNOWN: Final = 0.2


def languages_of_pairs(block: Block, words: TermColumns, terms: Terms, pairs: I64) -> I64:
    """Return the language of each of these pairs (places in `Block.pairs`): a place in `LanguageTerms.languages`,
    ENGLISH, or UNKNOWN_LANGUAGE where copied words alone can relate the two; shape (pairs,).

    It is the one that both have most of. A pair of which one is English counts as English.
    """
    rows = block.pairs[pairs]
    articles = np.unique(rows)
    out = np.full(len(pairs), ENGLISH, np.int64)
    english = np.zeros(len(block.numbers))
    english[articles] = _english_shares(words, articles)
    sure = english >= SURELY_ENGLISH
    if np.all(sure[rows]):
        return out
    out[np.any(are_letters(block, rows)[rows], axis=1)] = UNKNOWN_LANGUAGE
    foreign = np.flatnonzero(~np.any(sure[rows], axis=1) & (out == ENGLISH))
    table = terms.in_languages()
    known = len(table.languages)
    shares = np.zeros((len(block.numbers), known))
    for article in np.unique(rows[foreign]).tolist():
        place = words.tokens.of(article)
        shares[article] = mask_shares(table.masks[words.terms[place][:LOOKED_AT]], known)
    both = np.minimum(shares[rows[foreign, 0]], shares[rows[foreign, 1]])
    found = np.where(both.max(axis=1) >= KNOWN, both.argmax(axis=1), UNKNOWN_LANGUAGE)
    if "en" in table.languages:
        found[found == table.languages.index("en")] = ENGLISH
    perhaps = np.any(english[rows[foreign]] >= PERHAPS_ENGLISH, axis=1)
    found[(found == UNKNOWN_LANGUAGE) & perhaps] = ENGLISH
    out[foreign] = found
    return out


def _english_shares(words: TermColumns, articles: I64) -> F64:
    """Return the share of the first words of each article, numbers left out, that the table of English news has; 1
    where there are none. Shape (articles,)."""
    tokens = words.tokens
    if not articles.size:
        return np.zeros(0)
    size = np.minimum(tokens.counts[articles], LOOKED_AT)
    looked_at = np.arange(int(size.max(initial=0)))[None, :]
    inside = looked_at < size[:, None]
    places = np.where(inside, tokens.first[articles][:, None] + looked_at, tokens.first[articles[size.argmax()]])
    classes = words.classes[words.terms[places]]
    counted = np.count_nonzero(inside & (classes & NUMBER == 0), axis=1)
    known = np.count_nonzero(inside & (classes & (NUMBER | UNKNOWN) == 0), axis=1)
    return np.where(counted > 0, known / np.maximum(1, counted), 1.0)


def words_in(words: TermColumns, terms: Terms, language: int) -> TermColumns:
    """Return the same columns, weighed in a language (see `languages_of_pairs`)."""
    if language < 0:
        return words
    weights = terms.in_languages().weights(language, words.weights)
    names = words.classes & (NAME | NUMBER) != 0
    classes = words.classes & np.uint8(NAME | NUMBER)
    return words._replace(weights=weights, wording=np.where(names, NAME_SHARE * weights, weights), classes=classes)


class PairLanguages(NamedTuple):
    """Aligns pairs of several languages, each with the weights of its own; `of_pairs` is by place in the chosen
    pairs."""

    terms: Terms
    of_pairs: I64

    def align(
        self,
        block: Block,
        words: TermColumns,
        chosen: I64,
        thresholds: LinkThresholds = LINKED,
        jobs: int = 1,
    ) -> Alignments:
        """Return the alignments of the chosen pairs, in their order."""
        found = np.unique(self.of_pairs)
        if found.size <= 1:
            own = words_in(words, self.terms, int(found[0])) if found.size else words
            return align(block.pairs, own, block.measured, chosen, thresholds, jobs)
        runs = []
        places = []
        for language in found.tolist():
            own_places = np.flatnonzero(self.of_pairs == language)
            own = words_in(words, self.terms, language)
            runs.append(align(block.pairs, own, block.measured, chosen[own_places], thresholds, jobs))
            places.append(own_places)
        return _in_order(runs, np.argsort(np.concatenate(places), kind="stable"))


def _in_order(runs: list[Alignments], order: NDArray[np.int64]) -> Alignments:
    used = np.cumsum([0, *(len(run.links) for run in runs)])
    first = np.concatenate([run.first + used[k] for k, run in enumerate(runs)])
    return Alignments(
        np.concatenate([run.features for run in runs])[order],
        np.concatenate([run.links for run in runs]),
        first[order],
        np.concatenate([run.counts for run in runs])[order],
    )
