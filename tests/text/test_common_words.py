"""The commonest words of other languages: the table, and what the terms of a scan weigh in each language."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from dedup.errors import FormatError
from dedup.text.common_words import UNLISTED, LanguageTerms, judged_languages, mask_shares, read_common_words
from dedup.text.terms import Terms

TABLE = {
    "languages": {
        "de": {"documents": 99, "stems": {"99": "und die", "9": "stadt"}},
        "sv": {"documents": 49, "stems": {"40": "och", "10": "die stad"}},
    }
}


def read(table: object) -> LanguageTerms:
    return LanguageTerms(read_common_words(json.dumps(table).encode(), str))


def test_a_common_word_weighs_little_in_its_language_alone() -> None:
    terms = read(TABLE)
    terms.add(["und", "die", "museum"])
    terms.add(["och"])
    english = np.array([8.0, 3.0, 4.0, 8.0])
    assert terms.languages == ("de", "sv")
    assert terms.masks.tolist() == [1, 3, 0, 2]
    assert terms.weights(0, english).tolist() == pytest.approx(
        [math.log(100 / 99.5), math.log(100 / 99.5), 4.0, UNLISTED]
    )
    assert terms.weights(1, english).tolist() == pytest.approx(
        [UNLISTED, math.log(50 / 10.5), 4.0, math.log(50 / 40.5)]
    )


def test_of_several_stems_of_one_term_the_commonest_counts() -> None:
    table = read_common_words(json.dumps(TABLE).encode(), lambda stem: stem[:4])
    assert table.weights[1]["stad"] == pytest.approx(math.log(50 / 10.5))
    assert table.masks["stad"] == 3


def test_shares_are_by_language() -> None:
    assert mask_shares(np.array([1, 3, 0, 2], np.uint32), 2).tolist() == [0.5, 0.5]
    assert mask_shares(np.array([], np.uint32), 2).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"languages": {"de": {}}}', b'{"languages": {"de": {"documents": 1, "stems": {"x": "a"}}}}'],
)
def test_a_damaged_table_is_an_error_of_the_package(content: bytes) -> None:
    with pytest.raises(FormatError, match="common_words"):
        read_common_words(content, str)


def test_more_languages_than_a_mask_has_bits_are_an_error() -> None:
    languages = {f"l{n}": {"documents": 1, "stems": {"1": "a"}} for n in range(33)}
    with pytest.raises(FormatError, match="33 languages"):
        read_common_words(json.dumps({"languages": languages}).encode(), str)


def test_the_terms_of_a_scan_are_known_in_the_languages_of_the_package() -> None:
    terms = Terms()
    assert len(terms.in_languages()) == 0
    assert {"de", "en", "hi", "vi"} <= judged_languages()
    assert not {"th", "ja", "zh"} & judged_languages()
