"""Furniture: the parts of a scraped page that are not the article, found line by line and marked with offsets.

Only candidate lines are read (`is_candidate` has the rule, which a kernel may apply instead). A candidate is folded; it
is furniture if it is a known phrase, matches a pattern that its first word selects, or repeats an earlier line. A
candidate that is no furniture as a whole is cut into sentences, so that a subscription prompt glued to a paragraph is
marked and the paragraph stays. Marking body text is the worse error of the two: text inside a quotation is never
marked, and a section such as "Leave a Reply" takes what follows it only within the bounds of `tail_end`. Of 1,150 clean
articles (WMT, BBC) 0.002 % of the words are marked, of 1,304 scraped ones 1.8 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, repeat
from typing import Final

from dedup.records import Furniture
from dedup.text.furniture_match import (
    FurnitureTables,
    fold,
    head_words,
    is_inside_quotation,
    line_kind,
    load_tables,
    sentence_kind,
    sentences_worth_a_look,
)
from dedup.text.furniture_rules import FREE_TRIGGERS, FURNITURE_KINDS, MAX_WORDS, STRONG_TRIGGERS, SYMBOLS, TRIGGERS
from dedup.text.media_lists import gallery_sentences, is_gallery, is_timed_line, video_titles

__all__ = [
    "FREE_TRIGGERS", "FURNITURE_KINDS", "MAX_GALLERY", "MAX_LINE", "MAX_WORDS", "STRONG_TRIGGERS", "SYMBOLS",
    "TRIGGERS", "candidate_lines",
    "find_furniture", "head_words", "is_candidate",
]  # fmt: skip

MAX_LINE: Final = 2_000  # code points; a longer line is a whole article without line breaks, never furniture
MAX_GALLERY: Final = 8_000  # code points of a line that holds the captions of some thirty pictures
TAIL_SHARE: Final = 0.25  # of the text's code points: what a section such as "Leave a Reply" may take at most
TAIL_WORDS: Final = 120
BODY_WORDS: Final = 30  # a line this long that ends like a sentence is a paragraph, not a headline in a list of teasers
REPEAT_WORDS: Final = 60
# Distinct lines that a near repeat is compared with: bounds the cost on pages of thousands of lines
NEAR_REPEATS: Final = 20

_ASCII_WORDS: Final = re.compile(r"[a-z0-9]+")
_ANY_WORDS: Final = re.compile(r"[^\W_]+")


def find_furniture(
    text: str, candidates: Sequence[tuple[int, int]] | None = None, hopeless: Iterable[bool] = repeat(False)
) -> list[Furniture]:
    """Return the spans of furniture in `text`, sorted, which do not overlap; each is in one line, except sections that
    run to the end.

    `candidates` are [start, end) of the lines to read, in order, in code points; by default those of `candidate_lines`.
    A line that occurs again among them is a repeated caption, of which the first stays. `hopeless` says of each line
    whether it can only be a repeated caption.

    >>> page = "Rivals met on Monday.\\n\\nAdvertisement\\n\\nTalks go on. Sign up for our daily newsletter."
    >>> [(page[f.start:f.end], f.kind) for f in find_furniture(page)]
    [('Advertisement', 'advertisement'), ('Sign up for our daily newsletter.', 'newsletter')]
    """
    if candidates is None:
        candidates = candidate_lines(text)
    found: list[Furniture] = []
    others: list[tuple[int, int]] = []
    whole: set[int] = set()  # starts of the lines that need not be cut
    keys: set[str] = set()
    tables = load_tables()
    for (line_start, line_end), is_hopeless in zip(candidates, hopeless, strict=False):
        start, end = _trim(text, line_start, line_end)
        if start == end:
            continue
        if end - start > MAX_LINE:
            found.extend(_gallery(text, start, end))
            continue
        if is_hopeless and len(candidates) == 1:
            break
        line = text[start:end]
        key = fold(line)
        if is_hopeless:
            whole.add(start)
        kind = None if is_hopeless else line_kind(line, key, tables)
        if kind is None:
            others.append((start, end))
            keys.add(key)
            continue
        if key in tables.sections:
            stop = tail_end(text, end, kind)
            if stop:
                found.append(Furniture(start, stop, kind))
                break
        found.append(Furniture(start, end, kind))
    if others:
        stop = found[-1].start if found and found[-1].end >= len(text.rstrip()) else len(text)
        repeats = _repeats(text, [span for span in others if span[0] < stop]) if len(keys) < len(others) else set()
        videos = video_titles([text[start:end] for start, end in others])
        for (start, end), is_video in zip(others, videos, strict=True):
            if is_video and start < stop:
                found.append(Furniture(start, end, "teaser"))
            elif start in repeats:
                found.append(Furniture(start, end, "repeated_caption"))
            elif start not in whole:
                found.extend(_sentences(text, start, end, tables))
        found.sort(key=_start)
    return found


def _start(span: Furniture) -> int:
    return span.start


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    if piece and not piece[0].isspace() and not piece[-1].isspace():
        return start, end
    left = len(piece) - len(piece.lstrip())
    return start + left, start + max(left, len(piece.rstrip()))


def _sentences(text: str, start: int, end: int, tables: FurnitureTables) -> list[Furniture]:
    """Return the sentences of a line that are furniture while the rest is body; neighbours of one kind become one
    span."""
    line = text[start:end]
    gallery = _gallery(text, start, end)
    if gallery:
        return gallery
    found: list[Furniture] = []
    for sentence_start, sentence_end, last in sentences_worth_a_look(line, tables):
        left, right = _trim(line, sentence_start, sentence_end)
        kind = sentence_kind(line[left:right], tables, last=last) if left < right else None
        if kind is None or is_inside_quotation(line, left):
            continue
        if found and found[-1].kind == kind and not text[found[-1].end : start + left].strip():
            found[-1] = Furniture(found[-1].start, start + right, kind)
        else:
            found.append(Furniture(start + left, start + right, kind))
    return found


def _gallery(text: str, start: int, end: int) -> list[Furniture]:
    """Return the sentences of a line that belong to a gallery; neighbours become one span."""
    found: list[Furniture] = []
    for left, right in gallery_sentences(text[start : min(end, start + MAX_GALLERY)]):
        if found and not text[found[-1].end : start + left].strip():
            found[-1] = Furniture(found[-1].start, start + right, "media_placeholder")
        else:
            found.append(Furniture(start + left, start + right, "media_placeholder"))
    return found


def _repeats(text: str, spans: list[tuple[int, int]]) -> set[int]:
    """Return the starts of the lines that repeat an earlier one of `spans`, or the first line of the text."""
    again: set[int] = set()
    seen: set[str] = set()
    known: list[set[str]] = []
    first = text.lstrip()[:MAX_LINE].split("\n", 1)[0].rstrip()
    offset = len(text) - len(text.lstrip())
    counts: dict[str, int] = {}
    folded = [(start, fold(text[start:end]), text[end - 1]) for start, end in spans]
    for _, key, _ in folded:
        counts[key] = counts.get(key, 0) + 1
    for start, key, last in [(offset, fold(first), first[-1:]), *folded]:
        words = key.split()
        if not _may_repeat(words, last):
            continue
        if start != offset and (key in seen or (counts.get(key, 0) > 1 and _near(set(words), known))):
            again.add(start)
        elif len(known) < NEAR_REPEATS:
            known.append(set(words))
        seen.add(key)
    return again


def _may_repeat(words: list[str], last: str) -> bool:
    """Return whether a line can be a repeated caption or list head.

    "He was 75." and "Yes" repeat too and are body: a short sentence, or a word or two, cannot.
    """
    return 3 <= len(words) <= REPEAT_WORDS and (len(words) >= 8 or last not in ".!?:;\"”'’…")


def _near(words: set[str], known: list[set[str]]) -> bool:
    return len(words) >= 5 and any(len(words ^ other) <= 1 for other in known)


def tail_end(text: str, head_end: int, kind: str) -> int:
    """Return the end of the section whose heading ends at `head_end`: the end of the text, or 0 for a heading without a
    section.

    A section takes at most TAIL_SHARE of the text and TAIL_WORDS words, and a list of teasers ends at the first real
    paragraph: a heading word in the middle of an article must not swallow the rest.
    """
    stop = len(text.rstrip())
    if stop - head_end > TAIL_SHARE * stop or stop - head_end > 12 * TAIL_WORDS:
        return 0
    tail = text[head_end:stop]
    if len(tail.split()) > TAIL_WORDS:
        return 0
    if kind == "teaser":
        for line in tail.split("\n"):
            if line.rstrip().endswith((".", "!", "?", '"', "”")) and len(line.split()) >= BODY_WORDS:
                return 0
    return max(stop, head_end)


def candidate_lines(text: str) -> list[tuple[int, int]]:
    """Return the spans of the candidate lines: those of `is_candidate`, and those that repeat within the text."""
    spans: list[tuple[int, int]] = []
    counts: dict[str, int] = {}
    start = 0
    lines = text.split("\n")
    for line in lines:
        counts[line.strip()] = counts.get(line.strip(), 0) + 1
    for line in lines:
        end = start + len(line)
        if len(line) <= _room(line) and line.strip() and (counts[line.strip()] > 1 or is_candidate(line)):
            spans.append(_trim(text, start, end))
        start = end + 1
    return spans


def _room(line: str) -> int:
    """Return the code points that a candidate like this line may have."""
    return MAX_GALLERY if len(line) > MAX_LINE and is_gallery(line[:MAX_GALLERY]) else MAX_LINE


def is_candidate(line: str) -> bool:
    """Return whether a line is a candidate: the rule in full, and the reference for the kernel that picks candidates.

    A line of at most MAX_LINE code points (a gallery may have MAX_GALLERY) that begins with one of SYMBOLS, or as
    minutes and seconds do; or has a bar and at most three times MAX_WORDS words; or has one of STRONG_TRIGGERS, a
    word or two words in a row; or has at most MAX_WORDS words and one of TRIGGERS. For the last two the line, or the
    sentence of the strong trigger, must begin with one of `head_words` or a ©, unless the trigger is one of
    FREE_TRIGGERS. Words of the lists are runs of ASCII letters and digits, in lower case.
    """
    stripped = line.strip()
    if not stripped or len(line) > _room(line):
        return False
    if stripped[0] in SYMBOLS or is_timed_line(stripped):
        return True
    if "|" in stripped and len(_ANY_WORDS.findall(stripped)) <= 3 * MAX_WORDS:
        return True
    words: list[str] = []
    heads: list[bool] = []
    at = 0
    for match in _ASCII_WORDS.finditer(stripped.lower()):
        gap = stripped[at : match.start()]
        begins = not words or any(stop in gap for stop in ".!?…")
        heads.append((match[0] in head_words() or "©" in gap) if begins else heads[-1])
        words.append(match[0])
        at = match.end()
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    if not STRONG_TRIGGERS.isdisjoint([*words, *pairs]):
        hits = [i for i, word in enumerate(words) if word in STRONG_TRIGGERS or (i and pairs[i - 1] in STRONG_TRIGGERS)]
        if any(
            heads[i] or heads[0] or words[i] in FREE_TRIGGERS or (i and pairs[i - 1] in FREE_TRIGGERS) for i in hits
        ):
            return True
    if len(words) > MAX_WORDS or TRIGGERS.isdisjoint(words):
        return False
    return heads[0] or not FREE_TRIGGERS.isdisjoint(words)
