"""The pre-filter: a persistent index of the articles seen so far, which gives one verdict on one article at a time."""

from dedup.index.prefilter import Prefilter
from dedup.index.verdict import Match, Verdict

__all__ = ["Match", "Prefilter", "Verdict"]
