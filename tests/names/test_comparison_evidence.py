"""Every verdict can say why."""

from dedup.names import compare, known_as
from dedup.names.comparison import in_words, name_tokens
from dedup.names.romanisation import align


def test_operations_are_reported_with_their_conventions() -> None:
    assert in_words(align("rouchdi", "rushdi")) == ["ou~u, ch~sh: French against English romanisation"]
    assert "w~v: German against English romanisation" in in_words(align("tarkow", "tarkov"))


def test_equal_letters_are_no_operation() -> None:
    assert in_words(align("rushdi", "rushdi")) == []


def test_hand_kept_names_are_named() -> None:
    assert compare("Hachd", "Hashid").evidence[0] == "both are known spellings of Hashd al-Shaabi"
    assert compare("PMF", "Hashd al-Shaabi").evidence == ("PMF is known as an acronym of Hashd al-Shaabi",)
    assert compare("Khamenei", "Khomeini").evidence[0] == "Khamenei and Khomeini are known as different names"


def test_without_the_lexicon_nothing_known_is_reported() -> None:
    assert not any(
        "known" in told or "lexicon" in told for told in compare("Khamenei", "Khomeini", known=False).evidence
    )


def test_what_parts_full_names_is_reported() -> None:
    assert "peter against paul" in compare("Peter Meier", "Paul Meier").evidence
    assert "the order differs" in compare("Xi Jinping", "Jinping Xi").evidence
    assert "the initial of john" in compare("J. Smith", "John Smith").evidence
    assert "generational suffix: jr" in compare("John Smith", "John Smith Jr.").evidence
    assert "their endings derive one name from another" in compare("Karzan", "Karzani").evidence
    assert "one of the two is written without a capital: it may be a word" in compare("hashed", "Hashd").evidence


def test_a_name_without_letters_is_reported() -> None:
    assert compare("12", "Hashd").evidence == ("one of the two has no letters",)


def test_titles_and_particles_go_and_compounds_are_one_token() -> None:
    assert name_tokens("Sheikh Abd al-Rahman bin Ali al-Masri") == ["abdrahman", "ali", "masri"]
    assert name_tokens("Abu Bakr") == ["abubakr"]
    assert name_tokens("General") == ["general"], "a title that stands alone is kept"


def test_the_hand_kept_table_knows_translations_and_acronyms() -> None:
    told = {
        s: (found.name.name, found.relation)
        for s in ("ISIS", "the Islamic State", "Daech", "Peter")
        if (found := known_as(s))
    }
    assert told == {
        "ISIS": ("Islamic State", "acronym"), "the Islamic State": ("Islamic State", "translated"),
        "Daech": ("Islamic State", "spelling"),
    }  # fmt: skip
