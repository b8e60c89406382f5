"""The names of a corpus: spellings, aliases, kinds, and what is not merged."""

import random
from collections.abc import Mapping, Sequence

import msgspec
import pytest

from dedup.article import Article
from dedup.names.gather import gather_names
from dedup.names.mention_collection import MentionCollection
from dedup.names.name_records import MOST_LISTED
from dedup.records import NameRecord
from dedup.text.corpus import CorpusReader


def names(
    texts: Sequence[str], groups: Mapping[int, int] | None = None, ids: Sequence[str] = (), **options: bool
) -> list[NameRecord]:
    ids = ids or [f"{number:04}" for number in range(len(texts))]
    gathered, reader = MentionCollection(0), CorpusReader()
    for begin in range(0, len(texts), 500):
        batch = [
            Article(id=i, text=text)
            for i, text in zip(ids[begin : begin + 500], texts[begin : begin + 500], strict=True)
        ]
        gathered.add(reader(batch).columns)
    return gather_names(gathered, ids, groups, **options)


def named(found: Sequence[NameRecord], text: str) -> NameRecord:
    return next(record for record in found if any(spelling.text == text for spelling in record.spellings))


def spellings(record: NameRecord) -> dict[str, int]:
    return {spelling.text: spelling.count for spelling in record.spellings}


HASHD = [
    "Fighters of the Hachd al-Chaabi met Abu Salim in Baghdad. The Hachd, also known as Popular Mobilisation Forces "
    "(PMF), left.",
    "The Hashd al-Shaabi met Abu Salim in Baghdad. The Hashd left.",
    "A man of the Hashd al-Shaabi met Abu Salim in Baghdad.",
    "Men of the Hashid met Abu Salim in Baghdad. Another Hashid left.",
    "The al-Hashed al-Shaabi met Abu Salim in Baghdad. The PMF of Popular Mobilization Units left.",
]


def test_one_group_in_five_articles_with_its_translation_and_acronym() -> None:
    found = named(names(HASHD), "Hashid")
    assert set(spellings(found)) == {
        "Hachd al-Chaabi",
        "Hachd",
        "Hashd al-Shaabi",
        "Hashd",
        "Hashid",
        "al-Hashed al-Shaabi",
    }
    assert {(alias.text, alias.relation) for alias in found.aliases} == {
        ("PMF", "acronym"), ("Popular Mobilisation Forces", "translated"), ("Popular Mobilization Units", "translated"),
    }  # fmt: skip
    assert (found.name, found.kind) == ("Hashd al-Shaabi", "group")
    french = next(spelling for spelling in found.spellings if spelling.text == "Hachd al-Chaabi")
    assert french.conventions[0].convention == "fr"


def test_a_name_of_one_article_is_listed_where_every_one_is_asked_for() -> None:
    texts = ["Ilse Varga, said the mayor, left for Torvik.", "Snow fell on Grimsholt and on Ellmouth."]
    assert names(texts) == []
    assert [(n.name, n.spellings[0].articles) for n in names(texts, every=True)] == [
        ("Ellmouth", ["0001"]), ("Grimsholt", ["0001"]), ("Ilse Varga", ["0000"]), ("Torvik", ["0000"]),
    ]  # fmt: skip


def test_romanisations_are_left_out_where_nobody_asks() -> None:
    assert any(spelling.conventions for name in names(HASHD) for spelling in name.spellings)
    bare = [
        msgspec.structs.replace(n, spellings=[msgspec.structs.replace(s, conventions=[]) for s in n.spellings])
        for n in names(HASHD)
    ]
    assert names(HASHD, romanised=False) == bare


def test_a_surname_counts_for_the_full_name_of_its_article() -> None:
    found = names(["Ilse Varga came. Later Varga left.", "Osman Varga came. Then Varga, said Varga, slept."])
    assert spellings(named(found, "Ilse Varga")) == {"Ilse Varga": 1, "Varga": 1}
    assert spellings(named(found, "Osman Varga")) == {"Osman Varga": 1, "Varga": 2}


def test_a_surname_alone_is_not_given_to_one_of_many_who_may_bear_it() -> None:
    texts = ["Ilse Varga came. Later Varga left."] + ["In Oslo a Mr Varga slept."] * 3
    assert spellings(named(names(texts), "Ilse Varga")) == {"Ilse Varga": 1, "Varga": 1}


