"""Spellings of one name in one article that follow different romanisations."""

from dedup.names.mention_collection import mentions
from dedup.names.schemes import mixed_schemes


def test_french_beside_english() -> None:
    text = "The Hachd al-Chaabi met in Basra. Nobody else was there when the Hashd al-Shaabi left Basra."
    found = mixed_schemes(mentions(text))
    assert {frozenset({(m.a, m.convention_a), (m.b, m.convention_b)}) for m in found} == {
        frozenset({("hachd", "fr"), ("hashd", "en")}),
        frozenset({("chaabi", "fr"), ("shaabi", "en")}),
    }
    assert {m.text for one in found for m in (*one.mentions_a, *one.mentions_b)} == {
        "Hachd al-Chaabi",
        "Hashd al-Shaabi",
    }


def test_one_romanisation_throughout() -> None:
    assert mixed_schemes(mentions("The Hachd al-Chaabi met in Basra. The Hachd left Basra.")) == []


def test_two_spellings_of_one_romanisation() -> None:
    assert mixed_schemes(mentions("The Hashd al-Shaabi met in Basra. The Hashed left Basra with Basra's Hashed.")) == []


def test_two_names() -> None:
    assert mixed_schemes(mentions("Ali Khamenei followed Khomeini. Iran fought Iraq. Maria met Mario.")) == []


def test_many_names_are_cut() -> None:
    text = " ".join(
        f"He saw Z{'aeiou'[n % 5]}r{'bdfgk'[n // 5 % 5]}{'aeiou'[n // 25 % 5]}l{'mnpst'[n // 125 % 5]}o."
        for n in range(3000)
    )
    assert isinstance(mixed_schemes(mentions(text)), list)
