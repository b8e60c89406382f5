"""What is inside quotation marks: words of an article, and spans of a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.article import Article
from dedup.text.corpus import CorpusReader
from dedup.text.quotations import quotation_spans, quoted_words


def quoted(text: str) -> str:
    """The words of `text` that the kernel takes for quoted."""
    corpus = CorpusReader()([Article(text=text)])
    out = quoted_words(corpus.buffer, corpus.offsets, corpus.tokens)[corpus.tokens.of(0)]
    assert set(out.tolist()) <= {0, 1}
    return " ".join(word for word, inside in zip(corpus.words(0), out.tolist(), strict=True) if inside)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('He said "we will not go" and left.', "we will not go"),
        ('"Go," he said, "now."', "Go now"),
        ("“We will not go,” he said.", "We will not go"),
        ("“The sign read ‘Out’ in red,” he said.", "The sign read Out in red"),
        ("Il a dit « nous restons » hier.", "nous restons"),
        ("Er sagte: „Wir bleiben“, und ging.", "Wir bleiben"),
        ("“He cited «the law» and went,” she said.", "He cited the law and went"),
        ("大臣は「行かない」と述べた", "行 か な い"),
        ("彼は『行く』と言う", "行 く"),
        ("It isn't the ministers' plan, it's the soldiers’ own.", ""),
        ("An unclosed “quote ends here\nand this is the next paragraph.", "quote ends here"),
        ('An unclosed "quote ends here\n\n"We begin anew," she said.', "quote ends here We begin anew"),
        ("No marks at all.", ""),
        ("She said he is 5'10\" tall and fast.", ""),
        ("", ""),
    ],
)
def test_words_inside_quotation_marks(text: str, words: str) -> None:
    assert quoted(text) == words


def test_marks_in_furniture_do_not_reach_the_body() -> None:
    assert quoted('He left on Monday.\nRead more: "The long road\nShe stayed.') == ""


def plainly_quoted(text: str) -> str:
    """The same by characters; the words of these texts stand between spaces and marks."""
    words, inside = [], ""
    for k, char in enumerate(text):
        if char == "\n" or (inside and char in CLOSING[inside]):
            inside = ""
        elif not inside and char in CLOSING:
            inside = char
        elif inside and char.isalpha() and not text[k - 1].isalpha():
            words.append(text[k:].split(" ")[0])
    return " ".join(words)


CLOSING = {'"': '"”', "“": '"”', "„": '"“”', "«": "»", "「": "」", "『": "』"}


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(st.sampled_from([*'"“”„«»「」『』', "\n", "word", "été", "its", "—"]), max_size=40))
def test_any_marks_in_any_order(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert quoted(text) == plainly_quoted(text)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(st.sampled_from('"“”„«»「」『』\nwé5 \x00'), max_size=40))
def test_spans_are_what_the_rule_says_by_characters(text: str) -> None:
    """A straight mark behind a digit opens nothing; marks are part of the span, and a line feed is not."""
    found, inside, begin = [], "", 0
    for at, char in enumerate(text):
        if char == "\n" and inside:
            found.append((begin, at))
            inside = ""
        elif inside and char in CLOSING[inside]:
            found.append((begin, at + 1))
            inside = ""
        elif not inside and char in CLOSING and not (char == '"' and text[at - 1 : at] == "5"):
            inside, begin = char, at
    if inside:
        found.append((begin, len(text)))
    assert quotation_spans(text) == found