def test_a_surname_that_two_people_of_one_article_bear_stands_alone() -> None:
    found = names(["Ilse Varga met Osman Varga. Later Varga left."] * 2)
    assert spellings(named(found, "Ilse Varga")) == {"Ilse Varga": 2}
    assert spellings(named(found, "Osman Varga")) == {"Osman Varga": 2}


ONE_EVENT = "{} met Tariq Nouri and Ilse Varga at the Zarnitsa Bridge."
ELSEWHERE = "{} met Pauline Okafor and Dmitri Belov at the Kharga Hotel."


def test_two_spellings_in_reports_of_one_event_are_one_name() -> None:
    found = names([ONE_EVENT.format("Qassem Haddadin"), ONE_EVENT.format("Qasim Haddadin")])
    assert spellings(named(found, "Qasim Haddadin")) == {"Qasim Haddadin": 1, "Qassem Haddadin": 1}


@pytest.mark.parametrize(
    ("one", "other"), [("Stephen Miller", "Steven Miller"), ("Ann Baker", "Anna Baker"), ("Ian Clark", "Ian Clarke")]
)
def test_english_names_that_differ_by_a_letter_are_two_people_elsewhere(one: str, other: str) -> None:
    found = names([ONE_EVENT.format(one)] * 2 + [ELSEWHERE.format(other)] * 2)
    assert spellings(named(found, one)) == {one: 2}
    assert spellings(named(found, other)) == {other: 2}


@pytest.mark.parametrize(
    ("one", "other"), [("Ali Khamenei", "Ali Khomeini"), ("Iran", "Iraq"), ("Mahdi", "Hamdi"), ("Mohsen", "Mohseni")]
)
def test_look_alikes_of_one_event_are_never_merged(one: str, other: str) -> None:
    found = names([ONE_EVENT.format(one), ONE_EVENT.format(one), ONE_EVENT.format(other), ONE_EVENT.format(other)])
    assert other not in spellings(named(found, one))


def test_a_verb_is_no_spelling_of_a_name() -> None:
    found = names(
        [
            *HASHD,
            "They hashed it out in Baghdad with Abu Salim. Hashed potatoes were served.",
            "He hashed the sums. She hashed them.",
        ]
    )
    assert "Hashed" not in spellings(named(found, "Hashd"))


def test_families_of_articles_are_context() -> None:
    texts = ["Somebody saw Qassem Haddadin.", "Somebody saw Qasim Haddadin."]
    assert names(texts) == []
    assert [spellings(record) for record in names(texts, {0: 7, 1: 7})] == [{"Qasim Haddadin": 1, "Qassem Haddadin": 1}]
    assert names(texts, {0: 7, 1: 8}) == []


def test_an_acronym_belongs_to_the_name_that_most_articles_give_it() -> None:
    texts = ["He joined the Northern Rivers Board (NRB)."] * 3 + ["He joined the National Radio Bureau (NRB)."]
    found = names([*texts, "The National Radio Bureau slept."])
    assert [alias.text for alias in named(found, "Northern Rivers Board").aliases] == ["NRB"]
    assert named(found, "National Radio Bureau").aliases == []


def test_a_known_acronym_that_stands_for_something_else_here_is_left_alone() -> None:
    found = names(
        [
            "The PMF is a fund in Oslo.",
            "The PMF paid.",
            "Men of the Hashd al-Shaabi left.",
            "The Hashd al-Shaabi slept.",
        ]
    )
    assert named(found, "Hashd al-Shaabi").aliases == []


def test_a_word_with_digits_is_no_acronym_of_the_table() -> None:
    found = names(["The United States sold USA18 to the US and the USA18 left."] * 2)
    assert [alias.text for alias in named(found, "United States").aliases] == ["US"]


def test_short_names_that_begin_a_sentence_are_distinguished_from_others_that_do_not() -> None:
    """The first letter and what is known of the place must not make up for each other."""
    found = names(["BT slept.", "BT slept.", "He saw CT.", "He saw CT."])
    assert [(record.name, record.spellings[0].articles) for record in found] == [
        ("BT", ["0000", "0001"]),
        ("CT", ["0002", "0003"]),
    ]


