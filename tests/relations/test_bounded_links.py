"""A sentence covers at most twice its own words of the other article, by its closest links."""

from __future__ import annotations

from dedup.relations.alignment import SentenceLink
from dedup.relations.passages import bounded_links


def link(a: int, b: int, cosine: int, words: int = 10) -> SentenceLink:
    """Sentence number a of one article and number b of the other, each of so many words."""
    return SentenceLink(words * a, words * (a + 1), words * b, words * (b + 1), cosine)


def test_a_sentence_that_all_are_like_keeps_its_two_closest_links() -> None:
    links = [link(0, 0, 400), link(0, 1, 600), link(0, 2, 500)]
    assert bounded_links(links) == [links[1], links[2]]
    mirrored = [SentenceLink(b, end_b, a, end_a, cosine) for a, end_a, b, end_b, cosine in links]
    assert bounded_links(mirrored) == [mirrored[1], mirrored[2]]


def test_the_closest_link_of_a_sentence_stays_however_long_the_other_is() -> None:
    short = SentenceLink(0, 5, 0, 40, 500)
    assert bounded_links([short]) == [short]


def test_sentences_that_are_linked_one_to_one_all_stay() -> None:
    links = [link(k, k, 400 + k) for k in range(6)]
    assert bounded_links(links) == links
