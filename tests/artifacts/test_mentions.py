"""A mark that is quoted, or that its sentence speaks of, accuses nobody; the same mark in the text's own voice does."""

import pytest

from dedup.artifacts import Engine, load_rules

ENGINE = Engine(load_rules(selected=["assistant", "spinner-lexicon", "ordinals"]))

MADE = [
    "As an AI language model, I cannot rate the film.",
    "The film is long. As an AI language model, I cannot rate it.",
    "Note: As an AI language model, I cannot rate the film.",
    "The critics' “favourite” is long. As an AI language model, I cannot rate it.",
    "It was their 3e defeat in a row.",
    "It was O'Neill's 3e defeat, and the fans' last hope.",
    "The council uses counterfeit consciousness and profound learning.",
    "This article was made by machine translation. It was their 3e defeat.",
    "User: write a short text on a coin\nAssistant: A gold coin was found.",
]
SPOKEN_OF = [
    "“As an AI language model, I cannot rate the film,” it said.",
    "'As an AI language model, I cannot rate the film,' it told her.",
    "The film is “long. As an AI language model, I cannot rate it”, the page said.",
    "The chatbot replied: As an AI language model, I cannot rate the film.",
    "The chatbot replied as follows:\nAs an AI language model, I cannot rate the film.",
    "Do you like the film?\nAs an AI language model, I cannot like films.",
    "ChatGPT: As an AI language model, I cannot rate the film.",
    "El programa respondió: As an AI language model, I cannot rate the film.",
    "Ann Holt: Is it long?\nJo Park: As an AI language model, I cannot rate the film.",
    "Many essays have the phrase as an AI language model, I cannot rate the film.",
    "The sign spoke of the “3e defeat” in a row.",
    "The sign was mistranslated and spoke of the 3e defeat.",
    "The firm studies mistranslations. It was their 3e defeat in a row.",
    "Such tortured phrases as counterfeit consciousness and profound learning are common.",
]


@pytest.mark.parametrize("text", MADE)
def test_what_the_text_itself_says_counts(text: str) -> None:
    assert {f.status for f in ENGINE(text)} == {"counted"}


@pytest.mark.parametrize("text", SPOKEN_OF)
def test_what_it_speaks_of_is_marked_and_does_not_count(text: str) -> None:
    assert {f.status for f in ENGINE(text)} == {"quoted"}
    assert not any(f.accuses for f in ENGINE(text))


def test_a_soft_rule_is_never_counted() -> None:
    (found,) = ENGINE("Residents were angry. [insert quote from local resident]")
    assert (found.rule, found.status) == ("assistant-placeholder", "soft")


def test_a_rule_about_quotations_counts_inside_them() -> None:
    (found,) = Engine(load_rules(selected=["slogan"]))("Protesters chanted “Death of England” and burned flags.")
    assert (found.rule, found.status) == ("altered-slogan", "counted")
