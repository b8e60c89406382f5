"""The memory of tokens against a set of the same tokens."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.artifacts.checks.token_memory import TokenMemory

NAME = re.compile(rb"[\x00-\x7f]*[A-Z0-9][\x00-\x7f]*")
TEXTS = st.text(st.sampled_from("abB7\u00e9 \t\n\x0b\x1c\x00\x85\u2003"), max_size=40)


@given(st.lists(TEXTS, max_size=8))
def test_tokens_are_those_between_spaces_of_ascii_that_were_not_remembered_nor_are_names(texts: list[str]) -> None:
    memory, known = TokenMemory(1_000), set[bytes]()
    for text in texts:
        encoded = text.encode()
        spaced = encoded
        for space in b"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f":
            spaced = spaced.replace(bytes([space]), b" ")
        tokens = [token for token in spaced.split(b" ") if token and not NAME.fullmatch(token)]
        assert memory.unknown(encoded) == [token for token in tokens if token not in known]
        for token in memory.unknown(encoded)[:3]:
            memory.remember(token)
            known.add(token)
        assert len(memory) == len(known)


def test_one_token_more_than_it_keeps_and_all_others_are_forgotten() -> None:
    memory = TokenMemory(2)
    for token in (b"one", b"two", b"two", b"three"):
        memory.remember(token)
    assert len(memory) == 1
    assert memory.unknown(b"one two three") == [b"one", b"two"]


def test_a_memory_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="one token or more, not 0"):
        TokenMemory(0)
