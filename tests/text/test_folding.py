"""Spellings of one word fold to one hash, and different words do not; each distinct token is folded once."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.text.folding import fold
from dedup.text.packing import pack
from dedup.text.tables import U64, HashTable, character_classes, hash_set, hash_tokens
from dedup.text.tokenizing import EXTEND, SINGLE, WORD
from dedup.text.tokens import FoldTable, Tokenizer


def hashes(text: str) -> list[int]:
    tokens = Tokenizer()(*pack([text]))
    return [int(h) for h in tokens.hashes[tokens.of(0)]]


@pytest.mark.parametrize(
    "spellings",
    [
        [
            "Müller",
            "muller",
            "MULLER",
            "MU\u0308LLER",
            "mu\u0308ller",
            "MÜLLER",
            "Mu\u00adller",
            "Mül\u2060ler",
            "Ｍｕｌｌｅｒ",
            "Mül\u200dler",
        ],
        ["Straße", "STRASSE", "strasse", "STRAẞE"],
        ["ﬁnal", "final", "FINAL"],
        ["İstanbul", "istanbul", "ISTANBUL", "I\u0307stanbul"],
        ["Ὀδυσσεύς", "ΟΔΥΣΣΕΥΣ", "οδυσσευσ"],
        ["Ёлка", "елка", "ЕЛКА"],
        ["مُحَمَّد", "محمد"],
        ["Łódź", "Lodz", "ŁÓDŹ"],
        ["شب\u200cها", "شبها"],
        ["שָׁלוֹם", "שלום"],
        ["ガ", "カ\u3099", "ガ\u2060", "\u2060ガ"],
    ],
    ids=lambda spellings: spellings[0],
)
def test_spellings_of_one_word_share_its_hash(spellings: list[str]) -> None:
    assert {s: hashes(s) for s in spellings} == dict.fromkeys(spellings, hashes(spellings[0]))


def test_curly_apostrophes_part_words_as_straight_ones_do() -> None:
    assert hashes("Don’t say it’s ‘over’") == hashes("Don't say it's 'over'") == hashes("don t say it s over")


PAIRS = [
    ("是", "事"),
    ("カ", "ガ"),
    ("ก", "ข"),
    ("한국", "한글"),
    ("مدرسه", "مدرست"),
    ("國", "園"),
    ("हिन्दी", "चीनी"),
    ("й", "ж"),
    ("é", "o"),
]


VARIANTS = [("إلى", "الي"), ("مدرسة", "مدرسه"), ("ٱلله", "الله"), ("کتاب", "كتاب"), ("مـدرسَة", "مدرسة"), ("ؤ", "و")]


@pytest.mark.parametrize(
    ("one", "two"), [*VARIANTS, ("國", "国"), ("裡", "里"), ("可\ufe00", "可"), ("a\u2063b", "ab")]
)
def test_spellings_that_writers_exchange_are_one_word(one: str, two: str) -> None:
    assert hashes(one) == hashes(two)


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_distinct_words_stay_distinct(one: str, two: str) -> None:
    assert hashes(one) != hashes(two)


def test_ideographs_and_letters_of_scripts_without_spaces_stay_apart() -> None:
    """The unified ideographs that are no traditional form of another one and the Thai consonants each keep a hash of
    their own."""
    codes = (*range(0x4E00, 0xA000), *range(0x0E01, 0x0E2F))
    characters = [chr(c) for c in codes if fold(chr(c)) == chr(c)]
    assert len(characters) > 18_000
    assert len(set(hashes("".join(characters)))) == len(characters)


def test_no_token_folds_to_nothing() -> None:
    """Every letter and digit, alone and with a mark, keeps something that tells it from an empty word."""
    assert not [
        hex(c) for c in np.flatnonzero(np.isin(character_classes(), [WORD, SINGLE])).tolist() if not fold(chr(c))
    ]


@given(st.text(st.characters(codec="utf-8"), max_size=12))
def test_ascii_case_does_not_matter_to_folding(token: str) -> None:
    """The fold table is keyed by the ASCII-lower-case form, so the folded form must not depend on ASCII case."""
    lower = "".join(c.lower() if c.isascii() else c for c in token)
    assert fold(token) == fold(lower)


def recording(**limits: int) -> tuple[Tokenizer, list[str]]:
    """A tokeniser, and the tokens that it folds, in order."""
    folded: list[str] = []

    def noted(token: str) -> str:
        folded.append(token)
        return fold(token)

    return Tokenizer(folds=FoldTable(noted, **limits)), folded


def test_each_distinct_token_is_folded_once() -> None:
    """The second occurrence, in the same text, another text or a later batch, gets the hash of the first without a
    fold."""
    tokenizer, folded = recording()
    first = tokenizer(*pack(["Müller und Müller", "müller, Größe"]))
    kept = first.hashes[first.of(0)].tolist()
    assert sorted(folded) == ["Größe", "Müller", "müller"] or sorted(folded) == ["Größe", "Müller"]
    before = len(folded)
    again = tokenizer(*pack(["Müller und Müller"]))
    assert again.hashes[again.of(0)].tolist() == kept
    assert kept[0] == kept[2] == int(hash_tokens(["muller"])[0])
    assert len(folded) == before


@pytest.mark.parametrize(("most", "folds"), [(3, 15), (5, 5)])
def test_a_full_fold_table_starts_again(most: int, folds: int) -> None:
    tokenizer, folded = recording(most=most)
    words = [f"é{n}" for n in range(5)]
    expected = hash_tokens([f"e{n}" for n in range(5)]).tolist()
    for _ in range(3):
        tokens = tokenizer(*pack([" ".join(words)]))
        assert tokens.hashes[tokens.of(0)].tolist() == expected
    assert len(folded) == folds


def test_many_distinct_tokens_are_all_folded_right() -> None:
    """More tokens than the table's first slots: it grows and forgets none."""
    words = [f"ñ{n:x}é" for n in range(5_000)]
    tokenizer = Tokenizer()
    for _ in range(2):
        tokens = tokenizer(*pack([" ".join(words)]))
        assert tokens.hashes[tokens.of(0)].tolist() == hash_tokens([f"n{n:x}e" for n in range(5_000)]).tolist()


