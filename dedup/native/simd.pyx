"""Chooses, when the package is imported, for which level of x86-64 the SIMD functions run.

The processor decides. The environment variable DEDUP_SIMD=baseline|v3|v4 overrides it, for tests.
"""

import os

from dedup.native.simd cimport Simd, highest_level, simd_of

LEVELS = ("baseline", "v3", "v4")


def _level():
    asked = os.environ.get("DEDUP_SIMD", "")
    if not asked:
        return highest_level()
    if asked not in LEVELS:
        raise ImportError(f"DEDUP_SIMD is {asked!r}; set it to one of {', '.join(LEVELS)}, or leave it unset.")
    if LEVELS.index(asked) > highest_level():
        raise ImportError(f"DEDUP_SIMD={asked} needs more than this processor has, which is {LEVELS[highest_level()]}; leave it unset.")
    return LEVELS.index(asked)


HIGHEST = LEVELS[highest_level()]
LEVEL = LEVELS[_level()]
simd = simd_of(LEVELS.index(LEVEL))
