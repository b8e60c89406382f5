"""Whether two spellings may stand for one bearer, decided without a corpus."""

from __future__ import annotations

from dedup.names.comparison import compare
from dedup.names.evidence import known_as
from dedup.names.run_words import tokens_of
from dedup.names.runs import Key
from dedup.names.spelled import ARTICLE

MOST_CHARACTERS = 200  # of a spelling that are looked at


def same_name(a: str, b: str) -> bool:
    """Whether two spellings as they stand in two renderings of one passage name the same bearer.

    They do if their words are the same, if one is the end of the other ("Soleimani"), if a table knows them as one
    name, its translation or its acronym, or if their letters say so. What stays open counts as different.

    >>> same_name("Popular Mobilisation Forces", "Hachd al-Chaabi"), same_name("Qassem Soleimani", "Suleimani")
    (True, True)
    >>> same_name("Ali Khamenei", "Khomeini"), same_name("Mahdi", "Hamdi")
    (False, False)
    """
    one, other = words_of(a), words_of(b)
    if not one or not other:
        return False
    known, found = known_as(a), known_as(b)
    if known is not None and found is not None:
        return known.name == found.name
    if one == other or _same(one, other):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < len(long):
        return short == long[-len(short) :] or _same(short, long[-len(short) :])
    return False


def words_of(name: str) -> Key:
    """The words of a name as they are compared: folded, without Arabic articles.

    >>> words_of("Hashd al-Sha’abi")
    ('hashd', 'shaabi')
    """
    tokens = tokens_of(name[:MOST_CHARACTERS])
    return tuple(token.form for token in tokens if not token.bits & ARTICLE) or tuple(token.form for token in tokens)


def _same(one: Key, other: Key) -> bool:
    return compare(" ".join(one), " ".join(other)).verdict == "same"
