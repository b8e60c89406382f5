"""Two spellings are one name, two names, or it stays open."""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.names import compare, compare_many
from dedup.names.comparison import known_as, known_spellings
from dedup.names.pair_measures import MOST_CHARACTERS, compare_pairs, compare_spellings

CASES = json.loads((Path(__file__).parents[1] / "cases/names_same.json").read_text(encoding="utf-8"))
PAIRS = [pytest.param(a, b, verdict, id=f"{a}-{b}") for verdict, pairs in CASES.items() for a, b in pairs]
ONE_NAME = ("Hashd", "Hachd", "Hashed", "Hashid", "Hashd al-Sha'abi", "al-Hashed al-Shaabi", "Hachd al-Chaabi")
LETTERS = st.text(st.sampled_from("abdehiklmnorstuvyz"), min_size=3, max_size=12)


@pytest.mark.parametrize(("a", "b", "verdict"), PAIRS)
def test_verdicts(a: str, b: str, verdict: str) -> None:
    assert compare(a, b).verdict == verdict


@pytest.mark.parametrize(("a", "b"), list(combinations(ONE_NAME, 2)))
def test_all_spellings_of_one_name_are_the_same(a: str, b: str) -> None:
    assert compare(a, b).verdict == "same"


@pytest.mark.parametrize("script", ["Khamenei", "Khamenai", "Chamenei", "Jamenei", "Khamene'i", "Khameneï"])
def test_khamenei_is_never_khomeini(script: str) -> None:
    assert all(compare(script, other).verdict != "same" for other in ("Khomeini", "Khomeiny", "Chomeini", "Jomeini"))


@pytest.mark.parametrize(
    ("name", "derived"), [("Karzan", "Karzani"), ("Zelov", "Zelova"), ("Brodsky", "Brodskaya"), ("Tarvin", "Tarvina")]
)
def test_an_ending_that_derives_a_name_is_a_veto_for_names_that_nobody_knows(name: str, derived: str) -> None:
    assert compare(name, derived, known=False).verdict == "different"


def test_letters_alone_distinguish_romanisations_from_other_changes() -> None:
    """The second pair of each line has as many edits as the first."""
    for romanised, changed in (
        (("mourachid", "murashid"), ("mourachid", "murakmid")),
        (("Tchernov", "Chernov"), ("Tchernov", "Kernov")),
        (("Wassiljew", "Vasilyev"), ("Wassiljew", "Gasilter")),
    ):
        assert compare(*romanised, known=False).score > compare(*changed, known=False).score + 1


def test_the_lexicon_knows_that_names_alike_are_two() -> None:
    assert compare("Nasir", "Nazir").score < compare("Nasir", "Nazir", known=False).score


def test_the_score_of_a_denied_pair_is_below_that_of_an_affirmed_one() -> None:
    same = [compare(a, b).score for a, b in CASES["same"]]
    different = [compare(a, b).score for a, b in CASES["different"]]
    assert max(different) < min(same)


@given(st.text(max_size=40), st.text(max_size=40))
def test_order_does_not_matter_and_no_text_is_refused(a: str, b: str) -> None:
    assert (compare(a, b).verdict, compare(a, b).score) == (compare(b, a).verdict, compare(b, a).score)


@given(LETTERS)
def test_a_spelling_is_the_same_as_itself(word: str) -> None:
    found = compare(word, word)
    assert (found.verdict, found.evidence) == ("same", compare(word, word).evidence)


@given(st.lists(st.tuples(st.text(max_size=20), LETTERS), max_size=8))
def test_many_at_once_are_compared_as_one_by_one(pairs: list[tuple[str, str]]) -> None:
    assert compare_many(pairs) == [compare(a, b) for a, b in pairs]


@pytest.mark.parametrize("suffix", ["Jr", "Sr", "III", "Junior"])
def test_a_generational_suffix_alone_is_another_name_whatever_was_compared_before(suffix: str) -> None:
    alone = compare(suffix, "Ali")
    assert alone.verdict == "different"
    assert compare_many([("Ali", "Ali"), (suffix, "Ali")])[1] == alone


def test_no_pairs() -> None:
    assert compare_many([]) == []


@pytest.mark.parametrize(
    "long", ["a" * 100_000, "ab " * 50_000, "é" * 50_000, "\n" * 1000, "a\nb\nc", "x" * (MOST_CHARACTERS - 1) + "é"]
)
def test_a_long_or_broken_spelling_is_cut(long: str) -> None:
    assert compare(long, "Hashd").verdict != "same"
    assert compare(long, "Hashd").evidence


def test_spellings_that_are_given_once_get_the_verdicts_of_their_pairs() -> None:
    spellings = [
        "mao zedong",
        "mao tse tung",
        "Soleimani",
        "suleymani",
        "kim jong un",
        "kim jong il",
        "",
        "Đặng Vũ",
        "x" * 300,
    ]
    pairs = np.array([(a, b) for a in range(len(spellings)) for b in range(len(spellings))])
    found = compare_spellings(spellings, pairs)
    assert list(found.each()) == compare_pairs([(spellings[a], spellings[b]) for a, b in pairs.tolist()])
    assert {"same", "different", "ambiguous"} == {verdict for verdict, _ in found.each()}


@pytest.mark.parametrize("pair", [(0, 2), (-1, 0), (2, 0)])
def test_a_pair_of_a_spelling_that_is_not_there_is_refused(pair: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="Pair 0 has a spelling that is not there"):
        compare_spellings(["varga", "vargha"], np.array([pair]))


def test_known_spellings_are_those_of_the_table_in_their_places() -> None:
    spellings = ["Jane Doe", "PMF", "", "al-Hashed al-Shaabi", "two\nlines", "ÜÜ", "PMF", "x" * 300]
    spellings += [f"Nobody {number}" for number in range(5000)] + ["Popular Mobilization Units"]
    one_by_one = [(place, found) for place, each in enumerate(spellings) if (found := known_as(each)) is not None]
    assert list(known_spellings(spellings)) == one_by_one
    assert [place for place, _ in one_by_one] == [1, 3, 6, len(spellings) - 1]
    assert list(known_spellings([])) == []
