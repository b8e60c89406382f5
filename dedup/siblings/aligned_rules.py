"""The rules by which versions of a story are compared: what each looks for, says and means, with an example.

A new rule is a detector, a generator over an Alignment, named in DETECTORS, and a record in ALIGNED.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from dedup.siblings.altered_quotations import altered_quotations
from dedup.siblings.change import Change
from dedup.siblings.changed_meaning import appositions, negations, numbers, plurals, roles, scopes, titles
from dedup.siblings.edits import Alignment
from dedup.siblings.respelled_names import respelled_names
from dedup.siblings.substitutions import substitutions

LONGEST_SHOWN: Final = 60
"""Characters of the words of either version in a message."""
DETECTORS: Final[tuple[Callable[[Alignment], Iterator[Change]], ...]] = (
    altered_quotations, respelled_names, negations, roles, titles, appositions, scopes, substitutions, numbers, plurals,
)  # fmt: skip
"""What is looked for; of two changes at one place the one of the first detector is reported."""


class AlignedRule(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a version can have changed. `strong` changes are those that newsrooms do not make to each other's
    copy.

    `message` is what a finding says, with {own} and {theirs} for the words of the two versions; `own` is a sentence of
    the version that changed it, the mark between ⟦ and ⟧; `theirs` is the sentence of its siblings.
    """

    id: str
    category: str
    strong: bool
    message: str
    why: str
    own: str
    theirs: str


ALIGNED: Final = (
    AlignedRule(
        id="sibling-apposition",
        category="meaning",
        strong=False,
        message="another name for somebody became a second person: “{own}”",
        why="What stood behind a name to explain it was moved before it and joined with “and”: one person became two.",
        own="The storm surprised the captain and ⟦acting harbour deputy Iven Marsk⟧ near the pier.",
        theirs="The storm surprised the captain, Iven Marsk, the acting harbour deputy, near the pier.",
    ),
    AlignedRule(
        id="sibling-name",
        category="name",
        strong=True,
        message="the name was mangled: “{own}”, “{theirs}” in another version",
        why="Letters or syllables of a name were lost or added, beyond what spellings of one name differ by.",
        own="The harbour master ⟦Dorvil Kastrebi⟧ ordered divers to search the wreck.",
        theirs="The harbour master Dorvilo Kastrabani ordered divers to search the wreck.",
    ),
    AlignedRule(
        id="sibling-negation",
        category="meaning",
        strong=True,
        message="a negation was lost or added: “{own}” where another version has “{theirs}”",
        why="A word that denies was lost or added, so that the sentence says the contrary.",
        own="The ministry said the old lighthouse ⟦was in⟧ danger of collapse.",
        theirs="The ministry said the old lighthouse was not in danger of collapse.",
    ),
    AlignedRule(
        id="sibling-number",
        category="number",
        strong=False,
        message="the number differs: {own}, {theirs} in another version",
        why="The versions give different numbers at one place. Newsrooms bring numbers up to date, so it shows no "
        "machine.",
        own="Divers brought ⟦36⟧ containers ashore before the night fell.",
        theirs="Divers brought 63 containers ashore before the night fell.",
    ),
    AlignedRule(
        id="sibling-plural",
        category="number",
        strong=False,
        message="the plural was lost: “{own}”, “{theirs}” in another version",
        why="A singular stands for a plural, or the other way round: some languages do not mark it.",
        own="The captain answered the ⟦attack⟧ on the harbour pilots with a letter.",
        theirs="The captain answered the attacks on the harbour pilots with a letter.",
    ),
    AlignedRule(
        id="sibling-quotation",
        category="quotation",
        strong=True,
        message="the quotation was altered: “{own}” where another version has “{theirs}”",
        why="Words inside quotation marks were replaced or moved. Newsrooms copy or cut what somebody said; machines "
        "reword it.",
        own="The mayor told reporters: “We will rebuild the ⟦weak⟧ wall before the autumn rains.”",
        theirs="The mayor told reporters: “We will rebuild the fragile wall before the autumn rains.”",
    ),
    AlignedRule(
        id="sibling-role",
        category="meaning",
        strong=True,
        message="actor and object were exchanged: “{own}” where another version has “{theirs}”",
        why="Who acts and who is acted upon changed places around one verb.",
        own="Witnesses said the ⟦fishermen attacked the guards⟧ behind the market hall.",
        theirs="Witnesses said the guards attacked the fishermen behind the market hall.",
    ),
    AlignedRule(
        id="sibling-scope",
        category="meaning",
        strong=False,
        message="“{own}” belongs to other words than in another version",
        why="A word was moved to other words of its sentence, and belongs to them now.",
        own="The report blames ⟦decades⟧ of poor maintenance between rival owners of the port.",
        theirs="The report blames poor maintenance between rival owners of decades in the port.",
    ),
    AlignedRule(
        id="sibling-spelling",
        category="name",
        strong=False,
        message="the name is romanised otherwise than in another version: “{own}”, “{theirs}” there",
        why="A name is romanised by the rules of another language than in the other versions.",
        own="The harbour master ⟦Mehdi Qashtani⟧ ordered divers to search the wreck.",
        theirs="The harbour master Mahdi Kashtany ordered divers to search the wreck.",
    ),
    AlignedRule(
        id="sibling-substitution",
        category="wording",
        strong=False,
        message="a set phrase was replaced: “{own}” where the other versions have “{theirs}”",
        why="A word of a set phrase was replaced by one that does not stand in it.",
        own="The wreck now lies under the state safety ⟦machine⟧ and its divers.",
        theirs="The wreck now lies under the state safety apparatus and its divers.",
    ),
    AlignedRule(
        id="sibling-title",
        category="name",
        strong=False,
        message="a title was added: “{own}”, “{theirs}” in another version",
        why="A title that belongs to one person was given to a second as well.",
        own="Divers found Captain Iven Marsk and ⟦Captain Olof⟧ Brandt near the wreck.",
        theirs="Divers found Captain Iven Marsk and Olof Brandt near the wreck.",
    ),
)
"""The rules by id."""

RULES: Final = {rule.id: rule for rule in ALIGNED}
CATEGORIES: Final = {rule.id: rule.category for rule in ALIGNED}


def message(rule: str, own: str, theirs: str) -> str:
    """Return the message of a finding by this rule, with the words of the two versions.

    >>> message("sibling-plural", "group", "groups")
    'the plural was lost: “group”, “groups” in another version'
    """
    if rule == "sibling-quotation" and own.casefold() == theirs.casefold():
        return f"the quotation was altered: “{_short(own)}” stands elsewhere in another version"
    return RULES[rule].message.format(own=_short(own), theirs=_short(theirs))


def _short(words: str) -> str:
    plain = re.sub(r"\s+", " ", words[: 2 * LONGEST_SHOWN])
    return plain if len(plain) <= LONGEST_SHOWN else plain[: LONGEST_SHOWN - 1] + "…"
