"""What bears a name: a person, a place, a body, an outlet or a company, by its own words, the words around it and the
other names of the corpus."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from dedup.names import run_words as of
from dedup.names.chinese_syllables import read_chinese
from dedup.names.korean_syllables import read_korean
from dedup.names.name_hints import STATES, NameHint
from dedup.names.name_lists import name_lists
from dedup.names.name_spans import NameKey
from dedup.names.run_pieces import is_everyday
from dedup.names.run_words import word_info
from dedup.names.word_lists import word_lists
from dedup.records import NameKind

KINDS: Final[tuple[NameKind, ...]] = ("person", "place", "group", "outlet", "company")
PERSON, PLACE, GROUP, OUTLET, COMPANY = range(5)

# Weights of what is known, as log-odds, set by hand on 40 labelled articles: what the words show, where all occurrences
# show it; a verb of saying, an age or a noun of persons beside it; a preposition of place, a state behind it.
SHOWN: Final = 4.0
ACRONYM: Final = 2.0  # of a body
SPOKEN: Final = 1.5
AGED: Final = 4.0
RELATED: Final = 3.0
PLACED: Final = 2.5
IN_AREA: Final = 4.0
OF_PERSON: Final = 2.5  # a surname of a person of the corpus
OF_COMPANY: Final = 2.5  # the beginning of the name of a body of the corpus
OF_STATION: Final = 2.5  # an acronym that begins the name of an outlet: KOIN, KOIN News
OF_BODY: Final = 0.8  # the same of a body that is no company: towns begin their names
OF_SYLLABLES: Final = 1.5  # of a person: a surname and a given name of Chinese or Korean syllables
OF_TRADE: Final = 1.5  # of a company: what it sells or does ends its name
OF_LAND: Final = 1.0  # of a company: the name of a land ends its name
LOOSELY: Final = 1.2  # "of" or "to" before it
SHORTENED: Final = 4.0  # times that a short name may be more frequent than the longer ones, and mean them all the same
SURE: Final = 3.0  # weight from which a place is one, whatever begins with its name
_REMEMBERED: Final = 1 << 12  # names whose words were looked at: an index asks for those of its last articles again
LEAST_LETTERS: Final = 3  # of an everyday word that says something
LEAST: Final = 0.6  # weight from which a name is of a kind


class Evidence(NamedTuple):
    """How often a name occurs, how often its words show each hint, and how often each context is beside it."""

    total: int
    hints: Mapping[NameHint, int]
    spoken: int = 0
    placed: int = 0
    aged: int = 0
    in_area: int = 0
    related: int = 0
    loosely_placed: int = 0


@lru_cache(_REMEMBERED)
def weights_of_words(key: NameKey) -> tuple[float, ...]:
    """Return how much the words of a name alone speak for each of KINDS."""
    lists, joined = name_lists(), " ".join(key)
    out = [0.0] * len(KINDS)
    bits = [word_info(word).bits for word in key]
    first, last = bits[0], bits[-1]
    if joined in STATES:
        out[GROUP if joined in ("eu", "un") else PLACE] = 6.0
    elif first & of.COUNTRY and len(key) == 1:
        out[PLACE] = 5.0
    elif len(key) == 1 and key[0] in word_lists().firms:
        pass  # Toyota is a town too
    elif joined in lists.great or joined in _regions():
        out[PLACE] = 3.5
    elif joined in lists.places or (len(key) == 1 and first & of.AREA):
        out[PLACE] = 3.5 if len(key) > 1 else 0.8 if first & (of.GIVEN | of.FAMILY) else 1.5
    if len(key) == 1:
        if first & of.PLACE and not first & of.GENERIC:
            out[PLACE] += 1.5  # Broadway
        if key[0] in word_lists().firms or (key[0].endswith("s") and key[0][:-1] in word_lists().brands):
            out[COMPANY] = 3.0
        if key[0].endswith("bank") and not first & (of.FAMILY | of.TOWN | of.GREAT) and len(key[0]) > 5:
            out[COMPANY] = 2.0  # Citibank
        if first & of.GROUP and not first & (of.FAMILY | of.GIVEN | of.AREA):
            out[GROUP] = 2.0  # Republican
        if first & of.GIVEN and not first & of.GREAT:
            out[PERSON] = 1.0
        elif first & of.FAMILY and not first & (of.GREAT | of.TOWN):
            out[PERSON] = 0.7
        return tuple(out)
    while len(bits) > 1 and bits[-1] & of.GENERATION:
        bits = bits[:-1]
        out[PERSON] += 0.0 if all(map(_is_thing, key[:-1])) else 2.0  # World War II
    last = bits[-1]
    if "and" in key and len(key) > 2 and out[PLACE] == 0 and _NOUNS_TAKE.isdisjoint(key):
        out[COMPANY] += 2.0
    if "on" in key and not word_lists().takes_on.isdisjoint(key):
        out[GROUP] += 2.0  # General Agreement on Tariffs and Trade
    if len(key) == 2 and last & of.COUNTRY and out[PLACE] == 0 and not first & _OF_LANDS:
        out[COMPANY] += OF_LAND
    if last & of.COMPANY and not last & of.FAMILY:
        out[COMPANY] += OF_TRADE
    if key[-1][0].isdigit():
        return tuple(out)  # Apollo 11
    if out[PLACE] == 0 and _is_east_asian(" ".join(key)):
        out[PERSON] += OF_SYLLABLES
    if _BETWEEN.isdisjoint(key) and any(map(_is_thing, key[1:])):
        return tuple(out)  # London Interbank Offered Rate
    if len(key) > 5 or not _BODILY.isdisjoint(key) or any(bit & (of.GROUP | of.LEGAL | of.OUTLET) for bit in bits[:-1]):
        return tuple(out)
    odd = last & (of.GROUP | of.PLACE | of.OUTLET | of.LEGAL) and not last & of.FAMILY
    if first & of.GIVEN and not odd:
        out[PERSON] += 3.0 if last & of.FAMILY else 2.0
    elif (
        (last & of.FAMILY and not odd)
        or any(key[place] in _BETWEEN for place in range(1, len(key) - 1))
        or key[0] in _BETWEEN
    ):
        out[PERSON] += 1.5
    elif len(key[0]) == 1 and len(key) > 1 and not key[-1].isdigit():
        out[PERSON] += 1.5  # an initial
    return tuple(out)


# Bits of words that a land's name follows in names of other things than companies: North Korea, Miss America
_OF_LANDS: Final = of.FIRST | of.PEOPLE | of.GIVEN | of.TITLE | of.PLACE | of.COUNTRY | of.GENERIC | of.GROUP
_NOUNS_TAKE: Final = frozenset({"of", "on", "for"})
_BODILY: Final = frozenset({"of", "and", "for", "on"})  # not in the names of people
_BETWEEN: Final = frozenset({"bin", "ibn", "abu", "abd", "van", "von", "der", "de", "al", "ben", "ould", "oglu"})


@lru_cache(1)
def _regions() -> frozenset[str]:
    return word_lists().regions


def kind_weights(key: NameKey, evidence: Evidence) -> list[float]:
    """Return how much speaks for each of KINDS."""
    out = list(weights_of_words(key))
    total = max(1, evidence.total)
    spoken = True
    for hint, times in evidence.hints.items():
        if hint == "acronym":
            if times * 2 > total and key[0] not in STATES and not _is_area(key):
                out[GROUP] += ACRONYM
                spoken = False
        elif hint == "company" and out[PLACE] < SURE:
            out[COMPANY] += SHOWN + 0.5  # a legal form behind one of the occurrences is enough
        elif hint in _SHOWING:
            out[_SHOWING[hint]] += SHOWN * min(1.0, 2 * times / total)
    if evidence.spoken and spoken and _BODILY.isdisjoint(key):
        out[COMPANY if _is_thing(key[-1]) else PERSON] += SPOKEN * min(1.0, 3 * evidence.spoken / total)
    out[PERSON] += AGED * min(1.0, 3 * evidence.aged / total) + RELATED * min(1.0, 3 * evidence.related / total)
    if (evidence.placed or evidence.loosely_placed) and not _is_numbered(key):
        out[PLACE] += PLACED * min(1.0, 2 * evidence.placed / total)
        out[PLACE] += LOOSELY * min(1.0, evidence.loosely_placed / total)
    out[PLACE] += IN_AREA * min(1.0, 3 * evidence.in_area / total)
    return out


def _is_numbered(key: NameKey) -> bool:
    """Return whether a name ends in a number or numeral: one is "in" World War II and "in" Chapter 11, but these are no
    places."""
    return key[-1].isdigit() or bool(word_info(key[-1]).bits & of.GENERATION)


def _is_east_asian(name: str) -> bool:
    """Return whether a name has a surname and a given name of Chinese or Korean syllables."""
    chinese = read_chinese(name)
    return bool(chinese is not None and chinese.pinyin) or read_korean(name) is not None


def _is_thing(word: str) -> bool:
    """Return whether a word is an everyday one that nobody is called by: who speaks so is a company ("Genetics")."""
    if len(word) < LEAST_LETTERS or word_info(word).bits & _CALLED:
        return False
    return is_everyday(word)


_CALLED: Final = of.FAMILY | of.GIVEN | of.GROUP | of.TITLE | of.PARTICLE | of.GENERATION


def _is_area(key: NameKey) -> bool:
    """Return whether a name is the abbreviation of a state or province: N.M., Ky."""
    return len(key) == 1 and bool(word_info(key[0]).bits & of.AREA)


_SHOWING: Final[dict[NameHint, int]] = {
    "person": PERSON, "place": PLACE, "group": GROUP, "outlet": OUTLET, "company": COMPANY,
}  # fmt: skip


def kinds_of(names: Mapping[NameKey, Evidence]) -> dict[NameKey, NameKind]:
    """Return the kind of each name of a corpus: first of each by itself, then of surnames and short names by the longer
    names that have them.

    >>> names = {("ana", "kovac"): Evidence(2, {}, spoken=1), ("kovac",): Evidence(3, {})}
    >>> names["oran",] = Evidence(1, {}, placed=1)
    >>> sorted(kinds_of(names).items())
    [(('ana', 'kovac'), 'person'), (('kovac',), 'person'), (('oran',), 'place')]
    """
    weighed = _WeighedNames(names)
    surnames, begins = _longer_names(weighed)
    out: dict[NameKey, NameKind] = {}
    for key, own, total, is_acronym in weighed:
        doubtful = max(own[PLACE], own[GROUP]) >= LEAST or is_acronym
        if len(key) == 1 and surnames.get(key[0], 0):
            own[PERSON] += OF_PERSON * (_share(surnames[key[0]], total) if doubtful else 1.0)
        if key in begins and own[PLACE] < SURE:
            kind, longer = begins[key]
            weight = OF_BODY if kind != COMPANY else OF_COMPANY * min(2, len(key))
            if kind == OUTLET and is_acronym and not _is_area(key):
                weight = OF_STATION
            own[kind] += weight * (_share(longer, total) if own[PLACE] >= LEAST else 1.0)
        out[key] = best_kind(own)
    return out


class _WeighedName(NamedTuple):
    """A name, how much speaks for each of KINDS, how often it occurs, and whether most occurrences are an acronym."""

    key: NameKey
    weights: list[float]
    total: int
    is_acronym: bool


class _WeighedNames:
    """All names as columns, since a list for each name would take six times as much."""

    def __init__(self, names: Mapping[NameKey, Evidence]) -> None:
        self._keys = names.keys()
        self._weights = array("d")
        self._totals = array("q")
        self._acronyms = bytearray()
        for key, evidence in names.items():
            self._weights.extend(kind_weights(key, evidence))
            self._totals.append(evidence.total)
            self._acronyms.append(2 * evidence.hints.get("acronym", 0) > evidence.total)

    def __iter__(self) -> Iterator[_WeighedName]:
        size = len(KINDS)
        columns = zip(self._keys, range(0, len(self._weights), size), self._totals, self._acronyms, strict=True)
        for key, begin, total, acronym in columns:
            yield _WeighedName(key, self._weights[begin : begin + size].tolist(), total, bool(acronym))


def _share(longer: int, total: int) -> float:
    """Return how much longer names count for a short one that may be something else: less where it is far more frequent
    than they are ("Gulf" beside Gulf Canada Corp)."""
    return min(1.0, SHORTENED * longer / max(1, total))


def best_kind(weights: Sequence[float]) -> NameKind:
    """Return the kind that most speaks for, `other` where nothing does."""
    most = max(weights)
    return KINDS[weights.index(most)] if most >= LEAST else "other"


def _longer_names(weighed: Iterable[_WeighedName]) -> tuple[dict[str, int], dict[NameKey, tuple[int, int]]]:
    """Return how often each surname of a person occurs, and of the bodies whose names begin with a key the kind and how
    often they occur."""
    surnames: defaultdict[str, int] = defaultdict(int)
    begins: dict[NameKey, tuple[int, int]] = {}
    for key, own, total, _ in weighed:
        if len(key) < 2:
            continue
        best = own.index(max(own))
        if own[best] < LEAST:
            continue
        if best == PERSON:
            surname = surname_of(key)
            if surname is not None:
                surnames[surname] += total
        elif best in (GROUP, COMPANY, OUTLET):
            for size in range(1, len(key)):
                kind, times = begins.get(key[:size], (0, 0))
                begins[key[:size]] = max(kind, best), times + total
    return surnames, begins


def surname_of(key: NameKey) -> str | None:
    """Return the last word of a person's name by which the person is called, None where there is none: what is behind
    "bin" is the father's name.

    >>> surname_of(("donald", "trump", "jr")), surname_of(("mohammed", "bin", "salman"))
    ('trump', None)
    """
    end = len(key)
    while end > 1 and word_info(key[end - 1]).bits & of.GENERATION:
        end -= 1
    if end < 2 or key[end - 2] in ("bin", "ibn", "bint", "abu"):
        return None
    return key[end - 1]
