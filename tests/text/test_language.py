"""The language of a body: py3langid's own answer on its first bytes, and English without asking the model."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article
from dedup.text.corpus import Corpus, CorpusReader
from dedup.text.language import LEAST, SAMPLE, by_model, languages
from dedup.text.tables import I64

CASES = json.loads((Path(__file__).parents[1] / "cases/language_samples.json").read_text(encoding="utf-8"))
ENGLISH: list[str] = CASES["english"]
SAMPLES: dict[str, str] = CASES["others"]
SHORT_ENGLISH = "Rescuers found survivors beneath collapsed masonry."  # hardly a common word in it


def corpus_of(*texts: str) -> Corpus:
    return CorpusReader()([Article(text=text) for text in texts])


@cache
def identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def asked(text: str) -> str:
    """py3langid's answer on the bytes that are looked at: from the first word to the last, cut at SAMPLE."""
    corpus = corpus_of(text)
    spans = corpus.spans(0)
    return str(identifier().classify(text[spans[0][0] : spans[-1][1]].encode()[:SAMPLE])[0])


@pytest.mark.parametrize("code", SAMPLES)
def test_ten_and_more_languages_are_named(code: str) -> None:
    assert languages(corpus_of(SAMPLES[code])) == [code] == [asked(SAMPLES[code])]


def test_articles_of_one_batch_are_told_apart() -> None:
    """Also those whose body begins behind furniture, and those without a word."""
    order = ["de", "zh", "ru", "tr"]
    found = languages(corpus_of(*[f"Advertisement\n{SAMPLES[code]}" for code in order], "", " …", ENGLISH[0]))
    assert found == [*order, None, None, "en"]


@given(st.sampled_from(sorted(SAMPLES)), st.integers(0, 20), st.sampled_from(sorted(SAMPLES)), st.integers(30, 140))
def test_the_kernel_decides_as_the_library_does(one: str, begin: int, two: str, length: int) -> None:
    """On cuts and mixtures too, where the answer is anything but sure; and nothing of one article counts for the
    next."""
    text = f"{SAMPLES[one][begin : begin + length]} {SAMPLES[two][begin:]}"
    corpus = corpus_of(text, SAMPLES[one], "", text)
    assert by_model(corpus, np.array([0, 1, 3])) == [asked(text), one, asked(text)]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_known_without_the_model(text: str) -> None:
    def unasked(corpus: Corpus, chosen: I64) -> list[str | None]:
        raise AssertionError("the model was asked")

    assert languages(corpus_of(text, text.upper()), unasked) == ["en", "en"]


def test_english_with_few_common_words_is_left_to_the_model() -> None:
    seen: list[int] = []

    def noted(corpus: Corpus, chosen: I64) -> list[str | None]:
        seen.extend(chosen.tolist())
        return by_model(corpus, chosen)

    assert languages(corpus_of(ENGLISH[0], SHORT_ENGLISH), noted) == ["en", "en"]
    assert seen == [1]


def test_no_other_language_is_taken_for_english() -> None:
    """The shortcut is not taken by any of the samples, nor by English words strewn into them."""
    strewn = [f"{text} {text} The for {text}" for code, text in SAMPLES.items() if code not in ("zh", "ja")]
    found = languages(corpus_of(*SAMPLES.values(), *strewn), lambda corpus, chosen: ["other"] * chosen.size)
    assert set(found) == {"other"}


@pytest.mark.parametrize("text", ["", "Ja", "12", "Guten Tag", "the end", "年", "é" * (LEAST // 2 - 1)])
def test_no_language_is_named_for_a_word_or_two(text: str) -> None:
    assert languages(corpus_of(text)) == [None]


def test_the_shortest_text_that_is_named_has_enough_bytes() -> None:
    named = languages(corpus_of("x" * (LEAST - 1), "х" * (LEAST // 2), "x" * LEAST))
    assert [language is None for language in named] == [True, False, False]
