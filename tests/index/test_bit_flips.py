"""Whatever bit of an index is flipped: no crash, no other answer without an error, and the check finds it.

The long run, with each page of an index of 1,000 articles and three seeds: python -m tests.index.bit_flips
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup.index.sqlite.upkeep import folder_of
from tests.index import bit_flips
from tests.index.bit_flips import FAILURES, NAME, Flip

ARTICLES = 60
EVERY = 64  # pages of the keys: most of them are borders that are all the same


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("flipped")
    bit_flips.make_index(made / NAME, ARTICLES)
    return made


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_flipped_bit_is_found_or_changes_nothing(folder: Path, seed: int) -> None:
    pages = (folder / NAME).stat().st_size // bit_flips.PAGE
    flips = list(bit_flips.flips_of(folder, seed, EVERY))
    assert len(flips) > pages
    found = bit_flips.outcomes(folder, ARTICLES, flips)
    assert [outcome for outcome in found if outcome.kind in FAILURES] == []
    counted = bit_flips.count(found)
    assert counted["seen"] + counted["unused"] == len(flips)
    assert counted["seen"] >= len(flips) // 4


def test_outcomes_are_told_apart(folder: Path) -> None:
    """Of a judge that finds nothing wrong nobody would know."""
    (articles,) = folder_of(folder / NAME).glob("*.articles")
    (seen,) = bit_flips.outcomes(folder, ARTICLES, [Flip(str(articles.relative_to(folder)), 1)])
    assert (seen.kind, "Segment" in seen.reason) == ("seen", True)
    (unused,) = bit_flips.outcomes(folder, ARTICLES, [Flip(NAME, 8 * 60)])
    assert unused.kind == "unused", "bytes 60 to 63 of the header hold a number of the user's"
    whole = bit_flips.answers_of(bit_flips.copy_index(folder, folder.parent / "asked"), ARTICLES)
    values = bit_flips.values_of(folder / NAME)
    for changed, kind in (((whole | {"records": []}, values), "wrong"), ((whole, values | {"tail": ""}), "unseen")):
        path = bit_flips.copy_index(folder, folder.parent / "judged")
        assert bit_flips.judge(changed, path, ARTICLES)[0] == kind


def test_a_child_that_dies_is_a_crash(folder: Path) -> None:
    (died,) = bit_flips.outcomes(folder, ARTICLES, [Flip("no such file", 1)])
    assert died.kind == "crashed"