keys = st.integers(1, (1 << 64) - 1) | st.integers(1, 40)


@given(st.lists(st.lists(keys, max_size=40), max_size=6), st.lists(st.integers(1, 40), max_size=20))
def test_hash_table_numbers_like_a_dict(batches: list[list[int]], asked: list[int]) -> None:
    """`add` numbers new keys in the order in which they come, `find` gives the number or -1."""
    table = HashTable()
    numbers: dict[int, int] = {}
    for batch in batches:
        table.add(np.array(batch, np.uint64))
        for key in batch:
            numbers.setdefault(key, len(numbers))
        wanted = [*asked, *numbers]
        assert table.find(np.array(wanted, np.uint64)).tolist() == [numbers.get(key, -1) for key in wanted]
        assert len(table) == len(numbers)


@pytest.mark.parametrize("step", [1, 1 << 20, 1 << 44, 0x9E3779B97F4A7C15])
def test_hash_table_keeps_its_numbers_when_it_grows(step: int) -> None:
    """20,000 keys, among them rows of keys that fall on neighbouring slots."""
    table = HashTable()
    keys: U64 = np.arange(1, 20_001, dtype=np.uint64) * np.uint64(step)
    for part in np.array_split(keys, 7):
        table.add(part)
        table.add(part[::-1])
    assert table.find(keys).tolist() == list(range(20_000))
    assert table.find(keys + np.uint64(1 << 63)).tolist() == [-1] * 20_000
    assert table.keys.size >= 2 * len(table)


def test_a_hash_set_holds_the_words_and_no_others() -> None:
    kept = set(hash_set(["rally", "drone"]).tolist())
    assert kept == {0, *hash_tokens(["rally", "drone"]).tolist()}


def test_classes_cover_what_broken_bytes_can_spell() -> None:
    """Four bytes hold 21 bits: the table has a class for each number, and none beyond Unicode is a letter."""
    classes = character_classes()
    assert classes.size == 1 << 21
    assert not classes[0x110000:].any()
    assert not classes[0xD800:0xE000].any()
    assert [int(classes[ord(c)]) for c in "a_é漢\u0301 ’"] == [WORD, WORD, WORD, SINGLE, EXTEND, 0, 0]


def test_packing_keeps_the_number_of_code_points() -> None:
    texts = ["", "é漢😀", "a\ud800b", "\udcffx"]
    buffer, offsets = pack(texts)
    decoded = [bytes(buffer[s:e]).decode() for s, e in pairwise(offsets)]
    assert decoded == ["", "é漢😀", "a?b", "?x"]
    assert buffer.size == offsets[-1] + 256
