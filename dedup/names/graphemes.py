"""Graphemes: the letters and letter groups that romanisations write for one sound, and the letters of a spelling.

A spelling becomes Latin letters in lower case. Letters whose mark changes the sound (š, ş, č, ž) become the group that
English writes for it, so that `reşit` and `reshit` hold the same letters; all others fold as `dedup.text.folding` says.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from dedup.text.folding import fold

LONGEST: Final = 4  # letters of the longest grapheme
_VOWELS: Final = "aeiouy"
_SHORT_GROUPS: Final = (
    "aa ae ai au aw ay ea ee ei eo eu ew ey ia ie ii ij io iu iy oa oe oi oo ou ow oy ua ue ui uu uy ya ye yi yo yu "
    "yy ja je jo ju ji ah eh oh uh wa we wi wo wu ao bb cc ch ck cs cz dd dh dj dz ff gg gh gi gj gu hh jj kh kk ks "
    "ll mm nn nj ng nk ph pp qu rr rz sc sh si sj ss sz th tj ts tt tz vv wh xh zh zs zz lj ny ni gn kj lh"
)
_LONG_GROUPS: Final = (
    "aie aja aya eye eje iya iyy yya ija ije iye iyo oui you yeh iah yah iyi iey eei aou oue oua owa uwa yev jew "
    "sch tch dch dsh dzh dsj tsj tsh tsy dgi tsch dsch shch tchi ssh kkh cch ddh tth tts tzs szcz khh ckh ksh xsh cht"
)
GRAPHEMES: Final = ("", *"abcdefghijklmnopqrstuvwxyz", *_SHORT_GROUPS.split(), *_LONG_GROUPS.split())

_SOUNDS: Final = str.maketrans(
    {
        **dict.fromkeys("šşșśŝṣ̌", "sh"), **dict.fromkeys("čçćĉ", "ch"), **dict.fromkeys("žźżẑ", "zh"), "ǧ": "j",
        "ğ": "gh", "ġ": "gh",
        "ḫ": "kh", "ẖ": "kh", "ḵ": "kh", "ð": "dh", "þ": "th", "ə": "a", "ñ": "ny", "ł": "l", "ı": "i",
    }
)  # fmt: skip
_MARKS: Final = {**dict.fromkeys(map(ord, "’‘ʿʾʼ´′"), "'"), **dict.fromkeys(map(ord, "‐‑–—"), "-")}
_NO_LETTER: Final = re.compile("[^a-z]+")
_REMEMBERED: Final = 1 << 16  # spellings whose letters are kept


def is_vowel(grapheme: str) -> bool:
    """Return whether a grapheme has a vowel and no consonant but the glides h, j and w."""
    return bool(grapheme) and any(c in _VOWELS for c in grapheme) and all(c in "aeiouyhjw" for c in grapheme)


@lru_cache(_REMEMBERED)
def letters(token: str) -> str:
    """Return the letters a-z of one token.

    >>> [letters(t) for t in ("Sha'abi", "Reşit", "Müller", "Čech", "O’Brien")]
    ['shaabi', 'reshit', 'muller', 'chech', 'obrien']
    """
    if token.isascii():
        return _NO_LETTER.sub("", token.lower())
    return _NO_LETTER.sub("", fold(token.lower().translate(_SOUNDS)))


def latin(spelling: str) -> str:
    """Return a spelling in ASCII with its case, spaces, hyphens and apostrophes; other marks between letters become
    apostrophes."""
    return spelling if spelling.isascii() else _latin(spelling)


@lru_cache(_REMEMBERED)
def _latin(spelling: str) -> str:
    capital = spelling != spelling.lower()
    plain = " ".join(fold(word) for word in spelling.lower().translate(_SOUNDS).translate(_MARKS).split())
    ascii_only = plain.encode("ascii", "ignore").decode("ascii")
    return ascii_only.capitalize() if capital else ascii_only
