"""The labelled articles that artifact rules and models are measured on, and which of them are kept apart to be looked
at once."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

HELD_OUT = 4  # one group in so many is kept apart


class Labelled(NamedTuple):
    """One text; `label` is human, human_nonnative, human_translation, machine, crude, spun, returned or real; articles
    of one source document share a `group`; `language` is that of the source."""

    id: str
    label: str
    language: str
    year: int | None
    group: str
    text: str

    @property
    def held_out(self) -> bool:
        """Whether the text is kept apart."""
        return zlib.crc32(self.group.encode()) % HELD_OUT == 0


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def labelled(bench: Path, *, held_out: bool = False) -> list[Labelled]:
    """All texts that are (not) kept apart."""
    return [one for one in _all(bench) if one.held_out == held_out]


def native(bench: Path) -> Iterator[Labelled]:
    """Yield texts by people that no rate is measured on: police reports, a wire of 1987, speeches, and transcripts of
    papers of the 19th century. What a learned table has of them by chance is taken out of it."""
    for name in ("stations", "reuters"):
        for row in rows(bench / name / "articles.jsonl.gz"):
            yield Labelled(row["id"], name, "en", None, row["id"], row["text"])
    for row in rows(bench / "artifacts" / "formal.jsonl.gz"):
        yield Labelled(row["id"], "formal", "en", None, row["id"], row["text"])
    for row in rows(bench / "ocr" / "articles.jsonl.gz"):
        yield Labelled(row["id"], "ocr", "en", None, row["id"], row["text"])


def _all(bench: Path) -> Iterator[Labelled]:
    folder = bench / "artifacts"
    truth = {row["id"]: row for row in rows(folder / "articles_truth.jsonl.gz")}
    for row in rows(folder / "articles.jsonl.gz"):
        told = truth[row["id"]]
        label = "machine" if told["label"] == "machine_translation" else told["label"]
        yield Labelled(row["id"], label, told["source_language"], told["year"], told["group"], row["text"])
    for row in rows(folder / "crude_translations.jsonl.gz"):
        yield Labelled(row["id"], "crude", row["source_language"], None, row["id"].split("|")[0], row["text"])
    for row in rows(folder / "spun_blocks.jsonl.gz"):
        yield Labelled(row["id"], "spun", "en", None, row["id"], row["text"])
    for row in rows(bench / "families" / "roundtrip_articles.jsonl.gz"):
        if row["id"].endswith("returned"):
            yield Labelled(row["id"], "returned", "en", None, row["id"].split("-")[0], row["text"])
    for row in rows(bench / "real" / "articles.jsonl.gz"):
        yield Labelled(row["id"], "real", "en", None, row["id"], row["text"])
