"""datatrove's minhash pipeline from its own example (examples/minhash_deduplication.py), run locally.

usage: python engine_datatrove.py INPUT_FOLDER OUTPUT_FOLDER WORKERS spacy|split

INPUT_FOLDER holds one .jsonl file for each worker. The last stage writes what is kept to OUTPUT_FOLDER/kept.
"""
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupFilter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers.jsonl import JsonlWriter
from datatrove.utils.typeshelper import Languages
from datatrove.utils.word_tokenizers import WordTokenizer

CONFIG = MinhashConfig(n_grams=5, num_buckets=16, hashes_per_bucket=8)


class SplitTokenizer(WordTokenizer):  # type: ignore[misc]
    """Words by str.split: what the stage costs when its English tokeniser, spaCy, is left out."""

    def word_tokenize(self, text: str) -> list[str]:
        return text.split()

    def sent_tokenize(self, text: str) -> list[str]:
        return text.splitlines()

    def span_tokenize(self, text: str) -> list[tuple[int, int]]:
        return [(0, len(text))]


def main(source: Path, target: Path, workers: int, tokenizer: str) -> None:
    language: Any = SplitTokenizer() if tokenizer == "split" else Languages.english
    reader = JsonlReader(str(source), glob_pattern="*.jsonl")
    signatures, buckets, remove = (str(target / name) for name in ("signatures", "buckets", "remove"))
    stages: list[tuple[int, list[Any]]] = [
        (workers, [reader, MinhashDedupSignature(signatures, CONFIG, language=language)]),
        (CONFIG.num_buckets, [MinhashDedupBuckets(signatures, buckets, config=CONFIG)]),
        (1, [MinhashDedupCluster(buckets, remove, CONFIG)]),
        (workers, [reader, MinhashDedupFilter(remove), JsonlWriter(str(target / "kept"), compression=None)]),
    ]
    for number, (tasks, pipeline) in enumerate(stages):
        logs = str(target / f"logs-{number}")
        LocalPipelineExecutor(pipeline=pipeline, tasks=tasks, workers=min(workers, tasks), logging_dir=logs).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
