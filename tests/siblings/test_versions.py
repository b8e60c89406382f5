"""Which versions speak for themselves, and what they read."""

from dedup.siblings.versions import VersionRuns, independent_versions
from tests.siblings.conftest import related

TEXTS = dict.fromkeys("abcd", "The guards attacked the pilots at noon.")


def test_copies_of_copies_are_one_independent_version_and_rewrites_are_not() -> None:
    relations = [
        related("b", "c", TEXTS, "trimmed"),
        related("a", "b", TEXTS, "near_verbatim"),
        related("c", "d", TEXTS, "rewrite"),
    ]
    for order in (relations, relations[::-1]):
        assert independent_versions(order) == {"a": "a", "b": "a", "c": "a", "d": "d"}


def test_a_version_has_the_runs_of_its_words_and_the_forms_as_written() -> None:
    runs = VersionRuns(TEXTS.__getitem__)
    assert runs.has("a", frozenset(["guard attack the", "no such run"]))
    assert runs.has("a", frozenset(["pilot"]))
    assert runs.has("a", frozenset(["=guards attacked the"]))
    assert not runs.has("a", frozenset(["=guard attack the", "attack guard"]))


def test_a_version_carries_a_passage_of_whole_words() -> None:
    runs = VersionRuns(TEXTS.__getitem__)
    assert runs.carries("a", "guard attack the pilot at noon")
    assert not runs.carries("a", "uard attack the pilot")
    assert not runs.carries("a", "guard attack pilot")
