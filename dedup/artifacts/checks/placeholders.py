"""Placeholders: names in brackets that whoever filled the form left as they were."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from dedup.artifacts.document import Document, Span

_NAMED: Final = regex.compile(
    r"\[(?:(?:[Ii]nsert|INSERT|[Aa]dd|[Ee]nter|[Ff]ill in)[ :][^\[\]\n]{2,60}"
    r"|(?:[Yy]our|YOUR)(?: |_)[\p{L} _/-]{2,40}"
    r"|(?:Publication|Journalist(?:'s|’s)?|Reporter(?:'s|’s)?|Author(?:'s|’s)?|Company|News(?:paper)?(?: Outlet)?"
    r"|Contact|Email|Recipient(?:'s|’s)?|Spokesperson(?:'s|’s)?|Mayor(?:'s|’s)?|Expert(?:'s|’s)?|Source(?:'s|’s)?|Local|City|Town|Team|Player|Website|Phone)"
    r"(?: (?:Name|Title|Date|Number|Information|Info|Organi[sz]ation|Address|Quote|Official|State|URL|Logo|Resident))"
    r"(?: \p{L}+){0,3}|(?:City|Town|Location), (?:State|Country|Date)"
    r"|\p{Lu}\p{L}{2,14}(?: \p{Lu}\p{L}{2,14}){1,3}(?:'s|’s)? (?:Name|Title|Email|Phone Number|Email Address)"
    r"|[Pp]hone [Nn]umber|[Ee]mail [Aa]ddress|[Cc]ontact (?:[Ii]nformation|[Dd]etails|[Nn]umber|[Ee]mail)"
    r"|(?:Name|Quote|Date|Title|Number|Link) (?:of|from|to|for) [^\[\]\n]{2,50}|NAME OF [A-Z ]{3,40}"
    r"|(?:DATE|LOCATION|CITY|TOWN|TIME|SOURCE|QUOTE|COMPANY|TEAM|RECIPIENT|REPORTER|AUTHOR|SCORE|ATTENDANCE|OPPONENT|VENUE|AMOUNT)"
    r"(?:[ _][A-Z]{2,12}){0,2}|Recipient)\]"
    r"|\[\[[A-Z][A-Z0-9_]{2,40}\]\]|\{\{ ?[A-Za-z][A-Za-z0-9_.]{1,40} ?\}\}|(?<= )\{[a-z]+_[a-z_]{1,30}\}"
    r"|\{\{?[A-Z_]{3,30}\}?\}"
    r"|\b(?:\d{4}-)?XX-XX\b(?!-)|\bXX/XX(?:/(?:XXXX|\d{4}))?\b|\$XX(?:\.XX?)?\b|\(XXX\) ?XXX-XXXX"
)
# A bare word of the list beside another placeholder; alone it may be an editor's
_BARE: Final = regex.compile(
    r"(?i)\[(?:date|city|name|location|source|quote|title|time|number|town|neighbou?rhood|state|age|address|amount"
    r"|surname|first name|last name|occupation|position|organi[sz]ation|event|venue|day|month|year)\]"
)
FEWEST_BARE: Final = 2  # distinct bare words that are placeholders by themselves
# Contracts, job advertisements and form letters have placeholders on purpose
_FORM: Final = regex.compile(
    r"(?i)\b(?:templates?|sample (?:letter|contract|form)|fill in|hereinafter|hereby|tenants?|landlords?|lessors?"
    r"|lessees?|party of the|parties agree|the undersigned|agreement is made|applicants?|vacanc(?:y|ies)"
    r"|apply (?:by|to|now|online)|job (?:title|description|type)|curriculum vitae|cover letter"
    r"|candidates? (?:should|must|will)|we are (?:looking for|hiring)|dear (?:sir|madam)"
    r"|placeholders?|mad libs?|seeks? an? )"
)


def placeholders(document: Document) -> Iterator[Span]:
    """Find placeholders ("[insert quote]", "[[WINNING_TEAM]]", "2024-XX-XX"), but in no form that readers fill in.

    A mark is the placeholder with its brackets.
    """
    named = [match.span() for match in _NAMED.finditer(document.text)]
    bare = [match.span() for match in _BARE.finditer(document.text)]
    distinct = {document.text[start:end].lower() for start, end in bare}
    if (named or len(distinct) >= FEWEST_BARE) and not _FORM.search(document.text):
        yield from sorted([*named, *bare])
