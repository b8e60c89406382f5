"""Which versions speak for themselves, and what they read."""

from dedup.siblings.voices import Readings, voices
from tests.siblings.conftest import related

TEXTS = dict.fromkeys("abcd", "The guards attacked the pilots at noon.")


def test_copies_of_copies_are_one_voice_and_rewrites_are_not() -> None:
    relations = [
        related("b", "c", TEXTS, "trimmed"),
        related("a", "b", TEXTS, "near_verbatim"),
        related("c", "d", TEXTS, "rewrite"),
    ]
    for order in (relations, relations[::-1]):
        assert voices(order) == {"a": "a", "b": "a", "c": "a", "d": "d"}


def test_a_version_has_the_runs_of_its_words_and_the_forms_as_written() -> None:
    readings = Readings(TEXTS.__getitem__)
    assert readings.has("a", frozenset(["guard attack the", "no such run"]))
    assert readings.has("a", frozenset(["pilot"]))
    assert readings.has("a", frozenset(["=guards attacked the"]))
    assert not readings.has("a", frozenset(["=guard attack the", "attack guard"]))


def test_a_version_carries_a_passage_of_whole_words() -> None:
    readings = Readings(TEXTS.__getitem__)
    assert readings.carries("a", "guard attack the pilot at noon")
    assert not readings.carries("a", "uard attack the pilot")
    assert not readings.carries("a", "guard attack pilot")
