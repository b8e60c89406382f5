"""Stock phrases of language models are no content that two articles can share; what people write stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dedup.errors import FormatError
from dedup.records import Relation, Weak
from dedup.relations.stock_phrases import CLOSING, OPENING, drop_stock_phrases, read_stock_phrases
from dedup.text.packing import pack
from dedup.text.terms import Terms
from dedup.text.tokens import Tokenizer

Compared = Callable[..., tuple[list[Relation], list[Weak]]]
Prose = Callable[[int, int], str]
BODY = "The council closed the bridge on Monday after cracks were found in two of its pillars."
LONG = f"{BODY} " * 5


def left(text: str) -> tuple[str, list[str]]:
    """The words of a text that count, and its stock phrases."""
    buffer, offsets = pack([text])
    tokens = Tokenizer()(buffer, offsets)
    found = drop_stock_phrases(buffer, offsets, tokens)
    raw, own = text.encode(), tokens.of(0)
    spans = zip(tokens.starts[own].tolist(), tokens.ends[own].tolist(), strict=True)
    return " ".join(raw[start:end].decode() for start, end in spans), found.get(0, [])


def words(text: str) -> str:
    """All words of a text."""
    buffer, offsets = pack([text])
    tokens = Tokenizer()(buffer, offsets)
    raw, own = text.encode(), tokens.of(0)
    spans = zip(tokens.starts[own].tolist(), tokens.ends[own].tolist(), strict=True)
    return " ".join(raw[start:end].decode() for start, end in spans)


@pytest.mark.parametrize(
    ("text", "counted", "phrases"),
    [
        ("Brace yourself: the bridge is shut.", "the bridge is shut", ["brace yourself"]),
        ("A JAW-DROPPING fall; heart-wrenching, too.", "A fall too", ["jaw-dropping", "heart-wrenching"]),
        ("„Größe“, a testament to the café’s staff.", "Größe café s staff", ["a testament to the"]),
        ("Here’s the kicker: it is new.", "it is new", ["here's the kicker"]),
    ],
)  # fmt: skip
def test_phrases_count_for_nothing_wherever_they_are(text: str, counted: str, phrases: list[str]) -> None:
    assert left(text) == (counted, phrases)


@pytest.mark.parametrize(
    "text",
    [
        "He had to brace himself for the jaw operation.",
        "The testament to his brother was read.",
        "He unbuckle up the bag, and the human spirits sank.",
        "It remains to be seen whether only time will tell.",
    ],
)
def test_like_words_of_people_stay(text: str) -> None:
    assert left(text) == (words(text), [])


@pytest.mark.parametrize(
    "answer",
    [
        "Sure! Here's a rewritten version of the article in a more sensational style:",
        "**Sure, here is a more concise, polished version of the news article:**",
        "Certainly! Here’s a polished version of your paragraph with more flow:",
        "Here is the rewritten article:",
        "Absolutely, I'd be happy to help! Here's a more engaging version of your paragraph, for a blog:",
    ],
)
def test_the_answer_of_an_assistant_before_the_text_goes(answer: str) -> None:
    assert left(f"{answer}\n\n{BODY}")[0] == words(BODY)


@pytest.mark.parametrize(
    "opening",
    [
        "Here is the full text of the address:",
        "Here's a guide to the plan:",
        '"Here\'s a rewritten treaty: take it or leave it," the minister said.',
        "The ministry published a revised version of the article:",
        "Here's the news. The bank revised its forecast",
    ],
)
def test_openings_of_people_stay(opening: str) -> None:
    assert left(f"{opening} {BODY}")[0] == words(f"{opening} {BODY}")


def test_an_answer_inside_the_text_stays() -> None:
    answer = "Here's a rewritten version of the article: "
    assert left("x" * (OPENING - 1) + f"\n{answer}{BODY}")[0].startswith("xxx")
    assert left(f"{BODY} {answer}")[0] == words(f"{BODY} {answer}")


def test_an_offer_of_help_goes_at_the_end_alone() -> None:
    offer = "\n\n--- Feel free to let me know if you'd like any further tweaks!"
    assert left(LONG + offer)[0] == words(LONG)
    assert left(LONG + offer + " " + "y" * CLOSING)[0] == words(LONG + offer + " " + "y" * CLOSING)
    quoted = f'{LONG} "Let me know if you need a hand," he said.'
    assert left(quoted) == (words(quoted), [])


def test_unrelated_articles_that_share_stock_phrases_are_not_related(compared: Compared, prose: Prose) -> None:
    hype = (
        "Brace yourself for a jaw-dropping turn of events that has sent shockwaves through the town and left everyone "
        "reeling. "
    )
    plain = "Officers of the harbour office counted the grey boxes twice before the lorries left the quay at noon. "
    for shared, related in ((hype, False), (plain, True)):
        texts = [prose(n, 60) + " " + shared + prose(n + 10, 60) for n in range(2)]
        relations, weak = compared(texts, terms=Terms())
        assert bool(relations or weak) == related


def test_a_copy_with_phrases_added_is_no_identical_one(compared: Compared, prose: Prose) -> None:
    body = prose(3, 120)
    copy, hyped = f"{body}", f"Brace yourself! {body}"
    ((relation,), _) = compared([copy, hyped], terms=Terms())
    assert (relation.relation, relation.probability) == ("near_verbatim", 1.0)
    assert relation.reasons[-1] == "Stock phrases of language models are all that is added: “brace yourself”."
    ((relation,), _) = compared([hyped, hyped], terms=Terms())
    assert relation.relation == "identical" and len(relation.reasons) == 1


@pytest.mark.parametrize("content", [b"phrases = 3", b"\xff", b"phrases = []"])
def test_a_damaged_table_is_told(content: bytes) -> None:
    with pytest.raises(FormatError, match=r"stock_phrases\.toml is damaged"):
        read_stock_phrases(content)
