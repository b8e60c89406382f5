"""Changes of meaning: a negation dropped or added, actor and object exchanged, a word moved to another head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from dedup.siblings.change import Change, change
from dedup.siblings.edits import Alignment, anchored
from dedup.siblings.lexicon import CALENDAR, EXCHANGING, NEGATIONS, SAYING
from dedup.siblings.words import Word

WINDOW: Final = 8
"""Words on either side of a change within which another negation makes up for it."""


def negation(word: Word) -> bool:
    """Whether the word denies."""
    return word.form.replace("’", "'") in NEGATIONS


def negations(alignment: Alignment) -> Iterator[Change]:
    """Edits of function words alone with a negation on one side only, and none nearby that makes up for it."""
    for edit in alignment.edits:
        a, b = alignment.one[edit.a : edit.end_a], alignment.other[edit.b : edit.end_b]
        if not anchored(alignment, edit) or any(w.content and not negation(w) for w in (*a, *b)):
            continue
        if any(map(negation, a)) == any(map(negation, b)):
            continue
        near_a = sum(map(negation, alignment.one[max(0, edit.a - WINDOW) : edit.end_a + WINDOW]))
        near_b = sum(map(negation, alignment.other[max(0, edit.b - WINDOW) : edit.end_b + WINDOW]))
        if near_a != near_b:
            yield change("sibling-negation", alignment, (edit.a, edit.end_a), (edit.b, edit.end_b), strong=True)


def roles(alignment: Alignment) -> Iterator[Change]:
    """Two names or nouns exchanged around words that both versions have, with no "by" that would make it a passive."""
    one, other = alignment.one, alignment.other
    edits = [e for e in alignment.edits if _content(one, e.a, e.end_a) and _content(other, e.b, e.end_b)]
    for left, right in pairwise(edits):
        between = range(left.end_a, right.a)
        if not 1 <= len(between) <= WINDOW or not any(one[k].content for k in between):
            continue
        before, behind = _content(one, left.a, left.end_a), _content(one, right.a, right.end_a)
        if (
            before == _content(other, right.b, right.end_b)
            and behind == _content(other, left.b, left.end_b)
            and before != behind
        ):
            around = [*one[left.a : right.end_a], *other[left.b : right.end_b]]
            if not any(w.form in EXCHANGING for w in around) and not any("s" in w.after for w in around):
                yield change("sibling-role", alignment, (left.a, right.end_a), (left.b, right.end_b), strong=True)


def _content(words: Sequence[Word], begin: int, end: int) -> list[str]:
    return [w.key for w in words[begin:end] if w.content]


def scopes(alignment: Alignment) -> Iterator[Change]:
    """A word that belongs to another word than in the sibling; days, names, numbers and verbs of saying move freely."""
    one, other = alignment.one, alignment.other
    for place in alignment.moves:
        words = one[place.a], other[place.b]
        if place.first != place.a or words[0].form != words[1].form or words[0].form in CALENDAR | SAYING:
            continue
        if any(w.capital or w.number or w.quotation for w in words):
            continue
        around = (one[place.a], one[place.a - 1], other[place.b], other[place.b - 1])
        if not any("," in w.after or "." in w.after for w in around):
            yield change("sibling-scope", alignment, (place.a, place.a + 1), (place.b, place.b + 1), strong=False)
