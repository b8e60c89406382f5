"""The golden sketch: what a text becomes is pinned, so that sketches on disk and in other people's hands keep their
meaning."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from dedup.article import Article
from dedup.sketch import signatures
from dedup.sketch.signatures import COPY_WORDS, REWRITE_WORDS, sketch_tokens
from dedup.text.corpus import TEXT_VERSION, CorpusReader
from dedup.text.tables import U32

GOLDEN = json.loads((Path(__file__).parents[1] / "cases/golden_sketch.json").read_text(encoding="utf-8"))
CHANGED = (
    "The sketch of a fixed text has changed, so that sketches made before do not compare with those made now: "
    "raise TEXT_VERSION in dedup/text/corpus.py, write it and the value on the left into "
    "tests/cases/golden_sketch.json."
)


def pinned(row: U32) -> dict[str, Any]:
    """The first eight slots, and a digest of all of them in little-endian order."""
    return {"slots": row[:8].tolist(), "sha256": hashlib.sha256(row.astype("<u4").tobytes()).hexdigest()}


def test_the_golden_sketch_is_of_this_version() -> None:
    assert GOLDEN["text_version"] == TEXT_VERSION, CHANGED


@pytest.mark.parametrize("case", GOLDEN["texts"], ids=lambda case: case["name"])
def test_words_folding_and_hashes_are_those_of_this_version(case: dict[str, Any]) -> None:
    for ngram in (COPY_WORDS, REWRITE_WORDS):
        assert pinned(signatures([case["text"]], ngram=ngram)[0]) == case[f"words{ngram}"], CHANGED


@pytest.mark.parametrize("case", GOLDEN["pages"], ids=lambda case: case["name"])
def test_furniture_and_repair_are_those_of_this_version(case: dict[str, Any]) -> None:
    """The words of the body alone: what is marked as furniture is part of the version."""
    corpus = CorpusReader()([Article(text=case["text"])])
    assert pinned(sketch_tokens(corpus.tokens, COPY_WORDS, 128)[0]) == case[f"words{COPY_WORDS}"], CHANGED
