"""The header of an index: what it was made with. Sketches made otherwise do not compare, so a mismatch is refused."""

from __future__ import annotations

import zlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Final

import msgspec

from dedup.errors import FormatError
from dedup.index.index_keys import KEY_BITS
from dedup.index.keys import MOST_ANCHORS, MOST_SHINGLES, SHINGLE_WINDOW
from dedup.index.redis.address import is_address
from dedup.relations.calibration import models_that_ship
from dedup.sketch.candidates import BANDS, ROWS, SLOTS
from dedup.sketch.signatures import COPY_WORDS, SCHEME, SEED
from dedup.text.corpus import TEXT_VERSION

FORMAT: Final = 5  # since then the style of outlets is counted; since 4 the rows of a file have checksums
_NAMES_LIBRARIES: Final = 3
HASH: Final = "dedup-token-1"
_WITH_TEXT: Final = "export it with the version that made it and import it into a new index"
_IN_FILE: Final = "run `dedup index upgrade {}`"
_WITHOUT_TEXT: Final = (
    "it keeps no texts to make new ones of: go on with the version that made it, or feed the articles to a new index"
)


class IndexHeader(msgspec.Struct, frozen=True):
    """What decides whether keys compare, and what the index can do: `text` is kept or not, `copies_alone` are looked
    for or all relations.

    `stemmer` and `transliterator` are the libraries that made stems and folded words, with their versions; the formats
    1 and 2 did not name them. `stems` is a check sum of the table of rare stems, whose pairs are keys; `models` of
    those that judge, with the digest of the user's model where there is one. Keys do not depend on models: an index
    made with others is opened and has the new sum from then on; relations stored before keep what the older ones said.
    """

    text: bool
    copies_alone: bool
    format: int = FORMAT
    scheme: str = SCHEME
    seed: int = SEED
    slots: int = SLOTS
    bands: int = BANDS
    rows: int = ROWS
    shingle: int = COPY_WORDS
    hash: str = HASH
    text_version: int = TEXT_VERSION
    key_bits: int = KEY_BITS
    window: int = SHINGLE_WINDOW
    shingles: int = MOST_SHINGLES
    anchors: int = MOST_ANCHORS
    stemmer: str = ""
    transliterator: str = ""
    stems: str = ""
    models: str = ""


def _sum(package: str, name: str) -> str:
    file = files(package).joinpath(name)
    return f"{zlib.crc32(file.read_bytes()):08x}" if file.is_file() else "none"


@cache
def table_checksums() -> tuple[str, str]:
    """Return the check sums of the table of stems and of the models that ship."""
    return _sum("dedup.text", "background.json"), models_that_ship()


@cache
def library_versions() -> tuple[str, str]:
    """Return stemmer and transliterator with their versions."""
    return f"PyStemmer {version('PyStemmer')}", f"Unidecode {version('Unidecode')}"


def make_header(text: bool, copies_alone: bool, model: str = "") -> IndexHeader:
    """Return the header of an index made now; `model` is the digest of a model of the user (see `Calibration`)."""
    stems, models = table_checksums()
    stemmer, transliterator = library_versions()
    models = f"{models}-{model}" if model else models
    return IndexHeader(text, copies_alone, stemmer=stemmer, transliterator=transliterator, stems=stems, models=models)


def users_model(header: IndexHeader) -> str:
    """Return the digest of the user's model with which an index was opened last, "" where it was none or where other
    models ship now."""
    shipped, _, model = header.models.partition(f"{models_that_ship()}-")
    return "" if shipped else model


def upgraded_header(path: str, found: IndexHeader, asked: IndexHeader) -> IndexHeader:
    """Return the header that an index has from now on: `asked`, in which what an older format did not say is taken as
    it is here.

    Raises FormatError where an index with the header `found` cannot be used so.
    """
    if found.format > asked.format:
        raise FormatError(
            f"{path} was made by a newer version (format {found.format}, this one reads {asked.format}); upgrade "
            "dedup-news."
        )
    if found.text != asked.text:
        kept, option = ("keeps text", "text=True") if found.text else ("keeps no text", "text=False (--no-text)")
        raise FormatError(f"{path} {kept}; open it with {option}, or choose another file.")
    if found.copies_alone != asked.copies_alone:
        kind, option = ("copies alone", 'only=["copies"]') if found.copies_alone else ("all relations", "only=()")
        raise FormatError(f"{path} was made for {kind}; open it with {option}, or choose another file.")
    unsaid = {"stemmer", "transliterator"} if found.format < _NAMES_LIBRARIES else set()
    for name in IndexHeader.__struct_fields__:
        before, now = getattr(found, name), getattr(asked, name)
        if before != now and name not in {"format", "models", *unsaid}:
            way_out = _WITHOUT_TEXT if not found.text else _WITH_TEXT if is_address(path) else _IN_FILE.format(path)
            raise FormatError(
                f"{path} was made with {name} {before} and this version has {now}: its sketches do not compare; "
                f"{way_out}."
            )
    return asked
