"""Gate: records of any tool against one index."""

from __future__ import annotations

import multiprocessing
import pickle
from pathlib import Path

import pytest

from dedup.errors import SettingsError
from dedup.filter.choice import VersionPolicy
from dedup.integrations.gate import Gate

STORY = (
    "The harbour was closed on Tuesday after a barge ran into the northern quay, and divers are looking for "
    "cracks in its old wall."
)
OTHER = (
    "Farmers sold more apples at the weekly market than in any year before, since a mild spring and late rain had"
    " helped them."
)


def removed(gate: Gate, **record: str) -> str | None:
    passage = gate(record)
    assert passage is not None
    return None if passage.kept_instead is None else passage.kept_instead.other


def test_the_first_passes_and_its_copy_does_not(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "seen.db")
    assert removed(gate, id="a", text=STORY) is None
    assert removed(gate, id="b", text=STORY) == "a"
    assert removed(gate, id="c", text=OTHER) is None
    gate.close()
    assert removed(gate, id="d", text=OTHER) == "c"


def test_only_the_relations_that_were_named_hold_back(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "seen.db", remove=("partial",))
    assert removed(gate, id="a", text=STORY) is None
    assert removed(gate, id="b", text=STORY) is None
    with pytest.raises(SettingsError, match="unknown relation 'copy'"):
        Gate(tmp_path / "seen.db", remove=("copy",))


def test_records_are_read_by_the_names_of_scrapers_or_by_own_ones(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "seen.db")
    article = gate.article({"maintext": STORY, "title_page": "Quay closed", "url": "https://example.org/quay"})
    assert article is not None
    assert (article.id, article.title, article.path, article.line) == (
        "https://example.org/quay",
        "Quay closed",
        None,
        None,
    )
    assert gate({"text": " "}) is None
    own = Gate(tmp_path / "seen.db", text_field="parts.0", id_field="key").article({"parts": [OTHER], "key": 3})
    assert own is not None
    assert (own.id, own.text) == ("3", OTHER)


def test_an_article_without_id_and_url_is_named_by_the_index(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "seen.db")
    first = gate({"text": STORY})
    second = gate({"text": STORY})
    assert first is not None
    assert second is not None
    assert second.kept_instead is not None
    assert second.kept_instead.other == first.verdict.id != second.verdict.id


def test_a_gate_that_was_used_can_be_pickled(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "seen.db", only=("copies",))
    removed(gate, id="a", text=STORY)
    assert removed(pickle.loads(pickle.dumps(gate)), id="b", text=STORY) == "a"


def test_another_process_opens_the_index_for_itself(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "seen.db")
    removed(gate, id="a", text=STORY)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(removed, (gate,), {"id": "b", "text": STORY}) == "a"
    assert removed(gate, id="c", text=STORY) in ("a", "b")


def test_a_gate_asks_the_index_of_a_fleet(redis_address: str) -> None:
    gate = Gate(redis_address, only=("copies",))
    assert removed(gate, id="a", text=STORY) is None
    assert removed(pickle.loads(pickle.dumps(gate)), id="b", text=STORY) == "a"


LONGER = f"{STORY} {OTHER}"


def test_a_fuller_text_passes_unless_more_may_be_new(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "seen.db")
    assert removed(gate, id="a", text=LONGER) is None
    fuller = f"{LONGER} The skipper told the police that his rudder had jammed in the strong wind that night."
    assert removed(gate, id="b", text=fuller) is None
    lenient = Gate(tmp_path / "lenient.db", novelty=0.5)
    assert removed(lenient, id="a", text=LONGER) is None
    assert removed(lenient, id="b", text=fuller) == "a"


@pytest.mark.parametrize(("versions", "kept", "held"), [("keep", None, 2), ("latest", None, 1), ("drop", "a", 2)])
def test_later_versions_of_an_article(tmp_path: Path, versions: VersionPolicy, kept: str | None, held: int) -> None:
    gate = Gate(tmp_path / "seen.db", versions=versions)
    url = "https://example.org/quay"
    assert removed(gate, id="a", url=url, text=LONGER) is None
    assert removed(gate, id="b", url=url, text=LONGER.replace("Tuesday", "Monday")) == kept
    assert gate.open().stats().articles == held
