"""Clusters: which forms are spellings of one name. Complete link over compared pairs, with vetoes; what is ambiguous is
settled by the names beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from dedup.names.name_blocks import FormPair, blocks
from dedup.names.name_spans import NameKey
from dedup.names.nicknames import REMEMBERED, are_one_by_nickname
from dedup.names.pair_measures import AMBIGUOUS, DIFFERENT, SAME, PairVerdicts
from dedup.names.run_words import LEGAL, word_info
from dedup.names.syllable_verdicts import SAME_SYLLABLES, evidence_of_syllables
from dedup.text.tables import F64, I32, I64

BATCH: Final = 1 << 15  # pairs compared at once
AT_ONCE: Final = 1 << 12  # pairs that are read from columns at a time
MOST_MEMBERS: Final = 64  # forms of one name
# Share of the smaller company that two spellings have in common at least. Names in articles that have nothing to do
# with one another reach 0.10, spellings of one name in articles of one event mostly 0.2 or more.
SAME_COMPANY: Final = 0.12  # where the letters of names of several words say "same"
SHARED_COMPANY: Final = 0.2  # where they say "ambiguous", and of single words
LIKELY: Final = 1.0  # log-odds of an ambiguous pair of names of several words that context may join
LIKELY_SINGLE: Final = 1.5  # the same of single words, which have fewer letters to go by
# Share of letters in common (normalised Levenshtein similarity) of an ambiguous pair that is looked at further
NEAR: Final = 0.6
NEAR_SAME: Final = 0.45  # the same of each word of a pair whose letters say "same"
SHORT: Final = 4  # letters of a company's name, at most, that must be the same
NOTABLE: Final = 2.0  # log-odds from which a pair that stays apart is reported

CompareSpellings = Callable[[Sequence[str], I64], PairVerdicts]
"""Returns the verdicts on pairs of spellings; `pair_measures.compare_spellings` is one."""


class Company(Protocol):
    """The names beside two forms; `forms.FormCompany` is one."""

    def shared(self, a: int, b: int) -> float | None:
        """Return the share of the smaller company that both have, None where one has hardly any."""

    def together(self, a: int, b: int) -> bool:
        """Return whether both are in one family of articles."""

    def beside(self, a: int, b: int) -> I32:
        """Return the articles that have both."""


class Clustering(msgspec.Struct, frozen=True):
    """The clusters: `home` is the first member of each form's cluster; `ambiguous` are pairs of forms that stayed
    apart."""

    home: list[int]
    ambiguous: list[FormPair]


class AlikeForms(NamedTuple):
    """Pairs of forms, the smaller number first, whose letters may be those of one name, and what the letters say; shape
    (pairs, 2), and (pairs,) for verdicts and scores."""

    pairs: I32
    verdicts: NDArray[np.int8]
    scores: F64


def cluster(
    keys: Sequence[NameKey],
    alike: AlikeForms,
    compare: CompareSpellings,
    context: Company,
    settled: Sequence[str | None],
) -> Clustering:
    """Join the forms that are one name.

    `alike` are those of `alike_forms`; forms `settled` as one name are joined whatever their letters. The surest pairs
    are joined first, and two clusters only where no two of their members are known to differ. Spellings whose letters
    say "same" need a little company in common, since two people may be called Steven and Stephen Miller.
    """
    spelled = [" ".join(key) for key in keys]
    table = list(_neighbours(settled))
    known = set(table)
    joined = np.zeros(len(alike.pairs), bool)
    ambiguous: list[FormPair] = []
    for row, (a, b, verdict, score) in enumerate(_rows(alike)):
        if (a, b) in known:
            continue
        if _settled(a, b, verdict, " " in spelled[a], context):
            joined[row] = True
        elif verdict == SAME or score >= NOTABLE:
            ambiguous.append((a, b))
    ranked = chain(((a, b, True) for a, b in sorted(table)), ((a, b, False) for a, b in _surest_first(alike, joined)))
    home = list(range(len(keys)))
    for members in _complete_link(ranked, known, spelled, compare):
        for member in members:
            home[member] = min(members)
    return Clustering(home, [(a, b) for a, b in sorted(ambiguous) if home[a] != home[b]])


def _rows(alike: AlikeForms) -> Iterator[tuple[int, int, int, float]]:
    """Yield the two forms, the verdict and the score of each pair. As objects all at once they would take a tenth of
    what is known of hostile names."""
    columns = (*alike.pairs.T, alike.verdicts, alike.scores)
    for begin in range(0, len(alike.pairs), AT_ONCE):
        yield from zip(*(column[begin : begin + AT_ONCE].tolist() for column in columns), strict=True)


def _surest_first(alike: AlikeForms, joined: NDArray[np.bool_]) -> Iterator[FormPair]:
    """Yield the pairs that are joined, the surest first; "same" counts as one more than its score."""
    (a, b), surety = alike.pairs[joined].T, (alike.scores + (alike.verdicts == SAME))[joined]
    order = np.lexsort((b, a, -surety))
    for begin in range(0, order.size, AT_ONCE):
        some = order[begin : begin + AT_ONCE]
        yield from zip(a[some].tolist(), b[some].tolist(), strict=True)


def alike_forms(
    keys: Sequence[NameKey], frequency: Sequence[int], compare: CompareSpellings, apart: Sequence[bool]
) -> AlikeForms:
    """Return the pairs of forms that are like enough for their company to count; most that are compared are not.

    `frequency` is the number of articles of each form; forms that are `apart` are compared with no other.
    """
    pairs = blocks(keys, frequency, apart)
    found = [_alike_of(keys, pairs[begin : begin + BATCH], compare) for begin in range(0, len(pairs), BATCH)]
    found.append(AlikeForms(np.empty((0, 2), np.int32), np.empty(0, np.int8), np.empty(0)))
    return AlikeForms(*map(np.concatenate, zip(*found, strict=True)))


def _alike_of(keys: Sequence[NameKey], pairs: I32, compare: CompareSpellings) -> AlikeForms:
    """Return those of some pairs that are alike."""
    numbers, places = np.unique(pairs, return_inverse=True)
    spelled = [" ".join(keys[number]) for number in numbers.tolist()]
    places = places.reshape(-1, 2)
    verdicts, scores = compare(spelled, places)
    near = verdicts != DIFFERENT
    for row in np.flatnonzero(near).tolist():
        (one, other), (a, b) = pairs[row].tolist(), places[row].tolist()
        if are_one_by_nickname(keys[one], keys[other]):
            scores[row] = max(float(scores[row]), NOTABLE)
        elif _is_other_company(spelled[a], spelled[b]) or not _near(
            spelled[a], spelled[b], int(verdicts[row]), float(scores[row])
        ):
            near[row] = False
    return AlikeForms(pairs[near], verdicts[near], scores[near])


def _is_other_company(a: str, b: str) -> bool:
    """Return whether two names with a legal form are two companies: what is before it has other letters, of which short
    names have none to spare (Boston Corp, BSN Corp)."""
    one, other = _before_legal(a), _before_legal(b)
    if not one or not other or one == other:
        return False
    return min(len(one), len(other)) <= SHORT or Levenshtein.normalized_similarity(one, other) < NEAR


@lru_cache(REMEMBERED)
def _before_legal(name: str) -> str:
    """Return a name without the legal forms that it ends in, "" where it ends in none."""
    words = name.split()
    end = len(words)
    while end and word_info(words[end - 1]).bits & LEGAL:
        end -= 1
    return " ".join(words[:end]) if end < len(words) else ""


def _neighbours(settled: Sequence[str | None]) -> Iterator[FormPair]:
    """Yield each form and the next that is settled as the same name."""
    before: dict[str, int] = {}
    for form, name in enumerate(settled):
        if name is not None:
            if name in before:
                yield before[name], form
            before[name] = form


def _near(a: str, b: str, verdict: int, score: float) -> bool:
    """Return whether two spellings are like enough for their company to count."""
    if (verdict == SAME or score >= LIKELY) and evidence_of_syllables(a, b) in SAME_SYLLABLES:
        return True
    if verdict == SAME:
        one, other = a.split(), b.split()
        words = zip(one, other, strict=True) if len(one) == len(other) else [(a, b)]
        return all(Levenshtein.normalized_similarity(x, y) >= NEAR_SAME for x, y in words)
    if score < (LIKELY if " " in a else LIKELY_SINGLE):
        return False
    ordered = " ".join(sorted(a.split())), " ".join(sorted(b.split()))  # one name may have its words in another order
    return max(Levenshtein.normalized_similarity(a, b), Levenshtein.normalized_similarity(*ordered)) >= NEAR


def _settled(a: int, b: int, verdict: int, several: bool, context: Company) -> bool:
    """Return whether letters and company together make one name of two forms; `several`: they have several words."""
    if verdict == AMBIGUOUS and context.beside(a, b).size:
        return False  # one text that spells two names in two ways means two names
    least = SAME_COMPANY if verdict == SAME and several else SHARED_COMPANY
    return context.together(a, b) or (context.shared(a, b) or 0) >= least


def _complete_link(
    ranked: Iterable[tuple[int, int, bool]], known: Set[FormPair], spelled: Sequence[str], compare: CompareSpellings
) -> list[list[int]]:
    """Return the clusters of several forms. `ranked` are the pairs, the surest first, and whether the hand-kept table
    joins them; pairs that are `known` from it do not differ, whatever their letters."""
    members: dict[int, list[int]] = {}
    home: dict[int, int] = {}
    differing: defaultdict[int, set[int]] = defaultdict(set)  # forms known to differ from one of a cluster, by cluster
    for a, b, is_sure in ranked:
        one, other = home.get(a, a), home.get(b, b)
        if one == other:
            continue
        left, right = members.get(one, [one]), members.get(other, [other])
        if len(left) + len(right) > MOST_MEMBERS:
            continue
        if not is_sure:
            if one in differing and not differing[one].isdisjoint(right):
                continue
            cross = [(min(x, y), max(x, y)) for x in left for y in right if {x, y} != {a, b}]
            apart = _first_differing([pair for pair in cross if pair not in known], spelled, compare)
            if apart is not None:
                for x, y in (apart, apart[::-1]):
                    differing[home.get(x, x)].add(y)
                continue
        joined = sorted([*left, *right])
        apart_of_both = differing.pop(one, set()) | differing.pop(other, set())
        for old in (one, other):
            members.pop(old, None)
        members[joined[0]] = joined
        if apart_of_both:
            differing[joined[0]] = apart_of_both
        home.update(dict.fromkeys(joined, joined[0]))
    return list(members.values())


def _first_differing(pairs: Sequence[FormPair], spelled: Sequence[str], compare: CompareSpellings) -> FormPair | None:
    """Return the first pair whose letters say "different", None where there is none."""
    if not pairs:
        return None
    numbers, places = np.unique(np.array(pairs), return_inverse=True)
    verdicts, _ = compare([spelled[number] for number in numbers.tolist()], places.reshape(-1, 2))
    found = np.flatnonzero(verdicts == DIFFERENT)
    return pairs[int(found[0])] if found.size else None
