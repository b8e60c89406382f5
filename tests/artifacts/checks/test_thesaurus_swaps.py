"""Names and set terms with synonyms in them are found without a list of an engine's swaps."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.artifacts.checks.thesaurus_swaps import (
    STRETCH,
    SwapTableFile,
    find_swapped,
    read_table,
    search,
    supported,
    swapped_names,
    swapped_terms,
    table_of,
)
from dedup.artifacts.checks.word_pairs import pairs_of
from dedup.artifacts.document import Document

FILE = SwapTableFile(
    names=["White House", "House of Lords", "Federal Trade Commission"],
    terms=["stock market", "interest rates"],
    synonyms={
        "white": "pale ivory",
        "house": "home residence",
        "lords": "nobles",
        "federal": "central united",
        "trade": "commerce",
        "commission": "fee charge",
        "stock": "inventory store",
        "market": "bazaar",
        "interest": "hobby",
        "rates": "charges",
    },
    common={"federal": "central", "trade": "commerce", "commission": "fee"},
    written=["pale house", "store market"],
)
OWN = table_of(FILE)


def found(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.original) for one in search(text, OWN)]


@pytest.mark.parametrize(
    ("text", "original"),
    [
        ("The White Home said so.", "White House"),
        ("The Ivory House said so.", "White House"),
        ("The Residence of Lords met.", "House of Lords"),
        ("The House of Nobles met.", "House of Lords"),
        ("The Federal Commerce Commission sued.", "Federal Trade Commission"),
        ("The Central Commerce Fee sued.", "Federal Trade Commission"),
        ("The inventory market fell.", "stock market"),
        ("The Hobby rates rose.", "interest rates"),
    ],
)
def test_a_phrase_with_synonyms_is_found_with_what_it_stands_for(text: str, original: str) -> None:
    assert [one for _, one in found(text)] == [original]


@pytest.mark.parametrize(
    "text",
    [
        "The White House and the stock market closed.",
        "A white home was sold.",
        "The Pale Home said so.",  # both words of a short name
        "The hobby charges rose.",  # both words of a term
        "The Pale House was sold.",  # people write it
        "The store market is full.",
        "The White Home Office opened.",  # another name goes on
        "The WHITE HOME said so.",
        "The Offwhite Homely said so.",
    ],
)
def test_what_people_write_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_one_phrase_is_no_evidence() -> None:
    table = table_of(FILE)
    assert supported(list(search("The White Home said so.", table))) == []
    assert supported(list(search("The White Home said so. The White Home, again.", table))) == []


def test_one_term_in_two_numbers_is_one() -> None:
    file = msgspec.structs.replace(FILE, terms=["panic attack", "panic attacks", "stock market"])
    synonyms = {**FILE.synonyms, "panic": "horror", "stock": "inventory"}
    table = table_of(msgspec.structs.replace(file, synonyms=synonyms))
    assert supported(list(search("A horror attack, and horror attacks.", table))) == []
    assert len(supported(list(search("A horror attack on the inventory market.", table)))) == 2


def test_a_term_of_two_words_is_no_compound() -> None:
    assert found("The inventory market fell.") == [("inventory market", "stock market")]
    assert found("The inventory-market fell.") == []


def test_a_small_word_is_part_of_a_name_with_capitals_and_of_a_term_without() -> None:
    file = msgspec.structs.replace(FILE, terms=["house of cards"], synonyms={**FILE.synonyms, "cards": "tickets"})
    table = table_of(file)
    assert [one.original for one in search("The House of Nobles met.", table)] == ["House of Lords"]
    assert [one.original for one in search("It is a house of tickets.", table)] == ["house of cards"]
    assert [*search("It is a house of nobles.", table)] == []


def test_two_names_support_each_other_anywhere_and_terms_only_near() -> None:
    def count(between: int) -> int:
        text = "The inventory market fell. " + "x" * between + " The hobby rates rose."
        return len(supported(list(search(text, OWN))))

    near = STRETCH - len("The inventory market fell.  The")
    assert count(near) == 2
    assert count(near + 10) == 0
    far = "The White Home said so. " + "x " * STRETCH + "The House of Nobles met."
    assert len(supported(list(search(far, OWN)))) == 2


def test_a_name_and_a_term_near_it_support_each_other() -> None:
    text = "The White Home said that the inventory market fell."
    assert len(supported(list(search(text, OWN)))) == 2


@given(
    st.lists(
        st.sampled_from(
            ["The New York Occasions", "the Burger Monarch", "worldwide warming", "nursery gas", "New York", "of state",
             "x" * 200, "x" * 301, "WORLDWIDE WARMING", "said", "."]
        ),
        max_size=9,
    )
)  # fmt: skip
def test_phrases_that_nothing_can_support_are_left_out_and_no_others(parts: list[str]) -> None:
    text = " ".join(parts)
    assert supported(find_swapped(text)) == supported(list(search(text, read_table())))


def test_a_phrase_alone_is_not_looked_at() -> None:
    assert find_swapped("The Burger Monarch said so.") == ()
    assert find_swapped("It is worldwide warming. " + "x " * STRETCH + "It is nursery gas.") == ()


def test_the_shipped_table_has_synonyms_that_no_list_of_swaps_gives() -> None:
    """Words of no engine's tables: a thesaurus is enough."""
    document = Document("The New York Occasions and the Burger Monarch met over worldwide warming and nursery gas.")
    assert [document.text[start:end] for start, end, _ in swapped_names(document)] == [
        "New York Occasions",
        "Burger Monarch",
    ]
    assert [original for _, _, original in swapped_terms(document)] == ["global warming", "greenhouse gas"]


def test_no_name_of_the_shipped_table_is_a_variant_of_another() -> None:
    table = read_table()
    for phrase in table.phrases[: table.first_term]:
        name = " ".join(word.capitalize() for word in phrase)
        assert not list(search(f"So it is: the {name} met.", table)), name


@pytest.mark.parametrize(
    ("first", "second", "is_searched"),
    [
        ("ivory", "house", True),
        ("white", "house", False),  # no word is swapped
        ("pale", "house", False),  # people write so
        ("pale", "residence", False),  # two words of a short name
        ("central", "commerce", True),  # of a long one, both common
        ("united", "commerce", False),  # of a long one, one rare
        ("of", "lords", True),
        ("of", "nobles", True),
        ("residence", "of", False),
        ("inventory", "bazaar", False),
    ],
)
def test_a_text_is_searched_by_the_pairs_of_a_variant(first: str, second: str, is_searched: bool) -> None:
    assert (pairs_of(f"{first} {second}").find(OWN.slots, OWN.bits, 1) == [0]) == is_searched
