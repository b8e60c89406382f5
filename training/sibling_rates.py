"""How many articles are marked by what their relatives have otherwise: shares by set and label.

    python training/sibling_rates.py ../shared/bench [--show SET] [--every N]

"by votes" is the share marked without any standalone finding: two voices agree against the article. "if accused" is the
share that would be marked "machine" if rules found something in this article and nothing in its relatives: the risk
that a false alarm of one rule becomes a verdict in human articles, and what the siblings add in texts that a machine
returned. One group in four is kept apart and not looked at.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from articles import HELD_OUT, rows

import dedup
from dedup.article import Article
from dedup.artifacts import Finding
from dedup.records import Relation
from dedup.siblings import AlignedFinding, sibling_findings

ALARM = Finding("alarm", "alarm", "alarm", "machine", "text", 0, 1, "", "rules found something here")


class Set(NamedTuple):
    """The articles of a set, their labels and their relations."""

    texts: dict[str, str]
    label: dict[str, str]
    relations: list[Relation]


def _kept_apart(group: str) -> bool:
    return crc32(group.encode()) % HELD_OUT == 0


def _sets(bench: Path) -> Iterator[tuple[str, list[dict[str, Any]], dict[str, str]]]:
    """The name, the articles and the labels of each set."""
    real = [r for r in rows(bench / "real/articles.jsonl.gz") if not _kept_apart(r["id"])]
    yield "real", real, {r["id"]: "human" for r in real}
    trip = [r for r in rows(bench / "families/roundtrip_articles.jsonl.gz") if not _kept_apart(r["id"].split("-")[0])]
    yield "roundtrip", trip, {r["id"]: r["id"].split("-")[1] for r in trip}
    truth = {t["id"]: t for t in rows(bench / "families/grouping_truth.jsonl.gz")}
    grouping = [r for r in rows(bench / "families/grouping.jsonl.gz") if not _kept_apart(truth[r["id"]]["family"])]
    yield "grouping", grouping, {r["id"]: truth[r["id"]]["role"] for r in grouping}
    groups: dict[str, str] = {}
    for t in rows(bench / "families/pairs_truth.jsonl.gz"):
        groups |= {t["a"]: t.get("group") or t["a"], t["b"]: t.get("group") or t["b"]}
    pairs = [
        r for r in rows(bench / "families/pairs_articles.jsonl.gz") if not _kept_apart(groups.get(r["id"], r["id"]))
    ]
    yield "pairs", pairs, {r["id"]: "renderings" for r in pairs}


def _accused_in_turn(one: Set, every: int) -> dict[str, list[AlignedFinding]]:
    """The findings of each article if it alone had a hard finding."""
    near: dict[str, list[Relation]] = defaultdict(list)
    for relation in one.relations:
        near[relation.a].append(relation)
        near[relation.b].append(relation)
    found = {}
    for article in sorted(a for a in near if crc32(b"drawn" + a.encode()) % every == 0):
        found[article] = sibling_findings(near[article], one.texts.__getitem__, {article: [ALARM]}).get(article, [])
    return found


def _table(
    name: str, label: Mapping[str, str], found: Mapping[str, Sequence[AlignedFinding]], size: Counter[str], how: str
) -> None:
    """By label: articles, how many of them have any mark, a strong one, and the rules that they are marked by."""
    for each in sorted(size):
        marked = [f for article, f in found.items() if label[article] == each]
        strong = sum(any(x.claims != "translated" for x in f) for f in marked)
        rules = Counter(rule for f in marked for rule in {x.rule.removeprefix("sibling-") for x in f})
        total = size[each]
        told = " ".join(f"{rule} {n / total:.3f}" for rule, n in rules.most_common())
        shares = f"strong {strong / total:.3f}, any {sum(map(bool, marked)) / total:.3f}"
        print(f"{name:10} {each:10} {how:11} {total:6} articles, {shares}: {told}")


def main() -> None:
    """Print the tables; with --show, the strong findings of one set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--show", help="print the strong findings of this set")
    parser.add_argument("--every", type=int, default=1, help="accuse one article in so many")
    asked = parser.parse_args()
    for name, articles, label in _sets(asked.bench):
        relations = dedup.scan([Article(id=r["id"], text=r["text"]) for r in articles]).relations
        one = Set({r["id"]: r["text"] for r in articles}, label, relations)
        votes = sibling_findings(relations, one.texts.__getitem__, {})
        _table(name, label, votes, Counter(label.values()), "by votes")
        accused = _accused_in_turn(one, asked.every)
        _table(name, label, accused, Counter(label[article] for article in accused), "if accused")
        if asked.show == name:
            for how, found in (("votes", votes), ("accused", accused)):
                for article, f in sorted(found.items()):
                    for x in f:
                        if x.claims != "translated":
                            print(
                                how, article, label[article], x.rule, x.sibling, repr(x.text), "|", repr(x.sibling_text)
                            )


if __name__ == "__main__":
    main()
