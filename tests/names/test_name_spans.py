"""The names that a run of capitalised words holds."""

import pytest

from dedup.names.name_spans import name_spans, split_span
from dedup.names.run_words import words_of_run

COMMON = {
    "thousands",
    "supporters",
    "force",
    "president",
    "arrested",
    "killing",
    "brother",
    "wooden",
    "bridge",
    "foreign",
    "west",
}


def ordinary(word: str) -> bool:
    return word in COMMON


@pytest.mark.parametrize(
    ("run", "forms"),
    [
        ("Sha’abi", ["shaabi"]),
        ("U.S.", ["us"]),
        ("George W. Bush", ["george", "w", "bush"]),
        ("al-Ameri", ["al", "ameri"]),
        ("King's College", ["king", "s", "college"]),
        ("Qassim SoleimaniHe", ["qassim", "soleimani"]),
    ],
)
def test_words_of_a_run(run: str, forms: list[str]) -> None:
    assert [token.form for token in words_of_run(run)] == forms


@pytest.mark.parametrize(
    ("run", "keys"),
    [
        ("Hashd al-Sha’abi", [("hashd", "shaabi")]),
        ("Abu Mahdi bin Rashid", [("abu", "mahdi", "bin", "rashid")]),
        ("People's Ferry Party", [("peoples", "ferry", "party")]),
        ("John Smith Jr", [("john", "smith", "jr")]),
        ("John Smith PhD", [("john", "smith")]),
        ("Control Data Corp", [("control", "data")]),
        ("Apple Inc", [("apple", "inc")]),
        ("Goldman Sachs and Co", [("goldman", "sachs")]),
        ("Co Inc", []),
        ("U.S. Dlrs", [("us",)]),
        ("Iraqi Foreign Ministry", [("iraqi", "foreign", "ministry")]),
        ("Iraqi Hashd", [("iraqi",), ("hashd",)]),
        ("Foreign Ministry", [("foreign", "ministry")]),
        ("Ministry", []),
        ("Sheriff's Office", []),
        ("Torvik County Sheriff's Office", [("torvik", "county", "sheriffs", "office")]),
        ("Bosnia and Herzegovina", [("bosnia", "and", "herzegovina")]),
        ("Iran and Islamic Guard Corps", [("iran",), ("islamic", "guard", "corps")]),
        ("Theresa May", [("theresa", "may")]),
        ("Torvik May", [("torvik",)]),
        ("General Electric", [("general", "electric")]),
        ("General Varga", [("varga",)]),
        ("King County", [("king", "county")]),
        ("King Varga", [("varga",)]),
        ("Baghdad International Airport", [("baghdad", "airport")]),
        ("Trump US", [("trump",), ("us",)]),
        ("Iran-Iraq", [("iran",), ("iraq",)]),
        ("Foreign Minister Osman Delic", [("osman", "delic")]),
        ("Monday", []),
    ],
)
def test_words_that_are_compared(run: str, keys: list[tuple[str, ...]]) -> None:
    """Arabic articles, honours and the legal forms of longer names are left out; other particles and generational
    suffixes, which part people, are kept."""
    assert [part.key for part in name_spans(run, False, ordinary)] == keys


@pytest.mark.parametrize(
    ("run", "hint"),
    [
        ("Ferry Party", "group"),
        ("Ferry Data Corp", "company"),
        ("East 105th Street", "place"),
        ("Fox 8", "outlet"),
        ("Tahrir Square", "place"),
        ("Iraq", "place"),
        ("Brenna Gazette", "outlet"),
        ("Iraqi", "people"),
        ("NATO", "acronym"),
        ("President Varga", "person"),
        ("Varga", ""),
    ],
)
def test_what_the_words_show(run: str, hint: str) -> None:
    assert [part.hint for part in name_spans(run, False, ordinary)] == [hint]


def test_the_first_word_of_a_sentence_counts_only_if_it_is_no_ordinary_one() -> None:
    assert [p.key for p in name_spans("Wooden Varga", True, ordinary)] == [("varga",)]
    assert [p.key for p in name_spans("Wooden Varga", False, ordinary)] == [("wooden", "varga")]
    assert [p.key for p in name_spans("The Wooden Varga", True, ordinary)] == [("wooden", "varga")], (
        "the second word has its own capital"
    )


def test_spans_lie_in_the_run() -> None:
    run = "Former US President Ilse Varga"
    assert [run[p.start : p.end] for p in name_spans(run, True, ordinary)] == ["US", "Ilse Varga"]


def test_two_names_side_by_side_can_be_cut() -> None:
    run = "Fatah Alliance Hadi al-Ameri"
    part = name_spans(run, False, ordinary)[0]
    apart = split_span(run, part, 2)
    assert apart is not None and [run[p.start : p.end] for p in apart] == ["Fatah Alliance", "Hadi al-Ameri"]
    assert split_span("Al-Ameri", name_spans("Al-Ameri", False, ordinary)[0], 1) is None
