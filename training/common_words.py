"""Count dedup/text/common_words.json: the commonest words of news in other languages than English, as stems.

usage: python training/common_words.py BENCH

BENCH holds the labelled data (crosslingual/). All renderings of one story in a language, and both halves of it, count
as one document. Scripts without spaces are left out: their letters are no words.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from dedup.article import Article
from dedup.text.corpus import CorpusReader
from dedup.text.terms import stems_of

TARGET = Path(__file__).resolve().parents[1] / "dedup/text/common_words.json"
LEAST_SHARE = 0.05  # of the documents of a language in which a word is; in fewer it may be of their subjects
FEWEST = 3  # documents
MOST = 700  # stems of a language
WITHOUT_SPACES = ("ja", "zh", "th")


def main() -> None:
    """Count the documents of each stem by language and write the table."""
    stories: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    reader = CorpusReader()
    with gzip.open(Path(sys.argv[1]) / "crosslingual/articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["lang"] not in WITHOUT_SPACES:
                words = reader([Article(text=row["text"])]).words(0)
                stories[row["lang"]][row["group"]].update(stems_of(words))
    languages = {}
    for language, own in sorted(stories.items()):
        counts = Counter(stem for stems in own.values() for stem in stems if not stem[:1].isdigit())
        least = max(FEWEST, LEAST_SHARE * len(own))
        common = [(stem, count) for stem, count in counts.items() if count >= least]
        common = sorted(common, key=lambda item: (-item[1], item[0]))[:MOST]
        by_count: dict[str, list[str]] = {}
        for stem, count in common:
            by_count.setdefault(str(count), []).append(stem)
        table = {count: " ".join(stems) for count, stems in by_count.items()}
        languages[language] = {"documents": len(own), "stems": table}
        print(f"{language}: {len(own)} documents, {len(common)} stems")
    table_of_all = {"made_by": "training/common_words.py", "languages": languages}
    TARGET.write_text(json.dumps(table_of_all, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
