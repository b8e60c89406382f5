"""Lists of videos and galleries of pictures that a page puts beside its article: they are the same on every page of a
week, whatever the article is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dedup.text.furniture_match import fold

_VIDEOS: Final = 3  # lines that make a list: one line with a time in front may be body
# Timetables have round times, durations have any: of random ones four in five are no multiple of five seconds
_ODD_SHARE: Final = 0.5
_DURATION: Final = re.compile(
    r"([0-9]{1,2}):([0-5][0-9]) +(?!(?:[ap]\.? ?m|[ecmp][sd]?t|gmt|utc|bst|cest|ist|uhr|hrs?)\b)\S.{6,160}",
    re.IGNORECASE,
)
_TIMED: Final = re.compile(r"[0-9]{1,2}:[0-5][0-9] ")
_PICTURE: Final = re.compile(r"\bimage \d{1,3} of ?(?:/ ?)?\d{1,3}(?: caption close)?", re.I)
_SENTENCE_END: Final = re.compile(r"[.!?…][\"”’)]?\s+")
_CAPTION_WORDS: Final = 4  # a shorter sentence that returns in a gallery may be the name of a place


def is_timed_line(line: str) -> bool:
    """Return whether a line begins as minutes and seconds do, which time of day does too.

    >>> is_timed_line("0:41 Crews fight a fire"), is_timed_line("12:5 to Derby")
    (True, False)
    """
    return _TIMED.match(line) is not None


def video_titles(lines: Sequence[str]) -> list[bool]:
    """Return of each line whether it is a title in a list of videos with their durations.

    A list has three such lines or more. No title ends with a full stop, and half of the durations or more are no
    multiple of five seconds: a timetable has round times and a live blog has sentences.

    >>> video_titles(["0:41 Crews fight a fire", "3:26 Two held after a chase Pause", "1:08 Snow shuts the airport"])
    [True, True, True]
    >>> video_titles(["9:00 News at nine", "9:30 The garden show", "10:15 A film about bees"])
    [False, False, False]
    """
    found = [_DURATION.fullmatch(line.rstrip()) if line.rstrip()[-1:] not in '.!”"' else None for line in lines]
    odd = [int(match[2]) % 5 != 0 for match in found if match]
    if len(odd) < _VIDEOS or sum(odd) < _ODD_SHARE * len(odd):
        return [False] * len(lines)
    return [match is not None for match in found]


def is_gallery(line: str) -> bool:
    """Return whether a line counts two pictures or more: "Image 1 of 6 ... Image 2 of 6 ..."."""
    first = _PICTURE.search(line)
    return first is not None and _PICTURE.search(line, first.end()) is not None


def gallery_sentences(line: str) -> list[tuple[int, int]]:
    """Return [start, end) of the sentences of a line that belong to a gallery of two pictures or more: those with
    "Image 1 of 6", and each that repeats a caption.

    >>> line = "Image 1 of 2 Smoke over the old port. Image 2 of 2 Smoke over the old port. Crews came at noon."
    >>> [line[start:end] for start, end in gallery_sentences(line)]
    ['Image 1 of 2 Smoke over the old port.', 'Image 2 of 2 Smoke over the old port.']
    """
    if not is_gallery(line):
        return []
    ends = [*(match.end() for match in _SENTENCE_END.finditer(line)), len(line)]
    spans = [(start, end) for start, end in zip([0, *ends], ends, strict=False) if line[start:end].strip()]
    captions = set()
    for start, end in spans:
        pictures = list(_PICTURE.finditer(line, start, end))
        if pictures:
            captions.add(fold(line[pictures[-1].end() : end]))
    captions = {caption for caption in captions if len(caption.split()) >= _CAPTION_WORDS}
    return [
        (start, start + len(line[start:end].rstrip()))
        for start, end in spans
        if _PICTURE.search(line, start, end) or fold(line[start:end]) in captions
    ]
