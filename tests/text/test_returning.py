"""Sentences that return in unrelated articles of one outlet: what is learned, and each threshold with a case on both
sides."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dedup.records import Furniture
from dedup.text.repair import repair
from dedup.text.returning import RETURNING, spans_as_read
from tests.text.returning_texts import FOOT, learn, rest, unlike_word


def is_furniture(texts: Sequence[str], outlets: Sequence[str] | None = None, foot: str = FOOT) -> bool:
    """Whether the foot is furniture of these articles; of one outlet if none are given."""
    learned = learn(texts, outlets or ["post"] * len(texts))
    if not learned:
        return False
    assert learned == {n: [foot.rstrip(".")] for n in range(len(texts))}
    return True


def with_foot(count: int, foot: str = FOOT) -> list[str]:
    return [f"{rest(n)} {foot}" for n in range(count)]


def test_a_sentence_of_three_unlike_articles_of_an_outlet_is_furniture() -> None:
    assert is_furniture(with_foot(3))
    assert not is_furniture(with_foot(2))


def test_a_sentence_that_one_article_repeats_is_not_of_three_articles() -> None:
    assert not is_furniture([f"{FOOT} {rest(0)} {FOOT} {rest(1)} {FOOT}", f"{rest(2)} {FOOT}"])


@pytest.mark.parametrize("places", ["{foot} {rest}", "{rest} {foot}", "{rest} {foot} {more}"])
def test_furniture_may_be_anywhere_in_the_articles_of_one_outlet(places: str) -> None:
    assert is_furniture([places.format(foot=FOOT, rest=rest(n), more=rest(n + 50)) for n in range(3)])


def test_three_articles_of_three_outlets_are_not_enough() -> None:
    assert not is_furniture(with_foot(3), ["post", "globe", "post"])
    assert not is_furniture(with_foot(3), ["post", "", "post"])


def test_only_the_articles_of_the_outlet_lose_it() -> None:
    learned = learn(with_foot(5), ["globe", "post", "post", "", "post"])
    assert sorted(learned) == [1, 2, 4]


@pytest.mark.parametrize(("count", "furniture"), [(6, True), (5, False)])
def test_six_outlets_that_share_a_foot_need_no_second_article(count: int, furniture: bool) -> None:
    assert is_furniture(with_foot(count), [f"outlet {n}" for n in range(count)]) is furniture


@pytest.mark.parametrize(("count", "furniture"), [(3, True), (2, False)])
def test_three_articles_without_an_outlet_are_enough(count: int, furniture: bool) -> None:
    assert is_furniture(with_foot(count), [""] * count) is furniture


def test_articles_with_and_without_outlet_are_counted_as_of_different_outlets() -> None:
    assert not is_furniture(with_foot(5), ["post", *[""] * 4])
    assert is_furniture(with_foot(6), ["post", *[""] * 5])


@pytest.mark.parametrize(("words", "furniture"), [(4, True), (3, False)])
def test_a_sentence_of_fewer_than_four_words_is_never_furniture(words: int, furniture: bool) -> None:
    foot = " ".join(["Breakfast", "every", "morning", "together"][:words])
    assert is_furniture(with_foot(3, f"{foot}."), foot=foot) is furniture


@pytest.mark.parametrize(("words", "furniture"), [(8, True), (7, False)])
def test_a_rest_of_fewer_than_eight_long_words_shows_no_other_story(words: int, furniture: bool) -> None:
    """A caption or a price list under a foot may be of any story."""
    assert is_furniture([f"{rest(n, words)} {FOOT}" for n in range(3)]) is furniture


@pytest.mark.parametrize(("letters", "furniture"), [(5, True), (4, False)])
def test_words_of_four_letters_are_in_all_articles(letters: int, furniture: bool) -> None:
    def shortened(word: str) -> str:
        return (word[2] + word[4] + word[6:8] + word[3])[:letters]

    texts = [" ".join(shortened(word) for word in rest(n).split()) for n in range(3)]
    assert {len(set(text.split())) for text in texts} == {24}
    assert is_furniture([f"{text}. {FOOT}" for text in texts]) is furniture


@pytest.mark.parametrize(("shared", "furniture"), [(44, True), (45, False)])
def test_articles_with_45_percent_of_their_words_in_common_are_versions(shared: int, furniture: bool) -> None:
    """Of the smaller rest, which has a hundred words."""
    common = [unlike_word(9, 9, k // 10, k) for k in range(shared)]
    texts = []
    for n in range(3):
        own = [unlike_word(n, n, k // 10, k) for k in range(100 - shared + 10 * n)]
        texts.append(f"{' '.join(own).capitalize()}. {' '.join(common[n:])} {' '.join(common[:n])}. {FOOT}")
    assert is_furniture(texts) is furniture


def test_versions_of_one_story_do_not_make_its_sentences_furniture() -> None:
    """Ten versions, each of which leaves a sentence out; two of another story are not enough either."""
    story = rest(0, 60).split(". ")
    versions = [". ".join(story[:n] + story[n + 1 :]).rstrip(".") + "." for n in range(10)]
    assert learn(versions, ["post"] * 10) == {}
    assert not is_furniture([f"{text} {FOOT}" for text in [*versions, rest(70)]])


@pytest.mark.parametrize("outlets", [2, 3, 9])
def test_outlets_that_have_the_same_stories_have_feet_of_their_own(outlets: int) -> None:
    """Every sentence of these articles returns, those of the stories at other outlets alone."""
    feet = [f"Number {n} {FOOT}" for n in range(outlets)]
    texts = [f"{rest(n)} {foot}" for foot in feet for n in range(3)]
    names = [f"outlet {n // 3}" for n in range(3 * outlets)]
    learned = learn(texts, names)
    assert [". ".join(learned.get(n, [])) for n in range(3 * outlets)] == [
        feet[n // 3].rstrip(".") for n in range(3 * outlets)
    ]


@pytest.mark.parametrize(("spoken", "furniture"), [(4, True), (5, False)])
def test_background_is_no_furniture(spoken: int, furniture: bool) -> None:
    """Ten long words, three articles: the rests may have 15 percent of 30 words."""
    words = [unlike_word(8, 8, 8, k) for k in range(10)]
    background = f"{' '.join(words).capitalize()}."
    counts = [spoken // 3 + (n < spoken % 3) for n in range(3)]
    texts = [f"{rest(n)} {' '.join(words[: counts[n]])} near. {background}" for n in range(3)]
    assert is_furniture(texts, foot=background) is furniture


@pytest.mark.parametrize(("words", "furniture"), [(48, True), (49, False)])
def test_what_outlets_share_is_a_story_where_it_is_more_than_three_fifths(words: int, furniture: bool) -> None:
    """Six outlets, one of which has 32 words of its own."""
    foot = f"Our newsroom never sleeps {' '.join(['and'] * (words - 4))}."
    texts = [f"{rest(n, 32 if n == 0 else 48)} {foot}" for n in range(6)]
    assert is_furniture(texts, [f"outlet {n}" for n in range(6)], foot) is furniture


def test_what_outlets_share_in_the_middle_of_their_articles_is_no_furniture() -> None:
    outlets = [f"outlet {n}" for n in range(6)]
    texts = [f"{rest(n)} {FOOT}" for n in range(5)]
    assert is_furniture([*texts, f"{FOOT} {rest(7)}"], outlets)
    assert not is_furniture([*texts, f"{rest(7)} {FOOT} {rest(8)}"], outlets)


@pytest.mark.parametrize(("before", "furniture"), [(399, True), (400, False)])
def test_the_first_400_sentences_are_counted(before: int, furniture: bool) -> None:
    texts = [f"{rest(n, 6 * before)} {FOOT}" for n in range(0, 30, 10)]
    assert len(texts[0].split(". ")) == before + 1
    assert is_furniture(texts) is furniture


@pytest.mark.parametrize(("versions", "furniture"), [(0, False), (1, True)])
def test_of_many_articles_24_are_compared(versions: int, furniture: bool) -> None:
    """Every second of 48. Half of these are versions of one story, the even ones or the odd ones."""
    texts = [
        f"{rest(0, 60)} {FOOT}" if n % 2 == versions else f"{rest(n + 1)} {FOOT} {rest(n + 51)}" for n in range(48)
    ]
    learned = learn(texts, ["post"] * 48)
    assert [n for n in range(48) if FOOT.rstrip(".") in learned.get(n, [])] == (list(range(48)) if furniture else [])


@pytest.mark.parametrize(("count", "furniture"), [(24, True), (25, False)])
def test_articles_behind_the_24th_are_compared_where_there_are_48(count: int, furniture: bool) -> None:
    """All but the last three are versions of one story."""
    texts = [f"{rest(0, 60)} {FOOT}"] * (count - 3) + [f"{rest(n)} {FOOT}" for n in (30, 31, 32)]
    assert (FOOT.rstrip(".") in learn(texts, ["post"] * count).get(count - 1, [])) is furniture


def test_an_article_that_is_furniture_alone_loses_it_too() -> None:
    learned = learn([*with_foot(3), FOOT, ""], ["post"] * 5)
    assert learned == {n: [FOOT.rstrip(".")] for n in range(4)}


def test_nothing_was_read() -> None:
    assert learn([], []) == {}
    assert learn(["", ""], ["", ""]) == {}


def furniture(*spans: tuple[int, int]) -> list[Furniture]:
    return [Furniture(start, end, RETURNING) for start, end in spans]


def test_spans_are_in_code_points() -> None:
    text = "Über Köln. Häßlich – naïve."
    sizes = [len(text[:k].encode()) for k in range(len(text) + 1)]
    assert spans_as_read(text.encode(), [(0, sizes[9]), (sizes[21], sizes[26])], None) == furniture((0, 9), (21, 26))


@pytest.mark.parametrize(("gap", "joined"), [(". ", True), (".” ", False), ('." ', True), ("    ", False)])
def test_sentences_with_three_bytes_between_them_are_one_piece(gap: str, joined: bool) -> None:
    """A typographic quotation mark alone has three bytes."""
    text = f"One two{gap}Three four"
    spans = [(0, 7), (7 + len(gap.encode()), len(text.encode()))]
    pieces = spans_as_read(text.encode(), spans, None)
    assert pieces == furniture((0, len(text))) if joined else pieces == furniture((0, 7), (7 + len(gap), len(text)))


def test_spans_of_a_repaired_text_are_those_of_the_text_as_read() -> None:
    raw = "schÃ¶n war es. Itâ€™s over in KÃ¶ln"
    mended = repair(raw)
    assert mended is not None
    begin = len("schön war es. ".encode())
    (piece,) = spans_as_read(mended.text.encode(), [(begin, len(mended.text.encode()))], mended)
    assert raw[piece.start : piece.end] == "Itâ€™s over in KÃ¶ln"


def test_no_spans_are_no_furniture() -> None:
    assert spans_as_read(b"", [], None) == []
