"""Facts that two articles keep and change: the kernel counts what a plain reading of both counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.relations.form_figures import FACT_SLOT, FORM_FIGURES, NAME, NUMBER, SHOWN_SLOTS
from tests.relations.plain_facts import GAP, SLOT, Word, arguments, count, counted, expected, mirrored, words

HEAD = "the wardens of this quiet shore have said again that"  # more words than a copied passage needs
TAIL = "and so everybody there went back home without a word"
PLAIN = [f"w{'abcdefghij'[k // 10]}{'abcdefghij'[k % 10]}" for k in range(60)]
TRICKY = (
    "Spain", "Spanish", "spain", "Spa", "Sofia", "Sophia", "harbour", "harbuor", "harbours", "arbour", "5", "five",
    "51", "1999", "1998", "Monday", "Sunday", "no", "half", "abcd", "abce", "Abcde", "Abcdf",
)  # fmt: skip


def framed(slot: str) -> list[Word]:
    return words(f"{HEAD} {slot} {TAIL}")


def changed(one: str, other: str) -> tuple[int, int]:
    """The fact slots and the plain slots of two texts that differ in this place."""
    figures = count(framed(one), framed(other)).figures
    return figures["fact_slots"], figures["plain_slots"]


FACT, OTHER_WORDS, NO_SLOT = (1, 0), (0, 1), (0, 0)
CASES = {
    "another number is another fact": ("5", "6", FACT),
    "another name is another fact": ("Monday", "Friday", FACT),
    "a name in the place of a number is another fact": ("Monday", "6", FACT),
    "other words are no fact": ("early", "late", OTHER_WORDS),
    "a fact in the place of a plain word is none of both": ("Monday", "late", OTHER_WORDS),
    "a slot with a fact among plain words is a fact": ("on some Monday early", "at 6", FACT),
    "a word that was left out is no slot": ("", "early", NO_SLOT),
    "a fact that was left out is no slot": ("6", "", NO_SLOT),
    # Typos
    "a word with one other letter is the same word": ("colour", "kolour", NO_SLOT),
    "a word with one letter more is the same word": ("colour", "colours", NO_SLOT),
    "a word with one letter less is the same word": ("colour", "color", NO_SLOT),
    "a word with two letters exchanged is the same word": ("colour", "coluor", NO_SLOT),
    "letters that are exchanged and apart are two typos": ("colour", "coruol", OTHER_WORDS),
    "two other letters make another word": ("colour", "kolourz", OTHER_WORDS),
    "eight letters may have two typos": ("treasury", "treacuri", NO_SLOT),
    "eight letters may not have three": ("treasury", "dreacuri", OTHER_WORDS),
    "seven letters may not have two": ("marshal", "maschel", OTHER_WORDS),
    "the letters of the longer word count": ("marshal", "marchalx", NO_SLOT),
    "letters count, not bytes": ("кот", "код", OTHER_WORDS),
    "letters that are not Latin may have a typo": ("кошки", "кошка", NO_SLOT),
    "32 letters may have typos": (f"{'ab' * 15}xx", f"{'ab' * 15}yy", NO_SLOT),
    "33 letters may have none": (f"{'ab' * 15}xxx", f"{'ab' * 15}xyx", OTHER_WORDS),
    "a name with a typo is the same name": ("Bowman", "Bowmen", NO_SLOT),
    "a capital letter is no other letter": ("Colour", "kolour", NO_SLOT),
    "five letters are enough for a typo": ("stone", "shone", NO_SLOT),
    "four letters are too few for a typo": ("rose", "nose", OTHER_WORDS),
    "the longer word counts": ("rose", "roses", NO_SLOT),
    "a number has no typos": ("12345", "12346", FACT),
    "a number in words has no typos": ("~seven", "~seven7", FACT),
    "two words that both have a typo are the same words": ("colour stones", "kolour shones", NO_SLOT),
    "one other word among typos makes a slot": ("colour early", "kolour late", OTHER_WORDS),
    # Spellings of one fact
    "a name and its derivation are one fact": ("Spain", "Spanish", OTHER_WORDS),
    "half of the shorter name is enough": ("Manila", "Manchester", OTHER_WORDS),
    "less than half of the shorter name is another name": ("Mandalay", "Manchester", FACT),
    "three letters must be alike": ("Lyon", "Lyra", FACT),
    "three letters that are alike are enough": ("Lyon", "Lyos Alta", OTHER_WORDS),
    "plain words are never spellings of a name": ("Spain", "spanish", OTHER_WORDS),
    "a number in words is the same in digits": ("~twelve", "12", OTHER_WORDS),
    "a number in digits is the same in words": ("12", "~twelve", OTHER_WORDS),
    "another number in digits is another fact": ("12", "13", FACT),
    "another number in words is another fact": ("~twelve", "~ten", FACT),
    "a number in words and one in digits are no spelling of one": ("~twelve 30", "12", FACT),
    # Long slots
    "four facts are one": ("1 2 3 4", "5 6 7 8", FACT),
    "five facts are two": ("1 2 3 4 5", "6 7 8 9 10", (2, 0)),
    "the side with fewer facts counts": ("1 2 3 4 5", "6 7", FACT),
    "twelve words are a slot": (" ".join(["1", *PLAIN[:11]]), "2", FACT),
    "thirteen words are another text": (" ".join(["1", *PLAIN[:12]]), "2", NO_SLOT),
    "thirteen words are another text on the other side too": ("2", " ".join(["1", *PLAIN[:12]]), NO_SLOT),
    "thirteen words half of which are facts are a table": (" ".join([*"1234567", *PLAIN[:6]]), "8 9", FACT),
    "both sides of a table are facts": (" ".join([*"1234567", *PLAIN[:6]]), "8 " + " ".join(PLAIN[20:24]), NO_SLOT),
    "a long table has a fact for each four": (
        " ".join(str(n) for n in range(100, 140)),
        " ".join(str(n) for n in range(200, 240)),
        (10, 0),
    ),
}


@pytest.mark.parametrize(("one", "other", "slots"), CASES.values(), ids=CASES.keys())
def test_a_place_where_two_articles_differ(one: str, other: str, slots: tuple[int, int]) -> None:
    assert changed(one, other) == slots
    assert count(framed(other), framed(one)) == mirrored(count(framed(one), framed(other)))
    assert count(framed(one), framed(other)) == expected(framed(one), framed(other))


def test_a_slot_is_shown_with_its_words() -> None:
    found = count(framed("Monday"), framed("next Friday"))
    size = len(HEAD.split())
    assert found.slots == [(size, size + 1, size, size + 2)]


def test_the_figures_of_a_pair() -> None:
    """Two runs of facts are kept, the street and the 9 metres; the number of cars is another, and a plain word too."""
    a = words("On Upper Street a wall of 9 metres fell down on 5 old cars last night")
    b = words("On Upper Street a wall of 9 metres fell down on 6 new cars last week indeed")
    found = count(a, b).figures
    assert found == expected(a, b).figures
    assert found == {
        "words_a": 16,
        "words_b": 17,
        "matched": 13,
        "matched_facts": 4,  # On begins the sentence; here every capital letter shows a name
        "runs": 2,
        "facts_a": 5,
        "facts_b": 5,
        "fact_slots": 1,
        "plain_slots": 1,
        "respelled": 0,
        "kept_facts": 2,
        "own_numbers": 1,
        "own_names": 0,
        "distinct_facts": 5,
        "numbers_a": 2,
        "numbers_b": 2,
        "names_a": 3,
        "names_b": 3,
        "shown": 1,
    }


def test_a_word_is_a_kept_fact_where_one_of_both_has_it_as_fact() -> None:
    found = count(framed("Early"), framed("early")).figures
    assert (found["matched_facts"], found["kept_facts"]) == (1, 1)


def test_only_the_first_slots_are_shown() -> None:
    parts = HEAD.split()[: SHOWN_SLOTS + 2]
    one, other = (words(" ".join(f"{part} {n}{k}" for k, part in enumerate(parts))) for n in (1, 2))
    found = count(one, other)
    assert found.figures["fact_slots"] == SHOWN_SLOTS + 2
    assert found.slots == [(2 * k + 1, 2 * k + 2, 2 * k + 1, 2 * k + 2) for k in range(SHOWN_SLOTS)]


@pytest.mark.parametrize(("own", "aligned"), [(GAP, True), (GAP + 1, False)])
@pytest.mark.parametrize("side", [0, 1])
def test_a_gap_of_more_than_120_words_is_not_aligned(own: int, aligned: bool, side: int) -> None:
    """A word of both in the middle of the gap is found in a shorter gap alone."""
    long = [*(f"a{'abcdefghij'[k // 10 % 10]}{'abcdefghij'[k % 10]}{k // 100 * 'x'}" for k in range(own - 1))]
    pair = [[*long[:50], "Lisbon", *long[50:]], ["Lisbon"]]
    one, other = (framed(" ".join(gap)) for gap in (pair if side == 0 else reversed(pair)))
    found = count(one, other)
    assert found == expected(one, other)
    assert found.figures["matched"] == len(HEAD.split()) + len(TAIL.split()) + aligned


def test_words_of_another_spelling_are_counted() -> None:
    """A slot of three words, all of which have a typo, and another with one."""
    found = count(framed("Colour stones here x later"), framed("kolour shones there x latex"))
    assert found.figures["respelled"] == 4
    assert (found.figures["plain_slots"], found.figures["fact_slots"]) == (0, 0)


def test_passages_that_changed_places_have_no_slots_between_them() -> None:
    one, other = framed("5"), words(f"{TAIL} 6 {HEAD}")
    found = count(one, other)
    assert found == expected(one, other)
    assert (found.figures["matched"], found.figures["fact_slots"]) == (20, 0)


def test_an_article_without_words_has_no_facts() -> None:
    assert count([], []).figures == dict.fromkeys(FORM_FIGURES.names or (), 0)
    found = count([], framed("5")).figures
    assert (found["words_b"], found["facts_b"], found["matched"]) == (21, 1, 0)


def test_slots_are_those_of_the_plain_reading_at_their_longest() -> None:
    for size in (SLOT, SLOT + 1):
        for facts in range(size + 1):
            one = framed(" ".join([*map(str, range(100, 100 + facts)), *PLAIN[: size - facts]]))
            other = framed("Lisbon 7")
            assert count(one, other) == expected(one, other)


@st.composite
def pairs_of_articles(draw: st.DrawFn) -> tuple[list[Word], list[Word]]:
    """An article, and another made of pieces of it with words changed, dropped and added; any word may be a fact."""
    kinds = st.sampled_from([0, 0, 0, NUMBER, NAME])
    chosen = st.sampled_from([*PLAIN[: draw(st.sampled_from([3, 12, 60]))], *TRICKY])
    drawn = st.builds(Word, chosen, kinds)
    one = draw(st.lists(drawn, max_size=60))
    other: list[Word] = []
    for _ in range(draw(st.integers(0, 3))):
        begin = draw(st.integers(0, max(0, len(one) - 1)))
        piece = one[begin : begin + draw(st.integers(0, 50))]
        for _ in range(draw(st.integers(0, 4))):
            at = draw(st.integers(0, len(piece)))
            piece[at : at + draw(st.integers(0, 3))] = draw(st.lists(drawn, max_size=3))
        other += piece + draw(st.lists(drawn, max_size=3))
    return one, other


@settings(max_examples=500)
@given(pairs_of_articles())
def test_the_kernel_counts_what_a_plain_reading_counts(pair: tuple[list[Word], list[Word]]) -> None:
    assert count(*pair) == expected(*pair)


@settings(max_examples=300)
@given(pairs_of_articles())
def test_the_figures_are_the_same_when_the_articles_change_places(pair: tuple[list[Word], list[Word]]) -> None:
    assert count(*pair) == mirrored(count(*pair[::-1]))


@settings(max_examples=100)
@given(st.lists(pairs_of_articles(), min_size=1, max_size=3))
def test_pairs_do_not_change_one_another(drawn: list[tuple[list[Word], list[Word]]]) -> None:
    """Whatever was indexed for the pair before."""
    articles = [article for pair in drawn for article in pair]
    pairs = [(a, b) for a in range(len(articles)) for b in range(len(articles))]
    assert counted(articles, pairs) == [count(articles[a], articles[b]) for a, b in pairs]


@pytest.mark.parametrize("pair", [(-1, 0), (0, -1), (2, 0), (0, 2)])
def test_a_pair_of_articles_that_are_not_there_is_refused(pair: tuple[int, int]) -> None:
    given = arguments([framed("5"), framed("6")], [(0, 1), pair])
    with pytest.raises(ValueError, match=f"Pair 1 is of articles {pair[0]} and {pair[1]}, and there are 2"):
        given.run()
    assert not given.figures["words_a"].any()


def test_arrays_that_do_not_fit_are_refused() -> None:
    given = arguments([framed("5"), framed("6")], [(0, 1)])
    room = "no room for the figures of each pair"
    short = given.columns.tokens.starts.size - 1
    with pytest.raises(ValueError, match="no facts for each word"):
        given._replace(facts=given.facts[:short]).run()
    with pytest.raises(ValueError, match="no two articles for each pair"):
        given._replace(pairs=np.zeros((1, 3), np.int64)).run()
    with pytest.raises(ValueError, match=room):
        given._replace(figures=np.zeros(0, FORM_FIGURES)).run()
    with pytest.raises(ValueError, match=room):
        given._replace(slots=np.zeros((0, SHOWN_SLOTS), FACT_SLOT)).run()
    with pytest.raises(ValueError, match=room):
        given._replace(slots=np.zeros((1, SHOWN_SLOTS - 1), FACT_SLOT)).run()


def test_no_pairs_are_no_figures() -> None:
    assert counted([framed("5")], []) == []
    assert counted([], []) == []
