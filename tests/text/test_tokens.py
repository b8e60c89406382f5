"""The token kernels give what a reader of the text, character by character, would give, wherever a character lies in a
block."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dedup.text import tokenizing
from dedup.text.folding import fold
from dedup.text.packing import pack
from dedup.text.tables import hash_tokens
from dedup.text.tokens import Tokenizer, Tokens, in_threads, split_evenly

Spans = list[tuple[int, int]]
Oracle = Callable[[str], Spans]

PLAIN = [
    "a",
    "B",
    "z",
    "Z",
    "0",
    "9",
    "_",
    " ",
    " ",
    ".",
    ",",
    "-",
    "'",
    "\n",
    "\r\n",
    "\t",
    "@",
    "[",
    "`",
    "{",
    "\x00",
    "\x7f",
    "/",
    ":",
]
WORDS = ["the", "Iraq", "HASHD", "x" * 7, "y" * 8, "Z" * 9, "w" * 30]
LATIN = ["é", "É", "ñ", "ß", "İ", "ı", "ő", "ﬁ", "Ｆ", "e\u0301", "U\u0308", "\u0301", "\u0308\u0323"]
SIGNS = ["’", "‘", "“", "”", "«", "…", "–", "—", "€", "\u00a0", "\u2009", "\u3000", "\u2028", "\u0085", "×", "°"]
HIDDEN = ["\u00ad", "\u200b", "\u200d", "\u200c", "\u2060", "\ufeff", "\ufe0f"]
ALPHABETS = ["ж", "Й", "Ω", "ς", "ع", "ش", "ـ", "\u064e", "ש", "\u05b8", "ह", "\u093f", "\u094d", "한", "𝒜", "𐐀", "𞤀"]
UNSPACED = ["漢", "字", "ひ", "カ", "。", "ไ", "ท", "\u0e31", "ຂ", "က", "ក", "𠀀", "㐀"]
PICTURES = ["😀", "👍🏽", "👩\u200d👩\u200d👧", "🇮🇶", "\U0010ffff", "\ue000"]
SPACED = PLAIN + WORDS + LATIN + SIGNS + HIDDEN + ALPHABETS + PICTURES


def texts(pieces: list[str]) -> st.SearchStrategy[str]:
    """Texts of 0 to 300 characters: short ones, and long ones that cross the borders of several blocks."""
    piece = st.sampled_from(pieces)
    drawn = st.one_of(st.lists(piece, max_size=12), st.lists(piece, min_size=40, max_size=250)).map("".join)
    return st.builds(lambda lead, text: ("k" * lead + text)[:300], st.integers(0, 70), drawn)


spaced = texts(SPACED)
mixed = st.one_of(texts(SPACED + UNSPACED), texts([*UNSPACED, " ", "a", "é", "\u0301"]), st.text(max_size=300))


def in_bytes(text: str, spans: Spans) -> Spans:
    places = [0]
    for char in text:
        places.append(places[-1] + len(char.encode()))
    return [(places[start], places[end]) for start, end in spans]


def tokens_of(tokens: Tokens, article: int) -> tuple[Spans, list[int]]:
    places = tokens.of(article)
    spans = list(zip(tokens.starts[places].tolist(), tokens.ends[places].tolist(), strict=True))
    return spans, tokens.hashes[places].tolist()


def assert_as_oracle(batch: list[str], oracle: Oracle, tokenizer: Tokenizer) -> None:
    tokens = tokenizer(*pack(batch))
    readable = [text.encode("utf-8", "replace").decode() for text in batch]
    expected = [oracle(text) for text in readable]
    words = [text[s:e] for text, spans in zip(readable, expected, strict=True) for s, e in spans]
    hashes = iter(hash_tokens([word.lower() if word.isascii() else fold(word) for word in words]).tolist())
    for number, (text, spans) in enumerate(zip(readable, expected, strict=True)):
        found, found_hashes = tokens_of(tokens, number)
        assert found == in_bytes(text, spans), (number, text)
        assert found_hashes == [next(hashes) for _ in spans], (number, text)


@given(st.lists(mixed, max_size=8), st.sampled_from([1, 2]))
def test_tokens_are_those_of_the_oracle(oracle: Oracle, batch: list[str], jobs: int) -> None:
    assert_as_oracle(batch, oracle, Tokenizer(jobs))


def test_tokens_of_many_random_texts(oracle: Oracle) -> None:
    """One tokeniser over batches of random texts: nothing of one text or batch reaches into another."""
    draw = random.Random(7)
    tokenizer = Tokenizer()
    for _ in range(8):
        pieces = draw.choice([SPACED, SPACED + UNSPACED, PLAIN + LATIN, [*LATIN, " "]])
        assert_as_oracle(["".join(draw.choices(pieces, k=draw.randint(0, 120))) for _ in range(60)], oracle, tokenizer)


def test_a_long_text_leaves_nothing_behind_for_a_short_one() -> None:
    """A last word with several accents must not touch the first words of the next article."""
    tokens = Tokenizer()(*pack(["a b c d e f g h", "ééé", "the end"]))
    assert tokens_of(tokens, 1)[1] == hash_tokens(["eee"]).tolist()
    assert tokens_of(tokens, 2)[1] == hash_tokens(["the", "end"]).tolist()


@pytest.mark.parametrize(
    "char", sorted(c for c in {*"".join(SPACED + UNSPACED)} if not c.isascii()), ids=lambda c: f"U+{ord(c):04X}"
)
def test_every_character_at_every_place_around_a_block_border(oracle: Oracle, char: str) -> None:
    """Between letters, behind a separator, doubled, with a mark: at each byte offset 55 to 70 and 119 to 134."""
    batch = []
    for offset in (*range(55, 71), *range(119, 135)):
        for fill, tail in (("k", "end"), (" ", "end"), ("k", " end"), ("-", char + " "), ("k", ""), (".", "\u0301x")):
            batch.append(fill * offset + char + tail)
    assert_as_oracle(batch, oracle, Tokenizer())


@given(spaced)
def test_vectors_and_scalars_give_the_same_words(text: str) -> None:
    """A character of a script without spaces behind a text has the scalar pass read it, which gives the same words and
    hashes."""
    tokens = Tokenizer()(*pack([text, f"{text} 東"]))
    fast, slow = (list(zip(*tokens_of(tokens, article), strict=True)) for article in (0, 1))
    assert fast == slow[:-1]


@given(st.lists(mixed, min_size=1, max_size=9))
def test_two_threads_make_the_columns_of_one(batch: list[str]) -> None:
    packed = pack(batch)
    one, two = Tokenizer(1)(*packed), Tokenizer(2)(*packed)
    assert one.counts.tolist() == two.counts.tolist()
    assert one.suspect.tolist() == two.suspect.tolist()
    for article in range(len(batch)):
        assert tokens_of(one, article) == tokens_of(two, article)


def test_threads_have_room_for_the_shortest_words(oracle: Oracle) -> None:
    """A word and its separator for every two bytes, and an odd number of bytes: the columns of two threads do not
    meet."""
    for sizes in ([1] * 9, [41, 1, 1, 39], [99, 101, 3], [7] * 40):
        assert_as_oracle(
            [("a b c é"[: size % 7 + 1] + " x" * size)[: size // 2 * 2 + 1] for size in sizes], oracle, Tokenizer(2)
        )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t “panic”, says Iraq's al-Sha‘abi…", ["Don", "t", "panic", "says", "Iraq", "s", "al", "Sha", "abi"]),
        (
            "Pop\u00adular\u00a0Mobi\u2060li\u200bsation \u200bForces",
            ["Pop\u00adular", "Mobi\u2060li\u200bsation", "Forces"],
        ),
        ("Мосул, Ελλάδα; الحشد", ["Мосул", "Ελλάδα", "الحشد"]),
        ("東京 Tokyo 2020年", ["東", "京", "Tokyo", "2020", "年"]),
        ("snake_case 3.5% x²", ["snake_case", "3", "5", "x²"]),
        ("e\u0301 \u0301e", ["e\u0301", "e"]),
        ("हिन्दी ข่าว", ["हिन्दी", "ข่", "า", "ว"]),
    ],
)
def test_words_as_a_reader_sees_them(text: str, words: list[str]) -> None:
    """Quotation marks part words, marks and invisible characters do not, and scripts without spaces give
    characters."""
    raw = text.encode()
    assert [raw[start:end].decode() for start, end in tokens_of(Tokenizer()(*pack([text])), 0)[0]] == words


def _hash(raw: bytes) -> int:
    """`native.hashing.hash_bytes`, byte by byte."""
    golden, mix, mask = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, (1 << 64) - 1
    if not raw:
        return golden
    if len(raw) <= 8:
        h = (int.from_bytes(raw, "little") ^ (len(raw) << 60)) * golden & mask
        return h ^ h >> 32
    h = len(raw) * mix & mask
    body, last = raw[: (len(raw) - 1) // 8 * 8], raw[(len(raw) - 1) // 8 * 8 :]
    for at in range(0, len(body), 8):
        h = (h ^ int.from_bytes(body[at : at + 8], "little")) * golden & mask
        h ^= h >> 29
    h = (h ^ int.from_bytes(last, "little") << 8 * (8 - len(last))) * golden & mask
    return h ^ h >> 32


@given(st.lists(st.text(max_size=30), max_size=10))
def test_a_hash_depends_on_the_bytes_of_the_word_alone(words: list[str]) -> None:
    expected = [_hash(word.encode("utf-8", "replace")) for word in words]
    assert hash_tokens(words).tolist() == expected
    assert hash_tokens(words[::-1]).tolist() == expected[::-1]


@given(st.text("abcxyzéżя7", min_size=1, max_size=10))
@example("tableau")
def test_a_letter_more_is_another_word(word: str) -> None:
    """In French, `tableau` and `tableaux` had one hash: the length of a word and its eighth byte met in the same
    bits."""
    longer = [word + letter for letter in "abcdefghijklmnopqrstuvwxyz0123456789éя"]
    assert len(set(hash_tokens([word, *longer]).tolist())) == len(longer) + 1


def test_hashes_of_short_words_are_distinct() -> None:
    words = [
        a + b + c
        for a in "abcdefghijklmnopqrstuvwxyz_0189"
        for b in "abcxyz059"
        for c in ("", "a", "ab", "abcdef", "abcdefg")
    ]
    assert len(set(hash_tokens(words).tolist())) == len(set(words))


@pytest.mark.parametrize("garbled", ["schÃ¶n", "itâ€™s", "Ã\x85ngstrÃ¶m", "cafÃ©", "Ð¿Ñ€Ð¸Ð²ÐµÑ‚"])
def test_mojibake_is_suspected_at_any_place(garbled: str) -> None:
    batch = [fill * offset + garbled + tail for fill in "k " for offset in range(50, 75) for tail in ("", " x", " 漢")]
    assert Tokenizer()(*pack(batch)).suspect.all()


@pytest.mark.parametrize("text", ["so\u00adfort", "d\u200bo", "xy " * 40 + "Co\u200cunty", "ข\u200bา", "السـ\u200eلام"])
def test_invisible_characters_behind_letters_are_noted(text: str) -> None:
    assert Tokenizer()(*pack([text])).suspect.tolist() == [tokenizing.HIDDEN]


@pytest.mark.parametrize(
    ("text", "spaced"), [("L o n d o n  " * 4, True), ("а б в " * 8, True), ("a of the " * 30, False)]
)
def test_spaced_letters_are_noted(text: str, spaced: bool) -> None:
    assert bool(Tokenizer()(*pack([text])).suspect[0] & tokenizing.SPACED) is spaced


@pytest.mark.parametrize("text", ["می\u200cشود", "क्\u200dष", "word. \u200bNext", "\ufeffWord", "no\u00adthing"[:2]])
def test_joiners_that_a_script_needs_and_characters_between_words_are_not_noted(text: str) -> None:
    assert Tokenizer()(*pack([text])).suspect.tolist() == [0]


def test_sound_accents_are_not_suspected() -> None:
    batch = ["É Ñ SÃO PAULO", "Ça, à l’été: «Où?» Ünal’s", "Ãé", "naïve façade", "A\u0308\u0301", "Ö", "", "plain"]
    assert not Tokenizer()(*pack(batch)).suspect.any()


@given(st.lists(st.integers(0, 50), max_size=30), st.integers(1, 5))
def test_runs_cover_all_articles_once(weights: list[int], parts: int) -> None:
    runs = split_evenly(np.array(weights, np.int64), parts)
    assert [n for first, last in runs for n in range(first, last)] == list(range(len(weights)))
    assert len(runs) <= parts
    assert all(last > first for first, last in runs)


def test_runs_are_about_equal_in_weight() -> None:
    assert split_evenly(np.full(100, 10, np.int64), 2) in ([(0, 50), (50, 100)], [(0, 51), (51, 100)])
    assert split_evenly(np.array([100, 1, 1, 1], np.int64), 2) == [(0, 1), (1, 4)]


@pytest.mark.parametrize("jobs", [1, 3])
def test_results_come_in_the_order_of_the_calls(jobs: int) -> None:
    assert in_threads(jobs, [lambda n=n: n * n for n in range(20)]) == [n * n for n in range(20)]  # type: ignore[misc]
