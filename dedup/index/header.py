"""Header: what an index was made with; sketches made otherwise do not compare, so a mismatch is refused."""

from __future__ import annotations

import zlib
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from dedup.errors import FormatError
from dedup.index.index_keys import KEY_BITS
from dedup.index.keys import MOST_ANCHORS, MOST_SHINGLES, SHINGLE_WINDOW
from dedup.sketch.candidates import BANDS, ROWS, SLOTS
from dedup.sketch.signatures import COPY_WORDS, SCHEME, SEED
from dedup.text.corpus import TEXT_VERSION

FORMAT: Final = 2
HASH: Final = "dedup-token-1"
_WITH_TEXT: Final = "export it with the version that made it and import it into a new index"
_WITHOUT_TEXT: Final = (
    "it keeps no texts to make new ones of: go on with the version that made it, or feed the articles to a new index"
)
_MODELS: Final = (("dedup.relations", "copy_model.json"), ("dedup.relations", "rewrite_model.json"))


class IndexHeader(msgspec.Struct, frozen=True):
    """What decides whether keys compare, and what the index can do: `text` is kept or not, `copies_alone` are looked
    for or all relations.

    `stems` is a check sum of the table of rare stems, whose pairs are keys; `models` of those that judge. Keys do not
    hang on models: an index made with others is opened and carries the new sum from then on; relations noted before
    keep what the older ones said.
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
    stems: str = ""
    models: str = ""


def _sum(package: str, name: str) -> str:
    file = files(package).joinpath(name)
    return f"{zlib.crc32(file.read_bytes()):08x}" if file.is_file() else "none"


@cache
def table_checksums() -> tuple[str, str]:
    """The check sums of the table of stems and of the models that ship."""
    return _sum("dedup.text", "background.json"), "-".join(_sum(*model) for model in _MODELS)


def make_header(text: bool, copies_alone: bool) -> IndexHeader:
    """The header of an index made now."""
    stems, models = table_checksums()
    return IndexHeader(text, copies_alone, stems=stems, models=models)


def compare_headers(path: str, held: IndexHeader, asked: IndexHeader) -> None:
    """Raise FormatError where an index with the header `held` cannot serve what is asked."""
    if held.format > asked.format:
        raise FormatError(
            f"{path} was made by a newer version (format {held.format}, this one reads {asked.format}); upgrade "
            "dedup-news."
        )
    if held.text != asked.text:
        kept, option = ("keeps text", "text=True") if held.text else ("keeps no text", "text=False (--no-text)")
        raise FormatError(f"{path} {kept}; open it with {option}, or choose another file.")
    if held.copies_alone != asked.copies_alone:
        kind, option = ("copies alone", 'only=["copies"]') if held.copies_alone else ("all relations", "only=()")
        raise FormatError(f"{path} was made for {kind}; open it with {option}, or choose another file.")
    for name in IndexHeader.__struct_fields__:
        if name != "models" and getattr(held, name) != getattr(asked, name):
            raise FormatError(
                f"{path} was made with {name} {getattr(held, name)} and this version has {getattr(asked, name)}: its "
                "sketches do not "
                f"compare; {_WITH_TEXT if held.text else _WITHOUT_TEXT}."
            )
