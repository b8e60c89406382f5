"""The language of pairs: English as ever, languages whose common words are known with their own weights, copies alone
in all others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from dedup.article import Article
from dedup.relations.alignment import TermColumns, align, term_columns
from dedup.relations.block import Block, StoreColumns, make_block
from dedup.relations.languages import ENGLISH, UNKNOWN_LANGUAGE, PairLanguages, languages_of_pairs, words_in
from dedup.text.corpus import CorpusReader
from dedup.text.terms import UNKNOWN, Terms
from dedup.text.text_store import TextStore
from dedup.text.tokens import Tokenizer

TEXTS = {
    "en": "The council of the town voted on Monday to close the road that leads to the old mill by next year.",
    "en2": "Police said that two people were taken to a hospital after a fire in a house in the north of the city.",
    "de": "Die Feuerwehr hat am Dienstag einen Brand in einer Halle am Hafen gelöscht. Verletzt wurde niemand.",
    "de2": "Der Stadtrat hat am Montag mit großer Mehrheit für den Bau einer neuen Schule im Norden gestimmt.",
    "vi": "Hội đồng thành phố hôm thứ tư đã thông qua kế hoạch xây dựng một con đường dành cho xe đạp dọc theo sông.",
    "vi2": "Lính cứu hỏa đã dập tắt đám cháy tại một nhà kho ở cảng vào tối thứ ba, không có ai bị thương.",
    "th": "เจ้าหน้าที่ดับเพลิงสามารถควบคุมเพลิงไหม้โกดังที่ท่าเรือได้เมื่อคืนวันอังคาร",
    "th2": "นักวิทยาศาสตร์ค้นพบปลาชนิดใหม่ในทะเลลึกนอกชายฝั่งญี่ปุ่น",
    "ka": "ქალაქის საბჭომ ოთხშაბათს მდინარის გასწვრივ ველოსიპედის ბილიკის მშენებლობა დაამტკიცა.",
    "ka2": "მეხანძრეებმა სამშაბათს საღამოს პორტის საწყობში გაჩენილი ხანძარი ჩააქრეს.",
    "table": "Alvarez 10, Nguyen 8, Kowalski 7, Smith 6, Brown 5, Johnson 4, Miller 3, Davis 2, Wilson 1.",
    "table2": "Martin 10, Thompson 8, White 7, Harris 6, Clark 5, Lewis 4, Robinson 3, Walker 2, Young 1.",
}
NAMES = list(TEXTS)


@pytest.fixture(scope="module")
def block() -> Iterator[tuple[Block, TermColumns, Terms]]:
    """A block of all pairs of the texts."""
    corpus = CorpusReader()([Article(id=name, text=text) for name, text in TEXTS.items()])
    pairs = np.array([[a, b] for a in range(len(TEXTS)) for b in range(a + 1, len(TEXTS))], np.int64)
    with TextStore(1 << 20) as store:
        store.add(corpus.buffer, corpus.offsets, corpus.furniture_bytes)
        made = make_block(pairs, StoreColumns(store, Tokenizer()), 1)
        terms = Terms()
        yield made, term_columns(made.columns, made.quoted, terms), terms


def found(block: tuple[Block, TermColumns, Terms], one: str, other: str) -> str:
    made, words, terms = block
    pair = made.pairs.tolist().index(sorted((NAMES.index(one), NAMES.index(other))))
    language = int(languages_of_pairs(made, words, terms, np.array([pair]))[0])
    if language == ENGLISH:
        return "English"
    return "unknown" if language == UNKNOWN_LANGUAGE else terms.in_languages().languages[language]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("en", "en2", "English"),
        ("de", "de2", "de"),
        ("vi", "vi2", "vi"),
        ("th", "th2", "unknown"),
        ("ka", "ka2", "unknown"),
        ("de", "vi", "unknown"),
        ("en", "de", "English"),
        ("en", "th", "unknown"),
        ("table", "table2", "English"),
    ],
)
def test_a_pair_has_the_language_of_both(
    block: tuple[Block, TermColumns, Terms], one: str, other: str, expected: str
) -> None:
    assert found(block, one, other) == expected


def test_in_another_language_its_common_words_weigh_little_and_rare_ones_are_no_names(
    block: tuple[Block, TermColumns, Terms],
) -> None:
    made, words, terms = block
    german = words_in(words, terms, terms.in_languages().languages.index("de"))
    place = made.tokens.of(NAMES.index("de"))
    common = words.terms[place][0]  # die
    rare = words.terms[place][1]  # Feuerwehr
    assert german.weights[common] < 0.5 < german.weights[rare] == german.wording[rare]
    assert words.classes[rare] & UNKNOWN
    assert not german.classes[rare]
    assert words_in(words, terms, ENGLISH) is words


def test_pairs_of_several_languages_keep_their_order(block: tuple[Block, TermColumns, Terms]) -> None:
    made, words, terms = block
    chosen = np.arange(len(made.pairs))
    languages = languages_of_pairs(made, words, terms, chosen)
    assert len(set(languages.tolist())) > 3
    together = PairLanguages(terms, languages).align(made, words, chosen)
    for pair in chosen.tolist():
        own = words_in(words, terms, int(languages[pair]))
        alone = align(made.pairs, own, made.measured, chosen[pair : pair + 1])
        assert together.features[pair].tolist() == alone.features[0].tolist()
        assert together.links_of(pair) == alone.links_of(0)
