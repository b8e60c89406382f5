"""The filter block in a pipeline of datatrove, run by its own executor."""

from __future__ import annotations

import gzip
import json
import pickle
from pathlib import Path
from typing import Any

from datatrove.data import Document
from datatrove.executor.local import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers.jsonl import JsonlWriter

from dedup.integrations.datatrove import DedupFilter

STORY = (
    "The harbour was closed on Tuesday after a barge ran into the northern quay, and divers are looking for "
    "cracks in its old wall."
)
OTHER = (
    "Farmers sold more apples at the weekly market than in any year before, since a mild spring and late rain had"
    " helped them."
)


def written(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for file in sorted(folder.glob("*.gz"))
        for line in gzip.decompress(file.read_bytes()).splitlines()
    ]


def test_a_pipeline_writes_what_is_new_and_what_was_left_out(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    documents = [{"id": "a", "text": STORY}, {"id": "b", "text": OTHER}, {"id": "c", "text": STORY}]
    (tmp_path / "in" / "news.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in documents))
    block = DedupFilter(tmp_path / "seen.db", exclusion_writer=JsonlWriter(str(tmp_path / "removed")))
    pipeline = [JsonlReader(str(tmp_path / "in")), block, JsonlWriter(str(tmp_path / "kept"))]
    LocalPipelineExecutor(pipeline=pipeline, logging_dir=str(tmp_path / "logs")).run()
    assert [each["id"] for each in written(tmp_path / "kept")] == ["a", "b"]
    (removed,) = written(tmp_path / "removed")
    assert removed["id"] == "c"
    assert removed["metadata"]["filter_reason"] == "identical"
    assert removed["metadata"]["dedup"] == {"kept": "a", "relation": "identical", "score": 1.0}


def test_documents_tell_more_on_request(tmp_path: Path) -> None:
    block = DedupFilter(tmp_path / "seen.db", translation=True, names=True)
    first, second = Document(text=STORY, id="a"), Document(text=STORY, id="b")
    assert block.filter(first) is True
    assert block.filter(second) == (False, "identical")
    assert list(first.metadata["dedup"]) == ["translation", "names"]
    assert list(second.metadata["dedup"]) == ["kept", "relation", "score", "translation", "names"]


def test_a_block_can_be_sent_to_another_process(tmp_path: Path) -> None:
    block = DedupFilter(tmp_path / "seen.db")
    assert block.filter(Document(text=STORY, id="a")) is True
    assert pickle.loads(pickle.dumps(block)).filter(Document(text=STORY, id="b")) == (False, "identical")


def test_documents_without_text_stay(tmp_path: Path) -> None:
    assert DedupFilter(tmp_path / "seen.db").filter(Document(text=" ", id="a")) is True
