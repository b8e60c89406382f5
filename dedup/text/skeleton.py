"""Consonant skeletons: what romanisations of one name have in common."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

# Letter groups that different romanisations write for one sound, the longest first.
_SOUNDS: Final = (
    ("sch", "s"), ("tch", "s"), ("sh", "s"), ("ch", "s"), ("kh", "k"), ("gh", "g"), ("dj", "j"), ("dh", "d"), ("th", "t"), ("ph", "f"),
    ("ck", "k"), ("q", "k"), ("c", "k"), ("z", "s"), ("v", "f"), ("p", "b"),
)  # fmt: skip
_SOUND: Final = re.compile("|".join(group for group, _ in _SOUNDS))
_SILENT: Final = re.compile(r"(?<!^)[aeiouwyh]|[^a-z]")


@cache
def _sound_of(group: str) -> str:
    return dict(_SOUNDS)[group]


def skeleton(form: str) -> str:
    """The consonants of a folded form, one letter for each group of sounds that romanisations exchange; its first
    letter stays.

    >>> [skeleton(f) for f in ("hashd", "hachd", "hashed", "hashid", "khamenei", "khomeini")]
    ['hsd', 'hsd', 'hsd', 'hsd', 'kmn', 'kmn']

    Forms without Latin letters are their own skeleton.
    """
    bare = _SILENT.sub("", _SOUND.sub(lambda found: _sound_of(found[0]), form.lower()))
    doubled = re.sub(r"(.)\1+", r"\1", bare)
    return doubled or form
