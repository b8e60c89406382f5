"""What the style score reads of a text: its symbols, and how often it has the n-grams that a model knows.

A text becomes a stream of symbols, so that no topic is learned. A function word is a symbol of its own (spellings that
differ by house style share one); a name, a number, the word of a date and any other word are their class alone, and so
are sentence borders and commas.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.artifacts.style_ngrams import BITS, SIEVE_BITS, count_ngrams, mixed
from dedup.artifacts.style_symbols import DATE, NUMBER, spell
from dedup.text.sentences import capital_letters, sentence_begins
from dedup.text.tables import F64, I32, I64, U8, U64, HashTable, hash_tokens
from dedup.text.tokens import Columns

CLASSES: Final = ("§", ",", "Name", "0", "Date", "~short", "~long", "~foreign")
"""Symbols from 1 on: the beginning of a sentence; a comma; a run of capitalised words; a run of numbers; a weekday or
month; a word with none of the endings below, of at most five letters or of more; a word with a letter beyond ASCII."""

ENDINGS: Final = (
    "ations=ation ation tions=tion sions=tion tion sion=tion ments=ment ment ness ities=ity ity ances=ance ance "
    "ences=ance ence=ance ism ists=ist ist ically=ly ally=ly ly ings=ing ing ened=ed ed en ers er est ial=al al ive "
    "ous able ible=able ful less ical=ic ic ies=s ss s y"
)
"""Endings that are classes, the longest first; `=` names the class that an ending shares. There are at least three
letters before one."""

WORDS: Final = """
the a/an this that these those such same each every either neither both all any some no none another other others own
several many much more most few fewer less least little enough half whole i me my mine myself we us our ours ourselves
you your yours yourself/yourselves he him his himself she her hers herself it its itself they them their theirs
themselves one ones oneself someone/somebody anyone/anybody everyone/everybody nobody something anything everything
nothing who whom whose which what whatever whoever whichever where wherever when whenever why how however am is are
was were be been being isn aren wasn weren do does did done doing don doesn didn have has had having haven hasn hadn
can could may might must shall should will would ought cannot couldn shouldn wouldn won need needs needed used able
unable not never nor and or but if unless because since although/though while/whilst whereas as than then thus hence
therefore so yet whether until/till once despite in on at by for from to of off with without within into onto out over
under up upon down about above across after afterwards/afterward against along alongside amid/amidst among/amongst
around/round before behind below beneath beside besides between beyond during except inside instead like unlike near
outside past regarding concerning through throughout toward/towards via versus due owing according accordingly based
including excluding following depending related compared regardless thanks respect order fact case view addition terms
account result part number kind type way ways thing things time times people person also too only just even still
already again always often sometimes usually ever rarely/seldom almost nearly quite rather very really actually indeed
perhaps maybe probably certainly clearly especially particularly mainly mostly generally simply finally eventually
recently currently now today yesterday tomorrow tonight soon later earlier ago here there away back forward together
apart everywhere somewhere anywhere nowhere meanwhile moreover furthermore nevertheless/nonetheless otherwise
consequently namely approximately roughly exactly directly immediately previously formerly further far long well
better best worse worst first firstly second secondly last lastly next previous former latter new old good bad great
big large small high low different certain various respective respectively corresponding possible impossible necessary
important main current recent present relevant entire full course say says saying said tell tells told ask asked add
adds added adding note notes noted noting stress/stresses stressed emphasize/emphasise/emphasizes/emphasises
emphasized/emphasised explain explained explains report reports reported reportedly believe believes believed think
thinks thought know known knows knew see sees seen saw seem seems seemed appear appears appeared become becomes became
remain remains remained begin/begins began/begun start starts started stop/stops stopped continue continues continued
keep kept get gets got/gotten getting give gives gave given giving go goes went gone going come comes came coming take
takes took taken taking make makes made making put puts let lets set want wants wanted try trying tried help helped
find found look looking looked leave left show shows showed shown mean means meant use using uses carry carried held
hold happen/happens happened occur/occurs occurred exist/exists consider considered regarded called expected likely
unlikely supposed considering allow allowed allows provide provides receive received decide decided lot lots bit
couple rest total etc yes ok/okay oh please sorry
"""
"""Words that are symbols of their own; `/` joins those that share one."""

CLITICS: Final = "s t re ve ll d m"
"""Words only where an apostrophe joins them to the word before: 's, n't ..."""

DATES: Final = """
january february march april june july august september october november december jan feb mar apr jun jul aug sep sept
oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun
"""
NUMERALS: Final = """
two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions
billion billions trillion zero dozen dozens
"""


class Symbols(NamedTuple):
    """What the kernels look symbols up in: a symbol s > 0 is called names[s - 1].

    spellings: the words; keys, values: their hash table, which numbers `words`, the symbol of each; endings: rows
    (letters, the letters as an integer whose lowest byte is the last letter, symbol); may: the symbol of that word;
    word, clitic: the first symbol that is a function word, a clitic.
    """

    names: tuple[str, ...]
    spellings: tuple[str, ...]
    keys: U64
    values: I64
    words: I64
    endings: I64
    may: int
    word: int
    clitic: int


@cache
def symbols() -> Symbols:
    """Return the tables."""
    names = list(CLASSES)
    rows: list[tuple[int, int, int]] = []
    for entry in ENDINGS.split():
        ending, _, shared = entry.partition("=")
        name = f"-{shared or ending}"
        if name not in names:
            names.append(name)
        rows.append((len(ending), int.from_bytes(ending.encode(), "big"), names.index(name) + 1))
    first_word = len(names) + 1
    symbol_of = dict.fromkeys(DATES.split(), DATE) | dict.fromkeys(NUMERALS.split(), NUMBER)
    for entry in WORDS.split():
        names.append(entry)
        symbol_of |= dict.fromkeys(entry.split("/"), len(names))
    clitic = len(names) + 1
    for word in CLITICS.split():
        names.append(f"'{word}")
        symbol_of[word] = len(names)
    table = HashTable()
    table.add(hash_tokens(list(symbol_of)))
    numbers = np.array(list(symbol_of.values()), np.int64)
    return Symbols(
        tuple(names),
        tuple(symbol_of),
        table.keys,
        table.values,
        numbers,
        np.array(rows, np.int64),
        symbol_of["may"],
        first_word,
        clitic,
    )


# Symbols of an n-gram; out of fold, 4 gave .002 to .005 AUC more than 3, and 3 gave .015 more than 2
LONGEST: Final = 4
MOST_WORDS: Final = 4000  # of a text that are read; enough to judge, and it bounds the time that a text takes

U16 = NDArray[np.uint16]


class SymbolStreams(NamedTuple):
    """The symbols of text d are stream[begins[d] : begins[d + 1]]; see `Symbols`. Shapes (texts + 1,) and
    (symbols,)."""

    begins: I64
    stream: U16


class NgramCounts(NamedTuple):
    """Sparse rows: text d has n-gram found[i] times[i] times, rows[d] <= i < rows[d + 1]. Shapes (texts + 1,),
    (entries,), (entries,)."""

    rows: I64
    found: I32
    times: I32


class NgramTable(NamedTuple):
    """The n-grams that are counted, numbered from 0; keys, values: hash table of their mixed integers; sieve: which of
    these may be in it, by their highest bits."""

    size: int
    sieve: U8
    keys: U64
    values: I64


def symbol_streams(columns: Columns) -> SymbolStreams:
    """Return the symbols of each text of a batch."""
    tokens = columns.tokens
    begins = np.zeros(tokens.counts.size + 1, np.int64)
    stream = np.empty(2 * int(np.minimum(tokens.counts, MOST_WORDS).sum()), np.uint16)
    sentences = sentence_begins(columns.buffer, columns.offsets, tokens)
    size = spell(columns, sentences, capital_letters(), symbols(), MOST_WORDS, begins, stream)
    return SymbolStreams(begins, stream[:size])


def familiar_shares(columns: Columns, streams: SymbolStreams) -> F64:
    """Return the share of each text's words that are on the closed list: in English news more than a fourth, in other
    languages below a tenth."""
    familiar = np.concatenate([[0], np.cumsum(streams.stream >= symbols().word)])
    words = np.minimum(columns.tokens.counts, MOST_WORDS)
    share: F64 = (familiar[streams.begins[1:]] - familiar[streams.begins[:-1]]) / np.maximum(1, words)
    return share


def key_of(names: Sequence[str], numbers: dict[str, int]) -> int:
    """Return the integer that the symbols of these names make."""
    key = 0
    for name in names:
        key = key << BITS | numbers[name]
    return key


def ngram_table(keys: U64) -> NgramTable:
    """Return the table of distinct n-grams, given by their integers."""
    table, found = HashTable(), mixed(keys)
    table.add(found)
    sieve = np.zeros(1 << SIEVE_BITS, np.uint8)
    sieve[found >> np.uint64(64 - SIEVE_BITS)] = 1
    return NgramTable(len(table), sieve, table.keys, table.values)


def ngram_counts(streams: SymbolStreams, known: NgramTable) -> NgramCounts:
    """Count the known n-grams of each text."""
    lengths = np.diff(streams.begins)
    room = int(np.minimum(LONGEST * lengths, known.size).sum())
    rows = np.zeros(lengths.size + 1, np.int64)
    found, times = np.empty(room, np.int32), np.empty(room, np.int32)
    entries = count_ngrams(streams, LONGEST, known, rows, found, times)
    return NgramCounts(rows, found[:entries], times[:entries])
