"""A regular expression that is compiled when it is first used: a run needs few of the hundreds that there are."""

from __future__ import annotations

import re

from dedup.cached_property import cached_property


class LazyPattern:
    """The pattern `source`; `compiled` compiles it once.

    >>> LazyPattern("[a-z]+").compiled.match("one two")[0]
    'one'
    """

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled pattern; raises re.error where `source` is no pattern."""
        return re.compile(self.source)
