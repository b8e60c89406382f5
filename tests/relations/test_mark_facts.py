"""Which words are facts: numbers, and names by their capital letter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.relations.alignment import TermColumns, term_columns
from dedup.relations.facts import NUMBER_WORDS, FactColumns
from dedup.relations.form_figures import NAME, NUMBER, mark_facts
from dedup.text.folding import fold
from dedup.text.quotations import quoted_words
from dedup.text.sentences import CAPITAL, SENTENCE, letter_tables, token_flags
from dedup.text.tables import I64, U8, U64, hash_set
from dedup.text.terms import NAME as USUAL_NAME
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


def terms_of(columns: Columns) -> TermColumns:
    return term_columns(columns, quoted_words(*columns), Terms())


def facts_of(text: str, *, known: bool = False) -> tuple[list[str], list[str]]:
    """The numbers and the names of a text; with `known`, the terms of its words are known."""
    columns = columns_of([text])
    facts = FactColumns(columns, terms_of(columns) if known else None).facts(np.array([0]))
    both = list(zip(words_of(columns, 0), facts[columns.tokens.of(0)].tolist(), strict=True))
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


@pytest.mark.parametrize("behind", ["", " and so on 77 times"])
@pytest.mark.parametrize("letter", ["x", "é", "ﷺ"])
def test_a_digit_is_found_at_each_place_of_a_word(letter: str, behind: str) -> None:
    """Also where the word is the last of the text; a digit behind the word is none of it."""
    more = behind.split()[3:4]
    for length in range(1, 20):
        assert facts_of("we saw " + letter * length + behind)[0] == more
        for place in range(length):
            for digit in "0189":
                word = letter * place + digit + letter * (length - place - 1)
                assert facts_of(f"we saw {word}{behind}")[0] == [word, *more]


def test_a_known_name_is_a_name_at_the_beginning_of_a_sentence() -> None:
    """With the terms of the scan; a word that news writes in lower case is none there."""
    text = "Lisbon waits for the rain. Farmers do not. Obama left with 7 men."
    assert facts_of(text, known=True) == (["7"], ["Lisbon", "Obama"])
    assert facts_of(text) == (["7"], [])


@pytest.mark.parametrize(("capitals", "names"), [(11, 11), (12, 0)])
def test_from_sixty_percent_on_capital_letters_show_nothing(capitals: int, names: int) -> None:
    """Twenty words; the first is in lower case, so that each capital letter is inside the sentence."""
    text = " ".join(["w", *["Name"] * capitals, *["w"] * (19 - capitals)])
    assert len(facts_of(text)[1]) == names


def test_one_shouted_article_leaves_the_others_alone() -> None:
    columns = columns_of(["WE SAW THE MAYOR OF LISBON", "we saw the mayor of Lisbon", ""])
    facts = FactColumns(columns).facts(np.arange(3))
    assert [facts[columns.tokens.of(n)].tolist() for n in range(3)] == [[0] * 6, [0] * 5 + [NAME], []]


def test_articles_are_marked_when_they_are_asked_for() -> None:
    """Those that were asked for before stay as they are."""
    columns = columns_of(["we met 7 men", "we met Ana", "we met nobody"])
    marked = FactColumns(columns)
    for articles in ([1], [], [0, 1, 1], [2, 0]):
        facts = marked.facts(np.array(articles, np.int64))
        expected = {0: [0, 0, NUMBER, 0], 1: [0, 0, NAME], 2: [0, 0, 0]}
        assert all(facts[columns.tokens.of(n)].tolist() == expected[n] for n in articles)


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
        "Obama", "obama", "Monday", "Paris",
    ]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.lists(pieces, max_size=25).map(" ".join), max_size=4), st.booleans(), st.data())
def test_the_kernel_marks_what_a_plain_reading_marks(texts: list[str], known: bool, data: st.DataObject) -> None:
    """Of the articles that are asked for; the others are left alone."""
    columns = columns_of(texts)
    flags = token_flags(*columns)
    terms = terms_of(columns)
    articles = data.draw(st.lists(st.integers(0, len(texts) - 1), unique=True) if texts else st.just([]))
    out = np.full(flags.size, 9, np.uint8)
    numbers = hash_set(NUMBER_WORDS)
    mark_facts(columns, np.array(articles, np.int64), letter_tables(), numbers, terms if known else None, out)
    for article in range(len(texts)):
        own = columns.tokens.of(article)
        named = (terms.classes[terms.terms[own]] & USUAL_NAME != 0) & known
        wanted = plain_kinds(words_of(columns, article), flags[own].tolist(), named.tolist())
        assert out[own].tolist() == (wanted if article in articles else [9] * len(wanted))


ONE: I64 = np.array([0])


def marked(
    columns: Columns, table: U64, out: U8, *, articles: I64 = ONE, words: TermColumns | None = None
) -> list[int]:
    """The kinds of the first article."""
    mark_facts(columns, articles, letter_tables(), table, words, out)
    kinds: list[int] = out[columns.tokens.of(0)].tolist()
    return kinds


def test_arrays_that_do_not_fit_are_refused() -> None:
    columns = columns_of(["five men left"])
    room, table = np.zeros_like(columns.tokens.starts, np.uint8), hash_set(["five"])
    terms = terms_of(columns)
    with pytest.raises(ValueError, match="no room for the facts"):
        marked(columns, table, room[:-1])
    with pytest.raises(ValueError, match="no term for each word"):
        marked(columns, table, room, words=terms._replace(terms=terms.terms[:-1]))
    for article in (-1, 1):
        with pytest.raises(ValueError, match=f"There is no article {article}"):
            marked(columns, table, room, articles=np.array([0, article]))
    assert not room.any()


@pytest.mark.parametrize("table", [np.zeros(0, np.uint64), np.zeros(6, np.uint64)])
def test_a_table_that_is_none_is_refused(table: U64) -> None:
    columns = columns_of(["five men left"])
    with pytest.raises(ValueError, match="power of two of slots"):
        marked(columns, table, np.zeros_like(columns.tokens.starts, np.uint8))


def test_an_empty_table_has_no_number_words() -> None:
    columns = columns_of(["five men left 7"])
    room = np.zeros_like(columns.tokens.starts, np.uint8)
    assert marked(columns, np.zeros(2, np.uint64), room) == [0, 0, 0, NUMBER]


def test_a_term_that_is_not_known_is_no_name() -> None:
    """Whatever its number."""
    columns = columns_of(["Obama left"])
    terms = terms_of(columns)
    room = np.zeros_like(columns.tokens.starts, np.uint8)
    for number, kind in ((terms.terms[columns.tokens.of(0)][0], NAME), (terms.classes.size, 0), (-1, 0)):
        other = terms._replace(terms=np.full_like(terms.terms, number))
        assert marked(columns, hash_set(["five"]), room, words=other) == [kind, 0]
