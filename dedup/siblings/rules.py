"""The rules by which versions of a story are compared, as they are explained to a reader; each carries an example."""

from __future__ import annotations

from typing import Final

import msgspec

from dedup.siblings.messages import CATEGORIES


class AlignedRule(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a version can have changed. `strong` changes are those that newsrooms do not make to each other's
    copy.

    `own` is a sentence of the version that changed it, the mark between ⟦ and ⟧; `theirs` is the sentence of its
    siblings.
    """

    id: str
    strong: bool
    why: str
    own: str
    theirs: str

    @property
    def category(self) -> str:
        """What kind of change it is, as its findings name it."""
        return CATEGORIES[self.id]


ALIGNED: Final = (
    AlignedRule(
        id="sibling-apposition",
        strong=False,
        why="What stood behind a name to explain it was moved before it and joined with “and”: one person became two.",
        own="The storm surprised the captain and ⟦acting harbour deputy Iven Marsk⟧ near the pier.",
        theirs="The storm surprised the captain, Iven Marsk, the acting harbour deputy, near the pier.",
    ),
    AlignedRule(
        id="sibling-name",
        strong=True,
        why="Letters or syllables of a name were lost or added, beyond what spellings of one name differ by.",
        own="The harbour master ⟦Dorvil Kastrebi⟧ ordered divers to search the wreck.",
        theirs="The harbour master Dorvilo Kastrabani ordered divers to search the wreck.",
    ),
    AlignedRule(
        id="sibling-negation",
        strong=True,
        why="A word that denies was lost or added, so that the sentence says the contrary.",
        own="The ministry said the old lighthouse ⟦was in⟧ danger of collapse.",
        theirs="The ministry said the old lighthouse was not in danger of collapse.",
    ),
    AlignedRule(
        id="sibling-number",
        strong=False,
        why="The versions give different numbers at one place. Newsrooms bring numbers up to date, so it shows no "
        "machine.",
        own="Divers brought ⟦36⟧ containers ashore before the night fell.",
        theirs="Divers brought 63 containers ashore before the night fell.",
    ),
    AlignedRule(
        id="sibling-plural",
        strong=False,
        why="A singular stands for a plural, or the other way round: some languages do not mark it.",
        own="The captain answered the ⟦attack⟧ on the harbour pilots with a letter.",
        theirs="The captain answered the attacks on the harbour pilots with a letter.",
    ),
    AlignedRule(
        id="sibling-quotation",
        strong=True,
        why="Words inside quotation marks were replaced or moved. Newsrooms copy or cut what somebody said; machines "
        "reword it.",
        own="The mayor told reporters: “We will rebuild the ⟦weak⟧ wall before the autumn rains.”",
        theirs="The mayor told reporters: “We will rebuild the fragile wall before the autumn rains.”",
    ),
    AlignedRule(
        id="sibling-role",
        strong=True,
        why="Who acts and who is acted upon changed places around one verb.",
        own="Witnesses said the ⟦fishermen attacked the guards⟧ behind the market hall.",
        theirs="Witnesses said the guards attacked the fishermen behind the market hall.",
    ),
    AlignedRule(
        id="sibling-scope",
        strong=False,
        why="A word was moved to other words of its sentence, and belongs to them now.",
        own="The report blames ⟦decades⟧ of poor maintenance between rival owners of the port.",
        theirs="The report blames poor maintenance between rival owners of decades in the port.",
    ),
    AlignedRule(
        id="sibling-spelling",
        strong=False,
        why="A name is romanised by the rules of another language than in the other versions.",
        own="The harbour master ⟦Mehdi Qashtani⟧ ordered divers to search the wreck.",
        theirs="The harbour master Mahdi Kashtany ordered divers to search the wreck.",
    ),
    AlignedRule(
        id="sibling-substitution",
        strong=False,
        why="A word of a set phrase was replaced by one that does not stand in it.",
        own="The wreck now lies under the state safety ⟦machine⟧ and its divers.",
        theirs="The wreck now lies under the state safety apparatus and its divers.",
    ),
    AlignedRule(
        id="sibling-title",
        strong=False,
        why="A title that belongs to one person was given to a second as well.",
        own="Divers found Captain Iven Marsk and ⟦Captain Olof⟧ Brandt near the wreck.",
        theirs="Divers found Captain Iven Marsk and Olof Brandt near the wreck.",
    ),
)
"""By id."""
