"""The labelled articles as the style score sees them: n-gram counts, the set that each belongs to, and the group that
no fold may cut."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from articles import Labelled, labelled, native, rows
from numpy.typing import NDArray
from scipy import sparse

from dedup.article import Article
from dedup.artifacts.style import LEAST_ENGLISH, LEAST_WORDS
from dedup.artifacts.style_features import (
    LONGEST,
    NgramTable,
    SymbolStreams,
    familiar_shares,
    ngram_counts,
    symbol_streams,
)
from dedup.artifacts.style_ngrams import BITS
from dedup.artifacts.style_symbols import SENTENCE
from dedup.text.corpus import CorpusReader

LEAST_DOCUMENTS = 12  # that hold an n-gram for it to be a candidate
BATCH = 200
CROP = (130, 500)  # symbols of a piece that a text is learned from beside the whole; evens out the lengths of the sets
NATIVE = ("wmt", "bbc", "real")
# Native English that is no news of today: speeches, papers of the 19th century, abstracts and stories, police reports,
# a wire of 1987
REGISTERS = ("speech", "old", "mixed", "stations", "wire")
PRESS, MACHINE, HUMAN = "human_nonnative", "machine", "human_translation"
MOST_OF_REGISTER = 900  # texts
PART = 600  # words of a part that a speech is cut into
SYMBOL = (1 << BITS) - 1

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


class Texts(NamedTuple):
    """By row: symbols of the whole text and of a piece of it, words of both, set, language, year, system, group,
    translated or not."""

    streams: list[NDArray[np.uint16]]
    pieces: list[NDArray[np.uint16]]
    words: Ints
    piece_words: Ints
    name: NDArray[np.str_]
    language: NDArray[np.str_]
    year: Ints
    system: NDArray[np.str_]
    group: NDArray[np.str_]
    translated: Bools


def streams_of(texts: Sequence[str]) -> tuple[list[NDArray[np.uint16]], list[int]]:
    """The symbols and the number of words of each text; no words for one that is not in English, as in scoring."""
    reader = CorpusReader()
    found: list[NDArray[np.uint16]] = []
    words: list[int] = []
    for at in range(0, len(texts), BATCH):
        columns = reader([Article(text=text) for text in texts[at : at + BATCH]]).columns
        begins, stream = streams = symbol_streams(columns)
        found += [stream[a:b].copy() for a, b in zip(begins[:-1].tolist(), begins[1:].tolist(), strict=True)]
        words += np.where(familiar_shares(columns, streams) >= LEAST_ENGLISH, columns.tokens.counts, 0).tolist()
    return found, words


def registers(bench: Path) -> list[Labelled]:
    """The texts of REGISTERS, as many as each may have, drawn by their ids; those that are kept apart are left out."""
    found = [one for one in _registers(bench) if not one.held_out]
    kept = []
    for name in REGISTERS:
        these = [one for one in found if one.label == name and one.text.count(" ") >= LEAST_WORDS]
        these.sort(key=lambda one: zlib.crc32(one.id.encode()))
        kept += these[:MOST_OF_REGISTER]
    return kept


def _registers(bench: Path) -> Iterator[Labelled]:
    for one in native(bench):
        if one.label == "formal":
            words = one.text.split(" ")
            for n, at in enumerate(range(0, len(words), PART)):
                text = " ".join(words[at : at + PART])
                yield one._replace(label="speech", id=f"{one.id}|{n}", text=text)
        elif one.label in ("stations", "reuters"):
            yield one._replace(label="wire" if one.label == "reuters" else one.label)
    for row in rows(bench / "ocr" / "articles.jsonl.gz"):
        if row["kind"] == "transcript":
            yield Labelled(row["id"], "old", "en", None, row["id"], row["text"])
    for row in rows(bench / "llm" / "articles.jsonl.gz"):
        if row["kind"].startswith("human"):
            yield Labelled(row["id"], "mixed", "en", None, row["group"] or row["id"], row["text"])


def piece(stream: NDArray[np.uint16], draw: np.random.Generator) -> NDArray[np.uint16]:
    """A run of symbols that begins with a sentence, where the text has one there."""
    size = int(draw.integers(*CROP))
    if len(stream) <= size:
        return stream
    begin = int(draw.integers(0, len(stream) - size + 1))
    borders = np.flatnonzero(stream[begin:] == SENTENCE)
    if borders.size and len(stream) - begin - borders[0] >= CROP[0]:
        begin += int(borders[0])
    return stream[begin : begin + size]


def load(bench: Path, change: Callable[[str], str] | None = None, *, with_registers: bool = False) -> Texts:
    """All articles that are long enough and not kept apart; `change` is applied to the text of those that are."""
    system = {row["id"]: row["system"] for row in rows(bench / "artifacts" / "articles_truth.jsonl.gz")}
    found = [one for one in labelled(bench) if one.label != "spun"]
    found += registers(bench) if with_registers else []
    streams, words = streams_of([one.text for one in found])
    kept = [n for n, count in enumerate(words) if count >= LEAST_WORDS]
    found = [found[n] for n in kept]
    streams = [streams[n] for n in kept] if change is None else streams_of([change(one.text) for one in found])[0]
    draw = np.random.default_rng(1)
    pieces = [piece(stream, draw) for stream in streams]
    counts = np.array([words[n] for n in kept])
    share = np.array([len(p) for p in pieces]) / np.array([len(s) for s in streams])
    return Texts(
        streams,
        pieces,
        counts,
        (counts * share).astype(np.int64),
        np.array([("bbc" if one.year == 2004 else "wmt") if one.label == "human" else one.label for one in found]),
        np.array([one.language for one in found]),
        np.array([one.year or 0 for one in found]),
        np.array([system.get(one.id, "") for one in found]),
        np.array([_group(one.label, one.group) for one in found]),
        np.array([one.label in (MACHINE, HUMAN, "crude", "returned") for one in found]),
    )


def _group(label: str, group: str) -> str:
    topic = re.match(r"ecb:(\d+)_", group)
    return f"ecb:{topic[1]}" if topic else f"{label}:{group}" if label == "returned" else group


def candidates(streams: Sequence[NDArray[np.uint16]]) -> Ints:
    """The integers of the n-grams that enough texts hold, without those that span a line of one or two words: they tell
    a site's layout."""
    kinds, documents = np.unique(
        np.concatenate([np.unique(_keys(s.astype(np.int64))) for s in streams]), return_counts=True
    )
    kinds = kinds[documents >= LEAST_DOCUMENTS]
    borders = sum((kinds >> BITS * place & SYMBOL == SENTENCE).astype(int) for place in range(LONGEST))
    kept: Ints = kinds[borders < 2]
    return kept


def _keys(stream: Ints) -> Ints:
    grams = []
    for size in range(1, LONGEST + 1):
        keys = np.zeros(max(0, len(stream) - size + 1), np.int64)
        for place in range(size):
            keys |= stream[place : place + len(keys)] << BITS * (size - 1 - place)
        grams.append(keys)
    return np.concatenate(grams)


def name_of(key: int, names: Sequence[str]) -> str:
    """The n-gram of an integer as the names of its symbols."""
    parts: list[str] = []
    while key:
        parts.append(names[(key & SYMBOL) - 1])
        key >>= BITS
    return " ".join(reversed(parts))


def matrix(streams: Sequence[NDArray[np.uint16]], known: NgramTable) -> Any:
    """The square roots of the counts, as the kernel counts them; shape (texts, n-grams)."""
    begins = np.concatenate([[0], np.cumsum([len(s) for s in streams])]).astype(np.int64)
    held, found, times = ngram_counts(SymbolStreams(begins, np.concatenate(streams)), known)
    return sparse.csr_matrix((np.sqrt(times), found, held), shape=(len(streams), known.size))
