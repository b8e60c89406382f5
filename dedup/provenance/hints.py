"""credit_places: one pass of a kernel over a batch that leaves find_credits a few places to look at."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from dedup.provenance.datelines import HEAD_LINES, PLACE_ONLY_LINES, REACH
from dedup.provenance.find import HEAD, TAIL
from dedup.provenance.look import HELD, NOTHING, URLS, Places
from dedup.provenance.phrases import HELD_LITERALS, URL_LITERALS
from dedup.provenance.sources import BORDER, PHRASE_WORDS, Name, Spelling, table

if TYPE_CHECKING:
    from dedup.text.corpus import Corpus
    from dedup.text.tables import I64, U8, U32, U64

_PUBLISHED: Final = "published appeared posted printed"
# What may stand around a name where contexts.py takes it for a credit, by the bit that kernels.py reads.
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
BEHIND: Final = {
    "SAID": "reported reports said says wrote writes noted notes quoted quotes cited cites confirmed learned learnt understands added "
    "observed",
    "ROLE": " ".join(
        f"{role} {role}s"
        for role in ("correspondent", "reporter", "journalist", "photographer", "videographer", "stringer", "team", "crew")
    ),
    "CONTRIBUTED": "contributed",
    "ADVERB": "news newspaper website also later has had have",
}  # fmt: skip


class _Tables(NamedTuple):
    pairs: U8
    initials: U8
    thirds: U32
    letters: I64
    children: I64
    ends: I64
    sources: int
    before: U64
    before_bits: I64
    behind: U64
    behind_bits: I64


@cache
def _listed() -> list[Spelling | str]:
    """What a row of the kernel names: the spellings of the table, then PHRASE_WORDS."""
    return [*table().spelled.values(), *PHRASE_WORDS]


@cache
def _tables() -> _Tables:
    import numpy as np

    numbers = {(s if isinstance(s, str) else s.text): n for n, s in enumerate(_listed(), 1)}
    rare = [literal.removeprefix("ori") for literal in HELD_LITERALS]  # "or" begins a quarter of all hits, "gi" one in thirty
    numbers |= dict.fromkeys(rare, -HELD) | dict.fromkeys(URL_LITERALS, -URLS)
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
    return _Tables(
        pairs,
        initials,
        thirds,
        letters,
        children,
        ends,
        len(table().spelled),
        *_words(BEFORE, True),
        *_words(BEHIND | {"NAMED": _in_names()}, False),
    )


def _in_names() -> str:
    """The runs of letters in all names that sources.lookup knows, and what may join them."""
    return " ".join(["and the", *("".join(c if c.isascii() and c.isalpha() else " " for c in name) for name in table().by_alias)])


def _as_in_text(byte: int) -> tuple[int, ...]:
    """The bytes that may stand for one of a spelling: sources.flat makes some of them plain."""
    return {32: (32, 10, 0xC2), 39: (39, 0xE2)}.get(byte, (byte,))


def _trie(numbers: dict[bytes, int]) -> tuple[I64, I64, I64]:
    """The trie of these spellings, level by level from node 0: the byte of a node, its children [children[n], children[n + 1]), its end.

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
    return np.array(letters), np.array([*children, len(letters)]), np.array(ends)


def _words(named: dict[str, str], backward: bool) -> tuple[U64, I64]:
    """These words as an open-addressing table of the kernel, and their bits by slot."""
    import numpy as np

    from dedup.provenance import kernels
    from dedup.text.packing import pack

    bits: dict[str, int] = {}
    for name, words in named.items():
        for word in words.split():
            bits[word] = bits.get(word, 0) | getattr(kernels, name)
    slots = 4 << len(bits).bit_length()
    keys, values = np.zeros(slots, np.uint64), np.zeros(slots, np.int64)
    kernels.fill_words(*pack(list(bits)), np.array(list(bits.values())), backward, keys, values)
    return keys, values


def credit_places(corpus: Corpus) -> list[Places | None]:
    """For each article of a batch where `find_credits` has to look in its text, so that it finds what it finds in the whole.

    None, for a search of the whole text, where it was repaired, is long or holds very many names.
    """
    import numpy as np

    from dedup.provenance import kernels

    parts = np.empty(len(corpus), np.int64)
    rows = np.empty((max(64, 2 * len(corpus)), 5), np.int64)
    while True:
        count = kernels.find_places(
            corpus.buffer, corpus.offsets, *_tables(), HEAD_LINES, PLACE_ONLY_LINES, REACH, HEAD + TAIL, parts, rows
        )
        if count <= len(rows):
            break
        rows = np.empty((count, 5), np.int64)
    places: list[Places | None] = [Places([], [], held) if held > 0 else NOTHING for held in parts.tolist()]
    for article, number, start, end, apart in rows[:count].tolist():
        text = corpus.articles[article].text
        if (start and text[start - 1] not in BORDER) or (end < len(text) and text[end] not in BORDER):
            continue
        here = places[article]
        if here is NOTHING or here is None:
            here = places[article] = Places([], [], 0)
        spelling = _listed()[number]
        if isinstance(spelling, str):
            here.words.append((spelling, start))
        else:
            here.names.append((Name(start, end, spelling.source, spelling.careful), bool(apart)))
    for article in [*np.flatnonzero(parts < 0).tolist(), *corpus.repaired]:
        places[article] = None
    return places
