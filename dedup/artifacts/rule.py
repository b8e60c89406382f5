"""Rule: one mechanism by which a machine betrays itself, as a rule file states it."""

from __future__ import annotations

import msgspec

from dedup.artifacts.finding import Claims

SCOPES = ("body", "quotation", "title")


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[rule]]` of a rule file. Exactly one of `pattern`, `phrases` and `check` says what it looks for.

    `family` is the kind of evidence: two findings of one family are one piece of evidence. `claims` says what a finding shows:
    `machine` that a machine translated (no human translator writes so), `spun` that a synonym machine went over the text,
    `translated` that the text was translated, by whomever. `languages` are the source languages that it points to (ISO 639-1).
    `pattern` is in the syntax of the regex package; the group `mark`, if there is one, is what is reported, else the whole match.
    `literals`, in lower case: the pattern cannot match a line that holds none of them (empty: it is tried on every line).
    `antipatterns`: a match of the pattern that overlaps one of theirs is none. `scope`: where a match may begin; "quotation" is what
    stands in quotation marks within the body. `matches`: examples, with the mark between ⟦ and ⟧; `misses`: near misses that must be
    left alone; at least three each, and at least one miss for each antipattern.
    """

    id: str
    family: str
    category: str
    claims: Claims
    message: str
    why: str
    matches: tuple[str, ...]
    misses: tuple[str, ...]
    languages: tuple[str, ...] = ()
    scope: tuple[str, ...] = ("body", "quotation", "title")
    pattern: str | None = None
    phrases: str | None = None
    check: str | None = None
    literals: tuple[str, ...] = ()
    ignore_case: bool = False
    antipatterns: tuple[str, ...] = ()
