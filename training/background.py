"""Count dedup/text/background.json: in how many source documents of plain news each English stem stands.

usage: python training/background.py BENCH

BENCH holds the labelled data (families/, real/, artifacts/). All renderings of one story, and both halves of it, count
as one document, so that the words of a story are not taken for common ones. A stem that stands in one document alone is
left out: what is not in the table counts as that rare. A stem that is capitalised in most places within sentences is
written with a capital letter.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dedup.article import Article
from dedup.text.corpus import CorpusReader
from dedup.text.sentences import CAPITAL, SENTENCE, token_flags
from dedup.text.terms import stems_of

TARGET = Path(__file__).resolve().parents[1] / "dedup/text/background.json"
FEWEST = 2
MOSTLY = 0.6  # share of a stem's places within sentences from which it counts as a name
BATCH = 256


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def documents(bench: Path) -> Iterator[tuple[str, str]]:
    """(source document, text) of every article."""
    story: dict[str, str] = {}
    for pair in rows(bench / "families/pairs_truth.jsonl.gz"):
        story[pair["a"]] = pair["group"]
        story.setdefault(pair["b"], pair.get("group_b", pair["group"]))
    for record in rows(bench / "families/pairs_articles.jsonl.gz"):
        yield story.get(record["id"], record["id"]), record["text"]
    for record in rows(bench / "real/articles.jsonl.gz"):
        yield record["id"], record["text"]
    for record in rows(bench / "families/roundtrip_articles.jsonl.gz"):
        yield record["id"].partition("-")[0], record["text"]
    group = {t["id"]: t["group"] for t in rows(bench / "artifacts/articles_truth.jsonl.gz")}
    for record in rows(bench / "artifacts/articles.jsonl.gz"):
        yield group[record["id"]], record["text"]


def main() -> None:
    """Count, and write the stems by their number of documents."""
    listed = list(documents(Path(sys.argv[1])))
    held: dict[str, set[str]] = {}
    places: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    reader = CorpusReader()
    for begin in range(0, len(listed), BATCH):
        batch = listed[begin : begin + BATCH]
        corpus = reader([Article(id=str(n), text=text) for n, (_, text) in enumerate(batch)])
        flags = token_flags(corpus.buffer, corpus.offsets, corpus.tokens)
        for n, (document, _) in enumerate(batch):
            stems = stems_of(corpus.words(n))
            held.setdefault(document, set()).update(stems)
            for stem, flag in zip(stems, flags[corpus.tokens.of(n)].tolist(), strict=True):
                if not flag & SENTENCE:
                    places[stem] += 1
                    capitals[stem] += bool(flag & CAPITAL)
    counted = Counter(stem for stems in held.values() for stem in stems)
    by_count: dict[int, list[str]] = {}
    for stem, count in counted.items():
        if count >= FEWEST and "\ufffd" not in stem:
            named = capitals[stem] > MOSTLY * places[stem]
            by_count.setdefault(count, []).append(stem.capitalize() if named else stem)
    out = {
        "made_by": "training/background.py",
        "data": "news of WMT 2021-22, BBC 2004-05, ECB+, Giveme5W1H and the Indian and Pakistani press; counts of "
        "words alone",
        "documents": len(held),
        "stems": {str(count): " ".join(sorted(by_count[count])) for count in sorted(by_count, reverse=True)},
    }
    TARGET.write_text(json.dumps(out, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(len(held), "documents,", sum(map(len, by_count.values())), "stems,", TARGET.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
