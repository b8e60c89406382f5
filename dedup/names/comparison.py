"""Whether two spellings are one name: `same`, `different` or `ambiguous`, with the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

import msgspec
import numpy as np

from dedup.names.graphemes import latin
from dedup.names.known_names import FormRelation, KnownName, known_names
from dedup.names.lexicon_index import APART, BY_ENTRY, BY_NATIVE
from dedup.names.name_features import ENDING, KNOWN
from dedup.names.name_spans import NameKey
from dedup.names.nicknames import is_nickname
from dedup.names.pair_measures import MOST_CHARACTERS, NameVerdict, compare_pairs, iterate_verdicts, measure
from dedup.names.romanisation import ConventionMark, Operation, align, convention_table
from dedup.names.run_words import (
    ARTICLE,
    COUNTRY,
    GENERATION,
    GENERIC,
    GREAT,
    GROUP,
    LEGAL,
    PLACE,
    word_info,
    words_of_run,
)
from dedup.names.spelling_tables import roles, spelling_tables
from dedup.names.spelling_tokens import GENERATION as GENERATION_ROLE
from dedup.names.spelling_tokens import TOKENS, split_spelling, whole_hashes
from dedup.names.syllable_verdicts import REASONS, evidence_of_syllables
from dedup.names.word_lists import word_lists


class Comparison(msgspec.Struct, frozen=True):
    """The verdict on two spellings; `score` is the log-odds that they are one name."""

    a: str
    b: str
    verdict: NameVerdict
    score: float
    known: bool = True

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return the evidence for the verdict as sentences; they are made again each time."""
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

    They do if their words are the same, if one is the end of the other ("Soleimani") and names nothing else, if a table
    knows them as one name, its translation or its acronym, or if their letters say so. What stays open counts as
    different.

    >>> same_name("Popular Mobilisation Forces", "Hachd al-Chaabi"), same_name("Qassem Soleimani", "Suleimani")
    (True, True)
    >>> same_name("Ali Khamenei", "Khomeini"), same_name("Mahdi", "Hamdi"), same_name("South Sudan", "Sudan")
    (False, False, False)
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
    if len(short) < len(long) and not _has_other_bearers(short, long):
        return short == long[-len(short) :] or _is_same(short, long[-len(short) :])
    return False


def _has_other_bearers(short: NameKey, long: NameKey) -> bool:
    """Return whether the end of a name is the name of something else: "Sudan" is not South Sudan, "King" not "Martin
    Luther King Jr.", "Salman" not Mohammed bin Salman, "Bank" no bank."""
    last, before = word_info(short[-1]).bits, long[-len(short) - 1]
    if (
        last & (COUNTRY | GREAT | GENERIC | GROUP | LEGAL | PLACE | GENERATION)
        or " ".join(short) in word_lists().regions
    ):
        return True
    return before in ("bin", "ibn", "abu", "bint")


def compared_words(name: str) -> NameKey:
    """Return the words of a name by which it is compared: folded, without Arabic articles.

    >>> compared_words("Hashd al-Sha’abi")
    ('hashd', 'shaabi')
    """
    words = words_of_run(name[:MOST_CHARACTERS])
    return tuple(word.form for word in words if not word.bits & ARTICLE) or tuple(word.form for word in words)


def _is_same(one: NameKey, other: NameKey) -> bool:
    return compare(" ".join(one), " ".join(other)).verdict == "same"


_LEXICON: Final = {
    APART: "the lexicon knows {a} and {b} as spellings of different names",
    BY_NATIVE: "{a} and {b} stand for one native form",
    BY_ENTRY: "{a} and {b} stand in one entry of the lexicon",
}
_ENDING: Final = "their endings derive one name from another"
_PROVEN: Final = 1.5  # log-odds from which on letters are said to belong to a convention


_HASHED_AT_ONCE: Final = 1 << 12  # spellings


class KnownAs(NamedTuple):
    """A hand-kept name and what a spelling is to it: spelling, translated or acronym."""

    name: KnownName
    relation: FormRelation


