"""Which words are facts: numbers, and names by their capital letter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.relations.facts import NUMBER_WORDS, fact_columns
from dedup.relations.form_figures import NAME, NUMBER, mark_facts
from dedup.text.folding import fold
from dedup.text.sentences import CAPITAL, SENTENCE, token_flags
from dedup.text.tables import U64, hash_set
from dedup.text.terms import Terms
from dedup.text.tokens import Columns
from tests.relations.plain_facts import columns_of

SHOUTED = 60  # percent of the words with a capital letter from which it shows no name


def words_of(columns: Columns, article: int) -> list[str]:
    begin, end = columns.offsets[article : article + 2].tolist()
    text = bytes(columns.buffer[begin:end])
    own = columns.tokens.of(article)
    spans = zip(columns.tokens.starts[own].tolist(), columns.tokens.ends[own].tolist(), strict=True)
    return [text[start:stop].decode() for start, stop in spans]


def facts_of(text: str, terms: Terms | None = None) -> tuple[list[str], list[str]]:
    """The numbers and the names of a text."""
    marked = fact_columns(columns_of([text]), terms)
    kinds = marked.facts[marked.batch.tokens.of(0)].tolist()
    both = list(zip(words_of(marked.batch, 0), kinds, strict=True))
    return [word for word, kind in both if kind == NUMBER], [word for word, kind in both if kind == NAME]


CASES = {
    "a word with a digit is a number": ("the 4.1 quake hit at 10pm on highway a7", "4 1 10pm a7", ""),
    "a number in words is a number": ("he shot twice and hit three of twelve men", "twice three twelve", ""),
    "a number in words is a number with a capital letter": ("Then Seven men left the house", "Seven", ""),
    "no and half are numbers": ("there were no survivors and half of them cried", "no half", ""),
    "a word that only begins like a number is none": ("nobody often tents the halfway point", "", ""),
    "a capital letter inside a sentence shows a name": (
        "the mayor of Lisbon met Ms. Ana Prado here",
        "",
        "Lisbon Ms Ana Prado",
    ),
    "the first word of a sentence is no name": ("Lisbon waits for the rain. Porto has had it. we wait", "", ""),
    "the first word behind a line feed is no name": ("the rain came late\nLisbon waits for it again today", "", ""),
    "a name behind an abbreviation is a name": ("we saw how Gen. Prado went away", "", "Gen Prado"),
    "a capital letter that is not ASCII shows a name": (
        "the mayor of Überlingen met Élodie in žilina",
        "",
        "Überlingen Élodie",
    ),
    "capital letters show no names in a headline": ("we Saw The Mayor Of Lisbon Again Today", "", ""),
    "numbers are numbers in a headline": ("we Saw The Mayor Of 12 Towns Again Today", "12", ""),
}


@pytest.mark.parametrize(("text", "numbers", "names"), CASES.values(), ids=CASES.keys())
def test_facts_of_a_text(text: str, numbers: str, names: str) -> None:
    assert facts_of(text) == (numbers.split(), names.split())


def test_a_known_name_is_a_name_at_the_beginning_of_a_sentence() -> None:
    """With the terms of the scan; a word that news writes in lower case is none there."""
    text = "Lisbon waits for the rain. Farmers do not. Obama left with 7 men."
    assert facts_of(text, Terms()) == (["7"], ["Lisbon", "Obama"])
    assert facts_of(text) == (["7"], [])


@pytest.mark.parametrize(("capitals", "names"), [(11, 11), (12, 0)])
def test_from_sixty_percent_on_capital_letters_show_nothing(capitals: int, names: int) -> None:
    """Twenty words; the first is in lower case, so that each capital letter is inside the sentence."""
    text = " ".join(["w", *["Name"] * capitals, *["w"] * (19 - capitals)])
    assert len(facts_of(text)[1]) == names


def test_one_shouted_article_leaves_the_others_alone() -> None:
    marked = fact_columns(columns_of(["WE SAW THE MAYOR OF LISBON", "we saw the mayor of Lisbon", ""]), None)
    assert [marked.facts[marked.batch.tokens.of(n)].tolist() for n in range(3)] == [[0] * 6, [0] * 5 + [NAME], []]


@pytest.mark.parametrize("word", NUMBER_WORDS)
def test_each_number_word_is_a_number(word: str) -> None:
    assert facts_of(f"we have {word} and {word.upper()}") == ([word, word.upper()], [])


def plain_kinds(words: Sequence[str], flags: Sequence[int], named: Sequence[bool]) -> list[int]:
    """The kinds of an article's words, as the description of the kernel has them."""
    capitals = sum(flag & CAPITAL != 0 for flag in flags)
    shouted = 100 * capitals >= SHOUTED * len(words)
    kinds = []
    for word, flag, known in zip(words, flags, named, strict=True):
        if any(char in "0123456789" for char in word) or fold(word).lower() in NUMBER_WORDS:
            kinds.append(NUMBER)
        elif flag & CAPITAL and not shouted and (known or not flag & SENTENCE):
            kinds.append(NAME)
        else:
            kinds.append(0)
    return kinds


pieces = st.sampled_from(
    [
        "rain", "Rain", "RAIN", "seven", "Seven", "no", "half", "halfs", "7", "7th", "a7", "2021", "³", "٣", "Élan",
        "élan", "Ж", "漢字", "ไทย", "Mr.", "U.S.", ".", "!", "?", "\n", "“", ",", "twelve’s", "ＳＥＶＥＮ", "x", "The",
    ]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.lists(pieces, max_size=25).map(" ".join), max_size=4), st.data())
def test_the_kernel_marks_what_a_plain_reading_marks(texts: list[str], data: st.DataObject) -> None:
    columns = columns_of(texts)
    flags = token_flags(*columns)
    named = np.array(data.draw(st.lists(st.booleans(), min_size=flags.size, max_size=flags.size)), np.uint8)
    out = np.full(flags.size, 9, np.uint8)
    mark_facts(*columns, flags, hash_set(NUMBER_WORDS), named, out)
    for article in range(len(texts)):
        own = columns.tokens.of(article)
        wanted = plain_kinds(words_of(columns, article), flags[own].tolist(), named[own].tolist())
        assert out[own].tolist() == wanted


def test_arrays_that_do_not_fit_are_refused() -> None:
    columns = columns_of(["five men left"])
    size = columns.tokens.starts.size
    flags = token_flags(*columns)
    enough, short = np.zeros(size, np.uint8), np.zeros(size - 1, np.uint8)
    table = hash_set(["five"])
    for given_flags, named, out in ((flags[:-1], enough, enough), (flags, short, enough), (flags, enough, short)):
        with pytest.raises(ValueError, match="no flags, or no room, for each word"):
            mark_facts(*columns, given_flags, table, named, out)


@pytest.mark.parametrize("table", [np.zeros(0, np.uint64), np.zeros(6, np.uint64)])
def test_a_table_that_is_none_is_refused(table: U64) -> None:
    columns = columns_of(["five men left"])
    flags = token_flags(*columns)
    with pytest.raises(ValueError, match="power of two of slots"):
        mark_facts(*columns, flags, table, np.zeros_like(flags), np.zeros_like(flags))


def test_an_empty_table_has_no_number_words() -> None:
    columns = columns_of(["five men left 7"])
    flags = token_flags(*columns)
    out = np.zeros_like(flags)
    mark_facts(*columns, flags, np.zeros(2, np.uint64), np.zeros_like(flags), out)
    assert out[columns.tokens.of(0)].tolist() == [0, 0, 0, NUMBER]
