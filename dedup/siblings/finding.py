"""AlignedFinding: a passage in which one version of a story departs from another."""

from __future__ import annotations

import msgspec

from dedup.records import Claim


class AlignedFinding(msgspec.Struct, frozen=True, gc=False):
    """One mark; [start, end) are code points of the text as read, [sibling_start, sibling_end) those of the sibling
    that has it otherwise.

    `claims` is "machine" or "spun" only for what newsrooms do not do to each other's copy; "translated" shows a
    rewording and no more.
    """

    rule: str
    category: str
    claims: Claim
    start: int
    end: int
    text: str
    message: str
    sibling: str
    sibling_start: int
    sibling_end: int
    sibling_text: str
