"""The table of how rare a word is in news at large."""

from __future__ import annotations

import json
import math
from itertools import pairwise

import pytest

from dedup.errors import FormatError
from dedup.text.background import SETTLED, UNSEEN, Background, background, read_background
from dedup.text.terms import stems_of

SMALL = Background(9, {"the": 9, "bridg": 4, "obama": 2}, frozenset({"obama"}), frozenset({"obama"}))


def test_a_weight_is_the_logarithm_of_how_few_documents_hold_the_stem() -> None:
    """Half a document is added, and stands alone for what the table does not have; an empty stem weighs nothing."""
    weights = SMALL.weights(["the", "bridg", "obama", "zyzzy", ""])
    assert weights == pytest.approx(
        [math.log(10 / 9.5), math.log(10 / 4.5), math.log(10 / 2.5), math.log(10 / (2 * UNSEEN)), 0.0]
    )
    assert SMALL.weights([]) == []


def test_whether_a_stem_is_mostly_capitalised() -> None:
    assert [SMALL.capitalised(stem) for stem in ("obama", "bridg", "zyzzy")] == [True, False, None]


def test_the_table_that_ships() -> None:
    """Its counts are of documents, its stems are folded, and a rarer one weighs more."""
    table = background()
    assert len(table.counts) > 10_000
    assert all(2 <= count <= table.documents for count in table.counts.values())
    assert table.names < set(table.counts)
    assert all(stem == stem.lower() and stem.split() == [stem] for stem in table.counts)
    ordered = sorted(table.counts, key=lambda stem: table.counts[stem])
    weights = table.weights(ordered)
    assert all(before >= behind for before, behind in pairwise(weights))
    assert all(
        (before > behind) == (table.counts[one] < table.counts[other])
        for (one, other), (before, behind) in zip(pairwise(ordered), pairwise(weights), strict=True)
    )
    assert 0 < weights[-1] < weights[0] < table.weights(["qxvzz"])[0]


def test_names_are_known_by_their_stems() -> None:
    table = background()
    names = stems_of(["Obama", "Paris", "Monday", "Microsoft", "German"])
    words = stems_of(["the", "police", "bridge", "Protesters", "economy"])
    assert [table.capitalised(stem) for stem in names] == [True] * 5
    assert [table.capitalised(stem) for stem in words] == [False] * 5
    assert table.capitalised("qxvzz") is None
    assert "" not in table.counts


def test_the_spelling_of_a_name_that_many_reports_hold_is_settled() -> None:
    """A rare name is a name; an ordinary word is none, however rare."""
    table = background()
    assert table.rare_names == {stem for stem in table.names if table.counts[stem] < SETTLED}
    assert table.rare_names.isdisjoint(stems_of(["Obama", "Paris", "Washington", "Monday", "ombudsman", "qxvzz"]))
    assert table.rare_names.issuperset(stems_of(["Haftar", "Bakersfield"]))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        '{"documents": 3}',
        '{"stems": {"2": "a b"}}',
        '{"documents": 3, "stems": {"many": "a b"}}',
        '{"documents": 3, "stems": {"2": ["a", "b"]}}',
        '{"documents": 3, "stems": ["a b"]}',
        '{"documents": null, "stems": {"2": "a b"}}',
        "[]",
        "\ufeff{}",
    ],
)
def test_a_damaged_table_is_refused(content: str) -> None:
    with pytest.raises(FormatError, match=r"background\.json is damaged .*; install the package again\.$"):
        read_background(content.encode())


def test_a_table_is_read() -> None:
    stems = {"90": "the", str(SETTLED): "Pari wind", str(SETTLED - 1): "Nairobi", "2": "Obama bridg Éire"}
    table = read_background(json.dumps({"documents": 90, "stems": stems}).encode())
    counts = {"the": 90, "pari": SETTLED, "wind": SETTLED, "nairobi": SETTLED - 1, "obama": 2, "bridg": 2, "éire": 2}
    rare = {"nairobi", "obama", "éire"}
    expected = Background(90, counts, frozenset({"pari", *rare}), frozenset(rare))
    assert table == expected
