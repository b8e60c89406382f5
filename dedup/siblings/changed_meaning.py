"""Changes of what a sentence says: a number, a plural, a negation, who acts on whom, which word belongs to which, and
who is who."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from dedup.siblings.change import Change, change, forms_of
from dedup.siblings.edit_search import BOTH_CONTENT, EXCHANGED, JOINED, NEGATED, NUMBERS, SECOND_TITLE
from dedup.siblings.edits import Alignment
from dedup.siblings.english_lists import CALENDAR, EXCHANGING, NUMERALS, SAYING
from dedup.siblings.version_words import VersionWords, Word
from dedup.siblings.word_columns import DENIES

WINDOW: Final = 8
"""Words on either side of a change within which another negation makes up for it."""
TITLES_APART: Final = 8
"""Words before a title within which the sibling has it, before another name."""
NAME_APART: Final = 4
"""Words of the second name, after which the first one follows."""


def numbers(alignment: Alignment) -> Iterator[Change]:
    """Find numbers in the place of others."""
    one, other = alignment.one, alignment.other
    for edit in alignment.edits:
        if not edit.shows(NUMBERS):
            continue
        a, b = (NUMERALS.get(w.form, w.form) for w in (one[edit.a], other[edit.b]))
        if a != b:
            yield change("sibling-number", alignment, (edit.a, edit.end_a), (edit.b, edit.end_b))


def plurals(alignment: Alignment) -> Iterator[Change]:
    """Find nouns in the singular where the sibling has the plural."""
    for a, b in alignment.other_forms:
        if alignment.other[b].form in (alignment.one[a].form + "s", alignment.one[a].form + "es"):
            yield change("sibling-plural", alignment, (a, a + 1), (b, b + 1), runs=forms_of)


def _negations_near(words: VersionWords, begin: int, end: int) -> int:
    """Return how many words deny in words[begin:end] and WINDOW words around."""
    return int(((words.signs[max(0, begin - WINDOW) : end + WINDOW] & DENIES) != 0).sum())


def negations(alignment: Alignment) -> Iterator[Change]:
    """Find edits of function words with a negation on one side only and none nearby that makes up for it."""
    for edit in alignment.edits:
        if edit.shows(NEGATED) and (
            _negations_near(alignment.one, edit.a, edit.end_a) != _negations_near(alignment.other, edit.b, edit.end_b)
        ):
            yield change("sibling-negation", alignment, (edit.a, edit.end_a), (edit.b, edit.end_b))


def roles(alignment: Alignment) -> Iterator[Change]:
    """Find two names or nouns exchanged around words that both have, without a "by" that would make it a passive."""
    one, other = alignment.one, alignment.other
    both = [edit for edit in alignment.edits if edit.shows(BOTH_CONTENT)]
    for left, right in pairwise(both):
        if not left.shows(EXCHANGED):
            continue
        before, behind = _content(one, left.a, left.end_a), _content(one, right.a, right.end_a)
        if (
            before == _content(other, right.b, right.end_b)
            and behind == _content(other, left.b, left.end_b)
            and before != behind
        ):
            around = [*one[left.a : right.end_a], *other[left.b : right.end_b]]
            if not any(w.form in EXCHANGING for w in around) and not any("s" in w.after for w in around):
                yield change("sibling-role", alignment, (left.a, right.end_a), (left.b, right.end_b))


def _content(words: Sequence[Word], begin: int, end: int) -> list[str]:
    return [w.key for w in words[begin:end] if w.content]


def scopes(alignment: Alignment) -> Iterator[Change]:
    """Find words that belong to another word than in the sibling; days, names, numbers and verbs of saying may move."""
    one, other = alignment.one, alignment.other
    for place in alignment.moves:
        words = one[place.a], other[place.b]
        if place.first != place.a or words[0].form != words[1].form or words[0].form in CALENDAR | SAYING:
            continue
        if any(w.capital or w.number or w.quotation for w in words):
            continue
        around = (one[place.a], one[place.a - 1], other[place.b], other[place.b - 1])
        if not any("," in w.after or "." in w.after for w in around):
            yield change("sibling-scope", alignment, (place.a, place.a + 1), (place.b, place.b + 1))


def titles(alignment: Alignment) -> Iterator[Change]:
    """Find titles before a second name where the sibling has them before the first alone."""
    one = alignment.one
    for edit in alignment.edits:
        if not edit.shows(SECOND_TITLE):
            continue
        if any(w.key == one[edit.a].key and w.capital for w in one[max(0, edit.a - TITLES_APART) : edit.a]):
            yield change("sibling-title", alignment, (edit.a, edit.a + 2), (edit.b, edit.b + 1))


def appositions(alignment: Alignment) -> Iterator[Change]:
    """Find explanations of a name, after a comma in the sibling, that "and" makes a second person: "his aide, X"."""
    other = alignment.other
    for edit in alignment.edits:
        if not edit.shows(JOINED) or "," not in other[edit.b - 1].after:
            continue
        for move in alignment.moves:
            if move.over < 0 and edit.a < move.a < edit.end_a:
                yield change("sibling-apposition", alignment, (edit.a, edit.end_a), (move.b, move.b + 1))
                break
            if move.over > 0 and edit.b <= move.b < edit.end_b and move.first - edit.end_a <= NAME_APART:
                yield change("sibling-apposition", alignment, (edit.a, move.a + 1), (edit.b, move.b + 1))
                break
