"""Names that two texts romanise differently, and what they say of one wire by two languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.relations import cross_wire
from dedup.relations.cross_wire import (
    EVEN,
    LEAST_CONSONANTS,
    LEAST_LETTERS,
    LONGEST_TEXT,
    VARIANTS,
    looks_translated,
    names_of,
    variants,
)
from dedup.text.folding import skeleton

NAMES = [
    "Hachd", "Hashd", "Hashed", "Mouhandis", "Muhandis", "Khamenei", "Khomeini", "Hezbollah", "Hizbullah", "Kataeb",
    "Kataib", "Paris",
    "Parises", "Gaddafi", "Kadhafi", "Al", "Iran", "Iraq", "Müller", "Mueller", "Ürümqi", "Чехов", "北京",
]  # fmt: skip
texts = st.lists(
    st.sampled_from([*NAMES, *NAMES[:9], "hachd", "khomeini", "paris", "met", "2021", "…"]), max_size=30
).map(" ".join)


def respelled(one: str, other: str) -> list[tuple[str, str]]:
    return variants(names_of(one), names_of(other))


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("The Hachd came.", "The Hashd came.", [("hachd", "hashd")]),
        ("Abou Mouhandis", "Abou Muhandis", [("mouhandis", "muhandis")]),
        ("Gaddafi", "Ghadhafi", [("gaddafi", "ghadhafi")]),
        ("Hezbollah and Kataib", "Hizbullah and Kataeb", [("hezbollah", "hizbullah"), ("kataib", "kataeb")]),
        ("Müller", "Möller", [("muller", "moller")]),
        ("Paris", "Paris", []),
        ("PARIS", "Paris", []),
        ("Müller", "Muller", []),  # one spelling once it is folded
        ("Houthi", "Houthis", []),
        ("Houthis", "Houthi’s", []),
        ("American", "Americans", []),
        ("Kurd", "Kurdi", []),
        ("Houth", "Houthie", []),  # an ending is no other romanisation, nor is a last letter
        ("Salem and Salim", "Salem", []),  # both spellings stand in one text
        ("Salem", "Salim and Salem", []),
        ("Saeed", "Saied", []),  # two consonants are shared by too many
        ("Salem", "Salim", [("salem", "salim")]),
        ("Salem", "Salum and Salim", [("salem", "salim")]),  # once, with the first of them
        ("Salum and Salim", "Salem", [("salim", "salem")]),
        ("Salema", "Salemi", []),
        ("Hams", "Hums", []),  # short words are acronyms and beginnings of sentences
        ("hachd", "Hashd", []),  # a name is written with a capital letter, by both
        ("Hachd and hachd", "Hashd", []),
        # A word that stands first in its sentence is taken for a name
        ("Protesters", "Protestors", [("protesters", "protestors")]),
        ("Patrick", "Mouhandis", []),
        ("", "Hashd", []),
        ("", "", []),
    ],
)
def test_names_in_another_spelling(one: str, other: str, found: list[tuple[str, str]]) -> None:
    assert respelled(one, other) == found
    assert len(respelled(other, one)) == len(found)


def test_two_men_may_share_their_consonants() -> None:
    """Khamenei and Khomeini do. So a variant alone proves nothing: it takes two of them, and sentences that tell the
    same."""
    found = respelled("Ayatollah Khamenei spoke.", "Ayatollah Khomeini spoke.")
    assert found == [("khamenei", "khomeini")]
    assert len(found) < VARIANTS
    assert cross_wire.probability(1.0, len(found)) == 0.0
    assert not looks_translated(best_three=0.1, chain=0.1, copied=0.0)


@given(texts, texts)
def test_variants_are_names_of_one_text_that_the_other_lacks(one: str, other: str) -> None:
    found = respelled(one, other)
    names = [name for name, _ in found]
    assert names == sorted(set(names))
    for name, spelled in found:
        assert name in names_of(one) and name not in names_of(other)
        assert spelled in names_of(other) and spelled not in names_of(one)
        assert skeleton(name) == skeleton(spelled)
        assert len(skeleton(name)) >= LEAST_CONSONANTS


@given(texts, texts)
def test_as_many_names_are_found_whichever_text_comes_first(one: str, other: str) -> None:
    """One for each skeleton, though a text has several spellings of it; their number decides the probability."""
    found = [skeleton(name) for name, _ in respelled(one, other)]
    assert len(set(found)) == len(found)
    assert sorted(found) == sorted(skeleton(name) for name, _ in respelled(other, one))


@given(texts)
def test_the_order_of_the_words_does_not_matter(one: str) -> None:
    other = " ".join(reversed(one.split()))
    assert names_of(one) == names_of(other)
    assert respelled(one, "Hashd Muhandis Kataeb") == respelled(other, "Hashd Muhandis Kataeb")
    assert respelled(one, one) == []


def test_names_are_folded_and_have_their_consonants() -> None:
    found = names_of("Müller met MÜLLER in Ürümqi, and met Omar and Kataeb42.")
    assert list(found.items()) == [("kataeb", "ktb"), ("muller", "mlr"), ("urumqi", "urmk")]
    assert LEAST_LETTERS == 5
    assert names_of("Bridge, not the bridge") == {}


@pytest.mark.parametrize(
    "text",
    [
        "Abcde " * 200_000,
        "A" * 1_000_000,
        " ".join(f"Nam{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(17_576)),
        " ".join(
            "K" + "aeiou"[n % 5] + "m" + "aeiou"[n // 5 % 5] + "n" + "aeiou"[n // 25 % 5] * (n // 125)
            for n in range(6_000)
        ),
        "\ufdfa" * 50_000,  # one character that folds to eighteen
        "Ａ" * 200_000,
    ],
)
def test_hostile_texts_are_read_to_their_end(text: str) -> None:
    found = [*respelled(text, text.replace("e", "i")), *respelled(text.replace("a", "o"), text)]
    assert all(one != other for one, other in found)


def test_what_stands_far_behind_is_not_looked_at() -> None:
    assert respelled("Hachd " + "x " * LONGEST_TEXT, "Hashd") == [("hachd", "hashd")]
    assert respelled("x " * LONGEST_TEXT + "Hachd", "Hashd") == []


def test_the_probability_takes_two_names_and_rises_with_the_likeness() -> None:
    assert [cross_wire.probability(cross_wire.MIDDLE, n) for n in (0, 1, 2, 3)] == [0.0, 0.0, EVEN, EVEN]
    told = [cross_wire.probability(gain / 100, VARIANTS) for gain in range(101)]
    assert told == sorted(told)
    assert told[0] < 0.01 and told[-1] > 0.99
    assert all(p == round(p, 3) for p in told)


@pytest.mark.parametrize(
    ("features", "worth"),
    [
        ((cross_wire.ALIKE, cross_wire.CHAIN, 0.0), True),
        ((1.0, 2.0, cross_wire.MOST_COPIED - 0.001), True),
        ((cross_wire.ALIKE - 0.001, 2.0, 0.0), False),
        ((1.0, cross_wire.CHAIN - 0.001, 0.0), False),
        ((1.0, 2.0, cross_wire.MOST_COPIED), False),
    ],
)
def test_pairs_that_are_worth_a_look_at_their_names(features: tuple[float, float, float], worth: bool) -> None:
    """Sentences alike and enough of them, and little wording in common."""
    assert looks_translated(*features) is worth
