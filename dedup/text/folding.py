"""Folding: the one form under which two spellings of a token are the same word; and consonant skeletons.

The only file that imports unidecode.

ASCII tokens fold to lower case in the kernels. Every other distinct token comes here once.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

from unidecode import unidecode

from dedup.text.visible import INVISIBLE, JOINERS

TRANSLITERATOR: Final = "unidecode"
# Voicing marks, nukta and virama (combining classes 7-9) distinguish letters; the classes above are accents, vowel
# points and tone marks.
_LAST_LETTER_CLASS: Final = 9
_TATWEEL: Final = 0x640  # which only stretches an Arabic word
_IGNORED: Final = dict.fromkeys(
    [_TATWEEL, *JOINERS, *(code for first, last in INVISIBLE for code in range(first, last + 1))]
)
# Arabic letters that are written one for the other: alef wasla, alef maksura, Persian ya and kaf, ta marbuta, Urdu ha
_ARABIC_VARIANTS: Final = str.maketrans("ٱىیکةۃہە", "اييكهههه")
# From here on (CJK radicals) transliteration maps many characters to one syllable, so the characters themselves are
# kept.
_FIRST_IDEOGRAPHIC: Final = "\u2e80"
_NO_SPACES: Final = (("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"))


def _keeps_its_script(char: str) -> bool:
    return char >= _FIRST_IDEOGRAPHIC or any(low <= char <= high for low, high in _NO_SPACES)


@cache
def _simplified() -> dict[int, int]:
    """Return the simplified character of each traditional Chinese one, by code point; made by training/han_variants.py
    from ICU's."""
    table = json.loads(files("dedup.text").joinpath("han_variants.json").read_bytes())
    return str.maketrans(table["traditional"], table["simplified"])


def fold(token: str) -> str:
    """Return the folded form of a token: compatibility characters resolved, case folded, without accents and invisible
    characters, in Latin letters.

    >>> [fold(t) for t in ("Müller", "MU\\u0308LLER", "Straße", "Pop\\u00adular", "Ｆｕｌｌ", "Győr")]
    ['muller', 'muller', 'strasse', 'popular', 'full', 'gyor']

    Scripts without spaces keep their characters, since many of them have one syllable (near miss: 是 and 事 remain
    different):

    >>> fold("是"), fold("事")
    ('是', '事')

    Traditional Chinese characters become simplified ones, and Arabic letters lose what writers leave out: hamza, the
    dots of ya and ta marbuta, vowel points, stretching:

    >>> fold("國") == fold("国"), fold("إلى") == fold("الي"), fold("مدرسـة") == fold("مدرسه")
    (True, True, True)
    """
    if token.isascii():
        return token.lower().replace(" ", "") or token
    plain = unicodedata.normalize("NFKD", token.translate(_IGNORED)).casefold()
    if any(map(_keeps_its_script, plain)):
        return unicodedata.normalize("NFC", plain).translate(_simplified())
    bare = "".join(c for c in plain if unicodedata.combining(c) <= _LAST_LETTER_CLASS)
    return unidecode(bare.translate(_ARABIC_VARIANTS)).lower().replace(" ", "") or bare or plain or token


# Letter groups that different romanisations write for one sound, the longest first.
_SOUNDS: Final = (
    ("sch", "s"), ("tch", "s"), ("sh", "s"), ("ch", "s"), ("kh", "k"), ("gh", "g"), ("dj", "j"), ("dh", "d"),
    ("th", "t"), ("ph", "f"),
    ("ck", "k"), ("q", "k"), ("c", "k"), ("z", "s"), ("v", "f"), ("p", "b"),
)  # fmt: skip
_SOUND: Final = re.compile("|".join(group for group, _ in _SOUNDS))
_SILENT: Final = re.compile(r"(?<!^)[aeiouwyh]|[^a-z]")


@cache
def _sound_of(group: str) -> str:
    return dict(_SOUNDS)[group]


def skeleton(form: str) -> str:
    """Return the consonant skeleton of a folded form, which all romanisations of a name have in common.

    It has one letter for each group of sounds that romanisations exchange; the first letter of the form stays.

    >>> [skeleton(f) for f in ("hashd", "hachd", "hashed", "hashid", "khamenei", "khomeini")]
    ['hsd', 'hsd', 'hsd', 'hsd', 'kmn', 'kmn']

    Forms without Latin letters are their own skeleton.
    """
    bare = _SILENT.sub("", _SOUND.sub(lambda found: _sound_of(found[0]), form.lower()))
    doubled = re.sub(r"(.)\1+", r"\1", bare)
    return doubled or form
