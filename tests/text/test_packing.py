"""Packing: whatever Python can hold in a string comes out as its own encoder writes it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.text.packing import Packer, pack
from dedup.text.tables import I64, U8
from dedup.text.tokenizing import SPARE

anything = st.characters(exclude_categories=())  # lone surrogates too
plain = st.text("ab \n\x7f", max_size=200)  # longer than a block of 64
mixed = st.lists(
    st.one_of(plain, st.text(anything, max_size=8), st.sampled_from(["é" * 70, "дом " * 40, "中" * 65, "😀" * 66])),
    max_size=4,
)
texts = st.lists(mixed.map("".join), max_size=5)
BORDERS = ["\x7f\x80", "\u07ff\u0800", "\ud7ff\ud800\udfff\ue000", "\uffff\U00010000\U0010ffff"]


def expected(batch: list[str]) -> list[bytes]:
    return [text.encode("utf-8", "replace") for text in batch]


def unpacked(buffer: U8, offsets: I64) -> list[bytes]:
    assert buffer.size == offsets[-1] + SPARE
    assert not buffer[offsets[-1] :].any()
    return [bytes(buffer[start:end]) for start, end in pairwise(offsets.tolist())]


@given(texts)
def test_it_is_pythons_utf8(batch: list[str]) -> None:
    assert unpacked(*pack(batch)) == expected(batch)


@given(st.lists(texts, max_size=4))
def test_one_memory_serves_batch_after_batch(batches: list[list[str]]) -> None:
    packer = Packer()
    for batch in batches:
        assert unpacked(*packer(batch)) == expected(batch)


@pytest.mark.parametrize("text", BORDERS)
@pytest.mark.parametrize("before", [0, 1, 62, 63, 64, 65, 130])
def test_the_borders_of_the_encoding_at_the_borders_of_a_block(text: str, before: int) -> None:
    for behind in (0, 1, 63, 64, 100):
        batch = ["x" * before + text + "y" * behind, "next"]
        assert unpacked(*pack(batch)) == expected(batch)


def test_memory_grows_where_texts_turn_out_wider() -> None:
    batch = ["x" * 5000, "中" * 5000, "😀" * 5000, "é" * 5000]
    packer = Packer()
    assert unpacked(*packer(batch)) == expected(batch)
    assert unpacked(*packer(batch[::-1])) == expected(batch[::-1])


def test_memory_is_used_again() -> None:
    packer = Packer()
    first, _ = packer(["a text", "another"])
    second, _ = packer(["shorter"])
    assert first.ctypes.data == second.ctypes.data


@pytest.mark.parametrize("wrong", [None, b"bytes", 3, ["a"]])
def test_what_is_no_string_is_refused(wrong: object) -> None:
    with pytest.raises(TypeError, match="texts are strings, not"):
        pack(["fine", wrong])  # type: ignore[list-item]


def test_strings_of_a_subclass_are_taken() -> None:
    class Name(str):
        __slots__ = ()

    assert unpacked(*pack([Name("Müller"), np.str_("plain")])) == expected(["Müller", "plain"])
