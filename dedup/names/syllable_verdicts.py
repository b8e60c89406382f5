"""What the syllables of Chinese and Korean names say of two names, besides their letters."""

from __future__ import annotations

from typing import Final, Literal

from dedup.names.chinese_syllables import are_other_syllables, is_wade_giles_of, may_be_wade_giles_of, read_chinese
from dedup.names.korean_syllables import is_romanised_alike, may_be_alike, read_korean

SyllableEvidence = Literal["", "wade_giles", "romanised", "maybe", "apart"]

SAME_SYLLABLES: Final[tuple[SyllableEvidence, ...]] = ("wade_giles", "romanised", "maybe")
REASONS: Final[dict[SyllableEvidence, str]] = {
    "wade_giles": "Wade-Giles against Pinyin romanisation of the same syllables",
    "romanised": "two romanisations of the same Korean syllables",
    "maybe": "they may have the same syllables",
    "apart": "their syllables are not the same",
}


def evidence_of_syllables(a: str, b: str) -> SyllableEvidence:
    """Return what the syllables of two names show: that one is the Wade-Giles or another Korean romanisation of the
    other, that they may be one, or that they are two; "" where they are no such names.

    >>> names = [("mao zedong", "mao tse tung"), ("jeon du hwan", "chun doo hwan"), ("kim jong un", "kim jong il")]
    >>> [evidence_of_syllables(*pair) for pair in [*names, ("tom brown", "tom braun")]]
    ['wade_giles', 'romanised', 'apart', '']
    """
    if " " not in a or " " not in b:
        return ""
    korean = read_korean(a)
    other = read_korean(b) if korean is not None else None
    if korean is not None and other is not None:
        if is_romanised_alike(korean, other):
            return "romanised"
        if may_be_alike(korean, other):
            return "maybe"
    chinese = read_chinese(a)
    second = read_chinese(b) if chinese is not None else None
    if chinese is not None and second is not None:
        if is_wade_giles_of(a, b):
            return "wade_giles"
        if may_be_wade_giles_of(chinese, second):
            return "maybe"
        if are_other_syllables(chinese, second):
            return "" if _are_reordered(a, b) else "apart"
    return "apart" if korean is not None and other is not None and not _are_reordered(a, b) else ""


def syllabaries_of(name: str) -> int:
    """Return a bit for each of Korean and Chinese whose syllables a name may have; `evidence_of_syllables` is "" of two
    names without a bit in common.

    >>> [syllabaries_of(name) for name in ("tom brown", "jeon du hwan", "mao zedong", "kim")]
    [0, 1, 2, 0]
    """
    if " " not in name:
        return 0
    return (read_korean(name) is not None) | (read_chinese(name) is not None) << 1


def _are_reordered(a: str, b: str) -> bool:
    """Return whether two names have the same syllables in another order: Yang Li, Li Yang."""
    one, other = (sorted(name.lower().replace("-", " ").split()) for name in (a, b))
    return one == other


def syllable_keys(name: str) -> frozenset[str]:
    """Return what Chinese or Korean names that may be one have in common, at least one of them; none of other names."""
    if " " not in name:
        return frozenset()
    chinese, korean = read_chinese(name), read_korean(name)
    found = chinese.keys() if chinese is not None else frozenset()
    return found | korean.keys() if korean is not None else found
