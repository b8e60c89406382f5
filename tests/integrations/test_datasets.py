"""The callables with real tables of Hugging Face datasets."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path
from typing import Any

import datasets
import pytest

from dedup.integrations.datasets import NewArticles, Verdicts

STORY = (
    "The harbour was closed on Tuesday after a barge ran into the northern quay, and divers are looking for "
    "cracks in its old wall."
)
OTHER = (
    "Farmers sold more apples at the weekly market than in any year before, since a mild spring and late rain had"
    " helped them."
)
ROWS = {"id": ["a", "b", "c", "d"], "body": [STORY, OTHER, STORY, ""]}


@pytest.fixture
def table(tmp_path: Path) -> Any:
    datasets.disable_progress_bars()
    return datasets.Dataset.from_dict(ROWS)


@pytest.mark.parametrize("batched", [False, True])
def test_a_table_keeps_what_is_new_and_what_has_no_text(table: Any, tmp_path: Path, batched: bool) -> None:
    kept = table.filter(NewArticles(tmp_path / "seen.db"), batched=batched)
    assert kept["id"][:] == ["a", "b", "d"]


@pytest.mark.parametrize("batched", [False, True])
def test_a_table_gets_columns_that_tell(table: Any, tmp_path: Path, batched: bool) -> None:
    told = table.map(Verdicts(tmp_path / "seen.db", text_field="body"), batched=batched)
    assert told["dedup_decision"][:] == ["new", "new", "identical", None]
    assert told["dedup_kept"][:] == [None, None, "a", None]
    assert told["dedup_family"][2] == "copy:a"


@pytest.mark.parametrize("batched", [False, True])
def test_a_table_gets_more_columns_on_request(table: Any, tmp_path: Path, batched: bool) -> None:
    told = table.map(Verdicts(tmp_path / "seen.db", text_field="body", translation=True, names=True), batched=batched)
    assert told["dedup_translation"][:] == ["insufficient"] * 3 + [None]
    assert [names if names is None else json.loads(names) for names in told["dedup_names"][:]] == [[], [], [], None]
    alone = table.map(Verdicts(tmp_path / "other.db", text_field="body", names=True), batched=batched)
    assert "dedup_translation" not in alone.column_names
    row = Verdicts(tmp_path / "other.db", names=True)({"id": "z", "text": "Mayor Petra Osgood left for Torvik."})
    assert [name["name"] for name in json.loads(row["dedup_names"])] == ["Petra Osgood", "Torvik"]


def test_processes_share_one_index(table: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Datasets puts another mapping in its place, which later tests must not see
    monkeypatch.setattr(os, "environ", os.environ)
    kept = table.filter(NewArticles(tmp_path / "seen.db"), num_proc=2)
    assert len(kept) == 3
    assert "b" in kept["id"][:]


def test_a_callable_that_was_used_can_be_sent_on(tmp_path: Path) -> None:
    new = NewArticles(tmp_path / "seen.db")
    assert new({"id": "a", "text": STORY}) is True
    assert pickle.loads(pickle.dumps(new))({"id": "b", "text": STORY}) is False
