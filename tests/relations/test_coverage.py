"""Which words are copied, by a plain oracle, and what that makes of pairs in other scripts."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedup
from dedup.records import MemberFacts
from dedup.relations.changed_words import changed_words
from dedup.relations.copied_words import mark_copied_words
from dedup.relations.measure import LEAST_COPIED
from dedup.text.corpus import CorpusReader
from dedup.text.tables import I64
from dedup.text.tokens import Tokens

Words = list[int]


def tokens_of(*articles: Words) -> Tokens:
    counts = np.array([len(words) for words in articles], np.int64)
    hashes = np.array([word for words in articles for word in words], np.uint64) + np.uint64(1 << 40)
    places = np.zeros(hashes.size, np.uint32)
    first = np.cumsum(counts) - counts
    return Tokens(first, counts, places, places, hashes, np.zeros(len(articles), np.bool_))


def copied(one: Words, other: Words, least: int = LEAST_COPIED) -> tuple[set[int], set[int]]:
    """The words of each that the other has in copied passages."""
    tokens = tokens_of(one, other)
    sizes = (tokens.counts + 7) // 8
    places = np.array([[0, sizes[0]]], np.int64)
    bits = mark_copied_words(np.array([[0, 1]], np.int64), tokens, np.array([least], np.int64), places)
    whole = [np.unpackbits(bits[: sizes[0]], bitorder="little"), np.unpackbits(bits[sizes[0] :], bitorder="little")]
    first, second = (set(np.flatnonzero(side).tolist()) for side in whole)
    return first, second


def test_words_of_a_bridged_gap_are_not_copied() -> None:
    one, other = list(range(20)), [*range(10), 99, *range(11, 20)]
    assert copied(one, other) == (set(range(20)) - {10}, set(range(20)) - {10})


def test_a_passage_of_six_words_is_none() -> None:
    one = list(range(6))
    assert copied([*one, 50, 51, 52, 53], [90, 91, 92, 93, *one]) == (set(), set())
    assert copied([*one, 6, 51, 52, 53], [90, 91, 92, 93, *one, 6]) == (set(range(7)), set(range(4, 11)))


def test_what_an_article_repeats_counts_each_time() -> None:
    one = list(range(30))
    assert copied(one, one + one) == (set(range(30)), set(range(60)))


def test_two_articles_of_the_same_words_are_copied_however_short() -> None:
    assert copied([1, 2, 3], [1, 2, 3]) == ({0, 1, 2}, {0, 1, 2})
    assert copied([], [1, 2]) == (set(), set())


@given(st.integers(0, 10_000))
def test_a_copied_word_is_in_both_and_a_copied_run_is_found(seed: int) -> None:
    """Words of one alone are never copied; a run of fifteen that no other place repeats always is."""
    draw = random.Random(seed)
    run = [1_000 + n for n in range(15)]
    one, other = ([draw.randrange(40) for _ in range(draw.randrange(60))] for _ in range(2))
    one, other = one + run, run + other
    first, second = copied(one, other)
    assert all(one[n] in other for n in first) and all(other[n] in one for n in second)
    assert set(range(len(one) - 15, len(one))) <= first and set(range(15)) <= second


def test_arrays_that_do_not_fit_are_refused() -> None:
    tokens = tokens_of([1, 2], [1, 2])
    places: I64 = np.zeros((1, 2), np.int64)
    with pytest.raises(ValueError, match="article 7"):
        mark_copied_words(np.array([[0, 7]], np.int64), tokens, np.array([7], np.int64), places)
    with pytest.raises(ValueError, match="least"):
        mark_copied_words(np.array([[0, 1]], np.int64), tokens, np.empty(0, np.int64), places)
    with pytest.raises(ValueError, match="passages of 0"):
        mark_copied_words(np.array([[0, 1]], np.int64), tokens, np.array([0], np.int64), places)


def changes(old: str, new: str) -> list[tuple[str | int, ...]]:
    corpus = CorpusReader()([dedup.Article(id="new", text=new), dedup.Article(id="old", text=old)])
    return [(*change,) for change in changed_words(corpus, 0, corpus, 1)]


SENTENCE = "the harbour board of the town voted on tuesday night to close the northern ferry line in the winter"


def test_changes_are_replaced_added_and_left_out_words() -> None:
    new = SENTENCE.replace("tuesday", "friday").replace("northern ", "").replace("voted", "Ünanimously voted")
    at = [new.index(word) for word in ("Ünanimously", "friday", "ferry")]
    assert changes(SENTENCE, new) == [
        ("", "Ünanimously", at[0], at[0] + 11),
        ("tuesday", "friday", at[1], at[1] + 6),
        ("northern", "", at[2], at[2]),
    ]


def test_added_ends_are_changes_and_moved_words_are_not() -> None:
    other = "ships of the navy lay in the roads for a week while the crews repaired the old lighthouse with care"
    assert changes(f"{SENTENCE}. {other}", f"{other}. {SENTENCE}") == []
    (change,) = changes(SENTENCE, f"{SENTENCE} and spring")
    assert change[:2] == ("", "and spring")


THAI_FIRE = "เจ้าหน้าที่ดับเพลิงควบคุมเพลิงที่โกดังสินค้าในท่าเรือเมื่อคืนวันอังคาร ไม่มีผู้ได้รับบาดเจ็บ โฆษกของเมืองกล่าว"
THAI_FISH = "นักชีววิทยาพบปลาทะเลน้ำลึกชนิดใหม่นอกชายฝั่งทางเหนือของญี่ปุ่น สัตว์ชนิดนี้มีลำตัวใสและเรืองแสงสีฟ้าในความมืด"


def test_runs_of_single_letters_must_be_longer(tmp_path: object) -> None:
    """Two reports in a script without spaces share runs of letters, and are new all the same."""
    articles = [dedup.Article(id="a", text=THAI_FIRE * 3), dedup.Article(id="b", text=THAI_FISH * 3)]
    report = dedup.scan(articles, only=["relations"])
    facts = [member for family in report.families for member in family.member_facts if member.id == "b"]
    assert all(member == MemberFacts("b", 1.0) for member in facts)
    cut = dedup.scan([articles[0], dedup.Article(id="c", text=THAI_FIRE * 2)], only=["relations"])
    (family,) = cut.families
    assert [member.novelty for member in family.member_facts] == [1.0, 0.0]
