"""Scripts in which each letter is a word are known by their letters, not by the length of their words."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.article import Article
from dedup.relations.block import StoreColumns, make_block
from dedup.relations.letters import are_letters
from dedup.text.corpus import CorpusReader
from dedup.text.text_store import TextStore
from dedup.text.tokens import Tokenizer

TEXTS = {
    "Thai": ("ตำรวจจับกุมผู้ต้องสงสัยในเมืองหลวง", True),
    "Japanese": ("県道は大雨のため月曜日から通行止めになっています", True),
    "Chinese": ("市议会星期三决定修建一条新的道路", True),
    "English of three letters": ("the old man had one big red cat and the dog ate all his ham", False),
    "Russian": ("Полиция задержала двух человек после ночного пожара", False),
    "Hindi": ("पुलिस ने दो लोगों को गिरफ्तार किया", False),
    "nothing": ("", False),
}


@pytest.fixture(scope="module")
def found() -> dict[str, bool]:
    """Of each text whether it is in letters."""
    corpus = CorpusReader()([Article(id=name, text=text) for name, (text, _) in TEXTS.items()])
    pairs = np.array([[k, k + 1] for k in range(len(TEXTS) - 1)], np.int64)
    with TextStore(1 << 20) as store:
        store.add(corpus.buffer, corpus.offsets, corpus.furniture_bytes)
        block = make_block(pairs, StoreColumns(store, Tokenizer()), 1)
        return dict(zip(TEXTS, are_letters(block, block.pairs).tolist(), strict=True))


@pytest.mark.parametrize("name", TEXTS)
def test_each_letter_is_a_word_in_scripts_without_spaces(name: str, found: dict[str, bool]) -> None:
    assert found[name] is TEXTS[name][1]
