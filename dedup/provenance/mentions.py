"""Credits by name: datelines, sign-offs, bylines and attributions to the agencies and outlets of the table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from dedup.provenance.outlets import Name, canonical, is_known, outlets
from dedup.provenance.spans import DATELINE_HEAD, MARKS, Span, line_around, near_edge, trimmed

_CONTEXT: Final = 90  # code points before and after a name that are looked at
_MOST_MENTIONS: Final = 2_000  # names looked at in a piece of text: bounds the cost on a page that repeats one
_WORD: Final = re.compile(r"[A-Z][A-Za-z]*")
_UNCAPITALISED: Final = ("dpa", "teleSUR")
_LONGEST_DATELINE: Final = 90
_LONGEST_BYLINE: Final = 140

_PEOPLE: Final = (
    r"(?:correspondents?|reporters?|journalists?|photographers?|cameram[ae]n|stringers?|writers?|producers?|editors?|news agency|news website|"
    r"newspaper|news channel|television|tv|channel|bureau|tally|count|poll)"
)
_SAYS: Final = r"(?:has |had |have |also |later )?(?:reported|reports|said|says|quoted|cited|wrote|writes|noted|learned|learnt|understands|published|broadcast|confirmed)"
_TOLD: Final = re.compile(
    r"(?:(?:\b(?:told|tells|telling|informed|asked by|interviewed by|contacted by|reached by|seen by|obtained by|reviewed by|shown to|"
    r"(?:spoke|speaking|spoken|talking|talked) (?:exclusively )?(?:to|with)|(?:statement|comments?|remarks|interview|email) (?:to|with|by|for))"
    r"|\b(?:according to|citing|quoted by|cited by|reported by|quoting|reports? (?:by|from|in|on)|carried by|published (?:by|in)))"
    r" (?:(?:the|a|an|The|state|news|agency|broadcaster|television|TV|radio|newspaper|daily|channel|network|website|outlet|magazine|state-run|official|"
    r"semi-official|semiofficial|local|private|[A-Z][a-z]{2,12}(?:ian|ish|ese|ani|eli|aqi|ench|man|can|ch)|[A-Z]\w{1,15}['’]s|[a-z]{3,12}-based) ){0,4})$"
)
_DIRECT: Final = re.compile(r"(?:told|tells|telling|informed)\b")
_STAFF: Final = re.compile(r"(?:['’]s?)? (?:[a-z-]{1,15} ){0,2}" + _PEOPLE + r"\b(?: " + _SAYS + r"\b)?")
_PERSON: Final = re.compile(
    r"['’]s? (?:(?:[A-Z]|al-|el-|bin |van |von |de |[a-z]{4,14} )[\w’'.-]{0,25} ){2,6}?(?:said|says|reported|reports|reporting|wrote|writes|noted|explained|added|told)\b"
)
_REPORTED: Final = re.compile(r" " + _SAYS + r"\b")
_PICTURE: Final = re.compile(r"(?:photo|image|picture|getty|courtesy|handout|file|graphic|video|screengrab|©)[^\n]{0,60}$", re.IGNORECASE)
_PAREN_BEFORE: Final = re.compile(r"\((?:[A-Za-z][\w .&’'-]{0,30}[,/;&] ?|[Ww]ith (?:[\w ]{1,20} )?(?:from|by) )?$")
_WITH: Final = re.compile(r"^[Ww]ith (?:[\w ]{1,20} )?(?:from|by) ")
_PAREN_AFTER: Final = re.compile(r"(?: ?[,/;&] ?[\w .&’'-]{1,30}){0,3}\)")
_DASH: Final = re.compile(r" ?(?:--|—|–|-|:|\.? ?[—–-])")
_PLACE: Final = re.compile(r"(?:[A-Z][\w.'’-]*|\d{1,4}(?:st|nd|rd|th)?|of|de|la|al|el|and|/|&|,)(?:[ ,/.]{1,3}(?:[A-Z][\w.'’-]*|\d{1,4}(?:st|nd|rd|th)?|of|de|la|al|el|and|&)){0,8}[ ,.]*")
_PLACE_ALONE: Final = re.compile(r"\(([A-Z][a-z’'-]{2,20}(?:[ -][A-Z][a-z’'-]{2,20}){0,2})\) (?=[A-Z“\"])")
_NO_PLACE: Final = frozenset("updated update photo photos video videos image images adds recasts exclusive opinion analysis graphic corrected file watch reuters".split())
_UNKNOWN_AGENCY: Final = re.compile(r"(?:^|\n)[ \t*_#>]{0,6}([A-Z][^\n()]{1,60})\(([A-Z][A-Za-z]{1,9}(?: [A-Z][a-z]{2,12}){0,2})\) ?(?:--|—|–|-)")
_BYLINE: Final = re.compile(r"(?:By|BY|by) (?:[A-Z].{1,60}?(?:[,|/–—-] ?| for | in [A-Z]\w+,? ?| ))?(?:the |The |THE )?$")
_SIGNER: Final = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}, ?(?:The )?$")
_SIGN_OFF: Final = re.compile(r"(?:[.!?\"”’)] ?|^[ *_]{0,4})(?:-{1,2}|–|—) ?$")
_VIA: Final = re.compile(r"(?:^[ *_(]{0,3}|[.!?\"”] |[|–—-] ?|\n[ *_(]{0,3}|\(|\[|\bBy [A-Z].{1,40} )([Vv]ia (?:the |The )?)$")
_CONTRIBUTED: Final = re.compile(r"[^\n]{0,150}\bcontributed (?:reporting |to )")
_TITLE_END: Final = re.compile(r"(?:[|–—-]|\.\.\.) ?(?:The )?$")


class _Mention(NamedTuple):
    start: int
    end: int
    name: Name


def find_mentions(text: str, offset: int, length: int, known: Iterable[Span]) -> list[Span]:
    """Credits by name in a piece of text that begins at `offset` of a text of `length` code points, apart from the `known` ones."""
    taken = [(span.start, span.end) for span in known if span.kind != "url"]
    found: list[Span] = []
    last = ""
    for mention in _mentions(text):
        start, end, name = mention
        if any(low <= start < high for low, high in taken):
            continue
        if name.text.endswith("Times"):
            last, name = (name.source, name) if name.text != "Times" else (last, name._replace(source=last or "The Times"))
        span = _dateline_or_sign_off(text, mention, offset, length) or _byline(text, mention) or _attribution(text, start, end, name)
        if span is not None:
            span = span._replace(source=name.source)
            found.append(span)
            taken.append((span.start, end))
    if offset == 0:
        found += _other_datelines(text, found)
    return found


def title_credit(title: str) -> list[Span]:
    """The outlet at the end of a title: "Thousands rally in Baghdad | Al Jazeera"."""
    for start, end, name in _mentions(title[:1_000]):
        before = _TITLE_END.search(title, max(0, start - 12), start)
        if before and not title[end:1_000].strip(MARKS + ".") and title[: before.start()].strip():
            return [Span(start, end, "credit", name.source)]
    return []


def _mentions(text: str) -> list[_Mention]:
    """The longest name of the table at each place where one stands, in order."""
    by_first = outlets().by_first
    words = by_first.keys() & set(_WORD.findall(text))
    words.update(word for word in _UNCAPITALISED if word in text)
    places = sorted((place, word) for word in words for place in _places(text, word))
    found: list[_Mention] = []
    end_of_last = 0
    for start, word in places[:_MOST_MENTIONS]:
        if start < end_of_last or (start and (text[start - 1].isalnum() or text[start - 1] in "@_")):
            continue
        for name in by_first[word]:
            end = start + len(name.text)
            if name.with_the and text[max(0, start - 4) : start] not in ("the ", "The ", "THE "):
                continue
            if text.startswith(name.text, start) and not text[end : end + 1].isalnum():
                found.append(_Mention(start, end, name))
                end_of_last = end
                break
    return found


def _places(text: str, word: str) -> Iterator[int]:
    """Where `word` stands that no ASCII letter follows."""
    place = text.find(word)
    for _ in range(_MOST_MENTIONS):
        if place < 0:
            return
        end = place + len(word)
        after = text[end : end + 1]
        if not (after.isalpha() and after.isascii()):
            yield place
        place = text.find(word, end)


def _dateline_or_sign_off(text: str, mention: _Mention, offset: int, length: int) -> Span | None:
    start, end, name = mention
    opened = _PAREN_BEFORE.search(text, max(0, start - _CONTEXT), start)
    closed = _PAREN_AFTER.match(text, end, end + _CONTEXT) if opened else None
    line_start, line_end = line_around(text, start)
    if opened and closed:
        return _in_brackets(text, opened.start(), closed.end(), (line_start, line_end), offset, length)
    if text[start - 1 : start] == "/" or text[end : end + 1] == "/":
        return None
    first, last = trimmed(text, line_start, line_end)
    if first <= start and end >= last and text[first:start] in ("", "The ", "By ", "BY ") and near_edge(first + offset, last + offset, length):
        return Span(first, end, "byline" if text[first:start].startswith(("By", "BY")) else "credit", name.source)
    if last - first <= 60 and _only_names(text[first:last]) and near_edge(first + offset, last + offset, length):
        return Span(start, end, "credit", name.source)
    if not text[end:line_end].strip(MARKS + ".") or text[first:start].strip("-–— ") == "":
        signed = _SIGN_OFF.search(text, max(line_start, start - 6), start)
        if signed and not (name.careful and offset + end < length - 300):
            return Span(start, end, "credit", name.source)
    via = _VIA.search(text, max(line_start, start - 60), start)
    if via and not _PICTURE.search(text, max(line_start, start - _CONTEXT), start):
        return Span(via.start(1), end, "credit", name.source)
    return None


def _in_brackets(text: str, opened: int, closed: int, line: tuple[int, int], offset: int, length: int) -> Span | None:
    """"(AFP)" as a dateline where a place or nothing stands before it, as a sign-off where nothing follows, else nothing."""
    first, last = trimmed(text, *line, marks=" \t\r\xa0*_#>")
    place = text[first:opened]
    if opened - first <= _LONGEST_DATELINE and (not place or _PLACE.fullmatch(place)):
        dash = _DASH.match(text, closed, closed + 6)
        if dash or (closed < last and (not place or "," in place or place.isupper())):
            return Span(first, dash.end() if dash else closed, "dateline", "")
    names = _WITH.sub("", text[opened + 1 : closed - 1])
    if not text[closed:last].strip(MARKS + ".") and _only_names(names) and not _PICTURE.search(text, max(line[0], opened - _CONTEXT), opened):
        if first == opened or offset + closed > length - 300:
            return Span(opened, closed, "credit", "")
    return None


def _only_names(line: str) -> bool:
    """Whether a line is a list of names: "Reuters - AP - AFP"."""
    parts = [part.strip(MARKS + ".") for part in re.split(r"[,/&|]| [-–—] | and ", line)]
    return all(is_known(part) for part in parts)


def _byline(text: str, mention: _Mention) -> Span | None:
    """"By Jane Doe, Associated Press", "JANE DOE, Associated Press", "NPR's Jane Doe contributed to this report"."""
    start, end, name = mention
    line_start, line_end = line_around(text, start)
    first, last = trimmed(text, line_start, line_end)
    if last - first <= _LONGEST_BYLINE and end - first <= _LONGEST_BYLINE:
        if _BYLINE.fullmatch(text, first, start) and (text[end:last].strip(MARKS + ".,") == "" or text[end : end + 2] in (" w", " W", " s", " S", "\n")):
            return Span(first, end, "byline", name.source)
        if end >= last and start > first and _SIGNER.fullmatch(text, first, start):
            return Span(first, end, "byline", name.source)
    if first == start or text[first:start] == "The ":
        match = _CONTRIBUTED.match(text, end, min(line_end, end + 220))
        if match:
            return Span(start, end, "byline", name.source)
    return None


def _attribution(text: str, start: int, end: int, name: Name) -> Span | None:
    low = max(0, start - _CONTEXT)
    told = _TOLD.search(text, low, start)
    staff = _STAFF.match(text, end, end + _CONTEXT)
    if told and (not name.careful or staff or _DIRECT.match(text, told.start())):
        return Span(told.start(), staff.end() if staff else end, "attribution", name.source)
    if staff:
        return Span(start, staff.end(), "attribution", name.source)
    person = _PERSON.match(text, end, end + _CONTEXT)
    if person and not name.careful:
        return Span(start, person.end(), "attribution", name.source)
    reported = _REPORTED.match(text, end, end + _CONTEXT)
    if reported and (not name.careful or text[max(0, start - 4) : start] == "The "):
        return Span(start, reported.end(), "attribution", name.source)
    return None


def _other_datelines(text: str, found: list[Span]) -> list[Span]:
    """Datelines of agencies that the table does not know, and of places alone, in the first DATELINE_HEAD code points."""
    head = text[:DATELINE_HEAD]
    spans: list[Span] = []
    for match in _UNKNOWN_AGENCY.finditer(head) if "(" in head else ():
        start, end = match.start(1), match.end()
        if _PLACE.fullmatch(match[1]) and not any(span.start < end and start < span.end for span in found):
            spans.append(Span(start, end, "dateline", canonical(match[2])))
    first, _ = trimmed(text, 0, len(head), marks=" \t\r\n\xa0*_#>")
    alone = _PLACE_ALONE.match(head, first)
    if alone and alone[1].split()[0].lower() not in _NO_PLACE and not any(span.start < alone.end() for span in found):
        spans.append(Span(first, alone.end() - 1, "dateline", ""))
    return spans