@cache
def _by_whole() -> dict[int, KnownAs]:
    keys, numbers, acronym = spelling_tables().whole
    names = known_names()
    relation: dict[tuple[int, int], FormRelation] = {}
    for number, name in enumerate(names):
        for words, kind in name.forms():
            relation.setdefault((number, _whole(" ".join(words))), kind)
    held = zip(keys.tolist(), numbers.tolist(), acronym.tolist(), strict=True)
    return {
        key: KnownAs(names[n], relation.get((n, key), "acronym" if short else "spelling"))
        for key, n, short in held
        if key
    }


def _whole(spelling: str) -> int:
    (hashed,) = whole_hashes(_letters(spelling) + b"\n", 1, roles()).tolist()
    return int(hashed)


def _letters(spelling: str) -> bytes:
    return latin(spelling[:MOST_CHARACTERS]).encode("ascii")


def known_as(spelling: str) -> KnownAs | None:
    """Return the hand-kept name that a spelling, a translation or an acronym belongs to; None where there is none.

    >>> spellings = ("al-Hashed al-Shaabi", "Popular Mobilization Units", "PMF")
    >>> [(k.name.name, k.relation) for k in map(known_as, spellings) if k]
    [('Hashd al-Shaabi', 'spelling'), ('Hashd al-Shaabi', 'translated'), ('Hashd al-Shaabi', 'acronym')]
    """
    return _by_whole().get(_whole(spelling))


def known_spellings(spellings: Sequence[str]) -> Iterator[tuple[int, KnownAs]]:
    """Yield the place of each spelling that is in the hand-kept table, and what `known_as` has of it.

    >>> [(place, found.name.name) for place, found in known_spellings(["Jane Doe", "PMF"])]
    [(1, 'Hashd al-Shaabi')]
    """
    by_whole = _by_whole()
    keys = np.array(sorted(by_whole), np.uint64)
    for begin in range(0, len(spellings), _HASHED_AT_ONCE):
        lines = [_letters(spelling).replace(b"\n", b" ") for spelling in spellings[begin : begin + _HASHED_AT_ONCE]]
        hashes = whole_hashes(b"\n".join(lines) + b"\n", len(lines), roles())
        for place in np.flatnonzero(np.isin(hashes, keys)).tolist():
            yield begin + place, by_whole[int(hashes[place])]


def name_tokens(spelling: str) -> list[str]:
    """Return the tokens of a name as they are compared, in letters: without titles and particles, compounds joined."""
    return split_spelling(_letters(spelling), roles())


def explain(a: str, b: str, *, known: bool = True) -> tuple[str, ...]:
    """Return the evidence for `compare(a, b)` as sentences, the strongest first."""
    out: list[str] = []
    if known:
        out += _by_table(a, b)
        if any(found is not None and found.relation != "spelling" for found in (known_as(a), known_as(b))) and out:
            return tuple(out)
    syllables = evidence_of_syllables(a, b)
    if syllables:
        out.append(REASONS[syllables])
    one, other = name_tokens(a), name_tokens(b)
    if not one or not other:
        return (*out, "one of the two has no letters")
    if len(one) == len(other) == 1:
        out += _of_tokens(*one, *other, known=known)
    else:
        out += _of_names(one, other, known=known)
    if known and (a != a.lower()) != (b != b.lower()):
        out.append("one of the two is written without a capital: it may be a word")
    return tuple(dict.fromkeys(out))


def _by_table(a: str, b: str) -> list[str]:
    one, other = known_as(a), known_as(b)
    if one is None or other is None:
        return []
    if one.name != other.name:
        return [f"{one.name.name} and {other.name.name} are known as different names"]
    for spelling, found in ((a, one), (b, other)):
        if found.relation != "spelling" and one.relation != other.relation:
            noun = "an acronym" if found.relation == "acronym" else "a translation"
            return [f"{spelling} is known as {noun} of {found.name.name}"]
    return [f"both are known spellings of {one.name.name}"]


