"""Whether two spellings are one name: `same`, `different` or `ambiguous`, with the evidence."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from dedup.names.comparison_evidence import explain, known_as
from dedup.names.name_spans import NameKey
from dedup.names.pair_measures import MOST_CHARACTERS, NameVerdict, compare_pairs, iterate_verdicts
from dedup.names.run_words import ARTICLE, words_of_run


class Comparison(msgspec.Struct, frozen=True):
    """The verdict on two spellings; `score` is the log-odds that they are one name."""

    a: str
    b: str
    verdict: NameVerdict
    score: float
    known: bool = True

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return the evidence for the verdict as sentences; they are made anew each time."""
        return explain(self.a, self.b, known=self.known)


def compare(a: str, b: str, *, known: bool = True) -> Comparison:
    """Decide whether two spellings are one name; with `known=False` by their letters alone, without lexicon and
    hand-kept names.

    >>> compare("Hachd", "Hashd").verdict, compare("Khamenei", "Khomeini").verdict
    ('same', 'different')
    """
    ((verdict, score),) = compare_pairs([(a, b)], known=known)
    return Comparison(a, b, verdict, score, known)


def compare_many(pairs: Iterable[tuple[str, str]], *, known: bool = True) -> list[Comparison]:
    """Compare each pair, many at a time; `known` as in `compare`.

    >>> [c.verdict for c in compare_many([("Daech", "Daesh"), ("Iran", "Iraq")])]
    ['same', 'different']
    """
    listed = list(pairs)
    verdicts = iterate_verdicts(listed, known=known)
    return [Comparison(a, b, verdict, score, known) for (a, b), (verdict, score) in zip(listed, verdicts, strict=True)]


def same_name(a: str, b: str) -> bool:
    """Return whether two spellings from two renderings of one passage name the same bearer.

    They do if their words are the same, if one is the end of the other ("Soleimani"), if a table knows them as one
    name, its translation or its acronym, or if their letters say so. What stays open counts as different.

    >>> same_name("Popular Mobilisation Forces", "Hachd al-Chaabi"), same_name("Qassem Soleimani", "Suleimani")
    (True, True)
    >>> same_name("Ali Khamenei", "Khomeini"), same_name("Mahdi", "Hamdi")
    (False, False)
    """
    one, other = compared_words(a), compared_words(b)
    if not one or not other:
        return False
    known, found = known_as(a), known_as(b)
    if known is not None and found is not None:
        return known.name == found.name
    if one == other or _is_same(one, other):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < len(long):
        return short == long[-len(short) :] or _is_same(short, long[-len(short) :])
    return False


def compared_words(name: str) -> NameKey:
    """Return the words of a name by which it is compared: folded, without Arabic articles.

    >>> compared_words("Hashd al-Sha’abi")
    ('hashd', 'shaabi')
    """
    words = words_of_run(name[:MOST_CHARACTERS])
    return tuple(word.form for word in words if not word.bits & ARTICLE) or tuple(word.form for word in words)


def _is_same(one: NameKey, other: NameKey) -> bool:
    return compare(" ".join(one), " ".join(other)).verdict == "same"
