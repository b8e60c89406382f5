"""Deprecated: the package `dedup.prefilter` is `dedup.index` now. This module goes in the next version."""

import warnings

from dedup.index import Match, Prefilter, Verdict

__all__ = ["Match", "Prefilter", "Verdict"]

warnings.warn(
    "dedup.prefilter is deprecated: import Prefilter and Verdict from dedup, and Match from dedup.index",
    DeprecationWarning,
    stacklevel=2,
)
