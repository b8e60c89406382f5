"""What an aligned finding says to a reader."""

from __future__ import annotations

import re
from typing import Final

LONGEST_SHOWN: Final = 60
"""Characters of the words of either version in a message."""

CATEGORIES: Final = {
    "sibling-quotation": "quotation",
    "sibling-name": "name",
    "sibling-spelling": "name",
    "sibling-negation": "meaning",
    "sibling-role": "meaning",
    "sibling-scope": "meaning",
    "sibling-title": "name",
    "sibling-apposition": "meaning",
    "sibling-number": "number",
    "sibling-plural": "number",
    "sibling-substitution": "wording",
}
_MESSAGES: Final = {
    "sibling-quotation": "the quotation was altered: “{own}” where another version has “{theirs}”",
    "sibling-name": "the name was mangled: “{own}”, “{theirs}” in another version",
    "sibling-spelling": "the name is romanised otherwise than in another version: “{own}”, “{theirs}” there",
    "sibling-negation": "a negation was lost or added: “{own}” where another version has “{theirs}”",
    "sibling-role": "actor and object were exchanged: “{own}” where another version has “{theirs}”",
    "sibling-scope": "“{own}” belongs to other words than in another version",
    "sibling-title": "a title was added: “{own}”, “{theirs}” in another version",
    "sibling-apposition": "another name for somebody became a second person: “{own}”",
    "sibling-number": "the number differs: {own}, {theirs} in another version",
    "sibling-plural": "the plural was lost: “{own}”, “{theirs}” in another version",
    "sibling-substitution": "a set phrase was replaced: “{own}” where the other versions have “{theirs}”",
}


def message(rule: str, own: str, theirs: str) -> str:
    """The message of a finding by this rule, with the words of the two versions.

    >>> message("sibling-plural", "group", "groups")
    'the plural was lost: “group”, “groups” in another version'
    """
    if rule == "sibling-quotation" and own.casefold() == theirs.casefold():
        return f"the quotation was altered: “{_short(own)}” stands elsewhere in another version"
    return _MESSAGES[rule].format(own=_short(own), theirs=_short(theirs))


def _short(words: str) -> str:
    plain = re.sub(r"\s+", " ", words[: 2 * LONGEST_SHOWN])
    return plain if len(plain) <= LONGEST_SHOWN else plain[: LONGEST_SHOWN - 1] + "…"
