"""Changes of what a sentence says: a number, a plural, a negation, who acts on whom, which word belongs to which, and
who is who."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from dedup.siblings.edits import Alignment, Change, anchored, change, forms_of
from dedup.siblings.version_words import CALENDAR, EXCHANGING, NEGATIONS, NUMERALS, SAYING, Word

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
        if edit.end_a - edit.a != 1 or edit.end_b - edit.b != 1 or not anchored(alignment, edit):
            continue
        a, b = (NUMERALS.get(w.form, w.form) for w in (one[edit.a], other[edit.b]))
        if a.isdigit() and b.isdigit() and a != b:
            yield change("sibling-number", alignment, (edit.a, edit.end_a), (edit.b, edit.end_b))


def plurals(alignment: Alignment) -> Iterator[Change]:
    """Find nouns in the singular where the sibling has the plural."""
    for run in alignment.kept:
        for k in range(run.size):
            one, other = alignment.one[run.a + k], alignment.other[run.b + k]
            if not one.capital and other.form in (one.form + "s", one.form + "es") and one.content:
                a, b = run.a + k, run.b + k
                yield change("sibling-plural", alignment, (a, a + 1), (b, b + 1), runs=forms_of)


def is_negation(word: Word) -> bool:
    """Return whether the word denies."""
    return word.form.replace("’", "'") in NEGATIONS


def negations(alignment: Alignment) -> Iterator[Change]:
    """Find edits of function words with a negation on one side only and none nearby that makes up for it."""
    for edit in alignment.edits:
        a, b = alignment.one[edit.a : edit.end_a], alignment.other[edit.b : edit.end_b]
        if not anchored(alignment, edit) or any(w.content and not is_negation(w) for w in (*a, *b)):
            continue
        if any(map(is_negation, a)) == any(map(is_negation, b)):
            continue
        near_a = sum(map(is_negation, alignment.one[max(0, edit.a - WINDOW) : edit.end_a + WINDOW]))
        near_b = sum(map(is_negation, alignment.other[max(0, edit.b - WINDOW) : edit.end_b + WINDOW]))
        if near_a != near_b:
            yield change("sibling-negation", alignment, (edit.a, edit.end_a), (edit.b, edit.end_b))


def roles(alignment: Alignment) -> Iterator[Change]:
    """Find two names or nouns exchanged around words that both have, without a "by" that would make it a passive."""
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
        if (
            edit.end_a - edit.a != 1
            or edit.b != edit.end_b
            or not one[edit.a].capital
            or one[edit.a].first
            or one[edit.a].acronym
        ):
            continue
        if not anchored(alignment, edit) or edit.end_a >= len(one) or not one[edit.end_a].capital:
            continue
        if any(w.key == one[edit.a].key and w.capital for w in one[max(0, edit.a - TITLES_APART) : edit.a]):
            yield change("sibling-title", alignment, (edit.a, edit.a + 2), (edit.b, edit.b + 1))


def appositions(alignment: Alignment) -> Iterator[Change]:
    """Find explanations of a name, after a comma in the sibling, that "and" makes a second person: "his aide, X"."""
    one, other = alignment.one, alignment.other
    for edit in alignment.edits:
        if edit.b == 0 or edit.end_a == edit.a or one[edit.a].form != "and" or not anchored(alignment, edit):
            continue
        if any(w.form == "and" for w in other[edit.b : edit.end_b]) or "," not in other[edit.b - 1].after:
            continue
        for move in alignment.moves:
            if move.over < 0 and edit.a < move.a < edit.end_a:
                yield change("sibling-apposition", alignment, (edit.a, edit.end_a), (move.b, move.b + 1))
                break
            if move.over > 0 and edit.b <= move.b < edit.end_b and move.first - edit.end_a <= NAME_APART:
                yield change("sibling-apposition", alignment, (edit.a, move.a + 1), (edit.b, move.b + 1))
                break
