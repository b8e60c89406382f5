"""The words of a passage as two versions are aligned by them, and the closed lists of English words needed for it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from dedup.text.folding import fold
from dedup.text.terms import stems_of

_FUNCTION_WORDS = """
    a an the this that these those some any each every all both no not nor and or but if as than then so because while
    when where who whom whose which what how of in on at by for from to into onto with without within about against
    between among during after before since until under over above below through across along around behind beyond
    near toward towards upon off out up down i me my mine you your yours he him his she her hers it its we us our ours
    they them their theirs himself herself itself themselves there here am is are was were be been being do does did
    done has have had having will would shall should can could may might must ought also too very more most much many
    such own other another only just even still yet already again s t don didn doesn isn wasn aren hasn haven
"""
_CALENDAR = """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december today yesterday tomorrow tonight morning afternoon evening night week month
    year
"""
_SAYING = """
    say says said saying tells told telling adds added adding stated stating noted noting reported according claimed
    claiming announced announcing revealed revealing explained explaining continued continuing testified
"""
_NEGATIONS = """
    not no never neither nor none nobody nothing nowhere without cannot don't doesn't didn't isn't aren't wasn't
    weren't won't wouldn't t can't couldn't shouldn't hasn't haven't hadn't mustn't
"""
_EXCHANGING = """
    by of and or with from than
"""
_LINKS = """
    of in for and
"""
_PARTICLES = """
    abu ad al an ar as ash at az ben bin da de del della den der di dos el ibn la le ul van von
"""
_NUMERALS = """
    one two three four five six seven eight nine ten eleven twelve
"""

FUNCTION_WORDS: Final = frozenset(_FUNCTION_WORDS.split())
"""Words that say nothing of a passage by themselves."""
CALENDAR: Final = frozenset(_CALENDAR.split())
"""Days, months and parts of the day: each newsroom puts them where it likes."""
SAYING: Final = frozenset(_SAYING.split())
"""Verbs by which newsrooms attribute: each newsroom puts them where it likes."""
NEGATIONS: Final = frozenset(_NEGATIONS.split())
"""Words that deny; the t is what is left of a contraction written with a space."""
EXCHANGING: Final = frozenset(_EXCHANGING.split())
"""Words around which two nouns can change places without a change of meaning."""
LINKS: Final = frozenset(_LINKS.split())
"""Words that join the parts of a set phrase."""
PARTICLES: Final = frozenset(_PARTICLES.split())
"""Parts of names that romanisations write, join and leave out."""
NUMERALS: Final = {word: str(number) for number, word in enumerate(_NUMERALS.split(), 1)}
"""Numbers that newsrooms spell out or not."""

WordRange = tuple[int, int]

LONGEST_QUOTATION: Final = 1500
"""Characters after which a quotation mark that nothing closed is taken for a stray one."""
LONGEST_LINE: Final = 20_000
"""Characters before a passage in which the quotation around it may have been opened."""
LONGEST_AFTER: Final = 8
"""Characters between two words that are looked at."""

# Acronyms with full stops, numbers with their separators, words; the "s" of a genitive is no word of its own.
_WORD: Final = re.compile(r"(?:[^\W\d_]\.){2,8}|\d+(?:[.,]\d+)*|[^\W_]+(?:['’](?!s\b)[^\W\d_]+)?")
_MARK: Final = re.compile(r"[\"“”„«»‘’\n]")
_BEFORE: Final = ("", " ", "\n", "(", "[", "—", "–", "-")
_BEHIND: Final = ("", " ", "\n", ")", "]", ",", ".", ";", ":", "?", "!", "—", "–", "-")
_ENDING: Final = frozenset('.!?:\n"“”„«»*|')


class Word(NamedTuple):
    """One word: its place in the text, its folded form, and the key (a stem) by which it is matched with another text.

    `quotation` is the number of the quotation around it, 0 for none; `first`: whether it begins a sentence, a line or a
    quotation; `after` is what follows up to the next word; `content`: whether it says something by itself.
    """

    start: int
    end: int
    form: str
    key: str
    capital: bool
    first: bool
    quotation: int
    after: str
    acronym: bool
    content: bool

    @property
    def number(self) -> bool:
        """Return whether the word is written in figures."""
        return self.form[:1].isdigit()


def quotations(text: str, start: int, end: int) -> list[WordRange]:
    """Return what is between quotation marks in text[start:end], without the marks.

    A straight mark opens before a word and closes behind one; where that does not decide, marks take turns. Single
    marks count where they are curved, and those that are apostrophes do not. A line feed closes.

    >>> text = 'He said “no”, ‘don’t’ and "never", twice" and "so on".'
    >>> [text[a:b] for a, b in quotations(text, 0, len(text))]
    ['no', 'don’t', 'never', 'so on']
    """
    found = []
    opened, by = -1, ""
    for match in _MARK.finditer(text, start, end):
        mark, at = match[0], match.start()
        opens, closes = _shape(mark, text[at - 1 : at], text[at + 1 : at + 2])
        if (mark in "‘’" and opened >= 0 and by != "‘") or (by == "‘" and mark not in "’\n") or not (opens or closes):
            continue
        if opened >= 0 and closes:
            if at - opened <= LONGEST_QUOTATION:
                found.append((opened, at))
            opened, by = -1, ""
        elif opens:
            opened, by = match.end(), mark
    return found


def _shape(mark: str, before: str, behind: str) -> tuple[bool, bool]:
    """Return whether a mark between these characters can open a quotation, and whether it can close one."""
    after_word, before_word = before not in _BEFORE, behind not in _BEHIND
    if mark == '"':
        return before_word or not after_word, after_word == before_word or not before_word
    if mark == "‘":
        return not after_word and before_word, False
    if mark == "’":
        return False, after_word and not before_word
    return mark in "“„«", mark in "”»\n" or (mark == "“" and not before_word)


def words_of(text: str, begin: int, stop: int) -> list[Word]:
    """Return the words of text[begin:stop] in their order.

    >>> [w.key for w in words_of("The U.S. attacks on Iraq’s “bases” cost 1,000 lives", 0, 51)]
    ['the', 'us', 'attack', 'on', 'iraq', 'base', 'cost', '1000', 'live']
    """
    places = [match.span() for match in _WORD.finditer(text, begin, stop)]
    places = [(s, e) for s, e in places if not (e - s == 1 and text[s] in "sS" and s and text[s - 1] in "'’")]
    if not places:
        return []
    line = text.rfind("\n", max(0, begin - LONGEST_LINE), places[0][0]) + 1
    quoted = quotations(text, line or max(0, begin - LONGEST_LINE), min(len(text), stop + LONGEST_QUOTATION))
    plain = [text[s:e].replace(".", "").replace(",", "") for s, e in places]
    forms = [form.lower() if form.isascii() else fold(form) for form in plain]
    keys = stems_of(plain)
    words = []
    at = 0
    for k, (start, end) in enumerate(places):
        while at < len(quoted) and quoted[at][1] <= start:
            at += 1
        inside = at + 1 if at < len(quoted) and quoted[at][0] <= start else 0
        before = text[max(places[k - 1][1] if k else 0, start - 3) : start].rstrip(" ")
        first = k == 0 or before[-1:] in _ENDING
        after = text[end : min(places[k + 1][0] if k + 1 < len(places) else stop, end + LONGEST_AFTER)]
        acronym = end - start > 1 and text[start:end].isupper()
        content = acronym or forms[k] not in FUNCTION_WORDS
        words.append(Word(start, end, forms[k], keys[k], text[start].isupper(), first, inside, after, acronym, content))
    return words
