"""Chinese names in Pinyin and in Wade-Giles."""

import pytest

from dedup.names import compare
from dedup.names.chinese_syllables import is_wade_giles_of, read_chinese, wade_giles_of
from dedup.names.name_blocks import blocks
from dedup.names.syllable_verdicts import evidence_of_syllables

SAME = [
    ("Mao Tse-tung", "Mao Zedong"),
    ("Chou En-lai", "Zhou Enlai"),
    ("Hu Yao-pang", "Hu Yaobang"),
    ("Hua Kuo-feng", "Hua Guofeng"),
    ("Chao Tzu-yang", "Zhao Ziyang"),
    ("Ch'en Shui-pien", "Chen Shuibian"),
    ("Chiang Ch'ing-kuo", "Jiang Qingguo"),
    ("Hsieh Hsueh-hung", "Xie Xuehong"),
    ("Tsai Yi-jen", "Cai Yiren"),
    ("Lü Hsiu-lien", "Lü Xiulian"),
]
APART = [
    ("Chou En-lai", "Zhu Enlai"),  # another surname
    ("Mao Tse-tung", "Mao Zeming"),
    ("Hu Yaopang", "Hu Yaobang"),  # both are Pinyin
    ("Li Peng", "Li Beng"),  # two syllables show too little
    ("Tom Brown", "Tom Braun"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_wade_giles_writes_for_pinyin(one: str, other: str) -> None:
    assert is_wade_giles_of(one, other)
    assert is_wade_giles_of(other, one)
    assert compare(one, other).verdict == compare(other, one).verdict == "same"


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_it_does_not_write(one: str, other: str) -> None:
    assert not is_wade_giles_of(one, other)
    assert not is_wade_giles_of(other, one)


def test_the_romanisations_are_named_as_the_reason() -> None:
    assert "Wade-Giles against Pinyin romanisation of the same syllables" in compare(*SAME[0]).evidence


def test_the_whole_table() -> None:
    assert len(wade_giles_of()) == 400
    pairs = {
        "zhi": ("chih",),
        "si": ("ssu", "szu"),
        "er": ("erh",),
        "xiong": ("hsiung",),
        "lue": ("lueh",),
        "ri": ("jih",),
    }
    assert {syllable: wade_giles_of()[syllable] for syllable in pairs} == pairs
    assert wade_giles_of()["lu"] == ("lu",)


def test_both_ways_of_writing_are_in_one_block() -> None:
    keys = [("chiang", "tse", "min"), ("jiang", "zemin"), ("varga", "zemin")]
    assert [0, 1] in blocks(keys, [1] * 3).tolist()


def test_words_of_more_than_two_syllables_are_not_cut() -> None:
    assert read_chinese("mao enlai") is not None
    assert read_chinese("mao enlailai") is None
    assert read_chinese("mao " + "ai" * 50) is None


@pytest.mark.parametrize(("one", "other"), [("Li Peng", "Li Ping"), ("Wang Min", "Wang Ming"), ("Chen Yi", "Chen Yun")])
def test_other_syllables_of_pinyin_are_another_name(one: str, other: str) -> None:
    assert evidence_of_syllables(one, other) == "apart"
    assert compare(one, other).verdict != "same"


@pytest.mark.parametrize(
    ("one", "other"), [("Lin Biao", "Lin Piao"), ("Zhang Wei", "Chang Wei"), ("Li Beng", "Li Peng")]
)
def test_names_of_two_syllables_that_may_be_wade_giles_stay_open(one: str, other: str) -> None:
    assert evidence_of_syllables(one, other) == "maybe"
    assert compare(one, other).verdict != "different"


def test_a_name_of_two_syllables_needs_a_surname() -> None:
    assert read_chinese("ken lu") is None
    assert read_chinese("li peng") is not None
