"""Recall and precision of the mentions found in the articles whose names were marked by hand, and in the seeds.

    python training/name_mentions.py ../shared/bench [--truth ../shared/truth/seed_names.json] [--show]

A mark is found where a mention overlaps it; a mention is right where it overlaps a mark. `exact` counts those with the
same borders. Optional marks and furniture count neither way.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from articles import labelled

from dedup.article import Article
from dedup.names.mention_collection import MentionCollection, locate_mentions
from dedup.text.corpus import CorpusReader

Span = tuple[int, int]


class Marked(NamedTuple):
    """A text with the names that must be found and those that may be."""

    id: str
    text: str
    names: list[Span]
    optional: list[Span]


def by_hand(bench: Path) -> Iterator[Marked]:
    """The marked articles."""
    texts = {one.id: one.text for one in labelled(bench)}
    marks = json.loads(Path(__file__).with_name("name_marks.json").read_text(encoding="utf-8"))
    for row in marks["articles"]:
        text = texts[row["id"]]
        if not hashlib.sha256(text.encode()).hexdigest().startswith(row["sha256"]):
            raise SystemExit(f"{row['id']} is not the text that was marked")
        yield Marked(row["id"], text, [(a, b) for a, b, _ in row["names"]], [(a, b) for a, b, _ in row["optional"]])


def of_seeds(truth: Path, seeds: Path) -> Iterator[Marked]:
    """The seed articles."""
    for name, listed in json.loads(truth.read_text(encoding="utf-8"))["files"].items():
        yield Marked(name, (seeds / name).read_text(encoding="utf-8"), [(m["start"], m["end"]) for m in listed], [])


def score(name: str, marked: list[Marked], *, together: bool, show: bool) -> None:
    """Print one line of figures; `together` reads all articles as one corpus, else each by itself."""
    hit = exact = right = asked = found = 0
    for batch in [marked] if together else [[one] for one in marked]:
        corpus = CorpusReader()([Article(id=one.id, text=one.text) for one in batch])
        gathered = MentionCollection()
        gathered.add(corpus.columns)
        for number, (one, mentions) in enumerate(zip(batch, locate_mentions(corpus, gathered), strict=True)):
            skipped = [(f.start, f.end) for f in corpus.furniture.get(number, [])]
            names = [span for span in one.names if not _over(span, skipped)]
            spans = [(m.start, m.end) for m in mentions]
            wanted = [span for span in spans if _over(span, names) or not _over(span, one.optional)]
            hit += sum(_over(span, spans) for span in names)
            exact += len(set(names) & set(spans))
            right += sum(_over(span, names) for span in wanted)
            asked, found = asked + len(names), found + len(wanted)
            if show:
                print(one.id, "missed", [one.text[a:b] for a, b in names if not _over((a, b), spans)])
                print(one.id, "wrong", [one.text[a:b] for a, b in wanted if not _over((a, b), names)])
                print(
                    one.id, "borders", [one.text[a:b] for a, b in spans if (a, b) not in names and _over((a, b), names)]
                )
    shares = f"recall {hit / asked:.3f}  precision {right / found:.3f}  exact {exact / asked:.3f}"
    print(f"{name:32} {shares}  ({asked} marks, {found} mentions)")


def _over(span: Span, others: list[Span]) -> bool:
    return any(a < span[1] and span[0] < b for a, b in others)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--seeds", type=Path, default=Path("seeds"))
    parser.add_argument("--show", action="store_true", help="print what was missed")
    asked = parser.parse_args()
    sets = [("twenty articles", list(by_hand(asked.bench)))]
    if asked.truth:
        sets.append(("seeds", list(of_seeds(asked.truth, asked.seeds))))
    for name, marked in sets:
        score(f"{name}, each by itself", marked, together=False, show=asked.show)
        score(f"{name}, as one corpus", marked, together=True, show=False)


if __name__ == "__main__":
    main()
