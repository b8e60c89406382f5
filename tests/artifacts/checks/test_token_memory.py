"""The memory of tokens against a set of the same tokens."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.artifacts.checks.foreign_words import words_of
from dedup.artifacts.checks.glued import glued_function_words
from dedup.artifacts.checks.token_memory import TokenMemory
from dedup.artifacts.document import Document, Span

NAME = re.compile(rb"[\x00-\x7f]*[A-Z0-9][\x00-\x7f]*")
TEXTS = st.text(st.sampled_from("abB7\u00e9 \t\n\x0b\x1c\x00\x85\u2003"), max_size=40)


@given(st.lists(TEXTS, max_size=8))
def test_tokens_are_those_between_spaces_of_ascii_that_were_not_remembered_nor_are_names(texts: list[str]) -> None:
    memory, known = TokenMemory(1_000, checks=1), set[bytes]()
    for text in texts:
        encoded = text.encode()
        spaced = encoded
        for space in b"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f":
            spaced = spaced.replace(bytes([space]), b" ")
        tokens = [token for token in spaced.split(b" ") if token and not NAME.fullmatch(token)]
        assert memory.unknown(encoded) == [token for token in tokens if token not in known]
        for token in memory.unknown(encoded)[:3]:
            memory.remember(token, 0)
            known.add(token)
        assert len(memory) == len(known)


def test_one_token_more_than_it_keeps_and_all_others_are_forgotten() -> None:
    memory = TokenMemory(2, checks=1)
    for token in (b"one", b"two", b"two", b"three"):
        memory.remember(token, 0)
    assert len(memory) == 1
    assert memory.unknown(b"one two three") == [b"one", b"two"]


def test_a_memory_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="one token or more, not 0"):
        TokenMemory(0, checks=1)


def test_a_token_is_known_when_all_checks_found_it_harmless() -> None:
    memory = TokenMemory(9, checks=2)
    for token, check in ((b"one", 0), (b"two", 1), (b"both", 1), (b"both", 0)):
        memory.remember(token, check)
    assert len(memory) == 3
    assert memory.unknown(b"one two both") == [b"one", b"two"]


def test_a_token_that_is_forgotten_is_forgotten_for_all_checks() -> None:
    memory = TokenMemory(1, checks=2)
    for token, check in ((b"one", 0), (b"two", 1), (b"one", 1)):
        memory.remember(token, check)
    assert memory.unknown(b"one") == [b"one"]


@pytest.mark.parametrize("checks", [0, 3])
def test_a_memory_of_no_check_or_too_many_is_refused(checks: int) -> None:
    with pytest.raises(ValueError, match=f"1 to 2 checks, not of {checks}"):
        TokenMemory(9, checks)


@pytest.mark.parametrize("check", [-1, 1, 64])
def test_a_check_that_the_memory_has_not_is_refused(check: int) -> None:
    with pytest.raises(ValueError, match=f"no check {check}"):
        TokenMemory(9, checks=1).remember(b"one", check)


@pytest.mark.parametrize("check", [words_of("fr"), glued_function_words])
def test_words_of_any_length_are_not_kept(check: Callable[[Document], Iterable[Span]]) -> None:
    """A text has no bound but its own for the length of a word."""
    list(check(Document("warm", [])))
    tracemalloc.start()
    try:
        for number in range(100):
            list(check(Document(chr(ord("a") + number % 26) * (90_000 + number), [])))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 2_000_000
