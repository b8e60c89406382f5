"""Clusters: which forms are spellings of one name. Complete link over compared pairs, with vetoes; what is ambiguous is
settled by the names beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple, Protocol

import msgspec
from rapidfuzz.distance import Levenshtein

from dedup.names.name_blocks import FormPair, blocks
from dedup.names.name_spans import NameKey
from dedup.names.nicknames import REMEMBERED, are_one_by_nickname
from dedup.names.pair_measures import NameVerdict
from dedup.names.run_words import LEGAL, word_info
from dedup.names.syllable_verdicts import SAME_SYLLABLES, evidence_of_syllables
from dedup.text.tables import I32

BATCH: Final = 1 << 15  # pairs compared at once
MOST_MEMBERS: Final = 64  # forms of one name
SETTLED: Final = 100.0  # score of what the hand-kept table knows, which needs no company
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

ComparePairs = Callable[[Sequence[tuple[str, str]]], Sequence[tuple[NameVerdict, float]]]


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
    """Two forms, the smaller number first, whose letters may be those of one name, and what the letters say."""

    pair: FormPair
    verdict: NameVerdict
    score: float


def cluster(
    keys: Sequence[NameKey],
    alike: Iterable[AlikeForms],
    compare: ComparePairs,
    context: Company,
    settled: Sequence[str | None],
) -> Clustering:
    """Join the forms that are one name.

    `alike` are those of `alike_forms`; forms `settled` as one name are joined whatever their letters. The surest pairs
    are joined first, and two clusters only where no two of their members are known to differ. Spellings whose letters
    say "same" need a little company in common, since two people may be called Steven and Stephen Miller.
    """
    spelled = [" ".join(key) for key in keys]
    ranked = [(-SETTLED, a, b) for a, b in _neighbours(settled)]
    verdicts: dict[FormPair, tuple[NameVerdict, float]] = {(a, b): ("same", SETTLED) for _, a, b in ranked}
    ambiguous: list[FormPair] = []
    for (a, b), verdict, score in alike:
        if (a, b) in verdicts:
            continue
        if _settled(a, b, verdict, " " in spelled[a], context):
            ranked.append((-score - (verdict == "same"), a, b))
            verdicts[a, b] = verdict, score
        elif verdict == "same" or score >= NOTABLE:
            ambiguous.append((a, b))
    home = list(range(len(keys)))
    for members in _complete_link(sorted(ranked), verdicts, spelled, compare):
        for member in members:
            home[member] = min(members)
    return Clustering(home, [(a, b) for a, b in sorted(ambiguous) if home[a] != home[b]])


def alike_forms(
    keys: Sequence[NameKey], frequency: Sequence[int], compare: ComparePairs, apart: Sequence[bool]
) -> Iterator[AlikeForms]:
    """Yield the pairs of forms that are like enough for their company to count; most that are compared are not.

    `frequency` is the number of articles of each form; forms that are `apart` are compared with no other.
    """
    spelled = [" ".join(key) for key in keys]
    rest = blocks(keys, frequency, apart)
    while batch := list(islice(rest, BATCH)):
        verdicts = compare([(spelled[a], spelled[b]) for a, b in batch])
        for (a, b), (verdict, score) in zip(batch, verdicts, strict=True):
            if verdict == "different":
                continue
            if are_one_by_nickname(keys[a], keys[b]):
                yield AlikeForms((a, b), verdict, max(score, NOTABLE))
            elif not _is_other_company(spelled[a], spelled[b]) and _near(spelled[a], spelled[b], verdict, score):
                yield AlikeForms((a, b), verdict, score)


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


def _near(a: str, b: str, verdict: NameVerdict, score: float) -> bool:
    """Return whether two spellings are like enough for their company to count."""
    if (verdict == "same" or score >= LIKELY) and evidence_of_syllables(a, b) in SAME_SYLLABLES:
        return True
    if verdict == "same":
        one, other = a.split(), b.split()
        words = zip(one, other, strict=True) if len(one) == len(other) else [(a, b)]
        return all(Levenshtein.normalized_similarity(x, y) >= NEAR_SAME for x, y in words)
    if score < (LIKELY if " " in a else LIKELY_SINGLE):
        return False
    ordered = " ".join(sorted(a.split())), " ".join(sorted(b.split()))  # one name may have its words in another order
    return max(Levenshtein.normalized_similarity(a, b), Levenshtein.normalized_similarity(*ordered)) >= NEAR


def _settled(a: int, b: int, verdict: NameVerdict, several: bool, context: Company) -> bool:
    """Return whether letters and company together make one name of two forms; `several`: they have several words."""
    if verdict == "ambiguous" and context.beside(a, b).size:
        return False  # one text that spells two names in two ways means two names
    least = SAME_COMPANY if verdict == "same" and several else SHARED_COMPANY
    return context.together(a, b) or (context.shared(a, b) or 0) >= least


def _complete_link(
    ranked: Iterable[tuple[float, int, int]],
    verdicts: dict[FormPair, tuple[NameVerdict, float]],
    spelled: Sequence[str],
    compare: ComparePairs,
) -> list[list[int]]:
    members: dict[int, list[int]] = {}
    home: dict[int, int] = {}
    for score, a, b in ranked:
        one, other = home.get(a, a), home.get(b, b)
        if one == other:
            continue
        left, right = members.get(one, [one]), members.get(other, [other])
        if len(left) + len(right) > MOST_MEMBERS:
            continue
        cross = [(min(x, y), max(x, y)) for x in left for y in right]
        unknown = [pair for pair in cross if pair not in verdicts]
        if unknown:
            verdicts.update(zip(unknown, compare([(spelled[x], spelled[y]) for x, y in unknown]), strict=True))
        if -score < SETTLED and any(verdict == "different" for verdict, _ in map(verdicts.__getitem__, cross)):
            continue
        joined = sorted([*left, *right])
        for old in (one, other):
            members.pop(old, None)
        members[joined[0]] = joined
        home.update(dict.fromkeys(joined, joined[0]))
    return list(members.values())
