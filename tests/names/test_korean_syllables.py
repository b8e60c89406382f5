"""Korean names in the Revised Romanisation, in McCune-Reischauer and as their bearers write them."""

import pytest

from dedup.names import compare
from dedup.names.korean_syllables import is_romanised_alike, korean_syllables, may_be_alike, read_korean
from dedup.names.name_blocks import blocks
from dedup.names.syllable_verdicts import evidence_of_syllables, syllable_keys

ROMANISED = [
    ("Cho Myong-rok", "Jo Myeong-rok"),
    ("Ri Sol-ju", "Lee Seol-ju"),
    ("Chun Doo-hwan", "Jeon Du-hwan"),
    ("Roh Tae-woo", "No Tae-u"),
    ("Park Chung-hee", "Bak Jeong-hui"),
    ("Kim Yong-chol", "Kim Yeong-cheol"),
    ("Lee Myung Bak", "Yi Myeongbak"),
    ("Kang Kyung-wha", "Gang Gyeong-hwa"),
]
MAYBE = [("Cho Kuk", "Jo Guk"), ("Jeon Tu", "Chun Tu")]
APART = [
    ("Kim Jong-un", "Kim Jong-il"),
    ("Park Geun-hye", "Park Geun-hee"),
    ("Lee Chang-dong", "Lee Chung-dong"),
    ("Kim Jae-ryong", "Lee Jae-ryong"),
]
OTHERS = [
    ("Lee Min-ho", "Min-ho Lee"),
    ("Yang Li", "Li Yang"),
    ("Lee Harvey Oswald", "Lee Harvey"),
    ("Tom Brown", "Tom Braun"),
    ("Kim Clark", "Kim Clarke"),
    ("Kim", "Gim"),
]


@pytest.mark.parametrize(("one", "other"), ROMANISED)
def test_two_romanisations_of_the_same_syllables(one: str, other: str) -> None:
    assert evidence_of_syllables(one, other) == evidence_of_syllables(other, one) == "romanised"
    assert compare(one, other).verdict == compare(other, one).verdict == "same"


@pytest.mark.parametrize(("one", "other"), MAYBE)
def test_names_that_may_have_the_same_syllables_stay_open(one: str, other: str) -> None:
    assert evidence_of_syllables(one, other) == "maybe"
    assert compare(one, other).verdict == "ambiguous"


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_syllables_are_another_name(one: str, other: str) -> None:
    assert evidence_of_syllables(one, other) == "apart"
    assert compare(one, other).verdict != "same"


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_other_names_are_not_read(one: str, other: str) -> None:
    assert evidence_of_syllables(one, other) == ""


def test_the_romanisations_are_the_reason() -> None:
    assert "two romanisations of the same Korean syllables" in compare(*ROMANISED[0]).evidence


def test_names_of_the_same_syllables_meet_in_one_block() -> None:
    keys = [("jeon", "du", "hwan"), ("chun", "doo", "hwan"), ("no", "tae", "u"), ("roh", "tae", "woo")]
    assert {(0, 1), (2, 3)} <= set(map(tuple, blocks(keys, [1] * 4).tolist()))
    assert not syllable_keys("jeon du hwan") & syllable_keys("roh tae woo")


def test_a_surname_without_a_given_name_is_no_reading() -> None:
    assert read_korean("park") is None
    assert read_korean("park chung hee ho") is None


def test_the_surnames_must_agree() -> None:
    one, other = read_korean("cho myong rok"), read_korean("choe myeong rok")
    assert one is not None
    assert other is not None
    assert not is_romanised_alike(one, other)
    assert not may_be_alike(one, other)


def test_the_tables() -> None:
    tables = korean_syllables()
    assert tables.reischauer["chol"] == {"cheol", "jeol", "jol"}
    assert "jeong" in tables.usual["chung"]
    assert "jeong" not in tables.usual["jong"]
    assert tables.surnames["yi"] == tables.surnames["rhee"] == {"i"}
