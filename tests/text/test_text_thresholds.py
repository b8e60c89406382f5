"""Each number that decides which line and which name of the background counts, with a case on either side of it."""

from __future__ import annotations

import json

import pytest

from dedup.article import Article
from dedup.text.background import read_background
from dedup.text.corpus import CorpusReader
from dedup.text.known_lines import lines_of


@pytest.mark.parametrize(("documents", "rare"), [("19", True), ("20", False)])
def test_the_spelling_of_a_name_is_settled_in_twenty_documents(documents: str, rare: bool) -> None:
    table = json.dumps({"documents": 100, "stems": {documents: "Varga"}}).encode()
    assert ("varga" in read_background(table).rare_names) == rare


@pytest.mark.parametrize(("line", "kept"), [("He was then free.", 1), ("He was free.", 0)])
def test_a_line_of_four_words_is_kept(line: str, kept: int) -> None:
    corpus = CorpusReader()([Article(text=line)])
    assert len(lines_of(corpus.buffer, corpus.offsets, corpus.tokens, 10)) == kept
