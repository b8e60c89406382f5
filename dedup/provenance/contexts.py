"""The words around a source's name decide whether the source is credited there, and how."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from dedup.provenance.source_table import SourceName, lookup, source_table, spelled
from dedup.records import CreditKind

BEFORE: Final = 120  # code points read before a name, and the part of them that an attribution takes at most
_ATTRIBUTION_BEFORE: Final = 80
AFTER: Final = 160
SIDE: Final = 400  # code points of a line on either side of a name
SIGNED_LINE: Final = 100  # code points of the longest line that is a byline or nothing but a sign-off
_THE: Final = r"(?:(?:[Tt]he|THE)\s)?"
_AGENCY: Final = r"(?:(?:[a-z]+\s){0,2}(?:agency|newspaper|broadcaster|channel|network|daily|magazine|website)\s)?"
_NAMED: Final = r"['’]s? [A-Z][\w.'’-]{0,30}(?: [A-Za-z][\w.'’-]{0,30}){0,3}?"  # "Al Jazeera's Mahmoud Abdelwahed"
_SAID: Final = (
    r"(?:reported|reports|said|says|wrote|writes|noted|notes|quoted|quotes|cited|cites"
    r"|confirmed|learned|learnt|understands|added|observed)\b"
)

_ATTRIBUTED: Final = re.compile(
    r"\b(?:told|telling|tells|[Aa]ccording\sto|(?:speaking|spoke|talking|statement|comments|remarks|wrote)\sto"
    r"|(?:said|confirmed|explained|added)\s(?:[\w'’]{1,20}\s){0,4}?to"
    r"|(?:quoted|cited|reported|obtained|seen|released|interviewed|carried|contacted|reviewed|saying)\sby|citing|quoting"
    rf"|interview\s(?:with|to|on|published\sby))\s{_THE}{_AGENCY}{_THE}$"
)
_TOLD: Final = re.compile(rf"\b(?:told|telling)\s{_THE}$")
_THE_NAME: Final = re.compile(r"\b[Tt]he\s$")
_REPORTS: Final = re.compile(rf"[,\"”’] (?:reports|reported|says|wrote|writes) {_THE}$")
_SAYS: Final = re.compile(
    rf"(?:{_NAMED})?,?(?: (?:news agency|newspaper|website|also|later|has|had|have)){{0,2}} {_SAID}"
)
_ROLE: Final = re.compile(
    r"(?: news agency| newspaper|['’]s)?(?: [a-z]{3,12})?"
    r" (?:correspondent|reporter|journalist|photographer|videographer|stringer|team|crew)s?\b"
)
_ARTICLE: Final = re.compile(r"\b(?:[Aa]n?|[Tt]he|[Oo]ne|[Tt]wo) $")
_ROLE_SAYS: Final = re.compile(
    r"(?: [A-Z][\w.'’-]{0,30}){0,3}(?: (?:at|on|in) the scene| there)? "
    r"(?:noted|said|saw|reported|witnessed|heard|counted|wrote|observed)\b"
)

_WORK: Final = r"(?:story|article|report|piece|post|item|column|essay|interview|version|dispatch)"
_INPUTS: Final = re.compile(
    r"\b[Ww]ith (?:additional )?(?:inputs?|files|reporting|reports?|information|material|contributions?|agency "
    r"inputs?) (?:from|by)"
    r" [^.\n;:()]{0,80}$"
)
_ORIGIN: Final = re.compile(
    rf"(?:\b[Tt]h(?:is|e) [^\n.!?]{{0,60}}\b{_WORK}\b[^\n.!?]{{0,60}} |^|[\n(*_] ?)"
    r"(?:(?:[Oo]riginally|[Ff]irst|[Rr]e-?)\s?(?:published|appeared|posted|printed)|(?:appeared|published) first)(?: "
    r"in partnership)?"
    rf" (?:on|by|in|at|with|from) {_THE}$"
)
_COPYRIGHT: Final = re.compile(
    r"(?:©|\([Cc]\)|\b(?:[Cc]opyright|COPYRIGHT))[ ,:]{0,3}(?:©|\([Cc]\))? ?(?:by |BY )?"
    rf"(?:\d{{4}}(?:[-–]\d{{2,4}})?)?[ ,]{{0,2}}(?:by |BY )?{_THE}$"
)
_SOURCE: Final = re.compile(
    rf"(?:^|[\n(\[]|[.!?] )[ \t*_]{{0,4}}(?:News |Original )?(?:[Ss]ources?|SOURCES?) ?[:|–—-][ *_]{{0,4}}{_THE}$"
)
_VIA: Final = re.compile(rf"(?:^|[\n(])[ \t*_]{{0,4}}(?:via|Via|VIA)[: ] ?{_THE}$")
_REPORTING: Final = re.compile(
    r"(?:^|[\n(])[ \t*_]{0,4}(?:[A-Z][a-z]+ )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled) (?:by|from) "
    r"[^\n]{0,100}$"
)
# A pattern is tried only where one of its literals occurs, which makes most names cheap.
_BEFORE: Final = tuple(
    (literal, pattern)
    for literals, pattern in (
        (("ith ",), _INPUTS),
        (("published", "appeared", "posted", "printed"), _ORIGIN),
        (("©", "opyright", "OPYRIGHT", "(c)", "(C)"), _COPYRIGHT),
        (("ource", "OURCE"), _SOURCE),
        (("via", "Via", "VIA"), _VIA),
        (("ing by", "ing from", "ompiled "), _REPORTING),
    )
    for literal in literals
)
_WHOLE_NAMES: Final = (_ORIGIN, _COPYRIGHT, _SOURCE, _VIA)  # the name behind these is that of the source, as a whole
_CONTRIBUTED: Final = re.compile(
    r"(?:['’]s)?(?: [\w.'’,;-]{1,30}){0,16}? (?:contributed (?:reporting )?to this "
    r"(?:report|story|article)|contributed reporting)\b"
)
_PICTURE: Final = re.compile(
    r"(?i)\b(?:photos?|images?|pictures?|pics?|video|file|pool|getty|courtesy|credit|graphic)\b[^\n.]{0,40}$"
)
_BYLINE: Final = re.compile(r"[ \t*_]{0,4}(?:By|BY|by) ")
_BYLINE_BREAK: Final = re.compile(rf"(?:(?:By|BY|by) |[,|/(–—-] ?|\b(?:of|for|from|at) ){_THE}$")
_BYLINE_END: Final = re.compile(
    r"(?i)(?: (?:news agency|staff|senior|sports|science|business|political|foreign|special|chief)){0,3}"
    r"(?: (?:writers?|correspondents?|reporters?|staff|editors?))?[ \t*_.]{0,4}(?:$|\n|[,|/)(–—•·-])"
)
_DECORATED: Final = re.compile(r"[ \t*_]{0,4}(?:[-–—]{1,2}|[(\[]) ?([^\n]{2,60}?) ?[)\]]?[. \t\r*_]{0,4}")
_SIGN_BEGINS: Final = re.compile(r"(?:[–—]|--?|[(\[])\s?$")
_SENTENCE_END: Final = re.compile(r"[.!?…\"”’)]\s?$")
_TIME_END: Final = re.compile(r"(?:\d|[ap]\.?m\.?|GMT|[A-Z]ST)\s$", re.I)
_JOINT: Final = re.compile(r"[/,&|]| and ")
_NAMED_DAY: Final = re.compile(
    r" (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b| (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
# What is beside a name that is part of a longer one
_HYPHENATED: Final = re.compile(r"[\w.&'’-]*\w-$")
_HYPHENATED_ON: Final = re.compile(r"-\w[\w.&'’-]*")
_CAPITAL_BEFORE: Final = re.compile(r"(?<![\w'’.-])([A-Z][\w.&'’-]*) $")
_CAPITAL_BEHIND: Final = re.compile(r" (?:& |and )?([A-Z][\w&'’-]*)")
_NUMBER_BEHIND: Final = re.compile(
    r" \d{1,2}\b(?! (?:[a-z]+ ){0,2}(?:people|persons|dead|killed|injured|percent|years?)\b)"
)
_IN_NO_NAME: Final = re.compile(  # capitalised words before a name that are none of it
    r"(?i:a|an|and|as|at|but|by|citing|for|from|in|of|on|or|per|quoting|said|says|tells?|that|the|told|to|via|while|with)"
    r"|.*(?:['’]s|s['’])"
)
_NO_OTHER: Final = re.compile(  # words behind a name in a credit line that leave it the same source
    r"Agency|All|Click|Co|Company|Copyright|Corp|Corporation|Editing|For|Inc|LLC|Limited|Ltd|News|Newsource|Reporting"
    r"|Staff|This|Used|Wire"
)


class CreditSpan(NamedTuple):
    """A credit: its kind, and the span [start, end) that shows it."""

    kind: CreditKind
    start: int
    end: int


class NameLine(NamedTuple):
    """The line [start, end) of a name, cut at a bound on either side; whether it is near the top, or the end, of its
    text."""

    start: int
    end: int
    top: bool
    bottom: bool


def credit_span(text: str, name: SourceName, line: NameLine | None) -> CreditSpan | None:
    """Return how `name` is credited at its place, or None where it is only mentioned.

    Without a line, it is no byline and no sign-off. A part of a longer name ("Sun-Times", "Jamaica Observer",
    "CBS 58") is another's.
    """
    before = text[max(0, name.start - BEFORE) : name.start]
    after = text[name.end : name.end + AFTER]
    if _is_of_longer_name(text, name, before, after):
        return None
    return (
        (line and _byline(text, name, line))
        or _credit(text, name, line, before, after)
        or _attribution(text, name, before, after)
    )


def _is_of_longer_name(text: str, name: SourceName, before: str, after: str) -> bool:
    """Return whether the name is a part of another source's: joined by a hyphen to what is no source itself, a common
    word beside a capitalised one, or with the number of a local station."""
    left = _HYPHENATED.search(before) if before[-1:] == "-" else None
    right = _HYPHENATED_ON.match(after) if after[:1] == "-" else None
    if left is not None or right is not None:
        pieces = (left[0] if left else "").split("-") + (right[0] if right else "").split("-")
        return any(piece.strip(".") and spelled(piece.strip(".")) is None for piece in pieces)
    if name.source.numbered and _NUMBER_BEHIND.match(after):
        return True
    if text[name.start : name.end] not in source_table().common:
        return False
    capital = _CAPITAL_BEFORE.search(before)
    if capital is not None and not _IN_NO_NAME.fullmatch(capital[1]):
        return True
    return _goes_on(after)


def _goes_on(after: str) -> bool:
    """Return whether a name is followed by more of a longer one."""
    more = _CAPITAL_BEHIND.match(after)
    return more is not None and not _NO_OTHER.fullmatch(more[1]) and not _NAMED_DAY.match(after)


def may_stand_apart(text: str, start: int, end: int) -> bool:
    """Return whether the name text[start:end] may be a byline or a sign-off: it is in a short line, or behind a bracket
    or a dash at the end of its line."""
    line = text.rfind("\n", max(0, start - SIGNED_LINE), start) + 1
    if (line or start <= SIGNED_LINE) and text.find("\n", end, line + SIGNED_LINE + 1) >= 0:
        return True
    if (line or start <= SIGNED_LINE) and len(text) <= line + SIGNED_LINE:
        return True
    behind = text.find("\n", end, end + SIDE)
    rest = text[end : behind if behind >= 0 else end + SIDE].rstrip(" \t\r*_.")
    return rest in ("", ")", "]") and _SIGN_BEGINS.search(text, max(0, start - 3), start) is not None


def _from(match: re.Match[str], name: SourceName, before: str) -> int:
    """Return where a context that ends at the name begins: at its first letter, digit or sign."""
    at = name.start - len(before) + match.start()
    return at + len(match[0]) - len(match[0].lstrip(' \t\r\n*_.!?(["”’,'))


def _byline(text: str, name: SourceName, line: NameLine) -> CreditSpan | None:
    if line.end - line.start > SIGNED_LINE or not _BYLINE.match(text, line.start):
        return None
    if not _BYLINE_BREAK.search(text[line.start : name.start]) or not _BYLINE_END.match(text[name.end : line.end]):
        return None
    start = line.start + len(text[line.start : line.end]) - len(text[line.start : line.end].lstrip(" \t\r*_"))
    return CreditSpan("byline", start, name.end)


def _credit(text: str, name: SourceName, line: NameLine | None, before: str, after: str) -> CreditSpan | None:
    for literal, pattern in _BEFORE:
        match = pattern.search(before) if literal in before else None
        if match is not None:
            if pattern in _WHOLE_NAMES and _goes_on(after):
                return None
            if pattern in (_COPYRIGHT, _SOURCE) and _PICTURE.search(before[: match.start()].rpartition("\n")[2]):
                return None
            return CreditSpan("credit", _from(match, name, before), name.end)
    contributed = _CONTRIBUTED.match(after) if "contributed" in after else None
    if contributed is not None:
        return CreditSpan("credit", name.start, name.end + contributed.end())
    return _sign_off(text, name, line) if line else None


def _sign_off(text: str, name: SourceName, line: NameLine) -> CreditSpan | None:
    """Return the credit of a line of nothing but names ("(AP)", "- Reuters"), or of names in brackets or behind a
    dash at the end of a line near the end of the text."""
    whole = text[line.start : line.end]
    if len(whole) <= SIGNED_LINE:
        decorated = _DECORATED.fullmatch(whole)
        if _all_known(decorated[1] if decorated else whole.strip(" \t\r*_.") if line.top or line.bottom else ""):
            lead = len(whole) - len(whole.lstrip(" \t\r*_"))
            return CreditSpan("credit", line.start + lead, line.start + len(whole.rstrip(" \t\r*_")))
    rest = text[name.end : line.end].rstrip(" \t\r*_.")
    if rest not in ("", ")", "]"):
        return None
    sign = _SIGN_BEGINS.search(text, max(line.start, name.start - 3), name.start)
    if sign is None or (rest == "") != (sign[0][0] not in "(["):
        return None
    said = text[max(line.start, sign.start() - 6) : sign.start()]
    if (line.bottom and _SENTENCE_END.search(said)) or (line.top and _TIME_END.search(said)):
        return CreditSpan("credit", sign.start(), name.end + len(rest))
    return None


def _all_known(names: str) -> bool:
    pieces = [piece.strip() for piece in _JOINT.split(names)]
    return (
        bool(names)
        and len(pieces) <= 4
        and all(p and (p[:1].isupper() or p == "dpa") and lookup(p) is not None for p in pieces)
    )


def _attribution(text: str, name: SourceName, before: str, after: str) -> CreditSpan | None:
    before = before[-_ATTRIBUTION_BEFORE:]
    if name.careful and not _TOLD.search(before):
        return None
    short = name.end - name.start <= 3 or name.careful
    if short and after[:1] == " " and after[1:2].isupper() and not _NAMED_DAY.match(after):
        return None
    if name.careful and not text[name.start : name.end].isupper() and not _THE_NAME.search(before):
        return None
    for pattern in (_ATTRIBUTED, _REPORTS) if before[-1:].isspace() else ():
        match = pattern.search(before)
        if match is not None:
            return CreditSpan("attribution", _from(match, name, before), name.end)
    role = _ROLE.match(after)
    if role is not None:
        said = _ROLE_SAYS.match(after, role.end())
        article = _ARTICLE.search(before)
        if said is not None or (article is not None and article[0][0] in "aA"):
            start = name.start - len(article[0]) if article else name.start
            return CreditSpan("attribution", start, name.end + (said.end() if said else role.end()))
    says = _SAYS.match(after)
    if says is not None:
        return CreditSpan("attribution", name.start, name.end + says.end())
    return None
