"""A country beside its own people: "the presence of Iran and Iranian troops"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from dedup.artifacts.document import Document

# Countries whose troops, firms and officials are in the news, each with its adjectives.
_PEOPLES: Final = {
    "the United States": ("American", "US", "U.S."),
    "the United Kingdom": ("British", "UK"),
    "Britain": ("British",),
    "America": ("American", "US"),
    "Afghanistan": ("Afghan",),
    "Armenia": ("Armenian",),
    "Australia": ("Australian",),
    "Azerbaijan": ("Azerbaijani",),
    "Belarus": ("Belarusian",),
    "Brazil": ("Brazilian",),
    "Canada": ("Canadian",),
    "China": ("Chinese",),
    "Colombia": ("Colombian",),
    "Egypt": ("Egyptian",),
    "Ethiopia": ("Ethiopian",),
    "France": ("French",),
    "Germany": ("German",),
    "Greece": ("Greek",),
    "India": ("Indian",),
    "Iran": ("Iranian",),
    "Iraq": ("Iraqi",),
    "Israel": ("Israeli",),
    "Italy": ("Italian",),
    "Japan": ("Japanese",),
    "Lebanon": ("Lebanese",),
    "Libya": ("Libyan",),
    "Mali": ("Malian",),
    "Mexico": ("Mexican",),
    "Nigeria": ("Nigerian",),
    "North Korea": ("North Korean",),
    "Pakistan": ("Pakistani",),
    "Poland": ("Polish",),
    "Russia": ("Russian",),
    "Saudi Arabia": ("Saudi", "Saudi Arabian"),
    "Serbia": ("Serbian", "Serb"),
    "South Korea": ("South Korean",),
    "Spain": ("Spanish",),
    "Sudan": ("Sudanese",),
    "Syria": ("Syrian",),
    "Turkey": ("Turkish",),
    "Ukraine": ("Ukrainian",),
    "Venezuela": ("Venezuelan",),
    "Vietnam": ("Vietnamese",),
    "Yemen": ("Yemeni",),
}
_ACTS: Final = (
    "presence|withdrawal|pull-?out|departure|expulsion|deployment|arrival|intervention|involvement|exit|removal"
)
_FORCES: Final = (
    "troops?|forces?|soldiers|army|military|servicemen|personnel|bases|advisers|mercenaries|servicemen|fighters|units"
)
_ACT_OF: Final = regex.compile(
    rf"\b(?:{_ACTS}) of (?P<mark>(?P<country>(?:the )?\p{{Lu}}\p{{L}}+(?: \p{{Lu}}\p{{L}}+)?) and"
    rf" (?P<people>\p{{Lu}}[\p{{L}}.]+(?: \p{{Lu}}\p{{L}}+)?) (?:{_FORCES}))\b"
)


def countries_and_their_own(document: Document) -> Iterator[tuple[int, int]]:
    """Find a country and its own forces as two that come, stay or go: "the presence of the United States and American
    troops"."""
    for match in _ACT_OF.finditer(document.text):
        if match["people"] in _PEOPLES.get(match["country"], ()):
            yield match.span("mark")
