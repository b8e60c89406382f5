"""The closed lists of English words by which versions of a story are compared."""

from __future__ import annotations

from typing import Final

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
