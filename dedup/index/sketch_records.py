"""An article as its sketch alone, and how a record of an export says it.

A record says what its sketch was made with, so that lines of several exports may be in one file and none is taken
for what it is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from dedup.article import Article
from dedup.errors import FormatError
from dedup.index.header import HASH
from dedup.index.keys import KeyMaker
from dedup.index.stored_article import TextSketch, sketch_words
from dedup.sketch.candidates import SLOTS
from dedup.sketch.signatures import COPY_WORDS, SCHEME, SEED
from dedup.sources.fields import MAX_ID
from dedup.text.corpus import LARGEST_TEXT, TEXT_VERSION, CorpusReader

COLUMNS: Final = ("sketch", "words", "digest", "made_with")


class SketchOrigin(msgspec.Struct, frozen=True):
    """What a sketch depends on besides the text; two that differ in any of it do not compare."""

    scheme: str = SCHEME
    seed: int = SEED
    slots: int = SLOTS
    shingle: int = COPY_WORDS
    hash: str = HASH
    text_version: int = TEXT_VERSION


class ArticleSketch(msgspec.Struct, frozen=True):
    """An article without its text."""

    id: str
    sketch: TextSketch


class _MadeWith(msgspec.Struct, frozen=True):
    made_with: dict[str, Any]


class _SketchColumns(msgspec.Struct, frozen=True):
    sketch: bytes
    words: Annotated[int, Meta(ge=0, le=LARGEST_TEXT)]
    digest: Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]
    id: Annotated[str, Meta(max_length=MAX_ID)] = ""


class TextSketcher:
    """Makes the sketches of one article after the other: those that an index without texts would hold."""

    def __init__(self) -> None:
        self._read = CorpusReader()
        self._sketch = KeyMaker(copies_alone=True)

    def __call__(self, article: Article) -> TextSketch:
        """Return the sketch of an article."""
        corpus = self._read([article])
        return sketch_words(self._sketch(corpus.columns).signature, corpus.tokens.hashes[corpus.tokens.of(0)])


def columns_of_sketch(small: TextSketch) -> dict[str, Any]:
    """Return what a record has of a whole sketch: `sketch`, the slots as little-endian uint32 (base64 in JSON), the
    number of words, and a digest of these as 16 hexadecimal digits.

    >>> list(columns_of_sketch(TextSketch(255, 3, b"")))
    ['sketch', 'words', 'digest', 'made_with']
    """
    values = (small.slots, small.words, f"{small.digest:016x}", msgspec.structs.asdict(SketchOrigin()))
    return dict(zip(COLUMNS, values, strict=True))


def sketch_in_line(raw: bytes) -> ArticleSketch | str | None:
    """Return the sketch in a line of JSON, None where there is none; see `sketch_in`."""
    if b'"sketch"' not in raw:
        return None
    try:
        return sketch_in(msgspec.json.decode(raw), strict=True)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def sketch_in(record: Any, *, strict: bool = False) -> ArticleSketch | str | None:
    """Return the sketch in a record, None where there is none, and where it is damaged a sentence that says so.

    Its slots are bytes, or base64 with `strict`. Raises FormatError for a sketch that was made otherwise than this
    version makes them.
    """
    if not isinstance(record, Mapping) or record.get("sketch") is None:
        return None
    values = {name: value for name, value in record.items() if value is not None}
    try:
        _compare(msgspec.convert(values, _MadeWith).made_with)
        # As JSON, bytes are written in base64.
        read = msgspec.convert(values, _SketchColumns, builtin_types=() if strict else (bytes,))
    except msgspec.ValidationError as error:
        return f"the sketch is damaged ({error}); export it again"
    small = TextSketch(int(read.digest, 16), read.words, read.sketch)
    if not small.whole:
        return f"the sketch is damaged (it has {len(read.sketch)} bytes and not {4 * SLOTS}); export it again"
    return ArticleSketch(read.id, small)


def _compare(made: Mapping[str, Any]) -> None:
    for name, own in msgspec.structs.asdict(SketchOrigin()).items():
        if made.get(name) != own:
            raise FormatError(
                f"the sketch was made with {name} {str(made.get(name))[:80]!r} and this version has {own!r}: such "
                "sketches do not compare; "
                "build the index from the texts"
            )
