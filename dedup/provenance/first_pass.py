"""The first pass for credits: a kernel reads a batch and leaves `find_credits` a few places to look at."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from dedup.provenance.credit_search import PHRASES, URLS
from dedup.provenance.credits import HEAD, TAIL
from dedup.provenance.datelines import HEAD_LINES, PLACE_ONLY_LINES, REACH
from dedup.provenance.phrases import PHRASE_LITERALS, URL_LITERALS
from dedup.provenance.source_table import (
    BORDER,
    NO_PLACES,
    PHRASE_WORDS,
    CreditPlaces,
    SourceName,
    SourceSpelling,
    source_table,
)

if TYPE_CHECKING:
    from dedup.text.corpus import Corpus
    from dedup.text.tables import I64, U8, U32, U64

_PUBLISHED: Final = "published appeared posted printed"
# The words around a name where contexts.py takes it for a credit, by the bit that `credit_search` reads.
BEFORE: Final = {
    "AGENCY": "agency newspaper broadcaster channel network daily magazine website",
    "TOLD": "told telling tells citing quoting",
    "INTERVIEW": "according interview",
    "TO_VERB": "speaking spoke talking statement comments remarks wrote",
    "SAID_TO": "said confirmed explained added",
    "TO": "to",
    "BY_VERB": "quoted cited reported obtained seen released interviewed carried contacted reviewed saying",
    "BY": "by from",
    "REPORTS": "reports reported says wrote writes",
    "PUBLISHED": " ".join(f"{how}{done}" for how in ("", "re", "first", "originally") for done in _PUBLISHED.split()),
    "COPYRIGHT": "copyright copyrightby copyrightthe",
    "MARK": "c",
    "SOURCE": "source sources",
    "VIA": "via",
    "EDITING": "reporting writing editing compiled",
    "INPUTS": "input inputs files reporting report reports information material contribution contributions",
    "WITH": "with",
}
_ROLES: Final = (
    "correspondent", "reporter", "journalist", "photographer", "videographer", "stringer", "team", "crew",
)  # fmt: skip
BEHIND: Final = {
    "SAID": "reported reports said says wrote writes noted notes quoted quotes cited cites confirmed learned learnt "
    "understands added observed",
    "ROLE": " ".join(
        f"{role} {role}s"
        for role in _ROLES
    ),
    "CONTRIBUTED": "contributed",
    "ADVERB": "news newspaper website also later has had have",
}  # fmt: skip


class WordTable(NamedTuple):
    """An open-addressing table of words: their hashes, 0 for a free slot, and the bits of each. A power of two of
    slots."""

    keys: U64
    bits: I64


class CreditTables(NamedTuple):
    """The spellings and words that `credit_search` looks for.

    A trie of spellings, level by level from node 0: the byte of a node (`letters`), its children [children[n],
    children[n + 1]) and the number of the spelling that ends at it (`ends`), 0 where none does; the first `sources` of
    them are names. `pairs` is 1 for each pair of bytes, the first one times 256, that a spelling begins with, and for
    each that begins with a line break. `initials` is the node of a spelling's first byte; thirds[initials[first],
    second] has one for the low bits of each byte that follows the two. `before` and `behind` are the words around a
    name.
    """

    pairs: U8
    initials: U8
    thirds: U32
    letters: I64
    children: I64
    ends: I64
    sources: int
    before: WordTable
    behind: WordTable


class Bounds(NamedTuple):
    """How far `credit_search` looks: lines that may begin with a dateline, the first ones that may with a place in
    brackets, code points of such a line, and bytes of a text."""

    lines: int
    tops: int
    reach: int
    largest: int


@cache
def _spellings() -> list[SourceSpelling | str]:
    """Return the spellings by the number that `credit_search` gives them: those of the table, then PHRASE_WORDS."""
    return [*source_table().spelled.values(), *PHRASE_WORDS]


@cache
def _tables() -> CreditTables:
    import numpy as np

    numbers = {(s if isinstance(s, str) else s.text): n for n, s in enumerate(_spellings(), 1)}
    # "or" begins a quarter of all hits, "gi" one in thirty
    rare = [literal.removeprefix("ori") for literal in PHRASE_LITERALS]
    numbers |= dict.fromkeys(rare, -PHRASES) | dict.fromkeys(URL_LITERALS, -URLS)
    letters, children, ends = _trie({text.encode(): n for text, n in numbers.items()})
    heads = [text.encode()[:3] for text in numbers]
    initials = np.zeros(256, np.uint8)
    initials[sorted({head[0] for head in heads})] = np.arange(1, 1 + len({head[0] for head in heads}))
    pairs = np.zeros(1 << 16, np.uint8)
    pairs[10 << 8 : 11 << 8] = 1
    thirds = np.zeros((int(initials.max()) + 1, 256), np.uint32)
    for head in heads:
        for second in _as_in_text(head[1]):
            pairs[head[0] << 8 | second] = 1
            for third in _as_in_text(head[2]) if second == head[1] and len(head) == 3 else range(32):
                thirds[initials[head[0]], second] |= np.uint32(1 << (third & 31))
    return CreditTables(
        pairs,
        initials,
        thirds,
        letters,
        children,
        ends,
        len(source_table().spelled),
        _words(BEFORE, backward=True),
        _words(BEHIND | {"NAMED": _in_names()}, backward=False),
    )


def _in_names() -> str:
    """Return the runs of letters in all names that `lookup` knows, and what may join them."""
    return " ".join(
        [
            "and the",
            *("".join(c if c.isascii() and c.isalpha() else " " for c in name) for name in source_table().by_alias),
        ]
    )


def _as_in_text(byte: int) -> tuple[int, ...]:
    """Return the bytes that may be in a text for one of a spelling: `flat` makes some of them plain."""
    return {32: (32, 10, 0xC2), 39: (39, 0xE2)}.get(byte, (byte,))


def _trie(numbers: dict[bytes, int]) -> tuple[I64, I64, I64]:
    """Return the trie of these spellings, level by level from node 0: the byte of a node, its children [children[n],
    children[n + 1]), its end.

    ends[n] is the number of the spelling that ends at node n, 0 where none does.
    """
    import numpy as np

    letters, children, ends = [0], [], [0]
    level = [list(numbers)]
    depth = 0
    while level:
        deeper: list[list[bytes]] = []
        for begun in level:
            children.append(len(letters))
            further: dict[int, list[bytes]] = {}
            for text in begun:
                if len(text) > depth:
                    further.setdefault(text[depth], []).append(text)
            for letter, texts in sorted(further.items()):
                letters.append(letter)
                ends.append(sum(numbers[text] for text in texts if len(text) == depth + 1))
                deeper.append(texts)
        level = deeper
        depth += 1
    return np.array(letters, np.int64), np.array([*children, len(letters)], np.int64), np.array(ends, np.int64)


def _words(named: dict[str, str], *, backward: bool) -> WordTable:
    """Return a table of these words, which are listed by the name of their bit."""
    import numpy as np

    from dedup.provenance import credit_search
    from dedup.text.packing import pack

    bits: dict[str, int] = {}
    for name, words in named.items():
        for word in words.split():
            bits[word] = bits.get(word, 0) | getattr(credit_search, name)
    slots = 4 << len(bits).bit_length()
    table = WordTable(np.zeros(slots, np.uint64), np.zeros(slots, np.int64))
    credit_search.fill_words(*pack(list(bits)), np.array(list(bits.values()), np.int64), backward, table)
    return table


def credit_places(corpus: Corpus) -> list[CreditPlaces | None]:
    """Return for each article of a batch where `find_credits` has to look in its text, so that it finds the same as in
    the whole text.

    None, for a search of the whole text, where the text was repaired, is long or has very many names.
    """
    import numpy as np

    from dedup.provenance.credit_search import CREDIT_PLACE, find_places

    bounds = Bounds(HEAD_LINES, PLACE_ONLY_LINES, REACH, HEAD + TAIL)
    parts = np.empty(len(corpus), np.int64)
    rows = np.empty(max(64, 2 * len(corpus)), CREDIT_PLACE)
    while True:
        count = find_places(corpus.buffer, corpus.offsets, _tables(), bounds, parts, rows)
        if count <= len(rows):
            break
        rows = np.empty(count, CREDIT_PLACE)
    places: list[CreditPlaces | None] = [
        CreditPlaces([], [], part) if part > 0 else NO_PLACES for part in parts.tolist()
    ]
    for article, number, start, end, apart in rows[:count].tolist():
        text = corpus.articles[article].text
        if (start and text[start - 1] not in BORDER) or (end < len(text) and text[end] not in BORDER):
            continue
        here = places[article]
        if here is NO_PLACES or here is None:
            here = places[article] = CreditPlaces([], [], 0)
        spelling = _spellings()[number]
        if isinstance(spelling, str):
            here.words.append((spelling, start))
        else:
            here.names.append((SourceName(start, end, spelling.source, spelling.careful), bool(apart)))
    for article in [*np.flatnonzero(parts < 0).tolist(), *corpus.repaired]:
        places[article] = None
    return places
