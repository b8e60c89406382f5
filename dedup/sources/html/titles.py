"""The headline of a page without what sites put around it: their own name, the section, the day, the author."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from dedup.addresses import host_of, site_of
from dedup.sources.html.metadata import PageMetadata

_SEPARATOR: Final = re.compile(
    r"\s+[-–—|·•*:/»«<>]{1,2}\s+|\s*[|｜│ㅣ]\s*|(?<=\w)：(?=\w)|(?<=[^\W\d_])-(?=[^\W\d_]+$)"
)
"""What is between a headline and the name behind it; the colon and the bare hyphen only where no space is needed
(Chinese, Japanese, Korean)."""
_DATE: Final = re.compile(r"\W*\d{1,4}[./ -]\d{1,2}[./ -]\d{2,4}\W*|\W*\d{1,2}\.? \w{3,12} \d{4}\W*")
_BY: Final = re.compile(r"(?:by|von|par|por|di|door|av)\s+\S", re.IGNORECASE)
_ADDED: Final = re.compile(
    r"\b(?:news|online|digital|magazine|nachrichten|zeitung|noticias|actualités?|haber|live|web|com|www|the)\b",
    re.IGNORECASE,
)
"""Words with which a site extends its own name."""
_LONGEST_SECTION: Final = 3
"""Words of a section; longer pieces in front of the name of a site are part of the headline."""
_LONGEST_NAME: Final = 7
_LEAST_TITLE: Final = 8
"""Letters that must be left of a headline."""


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def clean_title(page: PageMetadata, found: str | None, address: str | None) -> str | None:
    """Return the headline: the title for sharing, else what was found, else the first headline of the page, with the
    names of the site, sections, authors and days behind it cut off.

    >>> shared = "Mayor resigns - National | Globalnews.ca"
    >>> page = PageMetadata(shared, (), None, None, ("Global News",), (), None, None, None)
    >>> clean_title(page, None, "https://globalnews.ca/news/1/")
    'Mayor resigns'
    """
    title = page.og_title or found or next(iter(page.headlines), None) or page.title_element
    if title is None:
        return None
    title = " ".join(title.split())
    if found and page.og_title and _folded(found) != _folded(title) and _folded(title) in _site_names(page):
        title = " ".join(found.split())
    for other in (*page.headlines, page.title_element):
        # The page shows the same headline without what is behind it.
        if other and _begins(title, other):
            return title[: len(other)].rstrip() if _folded(title[: len(other)]) == _folded(other) else other
    return _without_names(title, _names(page, address), {_letters(name) for name in page.sections})


def _site_names(page: PageMetadata) -> set[str]:
    return {_folded(name) for name in page.site}


def _begins(title: str, shorter: str) -> bool:
    """Return whether a title is a shorter one with a separator and at most a few words behind it."""
    start, whole = _folded(shorter), _folded(title)
    if len(_letters(start)) < _LEAST_TITLE or len(start) >= len(whole) or not whole.startswith(start):
        return False
    rest = title[len(shorter) :]
    return _SEPARATOR.match(rest) is not None or _SEPARATOR.match(f"a{rest}", 1) is not None


def _names(page: PageMetadata, address: str | None) -> set[str]:
    names = {_letters(name) for name in page.site}
    for url in (address, page.og_url, page.saved_from):
        if host := host_of(url):
            names |= {_letters(host), _letters(site_of(host)), _letters(site_of(host).partition(".")[0])}
    return {name for name in names if len(name) > 1}


def _is_name(piece: str, names: Iterable[str]) -> bool:
    letters, bare = _letters(piece), _letters(_ADDED.sub(" ", piece))
    if not letters or len(piece.split()) > _LONGEST_NAME:
        return False
    return any(
        name in (letters, bare) or (len(name) > 2 and (letters.startswith(name) or letters.endswith(name)))
        or (len(bare) > 2 and (name.startswith(bare) or name.endswith(bare)))
        for name in names
    )  # fmt: skip


def _without_names(title: str, names: set[str], sections: set[str]) -> str:
    kept, cut_name = title, False
    while True:
        marks = list(_SEPARATOR.finditer(kept))
        if not marks:
            return kept
        start, piece = marks[-1].start(), kept[marks[-1].end() :]
        head = kept[:start].rstrip()
        is_name = _is_name(piece, names)
        is_section = _letters(piece) in sections or (cut_name and len(piece.split()) <= _LONGEST_SECTION)
        droppable = is_name or is_section or _DATE.fullmatch(piece) or (cut_name and _BY.match(piece))
        if not droppable and len(marks) > 1 and _BY.match(piece):
            # The author behind the site: "Title | The Site | by A. Author"
            inner = kept[marks[-2].end() : start]
            if _is_name(inner, names):
                droppable, head = True, kept[: marks[-2].start()].rstrip()
        if not droppable or len(_letters(head)) < _LEAST_TITLE:
            return kept
        cut_name = cut_name or is_name
        kept = head
