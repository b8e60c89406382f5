"""Each level of the SIMD functions gives what plain Python gives, and no other function needs more than the baseline
has."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedup
from dedup.native.simd import HIGHEST, LEVEL, LEVELS, classify_at, count_before_at, minhash_at, premix_at, shingle_at
from dedup.text.tables import U8, U32

MASK = (1 << 32) - 1
each_level = pytest.mark.parametrize(
    "level",
    [
        pytest.param(
            level,
            marks=pytest.mark.skipif(
                LEVELS.index(level) > LEVELS.index(HIGHEST), reason=f"this processor has {HIGHEST} at most"
            ),
        )
        for level in LEVELS
    ],
)
blocks = st.lists(
    st.binary(min_size=64, max_size=64) | st.sampled_from([bytes(range(at, at + 64)) for at in range(0, 256, 64)]),
    max_size=4,
).map(b"".join)
numbers32 = st.integers(0, MASK) | st.sampled_from([0, 1, 1 << 31, (1 << 31) - 1, MASK])


def as_bytes(text: bytes) -> U8:
    return np.frombuffer(text, np.uint8)


def as_numbers(values: list[int]) -> U32:
    return np.array(values, np.uint32)


def bits(flags: list[bool]) -> list[int]:
    """One number for each 64 flags, the first flag lowest."""
    return [sum(flag << bit for bit, flag in enumerate(flags[at : at + 64])) for at in range(0, len(flags), 64)]


def is_word(byte: int) -> bool:
    return byte > 127 or chr(byte).isalnum() or byte == ord("_")


@each_level
@given(blocks)
def test_bytes_are_classified(level: str, text: bytes) -> None:
    lower, words, odd = classify_at(level, as_bytes(text))
    assert lower.tobytes() == text.lower()  # of ASCII letters alone, as bytes are
    assert words.tolist() == bits([is_word(byte) for byte in text])
    assert odd.tolist() == bits([byte > 127 for byte in text])


@each_level
@given(blocks)
def test_characters_are_counted_by_their_first_bytes(level: str, text: bytes) -> None:
    """At each place of each block, whatever the bytes are."""
    begins = [not 0x80 <= byte < 0xC0 for byte in text]
    places = np.arange(len(text))
    assert count_before_at(level, as_bytes(text), places).tolist() == [sum(begins[:place]) for place in places]


@each_level
@given(st.lists(st.integers(0, (1 << 64) - 1), min_size=1, max_size=80), st.integers(1, 9))
def test_shingles_are_polynomials(level: str, words: list[int], width: int) -> None:
    width = min(width, len(words))
    expected = []
    for at in range(len(words) - width + 1):
        value = 0
        for word in words[at : at + width]:
            value = (value * 0x9E3779B1 + word) & MASK
        expected.append(value)
    assert shingle_at(level, np.array(words, np.uint64), width).tolist() == expected


def mixed(h: int) -> int:
    """The finaliser of MurmurHash3."""
    h = ((h ^ h >> 16) * 0x85EBCA6B) & MASK
    h = ((h ^ h >> 13) * 0xC2B2AE35) & MASK
    return h ^ h >> 16


@each_level
@given(st.lists(numbers32, max_size=80))
def test_hashes_are_mixed(level: str, hashes: list[int]) -> None:
    assert premix_at(level, as_numbers(hashes)).tolist() == [mixed(h) for h in hashes]


@each_level
@given(st.lists(numbers32, max_size=20), st.lists(st.tuples(numbers32, numbers32), max_size=70))
def test_each_slot_keeps_the_minimum(level: str, hashes: list[int], slots: list[tuple[int, int]]) -> None:
    a, b = as_numbers([a for a, _ in slots]), as_numbers([b for _, b in slots])
    expected = [min([(a * h + b) & MASK for h in hashes], default=MASK) for a, b in slots]
    assert minhash_at(level, as_numbers(hashes), a, b).tolist() == expected


@each_level
@pytest.mark.parametrize("width", [*range(1, 18), 31, 32, 33, 48, 63, 64, 65, 126, 128, 200])
def test_slots_that_fill_no_register_are_sketched_too(level: str, width: int) -> None:
    draw = np.random.default_rng(width)
    hashes, a, b = (draw.integers(0, 1 << 32, size, dtype=np.uint32) for size in (50, width, width))
    expected = (np.multiply.outer(hashes, a, dtype=np.uint32) + b).min(axis=0)
    assert minhash_at(level, hashes, a, b).tolist() == expected.tolist()


def test_what_a_processor_lacks_is_refused() -> None:
    for level in (*LEVELS[LEVELS.index(HIGHEST) + 1 :], "v9"):
        with pytest.raises(ValueError, match=f"has no {level}; its highest level is {HIGHEST}"):
            premix_at(level, as_numbers([1]))


def test_arrays_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="whole blocks"):
        classify_at("baseline", as_bytes(bytes(63)))
    with pytest.raises(ValueError, match="whole blocks"):
        count_before_at("baseline", as_bytes(bytes(65)), np.zeros(1, np.int64))
    with pytest.raises(ValueError, match="Byte 64 is not inside"):
        count_before_at("baseline", as_bytes(bytes(64)), np.full(1, 64))
    with pytest.raises(ValueError, match="at least `width` words"):
        shingle_at("baseline", np.zeros(4, np.uint64), 5)
    with pytest.raises(ValueError, match="as many factors"):
        minhash_at("baseline", as_numbers([1]), as_numbers([1, 3]), as_numbers([1]))


def imported(level: str) -> subprocess.CompletedProcess[str]:
    program = "from dedup.native import simd; print(simd.LEVEL)"
    return subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "DEDUP_SIMD": level}, capture_output=True, text=True
    )


def test_the_level_is_the_highest_unless_the_environment_names_one() -> None:
    assert (os.environ.get("DEDUP_SIMD") or HIGHEST) == LEVEL
    assert imported("baseline").stdout.strip() == "baseline"
    assert "set it to one of baseline, v3, v4" in imported("avx9").stderr


FUNCTION = re.compile(r"^[0-9a-f]+ <(.+)>:$")
BEYOND = re.compile(r"\t\s*v\w+\s.*%xmm|%[yz]mm\d|%k[0-7]\b")  # AVX forms of SSE's instructions begin with a v
SUFFIX = EXTENSION_SUFFIXES[0]
MODULES = sorted(Path(dedup.__file__).parent.rglob(f"*{SUFFIX}"))


def functions_beyond(module: Path) -> Iterator[tuple[str, str]]:
    """The functions of an extension module that need more than the baseline has, each with its first such
    instruction."""
    listed = subprocess.run(
        ["objdump", "-d", "--no-show-raw-insn", str(module)], capture_output=True, text=True, check=True
    ).stdout
    name, seen = "", ""
    for line in listed.splitlines():
        if found := FUNCTION.match(line):
            name = found[1]
        elif name != seen and BEYOND.search(line):
            seen = name
            yield name, line.strip()


@pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="only x86-64 has these levels")
@pytest.mark.skipif(shutil.which("objdump") is None, reason="objdump is not installed")
def test_only_the_functions_of_a_level_need_it() -> None:
    """No other function of any module has an instruction of AVX or AVX-512: it would end the process on a processor
    without them."""
    found = {module.name.removesuffix(SUFFIX): dict(functions_beyond(module)) for module in MODULES}
    if any(name.startswith(".") for name in found["simd"]):
        pytest.skip("the modules were stripped of the names of their functions")
    others = {name: {f: i for f, i in of.items() if "_v3" not in f and "_v4" not in f} for name, of in found.items()}
    assert {name: of for name, of in others.items() if of} == {}
    assert {"classify_v3", "classify_v4"} <= found["simd"].keys(), "the search finds what there is"