def _of_tokens(a: str, b: str, *, known: bool) -> list[str]:
    if a == b:
        return ["the same letters"]
    (row,) = measure([a, b], known=known).features
    out = [_LEXICON[int(row[KNOWN])].format(a=a, b=b)] if int(row[KNOWN]) in _LEXICON else []
    if row[ENDING]:
        out.append(_ENDING)
    return [*out, *in_words(align(a, b))]


def in_words(operations: tuple[Operation, ...]) -> list[str]:
    """Return operations with the conventions that they belong to.

    >>> in_words(align("rouchdi", "rushdi"))
    ['ou~u, ch~sh: French against English romanisation']
    """
    by_scheme: dict[str, list[str]] = {}
    for operation in operations:
        if operation.one != operation.other:
            step = f"{operation.one or 'nothing'}~{operation.other or 'nothing'}"
            by_scheme.setdefault(_scheme(operation.one, operation.other), []).append(step)
    return [", ".join(dict.fromkeys(steps)) + (f": {scheme}" if scheme else "") for scheme, steps in by_scheme.items()]


def _scheme(one: str, other: str) -> str:
    left, right = _mark(one, other), _mark(other, one)
    if left is None and right is None:
        return ""
    labels = convention_table().labels
    if right is None or (left is not None and left.proven >= right.proven):
        return f"{labels[left.convention if left else 'en']} against {labels['en']} romanisation"
    return f"{labels['en']} against {labels[right.convention]} romanisation"


def _mark(written: str, sound: str) -> ConventionMark | None:
    """Return the convention that most surely writes a sound so, None where it shows none."""
    fitting = [m for m in convention_table().marks if (m.bare, m.sound) == (written, sound) and m.convention != "en"]
    return max((m for m in fitting if m.proven >= _PROVEN), key=lambda mark: mark.proven, default=None)


def _of_names(one: list[str], other: list[str], *, known: bool) -> list[str]:
    """Pair the tokens of two names, the likeliest first, and say how they pair and what is left."""
    left, right = one[:TOKENS], other[:TOKENS]
    pairs = [(a, b) for a in range(len(left)) for b in range(len(right))]
    scores = [score for _, score in compare_pairs([(left[a], right[b]) for a, b in pairs], known=known)]
    mate: dict[int, int] = {}
    for score, _, a, b in sorted((-score, abs(a - b), a, b) for score, (a, b) in zip(scores, pairs, strict=True)):
        initial = (len(left[a]) == 1 or len(right[b]) == 1) and left[a][0] == right[b][0]
        if (score < 0 or initial) and a not in mate and b not in mate.values():
            mate[a] = b
    out = []
    for a, b in sorted(mate.items()):
        if left[a] != right[b] and min(len(left[a]), len(right[b])) == 1:
            out.append(f"the initial of {max(left[a], right[b], key=len)}")
        elif left[a] != right[b]:
            out += [f"{left[a]} and {right[b]}: {reason}" for reason in _of_tokens(left[a], right[b], known=known)]
        else:
            out.append(f"both have {left[a]}")
    alone = [token for n, token in enumerate(left) if n not in mate]
    other_alone = [token for n, token in enumerate(right) if n not in mate.values()]
    if alone and other_alone and is_nickname(alone[0], other_alone[0]):
        out.append(f"{alone[0]} and {other_alone[0]} may be the same given name, one of them short")
    elif alone and other_alone:
        out.append(f"{' '.join(alone)} against {' '.join(other_alone)}")
    elif alone or other_alone:
        out.append(f"only one has {' '.join(alone or other_alone)}")
    if [mate[a] for a in sorted(mate)] != sorted(mate.values()):
        out.append("the order differs")
    suffixes = {t for t in (*alone, *other_alone) if roles().class_of(t) == GENERATION_ROLE}
    return [*out, f"generational suffix: {' against '.join(sorted(suffixes))}"] if suffixes else out
