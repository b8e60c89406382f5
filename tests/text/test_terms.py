"""Terms: one number for each stem, the same from batch to batch, with its weight and class."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.text.background import background
from dedup.text.packing import pack
from dedup.text.terms import LONGEST_STEM, NAME, NUMBER, UNKNOWN, Terms, keyed, stems_of
from dedup.text.tokens import Tokenizer


def spell(texts: Sequence[str]) -> list[list[str]]:
    """The tokens of each text."""
    buffer, offsets = pack(texts)
    tokens = Tokenizer()(buffer, offsets)
    found = []
    for n in range(len(texts)):
        at, places = int(offsets[n]), tokens.of(n)
        spans = zip(tokens.starts[places].tolist(), tokens.ends[places].tolist(), strict=True)
        found.append([bytes(buffer[at + start : at + end]).decode() for start, end in spans])
    return found


def find(terms: Terms, texts: Sequence[str], jobs: int = 1) -> list[list[int]]:
    """The terms of each text."""
    buffer, offsets = pack(texts)
    tokens = Tokenizer(jobs)(buffer, offsets)
    found = terms.find(buffer, offsets, tokens)
    assert found.size == tokens.hashes.size
    assert terms.weights.size == terms.classes.size == terms.hashes.size == terms.canonical.size == len(terms)
    return [found[tokens.of(n)].tolist() for n in range(len(texts))]


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        (("protest", "Protests", "PROTESTED", "protesting"), "protest"),
        (("city", "cities", "City"), "citi"),
        (("Müller", "Mu\u0308ller", "Muller", "MÜLLER"), "muller"),
        (("2021",), "2021"),
        (("Москва", "москва"), "moskva"),
        (("是",), "是"),
        (("Ｒｕｎｎｉｎｇ", "runs"), "run"),
    ],
)
def test_stems(words: tuple[str, ...], stem: str) -> None:
    assert stems_of(words) == [stem] * len(words)


def test_near_misses_have_stems_of_their_own() -> None:
    assert len(set(stems_of(["policy", "police", "news", "new", "是", "事", "2021", "2022"]))) == 8


def test_a_word_that_is_too_long_is_not_stemmed() -> None:
    """And is folded all the same."""
    fits, long = "A" * (LONGEST_STEM - 3) + "ing", "A" * (LONGEST_STEM - 2) + "ing"
    assert stems_of([fits, long]) == ["a" * (LONGEST_STEM - 3), long.lower()]
    assert stems_of([]) == []
    assert stems_of([""]) == [""]


WORDS = [
    "bridge",
    "bridges",
    "Bridge",
    "Müller",
    "muller",
    "Obama",
    "Haftar",
    "Hiftar",
    "Khomeini",
    "obama's",
    "2021",
    "42nd",
    "是",
    "the",
    "The",
    "qxvzz",
    "Qxvzzes",
    "🚒",
    "été",
]
batches = st.lists(st.lists(st.lists(st.sampled_from(WORDS), max_size=8), max_size=4), max_size=4)


@settings(max_examples=200)
@given(batches)
def test_terms_number_stems_as_they_first_occur(made: list[list[list[str]]]) -> None:
    """Over all batches, whatever the order of articles; behind the new stems of a batch what its rare names have in
    common."""
    terms, rare = Terms(), background().rare_names
    numbers: dict[str, int] = {}
    for batch in made:
        texts = [" ".join(words) for words in batch]
        stems = [[keyed(stem, background().counts) for stem in stems_of(words)] for words in spell(texts)]
        expected = [[numbers.setdefault(stem, len(numbers)) for stem in listed] for listed in stems]
        for stem in dict.fromkeys(stem for listed in stems for stem in listed if stem in rare):
            numbers.setdefault(keyed(stem, ()), len(numbers))
        assert find(terms, texts) == expected
        assert len(terms) == len(numbers)
    names, table = list(numbers), background()
    assert terms.weights.tolist() == table.weights(names)
    for stem, kind in zip(names, terms.classes.tolist(), strict=True):
        named = table.capitalised(stem)
        assert kind == NUMBER * stem[0].isdigit() | (UNKNOWN if named is None else NAME * named)


def canonical(terms: Terms, words: str) -> list[int]:
    """The canonical terms of a text."""
    (found,) = find(terms, [words])
    return [int(terms.canonical[number]) for number in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Haftar", "Hiftar"), ("Khomeini", "Khamenei"), ("Nasrallah", "Nasralla"), ("Hezbollah", "Hizbullah")],
)
@pytest.mark.parametrize("batches", [1, 2])
def test_all_spellings_of_a_rare_name_are_one_term(one: str, other: str, batches: int) -> None:
    """Whichever comes first, in one batch or in two; the spellings the table has keep their own term beside it."""
    for words in ([one, other], [other, one]):
        terms = Terms()
        told = (
            canonical(terms, " ".join(words)) if batches == 1 else [n for word in words for n in canonical(terms, word)]
        )
        assert told[0] == told[1]
        assert told == canonical(terms, " ".join(words))
        ((first, second),) = find(terms, [f"{one} {other}"])
        assert first != second
        assert terms.classes[told[0]] == UNKNOWN


@pytest.mark.parametrize(
    "words",
    [
        "Obama Abama",
        "Washington Weshington",
        "bridge bridges",
        "ombudsman ambudsman",
        "the",
        "2021 42nd",
        "Xi Xu 是 été",
    ],
)
def test_settled_names_and_ordinary_words_are_themselves(words: str) -> None:
    """So are numbers, and names too short to be told by their consonants."""
    terms = Terms()
    assert canonical(terms, words) == find(terms, [words])[0]


def test_every_canonical_term_is_its_own() -> None:
    """One step leads to it; a rare name of two consonants stays itself."""
    terms = Terms()
    find(terms, [" ".join(WORDS), "Nasrallah Bakersfield Mohammad"])
    assert np.array_equal(terms.canonical[terms.canonical], terms.canonical)
    assert np.count_nonzero(terms.canonical != np.arange(len(terms))) == 4


def test_weights_of_earlier_batches_stay() -> None:
    """A caller may keep the columns that it was given."""
    terms = Terms()
    find(terms, ["the bridge"])
    weights, classes = terms.weights, terms.classes
    kept = weights.tolist(), classes.tolist()
    find(terms, ["bridges of Paris 2021"])
    assert (weights.tolist(), classes.tolist()) == kept
    assert (terms.weights[:2].tolist(), terms.classes[:2].tolist()) == kept
    same = terms.weights
    find(terms, ["the Paris bridge"])
    assert terms.weights is same


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("police", 0),
        ("the", 0),
        ("Obama", NAME),
        ("obama", NAME),
        ("qxvzz", UNKNOWN),
        ("99887766", NUMBER | UNKNOWN),
        ("٤٢", NUMBER),
        ("是", UNKNOWN),
    ],
)
def test_classes(word: str, kind: int) -> None:
    """A word is a name by the table, however it is written here."""
    terms = Terms()
    find(terms, [word])
    assert terms.classes.tolist() == [kind]


def test_rare_words_weigh_more() -> None:
    terms = Terms()
    ((the, police, ombudsman, unknown),) = find(terms, ["the police ombudsman qxvzz"])
    assert terms.weights[the] < terms.weights[police] < terms.weights[ombudsman] < terms.weights[unknown]


@pytest.mark.parametrize("count", [4095, 4096, 4097, 30_000])
def test_the_tables_grow(count: int) -> None:
    """More new words in a batch than are looked at in a row, and more in all than the tables hold at first."""
    words = [f"zq{k}x" for k in range(count)]
    terms = Terms()
    halves = [" ".join(words[: count // 2]), " ".join(words[count // 2 :])]
    assert find(terms, halves) == [list(range(count // 2)), list(range(count // 2, count))]
    assert find(terms, [" ".join(reversed(words)), words[7]]) == [list(reversed(range(count))), [7]]
    assert find(terms, ["one more"]) == [[count, count + 1]]
    assert len(terms) == count + 2


def test_a_new_word_that_stands_often_is_learned_once() -> None:
    """Ten thousand places of two words."""
    terms = Terms()
    assert find(terms, ["qxvzz " * 5000 + "zyzzy " * 5000 + "qxvzz"]) == [[0] * 5000 + [1] * 5000 + [0]]


HOSTILE = {
    "64 KB of one letter": "a" * 65_536,
    "64 KB of accents": "e" + "\u0301" * 32_768,
    "64 KB of ideographs": "是" * 21_845,
    "long Cyrillic": "щ" * 32_768,
    "replacement characters": "\ufffd a\ufffdb \ufffd\ufffd",
    "lone surrogates": "a\ud800b \udfff",
    "invisible characters": "\u200b \u00ad x\u200by",
    "null bytes": "a\0b \0",
    "private use": "\ue000\uf8ff \U0010ffff",
    "ligatures that grow": "ﷺ" * 2_000,
    "right to left": "\u202eשלום\u202c",
    "digits of many scripts": "²³ ٤٢ ४२ 𝟜𝟚",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_words_are_words_as_others(text: str) -> None:
    """They get numbers, finite weights, and change nothing for the words beside them."""
    terms = Terms()
    ((bridge,), hostile, last) = find(terms, ["bridge", text, f"{text} bridges"])
    assert bridge == 0
    assert last == [*hostile, 0]
    assert set(hostile) | {0} == set(range(len(terms)))
    assert np.all(np.isfinite(terms.weights)) and np.all(terms.weights >= 0)
    assert find(terms, [text]) == [hostile]


def test_no_words_are_no_terms() -> None:
    terms = Terms()
    assert find(terms, []) == []
    assert find(terms, ["", " ... ", "\n"]) == [[], [], []]
    assert len(terms) == 0
    assert terms.weights.size == 0
    assert find(terms, ["", "bridge", ""]) == [[], [0], []]


def test_threads_of_the_tokeniser_change_nothing() -> None:
    texts = [f"bridge {k} Müller{k % 7} was {k % 3}" for k in range(300)]
    assert find(Terms(), texts, jobs=2) == find(Terms(), texts)
