"""Signatures are those of datasketch 2 for the same shingles, whatever the order, batching, case or accents of the
texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from datasketch import MinHash
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import SettingsError
from dedup.sketch import pack, signatures, signatures_packed
from dedup.sketch.shingles import FACTOR, shingle_hashes
from dedup.sketch.signatures import permutations, sketch_tokens
from dedup.text.tables import hash_tokens
from dedup.text.tokens import Tokenizer

WORDS = ["troops", "left", "the", "city", "on", "Friday", "Müller", "حشد", "東", "👍", "a", "b", "c", "wire", "story"]
texts = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
batches = st.lists(texts | st.text(max_size=30), max_size=6)


def shingles(text: str, width: int) -> list[int]:
    tokens = Tokenizer()(*pack([text]))
    found: list[int] = shingle_hashes(tokens.hashes[tokens.of(0)], width).tolist()
    return found


def by_datasketch(hashes: Sequence[int], num_perm: int, seed: int) -> list[int]:
    sketch = MinHash(num_perm=num_perm, seed=seed, hashfunc=lambda value: value, scheme="affine32")
    for value in hashes:
        sketch.update(value)
    return [int(v) for v in sketch.hashvalues]


@given(batches, st.sampled_from([1, 64, 128, 200]), st.integers(1, 7), st.sampled_from([1, 2, 42, 12345]))
def test_signatures_are_bit_identical_to_datasketch(batch: list[str], num_perm: int, ngram: int, seed: int) -> None:
    found = signatures(batch, num_perm=num_perm, ngram=ngram, seed=seed)
    assert found.shape == (len(batch), num_perm)
    assert found.dtype == np.uint32
    assert found.tolist() == [by_datasketch(shingles(text, ngram), num_perm, seed) for text in batch]


@pytest.mark.parametrize("words", [0, 1, 3, 4, 5, 6, 7, 8, 11, 12, 13, 19, 20, 300])
def test_every_number_of_shingles_is_sketched_like_datasketch(words: int) -> None:
    """Eight shingles are taken at a time: none of the rest may be lost."""
    text = " ".join(f"w{n}" for n in range(words))
    assert signatures([text])[0].tolist() == by_datasketch(shingles(text, 5), 128, 1)


@given(st.lists(st.sampled_from(WORDS[:6] + WORDS[10:]), max_size=30), st.integers(1, 7))
def test_shingles_are_polynomials_over_the_words(words: list[str], width: int) -> None:
    low = [int(h) & 0xFFFFFFFF for h in hash_tokens([w.lower() for w in words])]
    grams = (
        [low[i : i + width] for i in range(len(low) - width + 1)]
        if len(low) >= width
        else [[len(low), *low]]
        if low
        else []
    )
    expected = []
    for gram in grams:
        value = 0
        for word in gram:
            value = (value * FACTOR + word) & 0xFFFFFFFF
        expected.append(value)
    assert shingles(" ".join(words), width) == expected


def test_permutations_are_odd_and_differ_from_seed_to_seed() -> None:
    a, b = permutations(128, 1).a, permutations(128, 1).b
    assert (a % 2 == 1).all()
    assert len(set(a.tolist())) == len(set(b.tolist())) == 128
    assert not (permutations(128, 2).a == a).any()


def test_the_number_of_slots_does_not_reorder_them_all_by_chance() -> None:
    """A slot of its own factor and summand: 64 slots are not 64 copies of one."""
    row = signatures(["one two three four five six seven eight nine ten"], num_perm=64)[0]
    assert len(set(row.tolist())) > 60


@pytest.mark.parametrize("text", ["", " \n", "…", "“’”"])
def test_a_text_without_words_keeps_the_empty_signature(text: str) -> None:
    assert (signatures([text, "a word"])[0] == 0xFFFFFFFF).all()
    assert not (signatures([text, "a word"])[1] == 0xFFFFFFFF).all()


def test_a_text_shorter_than_a_shingle_is_one_shingle() -> None:
    """Equal for equal words only: a short text is not the beginning of a longer one."""
    rows = signatures(["one two", "One, two!", "one two three", "two one", "one"])
    assert (rows[0] == rows[1]).all()
    assert len({row.tobytes() for row in rows}) == 4


@given(batches, st.sampled_from([1, 16, 128]), st.integers(1, 5), st.integers(0, 3))
def test_the_packed_buffer_gives_the_same(batch: list[str], num_perm: int, ngram: int, seed: int) -> None:
    buffer, offsets = pack(batch)
    expected = signatures(batch, num_perm=num_perm, ngram=ngram, seed=seed)
    assert (signatures_packed(buffer, offsets, num_perm=num_perm, ngram=ngram, seed=seed) == expected).all()
    shifted = np.concatenate([np.frombuffer(b"before ", np.uint8), buffer])
    assert (
        signatures_packed(shifted, (offsets + 7).astype(np.uint32), num_perm=num_perm, ngram=ngram, seed=seed)
        == expected
    ).all()


def test_order_and_chunks_do_not_matter() -> None:
    """Three chunks of 512 texts, one text alone, and backwards."""
    batch = [f"Müller number {n} said on day {n % 7} that " + "the talks go on " * (n % 5) for n in range(1_100)]
    rows = signatures(batch)
    assert (signatures(batch[::-1]) == rows[::-1]).all()
    assert all((signatures([batch[n]])[0] == rows[n]).all() for n in (0, 511, 512, 1_023, 1_024, 1_099))
    assert (signatures_packed(*pack(batch)) == rows).all()


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_threads_do_not_matter(jobs: int) -> None:
    tokens = Tokenizer()(*pack(["", "one two three four five six", *(f"text {n} " * n for n in range(9))]))
    assert (sketch_tokens(tokens, 3, 64, jobs=jobs) == sketch_tokens(tokens, 3, 64)).all()


def test_case_accents_quotes_and_hidden_characters_do_not_matter() -> None:
    rows = signatures(
        [
            "Der Müller sagt: „Größe zählt“, am 3. März in Łódź.",
            "DER MU\u0308LLER SAGT GRÖẞE ZÄHLT AM 3 MA\u0308RZ IN ŁÓDŹ",
            "der muller\u00a0sagt 'Grös\u00adse zahlt' am 3 Marz in Lodz",
        ]
    )
    assert (rows[0] == rows[1]).all()
    assert (rows[0] == rows[2]).all()


def test_equal_slots_estimate_the_jaccard_similarity() -> None:
    """Two texts that share 60 of 100 words: Jaccard 0.6 of the unigrams, within four standard errors of 1,000 slots."""
    shared = [f"s{n}" for n in range(60)]
    one, two = signatures(
        [" ".join(shared + [f"{side}{n}" for n in range(20)]) for side in "ab"], num_perm=1_000, ngram=1
    )
    assert float((one == two).mean()) == pytest.approx(0.6, abs=4 * (0.24 / 1_000) ** 0.5)


@pytest.mark.parametrize(("num_perm", "ngram"), [(0, 5), (-1, 5), (128, 0), (128, -3)])
def test_no_slots_and_no_words_are_refused(num_perm: int, ngram: int) -> None:
    with pytest.raises(SettingsError, match=f"at least 1, not {num_perm} and {ngram}"):
        signatures(["text"], num_perm=num_perm, ngram=ngram)


BUFFER, OFFSETS = pack(["one two", "three"])


@pytest.mark.parametrize(
    ("buffer", "offsets"),
    [
        (BUFFER[:-1], OFFSETS),
        (BUFFER, OFFSETS[:0]),
        (BUFFER, OFFSETS[::-1]),
        (BUFFER, OFFSETS[::-1].astype(np.uint64)),
        (BUFFER, OFFSETS - 1),
        (BUFFER, OFFSETS + 1),
        (BUFFER, OFFSETS.reshape(1, -1)),
        (np.repeat(BUFFER, 2)[::2], OFFSETS),
        (BUFFER.astype(np.uint32), OFFSETS),
    ],
    ids=[
        "no spare bytes",
        "no offsets",
        "descending",
        "unsigned",
        "before the buffer",
        "too far",
        "two dimensions",
        "gaps",
        "wide bytes",
    ],
)
def test_a_buffer_that_would_be_read_wrongly_is_refused(buffer: np.ndarray, offsets: np.ndarray) -> None:
    with pytest.raises(SettingsError, match=r"make it with dedup\.sketch\.pack"):
        signatures_packed(buffer, offsets)


BROKEN = [b"\xf7\xbf\xbf\xbf", b"\xff" * 70, b"a\xe2", b"\xf8\x80", b"\x80" * 65]


@given(st.lists(st.binary(max_size=90) | st.sampled_from(BROKEN), max_size=6))
def test_any_bytes_are_sketched(parts: list[bytes]) -> None:
    """Bytes that are no UTF-8 give some signature, the same each time, and reach into no other text."""
    joined = np.frombuffer(b"".join([b"sound text", *parts, b"sound text", bytes(256)]), np.uint8)
    offsets = np.cumsum([0, 10, *map(len, parts), 10])
    rows = signatures_packed(joined, offsets, num_perm=8)
    assert (rows == signatures_packed(joined, offsets, num_perm=8)).all()
    assert (rows[0] == signatures(["sound text"], num_perm=8)[0]).all()
    assert (rows[-1] == rows[0]).all()


def test_no_texts_give_no_rows() -> None:
    assert signatures([]).shape == (0, 128)
    assert signatures_packed(*pack([]), num_perm=7).shape == (0, 7)
