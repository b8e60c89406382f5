"""Which versions speak for themselves, and what they read."""

import gc
import weakref

import numpy as np
import pytest

from dedup.siblings import version_reader
from dedup.siblings.change import run_number
from dedup.siblings.version_reader import VersionReader
from dedup.siblings.version_runs import VersionRuns
from dedup.siblings.version_words import VersionWords, WordTypes
from dedup.siblings.versions import Suspicions, Versions, independent_versions
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


def test_what_was_read_goes_with_the_versions() -> None:
    """Worker processes look for no cycles: what is in one stays there to the end of the scan."""
    relations = [related("a", "b", TEXTS, "rewrite"), related("b", "c", TEXTS, "rewrite")]
    versions = Versions(relations, TEXTS.__getitem__, Suspicions({}, {}), 0.5)
    left = weakref.ref(versions.words("a").types)
    assert versions.runs.has("b", versions.runs["a"])
    assert versions.changes("a", "b") == []
    gc.disable()
    try:
        del versions
        assert left() is None
    finally:
        gc.enable()


def test_texts_are_read_again_when_too_much_is_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {name: text * 3 for name, text in TEXTS.items()}
    asked: list[str] = []

    def text(article: str) -> str:
        asked.append(article)
        return texts[article]

    reader = VersionReader(text)
    assert len(reader.words("a")) == len(reader.words("a")) == 21
    assert not reader.is_full
    monkeypatch.setattr(version_reader, "MOST_WORDS", 20)
    assert reader.is_full
    reader.forget()
    assert not reader.is_full
    types = reader.words("a").types
    assert reader.words("b").types is types
    monkeypatch.setattr(version_reader, "MOST_TYPES", 3)
    assert reader.is_full
    reader.forget()
    assert reader.words("a").types is not types
    assert asked == ["a", "a", "b", "a"]


def read_runs() -> tuple[VersionRuns, dict[str, int]]:
    """The runs of the version above, and the number of each of its keys."""
    words = VersionWords(TEXTS["a"], WordTypes())
    return VersionRuns(lambda _: words), {word.key: int(key) for word, key in zip(words, words.keys, strict=True)}


def test_a_version_has_the_runs_of_its_words_and_the_forms_as_written() -> None:
    runs, keys = read_runs()
    assert runs.has("a", frozenset([run_number([keys["guard"], keys["attack"], keys["the"]])]))
    assert runs.has("a", frozenset([run_number([keys["pilot"]]), 0]))
    assert not runs.has("a", frozenset([run_number([keys["attack"], keys["guard"]]), 0]))
    assert runs.has("a", frozenset([-run_number([1, 2, 0])]))  # guards attacked the
    assert not runs.has("a", frozenset([-run_number([2, 1, 0])]))


def test_a_version_carries_a_passage_of_whole_words() -> None:
    runs, keys = read_runs()
    passage = np.array([keys[key] for key in ("attack", "the", "pilot", "at")], np.int32).tobytes()
    assert runs.carries("a", passage)
    assert not runs.carries("a", passage[::-1])
    assert not runs.carries("a", passage[1:-3] + b"\xff\xff\xff")
    assert not runs.carries("a", passage[:4] + passage[8:])
