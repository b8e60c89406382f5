"""Exact shingle sets against Python's own, and which words stand inside quotation marks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.article import Article
from dedup.relations.quotation_marks import quoted_words
from dedup.relations.shared_shingles import shared_shingles
from dedup.text.corpus import CorpusReader
from dedup.text.tables import hash_tokens


def shared(
    left: list[str], right: list[str], width: int, *, same: bool = False, origins: list[int] | None = None
) -> tuple[int, int, int]:
    """The kernel on two lists of words, which are the `same` or were copied from one another as `origins` says."""
    came_from = None if same else np.array([-1] * len(right) if origins is None else origins, np.int32)
    return shared_shingles(hash_tokens(left), hash_tokens(right), width, came_from)


def shingles(words: list[str], width: int) -> set[tuple[str, ...]]:
    """A text that is shorter than a shingle is one."""
    return {tuple(words[i : i + width]) for i in range(max(len(words) - width + 1, min(1, len(words))))}


texts = st.lists(st.sampled_from("abcde"), max_size=60)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(texts, texts, st.sampled_from([1, 2, 5]))
def test_shared_shingles_are_those_of_two_sets(left: list[str], right: list[str], width: int) -> None:
    one, other = shingles(left, width), shingles(right, width)
    assert shared(left, right, width) == (len(one), len(other), len(one & other))
    assert shared(left, left, width, same=True) == (len(one), len(one), len(one))


@settings(derandomize=True, deadline=None, max_examples=300)
@given(texts, texts, st.sampled_from([1, 2, 5]), st.data())
def test_words_that_are_known_to_be_copied_change_no_count(
    left: list[str], right: list[str], width: int, data: st.DataObject
) -> None:
    """Whatever places the copied words came from: the same, moved, reversed or any other where the same word stands."""
    origins = [
        data.draw(st.sampled_from([-1, *(i for i, word in enumerate(left) if word == copied)])) for copied in right
    ]
    assert shared(left, right, width, origins=origins) == shared(left, right, width)
    shift = data.draw(st.integers(-3, 3))
    run = [j + shift if 0 <= j + shift < len(left) and left[j + shift] == word else -1 for j, word in enumerate(right)]
    assert shared(left, right, width, origins=run) == shared(left, right, width)


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
