"""Scripts in which each letter is a word are known by their letters, not by the length of their words."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.article import Article
from dedup.relations.block import StoreColumns, make_block
from dedup.relations.letters import are_letters, pairs_in_letters
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
def found() -> tuple[dict[str, bool], np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Of each text whether it is in letters; and of each text with the one before it whether one of the two is."""
    corpus = CorpusReader()([Article(id=name, text=text) for name, (text, _) in TEXTS.items()])
    pairs = np.array([[k, k + 1] for k in range(len(TEXTS) - 1)], np.int64)
    with TextStore(1 << 20) as store:
        store.add(corpus.buffer, corpus.offsets, corpus.furniture_bytes)
        block = make_block(pairs, StoreColumns(store, Tokenizer()), 1)
        letters = are_letters(block, block.pairs).tolist()
        return dict(zip(TEXTS, letters, strict=True)), pairs_in_letters(block, np.arange(len(pairs)))


@pytest.mark.parametrize("name", TEXTS)
def test_each_letter_is_a_word_in_scripts_without_spaces(name: str, found: tuple[dict[str, bool], object]) -> None:
    assert found[0][name] is TEXTS[name][1]


def test_a_pair_is_in_letters_where_one_article_is(
    found: tuple[object, np.ndarray[tuple[int], np.dtype[np.bool_]]],
) -> None:
    expected = [a or b for (_, a), (_, b) in zip(list(TEXTS.values())[:-1], list(TEXTS.values())[1:], strict=True)]
    assert found[1].tolist() == expected