def test_peoples_are_not_listed_and_names_of_one_article_neither() -> None:
    assert [record.name for record in names(["Iraqi men saw Erbil and Osman Delic.", "Iraqi women saw Erbil."])] == [
        "Erbil"
    ]


def test_kinds() -> None:
    text = "President Ilse Varga told the Brenna Gazette that the Ferry Party left Zarnitsa Bridge for Iraq."
    kinds = {record.name: record.kind for record in names([text, text])}
    assert kinds == {
        "Ilse Varga": "person",
        "Brenna Gazette": "outlet",
        "Ferry Party": "group",
        "Zarnitsa Bridge": "place",
        "Iraq": "place",
    }


def test_articles_are_counted_in_full_and_listed_in_part() -> None:
    found = named(names(["He saw Zarnitsa. She saw Zarnitsa."] * 300), "Zarnitsa").spellings[0]
    assert (found.count, found.articles) == (600, [f"{number:04}" for number in range(MOST_LISTED)])


def test_the_order_of_the_articles_changes_nothing() -> None:
    texts = HASHD + [ONE_EVENT.format(name) for name in ("Qassem Haddadin", "Qasim Haddadin", "BT", "CT", "Ann Baker")]
    texts += [
        f"{name} of the Northern Rivers Board (NRB) saw {other}."
        for name in ("Varga", "Ilse Varga", "Vargas")
        for other in ("DU", "EU")
    ]
    ids = [f"{number:04}" for number in range(len(texts))]
    order = list(range(len(texts)))
    straight = names(texts, {0: 1, 1: 1}, ids)
    for seed in range(5):
        random.Random(seed).shuffle(order)
        groups = {order.index(0): 1, order.index(1): 1}
        assert names([texts[n] for n in order], groups, [ids[n] for n in order]) == straight
    assert len(straight) > 5


def test_nothing_gives_nothing() -> None:
    assert names([]) == []
    assert names(["", "no names"]) == []


def test_records_are_those_of_the_report() -> None:
    found = names(HASHD)
    assert msgspec.json.decode(msgspec.json.encode(found), type=list[NameRecord]) == found


@pytest.mark.parametrize(("bureaus", "boards", "aliases"), [(3, 2, ["HSB"]), (4, 3, [])])
def test_an_acronym_is_that_of_the_name_that_three_of_five_texts_give_it_to(
    bureaus: int, boards: int, aliases: list[str]
) -> None:
    texts = ["The Harbour Security Bureau (HSB) met in Torvik."] * bureaus
    texts += ["The Hill School Board (HSB) met in Torvik."] * boards
    record = named(names(texts, every=True), "Harbour Security Bureau")
    assert [alias.text for alias in record.aliases] == aliases


@pytest.mark.parametrize(("qasems", "one"), [(9, True), (8, False)])
def test_a_surname_alone_is_that_of_the_bearer_of_nine_in_ten(qasems: int, one: bool) -> None:
    texts = ["Qasem Varga left Torvik. Later Varga slept."] * qasems
    texts += ["Lena Varga left Torvik. Later Varga slept.", "They saw Varga in Torvik."]
    found = spellings(named(names(texts, every=True), "Qasem Varga"))
    assert found == {"Qasem Varga": qasems, "Varga": qasems + one}


@pytest.mark.parametrize(
    ("sentence", "times", "others", "kind"),
    [
        ("On Monday Kelmar said that they had left.", 4, 24, "person"),
        ("On Monday Kelmar said that they had left.", 3, 24, "other"),
        ("They had slept in Kelmar on Monday.", 3, 22, "place"),
        ("They had slept in Kelmar on Monday.", 3, 23, "other"),
        ("They had seen Kelmar, 24, on Monday.", 3, 57, "person"),
        ("They had seen Kelmar, 24, on Monday.", 3, 58, "other"),
    ],
)
def test_the_kind_is_shown_by_a_share_of_the_places(sentence: str, times: int, others: int, kind: str) -> None:
    texts = [sentence] * times + ["They had seen a Kelmar on Monday."] * others
    assert named(names(texts), "Kelmar").kind == kind
