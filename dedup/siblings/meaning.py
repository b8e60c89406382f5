"""Changes of meaning: a negation dropped or added, actor and object exchanged, a word moved to another head, a number or a plural lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dedup.siblings.change import Change, change, forms_of
from dedup.siblings.edits import Alignment, Edit, anchored, moves
from dedup.siblings.words import CALENDAR, SAYING, Word

NEGATIONS: Final = frozenset(
    """not no never neither nor none nobody nothing nowhere without cannot don't doesn't didn't isn't aren't wasn't weren't won't wouldn't
    t can't couldn't shouldn't hasn't haven't hadn't mustn't""".split()
)
WINDOW: Final = 8
"""Words on either side of a change within which another negation makes up for it."""
SMALL: Final = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), map(str, range(1, 13)), strict=True)
)
SCALES: Final = frozenset("hundred thousand million billion trillion m bn k dozen dozens hundreds thousands millions".split())
EXCHANGING: Final = frozenset("by of and or with from than".split())
"""Words about which two nouns change places without a change of what they do."""
TITLES_APART: Final = 8
"""Words between the two names that one title stands before."""


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
    for left, right in zip(edits, edits[1:], strict=False):
        between = range(left.end_a, right.a)
        if not 1 <= len(between) <= WINDOW or not any(one[k].content for k in between):
            continue
        before, behind = _content(one, left.a, left.end_a), _content(one, right.a, right.end_a)
        if before == _content(other, right.b, right.end_b) and behind == _content(other, left.b, left.end_b) and before != behind:
            around = [*one[left.a : right.end_a], *other[left.b : right.end_b]]
            if not any(w.form in EXCHANGING for w in around) and not any("s" in w.after for w in around):
                yield change("sibling-role", alignment, (left.a, right.end_a), (left.b, right.end_b), strong=True)


def _content(words: Sequence[Word], begin: int, end: int) -> list[str]:
    return [w.key for w in words[begin:end] if w.content]


def scopes(alignment: Alignment) -> Iterator[Change]:
    """A word that belongs to another word than in the sibling; days, names, numbers and verbs of saying move freely."""
    one, other = alignment.one, alignment.other
    for place in moves(alignment):
        word = one[place.a]
        if place.first != place.a or word.form != other[place.b].form or word.capital or word.number or word.quotation or other[place.b].quotation or word.form in CALENDAR or word.form in SAYING:
            continue
        if any("," in w.after or "." in w.after for w in (one[place.a], one[place.a - 1], other[place.b], other[place.b - 1])):
            continue
        yield change("sibling-scope", alignment, (place.a, place.a + 1), (place.b, place.b + 1), strong=False)


def titles(alignment: Alignment) -> Iterator[Change]:
    """A title that stands before a second name as well, where the sibling has it before the first alone."""
    one = alignment.one
    for edit in alignment.edits:
        if edit.end_a - edit.a != 1 or edit.b != edit.end_b or not one[edit.a].capital or one[edit.a].first or one[edit.a].acronym:
            continue
        if not anchored(alignment, edit) or edit.end_a >= len(one) or not one[edit.end_a].capital:
            continue
        if any(w.key == one[edit.a].key and w.capital for w in one[max(0, edit.a - TITLES_APART) : edit.a]):
            yield change("sibling-title", alignment, (edit.a, edit.a + 2), (edit.b, edit.b + 1), strong=False)


def appositions(alignment: Alignment) -> Iterator[Change]:
    """Another name for somebody, after a comma in the sibling, that "and" makes a second person: "his aide, X, the deputy"."""
    one, other = alignment.one, alignment.other
    moved = {k: place for place in moves(alignment) for k in range(place.first, place.a + 1)}
    for edit in alignment.edits:
        if edit.a == 0 or edit.b == 0 or edit.end_a - edit.a < 2 or one[edit.a].form != "and" or not anchored(alignment, edit):
            continue
        if any(w.form == "and" for w in other[edit.b : edit.end_b]) or "," not in other[edit.b - 1].after:
            continue
        place = next((moved[k] for k in range(edit.a, edit.end_a) if k in moved), None)
        if place is not None and place.over < 0:
            yield change("sibling-apposition", alignment, (edit.a, edit.end_a), (place.b, place.b + 1), strong=False)


def numbers(alignment: Alignment) -> Iterator[Change]:
    """One number in the place of another."""
    one, other = alignment.one, alignment.other
    for edit in alignment.edits:
        if edit.end_a - edit.a != 1 or edit.end_b - edit.b != 1 or not anchored(alignment, edit):
            continue
        a, b = (SMALL.get(w.form, w.form) for w in (one[edit.a], other[edit.b]))
        if a.isdigit() and b.isdigit() and a != b:
            yield change("sibling-number", alignment, (edit.a, edit.end_a), (edit.b, edit.end_b), strong=False)


def plurals(alignment: Alignment) -> Iterator[Change]:
    """A noun in the singular where the sibling has the plural."""
    for run in alignment.kept:
        for k in range(run.size):
            one, other = alignment.one[run.a + k], alignment.other[run.b + k]
            if not one.capital and other.form in (one.form + "s", one.form + "es") and one.content:
                a, b = run.a + k, run.b + k
                yield change("sibling-plural", alignment, (a, a + 1), (b, b + 1), strong=False, runs=forms_of)
