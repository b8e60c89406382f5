"""The lexicon, the hand-kept names and the learned weights hold what the kernels rely on."""

import zlib
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from dedup.errors import FormatError
from dedup.names import spelling_alignment
from dedup.names import spelling_tables as tables
from dedup.names.alignment_weights import BLOCKED, blocked, dense
from dedup.names.graphemes import GRAPHEMES, LONGEST, letters
from dedup.names.known_names import MOST_SPELLINGS, known_names
from dedup.names.lexicon_index import form_of, index_lines
from dedup.names.name_tables import NameTableArrays
from dedup.names.spelling_alignment import align_tokens
from dedup.names.spelling_tokens import WIDTH, find_slot


def test_a_form_is_found_with_the_lines_that_hold_it() -> None:
    found = tables.lexicon()
    lines = found.lines_of("soleimani")
    assert lines
    assert all("soleimani" in found.line(n) for n in lines)
    assert any("suleimani" in found.line(n) for n in lines if n >= found.entries)
    assert found.lines_of("qqzzxxw") == []


def test_the_lexicon_is_small_and_its_forms_are_letters() -> None:
    packed = files("dedup.names").joinpath("lexicon.txt.zz").read_bytes()
    assert len(packed) < 3_000_000
    assert set(zlib.decompress(packed)) <= set(b"abcdefghijklmnopqrstuvwxyz \n")


@pytest.mark.parametrize("content", [zlib.compress(b"one part"), b"not packed", None])
def test_a_damaged_or_missing_lexicon_is_reported(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "lexicon.txt.zz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FormatError, match="install the package again"):
        tables.read_lexicon(path)


def test_no_two_hand_kept_names_share_a_form() -> None:
    home: dict[str, str] = {}
    for name in known_names():
        for words, _ in name.forms():
            form = " ".join(letters(word) for word in words)
            assert home.setdefault(form, name.name) == name.name


def test_no_pattern_is_cut() -> None:
    for name in known_names():
        for pattern in (*name.spellings, *name.translated, *name.acronyms):
            assert np.prod([len(word.split("|")) for word in pattern.split(" ")]) <= MOST_SPELLINGS


def test_graphemes_are_distinct_and_fit_the_trie() -> None:
    assert len(set(GRAPHEMES)) == len(GRAPHEMES)
    assert max(map(len, GRAPHEMES)) == LONGEST == spelling_alignment.LONGEST


def test_weights_are_the_same_in_both_directions_and_never_pair_a_vowel_with_a_consonant() -> None:
    model = tables.spelling_model()
    weights = dense(model.pairs, model.classes, model.unseen)
    assert np.array_equal(weights, weights.transpose(0, 2, 1))
    assert (weights[:, blocked()] == BLOCKED).all()
    number = {g: n for n, g in enumerate(GRAPHEMES)}
    assert blocked()[number["a"], number["k"]]
    assert not blocked()[number["ou"], number["w"]]
    assert weights[1, number["ch"], number["sh"]] > weights[1, number["ch"], number["m"]] + 1


def test_tables_that_do_not_fit_one_another_are_refused() -> None:
    whole = tables.spelling_tables()
    for wrong in (
        whole._replace(prices=whole.prices[:-1]),
        whole._replace(names=whole.names[:-1]),
        whole._replace(weights=whole.weights[:, :-1, :-1].copy()),
        whole._replace(roles=whole.roles._replace(values=whole.roles.values[:-1])),
        whole._replace(lexicon=whole.lexicon._replace(lines=whole.lexicon.lines[:-1])),
    ):
        with pytest.raises(ValueError, match=r"\w"):
            NameTableArrays(wrong)


def test_the_index_of_lines_says_where_each_word_is() -> None:
    keys, values, offsets, lines, starts = index_lines(b"ali omar\nomar\n\nali zaid ali\n")
    found = {word: values[find_slot(keys, tables.key_of(word))] for word in ("ali", "omar", "zaid")}
    assert sorted(found.values()) == [0, 1, 2]
    places = {word: lines[offsets[n] : offsets[n + 1]].tolist() for word, n in found.items()}
    assert places == {"ali": [0, 3, 3], "omar": [0, 1], "zaid": [3]}
    assert starts.tolist() == [0, 9, 14, 15, 28]
    assert form_of(keys, values, tables.key_of("hasan")) == -1


@pytest.mark.parametrize("one", ["a" * (WIDTH + 1), "A", "a b"])
def test_only_tokens_of_letters_are_aligned(one: str) -> None:
    row = np.frombuffer(one.encode(), np.uint8) - np.uint8(96)
    with pytest.raises(ValueError, match="letter"):
        align_tokens(
            row,
            tables.row_of("ali"),
            tables.trie(),
            tables.spelling_tables().weights,
            np.zeros((2 * WIDTH, 3), np.int32),
        )
