"""Chains of "of" count in a text that is full of them, and only there."""

from dedup.artifacts.checks.genitives import FEWEST_CHAINS, FEWEST_WORDS, SHARE, of_chains
from dedup.artifacts.document import Document

CHAINS = ("the roof of the house of stone", "a lack of milk of goats", "the end of the strike of pilots")
PLAIN = " and we went home late at night by bus when it rained a lot, "


def marks(text: str) -> list[str]:
    return [text[start:end] for start, end in of_chains(Document(text, []))]


def padded(chains: tuple[str, ...], share: float, words: int = 120) -> str:
    """A text of about so many words, of which a share is "of"."""
    text = " and ".join(chains)
    while text.count(" of ") < share * words:
        text += " one of us"
    while len(text.split()) < words:
        text += PLAIN
    return text


def test_a_text_full_of_chains_is_marked() -> None:
    assert marks(padded(CHAINS, SHARE + 0.03)) == [
        "of the house of stone",
        "of milk of goats",
        "of the strike of pilots",
    ]


def test_a_text_with_few_of_is_not() -> None:
    assert marks(padded(CHAINS, 0, words=250)) == []


def test_chains_must_be_different_ones() -> None:
    assert FEWEST_CHAINS == 3
    assert marks(padded((CHAINS[0], CHAINS[1], CHAINS[1]), SHARE + 0.03)) == []


def test_names_of_offices_do_not_count() -> None:
    offices = ("head of the Ministry of Health", "a note of the Embassy of China", "the dean of the School of Law")
    assert marks(padded(offices, SHARE + 0.03)) == []


def test_a_short_text_says_nothing() -> None:
    assert marks(padded(CHAINS, SHARE + 0.03, words=FEWEST_WORDS - 40)) == []
