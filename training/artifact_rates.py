"""What each artifact rule hits: articles per 1,000 of each label, and examples of the hits.

    python training/artifact_rates.py ../shared/bench [--rule ID] [--family F] [--show LABEL] [--every N]

One group of articles in four is kept apart and not looked at here.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

from articles import labelled

from dedup.artifacts import Engine, load_rules


def main() -> None:
    """Print a table; with --show, the hits in articles of one label."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--rule", action="append", default=[], help="only rules whose id begins so")
    parser.add_argument("--family", action="append", default=[])
    parser.add_argument("--show", help="print the hits in the articles of this label")
    parser.add_argument("--every", type=int, default=1, help="take one article in so many")
    parser.add_argument("--rules", type=Path, action="append", default=[], help="another folder of rules")
    asked = parser.parse_args()
    rules = load_rules([Path("dedup/artifacts/rules"), *asked.rules])
    rules = [r for r in rules if (not asked.rule or r.id.startswith(tuple(asked.rule))) and (not asked.family or r.family in asked.family)]
    engine = Engine(rules)
    texts = labelled(asked.bench)[:: asked.every]
    size: Counter[str] = Counter(t.label for t in texts)
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    two: Counter[str] = Counter()
    for one in texts:
        found = engine(one.text)
        for name in {f.rule for f in found}:
            hits[name][one.label] += 1
        if len({f.family for f in found if f.claims != "translated"}) > 1:
            two[one.label] += 1
        if asked.show == one.label:
            for f in found:
                around = one.text[max(0, f.start - 60) : f.end + 60].replace("\n", "⏎")
                print(f"{one.id} {one.language} {f.rule} “{f.text}” … {around}")
    labels = sorted(size)
    print(f"{'articles per 1,000':34} claims     " + " ".join(f"{label[:11]:>11}" for label in labels))
    for rule in rules:
        row = " ".join(f"{1000 * hits[rule.id][label] / size[label]:11.1f}" for label in labels)
        print(f"{rule.id[:33]:34} {rule.claims:10} {row}")
    print(f"{'two hard families':34} {'':10} " + " ".join(f"{1000 * two[label] / size[label]:11.1f}" for label in labels))


if __name__ == "__main__":
    main()
