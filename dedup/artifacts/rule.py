"""Rule: one mechanism by which a machine betrays itself, as a rule file states it; what it finds, and what it weighs.

A rule without measured rates is allowed, a built-in one too: its findings are marked, and it weighs nothing in
P(translated) until training/artifact_rates.py has measured it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from dedup.records import Claim, MarkStatus

SCOPES: Final = ("body", "quotation", "title")


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[rule]]` of a rule file. Exactly one of `pattern`, `phrases` and `check` says what it looks for.

    `family` is the kind of evidence: two findings of one family are one piece of evidence. `claims` is what a finding
    shows: `machine` that a machine translated (no human translator writes so), `spun` that a synonym machine went over
    the text, `assistant` that a chat assistant wrote it (one such mark is enough), `translated` that the text was
    translated, by whomever. `about_quotations`: what it looks for is in quotation marks, so that it counts there too.
    `soft`: its marks are shown and are no evidence of anything. `languages` are the source languages that it points to
    (ISO 639-1). `pattern` is in the syntax of the regex package; the group `mark`, if there is one, is what is
    reported, else the whole match. `phrases`, one a line, are looked for as whole words in any case. `check` is the
    name of a function (see `checks`). `literals`, in lower case: the rule marks nothing in a text that has none of
    them. A pattern's own literals are found by itself; give them to a check, which else runs on every text, and to a
    pattern that has none or common ones: it is tried only where it finds one of both. `needs`, of a check alone: a
    pattern; the check marks nothing in a text that it does not match. It is tried where its own literals are, as a
    pattern is. `antipatterns`: a match of the pattern that overlaps one of theirs is none. `scope`: where a mark may
    begin; "quotation" is what is in quotation marks, "title" a title, and the headline that a text may begin with.
    `message` may hold {text}, the marked passage, and {note}, what a check says of it. `matches`: examples, with the
    mark between ⟦ and ⟧; `misses`: near misses that must be left alone; at
    least three each, and at least one miss for each antipattern.

    A pattern sees a stretch around its literals that its longest match fits in; an open repeat (*, +) is taken for one
    of at most 60, and a match for one of at most 2,000 characters. Nothing else of the text decides what it matches.
    """

    id: str
    family: str
    category: str
    claims: Claim
    message: str
    why: str
    matches: tuple[str, ...]
    misses: tuple[str, ...]
    languages: tuple[str, ...] = ()
    scope: tuple[str, ...] = SCOPES
    pattern: str | None = None
    phrases: str | None = None
    check: str | None = None
    needs: str | None = None
    literals: tuple[str, ...] = ()
    ignore_case: bool = False
    soft: bool = False
    about_quotations: bool = False
    antipatterns: tuple[str, ...] = ()

    @property
    def filtering(self) -> str | None:
        """Return the pattern that decides where the rule is tried: its own, or the one that its check needs."""
        return self.needs if self.check is not None else self.source

    @property
    def source(self) -> str | None:
        """Return the pattern to run, that of the phrases where they are given; None for a check."""
        if self.phrases is None:
            return self.pattern
        phrases = [line.strip() for line in self.phrases.splitlines() if line.strip()]
        either = "|".join(
            "[ \\t]{1,3}".join(map(re.escape, phrase.split())) for phrase in sorted(phrases, key=len, reverse=True)
        )
        return rf"(?i)(?<!\w)(?:{either})(?!\w)"


class BuiltInRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule that ships: its patterns were tried on hostile texts, so that it may take its time on a long one."""


TABLE: Final = Path(__file__).with_name("rates.json")


class RuleRate(msgspec.Struct, frozen=True):
    """`weight`: logarithm of how many times likelier the rule hits a text that its claim is true of; `hits`: texts of
    1,000, by label."""

    weight: float
    hits: dict[str, float]


class RateTable(msgspec.Struct, frozen=True):
    """The table; `about` says from which data and by which script it comes."""

    about: dict[str, Any]
    rules: dict[str, RuleRate]


@cache
def read_rates() -> RateTable:
    """Return the table that ships, read once."""
    return msgspec.json.decode(TABLE.read_bytes(), type=RateTable)


def is_measured(rule: str) -> bool:
    """Return whether the table has the rates of a rule."""
    return rule in read_rates().rules


def weight_of(rule: str) -> float:
    """Return the weight of a rule, 0 for one that was not measured."""
    rate = read_rates().rules.get(rule)
    return rate.weight if rate is not None else 0.0


def weights() -> dict[str, float]:
    """Return the weights of the measured rules, by id."""
    return {rule: rate.weight for rule, rate in read_rates().rules.items()}


class Finding(msgspec.Struct, frozen=True, gc=False):
    """One mark; `start` and `end` are code points of the field (the text as read, or the title); `family` is the kind
    of evidence it is.

    A verdict rests on marks whose `status` is "counted" alone. The others are "quoted" (inside quotation marks, or in a
    sentence that speaks of such marks), "soft" (the rule is no evidence) and "house_style" (the outlet writes so).
    """

    rule: str
    family: str
    category: str
    claims: Claim
    field: Literal["text", "title"]
    start: int
    end: int
    text: str
    message: str
    languages: tuple[str, ...] = ()
    status: MarkStatus = "counted"

    @property
    def accuses(self) -> bool:
        """Whether it is evidence of a machine, and not only of a translator."""
        return self.claims != "translated" and self.status == "counted"


MOST_TIMEOUTS: Final = 3
"""Articles on which a rule may take too long before one process leaves it out of the rest."""
LEFT_OUT: Final = (
    f"It took too long on {MOST_TIMEOUTS} articles and was left out of the rest; a pattern without open repeats helps."
)
"""The reason of a problem: a rule is tried no more."""


class Problem(msgspec.Struct, frozen=True, gc=False):
    """What the rules could not do on one article; `article` is its id, `rule` the rule's, if one alone is concerned."""

    article: str
    rule: str | None
    reason: str
